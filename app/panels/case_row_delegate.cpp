// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/case_row_delegate.h"

#include <QPainter>

#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr int kNumberLeft = 40;
constexpr int kTitleLeft = 84;
constexpr int kClockWidth = 92;
constexpr int kMissedWidth = 64;

void line(QPainter& painter, const QRect& box, const QFont& type, const QColor& ink,
          const QString& words, Qt::Alignment align = Qt::AlignLeft) {
    painter.setFont(type);
    painter.setPen(ink);
    painter.drawText(box, int(align | Qt::AlignVCenter | Qt::TextSingleLine),
                     QFontMetrics(type).elidedText(words, Qt::ElideRight, box.width()));
}

}  // namespace

CaseRowDelegate::CaseRowDelegate(const CaseQueueFilter& queue, const CaseTableModel& cases,
                                 layers::Theme theme, QObject* parent)
    : QStyledItemDelegate(parent), m_queue(queue), m_cases(cases), m_theme(theme) {}

QSize CaseRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {320, kRowHeight};
}

void CaseRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const dispatch::Case* record = m_queue.caseAt(index);
    if (!record) return;
    using layers::ClockMark;
    const QRect row = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    const ClockMark mark = clockMark(m_cases.picture(), *record, m_cases.now());
    const bool late = mark == ClockMark::Late || mark == ClockMark::Supervised;
    painter->save();
    const char* ground = option.state & QStyle::State_MouseOver ? "s2" : "s1";
    const std::string token = selected ? "selection.bg" : late ? statusToken(mark, "tint") : ground;
    painter->fillRect(row, m_theme.color(token));
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), m_theme.color("l1"));
    if (selected)
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()),
                          m_theme.color("selection.line"));

    const qreal ratio = painter->device()->devicePixelRatioF();
    const double size = layers::caseSize(record->risk);
    painter->drawPixmap(QPointF(row.left() + 22 - size / 2, row.center().y() - size / 2 + 1),
                        caseSymbolPixmap(record->risk, mark, record->stage, size, m_theme, ratio));

    const QColor t1 = m_theme.color(selected ? "selection.on" : "t1");
    const QColor t2 = m_theme.color("t2");
    const QColor t3 = m_theme.color(selected ? "t2" : "t3");
    const int first = row.top() + 10;
    const int second = row.top() + 31;
    const int right = row.right() - 12;
    const QRect clockBox(right - kClockWidth, first, kClockWidth, 20);
    line(*painter, {row.left() + kNumberLeft, first, kTitleLeft - kNumberLeft - 4, 20},
         typeFont(Type::Small), t2, shortCode(record->code));
    // A number is said again every day: one of another day shows its day.
    line(*painter, {row.left() + kNumberLeft, second, kTitleLeft - kNumberLeft - 4, 18},
         typeFont(Type::Small), t3, dayUnlessToday(record->reported, m_cases.now()));
    const bool bold = selected || mark != ClockMark::Ok;
    line(*painter,
         {row.left() + kTitleLeft, first, clockBox.left() - row.left() - kTitleLeft - 8, 20},
         typeFont(bold ? Type::BodyBold : Type::Body), t1, text(record->title));
    const QString missed = missedText(*record, m_cases.now());
    const int missedLeft = missed.isEmpty() ? clockBox.left() : clockBox.left() - kMissedWidth;
    const QString area = areaText(m_cases.picture(), record->grid);
    line(*painter, {row.left() + kTitleLeft, second, missedLeft - row.left() - kTitleLeft - 8, 18},
         typeFont(Type::Small), t3, area.isEmpty() ? text(record->placeText) : area);
    line(*painter, {missedLeft, second, kMissedWidth + 6, 18}, typeFont(Type::Small),
         m_theme.color("status.late.ink"), missed, Qt::AlignRight);

    const QString clock = clockText(*record, m_cases.now());
    if (clock.isEmpty()) {
        line(*painter, clockBox, typeFont(Type::Small), t3, stageText(record->stage),
             Qt::AlignRight);
    } else {
        const QFont type = typeFont(mark == ClockMark::Ok ? Type::Body : Type::BodyBold);
        const QColor ink = mark == ClockMark::Ok ? t2 : m_theme.color(statusToken(mark, "ink"));
        line(*painter, clockBox, type, ink, clock, Qt::AlignRight);
        if (mark != ClockMark::Ok) {
            const int width = QFontMetrics(type).horizontalAdvance(clock);
            painter->drawPixmap(QPointF(right - width - 19, first + 3),
                                symbolPixmap(layers::clockGlyph(mark), 14, m_theme, ratio));
        }
        paintClockBar(*painter, QRectF(right - 78, second + 7, 78, 4),
                      dispatch::clockShare(*record, m_cases.now()), mark, m_theme);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(m_theme.color("focus"), 2));
        painter->drawRect(row.adjusted(1, 1, -1, -2));
    }
    painter->restore();
}

}  // namespace app
