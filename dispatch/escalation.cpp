// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/escalation.h"

#include <algorithm>
#include <string_view>

#include "dispatch/orders.h"
#include "dispatch/progress.h"
#include "dispatch/reason.h"
#include "dispatch/roster.h"
#include "dispatch/routing.h"

namespace dispatch {
namespace {

using Is = DueAct::Is;

template <class Row>
Write change(Row row) {
    const Revision seen = row.revision;
    return {std::move(row), seen, false};
}

JournalEntry entry(CaseId record, const char* action, std::string what, std::string why) {
    JournalEntry made;
    made.record = record;
    made.action = action;
    made.what = std::move(what);
    made.why = std::move(why);
    return made;
}

const char* kindWord(SupervisionKind kind) {
    switch (kind) {
        case SupervisionKind::Matter:
            return "matter";
        case SupervisionKind::Note:
            return "note";
        case SupervisionKind::Whistle:
            return "whistle";
    }
    return "";
}

/// Looks at every live row once; copies only what is due.
class Search {
  public:
    explicit Search(const Situation& now)
        : m_rules(now.rules),
          m_picture(now.picture),
          m_now(std::chrono::floor<std::chrono::seconds>(now.now)),
          m_patience(now.rules.number("desk.undelivered_seconds", 10)) {
        const Level* top = nullptr;
        m_picture.levels.forEach([&](const Level& level) {
            if (!top || level.rank < top->rank) top = &level;
        });
        if (top) m_top = top->code;
    }

    std::vector<DueAct> all(std::span<const Duty> duties) {
        m_picture.cases.forEach([&](const Case& record) { look(record); });
        m_picture.supervisions.forEach([&](const Supervision& row) { look(row); });
        m_picture.assignments.forEach([&](const Assignment& order) { look(order); });
        lookAtDuties(duties);
        std::stable_sort(m_acts.begin(), m_acts.end(),
                         [](const DueAct& a, const DueAct& b) { return a.at < b.at; });
        return std::move(m_acts);
    }

  private:
    DueAct& add(Is is, CaseId record, Seconds at, JournalEntry line) {
        DueAct& act = m_acts.emplace_back();
        act.is = is;
        act.record = record;
        act.at = at;
        act.transaction.note = line.action + ": " + line.what;
        act.transaction.entries.push_back(std::move(line));
        return act;
    }

    void look(const Case& record) {
        if (!record.due || record.suspendedSince || record.closed) return;
        if (m_now < *record.due) {
            if (record.warnAt && m_now >= *record.warnAt && !record.warned) warn(record);
            return;
        }
        const bool isTop = record.level == m_top || !levelAbove(m_picture, record.level);
        if (!isTop) return climb(record);
        if (!record.supervised) supervise(record);
    }

    /// Code of who holds it, or the level where no area says.
    std::string holder(const Case& record) const {
        const std::string code = holderOf(m_picture, record);
        return code.empty() ? record.level : code;
    }

    std::string limitOf(const Case& record, Reason::Is is = Reason::Is::Limit) const {
        return reasonCode(
            {is, m_rules.limits.allowed(record.category, record.risk, record.level, record.stage),
             record.stage, record.level});
    }

    void warn(const Case& record) {
        Case next = record;
        next.warned = true;
        add(Is::Warn, record.id, *record.warnAt,
            entry(record.id, "warn", "holder " + holder(record) + " warned", limitOf(record)))
            .transaction.writes.push_back(change(std::move(next)));
    }

    void climb(const Case& record) {
        Case next = record;
        enterLevel(m_rules, m_picture, next, levelAbove(m_picture, record.level)->code, m_now);
        add(Is::Climb, record.id, *record.due,
            entry(record.id, "climb",
                  "level " + record.level + ">" + next.level + " holder " + holder(record) + ">" +
                      holder(next),
                  limitOf(record)))
            .transaction.writes.push_back(change(std::move(next)));
    }

    void supervise(const Case& record) {
        Case next = record;
        next.supervised = true;
        if (!next.lateSince) next.lateSince = record.due;
        Supervision matter;
        matter.record = record.id;
        matter.kind = SupervisionKind::Matter;
        matter.level = record.level;
        matter.issuer = kSystemOfficer;
        matter.leader = record.leader;
        matter.text = limitOf(record, Reason::Is::TopLimit);
        matter.issued = m_now;
        matter.due = deadline(m_rules.limits.allowed(record.category, record.risk, record.level,
                                                     kindWord(matter.kind)),
                              m_rules.calendarOf(record.centre), m_now)
                         .due;
        DueAct& act =
            add(Is::Supervise, record.id, *record.due,
                entry(record.id, "supervise",
                      "listed at " + record.level + " holder " + holder(record), matter.text));
        act.transaction.writes.push_back(change(std::move(next)));
        act.transaction.writes.push_back({std::move(matter), {}, false});
    }

