// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "dispatch/store.h"
#include "gis/store/fix_blocks.h"
#include "gis/store/pace.h"
#include "gis/store/row_sql.h"
#include "gis/store/store_clock.h"

namespace gis {

/// A batch on a connection of its own: the store stays usable beside it.
class SqliteBatch final : public dispatch::Batch {
  public:
    static dispatch::Result<std::unique_ptr<dispatch::Batch>> begin(const std::string& path,
                                                                    const dispatch::BatchPlan& plan,
                                                                    const OpenOptions& options,
                                                                    bool inMaking);
    ~SqliteBatch() override;

    dispatch::BatchId id() const override { return {m_id}; }
    dispatch::Result<void> append(std::span<dispatch::Record> rows) override;
    dispatch::Result<dispatch::Receipt> publish() override;

  private:
    struct KindRows {
        std::int64_t rows = 0;
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::int64_t generation = 0;
        bool used = false;
        bool dirty = false;
    };
    SqliteBatch(std::unique_ptr<Connection> connection, const dispatch::BatchPlan& plan,
                const OpenOptions& options);
    bool replaces(dispatch::Kind kind) const;
    bool writeSlice(std::span<dispatch::Record> rows);
    void giveIds(std::span<dispatch::Record> rows);
    bool writeRow(dispatch::Record& record, FixBlocks* blocks);

    std::unique_ptr<Connection> m_connection;
    dispatch::BatchPlan m_plan;
    StoreClock m_clock;
    std::int64_t m_id = 0;
    std::int64_t m_action = 0;
    std::array<KindRows, dispatch::kKindCount> m_kinds;
    Pace m_pace;
    std::size_t m_sliceRows = 200;
    bool m_failed = false;
    bool m_published = false;
};

}  // namespace gis
