// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "dispatch/alarms.h"

namespace dispatch {
namespace {

using namespace std::chrono_literals;

constexpr auto kJustTakenIn = 10min;
constexpr std::chrono::seconds kAcknowledgeIn = 60s;

std::int64_t turnOf(Seconds time) {
    return time.time_since_epoch().count();
}

/// Calls `visit(row)` for every row of a chunk that the other table does not share.
template <class Row, class Visit>
void forEachUnshared(const Table<Row>& table, const Table<Row>& other, Visit visit) {
    std::unordered_set<const void*> shared;
    for (const auto& chunk : other.chunks()) shared.insert(chunk.get());
    for (const auto& chunk : table.chunks()) {
        if (shared.contains(chunk.get())) continue;
        for (const Row& row : *chunk) visit(row);
    }
}

std::chrono::seconds acknowledgeIn(const Picture& picture) {
    const std::string text = picture.setting("desk.acknowledge_seconds");
    int seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return read.ec == std::errc() && seconds > 0 ? std::chrono::seconds(seconds) : kAcknowledgeIn;
}

bool isStale(const Responder& who, const Fix& fix, Millis time) {
    return fixAge(fix.time, time, std::max(1, who.reportSeconds)) == FixAge::Stale;
}

bool isStale(const FixSource& source, Millis time) {
    return source.newest != Millis{} &&
           fixAge(source.newest, time, std::max(1, source.reportSeconds)) == FixAge::Stale;
}

bool waits(const Supervision& matter) {
    return matter.kind != SupervisionKind::Matter && !matter.answered && !matter.ended;
}

bool missesCheck(const Assignment& order, Seconds now) {
    return isLive(order.state) && order.checkDue && *order.checkDue <= now;
}

/// Tells whether the reason of an alarm is still there.
class Reasons {
  public:
    Reasons(const Picture& picture, Millis now, bool linkLost)
        : m_picture(picture), m_now(now), m_linkLost(linkLost) {
        picture.assignments.forEach([&](const Assignment& order) {
            if (isLive(order.state)) m_served.insert(order.record);
        });
    }

    bool holds(const AlarmSource& source, std::int64_t turn, RecordRef subject) const {
        const Seconds second = std::chrono::floor<std::chrono::seconds>(m_now);
        const Case* record = m_picture.cases.find(CaseId{subject.id});
        switch (source.kind) {
            case AlarmKind::NewCase:
                return record && turnOf(record->stageEntered) == turn;
            case AlarmKind::Amber:
                return record && clockState(*record, second) == ClockState::Warn;
            case AlarmKind::Red:
                return record && isLate(clockState(*record, second));
            case AlarmKind::Refused:
            case AlarmKind::NotDelivered:
                return record && !m_served.contains(record->id);
            case AlarmKind::NoAcknowledgement:
            case AlarmKind::SafetyCheck:
                return holdsFor(m_picture.assignments.find(AssignmentId{source.record.id}),
                                source.kind, second);
            case AlarmKind::SupervisionNote: {
                const auto* note = m_picture.supervisions.find(SupervisionId{source.record.id});
                return note && waits(*note);
            }
            case AlarmKind::Silent:
                return holdsFor(source.record);
            case AlarmKind::LinkLost:
                return m_linkLost;
        }
        return false;
    }

    static bool isLate(ClockState state) {
        return state == ClockState::Late || state == ClockState::Supervised;
    }

  private:
    static bool holdsFor(const Assignment* order, AlarmKind kind, Seconds now) {
        if (!order) return false;
        return kind == AlarmKind::SafetyCheck ? missesCheck(*order, now)
                                              : order->state == AssignmentState::Sent;
    }
    bool holdsFor(RecordRef source) const {
        if (source.kind == Kind::Fix) {
            return std::any_of(m_picture.sources.begin(), m_picture.sources.end(),
                               [&](const FixSource& one) {
                                   return one.index == source.id && isStale(one, m_now);
                               });
        }
        const Responder* who = m_picture.responders.find(ResponderId{source.id});
        const Fix* fix = who && who->onDuty ? m_picture.fixOf(who->id) : nullptr;
        return fix && isStale(*who, *fix, m_now);
    }

