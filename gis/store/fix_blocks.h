// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "dispatch/responder.h"
#include "gis/store/sqlite.h"

namespace gis {

/// Writes track rows into blocks of some thousand fixes of at most an hour, inside a write
/// transaction. Live fixes share one open block; a batch fills its own.
class FixBlocks {
  public:
    static constexpr std::int64_t kFixesABlock = 16384;
    static constexpr std::int64_t kBlockMs = 3'600'000;

    /// @param batch 0 for live fixes.
    /// @param now   Store time in ms: when the fixes were received.
    FixBlocks(Connection& connection, std::int64_t batch, std::int64_t now);

    /// @return The fix's place in the sequence.
    std::int64_t add(const dispatch::Fix& fix, std::int32_t source);
    /// Writes what the blocks hold; call once before the transaction commits.
    /// @return The newest place in the sequence.
    std::int64_t finish();

  private:
    void openBlock();
    void closeBlock();
    Connection& m_connection;
    std::int64_t m_batch;
    std::int64_t m_now;
    std::int64_t m_seq = 0;
    std::int64_t m_block = 0;
    std::int64_t m_fixes = 0;
    std::int64_t m_openedAt = 0;
    std::int64_t m_first = 0;
    std::int64_t m_last = 0;
    bool m_dirty = false;
};

}  // namespace gis
