// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "dispatch/desk.h"
#include "tests/soak/desk_log.h"

namespace soak {

/// A hall's time that all its processes share and that runs faster than the machine's, so that
/// limits of minutes pass in seconds.
struct HallClock {
    std::int64_t epoch = 0;  ///< Milliseconds since 1970 at which it began.
    std::int64_t began = 0;  ///< Then, by the machine's steady clock, nanoseconds.
    int factor = 1;

    static HallClock startNow(int factor);
    dispatch::Millis now() const;
};

/// What fills a hall.
struct HallPlan {
    int cases = 200;
    int responders = 40;
};

/// Fills a store with a small city, units, responders on duty, shifts for half of them, users of
/// every role, level and centre, limits of a few minutes, and cases taken in by the desk; ends the
/// test program where that does not work.
/// @param log Gets all that was written.
void prepareDesk(const std::string& uri, const std::string& log, const HallPlan& plan,
                 const HallClock& clock);

/// The rules in force; ends the program where they cannot be read.
dispatch::Rules rulesOf(const dispatch::Picture& picture);
/// A desk at a store, with keys nobody can guess.
dispatch::Desk deskAt(dispatch::Store& store);

}  // namespace soak
