// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/roster.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace dispatch {
namespace {

/// "2024-03-08 08:00" on the wall of the centre.
std::string wallText(const ZoneTable& zone, Seconds at) {
    const auto wall = localTime(zone, at);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(wall - day);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                  int(time.minutes().count()));
    return text.data();
}

std::string spanText(const ZoneTable& zone, Seconds from, std::optional<Seconds> until) {
    return "from " + wallText(zone, from) +
           (until ? " to " + wallText(zone, *until) : " without an end");
}

std::string nameOf(const Responder& who) {
    return who.name.empty() ? who.code : who.code + " " + who.name;
}

Error refused(std::string sentence) {
    return {ErrorCode::NotAllowed, std::move(sentence)};
}

Error unknown(const char* what, std::int64_t id) {
    return {ErrorCode::NotFound,
            std::string("no ") + what + " with the number " + std::to_string(id)};
}

struct Neighbours {
    const Duty* before = nullptr;
    const Duty* after = nullptr;
};

/// Checks one person's shift against all others but those left out.
class ShiftCheck {
  public:
    ShiftCheck(const DutyIndex& index, const RosterRules& rules, std::vector<DutyId> without)
        : m_index(index), m_rules(rules), m_without(std::move(without)) {}

    /// @param reason Lets a short rest pass.
    Result<void> check(const Responder& who, Seconds from, std::optional<Seconds> until,
                       const std::string& reason) const {
        const auto said = [&] { return nameOf(who) + " " + spanText(m_rules.zone, from, until); };
        if (until && *until <= from)
            return Error{ErrorCode::BadInput, said() + ": a shift must end after it begins"};
        if (until && *until - from > m_rules.longest)
            return refused(said() + " is longer than " + std::to_string(m_rules.longest.count()) +
                           " h");
        Neighbours beside;
        for (const Duty* duty : m_index.of(who.id)) {
            if (isWithout(duty->id)) continue;
            if ((!until || duty->from < *until) && (!duty->until || *duty->until > from))
                return refused(said() + " overlaps the shift " +
                               spanText(m_rules.zone, duty->from, duty->until));
            if (duty->from < from)
                beside.before = duty;
            else if (!beside.after)
                beside.after = duty;
        }
        if (auto good = checkWithoutPause(who, from, until); !good) return good.error();
        if (!reason.empty()) return {};
        if (beside.before && from - *beside.before->until < m_rules.rest)
            return shortRest(who, *beside.before->until, from);
        if (beside.after && until && beside.after->from - *until < m_rules.rest)
            return shortRest(who, *until, beside.after->from);
        return {};
    }

  private:
    bool isWithout(DutyId id) const {
        return std::find(m_without.begin(), m_without.end(), id) != m_without.end();
    }

    Error shortRest(const Responder& who, Seconds ended, Seconds begins) const {
        return refused(nameOf(who) + " would rest only from " + wallText(m_rules.zone, ended) +
                       " to " + wallText(m_rules.zone, begins) + ", less than " +
                       std::to_string(m_rules.rest.count()) + " h: give a reason");
    }

    Result<void> checkWithoutPause(const Responder& who, Seconds from,
                                   std::optional<Seconds> until) const {
        Seconds first = from;
        const auto duties = m_index.of(who.id);
        for (auto it = duties.rbegin(); it != duties.rend(); ++it)
            if (!isWithout((*it)->id) && (*it)->until == first) first = (*it)->from;
        for (const Duty* duty : duties)
            if (!isWithout(duty->id) && until && duty->from == *until) until = duty->until;
        if (!until || *until - first <= m_rules.longest) return {};
        return refused(nameOf(who) + " would be on duty without a pause " +
                       spanText(m_rules.zone, first, until) + ", longer than " +
                       std::to_string(m_rules.longest.count()) + " h");
    }

    const DutyIndex& m_index;
    const RosterRules& m_rules;
    std::vector<DutyId> m_without;
};

Transaction transactionOf(const char* action, std::string what, const std::string& reason) {
    Transaction made;
    made.note = std::string(action) + ": " + what;
    JournalEntry line;
    line.action = action;
    line.what = std::move(what);
    line.why = reason;
    made.entries.push_back(std::move(line));
    return made;
}

