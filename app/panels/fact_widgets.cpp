// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/fact_widgets.h"

#include <QCoreApplication>
#include <QPainter>

#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

class FactWords {
    Q_DECLARE_TR_FUNCTIONS(FactWords)
};

constexpr int kSide = 16;
constexpr int kRowGap = 4;

QRect wrapped(const QString& words, const QRect& box, const QFont& type) {
    return QFontMetrics(type).boundingRect(box, wrapFlags(words, box.width(), type), words);
}

}  // namespace

int wrapFlags(const QString& words, int width, const QFont& type) {
    const QRect whole =
        QFontMetrics(type).boundingRect(QRect(0, 0, width, 4000), Qt::TextWordWrap, words);
    return whole.width() <= width ? Qt::TextWordWrap : Qt::TextWordWrap | Qt::TextWrapAnywhere;
}

FactWidget::FactWidget(layers::Theme theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FactWidget::setTheme(layers::Theme theme) {
    m_theme = theme;
    update();
}

QSize FactWidget::sizeHint() const {
    return {360, heightForWidth(std::max(width(), 320))};
}
QSize FactWidget::minimumSizeHint() const {
    return {200, 0};
}

void FactWidget::contentChanged() {
    updateGeometry();
    update();
}

void ChipRow::setChips(const QStringList& chips) {
    if (m_chips == chips) return;
    m_chips = chips;
    setAccessibleName(chips.join(QStringLiteral(", ")));
    contentChanged();
}

std::vector<QRect> ChipRow::boxes(int width) const {
    const QFontMetrics metrics(typeFont(Type::Small));
    std::vector<QRect> made;
    int x = kSide;
    int y = 0;
    for (const QString& chip : m_chips) {
        const int wide = std::min(metrics.horizontalAdvance(chip) + 14, width - 2 * kSide);
        if (x > kSide && x + wide > width - kSide) {
            x = kSide;
            y += 26;
        }
        made.emplace_back(x, y, wide, 20);
        x += wide + 6;
    }
    return made;
}

int ChipRow::heightForWidth(int width) const {
    return m_chips.isEmpty() ? 0 : boxes(width).back().bottom() + 9;
}

void ChipRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(typeFont(Type::Small));
    const auto places = boxes(width());
    for (std::size_t i = 0; i < places.size(); ++i) {
        painter.setPen(theme().color("l2"));
        painter.drawRoundedRect(QRectF(places[i]).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.setPen(theme().color("t1"));
        painter.drawText(
            places[i].adjusted(7, 0, -7, 0), Qt::AlignVCenter | Qt::TextSingleLine,
            QFontMetrics(painter.font())
                .elidedText(m_chips[static_cast<int>(i)], Qt::ElideRight, places[i].width() - 12));
    }
}

void FactList::setFacts(std::vector<FactSheet::Fact> facts, int nameWidth) {
    m_facts = std::move(facts);
    m_nameWidth = nameWidth;
    const QFontMetrics metrics(typeFont(Type::Small));
    for (const auto& fact : m_facts)
        m_nameWidth = std::max(m_nameWidth, metrics.horizontalAdvance(fact.name) + 12);
    contentChanged();
}

int FactList::heightForWidth(int width) const {
    int height = 8;
    const int wide = width - 2 * kSide - m_nameWidth;
    for (const auto& fact : m_facts)
        height +=
            std::max(18, wrapped(fact.value, {0, 0, wide, 4000}, typeFont(Type::Body)).height()) +
            kRowGap;
    return m_facts.empty() ? 0 : height + 8;
}

void FactList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    int y = 8;
    const int wide = width() - 2 * kSide - m_nameWidth;
    for (const auto& fact : m_facts) {
        const QRect box(kSide + m_nameWidth, y, wide, 4000);
        const int high = std::max(18, wrapped(fact.value, box, typeFont(Type::Body)).height());
        painter.setFont(typeFont(Type::Small));
        painter.setPen(theme().color("t3"));
        painter.drawText(QRect(kSide, y, m_nameWidth, 18), Qt::AlignVCenter, fact.name);
        painter.setFont(typeFont(Type::Body));
        painter.setPen(theme().color("t1"));
        painter.drawText(QRect(box.left(), y, wide, high),
                         Qt::AlignVCenter | wrapFlags(fact.value, wide, typeFont(Type::Body)),
                         fact.value);
        y += high + kRowGap;
    }
}

void StageStepper::setStages(std::vector<dispatch::StageRow> stages) {
    m_stages = std::move(stages);
    update();
}

void StageStepper::setCase(const dispatch::Case& record, dispatch::Millis now) {
    m_stage = record.stage;
    m_since = shortTime(record.stageEntered, now);
    m_received = shortTime(record.reported, now);
    QString stage = stageText(m_stage);
    for (const auto& row : m_stages)
        if (row.code == m_stage) stage = text(speaksChinese() ? row.nameZh : row.nameEn);
    setAccessibleName(FactWords::tr("Stage: %1").arg(stage));
    update();
}

