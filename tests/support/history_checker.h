// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/record.h"

namespace support {

/// What one transaction wanted with one record: to write the version after `expected`. A new record
/// expects 0. Every touch is a read as well: the store compares `expected` before it writes.
struct Touch {
    dispatch::RecordRef record;  ///< Its id is 0 until a receipt gave it one.
    std::int64_t expected = 0;
    bool removes = false;
    /// A thing only one record may hold at a time, taken or given back by this write: "live order
    /// of responder 7", "code C-3".
    std::string takes;
    std::string frees;
};

/// A version of a record: 1 after its first commit; a removal makes one more.
struct Version {
    dispatch::RecordRef record;
    std::int64_t revision = 0;
};

/// One transaction as its writer saw it. Times are of one monotonic clock for all writers.
struct Operation {
    enum class Answer {
        None,    ///< It may have happened or not: the writer died and nobody asked again.
        Done,    ///< Acknowledged.
        Refused  ///< A conflict: nothing was written.
    };
    std::string key;
    std::int64_t sent = 0;
    std::int64_t answered = 0;
    Answer answer = Answer::None;
    std::vector<Touch> touches;
    std::vector<Version> reads;         ///< Versions it relied on without writing the record.
    std::int64_t seq = 0;               ///< Of the receipt.
    std::optional<Version> foundOther;  ///< Refused: what stood there instead; revision 0: gone.
    std::string foundHeld;  ///< Refused: a thing somebody held, where the answer says not who.
};

/// What the store itself says at the end: who wrote which version.
struct StoredVersion {
    Version version;
    std::string key;
    std::int64_t seq = 0;  ///< Its place in the change log.
};

/// Everything that happened. A key may occur several times (a commit that was repeated, a retry
/// after a broken line); a refused key must not occur as done.
struct History {
    std::vector<Operation> operations;
    std::vector<StoredVersion> stored;
};

struct Verdict {
    std::vector<std::string> faults;  ///< One sentence each; at most some dozens are told.
    std::size_t done = 0;             ///< Transactions found in the store.
    std::size_t refused = 0;
    std::size_t versions = 0;
    bool ok() const { return faults.empty(); }
};

/// Tells whether a history could have come from a store that does one transaction after the other,
/// each at a moment between being sent and being answered (strict serialisability).
///
/// Found are: an acknowledged write that is not in the store, a version two transactions wrote or
/// nobody sent, a key that wrote twice, a refused key that wrote, a write over another version than
/// the expected one, a refusal without reason, a thing held by two records at once, and any order
/// of the transactions that would have to run in a circle.
Verdict checkHistory(const History& history);

}  // namespace support
