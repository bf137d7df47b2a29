// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/clock.h"
#include "dispatch/result.h"

namespace dispatch {

/// From `from` on, local time is UTC plus `offset`.
struct ZoneOffset {
    Seconds from{};
    std::chrono::seconds offset{};
    friend bool operator==(const ZoneOffset&, const ZoneOffset&) = default;
};

/// A time zone as a table, ascending; the first row counts for all times before it too. The rules
/// know no time-zone database: they are handed one.
using ZoneTable = std::vector<ZoneOffset>;

/// Seconds after local midnight, [from, until).
struct Span {
    std::chrono::seconds from{};
    std::chrono::seconds until{};
    friend bool operator==(const Span&, const Span&) = default;
};

/// When a centre works: hours of weekdays, holidays, exchanged working days, and its zone.
struct WorkCalendar {
    std::array<std::vector<Span>, 7> hours;  ///< Monday first; empty where nobody works.
    std::vector<Span> emergency;             ///< Hours of every day that count for emergencies.
    std::map<std::chrono::local_days, bool>
        exceptions;  ///< Day: worked or not, whatever its weekday.
    ZoneTable zone;

    /// Whether anybody works on a local day. A worked exception has Monday's hours where its own
    /// weekday has none.
    bool isWorkday(std::chrono::local_days day) const;
};

/// Reads a calendar table: rows `hours,1-5,08:30-12:00 14:30-18:00`, `emergency,*,07:00-22:00`,
/// `off,2024-01-01,NAME`, `work,2024-02-04,NAME`.
/// @error BadInput names the row and what is wrong with it.
Result<WorkCalendar> readWorkCalendar(std::string_view table);

/// What a limit is counted in.
enum class LimitUnit { Minutes, Hours, Days, WorkHours, WorkDays, EmergencyHours };

/// An allowed time: 30 min, 4 h, 3 d, 2 wh, 5 wd, 8 eh.
struct Allowed {
    int amount = 0;
    LimitUnit unit = LimitUnit::Minutes;
    friend bool operator==(const Allowed&, const Allowed&) = default;
};
Result<Allowed> readAllowed(std::string_view text);
std::string allowedText(const Allowed& allowed);

/// Time of the calendar that lies between two moments, in the unit's own time: all of it for
/// minutes, hours and days; worked time for work hours and days; emergency hours for those.
std::chrono::seconds usedBetween(const WorkCalendar& calendar, LimitUnit unit, Seconds from,
                                 Seconds until);
/// The first moment at which `amount` of the unit's time has passed since `from`. Days and work
/// days end at the same local time of day as they began, on the day that many (working) days
/// later; a start outside working time counts from the next opening.
/// @param spent Time of the unit used up before `from`: a suspended clock goes on.
/// @return Empty where the calendar never has that much time (no working hours at all).
std::optional<Seconds> reached(const WorkCalendar& calendar, const Allowed& allowed, double share,
                               Seconds from, std::chrono::seconds spent = {});

}  // namespace dispatch
