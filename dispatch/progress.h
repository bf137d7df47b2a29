// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/picture.h"
#include "dispatch/rules.h"

namespace dispatch {

// How a case moves under its clock. `Case::stageEntered` is when the present limit began: entering
// the stage, a change of level, or the end of a suspension; `Case::spentSeconds` is what of the
// limit was used before that.

/// The case is in a stage from now on: a new limit, nothing late.
void enterStage(const Rules& rules, Case& record, const std::string& stage, Seconds now);
/// Another level holds the case from now on, with its own limit; a limit missed before stays in
/// `lateSince` until the stage is left. Nothing where it is that level's already.
void enterLevel(const Rules& rules, const Picture& picture, Case& record, const std::string& level,
                Seconds now);
/// A limit that was missed gives way to a new one of the same level, so that it acts no second
/// time; `lateSince` stays. Nothing where no limit was missed.
void renewLimit(const Rules& rules, Case& record, Seconds now);
/// The limit counts anew for another category or risk, from when it began.
void recountLimit(const Rules& rules, Case& record, Seconds now);
/// The clock stands still (挂起).
void stopClock(const Rules& rules, Case& record, Seconds now);
/// The clock goes on with what is left of the limit.
void startClock(const Rules& rules, Case& record, Seconds now);
/// The limit ends later by `longer`, from now on where it was missed already.
void extendClock(const Rules& rules, Case& record, std::chrono::seconds longer, Seconds now);
/// Nothing needs to be done any more.
void closeCase(Case& record, Seconds now);

}  // namespace dispatch
