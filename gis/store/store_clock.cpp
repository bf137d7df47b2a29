// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/store_clock.h"

#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace gis {
namespace {

using namespace dispatch;
using std::chrono::milliseconds;

constexpr std::int64_t kSayMs = 1000;
constexpr std::int64_t kRefuseMs = 30000;

std::chrono::milliseconds sinceBoot() {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return milliseconds(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

std::string bootOfMachine() {
    std::string boot;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
    return boot;
}

std::string seconds(std::int64_t ms) {
    char words[32];
    std::snprintf(words, sizeof words, "%.1f s", static_cast<double>(std::abs(ms)) / 1000);
    return words;
}

std::int64_t newestStamp(Connection& connection) {
    return connection.integer("SELECT newest_stamp FROM store_state");
}

}  // namespace

StoreClock::StoreClock(const OpenOptions& options)
    : m_clock(options.clock), m_monotonic(options.monotonic) {
    if (!m_monotonic.now && m_clock) {
        const Clock* clock = m_clock;
        m_monotonic.now = [clock] { return clock->now().time_since_epoch(); };
        m_monotonic.boot = "follows the given clock";
    } else if (!m_monotonic.now) {
        m_monotonic = {&sinceBoot, bootOfMachine()};
    }
    m_baseline = wall().time_since_epoch().count() - m_monotonic.now().count();
}

Millis StoreClock::wall() const {
    return m_clock ? m_clock->now() : m_machine.now();
}

Result<Millis> StoreClock::stamp(Connection& connection) {
    const ClockReport now = report(connection);
    if (!now.mayStamp) return Error{ErrorCode::NotAllowed, now.why};
    const std::int64_t at = now.storeTime.time_since_epoch().count();
    connection.prepare("UPDATE store_state SET newest_stamp = ?").bind(at).run();
    return now.storeTime;
}

Millis StoreClock::storeTime(Connection& connection) const {
    return std::max(wall(), Millis{milliseconds(newestStamp(connection))});
}

ClockReport StoreClock::report(Connection& connection) {
    const std::int64_t wallNow = wall().time_since_epoch().count();
    const std::int64_t monotonic = m_monotonic.now().count();
    const std::int64_t newest = newestStamp(connection);
    ClockReport report;
    report.storeTime = Millis{milliseconds(std::max(wallNow, newest))};

    std::int64_t reference = m_baseline;
    std::string seat;
    bool confirmed = false;
    Statement own = connection.prepare(
        "SELECT seat, wall - monotonic, confirmed FROM heartbeat WHERE boot = ? ORDER BY beat "
        "DESC");
    own.bind(boot());
    while (own.step()) {
        if (seat.empty()) {
            reference = own.integer(1);
            seat = own.text(0);
        }
        const std::int64_t apart = wallNow - monotonic - own.integer(1);
        confirmed = confirmed || (own.integer(2) != 0 && std::abs(apart) <= kRefuseMs);
    }
    std::int64_t offset = wallNow - monotonic - reference;

    Statement foreign = connection.prepare(
        "SELECT seat, beat, wall FROM heartbeat WHERE boot <> ? ORDER BY beat DESC LIMIT 1");
    foreign.bind(boot());
    if (foreign.step()) {
        Seen& seen = m_seen[foreign.text(0)];
        const std::int64_t beat = foreign.integer(1);
        const std::int64_t apart = wallNow - foreign.integer(2);
        const std::int64_t unsure = monotonic - seen.monotonic;
        if (seen.beat != 0 && beat > seen.beat && std::abs(apart) > kRefuseMs + unsure) {
            offset = apart;
            seat = foreign.text(0);
        }
        seen = {beat, monotonic};
    }
    report.offset = milliseconds(offset);

    const std::string whose = seat.empty() ? "what it was when this program began"
                                           : "the last heartbeat, of seat " + seat;
    if (std::abs(offset) > kSayMs)
        report.why = "this machine's clock is " + seconds(offset) +
                     (offset > 0 ? " ahead of " : " behind ") + whose;
    if (std::abs(offset) > kRefuseMs) {
        report.mayStamp = false;
    } else if (newest - wallNow > kRefuseMs && !confirmed) {
        report.mayStamp = false;
        report.why = "this machine's clock is " + seconds(newest - wallNow) +
                     " behind the newest entry in the store";
    } else if (newest - wallNow > kSayMs && report.why.empty()) {
        report.why = "this machine's clock is " + seconds(newest - wallNow) +
                     " behind the newest entry in the store";
    }
    if (!report.mayStamp)
        report.why += "; nothing is written until its owner confirms it (gridhall clock confirm)";
    return report;
}

ClockReport StoreClock::beat(Connection& connection, const Author& by, bool confirm) {
    ClockReport now = report(connection);
    if (!now.mayStamp && !confirm) return now;
    const std::int64_t wallNow = wall().time_since_epoch().count();
    const std::int64_t monotonic = m_monotonic.now().count();
    connection
        .prepare(
            "INSERT INTO heartbeat (seat, officer, beat, boot, wall, monotonic, confirmed)"
            " VALUES (?, ?, (SELECT coalesce(max(beat), 0) + 1 FROM heartbeat), ?, ?, ?, ?)"
            " ON CONFLICT (seat) DO UPDATE SET officer = excluded.officer,"
            " beat = excluded.beat, wall = excluded.wall, monotonic = excluded.monotonic,"
            " confirmed = CASE WHEN boot = excluded.boot"
            " THEN max(confirmed, excluded.confirmed) ELSE excluded.confirmed END,"
            " boot = excluded.boot")
        .bindAll(by.seat, by.officer, boot(), wallNow, monotonic, confirm ? 1 : 0)
        .run();
    const std::int64_t at = now.storeTime.time_since_epoch().count();
    connection.prepare("UPDATE store_state SET newest_stamp = ?").bind(at).run();
    m_baseline = wallNow - monotonic;
    return confirm ? report(connection) : now;
}

}  // namespace gis