void StageStepper::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const layers::Theme look = theme();
    const qreal ratio = devicePixelRatioF();
    const double step = (width() - 2.0 * kSide) / static_cast<double>(m_stages.size());
    std::size_t current = m_stages.size();
    for (std::size_t i = 0; i < m_stages.size(); ++i)
        if (m_stage == m_stages[i].code) current = i;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        const QPointF middle(kSide + step * (static_cast<double>(i) + 0.5), 14);
        if (i > 0) {
            painter.setPen(QPen(look.color(i <= current ? "accent.ink" : "l2"), 2));
            painter.drawLine(QPointF(middle.x() - step + 15, 14), QPointF(middle.x() - 15, 14));
        }
        const bool done = i < current;
        const bool now = i == current;
        painter.setPen(QPen(look.color(done || now ? "accent.ink" : "l2"), 1.5));
        painter.setBrush(now ? QBrush(look.color("accent.fill")) : QBrush(Qt::NoBrush));
        painter.drawEllipse(middle, 11, 11);
        const char* token = now ? "accent.on" : done ? "accent.ink" : "t3";
        const auto mark = done ? layers::StageMark::Rated : layers::stageMark(m_stages[i].mark);
        painter.drawPixmap(middle - QPointF(10, 10),
                           symbolPixmap(layers::stageGlyph(mark, token), 20, look, ratio));
        painter.setFont(typeFont(now ? Type::BodyBold : Type::Small));
        painter.setPen(look.color(now ? "t1" : "t2"));
        const QRectF name(middle.x() - step / 2, 30, step, 18);
        const QString words = text(speaksChinese() ? m_stages[i].nameZh : m_stages[i].nameEn);
        painter.drawText(name, Qt::AlignCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, int(step)));
        const QString when = now ? m_since : i == 0 && done ? m_received : QString();
        painter.setFont(typeFont(Type::Caption));
        painter.setPen(look.color("t3"));
        painter.drawText(name.translated(0, 17), Qt::AlignCenter | Qt::TextSingleLine,
                         when.size() == 8 ? when.left(5) : when);
    }
}

void ClockCard::setCase(const dispatch::Picture& picture, const dispatch::Case& record,
                        dispatch::Millis now) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    m_mark = clockMark(picture, record, second);
    m_clock = clockText(record, second);
    m_share = dispatch::clockShare(record, second);
    m_missed = missedText(record, second);
    if (record.suspendedSince) {
        m_words = FactWords::tr("Suspended since %1: the clock stands still")
                      .arg(shortTime(*record.suspendedSince, now));
    } else if (m_clock.isEmpty()) {
        m_words = FactWords::tr("This stage has no limit");
    } else {
        const auto limit = *record.due - record.stageEntered;
        m_words = FactWords::tr("Limit of %1 %2 · %3 % used")
                      .arg(stageText(record.stage), spanText(limit))
                      .arg(static_cast<int>(m_share * 100));
    }
    setAccessibleName(m_clock + QLatin1Char(' ') + m_words);
    update();
}

void ClockCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const layers::Theme look = theme();
    const bool quiet = m_mark == layers::ClockMark::Ok;
    if (!quiet) painter.fillRect(rect(), look.color(statusToken(m_mark, "tint")));
    int x = kSide;
    if (!m_clock.isEmpty()) {
        if (!quiet) {
            painter.drawPixmap(QPointF(x, 15), symbolPixmap(layers::clockGlyph(m_mark), 18, look,
                                                            devicePixelRatioF()));
            x += 26;
        }
        painter.setFont(typeFont(Type::Figure));
        painter.setPen(quiet ? look.color("t1") : look.color(statusToken(m_mark, "ink")));
        painter.drawText(QRect(x, 8, width(), 32), Qt::AlignVCenter, m_clock);
        x += QFontMetrics(painter.font()).horizontalAdvance(m_clock) + 12;
    }
    if (!m_missed.isEmpty()) {
        painter.setFont(typeFont(Type::BodyBold));
        painter.setPen(look.color("status.late.ink"));
        painter.drawText(QRect(x, 8, width(), 32), Qt::AlignVCenter, m_missed);
        x += QFontMetrics(painter.font()).horizontalAdvance(m_missed) + 12;
    }
    painter.setFont(typeFont(Type::Small));
    painter.setPen(look.color("t2"));
    painter.drawText(QRect(x, 8, width() - x - kSide, 32), Qt::AlignVCenter | Qt::TextWordWrap,
                     m_words);
    if (!m_clock.isEmpty())
        paintClockBar(painter, QRectF(kSide, 48, width() - 2 * kSide, 4), m_share, m_mark, look);
}

}  // namespace app
