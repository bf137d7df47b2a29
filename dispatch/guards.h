// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/desk.h"

namespace dispatch {

/// What a guard looks at. Without a command only what no argument can mend is judged: what a button
/// is disabled by.
struct Look {
    const Situation& now;
    const Actor& actor;
    const Case& record;
    const Command* command = nullptr;
};

/// Why a guard refuses; nothing where it holds.
std::optional<Refusal> refusalBy(Guard guard, const Look& look);
/// Whether a guard asks for an argument of the command.
bool asksArgument(Guard guard);
/// Arguments that are given but that the store does not know, whatever the step asks for.
std::optional<Refusal> unknownArgument(const Look& look);

/// The responder a command is about: the one it names, else the device's own, else the only one
/// with an unfinished order on the case; null where there is none.
const Responder* responderOf(const Look& look);
/// The responder's unfinished order on the case.
std::optional<Assignment> orderOf(const Look& look);
/// The supervision a command answers: the one it names, else the oldest open one of a kind.
const Supervision* openSupervision(const Look& look, SupervisionKind kind);
/// The actor as the store has it now.
User userOf(const Situation& now, const Actor& actor);
/// Whether the user answers from the field for a responder.
bool isField(const Situation& now, const User& user);

}  // namespace dispatch
