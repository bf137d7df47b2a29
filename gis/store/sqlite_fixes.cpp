// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <tuple>

#include "gis/store/fix_blocks.h"
#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr std::size_t kFixesATransaction = 4000;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kYear2000Ms = 946'684'800'000;
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

bool isImpossible(const Fix& fix, std::int64_t now) {
    const LonLat p = fix.place;
    const bool onEarth = p.lon >= -180 && p.lon <= 180 && p.lat >= -90 && p.lat <= 90;
    const std::int64_t time = fixMillis(fix);
    return !onEarth || (p.lon == 0 && p.lat == 0) || time > now + kDayMs || time < kYear2000Ms;
}

std::int32_t sourceIndex(Connection& connection, const std::string& code) {
    for (int tries = 0; tries < 2; ++tries) {
        Statement find = connection.prepare("SELECT idx FROM source WHERE code = ?");
        find.bind(code);
        if (find.step()) return static_cast<std::int32_t>(find.integer(0));
        connection
            .prepare(
                "INSERT INTO source (code, report_seconds) VALUES (?1, coalesce((SELECT"
                " CAST(value AS INTEGER) FROM setting r WHERE key = 'source.' || ?1 ||"
                " '.report_seconds' AND " +
                inForce(Kind::Setting) + "), 30))")
            .bind(code)
            .run();
    }
    return 0;
}

}  // namespace

void SqliteStore::refreshDuties() {
    const std::int64_t newest =
        m_main->integer("SELECT max(changed) FROM kind_state WHERE kind IN ('duty', 'responder')");
    if (newest == m_dutiesAsOf) return;
    bool all = m_dutiesAsOf < m_main->integer("SELECT trimmed_to FROM store_state");
    if (!all) {
        Statement log = m_main->prepare(
            "SELECT c.kind = 'duty', c.record, c.op, d.responder FROM change c LEFT JOIN duty d"
            " ON c.kind = 'duty' AND d.id = c.record"
            " WHERE c.seq > ? AND c.kind IN ('duty', 'responder')");
        log.bind(m_dutiesAsOf);
        while (log.step()) {
            if (log.integer(2) == 3 || (log.integer(0) != 0 && log.isNull(3)))
                all = true;
            else
                m_duties.erase(log.integer(0) != 0 ? log.integer(3) : log.integer(1));
        }
    }
    if (all) m_duties.clear();
    m_dutiesAsOf = newest;
}

const SqliteStore::DutyTimes& SqliteStore::dutiesOf(ResponderId who) {
    const auto [slot, fresh] = m_duties.try_emplace(who.value);
    DutyTimes& times = slot->second;
    if (!fresh) return times;
    Statement state = m_main->prepare("SELECT r.on_duty FROM responder r WHERE r.id = ? AND " +
                                      inForce(Kind::Responder));
    state.bind(who.value);
    times.known = state.step();
    if (!times.known) return times;
    times.onDuty = state.integer(0) != 0;
    Statement spans =
        m_main->prepare("SELECT r.from_at, r.until_at FROM duty r WHERE r.responder = ? AND " +
                        inForce(Kind::Duty));
    spans.bind(who.value);
    while (spans.step())
        times.spans.emplace_back(spans.integer(0) * 1000,
                                 spans.isNull(1) ? kForever : spans.integer(1) * 1000);
    return times;
}

Result<FixReceipt> SqliteStore::addFixes(std::span<const Fix> fixes, const std::string& source) {
    m_main->clearError();
    FixReceipt receipt;
    for (std::size_t at = 0; at < fixes.size(); at += kFixesATransaction) {
        const auto taken = takeFixes(
            fixes.subspan(at, std::min(kFixesATransaction, fixes.size() - at)), source, receipt);
        if (!taken) return taken.error();
    }
    return receipt;
}

Result<void> SqliteStore::takeFixes(std::span<const Fix> fixes, const std::string& source,
                                    FixReceipt& total) {
    Connection& db = *m_main;
    std::vector<const Fix*> ordered(fixes.size());
    for (std::size_t i = 0; i < fixes.size(); ++i) ordered[i] = &fixes[i];
    std::stable_sort(ordered.begin(), ordered.end(), [](const Fix* a, const Fix* b) {
        return std::tie(a->responder, a->time) < std::tie(b->responder, b->time);
    });

    SqlTransaction write(db, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(db)) return db.takeError("position reports");
    const auto stamp = m_clock.stamp(db);
    if (!stamp) return stamp.error();
    const std::int64_t now = stamp->time_since_epoch().count();
    refreshDuties();
    const std::int32_t index = sourceIndex(db, source);
    FixReceipt receipt;
    FixBlocks blocks(db, 0, now);
    std::int64_t newest = 0;
    {
        Statement latest = db.prepare(
            "INSERT INTO fix_latest (responder, seq, time, lon, lat, heading, speed, accuracy,"
            " source, grid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (responder) DO "
            "UPDATE SET"
            " seq = excluded.seq, time = excluded.time, lon = excluded.lon, lat = excluded.lat,"
            " heading = excluded.heading, speed = excluded.speed, accuracy = excluded.accuracy,"
            " source = excluded.source, grid = excluded.grid WHERE excluded.time >= time");
        for (const Fix* next : ordered) {
            const Fix& fix = *next;
            if (isImpossible(fix, now)) {
                ++receipt.refusedImpossible;
                continue;
            }
            const DutyTimes& duty = dutiesOf(fix.responder);
            if (!duty.known) {
                ++receipt.refusedUnknown;
                continue;
            }
            const std::int64_t time = fixMillis(fix);
            bool covered = false;
            bool present = false;
            for (const auto& [from, until] : duty.spans) {
                if (time < from || time >= until) continue;
                const bool goesOn = until > now;
                covered = covered || duty.onDuty || !goesOn;
                present = present || (goesOn && duty.onDuty);
            }
            if (!covered) {
                ++receipt.refusedOffDuty;
                continue;
            }
            ++receipt.taken;
            newest = std::max(newest, time);
            const std::int64_t seq = blocks.add(fix, index);
            if (!present) continue;
            latest.bindAll(fix.responder.value, seq, time);
            bindFixBody(latest, fix, index);
            latest.run();
        }
    }
    receipt.last.value = blocks.finish();
    if (receipt.taken > 0)
        db.prepare("UPDATE source SET newest = max(newest, ?) WHERE idx = ?")
            .bindAll(newest, static_cast<std::int64_t>(index))
            .run();
    if (!write.commit()) return db.takeError("position reports");
    total.taken += receipt.taken;
    total.refusedOffDuty += receipt.refusedOffDuty;
    total.refusedUnknown += receipt.refusedUnknown;
    total.refusedImpossible += receipt.refusedImpossible;
    total.last = receipt.last;
    return {};
}

}  // namespace gis
