// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/layer_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>

#include "app/look/icons.h"
#include "app/panels/empty_note.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using LayerState = layers::MapCanvas::LayerState;

QString countOf(const LayerState& state) {
    if (state.stale == 0) return state.count;
    return LayerPanel::tr("%1 · %2 stale").arg(state.count, countText(qint64(state.stale)));
}

}  // namespace

LayerPanel::LayerPanel(layers::MapCanvas& canvas, QWidget* parent)
    : QFrame(parent),
      m_canvas(canvas),
      m_fold(new QToolButton),
      m_icon(new QLabel),
      m_body(new QWidget),
      m_rowsLayout(new QVBoxLayout),
      m_grounds(new GroundSwitch),
      m_opacity(new QSlider(Qt::Horizontal)),
      m_opacityText(label("caption")),
      m_legendHead(label("caption")),
      m_legend(new QWidget) {
    setObjectName(QStringLiteral("floating"));
    setFixedWidth(248);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 4, 6, 8);
    column->setSpacing(2);
    column->setSizeConstraint(QLayout::SetMinimumSize);
    auto* head = new QHBoxLayout;
    head->addWidget(m_icon);
    head->addSpacing(4);
    head->addWidget(label("head", tr("Layers")));
    head->addStretch();
    head->addWidget(m_fold);
    column->addLayout(head);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 6, 0);
    body->setSpacing(4);
    m_rowsLayout->setSpacing(2);
    body->addLayout(m_rowsLayout);
    body->addWidget(m_grounds);
    auto* fade = new QHBoxLayout;
    m_opacity->setRange(0, 100);
    m_opacity->setAccessibleName(tr("Opacity of the layer"));
    m_opacityText->setMinimumWidth(40);
    m_opacityText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    fade->addWidget(label("caption", tr("Opacity")));
    fade->addWidget(m_opacity, 1);
    fade->addWidget(m_opacityText);
    body->addLayout(fade);
    body->addWidget(m_legendHead);
    body->addWidget(m_legend);
    column->addWidget(m_body);
    m_fold->setAccessibleName(tr("Fold the layer panel"));
    m_fold->setToolTip(tr("Fold the layer panel"));
    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!m_folded); });
    connect(m_opacity, &QSlider::valueChanged, this, [this](int value) {
        m_opacityText->setText(tr("%1 %").arg(value));
        if (!m_filling) m_canvas.setLayerOpacity(m_focused, value / 100.0);
    });
    connect(&canvas, &layers::MapCanvas::layersChanged, this, &LayerPanel::refresh);
    setTheme(canvas.theme());
}

