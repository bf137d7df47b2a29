// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/fix_blocks.h"

#include <algorithm>

#include "gis/store/picture_rows.h"

namespace gis {
FixBlocks::FixBlocks(Connection& connection, std::int64_t batch, std::int64_t now)
    : m_connection(connection), m_batch(batch), m_now(now) {
    m_seq = connection.integer("SELECT fix_seq FROM store_state");
    Statement open = connection.prepare(
        batch == 0 ? "SELECT id, fixes, opened_at, first_time, last_time FROM fix_block WHERE id ="
                     " (SELECT fix_block FROM store_state) AND batch = ?"
                   : "SELECT id, fixes, opened_at, first_time, last_time FROM fix_block"
                     " WHERE batch = ? ORDER BY id DESC LIMIT 1");
    open.bind(batch);
    if (open.step()) {
        m_block = open.integer(0);
        m_fixes = open.integer(1);
        m_openedAt = open.integer(2);
        m_first = open.integer(3);
        m_last = open.integer(4);
    }
}

void FixBlocks::openBlock() {
    closeBlock();
    m_connection
        .prepare(
            "INSERT INTO fix_block (batch, opened_at, first_time, last_time, first_received,"
            " last_received) VALUES (?, ?, 0, 0, ?, ?)")
        .bindAll(m_batch, m_now, m_now, m_now)
        .run();
    m_block = m_connection.lastRow();
    m_fixes = 0;
    m_openedAt = m_now;
    if (m_batch == 0)
        m_connection.prepare("UPDATE store_state SET fix_block = ?").bind(m_block).run();
}

void FixBlocks::closeBlock() {
    if (!m_dirty) return;
    m_connection
        .prepare(
            "UPDATE fix_block SET fixes = ?, first_time = ?, last_time = ?,"
            " last_received = max(last_received, ?) WHERE id = ?")
        .bindAll(m_fixes, m_first, m_last, m_now, m_block)
        .run();
    m_dirty = false;
}

std::int64_t FixBlocks::add(const dispatch::Fix& fix, std::int32_t source) {
    const bool old = m_batch == 0 && m_now - m_openedAt > kBlockMs;
    if (m_block == 0 || m_fixes >= kFixesABlock || old) openBlock();
    const std::int64_t time = fixMillis(fix);
    m_first = m_fixes == 0 ? time : std::min(m_first, time);
    m_last = m_fixes == 0 ? time : std::max(m_last, time);
    ++m_fixes;
    m_dirty = true;
    // A row that somebody put in by hand under a number still to come gives way.
    Statement track = m_connection.prepare(
        "INSERT OR REPLACE INTO fix_track (block, responder, seq, time, delay, lon, lat, heading, "
        "speed,"
        " accuracy, source, grid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    track.bindAll(m_block, fix.responder.value, ++m_seq, time, m_now - time);
    bindFixBody(track, fix, source);
    track.run();
    return m_seq;
}

std::int64_t FixBlocks::finish() {
    closeBlock();
    m_connection.prepare("UPDATE store_state SET fix_seq = ?").bind(m_seq).run();
    return m_seq;
}

}  // namespace gis
