// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/work_calendar.h"

#include <algorithm>
#include <cmath>

namespace dispatch {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;

constexpr seconds kDay = days(1);
constexpr days kHorizon{200 * 366};

/// The row of a zone that counts at a moment. REQUIRES: a row.
std::size_t rowAt(const ZoneTable& zone, Seconds at) {
    const auto after =
        std::upper_bound(zone.begin(), zone.end(), at,
                         [](Seconds wanted, const ZoneOffset& row) { return wanted < row.from; });
    return after == zone.begin() ? 0 : static_cast<std::size_t>(after - zone.begin()) - 1;
}

local_seconds shifted(Seconds at, seconds offset) {
    return local_seconds{at.time_since_epoch() + offset};
}

Seconds unshifted(local_seconds wall, seconds offset) {
    return Seconds{wall.time_since_epoch() - offset};
}

/// The latest time the wall clock has shown so far: it never goes back.
local_seconds wallSoFar(const ZoneTable& zone, Seconds at) {
    const local_seconds wall = localTime(zone, at);
    if (zone.empty()) return wall;
    const std::size_t row = rowAt(zone, at);
    if (row == 0) return wall;
    return std::max(wall, shifted(zone[row].from, zone[row - 1].offset));
}

struct Interval {
    Seconds from{};
    Seconds until{};
};

/// Adds the moments at which the wall clock shows a time within a span of a day.
void addMoments(const ZoneTable& zone, local_days day, const Span& span,
                std::vector<Interval>& moments) {
    const local_seconds first = local_seconds{day} + span.from;
    const local_seconds last = local_seconds{day} + span.until;
    if (zone.empty()) {
        moments.push_back({unshifted(first, {}), unshifted(last, {})});
        return;
    }
    // No zone is more than a day away from UTC.
    const std::size_t begin = rowAt(zone, unshifted(first, kDay));
    const std::size_t end = rowAt(zone, unshifted(last, -kDay)) + 1;
    for (std::size_t row = begin; row < end; ++row) {
        Interval part{unshifted(first, zone[row].offset), unshifted(last, zone[row].offset)};
        if (row > 0) part.from = std::max(part.from, zone[row].from);
        if (row + 1 < zone.size()) part.until = std::min(part.until, zone[row + 1].from);
        if (part.from < part.until) moments.push_back(part);
    }
}

/// Walks over the days of a calendar, giving the moments that count on each.
class Days {
  public:
    Days(const WorkCalendar& calendar, LimitUnit unit) : m_calendar(calendar), m_unit(unit) {}

    /// The moments of a day in their order; empty where none count. Valid until the next call.
    const std::vector<Interval>& momentsOf(local_days day) {
        m_moments.clear();
        for (const Span& span : spansOf(day)) addMoments(m_calendar.zone, day, span, m_moments);
        std::sort(m_moments.begin(), m_moments.end(),
                  [](const Interval& a, const Interval& b) { return a.from < b.from; });
        return m_moments;
    }

    /// The first day with moments that may lie at or after a moment.
    local_days firstDay(Seconds at) const {
        return std::chrono::floor<days>(localTime(m_calendar.zone, at)) - days(2);
    }
    local_days lastDay(Seconds at) const {
        return std::chrono::floor<days>(localTime(m_calendar.zone, at)) + days(1);
    }

  private:
    const std::vector<Span>& spansOf(local_days day) const {
        static const std::vector<Span> kNone;
        if (m_unit == LimitUnit::EmergencyHours) return m_calendar.emergency;
        if (!m_calendar.isWorkday(day)) return kNone;
        const auto& own = m_calendar.hours[std::chrono::weekday(day).iso_encoding() - 1];
        if (!own.empty()) return own;
        // An exchanged day.
        for (const auto& hours : m_calendar.hours)
            if (!hours.empty()) return hours;
        return kNone;
    }

