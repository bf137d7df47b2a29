// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "dispatch/case.h"
#include "dispatch/clock.h"

namespace gis {

/// A time as a file told it.
struct ReadTime {
    dispatch::Millis time{};
    dispatch::TimePrecision precision = dispatch::TimePrecision::Second;
    bool hadZone = false;  ///< The text named its own zone; else the offset was used.
};

/// Reads a time: 2016-07-13 15:11:07.5+00:00, 2016/7/13T15:11Z, 2000-01-03, 2018-11, 20160713 and
/// seconds or milliseconds since 1970. The day comes never first: 3/4/2016 is refused, since nobody
/// can know which is the month.
///
/// @param utcOffset What a clock that names no zone adds to UTC; a bare day begins at its midnight.
std::optional<ReadTime> readTime(std::string_view text, std::chrono::minutes utcOffset);

/// "+08:00", "-03:30", "Z" as minutes; empty where it is none.
std::optional<std::chrono::minutes> readUtcOffset(std::string_view text);

/// "2016-07-13T15:11:07Z", with milliseconds where there are any.
std::string timeText(dispatch::Millis time);
std::string timeText(dispatch::Seconds time);

}  // namespace gis