void LayerPanel::setTheme(layers::Theme theme) {
    m_icon->setPixmap(uiPixmap(QStringLiteral("layers"), theme, "t2", 16, devicePixelRatioF()));
    m_fold->setIcon(
        uiIcon(m_folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"), theme));
    m_legendKey.clear();
    refresh();
}

void LayerPanel::setFolded(bool folded) {
    m_folded = folded;
    m_body->setVisible(!folded);
    m_fold->setIcon(
        uiIcon(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"),
               m_canvas.theme()));
    adjustSize();
    Q_EMIT resized();
}

void LayerPanel::build(const QList<LayerState>& states) {
    for (const Row& row : m_rows) {
        row.widget->hide();
        row.widget->deleteLater();
    }
    m_rows.clear();
    for (const LayerState& state : states) {
        auto* widget = new QWidget;
        auto* line = new QHBoxLayout(widget);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(8);
        auto* check = new QCheckBox;
        check->setAccessibleName(layerText(state.name));
        check->installEventFilter(this);
        check->setProperty("layer", state.name);
        auto* sample = new QLabel;
        sample->setFixedSize(20, 18);
        auto* name = new QLabel(layerText(state.name));
        auto* count = label("caption");
        line->addWidget(check);
        line->addWidget(sample);
        line->addWidget(name);
        line->addStretch();
        line->addWidget(count);
        widget->setFixedHeight(24);
        widget->installEventFilter(this);
        widget->setProperty("layer", state.name);
        m_rowsLayout->addWidget(widget);
        connect(check, &QCheckBox::toggled, this, [this, layer = state.name](bool on) {
            if (!m_filling) m_canvas.setLayerVisible(layer, on);
        });
        m_rows.push_back({state.name, widget, check, sample, count});
    }
}

void LayerPanel::refresh() {
    const QList<LayerState> states = m_canvas.layerStates();
    QStringList order;
    for (const LayerState& state : states) order << state.name;
    QStringList shown;
    for (const Row& row : m_rows) shown << row.name;
    m_filling = true;
    const QWidget* focus = focusWidget();
    const bool hadFocus = focus && focus->property("layer").isValid();
    if (order != shown) build(states);
    if (m_focused.isEmpty() && order.contains(QStringLiteral("responders")))
        m_focused = QStringLiteral("responders");
    for (int i = 0; i < states.size(); ++i) {
        m_rows[i].check->setChecked(states[i].visible);
        m_rows[i].count->setText(countOf(states[i]));
        if (m_rows[i].sample->pixmap().cacheKey() != states[i].sample.cacheKey())
            m_rows[i].sample->setPixmap(states[i].sample);
        if (states[i].name != m_focused) continue;
        m_opacity->setValue(qRound(states[i].opacity * 100));
        showLegend(states[i]);
        if (hadFocus && order != shown) m_rows[i].check->setFocus();
    }
    m_filling = false;
    if (order != shown) {
        adjustSize();
        Q_EMIT resized();
    }
}

void LayerPanel::showLegend(const LayerState& state) {
    const QString key = state.name + m_canvas.theme().name();
    if (key == m_legendKey) return;
    m_legendKey = key;
    m_legendHead->setText(tr("Legend · %1").arg(layerText(state.name)));
    if (auto* old = m_legend->layout()) {
        while (QLayoutItem* item = old->takeAt(0)) {
            if (item->widget()) item->widget()->deleteLater();
            delete item;
        }
        delete old;
    }
    auto* grid = new QGridLayout(m_legend);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    int place = 0;
    for (const layers::LegendRow& row : state.legend) {
        auto* cell = new QWidget;
        auto* line = new QHBoxLayout(cell);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(6);
        auto* sample = new QLabel;
        sample->setPixmap(row.sample);
        line->addWidget(sample);
        line->addWidget(label("small", row.text), 1);
        grid->addWidget(cell, place / 2, place % 2);
        ++place;
    }
    m_legendHead->setVisible(place > 0);
    m_legend->setVisible(place > 0);
    adjustSize();
    Q_EMIT resized();
}

void LayerPanel::focusLayer(const QString& name) {
    if (m_focused == name) return;
    m_focused = name;
    refresh();
}

bool LayerPanel::eventFilter(QObject* watched, QEvent* event) {
    const QString layer = watched->property("layer").toString();
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::MouseButtonPress)
        focusLayer(layer);
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool control = key->modifiers() & Qt::ControlModifier;
        int at = 0;
        for (int i = 0; i < m_rows.size(); ++i)
            if (m_rows[i].name == layer) at = i;
        switch (key->key()) {
            case Qt::Key_Up:
            case Qt::Key_Down: {
                const int by = key->key() == Qt::Key_Up ? -1 : 1;
                if (control)
                    m_canvas.moveLayer(layer, -by);
                else
                    m_rows[std::clamp(at + by, 0, int(m_rows.size()) - 1)].check->setFocus();
                return true;
            }
            case Qt::Key_Left:
                m_opacity->setValue(m_opacity->value() - 10);
                return true;
            case Qt::Key_Right:
                m_opacity->setValue(m_opacity->value() + 10);
                return true;
            default:
                break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace app