    const WorkCalendar& m_calendar;
    LimitUnit m_unit;
    std::vector<Interval> m_moments;
};

seconds lengthOf(const std::vector<Interval>& moments) {
    seconds length{};
    for (const Interval& part : moments) length += part.until - part.from;
    return length;
}

seconds lengthUntil(const std::vector<Interval>& moments, Seconds until) {
    seconds length{};
    for (const Interval& part : moments)
        if (part.from < until) length += std::min(part.until, until) - part.from;
    return length;
}

/// Time of a day used up before a moment: as it is, or as a part of 24 h for work days.
seconds usedOf(const std::vector<Interval>& moments, LimitUnit unit, Seconds until) {
    const seconds used = lengthUntil(moments, until);
    if (unit != LimitUnit::WorkDays || used.count() == 0) return used;
    return seconds(used.count() * kDay.count() / lengthOf(moments).count());
}

/// The moment of a day at which `used` of its time has passed; work days go on to the next opening
/// where that is a closing.
std::optional<Seconds> momentIn(const std::vector<Interval>& moments, LimitUnit unit,
                                seconds used) {
    const bool isDays = unit == LimitUnit::WorkDays;
    seconds left = used;
    if (isDays) {
        const auto scaled = used.count() * lengthOf(moments).count();
        left = seconds((scaled + kDay.count() - 1) / kDay.count());
    }
    for (const Interval& part : moments) {
        const seconds length = part.until - part.from;
        if (isDays ? left < length : left <= length) return part.from + left;
        left -= length;
    }
    return std::nullopt;
}

std::optional<Seconds> walk(const WorkCalendar& calendar, LimitUnit unit, Seconds from,
                            seconds need) {
    Days all(calendar, unit);
    const local_days first = all.firstDay(from);
    for (local_days day = first; day < first + kHorizon; day += days(1)) {
        const std::vector<Interval>& moments = all.momentsOf(day);
        if (moments.empty() || moments.back().until <= from) continue;
        const seconds before = usedOf(moments, unit, from);
        if (const auto at = momentIn(moments, unit, before + need)) return std::max(*at, from);
        need -= usedOf(moments, unit, moments.back().until) - before;
    }
    return std::nullopt;
}

seconds secondsOf(const Allowed& allowed) {
    const std::int64_t amount = allowed.amount;
    switch (allowed.unit) {
        case LimitUnit::Minutes:
            return seconds(60 * amount);
        case LimitUnit::Hours:
        case LimitUnit::WorkHours:
        case LimitUnit::EmergencyHours:
            return seconds(3'600 * amount);
        case LimitUnit::Days:
        case LimitUnit::WorkDays:
            return kDay * amount;
    }
    return {};
}

}  // namespace

local_seconds localTime(const ZoneTable& zone, Seconds at) {
    return shifted(at, zone.empty() ? seconds{} : zone[rowAt(zone, at)].offset);
}

Seconds momentOf(const ZoneTable& zone, local_seconds wall) {
    if (zone.empty()) return unshifted(wall, {});
    // No zone is more than a day away from UTC.
    for (std::size_t row = rowAt(zone, unshifted(wall, kDay)); row < zone.size(); ++row) {
        Seconds at = unshifted(wall, zone[row].offset);
        if (row > 0) at = std::max(at, zone[row].from);
        if (row + 1 == zone.size() || at < zone[row + 1].from) return at;
    }
    return unshifted(wall, zone.back().offset);
}

bool WorkCalendar::isWorkday(local_days day) const {
    if (const auto known = exceptions.find(day); known != exceptions.end()) return known->second;
    return !hours[std::chrono::weekday(day).iso_encoding() - 1].empty();
}

std::optional<std::pair<int, int>> WorkCalendar::knownYears() const {
    if (exceptions.empty()) return std::nullopt;
    const auto year = [](local_days day) { return int(std::chrono::year_month_day(day).year()); };
    return std::pair(year(exceptions.begin()->first), year(exceptions.rbegin()->first));
}

seconds usedBetween(const WorkCalendar& calendar, LimitUnit unit, Seconds from, Seconds until) {
    if (until <= from) return {};
    if (unit == LimitUnit::Minutes || unit == LimitUnit::Hours) return until - from;
    if (unit == LimitUnit::Days)
        return wallSoFar(calendar.zone, until) - wallSoFar(calendar.zone, from);
    Days all(calendar, unit);
    seconds used{};
    for (local_days day = all.firstDay(from); day <= all.lastDay(until); day += days(1)) {
        const std::vector<Interval>& moments = all.momentsOf(day);
        if (!moments.empty()) used += usedOf(moments, unit, until) - usedOf(moments, unit, from);
    }
    return used;
}

std::optional<Seconds> reached(const WorkCalendar& calendar, const Allowed& allowed, double share,
                               Seconds from, seconds spent) {
    const auto whole = static_cast<double>(secondsOf(allowed).count());
    const seconds need = std::max(seconds(std::llround(whole * share)) - spent, seconds{});
    switch (allowed.unit) {
        case LimitUnit::Minutes:
        case LimitUnit::Hours:
            return from + need;
        case LimitUnit::Days:
            return std::max(from, momentOf(calendar.zone, wallSoFar(calendar.zone, from) + need));
        case LimitUnit::WorkHours:
        case LimitUnit::WorkDays:
        case LimitUnit::EmergencyHours:
            break;
    }
    if (need.count() == 0) return from;
    return walk(calendar, allowed.unit, from, need);
}

}  // namespace dispatch
