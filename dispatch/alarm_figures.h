// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <deque>
#include <optional>

#include "dispatch/clock.h"

namespace dispatch {

enum class AlarmPriority { Low, Medium, High };

/// How well a seat's alarms can be handled, over its last 24 hours or since it began to watch.
///
/// @source ISA-18.2: about 1 alarm in 10 minutes is manageable; a flood begins above 10 in 10
///         minutes and ends below 5; under 1 % of the time in flood; chattering is 3 or more a
///         minute from one source; stale is over 24 hours old; low, medium, high about 80/15/5 %.
struct AlarmFigures {
    std::chrono::minutes watched{};  ///< Time they are about, at least 1 minute.
    int raised = 0;
    double perTenMinutes = 0;         ///< Average.
    int peak = 0;                     ///< Most in any 10 minutes.
    double floodShare = 0;            ///< Part of the time in flood, 0 to 1.
    int chattering = 0;               ///< Sources that flap now.
    int stale = 0;                    ///< Alarms that stand for more than 24 hours.
    std::array<int, 3> byPriority{};  ///< Low, medium, high.
    /// Share of a priority in 100, 0 where nothing was raised.
    double percent(AlarmPriority priority) const;
};

/// Counts alarms by the minute.
class AlarmRates {
  public:
    void begin(Millis now);
    void add(Millis time, AlarmPriority priority);
    /// Everything but `chattering` and `stale`.
    AlarmFigures at(Millis now) const;

  private:
    struct Minute {
        std::chrono::sys_time<std::chrono::minutes> at;
        std::array<int, 3> raised{};
        int all() const { return raised[0] + raised[1] + raised[2]; }
    };
    std::deque<Minute> m_minutes;
    std::optional<std::chrono::sys_time<std::chrono::minutes>> m_from;
};

}  // namespace dispatch
