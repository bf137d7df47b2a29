// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "gis/store/sqlite.h"
#include "gis/store/store_image.h"

namespace gis {

/// Lays tracks of an image into blocks as FixBlocks would have when the reports came in: each batch
/// fills blocks of its own, live reports those of an hour. What is there already is gone on with.
class TrackBlocks {
  public:
    explicit TrackBlocks(Connection& connection) : m_connection(connection) {}
    /// @param rows seq, responder, time, received, lon, lat, heading, speed, accuracy, source,
    /// grid,
    ///             batch.
    /// @return False where the connection failed; this object is of no use then.
    bool write(std::span<const ImageRow> rows);

  private:
    struct Block {
        std::int64_t id = 0;
        std::int64_t fixes = 0;
        std::int64_t openedAt = 0;
        std::int64_t firstTime = 0;
        std::int64_t lastTime = 0;
        std::int64_t firstReceived = 0;
        std::int64_t lastReceived = 0;
        bool dirty = false;
    };
    Block& blockFor(std::int64_t batch, std::int64_t received);
    void save(Block& block);

    Connection& m_connection;
    std::map<std::int64_t, Block> m_blocks;  ///< The one each batch fills.
};

}  // namespace gis
