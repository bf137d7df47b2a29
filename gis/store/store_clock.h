// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "dispatch/store.h"
#include "gis/store/open_store.h"
#include "gis/store/sqlite.h"

namespace gis {

/// The store's time on a machine that has only its own clock, guarded.
///
/// Wall time minus time since boot is one number D for a machine until somebody sets its clock.
/// Every heartbeat stores its D and its boot, so a seat knows exactly how far its clock stands from
/// the newest heartbeat of the same boot, however old that is. A clock is suspect, and may not
/// stamp, where
///  - its D is more than 30 s off the D of the newest heartbeat of this boot (or, without one, off
///    the D this process began with): it was set while people worked;
///  - it stands more than 30 s behind the newest stamp in the store, unless an owner confirmed it
///    in this boot;
///  - it is more than 30 s off a heartbeat of another boot that is seen to go on beating.
/// Old heartbeats of another boot prove nothing, so a single honest seat is never locked out by its
/// own past. Suspect seats write no heartbeat; `confirm` writes one that the others follow.
///
/// @thread the store's.
class StoreClock {
  public:
    explicit StoreClock(const OpenOptions& options);

    /// The stamp for what is written now: never behind the newest in the store. Call inside a
    /// write transaction; it moves the newest stamp on.
    /// @error NotAllowed the clock is suspect; detail says why.
    dispatch::Result<dispatch::Millis> stamp(Connection& connection);
    /// Store time for readers: this clock, never behind the newest stamp.
    dispatch::Millis storeTime(Connection& connection) const;
    dispatch::ClockReport report(Connection& connection);
    /// Inside a write transaction.
    dispatch::ClockReport beat(Connection& connection, const dispatch::Author& by, bool confirm);

    dispatch::Millis wall() const;
    const std::string& boot() const { return m_monotonic.boot; }

  private:
    struct Seen {
        std::int64_t beat = 0;
        std::int64_t monotonic = 0;
    };
    const dispatch::Clock* m_clock;
    dispatch::SystemClock m_machine;
    MonotonicClock m_monotonic;
    std::int64_t m_baseline = 0;
    std::map<std::string, Seen> m_seen;
};

}  // namespace gis
