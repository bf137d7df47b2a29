// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include <cstdlib>

#include "gis/store/journal_entries.h"
#include "gis/store/pace.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_journal.h"
#include "gis/store/sqlite_store.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMostOfASetting = 1'000'000'000;

std::int64_t settingNumber(Connection& connection, const char* key, std::int64_t fallback) {
    Statement ask = connection.prepare("SELECT r.value FROM setting r WHERE r.key = ? AND " +
                                       inForce(Kind::Setting));
    ask.bind(key);
    if (!ask.step()) return fallback;
    const std::string text = ask.text(0);
    char* end = nullptr;
    const std::int64_t number = std::strtoll(text.c_str(), &end, 10);
    // A value that is no number must not delete everything.
    return end == text.c_str() || number < 0 ? fallback : std::min(number, kMostOfASetting);
}

/// Runs slices of deletions until one has nothing left to do, is told to stop, or fails.
class Sweeper {
  public:
    Sweeper(Connection& connection, std::stop_token stop)
        : m_connection(connection), m_stop(std::move(stop)), m_pace(false) {}

    bool mayGoOn() const { return !m_stop.stop_requested() && !m_connection.failed(); }

    /// @param slice Gets the number of rows to take; says how many it took.
    template <class Slice>
    void run(Slice slice) {
        while (mayGoOn()) {
            m_pace.rest(m_worked);
            m_worked = false;
            SqlTransaction write(m_connection, SqlTransaction::Kind::Write);
            m_pace.holds();
            if (!schemaIsOurs(m_connection)) return;
            const std::size_t took = slice(static_cast<std::int64_t>(m_rows));
            if (!write.commit() || took == 0) return;
            m_worked = true;
            if (took >= m_rows) m_rows = m_pace.next(m_rows);
        }
    }

    void dropTrack(std::int64_t block) {
        run([&](std::int64_t rows) -> std::size_t {
            Connection& db = m_connection;
            Statement edge = db.prepare(
                "SELECT responder, seq FROM fix_track WHERE block = ? ORDER BY responder, seq"
                " LIMIT 1 OFFSET ?");
            edge.bindAll(block, rows);
            if (edge.step()) {
                db.prepare("DELETE FROM fix_track WHERE block = ? AND (responder, seq) < (?, ?)")
                    .bindAll(block, edge.integer(0), edge.integer(1))
                    .run();
                return static_cast<std::size_t>(db.changed());
            }
            db.prepare("DELETE FROM fix_track WHERE block = ?").bind(block).run();
            db.prepare("DELETE FROM fix_block WHERE id = ?").bind(block).run();
            return 0;
        });
    }

    /// Walks the rows of a kind and hands each that `wanted` selects to `drop`.
    template <class Drop>
    void walk(Kind kind, const std::string& wanted, std::int64_t value, std::int64_t first,
              std::int64_t last, Drop drop) {
        std::int64_t done = first - 1;
        run([&](std::int64_t limit) -> std::size_t {
            std::vector<std::int64_t> rows;
            {
                Statement select = m_connection.prepare(
                    std::string("SELECT rowid FROM ") + tableOf(kind).name +
                    " WHERE rowid > ? AND rowid <= ? AND " + wanted + " ORDER BY rowid LIMIT ?");
                select.bindAll(done, last, value, limit);
                while (select.step()) rows.push_back(select.integer(0));
            }
            for (const std::int64_t row : rows) drop(row);
            if (!rows.empty()) done = rows.back();
            return rows.size();
        });
    }

  private:
    Connection& m_connection;
    std::stop_token m_stop;
    Pace m_pace;
    std::size_t m_rows = 200;
    bool m_worked = false;
};

std::vector<std::int64_t> numbers(Connection& connection, const std::string& sql,
                                  std::int64_t value) {
    std::vector<std::int64_t> found;
    Statement select = connection.prepare(sql);
    select.bind(value);
    while (select.step()) found.push_back(select.integer(0));
    return found;
}

