// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dispatch/store.h"
#include "gis/store/pg.h"

namespace gis {

/// A batch on a connection of its own, whose session says that its writer lives.
class PostgisBatch final : public dispatch::Batch {
  public:
    static dispatch::Result<std::unique_ptr<dispatch::Batch>> begin(const std::string& uri,
                                                                    const dispatch::BatchPlan& plan,
                                                                    PgLink::Patience patience);
    ~PostgisBatch() override;

    dispatch::BatchId id() const override { return {m_id}; }
    dispatch::Result<void> append(std::span<dispatch::Record> rows) override;
    dispatch::Result<dispatch::Receipt> publish() override;

  private:
    PostgisBatch(std::string uri, std::unique_ptr<PgLink> link, const dispatch::BatchPlan& plan)
        : m_uri(std::move(uri)), m_link(std::move(link)), m_plan(plan) {}
    std::optional<dispatch::Receipt> publishedAllTheSame();
    dispatch::Result<void> appendSlice(dispatch::Kind kind, std::span<dispatch::Record*> rows);

    std::string m_uri;
    std::unique_ptr<PgLink> m_link;
    dispatch::BatchPlan m_plan;
    std::int64_t m_id = 0;
    bool m_failed = false;
    bool m_published = false;
};

}  // namespace gis
