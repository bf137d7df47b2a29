// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/alarm_chip.h"

#include <QKeyEvent>
#include <QPainter>

#include "app/look/icons.h"
#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/text/figures.h"

namespace app {

using layers::ClockMark;

AlarmChip::AlarmChip(ClockMark mark, layers::Theme theme, QWidget* parent)
    : QAbstractButton(parent), m_mark(mark), m_theme(theme) {
    setFont(typeFont(Type::BodyBold));
    setFixedHeight(28);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    connect(this, &QAbstractButton::clicked, this, [this] {
        m_acknowledged = true;
        update();
    });
    hide();
}

void AlarmChip::setTheme(layers::Theme theme) {
    m_theme = theme;
    update();
}

void AlarmChip::setWords(const QString& words) {
    if (words == text()) return;
    setText(words);
    updateGeometry();
}

void AlarmChip::setQuiet(const QString& icon) {
    m_quietIcon = icon;
    update();
}

void AlarmChip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

void AlarmChip::setCount(int count) {
    if (count > m_count) m_acknowledged = false;
    if (m_count == count) return;
    m_count = count;
    setAccessibleName(QStringLiteral("%1 %2").arg(text(), countText(count)));
    setVisible(count > 0);
    updateGeometry();
    update();
}

QSize AlarmChip::sizeHint() const {
    const QFontMetrics metrics(font());
    return {10 + 18 + metrics.horizontalAdvance(text()) + 8 +
                std::max(18, metrics.horizontalAdvance(countText(m_count)) + 10) + 6,
            28};
}

void AlarmChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool quiet = m_mark == ClockMark::Suspended || !m_quietIcon.isEmpty();
    const bool filled = !m_acknowledged && !quiet;
    const auto token = [&](const char* part) { return m_theme.color(statusToken(m_mark, part)); };
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(filled ? token("fill") : m_theme.color("l2"), 1));
    painter.setBrush(filled ? QBrush(token("fill")) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, 4, 4);

    const qreal ratio = devicePixelRatioF();
    // The glyph is drawn in ink; on the fill it is a plain shape in the fill's own text colour.
    QPixmap glyph = m_quietIcon.isEmpty()
                        ? symbolPixmap(layers::clockGlyph(m_mark), 16, m_theme, ratio)
                        : uiPixmap(m_quietIcon, m_theme, "status.warn.ink", 16, ratio);
    if (filled) {
        QPainter tint(&glyph);
        tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
        tint.fillRect(glyph.rect(), token("on"));
    }
    painter.drawPixmap(QPointF(8, 6), glyph);

    const QColor ink = filled ? token("on") : m_theme.color("t1");
    const QString count = countText(m_count);
    const QFontMetrics metrics(font());
    const int countWidth = std::max(18, metrics.horizontalAdvance(count) + 10);
    const QRectF countBox(width() - 5 - countWidth, 5, countWidth, 18);
    painter.setPen(Qt::NoPen);
    QColor shade = m_theme.color(filled ? "shade" : "s2");
    if (filled) shade.setAlphaF(0.24F);
    painter.setBrush(shade);
    painter.drawRoundedRect(countBox, 3, 3);
    painter.setFont(font());
    painter.setPen(ink);
    painter.drawText(QRectF(27, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    painter.drawText(countBox, Qt::AlignCenter, count);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color("focus"), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4);
    }
}

}  // namespace app