void sweepTracks(Connection& db, Sweeper& sweeper, std::int64_t now) {
    const std::int64_t days = settingNumber(db, "retention.track_days", 30);
    const auto blocks = numbers(db,
                                "SELECT k.id FROM fix_block k JOIN batch b ON b.id = k.batch"
                                " WHERE b.past_fixes = 0 AND k.last_time < ?",
                                now - days * kDayMs);
    for (const std::int64_t block : blocks) sweeper.dropTrack(block);
}

void sweepChanges(Connection& db, Sweeper& sweeper) {
    const std::int64_t keep = settingNumber(db, "retention.change_rows", 200'000);
    const std::int64_t upTo = db.integer("SELECT max(seq) FROM change") - keep;
    sweeper.run([&](std::int64_t rows) -> std::size_t {
        const std::int64_t from = db.integer("SELECT min(seq) FROM change");
        const std::int64_t last = std::min(upTo, from + rows - 1);
        if (from == 0 || last < from) return 0;
        db.prepare("DELETE FROM change WHERE seq <= ?").bind(last).run();
        db.prepare("UPDATE store_state SET trimmed_to = max(trimmed_to, ?)").bind(last).run();
        return static_cast<std::size_t>(rows);
    });
}

void sweepBatch(Connection& db, Sweeper& sweeper, std::int64_t batch) {
    struct Part {
        Kind kind;
        std::int64_t first;
        std::int64_t last;
    };
    std::vector<Part> parts;
    {
        Statement select =
            db.prepare("SELECT kind, first_row, last_row FROM batch_kind WHERE batch = ?");
        select.bind(batch);
        while (select.step()) {
            Kind kind{};
            if (kindFromName(select.view(0), kind))
                parts.push_back({kind, select.integer(1), select.integer(2)});
        }
    }
    for (const Part& part : parts)
        sweeper.walk(part.kind, "batch = ?", batch, part.first, part.last,
                     [&](std::int64_t row) { dropRow(db, part.kind, row); });
    for (const std::int64_t block : numbers(db, "SELECT id FROM fix_block WHERE batch = ?", batch))
        sweeper.dropTrack(block);
    if (!sweeper.mayGoOn()) return;
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    db.prepare("DELETE FROM batch_kind WHERE batch = ?").bind(batch).run();
    db.prepare("DELETE FROM batch WHERE id = ?").bind(batch).run();
    write.commit();
}

void sweepDeadBatches(Connection& db, Sweeper& sweeper) {
    std::vector<std::int64_t> dead;
    {
        Statement select = db.prepare(
            "SELECT id, pid, process, abandoned FROM batch WHERE published_at IS NULL AND id > 0");
        while (select.step())
            if (select.integer(3) != 0 || !processRuns(select.integer(1), select.text(2)))
                dead.push_back(select.integer(0));
    }
    for (const std::int64_t batch : dead) sweepBatch(db, sweeper, batch);
}

/// Rows of generations that were replaced: versioned ones go to the past, the others go.
void sweepReplaced(Connection& db, Sweeper& sweeper) {
    struct Old {
        Kind kind;
        std::int64_t id;
        std::int64_t until;
        std::int64_t action;
    };
    std::vector<Old> old;
    {
        Statement select = db.prepare(
            "SELECT g.kind, g.id, g.until_at, coalesce((SELECT a.id FROM action a WHERE a.key ="
            " 'batch:' || (SELECT min(n.id) FROM generation n WHERE n.kind = g.kind AND"
            " n.id > g.id)), 0) FROM generation g WHERE g.until_at IS NOT NULL AND g.swept = 0");
        while (select.step()) {
            Kind kind{};
            if (kindFromName(select.view(0), kind))
                old.push_back({kind, select.integer(1), select.integer(2), select.integer(3)});
        }
    }
    for (const Old& gone : old) {
        if (*tableOf(gone.kind).name)
            sweeper.walk(gone.kind,
                         "generation = ? AND batch IN (SELECT id FROM batch WHERE published_at IS"
                         " NOT NULL)",
                         gone.id, std::numeric_limits<std::int64_t>::min() + 1,
                         std::numeric_limits<std::int64_t>::max(), [&](std::int64_t row) {
                             removeRow(db, gone.kind, row, gone.until, gone.action);
                         });
        if (!sweeper.mayGoOn()) return;
        SqlTransaction write(db, SqlTransaction::Kind::Write);
        db.prepare("UPDATE generation SET swept = 1 WHERE kind = ? AND id = ?")
            .bindAll(kindName(gone.kind), gone.id)
            .run();
        write.commit();
    }
}

/// Writes down what retention deletes, in the transaction that deletes it.
/// @return The action's id; 0 where it failed.
std::int64_t retentionAction(Connection& db, StoreClock& clock, const std::string& what,
                             const std::string& note) {
    const Author by{"gridhall", "retention"};
    const auto stamp = clock.stamp(db);
    if (!stamp) {
        db.fail(SQLITE_AUTH, stamp.error().detail);
        return 0;
    }
    const std::int64_t action =
        addAction(db, "retain:" + db.text("SELECT hex(randomblob(16))"), by, note,
                  static_cast<std::int64_t>(stamp->time_since_epoch().count()));
    JournalEntry entry;
    entry.action = kRetainAction;
    entry.what = what;
    return appendEntry(db, entry, by, *stamp) ? action : 0;
}

/// Positions of people whose planned duty has run out without a word.
void dropOverdue(Connection& db, StoreClock& clock, std::int64_t now) {
    const auto overdue =
        numbers(db,
                "SELECT f.responder FROM fix_latest f WHERE NOT EXISTS (SELECT 1 FROM duty r WHERE"
                " r.responder = f.responder AND coalesce(r.until_at * 1000 > ?, 1) AND " +
                    inForce(Kind::Duty) + ")",
                now);
    if (overdue.empty() || db.failed()) return;
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(db)) return;
    const std::int64_t action = retentionAction(
        db, clock, "positions " + std::to_string(overdue.size()), "duty over: position deleted");
    for (const std::int64_t who : overdue) dropPosition(db, who, action);
    write.commit();
}

