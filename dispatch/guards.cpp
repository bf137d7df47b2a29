// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/guards.h"

#include <algorithm>
#include <array>

#include "dispatch/routing.h"
#include "dispatch/table_rows.h"

namespace dispatch {
namespace {

using Why = Refusal::Why;
using Answer = std::optional<Refusal>;

Answer missing(const char* field) {
    return Refusal{Why::Missing, field};
}

Answer unless(bool holds, Guard guard) {
    if (holds) return std::nullopt;
    return Refusal{Why::NotNow, std::string(wordOf(guard))};
}

template <class Row>
const Row* byCode(const Table<Row>& table, const std::string& code) {
    const Row* found = nullptr;
    table.forEach([&](const Row& row) {
        if (row.code == code) found = &row;
    });
    return found;
}

std::vector<Assignment> ordersOf(const Look& look) {
    std::vector<Assignment> orders;
    look.now.picture.assignments.forEach([&](const Assignment& order) {
        if (order.record == look.record.id) orders.push_back(order);
    });
    return orders;
}

bool hasOrderWhere(const Look& look, bool (*holds)(AssignmentState)) {
    if (look.command) {
        const auto order = orderOf(look);
        return order && holds(order->state);
    }
    const auto orders = ordersOf(look);
    return std::any_of(orders.begin(), orders.end(),
                       [&](const Assignment& order) { return holds(order.state); });
}

bool isNew(AssignmentState state) {
    return state == AssignmentState::Sent;
}
bool isAny(AssignmentState) {
    return true;
}
bool isBinding(AssignmentState state) {
    return isLive(state);
}

Answer needsReason(const Look& look) {
    return look.command->reason.empty() ? missing("reason") : std::nullopt;
}
Answer needsUnit(const Look& look) {
    return look.command->unit.empty() ? missing("unit") : std::nullopt;
}
Answer needsProposal(const Look& look) {
    if (look.command->unit.empty()) return missing("unit");
    if (look.command->unit != look.record.leadUnit) return std::nullopt;
    return Refusal{Why::BadValue, "unit: " + look.command->unit + " leads the case already"};
}
Answer needsApprover(const Look& look) {
    const std::string& code = look.command->approver;
    if (code.empty()) return missing("approver");
    const Picture& picture = look.now.picture;
    if (picture.users.empty()) return std::nullopt;
    const User* user = picture.userByCode(code);
    if (!user || user->disabled) return missing("approver");
    if (user->id == look.actor.user.id)
        return Refusal{Why::BadValue, "approver: nobody approves what they ask for themselves"};
    const RoleRow* role = look.now.rules.workflow.role(user->role);
    if (!role || !role->approves)
        return Refusal{Why::BadValue, "approver: the role of " + user->code + " approves nothing"};
    if (!covers(user->centre, holderOf(picture, look.record)))
        return Refusal{Why::BadValue, "approver: " + code + " does not answer for this area"};
    return std::nullopt;
}
Answer needsResponder(const Look& look) {
    return responderOf(look) ? std::nullopt : missing("responder");
}
Answer needsOther(const Look& look) {
    if (look.command->other.empty()) return missing("other");
    const Responder* now = responderOf(look);
    if (!now || now->code != look.command->other) return std::nullopt;
    return Refusal{Why::BadValue, "other: " + now->code + " cannot replace itself"};
}
Answer needsCategory(const Look& look) {
    return look.command->category.empty() ? missing("category") : std::nullopt;
}
Answer needsRisk(const Look& look) {
    return look.command->risk ? std::nullopt : missing("risk");
}
Answer needsLevel(const Look& look) {
    return look.command->level.empty() ? missing("level") : std::nullopt;
}
Answer needsText(const Look& look) {
    return look.command->text.empty() ? missing("text") : std::nullopt;
}
Answer needsResult(const Look& look) {
    return look.command->result.empty() ? missing("result") : std::nullopt;
}
Answer needsVia(const Look& look) {
    return look.command->via.empty() ? missing("via") : std::nullopt;
}
Answer needsRating(const Look& look) {
    const int rating = look.command->rating;
    if (rating == 0) return missing("rating");
    if (rating >= 1 && rating <= 5) return std::nullopt;
    return Refusal{Why::BadValue, "rating: " + std::to_string(rating) + " is not from 1 to 5"};
}
Answer needsLeader(const Look& look) {
    return look.command->leader.empty() ? missing("leader") : std::nullopt;
}
Answer needsTarget(const Look& look) {
    if (look.command->target.empty()) return missing("target");
    if (look.command->target != look.record.code) return std::nullopt;
    return Refusal{Why::BadValue, "target: a case cannot be merged into itself"};
}
Answer needsDuration(const Look& look) {
    const auto duration = look.command->duration;
    if (duration == std::chrono::seconds(0)) return missing("duration");
    if (duration > std::chrono::seconds(0) && duration <= std::chrono::hours(24 * 3660))
        return std::nullopt;
    return Refusal{Why::BadValue, "duration: it is not between a second and ten years"};
}
Answer needsAmendment(const Look& look) {
    const Command& command = *look.command;
    const bool says = command.amend != Amendment{} || !command.category.empty() || command.risk;
    return says ? std::nullopt : missing("amend");
}
Answer fromField(const Look& look) {
    const User user = userOf(look.now, look.actor);
    if (!isField(look.now, user)) return look.command->radio ? std::nullopt : missing("radio");
    const Responder* who = responderOf(look);
    if (!who || user.responder.empty() || user.responder == who->code) return std::nullopt;
    return Refusal{Why::NotThisRole, "the device of " + user.responder};
}
Answer isLed(const Look& look) {
    return unless(!look.record.leadUnit.empty(), Guard::IsLed);
}
Answer isAsked(const Look& look) {
    return unless(!look.record.askedUnit.empty(), Guard::IsAsked);
}
Answer isSuspended(const Look& look) {
    return unless(look.record.suspendedSince.has_value(), Guard::IsSuspended);
}
Answer isNotSuspended(const Look& look) {
    return unless(!look.record.suspendedSince, Guard::IsNotSuspended);
}
Answer isSupervised(const Look& look) {
    return unless(look.record.supervised, Guard::IsSupervised);
}
Answer isNotSupervised(const Look& look) {
    return unless(!look.record.supervised, Guard::IsNotSupervised);
}
Answer isAnswered(const Look& look) {
    return unless(!look.record.answered.empty(), Guard::IsAnswered);
}
Answer hasNoLiveOrder(const Look& look) {
    const auto orders = ordersOf(look);
    return unless(std::none_of(orders.begin(), orders.end(),
                               [](const Assignment& order) { return isLive(order.state); }),
                  Guard::HasNoLiveOrder);
}
Answer hasOrder(const Look& look) {
    return unless(hasOrderWhere(look, &isAny), Guard::HasOrder);
}
Answer orderIsNew(const Look& look) {
    return unless(hasOrderWhere(look, &isNew), Guard::OrderIsNew);
}
Answer orderIsLive(const Look& look) {
    return unless(hasOrderWhere(look, &isBinding), Guard::OrderIsLive);
}
Answer hasLevelAbove(const Look& look) {
    return unless(levelAbove(look.now.picture, look.record.level), Guard::HasLevelAbove);
}
Answer hasLevelBelow(const Look& look) {
    return unless(levelBelow(look.now.picture, look.record.level), Guard::HasLevelBelow);
}
Answer isListingLevel(const Look& look) {
    const Supervision* matter = openSupervision(look, SupervisionKind::Matter);
    const User user = userOf(look.now, look.actor);
    if (!matter || user.centre.empty()) return std::nullopt;
    const Picture& picture = look.now.picture;
    const Centre* centre = picture.centreByCode(user.centre);
    const Level* own = centre ? picture.levelByCode(centre->level) : nullptr;
    const Level* listing = picture.levelByCode(matter->level);
    return unless(!listing || (own && own->rank <= listing->rank), Guard::IsListingLevel);
}
Answer hasOpenNote(const Look& look) {
    return unless(openSupervision(look, SupervisionKind::Note), Guard::HasOpenNote);
}
Answer hasOpenWhistle(const Look& look) {
    return unless(openSupervision(look, SupervisionKind::Whistle), Guard::HasOpenWhistle);
}
Answer hasNoOpenNote(const Look& look) {
    const Look any{look.now, look.actor, look.record};
    return unless(!openSupervision(any, SupervisionKind::Note) &&
                      !openSupervision(any, SupervisionKind::Whistle),
                  Guard::HasNoOpenNote);
}

struct GuardRow {
    Guard guard;
    std::string_view word;
    bool asks;  ///< An argument; judged only with a command.
    Answer (*holds)(const Look&);
};

constexpr std::array kGuards = {
    GuardRow{Guard::NeedsReason, "needsReason", true, &needsReason},
    GuardRow{Guard::NeedsProposal, "needsProposal", true, &needsProposal},
    GuardRow{Guard::NeedsApprover, "needsApprover", true, &needsApprover},
    GuardRow{Guard::NeedsUnit, "needsUnit", true, &needsUnit},
    GuardRow{Guard::NeedsResponder, "needsResponder", true, &needsResponder},
    GuardRow{Guard::NeedsCategory, "needsCategory", true, &needsCategory},
    GuardRow{Guard::NeedsRisk, "needsRisk", true, &needsRisk},
    GuardRow{Guard::NeedsLevel, "needsLevel", true, &needsLevel},
    GuardRow{Guard::NeedsText, "needsText", true, &needsText},
    GuardRow{Guard::NeedsResult, "needsResult", true, &needsResult},
    GuardRow{Guard::NeedsVia, "needsVia", true, &needsVia},
    GuardRow{Guard::NeedsRating, "needsRating", true, &needsRating},
    GuardRow{Guard::NeedsLeader, "needsLeader", true, &needsLeader},
    GuardRow{Guard::NeedsTarget, "needsTarget", true, &needsTarget},
    GuardRow{Guard::NeedsDuration, "needsDuration", true, &needsDuration},
    GuardRow{Guard::NeedsOther, "needsOther", true, &needsOther},
    GuardRow{Guard::NeedsAmendment, "needsAmendment", true, &needsAmendment},
    GuardRow{Guard::FromField, "fromField", true, &fromField},
    GuardRow{Guard::IsLed, "isLed", false, &isLed},
    GuardRow{Guard::IsAsked, "isAsked", false, &isAsked},
    GuardRow{Guard::IsSuspended, "isSuspended", false, &isSuspended},
    GuardRow{Guard::IsNotSuspended, "isNotSuspended", false, &isNotSuspended},
    GuardRow{Guard::IsSupervised, "isSupervised", false, &isSupervised},
    GuardRow{Guard::IsNotSupervised, "isNotSupervised", false, &isNotSupervised},
    GuardRow{Guard::IsAnswered, "isAnswered", false, &isAnswered},
    GuardRow{Guard::HasNoLiveOrder, "hasNoLiveOrder", false, &hasNoLiveOrder},
    GuardRow{Guard::HasOrder, "hasOrder", false, &hasOrder},
    GuardRow{Guard::OrderIsNew, "orderIsNew", false, &orderIsNew},
    GuardRow{Guard::OrderIsLive, "orderIsLive", false, &orderIsLive},
    GuardRow{Guard::HasLevelAbove, "hasLevelAbove", false, &hasLevelAbove},
    GuardRow{Guard::HasLevelBelow, "hasLevelBelow", false, &hasLevelBelow},
    GuardRow{Guard::IsListingLevel, "isListingLevel", false, &isListingLevel},
    GuardRow{Guard::HasOpenNote, "hasOpenNote", false, &hasOpenNote},
    GuardRow{Guard::HasNoOpenNote, "hasNoOpenNote", false, &hasNoOpenNote},
    GuardRow{Guard::HasOpenWhistle, "hasOpenWhistle", false, &hasOpenWhistle},
};

const GuardRow& rowOf(Guard guard) {
    return *std::find_if(kGuards.begin(), kGuards.end(),
                         [&](const GuardRow& row) { return row.guard == guard; });
}

}  // namespace

std::string_view wordOf(Guard guard) {
    return rowOf(guard).word;
}

std::optional<Guard> guardOf(std::string_view word) {
    for (const GuardRow& row : kGuards)
        if (row.word == word) return row.guard;
    return std::nullopt;
}

bool asksArgument(Guard guard) {
    return rowOf(guard).asks;
}

Answer refusalBy(Guard guard, const Look& look) {
    const GuardRow& row = rowOf(guard);
    return row.asks && !look.command ? std::nullopt : row.holds(look);
}

Answer unknownArgument(const Look& look) {
    const Picture& picture = look.now.picture;
    const Command& command = *look.command;
    const auto unknown = [](const char* field, const std::string& code) {
        return Refusal{Why::BadValue, std::string(field) + ": there is no " + quoted(code)};
    };
    if (!command.unit.empty() && !picture.unitByCode(command.unit))
        return unknown("unit", command.unit);
    if (!command.level.empty() && !picture.levelByCode(command.level))
        return unknown("level", command.level);
    if (!command.category.empty() && !byCode(picture.categories, command.category))
        return unknown("category", command.category);
    if (!command.responder.empty() && !picture.responderByCode(command.responder))
        return unknown("responder", command.responder);
    if (!command.other.empty() && !picture.responderByCode(command.other))
        return unknown("other", command.other);
    if (!command.target.empty() && !picture.caseByCode(command.target))
        return Refusal{Why::BadValue, "target: " + quoted(command.target) + " is no open case"};
    if (command.supervision && !picture.supervisions.find(command.supervision))
        return Refusal{Why::BadValue, "supervision: it is not open"};
    if (command.amend.grid && !command.amend.grid->empty() &&
        !picture.gridByCode(*command.amend.grid))
        return unknown("grid", *command.amend.grid);
    return std::nullopt;
}

const Responder* responderOf(const Look& look) {
    const Picture& picture = look.now.picture;
    if (look.command && !look.command->responder.empty())
        return picture.responderByCode(look.command->responder);
    const User user = userOf(look.now, look.actor);
    if (!user.responder.empty()) return picture.responderByCode(user.responder);
    const auto orders = ordersOf(look);
    return orders.size() == 1 ? picture.responders.find(orders.front().responder) : nullptr;
}

std::optional<Assignment> orderOf(const Look& look) {
    const Responder* who = responderOf(look);
    if (!who) return std::nullopt;
    for (const Assignment& order : ordersOf(look))
        if (order.responder == who->id) return order;
    return std::nullopt;
}

const Supervision* openSupervision(const Look& look, SupervisionKind kind) {
    const Supervision* oldest = nullptr;
    look.now.picture.supervisions.forEach([&](const Supervision& row) {
        if (row.record != look.record.id || row.kind != kind || row.ended) return;
        if (look.command && look.command->supervision && row.id != look.command->supervision)
            return;
        if (!oldest || row.issued < oldest->issued) oldest = &row;
    });
    return oldest;
}

bool isField(const Situation& now, const User& user) {
    const RoleRow* role = now.rules.workflow.role(user.role);
    return role && role->isField;
}

User userOf(const Situation& now, const Actor& actor) {
    const User* stored = now.picture.users.find(actor.user.id);
    // Another store may have somebody else under the number.
    if (stored && stored->code == actor.user.code) return *stored;
    return actor.user;
}

}  // namespace dispatch
