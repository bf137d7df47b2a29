// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/map_pane.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "app/text/link_words.h"

namespace app {
namespace {

constexpr int kRestMs = 250;
constexpr int kRim = 12;
constexpr int kNoticeWidth = 460;

}  // namespace

MapPane::MapPane(const Finder& finder, layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_canvas(new layers::MapCanvas(theme)),
      m_search(new SearchBox(finder, m_canvas)),
      m_tools(new ToolColumn(m_canvas)),
      m_zoom(new ToolColumn(m_canvas)),
      m_layers(new LayerPanel(*m_canvas, m_canvas)),
      m_overview(new OverviewMap(*m_canvas, m_canvas)),
      m_status(new StatusRow(*m_canvas)),
      m_hover(new HoverCard(m_canvas)),
      m_toasts(new ToastStack(m_canvas)),
      m_noStore(new QFrame(m_canvas)),
      m_noStoreWhat(label("title")),
      m_noStoreWhy(label("t2")),
      m_noStoreNext(label("t2")),
      m_link(new LinkNotice(theme, m_canvas)),
      m_mark(new GroundMark(m_canvas)),
      m_redraw(new QFrame(m_canvas)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_canvas->setAccessibleName(tr("Map"));
    m_canvas->setFocusPolicy(Qt::StrongFocus);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_status);

    using layers::ReachAround;
    auto* target =
        m_tools->add(QStringLiteral("target"), tr("Show the selection"), QStringLiteral("Ctrl+E"));
    connect(target, &QToolButton::clicked, this, &MapPane::showSelectionAsked);
    const auto reach = [&](const char* icon, const QString& name, ReachAround around) {
        auto* button = m_tools->add(QString::fromUtf8(icon), name, {}, true);
        m_reach.emplace_back(button, around);
        connect(button, &QToolButton::clicked, this,
                [this, around](bool on) { setReach(on ? around : ReachAround::Nothing); });
    };
    reach("ring", tr("Reach of 1, 3, 5 minutes around the selection"), ReachAround::Selection);
    reach("ring-post", tr("Reach around posts"), ReachAround::Posts);
    reach("ring-people", tr("Reach around everyone on duty"), ReachAround::OnDuty);
    auto* print =
        m_tools->add(QStringLiteral("print"), tr("Print map sheets"), QStringLiteral("Ctrl+P"));
    connect(print, &QToolButton::clicked, this, &MapPane::printAsked);
    const auto zoom = [&](const char* icon, const QString& name, const char* key, auto deed) {
        connect(m_zoom->add(QString::fromUtf8(icon), name, QString::fromUtf8(key)),
                &QToolButton::clicked, this, deed);
    };
    zoom("plus", tr("Nearer"), "+", [this] { m_canvas->zoomBy(2); });
    zoom("minus", tr("Farther"), "-", [this] { m_canvas->zoomBy(0.5); });
    zoom("home", tr("The whole city"), "Home", [this] { m_canvas->fitCity(); });

    m_noStore->setObjectName(QStringLiteral("card"));
    m_noStore->setFixedWidth(520);
    auto* card = new QVBoxLayout(m_noStore);
    card->setContentsMargins(24, 20, 24, 20);
    card->setSpacing(8);
    m_noStoreWhat->setWordWrap(true);
    m_noStoreWhy->setWordWrap(true);
    card->addWidget(m_noStoreWhat);
    card->addWidget(m_noStoreWhy);
    card->addWidget(m_noStoreNext);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* open = new QPushButton(tr("Open another store"));
    auto* demo = new QPushButton(tr("Make the demonstration city"));
    demo->setProperty("primary", true);
    buttons->addWidget(open);
    buttons->addWidget(demo);
    card->addSpacing(8);
    card->addLayout(buttons);
    m_noStore->hide();
    connect(open, &QPushButton::clicked, this, &MapPane::openStoreAsked);
    connect(demo, &QPushButton::clicked, this, &MapPane::demoAsked);

    m_redraw->setFixedHeight(2);
    m_redraw->hide();
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (!m_under || !m_picture) return;
        if (const auto sheet = factSheet(*m_picture, *m_under, m_now))
            m_hover->showSheet(*sheet, m_canvas->mapFromGlobal(m_underAt), m_canvas->theme());
    });
    connect(m_canvas, &layers::MapCanvas::hovered, this,
            [this](std::optional<dispatch::RecordRef> ref, QPoint at) {
                m_underAt = at;
                if (ref == m_under && m_hover->isVisible()) return;
                m_under = ref;
                m_hover->hide();
                if (ref)
                    m_rest.start();
                else
                    m_rest.stop();
            });
    connect(m_canvas, &layers::MapCanvas::cursorLeft, this, [this] {
        m_under.reset();
        m_rest.stop();
        m_hover->hide();
    });
    connect(m_canvas, &layers::MapCanvas::redrawing, m_redraw, &QWidget::setVisible);
    connect(m_layers, &LayerPanel::resized, this, &MapPane::arrange);
    connect(m_toasts, &ToastStack::resized, this, &MapPane::arrange);
    connect(m_link, &LinkNotice::resized, this, &MapPane::arrange);
    setTheme(theme);
}

