// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "dispatch/limits.h"

namespace dispatch {

/// Why the tick did something, kept in the journal as a code and its figures, so that each window
/// puts it into its own language.
struct Reason {
    enum class Is {
        Limit,        ///< A stage's limit; `allowed`, `stage` and `level` say which.
        TopLimit,     ///< The same at the top, where no level is above.
        NotAnswered,  ///< A note, whistle or matter within its limit.
        NoChannel,    ///< No channel delivered an order within `seconds`.
        OrderEnded,   ///< The order before it ended.
        Roster,       ///< The roster says so.
        LiveOrder,    ///< A live order is not finished.
    };
    Is is = Is::Roster;
    std::optional<Allowed> allowed{};
    std::string stage{};
    std::string level{};
    std::chrono::seconds seconds{};
    friend bool operator==(const Reason&, const Reason&) = default;
};

/// "limit, allowed=60 min, stage=handling, level=community", "no-channel, seconds=10".
std::string reasonCode(const Reason& reason);
/// @return Nothing where the text is no such code.
std::optional<Reason> readReason(std::string_view code);

}  // namespace dispatch
