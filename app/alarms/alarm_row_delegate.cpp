// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/alarm_row_delegate.h"

#include <QPainter>

#include "app/alarms/alarm_list.h"
#include "app/alarms/alarm_strip.h"
#include "app/look/icons.h"
#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/text/alarm_words.h"
#include "app/text/figures.h"

namespace app {
namespace {

constexpr int kRowHeight = 44;
constexpr int kTextLeft = 44;
constexpr int kRight = 12;
constexpr int kTimeWidth = 80;

QPixmap glyphOf(const dispatch::AlarmLine& line, layers::Theme theme, qreal ratio) {
    const auto mark = alarmMark(line.kind, line.priority);
    const QString icon = alarmIcon(line.kind);
    return icon.isEmpty() ? symbolPixmap(layers::clockGlyph(mark), 20, theme, ratio)
                          : uiPixmap(icon, theme, statusToken(mark, "ink"), 20, ratio);
}

/// Filled while a part of it is unacknowledged, dashed while shelved, else outlined.
int paintCount(QPainter& painter, QRect row, const dispatch::AlarmLine& line, layers::Theme theme) {
    const QString count = countText(line.count);
    painter.setFont(typeFont(Type::BodyBold));
    const int width = std::max(28, painter.fontMetrics().horizontalAdvance(count) + 14);
    const QRectF box(row.right() - kRight - width + 0.5, row.center().y() - 10 + 0.5, width, 20);
    const auto mark = alarmMark(line.kind, line.priority);
    const bool filled = line.lit > 0 && !line.isShelved();
    QPen edge(theme.color(filled ? statusToken(mark, "fill") : std::string("l3")), 1);
    if (line.isShelved()) edge.setDashPattern({3, 3});
    painter.setPen(edge);
    painter.setBrush(filled ? QBrush(theme.color(statusToken(mark, "fill"))) : Qt::NoBrush);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(theme.color(filled ? statusToken(mark, "on") : std::string("t1")));
    painter.drawText(box, Qt::AlignCenter, count);
    return static_cast<int>(box.left());
}

}  // namespace

QSize AlarmRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {option.rect.width(), kRowHeight};
}

void AlarmRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const auto& model = static_cast<const AlarmListModel&>(*index.model());
    const dispatch::AlarmLine& line = model.line(index.row());
    const bool selected = option.state & QStyle::State_Selected;
    const QRect row = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool tinted = line.lit > 0 && !line.isShelved();
    const auto mark = alarmMark(line.kind, line.priority);
    if (selected)
        painter->fillRect(row, m_theme.color("selection.bg"));
    else if (tinted)
        painter->fillRect(row, m_theme.color(statusToken(mark, "tint")));
    if (selected)
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()),
                          m_theme.color("selection.line"));
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), m_theme.color("l1"));
    painter->drawPixmap(row.left() + 14, row.center().y() - 9,
                        glyphOf(line, m_theme, painter->device()->devicePixelRatioF()));

    const int countLeft = paintCount(*painter, row, line, m_theme);
    const QColor strong = m_theme.color(selected ? "selection.on" : "t1");
    const QColor soft = m_theme.color(selected ? "t2" : "t3");
    painter->setFont(typeFont(Type::Small));
    painter->setPen(soft);
    const QRect time(countLeft - kTimeWidth - 10, row.top(), kTimeWidth, row.height());
    painter->drawText(time, Qt::AlignRight | Qt::AlignVCenter,
                      shortTime(std::chrono::floor<std::chrono::seconds>(line.newest),
                                model.picture().storeTime));

    const int right = time.left() - 10;
    const auto elided = [&](const QString& words, int left) {
        return painter->fontMetrics().elidedText(words, Qt::ElideRight, right - left);
    };
    const QRect upper(row.left() + kTextLeft, row.top() + 4, right, 18);
    painter->setFont(typeFont(Type::BodyBold));
    painter->setPen(strong);
    const QString kind = alarmText(line.kind);
    painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, kind);
    const int after = upper.left() + painter->fontMetrics().horizontalAdvance(kind) + 10;
    painter->setFont(typeFont(Type::Body));
    painter->setPen(m_theme.color(selected ? "selection.on" : "t2"));
    painter->drawText(QRect(after, upper.top(), right, 18), Qt::AlignLeft | Qt::AlignVCenter,
                      elided(alarmSubjectText(line, model.picture()), after));
    painter->setFont(typeFont(Type::Small));
    painter->setPen(soft);
    painter->drawText(QRect(upper.left(), row.top() + 22, right, 18),
                      Qt::AlignLeft | Qt::AlignVCenter, elided(alarmStateText(line), upper.left()));
    if (selected && (option.state & QStyle::State_HasFocus)) {
        painter->setPen(QPen(m_theme.color("focus"), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(row).adjusted(1, 1, -1, -2));
    }
    painter->restore();
}

}  // namespace app
