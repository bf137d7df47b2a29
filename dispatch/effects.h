// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/guards.h"
#include "dispatch/orders.h"

namespace dispatch {

/// What the journal of a case says where another was merged into it; that one's code follows.
inline constexpr std::string_view kMergedFrom = "merged-from ";

/// What an action is about to write, as its effects have made it so far.
struct Draft {
    Draft(const Situation& now, const Actor& actor, const Case& record, const Command& command);
    Look look() const { return {now, actor, before, &command}; }

    const Situation& now;
    const Actor& actor;
    const Case& before;
    const Command& command;
    Seconds second;  ///< `now` in whole seconds.
    Case record;
    OrderBook orders;
    std::vector<Supervision> supervisions;
    std::vector<CaseNote> notes;
    std::optional<Case> target;              ///< Written as it is: it must still be open.
    std::vector<JournalEntry> otherEntries;  ///< About other cases.
    std::vector<std::string> what;  ///< What changed beside the case's own fields, in codes.
};

/// Changes the draft, or says why it cannot be.
std::optional<Refusal> apply(Effect effect, Draft& draft);

}  // namespace dispatch
