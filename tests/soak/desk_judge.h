// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/soak/desk_log.h"
#include "tests/soak/store_place.h"

namespace soak {

/// What a busy desk came to.
struct DeskVerdict {
    std::vector<std::string> faults;  ///< A sentence each; at most some dozens.
    std::size_t acknowledged = 0;     ///< Transactions.
    std::size_t unanswered = 0;       ///< Of which nothing was heard.
    std::size_t unansweredDone = 0;   ///< Of those the ones that are in the store.
    std::size_t conflicts = 0;
    std::size_t refused = 0;  ///< By the store, for what was in them.
    std::int64_t lineFailures = 0;
    std::int64_t entries = 0;                  ///< Of the journal.
    std::map<std::string, std::int64_t> acts;  ///< Of the tick, by their action.
};

/// Holds a store against the logs of all who wrote it: every acknowledged transaction is there
/// whole, with its entries in the journal exactly once, and nothing else is; revisions have no
/// holes, rows say what their last writer wrote; nobody ever had two live orders, and nobody went
/// off duty with one; a limit acted once; each refusal named who was first; the roster is as
/// brokenRosterRules() wants it; the journal and the store prove themselves.
DeskVerdict judgeDesk(StorePlace& place, const std::vector<std::string>& logs);

/// What holds at every moment, asked past the product: nobody has two duties that overlap, and who
/// is off duty has no latest position. A line for each breach.
std::vector<std::string> brokenRosterRules(StorePlace& place);

}  // namespace soak
