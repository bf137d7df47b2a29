// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/effects.h"

/// The functions behind the table of effects that live in files of their own; what each does is
/// said at Effect.
namespace dispatch::effects {

std::optional<Refusal> ordersResponder(Draft& draft);
std::optional<Refusal> deliversOrder(Draft& draft);
std::optional<Refusal> acknowledgesOrder(Draft& draft);
std::optional<Refusal> orderEnRoute(Draft& draft);
std::optional<Refusal> orderOnScene(Draft& draft);
std::optional<Refusal> checksOrder(Draft& draft);
std::optional<Refusal> finishesOrder(Draft& draft);
std::optional<Refusal> refusesOrder(Draft& draft);
std::optional<Refusal> returnsOrder(Draft& draft);
std::optional<Refusal> recallsOrder(Draft& draft);
std::optional<Refusal> recallsOrders(Draft& draft);
std::optional<Refusal> replacesOrder(Draft& draft);

std::optional<Refusal> listsMatter(Draft& draft);
std::optional<Refusal> strikesOff(Draft& draft);
std::optional<Refusal> issuesNote(Draft& draft);
std::optional<Refusal> blowsWhistle(Draft& draft);
std::optional<Refusal> asksAbove(Draft& draft);
std::optional<Refusal> answersNote(Draft& draft);
std::optional<Refusal> answersWhistle(Draft& draft);

}  // namespace dispatch::effects
