// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite_batch.h"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "gis/store/connect.h"
#include "gis/store/journal_entries.h"
#include "gis/store/picture_rows.h"
#include "gis/store/sqlite_journal.h"
#include "gis/store/sqlite_store.h"
#include "gis/store/write_check.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr std::size_t kExclusiveRows = 50'000;

}  // namespace

SqliteBatch::SqliteBatch(std::unique_ptr<Connection> connection, const BatchPlan& plan,
                         const OpenOptions& options)
    : m_connection(std::move(connection)), m_plan(plan), m_clock(options), m_pace(plan.exclusive) {}

Result<std::unique_ptr<Batch>> SqliteStore::beginBatch(const BatchPlan& plan) {
    return SqliteBatch::begin(m_main->path(), plan, m_options, m_watch == nullptr);
}

Result<std::unique_ptr<Batch>> SqliteBatch::begin(const std::string& path, const BatchPlan& plan,
                                                  const OpenOptions& options, bool inMaking) {
    auto connection = connect(path, inMaking ? Purpose::InMaking : Purpose::Bulk, options);
    if (!connection) return connection.error();
    std::unique_ptr<SqliteBatch> batch(new SqliteBatch(std::move(*connection), plan, options));
    Connection& db = *batch->m_connection;
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(db)) return db.takeError("beginning a batch");
    const auto stamp = batch->m_clock.stamp(db);
    if (!stamp) return stamp.error();
    const std::int64_t at = stamp->time_since_epoch().count();
    db.prepare(
          "INSERT INTO batch (what, officer, seat, pid, process, begun_at, past_fixes)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bindAll(plan.what, plan.by.officer, plan.by.seat, static_cast<std::int64_t>(getpid()),
                 thisProcess(), at, plan.pastFixes ? 1 : 0)
        .run();
    batch->m_id = db.lastRow();
    batch->m_action = addAction(db, "batch:" + std::to_string(batch->m_id), plan.by, plan.what, at);
    if (!write.commit()) return db.takeError("beginning a batch");
    return std::unique_ptr<Batch>(std::move(batch));
}

SqliteBatch::~SqliteBatch() {
    if (m_published) return;
    Connection& db = *m_connection;
    db.clearError();
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    db.prepare("UPDATE batch SET abandoned = 1 WHERE id = ?").bind(m_id).run();
    write.commit();
}

bool SqliteBatch::replaces(Kind kind) const {
    return std::find(m_plan.replaces.begin(), m_plan.replaces.end(), kind) != m_plan.replaces.end();
}

Result<void> SqliteBatch::append(std::span<Record> rows) {
    if (m_failed || m_published)
        return Error{ErrorCode::NotAllowed, "the batch has failed or is published already"};
    if (auto good = refuseBadRows(rows, m_plan.pastFixes); !good) return good.error();
    Connection& db = *m_connection;
    db.clearError();
    while (!rows.empty()) {
        const std::size_t size =
            std::min(rows.size(), m_plan.exclusive ? kExclusiveRows : m_sliceRows);
        m_pace.rest();
        if (!writeSlice(rows.first(size))) {
            m_failed = true;
            return db.takeError(m_plan.what);
        }
        if (size == m_sliceRows) m_sliceRows = m_pace.next(size);
        rows = rows.subspan(size);
    }
    return {};
}

bool SqliteBatch::writeSlice(std::span<Record> rows) {
    Connection& db = *m_connection;
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    m_pace.holds();
    if (!schemaIsOurs(db)) return false;
    std::optional<FixBlocks> blocks;
    if (m_plan.pastFixes)
        blocks.emplace(db, m_id, m_clock.storeTime(db).time_since_epoch().count());
    giveIds(rows);
    for (Record& record : rows)
        if (!writeRow(record, blocks ? &*blocks : nullptr)) return false;
    if (blocks) blocks->finish();
    for (int i = 0; i < kKindCount; ++i) {
        KindRows& kind = m_kinds[static_cast<std::size_t>(i)];
        if (!kind.dirty) continue;
        kind.dirty = false;
        db.prepare(
              "INSERT OR REPLACE INTO batch_kind (batch, kind, generation, first_row,"
              " last_row, rows, replaces) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bindAll(m_id, kindName(static_cast<Kind>(i)), kind.generation, kind.first, kind.last,
                     kind.rows, replaces(static_cast<Kind>(i)) ? 1 : 0)
            .run();
    }
    return write.commit();
}

