// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "dispatch/store.h"

namespace soak {

using Steady = std::chrono::steady_clock;

/// Follows a store as the console's store thread does: looks at the hint, a few times again after
/// it, and every 250 ms without one; a heartbeat every 5 s.
///
/// @thread one, which the store belongs to as well.
class Follower {
  public:
    /// Ends the test program where the store cannot be loaded.
    Follower(std::unique_ptr<dispatch::Store> store, dispatch::Author by);

    /// Called with what arrived and when.
    std::function<void(const dispatch::Delta& delta, Steady::time_point at)> arrived;

    /// Waits for something to happen, at most until then, and looks.
    void wait(Steady::time_point until);
    void look();

    dispatch::Store& store() { return *m_store; }
    const dispatch::Author& author() const { return m_by; }
    const dispatch::Picture& picture() const { return *m_picture; }
    int failures() const { return m_failures; }
    int reloads() const { return m_reloads; }  ///< Times the log did not reach back.

  private:
    void load();
    std::unique_ptr<dispatch::Store> m_store;
    dispatch::Author m_by;
    std::shared_ptr<const dispatch::Picture> m_picture;
    Steady::time_point m_nextPoll;
    Steady::time_point m_nextBeat;
    Steady::time_point m_again;
    std::size_t m_looksAgain = 0;
    bool m_owed = false;
    int m_failures = 0;
    int m_reloads = 0;
};

}  // namespace soak
