// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_store.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr std::int64_t kRowsASlice = 5000;
constexpr const char* kKeeperLock = "hashtextextended('gridhall.keeper', 0)";

}  // namespace

Result<void> PostgisStore::retain(std::stop_token stop) {
    // One seat of the hall at a time does it for all.
    const auto mine = ask(std::string("SELECT pg_try_advisory_lock(") + kKeeperLock + ")", {});
    if (!mine) return mine.error();
    if (mine->text(0, 0) != "t") return {};
    auto done = sweep(std::move(stop));
    const auto over = ask(std::string("SELECT pg_advisory_unlock(") + kKeeperLock + ")", {});
    if (!done) return done;
    return over ? Result<void>() : over.error();
}

Result<void> PostgisStore::sweep(std::stop_token stop) {
    const auto slices = [&](const std::string& sql,
                            std::initializer_list<PgValue> values) -> Result<void> {
        while (!stop.stop_requested()) {
            const auto gone = ask(sql, values);
            if (!gone) return gone.error();
            if (gone->integer(0, 0) == 0) return {};
        }
        return {};
    };
    for (const char* once :
         {"SELECT gridhall.drop_overdue()", "SELECT gridhall.drop_track_months()"})
        if (const auto done = ask(once, {}); !done) return done.error();
    for (const char* sliced : {"SELECT gridhall.delete_tracks($1)", "SELECT gridhall.trim_log($1)"})
        if (auto done = slices(sliced, {kRowsASlice}); !done) return done;
    const auto dead = ask("SELECT gridhall.dead_batches()", {});
    if (!dead) return dead.error();
    for (const std::int64_t batch : numbersFromPgArray(dead->text(0, 0)))
        if (auto done = slices("SELECT gridhall.sweep_batch($1, $2)", {batch, kRowsASlice}); !done)
            return done;
    const auto replaced = ask("SELECT * FROM gridhall.replaced_generations()", {});
    if (!replaced) return replaced.error();
    for (int row = 0; row < replaced->rows(); ++row)
        if (auto done = slices("SELECT gridhall.sweep_generation($1, $2, $3)",
                               {replaced->text(row, 0), replaced->integer(row, 1), kRowsASlice});
            !done)
            return done;
    return {};
}

}  // namespace gis