    const Picture& m_picture;
    Millis m_now;
    bool m_linkLost;
    std::unordered_set<CaseId> m_served;
};

}  // namespace

void Alarms::raiseForCase(AlarmKind kind, const Case& record, std::int64_t turn, Millis time) {
    const RecordRef ref{Kind::Case, record.id.value};
    Alarm about;
    about.priority = alarmPriority(kind, record.risk);
    about.subject = ref;
    about.code = record.code;
    raise({kind, ref}, turn, std::move(about), time);
}

void Alarms::raiseForOrder(AlarmKind kind, const Assignment& order, std::int64_t turn,
                           const Picture& now, Millis time) {
    const Case* record = now.cases.find(order.record);
    const Responder* who = now.responders.find(order.responder);
    Alarm about;
    about.priority = alarmPriority(kind, record ? record->risk : Risk::Low);
    about.subject = {Kind::Case, order.record.value};
    if (record) about.code = record->code;
    about.who = who ? who->code : order.unit;
    raise({kind, {Kind::Assignment, order.id.value}}, turn, std::move(about), time);
}

void Alarms::watch(const Picture& last, const Picture& now, const Changes& changes,
                   Millis storeTime) {
    m_rates.begin(storeTime);
    m_atStart = last.seq == ChangeSeq{} && last.cases.empty();
    watchCases(last, now, storeTime);
    watchEnds(last, now, changes);
    const Seconds second = std::chrono::floor<std::chrono::seconds>(storeTime);
    const bool aSecondPassed = second != m_settled;
    // Before anything is raised anew: what went and came back is the same alarm.
    if (aSecondPassed) settle(now, storeTime);
    if (aSecondPassed || changes.touches(Kind::Case)) watchClocks(now, storeTime);
    if (aSecondPassed || changes.touches(Kind::Assignment)) watchOrders(now, storeTime);
    if (aSecondPassed || changes.touches(Kind::Supervision)) watchNotes(now, storeTime);
    if (aSecondPassed && !m_linkLost) watchPositions(now, storeTime);
    m_settled = second;
    m_atStart = false;
}

void Alarms::watchLink(bool lost, Millis storeTime) {
    if (lost == m_linkLost) return;
    m_linkLost = lost;
    const AlarmSource source{AlarmKind::LinkLost, {}};
    if (lost) {
        Alarm about;
        about.priority = alarmPriority(AlarmKind::LinkLost, Risk::Low);
        raise(source, 0, std::move(about), storeTime);
    } else if (const auto alarm = m_alarms.find(source); alarm != m_alarms.end()) {
        alarm->second.stands = false;
        alarm->second.since = storeTime;
    }
}

void Alarms::watchCases(const Picture& last, const Picture& now, Millis time) {
    const auto untouched = [&](const Case& record) {
        return record.revision.value <= 1 && time - record.reported <= kJustTakenIn;
    };
    forEachUnshared(now.cases, last.cases, [&](const Case& record) {
        if (last.cases.find(record.id) || record.source.starts_with("import")) return;
        if (m_atStart && !untouched(record)) return;
        raiseForCase(AlarmKind::NewCase, record, turnOf(record.stageEntered), time);
    });
}

void Alarms::watchEnds(const Picture& last, const Picture& now, const Changes& changes) {
    forEachUnshared(last.assignments, now.assignments, [&](const Assignment& order) {
        if (now.assignments.find(order.id)) return;
        m_ended.insert(order.id);
        m_casesToRead.insert(order.record);
    });
    // An order that was sent and ended between two pictures is in neither; its case has changed.
    bool unseen = false;
    for (const RecordRef& ref : changes.records) {
        const AssignmentId id{ref.id};
        if (ref.kind != Kind::Assignment || last.assignments.find(id) || now.assignments.find(id))
            continue;
        m_ended.insert(id);
        unseen = true;
    }
    if (!unseen) return;
    for (const RecordRef& ref : changes.records)
        if (ref.kind == Kind::Case) m_casesToRead.insert(CaseId{ref.id});
}

void Alarms::judgeOrders(CaseId record, std::span<const Assignment> orders, const Picture& now,
                         Millis storeTime) {
    for (const Assignment& order : orders) {
        if (m_ended.erase(order.id) == 0) continue;
        if (order.state == AssignmentState::Refused)
            raiseForOrder(AlarmKind::Refused, order, 0, now, storeTime);
        if (order.state == AssignmentState::NotDelivered)
            raiseForOrder(AlarmKind::NotDelivered, order, 0, now, storeTime);
    }
    m_casesToRead.erase(record);
    if (m_casesToRead.empty()) m_ended.clear();
}

void Alarms::watchClocks(const Picture& now, Millis time) {
    const Seconds second = std::chrono::floor<std::chrono::seconds>(time);
    now.cases.forEach([&](const Case& record) {
        const ClockState state = clockState(record, second);
        if (state == ClockState::Warn)
            raiseForCase(AlarmKind::Amber, record, turnOf(*record.due), time);
        if (Reasons::isLate(state)) raiseForCase(AlarmKind::Red, record, turnOf(*record.due), time);
    });
}

void Alarms::watchOrders(const Picture& now, Millis time) {
    const Seconds second = std::chrono::floor<std::chrono::seconds>(time);
    const std::chrono::seconds limit = acknowledgeIn(now);
    now.assignments.forEach([&](const Assignment& order) {
        if (order.state == AssignmentState::Sent && second - order.stateSince >= limit)
            raiseForOrder(AlarmKind::NoAcknowledgement, order, turnOf(order.stateSince), now, time);
        if (missesCheck(order, second))
            raiseForOrder(AlarmKind::SafetyCheck, order, turnOf(*order.checkDue), now, time);
    });
}

void Alarms::watchNotes(const Picture& now, Millis time) {
    const Seconds second = std::chrono::floor<std::chrono::seconds>(time);
    now.supervisions.forEach([&](const Supervision& note) {
        if (!waits(note)) return;
        const bool late = note.late || (note.due && *note.due <= second);
        const Case* record = now.cases.find(note.record);
        Alarm about;
        about.priority = alarmPriority(AlarmKind::SupervisionNote, Risk::Low);
        about.subject = {Kind::Case, note.record.value};
        if (record) about.code = record->code;
        about.who = note.unit;
        raise({AlarmKind::SupervisionNote, {Kind::Supervision, note.id.value}}, late ? 1 : 0,
              std::move(about), time);
    });
}

void Alarms::watchPositions(const Picture& now, Millis time) {
    for (const Fix& fix : *now.fixes) {
        const Responder* who = now.responders.find(fix.responder);
        if (!who || !who->onDuty || !isStale(*who, fix, time)) continue;
        Alarm about;
        about.subject = {Kind::Responder, who->id.value};
        about.who = who->code;
        raise({AlarmKind::Silent, about.subject}, 0, std::move(about), time);
    }
    for (const FixSource& source : now.sources) {
        if (!isStale(source, time)) continue;
        Alarm about;
        about.who = source.code;
        raise({AlarmKind::Silent, {Kind::Fix, source.index}}, 0, std::move(about), time);
    }
}

void Alarms::settle(const Picture& now, Millis time) {
    const Reasons reasons(now, time, m_linkLost);
    for (auto entry = m_alarms.begin(); entry != m_alarms.end();) {
        Alarm& alarm = entry->second;
        const bool judged = entry->first.kind != AlarmKind::Silent || !m_linkLost;
        if (alarm.stands && judged && !reasons.holds(entry->first, alarm.turn, alarm.subject)) {
            alarm.stands = false;
            alarm.since = time;
        }
        const bool over = !alarm.stands && alarm.lit == 0 && time - alarm.since >= kSameAlarm;
        entry = over ? m_alarms.erase(entry) : std::next(entry);
    }
}

}  // namespace dispatch
