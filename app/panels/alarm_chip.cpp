// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/alarm_chip.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <cmath>
#include <numbers>

#include "app/look/icons.h"
#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/text/figures.h"

namespace app {
namespace {

constexpr int kDimMs = 6000;
constexpr int kDimStepMs = 100;
constexpr double kDimmest = 0.55;
constexpr int kGlyphRight = 27;

}  // namespace

bool wantsNoMotion(const QWidget& widget) {
    return widget.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &widget) == 0;
}

AlarmChip::AlarmChip(layers::Theme theme, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme) {
    setFont(typeFont(Type::BodyBold));
    setFixedHeight(28);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    m_dim.setInterval(kDimStepMs);
    connect(&m_dim, &QTimer::timeout, this, [this] {
        if (m_since.hasExpired(kDimMs)) m_dim.stop();
        update();
    });
    hide();
}

void AlarmChip::setTheme(layers::Theme theme) {
    m_theme = theme;
    update();
}

void AlarmChip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

void AlarmChip::setFace(const ChipFace& face) {
    if (m_face == face) return;
    const bool isNew = face.lit && face.last > m_face.last;
    m_face = face;
    setText(face.words);
    QString said = QStringLiteral("%1 %2").arg(face.words, countText(face.count));
    if (face.lit) said += QStringLiteral(", ") + tr("not acknowledged");
    if (!face.shelvedUntil.isEmpty())
        said += QStringLiteral(", ") + tr("shelved until %1").arg(face.shelvedUntil);
    setAccessibleName(said);
    setVisible(face.count > 0);
    if (!face.lit || face.count == 0) {
        m_dim.stop();
        m_outlined = false;
    } else if (isNew) {
        dimOn();
    }
    updateGeometry();
    update();
}

void AlarmChip::dimOn() {
    m_outlined = wantsNoMotion(*this);
    if (m_outlined) return;
    m_since.start();
    m_dim.start();
}

QColor AlarmChip::dimmed(QColor fill, QColor text) const {
    if (!m_dim.isActive()) return fill;
    const double turn = 2 * std::numbers::pi * static_cast<double>(m_since.elapsed()) / 1000;
    const auto part = static_cast<float>(kDimmest + (1 - kDimmest) * (1 + std::cos(turn)) / 2);
    // Away from the text's own lightness, so that it can be read all the time.
    const QColor away = m_theme.color(text.lightnessF() > 0.5F ? "shade" : "accent.on");
    const auto mix = [part](float a, float b) { return a * part + b * (1 - part); };
    return QColor::fromRgbF(mix(fill.redF(), away.redF()), mix(fill.greenF(), away.greenF()),
                            mix(fill.blueF(), away.blueF()));
}

void AlarmChip::setBrief(bool brief) {
    if (m_brief == brief) return;
    m_brief = brief;
    updateGeometry();
    update();
}

int AlarmChip::countWidth() const {
    return std::max(18, QFontMetrics(font()).horizontalAdvance(countText(m_face.count)) + 10);
}

QSize AlarmChip::sizeOf(bool brief) const {
    const QFontMetrics metrics(font());
    int words = brief ? 0 : metrics.horizontalAdvance(text()) + 8;
    if (!m_face.shelvedUntil.isEmpty()) words += metrics.horizontalAdvance(m_face.shelvedUntil) + 8;
    return {kGlyphRight + 1 + words + countWidth() + 6, 28};
}

void AlarmChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool shelved = !m_face.shelvedUntil.isEmpty();
    const bool filled = m_face.lit && !shelved;
    const auto token = [&](const char* part) {
        return m_theme.color(statusToken(m_face.mark, part));
    };
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPen edge(filled ? token("fill") : m_theme.color(shelved ? "l3" : "l2"), 1);
    if (shelved) edge.setDashPattern({3, 3});
    painter.setPen(edge);
    painter.setBrush(filled ? QBrush(dimmed(token("fill"), token("on"))) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, 4, 4);

    const qreal ratio = devicePixelRatioF();
    // The glyph is drawn in ink; on the fill it is a plain shape in the fill's own text colour.
    QPixmap glyph =
        m_face.icon.isEmpty()
            ? symbolPixmap(layers::clockGlyph(m_face.mark), 16, m_theme, ratio)
            : uiPixmap(m_face.icon, m_theme, statusToken(m_face.mark, "ink"), 16, ratio);
    if (filled) {
        QPainter tint(&glyph);
        tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
        tint.fillRect(glyph.rect(), token("on"));
    }
    painter.drawPixmap(QPointF(8, 6), glyph);

    const QRectF countBox(width() - 5 - countWidth(), 5, countWidth(), 18);
    painter.setPen(Qt::NoPen);
    QColor shade = m_theme.color(filled ? "shade" : "s2");
    if (filled) shade.setAlphaF(0.24F);
    painter.setBrush(shade);
    painter.drawRoundedRect(countBox, 3, 3);
    painter.setFont(font());
    painter.setPen(filled ? token("on") : m_theme.color("t1"));
    QStringList words;
    if (!m_brief) words << text();
    if (shelved) words << m_face.shelvedUntil;
    painter.drawText(QRectF(kGlyphRight, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft,
                     words.join(QStringLiteral("  ")));
    painter.drawText(countBox, Qt::AlignCenter, countText(m_face.count));
    if (m_outlined) {
        painter.setPen(QPen(m_theme.color("t1"), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color("focus"), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4);
    }
}

}  // namespace app