template <class Row>
void addChange(Transaction& to, Row row, bool remove = false) {
    const Revision seen = row.revision;
    to.writes.push_back({std::move(row), seen, remove});
}

const Duty* findDuty(std::span<const Duty> duties, DutyId id) {
    const auto found =
        std::find_if(duties.begin(), duties.end(), [&](const Duty& duty) { return duty.id == id; });
    return found == duties.end() ? nullptr : &*found;
}

Result<void> notBegun(const Responder& who, const Duty& duty, const RosterRules& rules,
                      Seconds now) {
    if (duty.from > now) return {};
    return refused("the shift of " + nameOf(who) + " " +
                   spanText(rules.zone, duty.from, duty.until) + " has begun");
}

}  // namespace

DutyIndex::DutyIndex(std::span<const Duty> duties) {
    for (const Duty& duty : duties) m_byResponder[duty.responder].push_back(&duty);
    for (auto& [who, rows] : m_byResponder)
        std::sort(rows.begin(), rows.end(),
                  [](const Duty* a, const Duty* b) { return a->from < b->from; });
}

std::span<const Duty* const> DutyIndex::of(ResponderId responder) const {
    const auto found = m_byResponder.find(responder);
    if (found == m_byResponder.end()) return {};
    return found->second;
}

DutyIndex::Standing DutyIndex::at(ResponderId responder, Seconds moment) const {
    Standing stands;
    for (const Duty* duty : of(responder)) {
        if (duty->from > moment) break;
        if (!duty->until || *duty->until > moment)
            stands.present = duty;
        else if (!stands.last || *duty->until > *stands.last->until)
            stands.last = duty;
    }
    return stands;
}

std::vector<ResponderId> onDutyAt(std::span<const Duty> duties, Seconds moment) {
    std::vector<ResponderId> present;
    for (const Duty& duty : duties)
        if (duty.from <= moment && (!duty.until || *duty.until > moment))
            present.push_back(duty.responder);
    std::sort(present.begin(), present.end());
    present.erase(std::unique(present.begin(), present.end()), present.end());
    return present;
}

RosterRules rosterRules(const Picture& picture, ZoneTable zone) {
    RosterRules rules;
    rules.zone = std::move(zone);
    const std::string text = picture.setting("roster.rest_hours");
    int hours = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hours);
    if (error == std::errc() && end == text.data() + text.size() && hours >= 0 && hours <= 48)
        rules.rest = std::chrono::hours(hours);
    return rules;
}

Result<Transaction> planShift(const Picture& picture, std::span<const Duty> duties,
                              const RosterRules& rules, const Shift& shift,
                              const std::string& reason) {
    const Responder* who = picture.responders.find(shift.responder);
    if (!who) return unknown("responder", shift.responder.value);
    const DutyIndex index(duties);
    const ShiftCheck check(index, rules, {});
    if (auto good = check.check(*who, shift.from, shift.until, reason); !good) return good.error();
    Duty duty;
    duty.responder = shift.responder;
    duty.from = shift.from;
    duty.until = shift.until;
    Transaction made = transactionOf(
        "duty-plan", who->code + " " + spanText(rules.zone, shift.from, shift.until), reason);
    made.writes.push_back({duty, {}, false});
    // The responder's row is written as it is: of two plans at once for one person one conflicts.
    addChange(made, *who);
    return made;
}

