// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "app/live/link.h"
#include "dispatch/store.h"

namespace app {

/// Judges the link to the store by what its calls answered: live, slow or lost, and when to try
/// again. Knows nothing of threads or timers.
class LinkWatch {
  public:
    using Now = std::chrono::steady_clock::time_point;
    /// @param chance A number from 0 to below 1 each time it is asked: spreads the waits, so that
    ///               the seats of a hall do not come back in the same moment. Empty: random.
    explicit LinkWatch(std::function<double()> chance = {});

    const Link& link() const { return m_link; }

    /// A store was opened; nothing has been asked yet.
    void opened() { m_failures = 0; }
    /// The store told what is new.
    /// @param roundTrip How long one question took; nothing where it was a whole picture.
    void answered(std::optional<std::chrono::milliseconds> roundTrip, dispatch::Millis storeTime);
    /// The store took this seat's heartbeat.
    void stamped(const dispatch::ClockReport& report, std::chrono::milliseconds roundTrip);
    /// The store takes no heartbeat from this seat, which goes on reading.
    void mayNotStamp(const std::string& why);
    /// A call failed.
    /// @param hasPicture There is something to show meanwhile.
    /// @return True where the store must be given up and opened anew.
    bool failed(const dispatch::Error& error, bool hasPicture);
    /// The store was given up.
    /// @return How long to wait before it is opened anew: 250 ms, twice as long each time, at most
    ///         10 s; never below 5 s where the sign-in was refused; all give or take a fifth.
    std::chrono::milliseconds lost(const dispatch::Error& error, Now now);

  private:
    void judge(std::chrono::milliseconds roundTrip);

    std::function<double()> m_chance;
    Link m_link;
    std::chrono::milliseconds m_backOff;
    int m_failures = 0;
};

}  // namespace app
