// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/effect_parts.h"

#include <algorithm>

namespace dispatch::effects {
namespace {

using Why = Refusal::Why;
using Answer = std::optional<Refusal>;

std::chrono::seconds checkEvery(const Draft& draft) {
    return std::chrono::seconds(draft.now.rules.number("desk.check_seconds", 900));
}

std::string caseCode(const Draft& draft, CaseId id) {
    if (id == draft.before.id) return draft.before.code;
    const Case* row = draft.now.picture.cases.find(id);
    return row ? row->code : std::to_string(id.value);
}

Answer order(Draft& draft, const Responder* who) {
    if (!who) return Refusal{Why::Missing, "responder"};
    if (!who->onDuty) return Refusal{Why::NotNow, "onDuty"};
    for (const Assignment& own : draft.orders.ofCase(draft.before.id))
        if (own.responder == who->id) return Refusal{Why::Busy, draft.before.code};
    const auto live = draft.orders.liveOf(who->id);
    if (live && !draft.command.confirmed) return Refusal{Why::Busy, caseCode(draft, live->record)};
    draft.orders.send(draft.before.id, *who);
    return std::nullopt;
}

Answer advance(Draft& draft, AssignmentState state) {
    const auto own = orderOf(draft.look());
    if (!own) return Refusal{Why::NotNow, "hasOrder"};
    if (own->state >= state)
        return Refusal{Why::NotNow, std::string("order ") + orderWord(own->state)};
    std::optional<Seconds> check;
    if (state == AssignmentState::OnScene) check = draft.second + checkEvery(draft);
    draft.orders.advance(*own, state, check);
    return std::nullopt;
}

Answer finish(Draft& draft, AssignmentState state) {
    const auto own = orderOf(draft.look());
    if (!own) return Refusal{Why::NotNow, "hasOrder"};
    draft.orders.end(*own, state, draft.command.reason);
    return std::nullopt;
}

}  // namespace

Answer ordersResponder(Draft& draft) {
    return order(draft, responderOf(draft.look()));
}

Answer deliversOrder(Draft& draft) {
    const auto own = orderOf(draft.look());
    if (!own || own->delivered) return Refusal{Why::NotNow, "orderIsNew"};
    draft.orders.advance(*own, own->state, std::nullopt);
    return std::nullopt;
}

Answer acknowledgesOrder(Draft& draft) {
    return advance(draft, AssignmentState::Acknowledged);
}

Answer orderEnRoute(Draft& draft) {
    return advance(draft, AssignmentState::EnRoute);
}

Answer orderOnScene(Draft& draft) {
    return advance(draft, AssignmentState::OnScene);
}

Answer checksOrder(Draft& draft) {
    const auto own = orderOf(draft.look());
    if (!own) return Refusal{Why::NotNow, "hasOrder"};
    draft.orders.advance(*own, own->state, draft.second + checkEvery(draft));
    draft.what.push_back("check");
    return std::nullopt;
}

Answer finishesOrder(Draft& draft) {
    return finish(draft, AssignmentState::Done);
}

Answer refusesOrder(Draft& draft) {
    return finish(draft, AssignmentState::Refused);
}

Answer returnsOrder(Draft& draft) {
    return finish(draft, AssignmentState::Returned);
}

Answer recallsOrder(Draft& draft) {
    return finish(draft, AssignmentState::Recalled);
}

Answer recallsOrders(Draft& draft) {
    auto orders = draft.orders.ofCase(draft.before.id);
    std::stable_partition(orders.begin(), orders.end(),
                          [](const Assignment& own) { return !isLive(own.state); });
    for (const Assignment& own : orders)
        draft.orders.end(own, AssignmentState::Recalled, draft.command.reason);
    return std::nullopt;
}

Answer replacesOrder(Draft& draft) {
    if (Answer refused = recallsOrder(draft)) return refused;
    return order(draft, draft.now.picture.responderByCode(draft.command.other));
}

}  // namespace dispatch::effects