void MapPane::setTheme(layers::Theme theme) {
    m_canvas->setTheme(theme);
    m_search->setTheme(theme);
    m_tools->setTheme(theme);
    m_zoom->setTheme(theme);
    m_layers->setTheme(theme);
    m_status->setTheme(theme);
    m_link->setTheme(theme);
    m_mark->setTheme(theme);
    QPalette line;
    line.setColor(QPalette::Window, theme.color("accent.ink"));
    m_redraw->setAutoFillBackground(true);
    m_redraw->setPalette(line);
    m_hover->hide();
    arrange();
}

void MapPane::setPicture(std::shared_ptr<const dispatch::Picture> picture,
                         const dispatch::Changes& changes) {
    m_picture = picture;
    m_canvas->setPicture(std::move(picture), changes);
    m_status->setSources(*m_picture, m_now);
}

void MapPane::setNow(dispatch::Millis now) {
    m_now = now;
    m_canvas->setStoreTime(now);
    m_layers->refresh();
    if (m_picture) m_status->setSources(*m_picture, now);
}

void MapPane::setReach(layers::ReachAround around) {
    layers::ReachMode mode = m_canvas->reachMode();
    mode.around = around;
    m_canvas->setReachMode(mode);
    m_canvas->setLayerVisible(QStringLiteral("reach"), around != layers::ReachAround::Nothing);
    for (const auto& [button, its] : m_reach) button->setChecked(its == around);
}

void MapPane::setLink(const Link& link, bool hasPicture, dispatch::Millis now) {
    if (hasPicture) {
        m_link->setLink(link, now);
        return;
    }
    if (link.state != LinkState::Lost) return;
    const QString what = linkFailureText(link);
    const bool isNew = m_noStore->isHidden() || what != m_noStoreWhat->text() ||
                       link.detail != m_noStoreWhy->text();
    m_noStoreWhat->setText(what);
    m_noStoreWhy->setText(link.detail);
    m_noStoreNext->setText(linkNextText(link, std::chrono::steady_clock::now()));
    if (!isNew) return;
    m_noStore->show();
    m_noStore->raise();
    arrange();
}

QString MapPane::noStoreWords() const {
    return m_noStoreWhat->text() + QLatin1Char(' ') + m_noStoreWhy->text() + QLatin1Char(' ') +
           m_noStoreNext->text();
}

bool MapPane::saysNoStore() const {
    return !m_noStore->isHidden();
}
void MapPane::clearNoStore() {
    m_noStore->hide();
}

void MapPane::setGroundWords(const QString& attribution, const QString& trouble) {
    m_mark->setWords(attribution, trouble);
    placeMark();
}

void MapPane::placeMark() {
    m_mark->setMaximumWidth(std::max(120, m_toasts->x() - 2 * kRim));
    m_mark->adjustSize();
    m_mark->move(kRim, m_canvas->height() - m_mark->height() - 6);
}

void MapPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // The canvas gets its size from the layout right after this.
    QMetaObject::invokeMethod(
        this, [this] { arrange(); }, Qt::QueuedConnection);
}

void MapPane::arrange() {
    const int right = m_canvas->width() - kRim;
    const int bottom = m_canvas->height() - kRim;
    m_search->move(kRim, kRim);
    m_tools->adjustSize();
    m_tools->move(kRim, m_search->geometry().bottom() + 8);
    m_layers->adjustSize();
    m_layers->move(right - m_layers->width(), kRim);
    m_overview->move(right - m_overview->width(), bottom - m_overview->height());
    m_zoom->adjustSize();
    m_zoom->move(right - m_zoom->width(), m_overview->y() - m_zoom->height() - 8);
    // Where the window is low the legend needs the room more than the overview does.
    const bool room = m_layers->geometry().bottom() < m_zoom->y() - 8;
    const bool overview = room || m_layers->isFolded();
    m_overview->setVisible(overview);
    if (!overview)
        m_zoom->move(right - m_layers->width() - m_zoom->width() - 8, bottom - m_zoom->height());
    m_toasts->setFixedWidth(
        std::clamp(m_canvas->width() - m_overview->width() - 3 * kRim, 240, 440));
    m_toasts->adjustSize();
    m_toasts->move(right - m_overview->width() - 12 - m_toasts->width(),
                   bottom - m_toasts->height());
    // Beside the search where there is room, else under it; never over tools and layers.
    const int layersLeft = m_layers->x() - 8;
    const bool beside = layersLeft - m_search->geometry().right() - 9 >= kNoticeWidth;
    const int left = beside ? m_search->geometry().right() + 9 : m_tools->geometry().right() + 9;
    const int width = std::clamp(layersLeft - left, 240, kNoticeWidth);
    m_link->fitTo(width);
    m_link->move(left + std::max(0, layersLeft - left - width) / 2,
                 beside ? kRim : m_search->geometry().bottom() + 9);
    m_noStore->adjustSize();
    m_noStore->move((m_canvas->width() - m_noStore->width()) / 2,
                    (m_canvas->height() - m_noStore->height()) / 2);
    m_redraw->setGeometry(0, 0, m_canvas->width(), 2);
    placeMark();
}

}  // namespace app