    void look(const Supervision& row) {
        if (!row.due || m_now < *row.due || row.late || row.ended) return;
        if (row.kind != SupervisionKind::Matter && row.answered) return;
        Supervision next = row;
        next.late = true;
        const std::string word = kindWord(row.kind);
        add(Is::NoteLate, row.record, *row.due,
            entry(row.record, (word + "-late").c_str(),
                  word + " of " + row.level + (row.unit.empty() ? "" : " to " + row.unit) + " late",
                  reasonCode({Reason::Is::NotAnswered})))
            .transaction.writes.push_back(change(std::move(next)));
    }

    void look(const Assignment& order) {
        if (order.state != AssignmentState::Sent || order.delivered || !order.responder) return;
        if (m_now - order.stateSince < m_patience) return;
        const std::string why = reasonCode({.is = Reason::Is::NoChannel, .seconds = m_patience});
        OrderBook book(m_picture, m_now);
        book.end(order, AssignmentState::NotDelivered, why);
        std::string what;
        for (const std::string& line : book.what()) what += (what.empty() ? "" : "; ") + line;
        DueAct& act = add(Is::NotDelivered, order.record, order.stateSince + m_patience,
                          entry(order.record, "not-delivered", std::move(what), why));
        for (const Assignment& begun : book.begun())
            act.transaction.entries.push_back(entry(begun.record, "order-begins",
                                                    "order waiting>sent",
                                                    reasonCode({Reason::Is::OrderEnded})));
        book.writeTo(act.transaction.writes);
    }

    void lookAtDuties(std::span<const Duty> duties) {
        const DutyIndex index(duties);
        m_picture.responders.forEach([&](const Responder& who) {
            const DutyIndex::Standing stands = index.at(who.id, m_now);
            if (stands.present && !who.onDuty) beginDuty(who, *stands.present);
            if (!stands.present && stands.last && who.onDuty)
                endDuty(who, *stands.last, index.of(who.id));
        });
    }

    void beginDuty(const Responder& who, const Duty& duty) {
        Responder next = who;
        next.onDuty = true;
        next.state = WorkState::Free;
        next.stateSince = m_now;
        // The duty is written as it is: whoever changes the roster meanwhile is heard.
        DueAct& act = add(Is::DutyBegins, {}, duty.from,
                          entry({}, "duty-begin", "responder " + who.code + " on duty",
                                reasonCode({Reason::Is::Roster})));
        act.transaction.writes.push_back(change(duty));
        act.transaction.writes.push_back(change(std::move(next)));
    }

    void endDuty(const Responder& who, const Duty& duty, std::span<const Duty* const> roster) {
        if (isBound(who.id)) return goOn(who, duty, roster);
        Responder next = who;
        next.onDuty = false;
        next.state = WorkState::Free;
        next.stateSince = m_now;
        DueAct& act = add(Is::DutyEnds, {}, *duty.until,
                          entry({}, "duty-end", "responder " + who.code + " off duty",
                                reasonCode({Reason::Is::Roster})));
        act.transaction.writes.push_back(change(duty));
        act.transaction.writes.push_back(change(std::move(next)));
    }

    void goOn(const Responder& who, const Duty& duty, std::span<const Duty* const> roster) {
        Duty longer = duty;
        longer.until = m_now + kOvertime;
        for (const Duty* next : roster)
            if (next->from > m_now) longer.until = std::min(*longer.until, next->from);
        DueAct& act = add(Is::Overtime, {}, *duty.until,
                          entry({}, "duty-overtime", "responder " + who.code + " stays on duty",
                                reasonCode({Reason::Is::LiveOrder})));
        act.transaction.writes.push_back(change(std::move(longer)));
        // Written as it is: whoever plans a shift for the time that is taken here is heard.
        act.transaction.writes.push_back(change(who));
    }

    bool isBound(ResponderId who) const {
        bool bound = false;
        m_picture.assignments.forEach([&](const Assignment& order) {
            bound = bound || (order.responder == who && isLive(order.state));
        });
        return bound;
    }

    const Rules& m_rules;
    const Picture& m_picture;
    Seconds m_now;
    std::chrono::seconds m_patience;
    std::string m_top;
    std::vector<DueAct> m_acts;
};

}  // namespace

std::vector<DueAct> dueActs(const Situation& now, std::span<const Duty> duties) {
    return Search(now).all(duties);
}

}  // namespace dispatch
