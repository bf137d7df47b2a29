// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/desk_draw.h"

#include <algorithm>
#include <set>

namespace soak {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

/// Actions after which little is left to do; taken less often than others.
const std::set<std::string> kEndings = {"archive", "merge", "close-on-spot", "report", "suspend"};

/// Those that are taken more often: responders are few.
const std::set<std::string> kOrders = {"dispatch", "reinforce", "replace", "recall", "acknowledge",
                                       "enroute",  "arrive",    "refuse",  "return", "done"};

}  // namespace

void DeskDraw::learn(const Picture& picture, std::vector<std::string> cases) {
    const auto list = [](const auto& table, std::vector<std::string>& codes) {
        table.forEach([&](const auto& row) { codes.push_back(row.code); });
    };
    list(picture.units, m_units);
    list(picture.levels, m_levels);
    list(picture.categories, m_categories);
    list(picture.responders, m_responders);
    list(picture.grids, m_grids);
    picture.users.forEach([&](const User& who) { m_users.push_back(who); });
    m_cases = std::move(cases);
}

const User& DeskDraw::anyUser() {
    return any(m_users);
}

User DeskDraw::user() {
    if (!chance(0.005)) return any(m_users);
    User stranger;
    stranger.code = stranger.fullName = "stranger";
    stranger.role = "administrator";
    return stranger;
}

/// Mostly one of those who may do something here.
User DeskDraw::userFor(const Situation& now, const Case* record) {
    for (int tries = 0; record && tries < 3; ++tries) {
        const User who = user();
        for (const Offer& offer : offersFor(now, {who, {}}, *record))
            if (!offer.refused) return who;
    }
    return user();
}

std::pair<User, Command> DeskDraw::act(const Situation& now, const std::string& key) {
    Command command;
    command.key = key;
    // Some cases are everybody's.
    const std::size_t few = std::min<std::size_t>(10, m_cases.size());
    command.code = m_cases[below(chance(0.3) ? few : m_cases.size())];
    const Case* record = now.picture.caseByCode(command.code);
    User who = userFor(now, record);
    fill(command, who);
    if (record) {
        command.record = record->id;
        if (chance(0.6)) command.seen = record->revision;
        command.action = actionFor(now, who, *record);
        nameOrder(now, *record, command);
    } else {
        command.action = chance(0.7) ? "reopen" : any(now.rules.workflow.actions()).code;
    }
    if (chance(0.04)) spoil(command);
    return {std::move(who), std::move(command)};
}

std::pair<User, Intake> DeskDraw::intake(const std::string& key) {
    Intake intake;
    intake.key = key;
    intake.draft.title = "taken in as " + intake.key;
    intake.draft.grid = any(m_grids);
    intake.draft.category = any(m_categories);
    intake.draft.risk = static_cast<Risk>(below(3));
    if (chance(0.5)) intake.contactPhone = "1" + std::to_string(below(1'000'000));
    return {user(), std::move(intake)};
}

std::pair<std::string, Result<Transaction>> DeskDraw::roster(const Situation& now,
                                                             std::span<const Duty> duties,
                                                             const std::string& key) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now.now);
    const RosterRules rules = rosterRules(now.picture, now.rules.calendar.zone);
    const std::string reason = chance(0.8) ? key : std::string();
    const auto minutes = [&](std::size_t from, std::size_t span) {
        return std::chrono::minutes(from + below(span));
    };
    const std::size_t kind = below(100);
    if (kind < 35) {
        const auto until = chance(0.6) ? std::optional(second + minutes(5, 60)) : std::nullopt;
        return {"duty-on", goOnDuty(now.picture, duties, rules, someone(now.picture, false), second,
                                    until, reason)};
    }
    if (kind < 55)
        return {"duty-off",
                goOffDuty(now.picture, duties, someone(now.picture, true), second, reason)};
    if (kind < 80) {
        const Seconds from = second + minutes(1, 90);
        const Shift shift{someone(now.picture, chance(0.5)), from, from + minutes(5, 60)};
        return {"duty-plan", planShift(now.picture, duties, rules, shift, reason)};
    }
    if (kind < 90)
        return {"duty-swap", swapShifts(now.picture, duties, rules, shift(duties, second),
                                        shift(duties, second), second, reason)};
    return {"duty-cancel",
            cancelShift(now.picture, duties, rules, shift(duties, second), second, reason)};
}

