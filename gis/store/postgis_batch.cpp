// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_batch.h"

#include <algorithm>
#include <map>
#include <thread>

#include "gis/store/postgis_rows.h"
#include "gis/store/postgis_store.h"
#include "gis/store/write_check.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

/// A slice holds no lock that anybody waits for; it is short so that its answer is.
constexpr std::size_t kRowsASlice = 2000;
constexpr std::size_t kBytesASlice = 4U << 20;
constexpr auto kBulkPatience = 60s;

}  // namespace

Result<std::unique_ptr<Batch>> PostgisStore::beginBatch(const BatchPlan& plan) {
    return PostgisBatch::begin(m_uri, plan, m_options.patience);
}

Result<std::unique_ptr<Batch>> PostgisBatch::begin(const std::string& uri, const BatchPlan& plan,
                                                   PgLink::Patience patience) {
    auto link = PgLink::open(uri, patience);
    if (!link) return link.error();
    (*link)->setPatience(std::max<PgLink::Patience>(patience, kBulkPatience));
    std::unique_ptr<PostgisBatch> batch(new PostgisBatch(uri, std::move(*link), plan));
    // Only the publication has to be on disk before it returns.
    const auto begun = batch->m_link->ask(
        "SELECT gridhall.begin_batch($1, $2, $3, $4), set_config('synchronous_commit', 'off', "
        "false)",
        {plan.what, plan.by.officer, plan.by.seat, std::int64_t{plan.pastFixes ? 1 : 0}});
    if (!begun) return begun.error();
    batch->m_id = begun->integer(0, 0);
    return std::unique_ptr<Batch>(std::move(batch));
}

PostgisBatch::~PostgisBatch() {
    if (!m_published && !m_link->isBroken())
        (void)m_link->ask("SELECT gridhall.abandon_batch($1)", {m_id});
}

Result<void> PostgisBatch::append(std::span<Record> rows) {
    if (m_failed || m_published)
        return Error{ErrorCode::NotAllowed, "the batch has failed or is published already"};
    if (auto good = refuseBadRows(rows, m_plan.pastFixes); !good) return good.error();
    std::map<Kind, std::vector<Record*>> kinds;
    for (Record& row : rows) kinds[kindOf(row)].push_back(&row);
    for (auto& [kind, some] : kinds) {
        std::span<Record*> left(some);
        while (!left.empty()) {
            const std::size_t size = std::min(left.size(), kRowsASlice);
            if (auto done = appendSlice(kind, left.first(size)); !done) {
                m_failed = true;
                return Error{done.error().code, m_plan.what + ": " + done.error().detail};
            }
            left = left.subspan(size);
        }
    }
    return {};
}

Result<void> PostgisBatch::appendSlice(Kind kind, std::span<Record*> rows) {
    Result<PgAnswer> answer = Error{};
    if (kind == Kind::Fix) {
        std::vector<Fix> fixes;
        for (const Record* row : rows) fixes.push_back(std::get<Fix>(*row));
        const FixArrays arrays(fixes);
        answer = m_link->ask(
            "SELECT gridhall.append_fixes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            {m_id, arrays.responders, arrays.times, arrays.lons, arrays.lats, arrays.headings,
             arrays.speeds, arrays.accuracies, arrays.sources, arrays.grids});
    } else {
        std::string json = "[";
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i > 0) json += ',';
            json += rowJson(*rows[i]);
            // Large shapes fill a call sooner than many rows.
            if (json.size() > kBytesASlice && i + 1 < rows.size()) {
                auto rest = appendSlice(kind, rows.subspan(i + 1));
                if (!rest) return rest;
                rows = rows.first(i + 1);
            }
        }
        const bool replaces = std::find(m_plan.replaces.begin(), m_plan.replaces.end(), kind) !=
                              m_plan.replaces.end();
        answer = m_link->ask("SELECT gridhall.append_rows($1, $2, $3, $4)",
                             {m_id, kindName(kind), replaces ? "t" : "f", json + ']'});
    }
    if (!answer) return answer.error();
    const auto ids = numbersFromPgArray(answer->text(0, 0));
    if (ids.size() != rows.size())
        return Error{ErrorCode::Corrupt, "the store answered for other rows than were given"};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (auto* fix = std::get_if<Fix>(rows[i]))
            fix->seq.value = ids[i];
        else
            setId(*rows[i], ids[i]);
    }
    return {};
}

/// The answer was lost, perhaps not the work.
std::optional<Receipt> PostgisBatch::publishedAllTheSame() {
    auto link = PgLink::open(m_uri, kBulkPatience);
    if (!link) return std::nullopt;
    const auto action = (*link)->ask(
        "SELECT b.published_at, a.seq FROM gridhall.batch b JOIN gridhall.action a ON"
        " a.key = 'batch:' || b.id WHERE b.id = $1 AND b.published_at IS NOT NULL",
        {m_id});
    if (!action || action->rows() == 0) return std::nullopt;
    m_published = true;
    Receipt receipt;
    receipt.at = Millis{std::chrono::milliseconds(action->integer(0, 0))};
    receipt.seq.value = action->integer(0, 1);
    return receipt;
}

Result<Receipt> PostgisBatch::publish() {
    if (m_failed || m_published)
        return Error{ErrorCode::NotAllowed, "the batch has failed or is published already"};
    std::string replaces = "{";
    for (const Kind kind : m_plan.replaces) {
        if (replaces.size() > 1) replaces += ',';
        replaces += kindName(kind);
    }
    replaces += '}';
    if (auto durable = m_link->run("SET synchronous_commit = on"); !durable) return durable.error();
    // Asks first without making anybody wait; later it may make the others wait a little.
    constexpr int kPolite = 40;
    for (int tries = 0; tries < 400; ++tries) {
        const std::int64_t wait = tries < kPolite || tries % 10 != 0 ? 0 : 40;
        const auto answer =
            m_link->ask("SELECT * FROM gridhall.publish_batch($1, $2, $3)", {m_id, replaces, wait});
        if (!answer) {
            if (isLinkFailure(answer.error().code))
                if (auto receipt = publishedAllTheSame()) return *receipt;
            return Error{answer.error().code, m_plan.what + ": " + answer.error().detail};
        }
        if (answer->rows() > 0) {
            Receipt receipt;
            receipt.at = Millis{std::chrono::milliseconds(answer->integer(0, 0))};
            receipt.seq.value = answer->integer(0, 1);
            m_published = true;
            return receipt;
        }
        std::this_thread::sleep_for(5ms);
    }
    return Error{ErrorCode::TimedOut,
                 m_plan.what + ": the hall was too busy to make it visible; nothing was changed"};
}

}  // namespace gis
