// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
/// know no time-zone database: they are handed one. An empty table is UTC.
using ZoneTable = std::vector<ZoneOffset>;

/// Wall time in a zone.
std::chrono::local_seconds localTime(const ZoneTable& zone, Seconds at);
/// The first moment at which the wall clock shows a time or a later one: the first of two where it
/// exists twice, the moment of the jump where it does not exist.
Seconds momentOf(const ZoneTable& zone, std::chrono::local_seconds wall);

/// Seconds after local midnight, [from, until). `until` is above 24 h where the span goes on into
/// the next day; it belongs to the day on which it begins.
struct Span {
    std::chrono::seconds from{};
    std::chrono::seconds until{};
    friend bool operator==(const Span&, const Span&) = default;
};

/// When a centre works: hours of weekdays, holidays, exchanged working days, and its zone.
struct WorkCalendar {
    /// Monday first; empty where nobody works. Ascending, none reaching into another.
    std::array<std::vector<Span>, 7> hours;
    std::vector<Span> emergency;  ///< Hours of every day that count for emergencies.
    /// Day: worked or not, whatever its weekday.
    std::map<std::chrono::local_days, bool> exceptions;
    ZoneTable zone;

    /// Whether anybody works on a local day. A worked exception has Monday's hours where its own
    /// weekday has none, or those of the first weekday that has some.
    bool isWorkday(std::chrono::local_days day) const;
    /// First and last year of which holidays are known; empty where none are. Other years have
    /// their plain weekdays.
    std::optional<std::pair<int, int>> knownYears() const;
};

/// Reads a calendar table, '#' begins a comment: rows `hours,1-5,08:30-12:00 14:30-18:00` (1 is
/// Monday, "*" every day), `emergency,*,07:00-22:00` (where there is none: the whole day),
/// `off,2024-01-01,NAME`, `off,2024-02-10..2024-02-17,NAME`, `work,2024-02-04,NAME`. A span that
/// ends before it begins goes over midnight.
/// @error BadInput names the row and what is wrong with it.
Result<WorkCalendar> readWorkCalendar(std::string_view table);

/// What a limit is counted in.
enum class LimitUnit { Minutes, Hours, Days, WorkHours, WorkDays, EmergencyHours };

/// An allowed time: 30 min, 4 h, 3 d, 2 wh, 5 wd, 8 eh.
struct Allowed {
    int amount = 0;  ///< 1 to 100,000.
    LimitUnit unit = LimitUnit::Minutes;
    friend bool operator==(const Allowed&, const Allowed&) = default;
};
/// @error BadInput says what is wrong with the text.
Result<Allowed> readAllowed(std::string_view text);
std::string allowedText(const Allowed& allowed);
/// A time by the clock, as people type it: "30 min", "2h", "3 d".
/// @error BadInput says what is wrong with the text; working time is none.
Result<std::chrono::seconds> readDuration(std::string_view text);

/// Time that lies between two moments, in the unit's own time; additive, and 0 where `until` is not
/// after `from`.
///
/// Minutes and hours: all that elapsed. Days: what the wall clock went on, which stands still in an
/// hour it shows again. Work and emergency hours: elapsed time at which the wall clock shows a time
/// within them. Work days: 24 h for each day worked, spread evenly over its hours, so that a short
/// Friday counts as much as any day.
std::chrono::seconds usedBetween(const WorkCalendar& calendar, LimitUnit unit, Seconds from,
                                 Seconds until);
/// The first moment at which `share` of the allowed time has passed since `from`.
///
/// Days and work days end at the same local time of day as they began, on the day that many
/// (working) days later; a work day's start outside working time counts from the next opening.
///
/// @param share Part of the allowed time, 0 to 1.
/// @param spent Time of the unit used up before `from`: a suspended clock goes on.
/// @return Empty where the calendar does not have that much time within 200 years.
std::optional<Seconds> reached(const WorkCalendar& calendar, const Allowed& allowed, double share,
                               Seconds from, std::chrono::seconds spent = {});

}  // namespace dispatch
