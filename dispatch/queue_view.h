// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/case.h"

namespace dispatch {

/// Which open cases a queue shows; every member narrows. Written and read as one line, so that a
/// view can be typed, saved under a name and sent to a colleague.
struct QueueView {
    std::vector<std::u32string> words;  ///< Folded; each occurs in the case (search_text.h).
    std::string stage, level, category, grid, unit;  ///< Codes; of category and grid a beginning.
    std::optional<Risk> risk;
    std::optional<std::chrono::seconds> olderThan;  ///< Reported at least so long ago.
    bool overdue = false;
    bool suspended = false;
    bool supervised = false;
    bool onSpot = false;  ///< Closed by who found it: the queue of its own.
    bool mine = false;    ///< Held by the reader's own centre.

    bool narrowsNothing() const;
    friend bool operator==(const QueueView&, const QueueView&) = default;
};

/// Reads a line: `fire stage:handling level:township risk:high category:03 grid:990302 unit:fire-1
/// older:30min overdue suspended supervised onspot mine`, in any order; whatever is no such word is
/// text to search for. A word in quotes is always text.
QueueView readQueueView(std::string_view line);

/// Whether a case is shown.
///
/// @param text   searchedText(record), which a caller may keep.
/// @param centre Centre::code the reader works for; empty: every centre is its own.
bool shows(const QueueView& view, const Case& record, const std::u32string& text, Seconds now,
           const std::string& centre);

/// A case's place in the queue; the smallest is the most urgent. What is late comes first, the
/// longest late before the others; then by the time that is left, then by risk; suspended cases and
/// those without a limit last.
struct Urgency {
    Seconds due = Seconds::max();  ///< The first limit that was missed, else the present one.
    int calm = 0;                  ///< 0 high risk, 2 low.
    CaseId id;
    friend auto operator<=>(const Urgency&, const Urgency&) = default;
};
Urgency urgencyOf(const Case& record);

}  // namespace dispatch
