// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/track_blocks.h"

#include <algorithm>

#include "gis/store/fix_blocks.h"

namespace gis {

TrackBlocks::Block& TrackBlocks::blockFor(std::int64_t batch, std::int64_t received) {
    auto [slot, fresh] = m_blocks.try_emplace(batch);
    Block& block = slot->second;
    if (fresh) {
        Statement last = m_connection.prepare(
            "SELECT id, fixes, opened_at, first_time, last_time, first_received, last_received"
            " FROM fix_block WHERE batch = ? ORDER BY id DESC LIMIT 1");
        last.bind(batch);
        if (last.step())
            block = {last.integer(0), last.integer(1), last.integer(2), last.integer(3),
                     last.integer(4), last.integer(5), last.integer(6), false};
    }
    const bool old = batch == 0 && received - block.openedAt > FixBlocks::kBlockMs;
    if (block.id != 0 && block.fixes < FixBlocks::kFixesABlock && !old) return block;
    save(block);
    m_connection
        .prepare(
            "INSERT INTO fix_block (batch, opened_at, first_time, last_time, first_received,"
            " last_received) VALUES (?, ?, 0, 0, ?, ?)")
        .bindAll(batch, received, received, received)
        .run();
    block = {};
    block.id = m_connection.lastRow();
    block.openedAt = block.firstReceived = block.lastReceived = received;
    return block;
}

void TrackBlocks::save(Block& block) {
    if (!block.dirty) return;
    m_connection
        .prepare(
            "UPDATE fix_block SET fixes = ?, first_time = ?, last_time = ?, first_received = ?,"
            " last_received = ? WHERE id = ?")
        .bindAll(block.fixes, block.firstTime, block.lastTime, block.firstReceived,
                 block.lastReceived, block.id)
        .run();
    block.dirty = false;
}

bool TrackBlocks::write(std::span<const ImageRow> rows) {
    Statement track = m_connection.prepare(
        "INSERT INTO fix_track (block, responder, seq, time, delay, lon, lat, heading, speed,"
        " accuracy, source, grid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0))");
    for (const ImageRow& row : rows) {
        const std::int64_t time = row[2].integer;
        const std::int64_t received = row[3].integer;
        Block& block = blockFor(row[11].integer, received);
        block.firstTime = block.fixes == 0 ? time : std::min(block.firstTime, time);
        block.lastTime = block.fixes == 0 ? time : std::max(block.lastTime, time);
        block.firstReceived = std::min(block.firstReceived, received);
        block.lastReceived = std::max(block.lastReceived, received);
        ++block.fixes;
        block.dirty = true;
        track.bindAll(block.id, row[1].integer, row[0].integer, time, received - time);
        for (std::size_t i = 4; i <= 10; ++i) {
            if (row[i].is == Cell::Is::Null)
                track.bindNull();
            else
                track.bind(row[i].integer);
        }
        if (!track.run()) return false;
    }
    for (auto& [batch, block] : m_blocks) save(block);
    return !m_connection.failed();
}

}  // namespace gis
