// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "dispatch/desk.h"

namespace dispatch {

/// Something whose time has come: the transaction that does it, and what it is about.
struct DueAct {
    enum class Is {
        Warn,          ///< 80 %: the holder is warned, once a limit.
        Climb,         ///< 100 %: one level up by itself, with the new level's limit.
        Supervise,     ///< 100 % at the top: it becomes a supervised matter.
        NoteLate,      ///< A supervision note or whistle was not answered in time.
        NotDelivered,  ///< An order no channel delivered within its seconds.
        DutyBegins,
        DutyEnds,
    };
    Is is = Is::Warn;
    CaseId record;
    Transaction transaction;  ///< Conditional on the revisions: acting twice is a Conflict.
};

/// Everything due at `now.now`, most overdue first. A pure function; any number of seats may ask
/// and commit it, exactly one wins each.
std::vector<DueAct> dueActs(const Situation& now);

/// What a tick came to.
struct Ticked {
    int warned = 0, climbed = 0, supervised = 0, notes = 0, orders = 0, duties = 0;
    int lost = 0;  ///< Somebody else had done it.
};

/// Commits what is due: many acts a transaction, and one by one where somebody was first. Never
/// acts twice, whoever else ticks.
/// @param key Makes idempotency keys: 32 random hex digits.
Result<Ticked> tick(Store& store, const Situation& now, const std::string& seat,
                    const std::function<std::string()>& key);

}  // namespace dispatch