Result<Transaction> swapShifts(const Picture& picture, std::span<const Duty> duties,
                               const RosterRules& rules, DutyId one, DutyId other, Seconds now,
                               const std::string& reason) {
    const Duty* first = findDuty(duties, one);
    if (!first) return unknown("shift", one.value);
    const Duty* second = findDuty(duties, other);
    if (!second) return unknown("shift", other.value);
    const Responder* a = picture.responders.find(first->responder);
    if (!a) return unknown("responder", first->responder.value);
    const Responder* b = picture.responders.find(second->responder);
    if (!b) return unknown("responder", second->responder.value);
    if (a->id == b->id) return refused("both shifts are those of " + nameOf(*a));
    if (auto good = notBegun(*a, *first, rules, now); !good) return good.error();
    if (auto good = notBegun(*b, *second, rules, now); !good) return good.error();
    const DutyIndex index(duties);
    const ShiftCheck check(index, rules, {one, other});
    if (auto good = check.check(*a, second->from, second->until, reason); !good)
        return good.error();
    if (auto good = check.check(*b, first->from, first->until, reason); !good) return good.error();
    Duty toB = *first, toA = *second;
    toB.responder = b->id;
    toA.responder = a->id;
    Transaction made =
        transactionOf("duty-swap",
                      a->code + " " + spanText(rules.zone, first->from, first->until) + " and " +
                          b->code + " " + spanText(rules.zone, second->from, second->until),
                      reason);
    addChange(made, toB);
    addChange(made, toA);
    addChange(made, *a);
    addChange(made, *b);
    return made;
}

Result<Transaction> cancelShift(const Picture& picture, std::span<const Duty> duties,
                                const RosterRules& rules, DutyId shift, Seconds now,
                                const std::string& reason) {
    const Duty* duty = findDuty(duties, shift);
    if (!duty) return unknown("shift", shift.value);
    const Responder* who = picture.responders.find(duty->responder);
    if (!who) return unknown("responder", duty->responder.value);
    if (auto good = notBegun(*who, *duty, rules, now); !good) return good.error();
    Transaction made = transactionOf(
        "duty-cancel", who->code + " " + spanText(rules.zone, duty->from, duty->until), reason);
    addChange(made, *duty, true);
    return made;
}

Result<Transaction> goOnDuty(const Picture& picture, std::span<const Duty> duties,
                             const RosterRules& rules, ResponderId responder, Seconds now,
                             std::optional<Seconds> until, const std::string& reason) {
    const Responder* who = picture.responders.find(responder);
    if (!who) return unknown("responder", responder.value);
    if (who->onDuty) return refused(nameOf(*who) + " is on duty already");
    const DutyIndex index(duties);
    const ShiftCheck check(index, rules, {});
    if (auto good = check.check(*who, now, until, reason); !good) return good.error();
    Responder next = *who;
    next.onDuty = true;
    next.state = WorkState::Free;
    next.stateSince = now;
    Duty duty;
    duty.responder = responder;
    duty.from = now;
    duty.until = until;
    Transaction made =
        transactionOf("duty-begin", who->code + " " + spanText(rules.zone, now, until), reason);
    addChange(made, next);
    made.writes.push_back({duty, {}, false});
    return made;
}

Result<Transaction> goOffDuty(const Picture& picture, std::span<const Duty> duties,
                              ResponderId responder, Seconds now, const std::string& reason) {
    const Responder* who = picture.responders.find(responder);
    if (!who) return unknown("responder", responder.value);
    if (!who->onDuty) return refused(nameOf(*who) + " is not on duty");
    const Case* busy = nullptr;
    bool bound = false;
    picture.assignments.forEach([&](const Assignment& order) {
        if (order.responder != responder || !isLive(order.state)) return;
        bound = true;
        busy = picture.cases.find(order.record);
    });
    if (bound)
        return refused(nameOf(*who) + " has a live order" +
                       (busy ? " for " + busy->code : std::string()) + ": it must end first");
    Responder next = *who;
    next.onDuty = false;
    next.state = WorkState::Free;
    next.stateSince = now;
    Transaction made = transactionOf("duty-end", who->code + " off duty", reason);
    addChange(made, next);
    const DutyIndex index(duties);
    for (const Duty* duty : index.of(responder)) {
        if (duty->from > now || (duty->until && *duty->until <= now)) continue;
        Duty ended = *duty;
        ended.until = now;
        addChange(made, ended);
    }
    return made;
}

Result<std::vector<Duty>> readDuties(Store& store, std::optional<ResponderId> responder) {
    std::vector<Duty> duties;
    Query query;
    query.kind = Kind::Duty;
    query.responder = responder;
    const auto read = store.read(query, [&](Record&& record) {
        duties.push_back(std::get<Duty>(std::move(record)));
        return true;
    });
    if (!read) return read.error();
    return duties;
}

}  // namespace dispatch