void SqliteBatch::giveIds(std::span<Record> rows) {
    std::array<std::int64_t, kKindCount> wanted{};
    std::array<std::int64_t, kKindCount> highest{};
    for (const Record& record : rows) {
        if (idOf(record) == 0) ++wanted[record.index()];
        highest[record.index()] = std::max(highest[record.index()], idOf(record));
    }
    std::array<std::int64_t, kKindCount> next{};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Kind kind = static_cast<Kind>(i);
        if (kind == Kind::Fix) continue;
        if (highest[i] > 0) reserveId(*m_connection, kind, highest[i]);
        if (wanted[i] > 0) next[i] = takeIds(*m_connection, kind, wanted[i]);
    }
    for (Record& record : rows)
        if (kindOf(record) != Kind::Fix && idOf(record) == 0) setId(record, next[record.index()]++);
}

bool SqliteBatch::writeRow(Record& record, FixBlocks* blocks) {
    Connection& db = *m_connection;
    const Kind kind = kindOf(record);
    KindRows& rows = m_kinds[static_cast<std::size_t>(kind)];
    if (const auto* fix = std::get_if<Fix>(&record)) {
        const std::int64_t seq = blocks->add(*fix, fix->source);
        std::get<Fix>(record).seq.value = seq;
        return !db.failed();
    }
    if (!rows.used) {
        rows.used = true;
        rows.generation = replaces(kind) ? m_id : generationOf(db, kind);
    }
    if (!insertRow(db, record, RowMarks{rows.generation, m_id, 1, 0, m_action})) return false;
    const std::int64_t row =
        tableOf(kind).ownIds ? db.integer("SELECT last_insert_rowid()") : idOf(record);
    rows.first = rows.rows == 0 ? row : std::min(rows.first, row);
    rows.last = rows.rows == 0 ? row : std::max(rows.last, row);
    ++rows.rows;
    rows.dirty = true;
    return true;
}

Result<Receipt> SqliteBatch::publish() {
    if (m_failed || m_published)
        return Error{ErrorCode::NotAllowed, "the batch has failed or is published already"};
    Connection& db = *m_connection;
    db.clearError();
    if (db.text("PRAGMA journal_mode") == "wal" && !setSynchronous(db, 2)) return db.takeError();
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(db)) return db.takeError(m_plan.what);
    const auto stamp = m_clock.stamp(db);
    if (!stamp) return stamp.error();
    const std::int64_t at = stamp->time_since_epoch().count();
    for (int i = 0; i < kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        const KindRows& rows = m_kinds[static_cast<std::size_t>(i)];
        const std::string name = kindName(kind);
        if (kind == Kind::Fix) continue;
        if (replaces(kind)) {
            db.prepare("UPDATE generation SET until_at = ? WHERE kind = ? AND until_at IS NULL")
                .bindAll(at, name)
                .run();
            db.prepare("INSERT INTO generation (kind, id, from_at) VALUES (?, ?, ?)")
                .bindAll(name, m_id, at)
                .run();
            db.prepare("UPDATE kind_state SET generation = ? WHERE kind = ?")
                .bindAll(m_id, name)
                .run();
            if (kind == Kind::Responder) db.exec("DELETE FROM fix_latest");
        } else if (!rows.used) {
            continue;
        } else if (rows.generation != generationOf(db, kind)) {
            return Error{ErrorCode::Conflict, m_plan.what + ": while it ran, all rows of " + name +
                                                  " were replaced by another import"};
        }
        logChange(db, kind, 0, 3, 0, m_action);
    }
    Receipt receipt;
    receipt.at = *stamp;
    receipt.seq.value = newestChange(db);
    db.prepare("UPDATE action SET at = ?, seq = ? WHERE id = ?")
        .bindAll(at, receipt.seq.value, m_action)
        .run();
    db.prepare("UPDATE batch SET published_at = ? WHERE id = ?").bindAll(at, m_id).run();
    JournalEntry entry;
    entry.action = kPublishAction;
    entry.what = m_plan.what;
    appendEntry(db, entry, m_plan.by, *stamp);
    if (!write.commit()) return db.takeError(m_plan.what);
    m_published = true;
    return receipt;
}

}  // namespace gis
