// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace dispatch {

/// UTC to the second: cases, stages, limits, duties.
using Seconds = std::chrono::sys_seconds;
/// UTC to the millisecond: fixes, changes, the store's clock.
using Millis = std::chrono::sys_time<std::chrono::milliseconds>;

/// Tells the time. The rules never look at a clock of their own: they are handed one.
class Clock {
  public:
    virtual ~Clock() = default;
    /// @return Now, UTC, milliseconds.
    virtual Millis now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
  public:
    Millis now() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
    }
};

/// A clock that stands still until it is told to move; for tests and simulations.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Millis start) : m_now(start) {}
    Millis now() const override { return m_now; }
    void set(Millis time) { m_now = time; }
    void advance(std::chrono::milliseconds by) { m_now += by; }

  private:
    Millis m_now;
};

}  // namespace dispatch