std::vector<Fix> DeskDraw::positions(const Situation& now) {
    std::vector<Fix> fixes(1 + below(10));
    for (Fix& fix : fixes) {
        fix.responder = someone(now.picture, true);
        fix.time = now.now;
        fix.place = {106.8 + static_cast<double>(below(1'000)) * 1e-5, 39.65};
    }
    return fixes;
}

/// Mostly one who is on duty, or one who is not.
ResponderId DeskDraw::someone(const Picture& picture, bool onDuty) {
    for (int tries = 0; tries < 20; ++tries) {
        const Responder* who = picture.responderByCode(any(m_responders));
        if (who && who->onDuty == onDuty) return who->id;
    }
    return picture.responderByCode(any(m_responders))->id;
}

/// Mostly one that has not begun.
DutyId DeskDraw::shift(std::span<const Duty> duties, Seconds now) {
    if (duties.empty()) return DutyId{1};
    for (int tries = 0; tries < 20; ++tries) {
        const Duty& duty = any(duties);
        if (duty.from > now) return duty.id;
    }
    return any(duties).id;
}

std::string DeskDraw::actionFor(const Situation& now, const User& who, const Case& record) {
    const auto& all = now.rules.workflow.actions();
    if (chance(0.05)) return any(all).code;
    std::vector<std::string> open;
    for (const Offer& offer : offersFor(now, {who, {}}, record))
        if (!offer.refused)
            open.insert(open.end(), kOrders.contains(offer.action) ? 4 : 1, offer.action);
    if (open.empty()) return any(all).code;
    const std::string& chosen = any(open);
    return kEndings.contains(chosen) && chance(0.6) ? any(open) : chosen;
}

/// Everything a step might ask for; what it does not ask for is passed over.
void DeskDraw::fill(Command& command, const User& who) {
    command.reason = command.key;
    command.text = "said by " + who.code;
    command.unit = any(m_units);
    if (chance(0.5)) command.level = any(m_levels);
    command.category = any(m_categories);
    command.risk = static_cast<Risk>(below(3));
    command.amend.title = "title of " + command.key;
    command.approver = chance(0.8) ? std::string("boss-all") : any(m_users).code;
    command.leader = "leader " + std::to_string(below(9));
    command.responder = any(m_responders);
    command.other = any(m_responders);
    command.result = "result of " + command.key;
    command.via = "phone";
    command.rating = 1 + static_cast<int>(below(5));
    command.duration = std::chrono::seconds(1 + below(300));
    command.target = any(m_cases);
    command.confirmed = chance(0.5);
    command.radio = chance(0.9);
}

/// Where the action is about an order of the case, its responder is named.
void DeskDraw::nameOrder(const Situation& now, const Case& record, Command& command) {
    const Step* step = now.rules.workflow.step(record.stage, command.action);
    if (!step || !(step->has(Guard::FromField) || step->has(Guard::HasOrder))) return;
    std::vector<ResponderId> sent;
    now.picture.assignments.forEach([&](const Assignment& order) {
        if (order.record == record.id) sent.push_back(order.responder);
    });
    if (sent.empty()) return;
    if (const Responder* one = now.picture.responders.find(any(sent)))
        command.responder = one->code;
}

void DeskDraw::spoil(Command& command) {
    switch (below(10)) {
        case 0:
            command.reason = std::string(1'000'000, 'x');
            break;
        case 1:
            command.reason = command.key + std::string("\0nul", 4);
            break;
        case 2:
            command.reason = command.key + "'); DROP TABLE journal; --";
            command.amend.title = "\"; DELETE FROM case_record; --";
            break;
        case 3:
            command.amend.place = LonLat{0, 0};
            break;
        case 4:
            command.code = "20260101-9999";
            command.record = {};
            break;
        case 5:
            command.responder = "nobody";
            break;
        case 6:
            command.rating = -7;
            command.duration = -1h;
            break;
        case 7:
            command.seen.value += 5;
            break;
        case 8:
            command.amend.title = "\xE2\x80\xAE right to left \xFF";
            break;
        default:
            command.target = command.code;
            command.other = command.responder;
            break;
    }
}

}  // namespace soak