/// Contacts older than their days, counted from when their case was closed, or they were made if
/// that is later or there is no such case. Of an open case they stay.
void sweepContacts(Connection& db, Sweeper& sweeper, StoreClock& clock, std::int64_t now) {
    const std::int64_t days = settingNumber(db, "retention.contact_days", 180);
    const std::int64_t before = (now - days * kDayMs) / 1000;
    sweeper.run([&](std::int64_t rows) -> std::size_t {
        const auto old = numbers(db,
                                 "SELECT x.id FROM contact x WHERE x.made < ?1 AND NOT EXISTS"
                                 " (SELECT 1 FROM case_record c WHERE c.id = x.record AND"
                                 " (c.closed IS NULL OR c.closed >= ?1)) LIMIT " +
                                     std::to_string(rows),
                                 before);
        if (old.empty() || db.failed()) return 0;
        const std::int64_t action =
            retentionAction(db, clock, "contacts " + std::to_string(old.size()),
                            "contacts deleted after their time");
        for (const std::int64_t id : old) {
            dropRow(db, Kind::Contact, id);
            logChange(db, Kind::Contact, id, 2, 0, action);
        }
        return old.size();
    });
}

}  // namespace

Result<void> SqliteStore::retain(std::stop_token stop) {
    Connection& db = *m_main;
    db.clearError();
    const ClockReport now = m_clock.report(db);
    if (!now.mayStamp) return Error{ErrorCode::NotAllowed, now.why};
    Sweeper sweeper(db, std::move(stop));
    dropOverdue(db, m_clock, now.storeTime.time_since_epoch().count());
    sweepContacts(db, sweeper, m_clock, now.storeTime.time_since_epoch().count());
    sweepTracks(db, sweeper, now.storeTime.time_since_epoch().count());
    sweepChanges(db, sweeper);
    sweepDeadBatches(db, sweeper);
    sweepReplaced(db, sweeper);
    return db.outcome("retention");
}

}  // namespace gis
