// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/alarm_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::AlarmKind;
using dispatch::AlarmPriority;

const QString kBetween = QStringLiteral(" · ");

class AlarmWords {
    Q_DECLARE_TR_FUNCTIONS(AlarmWords)
};

QString sourceOf(const dispatch::AlarmLine& line, const dispatch::Picture& picture) {
    if (line.record.kind == dispatch::Kind::Fix) return sourceText(line.who);
    if (const auto* who = picture.responderByCode(line.who))
        return QStringLiteral("%1 %2").arg(text(who->code), text(who->name));
    if (const auto* unit = picture.unitByCode(line.who)) return text(unit->name);
    return text(line.who);
}

QString caseOf(const dispatch::AlarmLine& line, const dispatch::Picture& picture) {
    if (line.code.empty()) return {};
    const auto* record = picture.cases.find(dispatch::CaseId{line.subject.id});
    if (!record) return AlarmWords::tr("%1, closed").arg(text(line.code));
    return QStringLiteral("%1 %2").arg(text(record->code), text(record->title));
}

QString sourcesText(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::NewCase:
        case AlarmKind::Amber:
        case AlarmKind::Red:
            return AlarmWords::tr("%1 cases");
        case AlarmKind::Refused:
        case AlarmKind::NotDelivered:
        case AlarmKind::NoAcknowledgement:
        case AlarmKind::SafetyCheck:
            return AlarmWords::tr("%1 orders");
        case AlarmKind::SupervisionNote:
            return AlarmWords::tr("%1 notes");
        case AlarmKind::Silent:
        case AlarmKind::LinkLost:
            return AlarmWords::tr("%1 sources");
    }
    return AlarmWords::tr("%1 sources");
}

QString percentText(double share) {
    return QStringLiteral("%1 %").arg(std::lround(share));
}

}  // namespace

QString alarmText(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::NewCase:
            return AlarmWords::tr("New case");
        case AlarmKind::Amber:
            return AlarmWords::tr("Due soon");
        case AlarmKind::Red:
            return AlarmWords::tr("Overdue");
        case AlarmKind::Refused:
            return AlarmWords::tr("Order refused");
        case AlarmKind::NoAcknowledgement:
            return AlarmWords::tr("Not acknowledged");
        case AlarmKind::SafetyCheck:
            return AlarmWords::tr("Safety check");
        case AlarmKind::SupervisionNote:
            return AlarmWords::tr("Supervision note");
        case AlarmKind::Silent:
            return AlarmWords::tr("Position silent");
        case AlarmKind::LinkLost:
            return AlarmWords::tr("Link lost");
        case AlarmKind::NotDelivered:
            return AlarmWords::tr("Not delivered");
    }
    return {};
}

QString alarmPriorityText(AlarmPriority priority) {
    switch (priority) {
        case AlarmPriority::Low:
            return AlarmWords::tr("low");
        case AlarmPriority::Medium:
            return AlarmWords::tr("medium");
        case AlarmPriority::High:
            return AlarmWords::tr("high");
    }
    return {};
}

QString alarmSubjectText(const dispatch::AlarmLine& line, const dispatch::Picture& picture) {
    QStringList parts;
    if (!line.who.empty()) parts << sourceOf(line, picture);
    if (const QString record = caseOf(line, picture); !record.isEmpty()) parts << record;
    const QString newest = parts.join(kBetween);
    if (line.sources <= 1) return newest;
    const QString many = sourcesText(line.kind).arg(countText(line.sources));
    return newest.isEmpty() ? many : AlarmWords::tr("%1, newest %2").arg(many, newest);
}

QString alarmStateText(const dispatch::AlarmLine& line) {
    QStringList parts{alarmPriorityText(line.priority)};
    if (line.isShelved())
        parts << AlarmWords::tr("shelved until %1").arg(timeOfDay(*line.shelvedUntil).left(5));
    if (line.lit == 0)
        parts << AlarmWords::tr("acknowledged");
    else if (line.lit < line.count)
        parts << AlarmWords::tr("%1 unacknowledged").arg(countText(line.lit));
    else
        parts << AlarmWords::tr("unacknowledged");
    if (!line.stands) parts << AlarmWords::tr("over");
    if (line.flapping) parts << AlarmWords::tr("comes and goes");
    return parts.join(kBetween);
}

QString alarmFiguresText(const dispatch::AlarmFigures& figures) {
    const QStringList parts{AlarmWords::tr("Last %1").arg(ageText(figures.watched)),
                            AlarmWords::tr("%1 alarms in 10 min, at most %2")
                                .arg(figures.perTenMinutes, 0, 'f', 1)
                                .arg(figures.peak),
                            AlarmWords::tr("flood %1").arg(percentText(100 * figures.floodShare)),
                            AlarmWords::tr("high, medium, low %1")
                                .arg(QStringLiteral("%1 / %2 / %3")
                                         .arg(percentText(figures.percent(AlarmPriority::High)),
                                              percentText(figures.percent(AlarmPriority::Medium)),
                                              percentText(figures.percent(AlarmPriority::Low)))),
                            AlarmWords::tr("flapping %1").arg(countText(figures.chattering)),
                            AlarmWords::tr("over 24 h %1").arg(countText(figures.stale))};
    return parts.join(kBetween);
}

QString noSoundText() {
    return AlarmWords::tr("No sound device: alarms are shown, not heard");
}

}  // namespace app
