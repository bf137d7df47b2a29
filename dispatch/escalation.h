// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "dispatch/desk.h"

namespace dispatch {

/// Author::officer of what the tick writes; its reasons are codes (dispatch/reason.h).
inline constexpr const char* kSystemOfficer = "system";

/// Something whose time has come: the transaction that does it, and what it is about.
struct DueAct {
    enum class Is {
        Warn,          ///< 80 %: the holder is warned, once a limit.
        Climb,         ///< 100 %: one level up by itself, with the new level's limit.
        Supervise,     ///< 100 % at the top: it becomes a supervised matter.
        NoteLate,      ///< A supervision note, whistle or matter was not answered in time.
        NotDelivered,  ///< An order no channel delivered within its seconds.
        DutyBegins,
        DutyEnds,
        Overtime,  ///< A duty goes on past its end, since a live order binds its responder.
    };
    Is is = Is::Warn;
    CaseId record;  ///< None for duties.
    Seconds at{};   ///< When its time came.
    /// Conditional on the revisions: acting twice is a Conflict. `key` and `by` are the tick's.
    Transaction transaction;
};

/// How long a duty goes on at a time while a live order binds its responder; not into the next
/// duty.
inline constexpr std::chrono::minutes kOvertime{15};

/// Everything due at `now.now`, the longest due first. A pure function; any number of seats may ask
/// and commit it, exactly one wins each. A suspended case is never due.
///
/// @param duties Past, present and planned duties: the roster decides who is on duty. A responder
///               without any is left as it is.
std::vector<DueAct> dueActs(const Situation& now, std::span<const Duty> duties);

/// What a tick came to.
struct Ticked {
    int warned = 0, climbed = 0, supervised = 0, notes = 0, orders = 0, duties = 0;
    int lost = 0;         ///< Somebody else had done it, or changed the record meanwhile.
    int refused = 0;      ///< The store would not take it; the others were done all the same.
    std::string because;  ///< Why it refused the first of them.
};

/// Commits what is due: many acts a transaction, and one by one where somebody was first. Never
/// acts twice, whoever else ticks.
///
/// @param duties As for dueActs; they may be minutes old, since nobody goes on or off duty by them
///               before the store was asked.
/// @param seat Which seat ticks; the officer is kSystemOfficer.
/// @param key  Makes idempotency keys: 32 random hex digits.
/// @error The store's, where it cannot be reached; what was committed before stays done.
Result<Ticked> tick(Store& store, const Situation& now, std::span<const Duty> duties,
                    const std::string& seat, const std::function<std::string()>& key);

}  // namespace dispatch
