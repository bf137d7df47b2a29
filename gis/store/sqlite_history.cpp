// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr int kDelayColumn = 10;
constexpr std::size_t kScanRatherThanSeek = 400;

/// From when a person's reports count: measured in this duty, received since the last return to it.
struct Since {
    std::int64_t duty = 0;
    std::int64_t back = 0;
};

/// Last position each of these people had reported by a time, from the tracks still kept. Blocks
/// are walked back from the time, until everyone is found or a block is older than every duty.
std::vector<Fix> fixesAt(Connection& connection, const Table<Responder>& responders,
                         std::int64_t at) {
    std::unordered_map<std::int64_t, Since> onDutySince;
    std::int64_t earliest = at;
    {
        Statement duties = connection.prepare(
            "SELECT r.responder, r.from_at * 1000 FROM (SELECT r.responder, r.from_at, r.until_at"
            " FROM duty r JOIN batch b ON b.id = r.batch JOIN generation g ON g.kind = 'duty'"
            " AND g.id = r.generation WHERE r.valid_from <= ?1 AND b.published_at <= ?1"
            " AND g.from_at <= ?1 AND coalesce(g.until_at > ?1, 1)"
            " UNION ALL SELECT responder, from_at, until_at FROM duty_past WHERE valid_from <= ?1"
            " AND valid_to > ?1) r WHERE r.from_at * 1000 <= ?1"
            " AND (r.until_at IS NULL OR r.until_at * 1000 > ?1)");
        duties.bind(at);
        Statement wasOff = connection.prepare(
            "SELECT max(valid_to) FROM responder_past WHERE id = ? AND on_duty = 0"
            " AND valid_to <= ?");
        while (duties.step()) {
            const std::int64_t id = duties.integer(0);
            const Responder* who = responders.find({id});
            if (!who || !who->onDuty) continue;
            wasOff.bindAll(id, at);
            Since since{duties.integer(1), wasOff.step() ? wasOff.integer(0) : 0};
            wasOff.reset();
            auto [slot, fresh] = onDutySince.try_emplace(id, since);
            if (!fresh) slot->second.duty = std::min(slot->second.duty, since.duty);
            earliest = std::min(earliest, since.duty);
        }
    }
    struct Block {
        std::int64_t id;
        std::int64_t lastTime;
    };
    std::vector<Block> blocks;
    {
        Statement select = connection.prepare(
            "SELECT k.id, k.last_time FROM fix_block k JOIN batch b ON b.id = k.batch"
            " WHERE b.past_fixes = 0 AND b.published_at IS NOT NULL AND k.first_received <= ?1"
            " AND k.last_time >= ?2 ORDER BY k.id DESC");
        select.bindAll(at, earliest);
        while (select.step()) blocks.push_back({select.integer(0), select.integer(1)});
    }
    std::unordered_map<std::int64_t, Fix> best;
    const auto take = [&](Statement& row) {
        const Fix fix = readFix(row);
        const auto duty = onDutySince.find(fix.responder.value);
        const std::int64_t received = fixMillis(fix) + row.integer(kDelayColumn);
        if (duty == onDutySince.end() || fixMillis(fix) < duty->second.duty ||
            received < duty->second.back)
            return;
        auto [slot, fresh] = best.try_emplace(fix.responder.value, fix);
        const Fix& known = slot->second;
        if (!fresh && std::tie(fix.time, fix.seq) > std::tie(known.time, known.seq))
            slot->second = fix;
    };
    const std::string select = std::string("SELECT ") + kFixColumns + ", delay FROM fix_track";
    std::vector<std::int64_t> open;
    for (const Block& block : blocks) {
        // A report may arrive late: an older block can still hold a newer one.
        open.clear();
        for (const auto& [who, since] : onDutySince) {
            const auto known = best.find(who);
            if (known == best.end() || fixMillis(known->second) < block.lastTime)
                open.push_back(who);
        }
        if (open.size() > kScanRatherThanSeek) {
            Statement all = connection.prepare(select + " WHERE block = ? AND time + delay <= ?");
            all.bindAll(block.id, at);
            while (all.step()) take(all);
            continue;
        }
        Statement some =
            connection.prepare(select + " WHERE block = ? AND responder = ? AND time + delay <= ?");
        for (const std::int64_t who : open) {
            some.bindAll(block.id, who, at);
            while (some.step()) take(some);
            some.reset();
        }
    }
    std::vector<Fix> fixes;
    fixes.reserve(best.size());
    for (auto& [who, fix] : best) fixes.push_back(fix);
    std::sort(fixes.begin(), fixes.end(),
              [](const Fix& a, const Fix& b) { return a.responder < b.responder; });
    return fixes;
}

}  // namespace

Result<std::shared_ptr<const Picture>> SqliteStore::pictureAt(Millis time) {
    m_main->clearError();
    SqlTransaction snapshot(*m_main, SqlTransaction::Kind::Read);
    const std::int64_t at = time.time_since_epoch().count();
    auto picture = std::make_shared<Picture>();
    picture->storeTime = time;
    {
        Statement newest = m_main->prepare("SELECT max(seq) FROM action WHERE at <= ?");
        newest.bind(at);
        if (newest.step()) picture->seq.value = newest.integer(0);
    }
    for (const Kind kind : kPictureKinds) putRows(*picture, kind, rowsAt(*m_main, kind, at));
    picture->fixes =
        std::make_shared<const std::vector<Fix>>(fixesAt(*m_main, picture->responders, at));
    for (const Fix& fix : *picture->fixes) picture->fixSeq = std::max(picture->fixSeq, fix.seq);
    picture->sources = fixSources(*m_main);
    for (FixSource& source : picture->sources) {
        source.newest = {};
        for (const Fix& fix : *picture->fixes)
            if (fix.source == source.index) source.newest = std::max(source.newest, fix.time);
    }
    if (m_main->failed()) return m_main->takeError("rebuilding a past picture");
    return std::shared_ptr<const Picture>(std::move(picture));
}

}  // namespace gis
