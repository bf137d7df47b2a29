// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_store.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kRowsASlice = 5000;
constexpr auto kSlicePatience = 60s;
constexpr const char* kKeeperLock = "hashtextextended('gridhall.keeper', 0)";

}  // namespace

Result<void> PostgisStore::retain(std::stop_token stop) {
    // One seat of the hall at a time does it for all.
    const auto mine = ask(std::string("SELECT pg_try_advisory_lock(") + kKeeperLock + ")", {});
    if (!mine) return mine.error();
    if (mine->text(0, 0) != "t") return {};
    auto limited = m_link->limitServer(kSlicePatience);
    auto done = limited ? sweep(std::move(stop)) : limited;
    const auto over = ask(std::string("SELECT pg_advisory_unlock(") + kKeeperLock + ")", {});
    limited = m_link->limitServer(m_options.patience);
    if (!done) return done;
    if (!over) return over.error();
    return limited;
}

Result<void> PostgisStore::sweep(std::stop_token stop) {
    // What fails keeps nothing else from its turn; the first failure is told.
    Result<void> outcome;
    const auto slices = [&](const std::string& sql, std::initializer_list<PgValue> values) {
        while (!stop.stop_requested()) {
            const auto gone = ask(sql, values);
            if (!gone && outcome) outcome = gone.error();
            if (!gone || gone->integer(0, 0) == 0) return;
        }
    };
    for (const char* once :
         {"SELECT gridhall.drop_overdue()", "SELECT gridhall.drop_track_months()"})
        if (const auto done = ask(once, {}); !done && outcome) outcome = done.error();
    slices("SELECT gridhall.delete_tracks($1)", {kRowsASlice});
    slices("SELECT gridhall.drop_contacts($1)", {kRowsASlice});
    slices("SELECT gridhall.trim_log($1)", {kRowsASlice});
    const auto dead = ask("SELECT gridhall.dead_batches()", {});
    if (!dead) return dead.error();
    for (const std::int64_t batch : numbersFromPgArray(dead->text(0, 0)))
        slices("SELECT gridhall.sweep_batch($1, $2)", {batch, kRowsASlice});
    const auto replaced = ask("SELECT * FROM gridhall.replaced_generations()", {});
    if (!replaced) return replaced.error();
    for (int row = 0; row < replaced->rows(); ++row)
        slices("SELECT gridhall.sweep_generation($1, $2, $3)",
               {replaced->text(row, 0), replaced->integer(row, 1), kRowsASlice});
    return outcome;
}

}  // namespace gis
