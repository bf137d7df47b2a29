// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite_store.h"

#include <sqlite3.h>

#include <iterator>

#include "dispatch/text.h"
#include "gis/store/journal_entries.h"
#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_journal.h"

namespace gis {

using namespace dispatch;

SqliteStore::SqliteStore(std::unique_ptr<Connection> main, std::unique_ptr<Connection> watch,
                         OpenOptions options)
    : m_main(std::move(main)),
      m_watch(std::move(watch)),
      m_options(std::move(options)),
      m_clock(m_options),
      m_hint(m_watch ? m_main->path() : std::string()) {}

SqliteStore::~SqliteStore() = default;

Result<StoreInfo> SqliteStore::info() {
    m_main->clearError();
    SqlTransaction snapshot(*m_main, SqlTransaction::Kind::Read);
    StoreInfo info;
    info.uri = "spatialite:" + m_main->path();
    info.id = m_main->text("SELECT id FROM store_state");
    info.crs = m_main->text("SELECT crs FROM store_state");
    info.schema = static_cast<int>(m_main->integer("PRAGMA user_version"));
    info.cityName =
        printable(m_main->text("SELECT value FROM setting r WHERE key = 'city.name' AND " +
                               inForce(Kind::Setting)),
                  kLongestText);
    for (int i = 0; i < kKindCount; ++i) {
        Query all;
        all.kind = static_cast<Kind>(i);
        const auto rows = count(all);
        if (!rows) return rows.error();
        info.counts.emplace_back(all.kind, *rows);
    }
    if (m_main->failed()) return m_main->takeError();
    return info;
}

Result<std::string> SqliteStore::identity() {
    m_main->clearError();
    std::string id = m_main->text("SELECT id FROM store_state");
    if (m_main->failed()) return m_main->takeError();
    return id;
}

Result<std::shared_ptr<const Picture>> SqliteStore::load() {
    m_main->clearError();
    SqlTransaction snapshot(*m_main, SqlTransaction::Kind::Read);
    auto picture = std::make_shared<Picture>();
    picture->seq.value = newestChange(*m_main);
    picture->fixSeq.value = m_main->integer("SELECT fix_seq FROM store_state");
    picture->storeTime = m_clock.storeTime(*m_main);
    for (const Kind kind : kPictureKinds) putRows(*picture, kind, rowsInForce(*m_main, kind));
    sortQuarantine(*picture);
    std::vector<Fix> fixes = latestFixes(*m_main, 0);
    std::erase_if(fixes, [&](const Fix& fix) { return !picture->responders.find(fix.responder); });
    picture->fixes = std::make_shared<const std::vector<Fix>>(std::move(fixes));
    picture->sources = fixSources(*m_main);
    if (m_main->failed()) return m_main->takeError("loading the picture");
    m_answered = {picture->seq, picture->fixSeq};
    return std::shared_ptr<const Picture>(std::move(picture));
}

Result<Delta> SqliteStore::changesSince(ChangeSeq seq, FixSeq fixSeq) {
    m_main->clearError();
    SqlTransaction snapshot(*m_main, SqlTransaction::Kind::Read);
    Delta delta;
    delta.seq.value = newestChange(*m_main);
    delta.fixSeq.value = m_main->integer("SELECT fix_seq FROM store_state");
    delta.storeTime = m_clock.storeTime(*m_main);
    if (seq.value < m_main->integer("SELECT trimmed_to FROM store_state") || seq > delta.seq ||
        fixSeq > delta.fixSeq) {
        delta.tooOld = true;
        if (m_main->failed()) return m_main->takeError("following the change log");
        return delta;
    }
    std::vector<RecordRef> changed;
    {
        Statement log = m_main->prepare(
            "SELECT kind, record, op, max(seq) FROM change WHERE seq > ? GROUP BY kind, record");
        log.bind(seq.value);
        while (log.step()) {
            Kind kind{};
            if (!kindFromName(log.view(0), kind)) continue;
            const RecordRef ref{kind, log.integer(1)};
            if (ref.id == 0)
                delta.reload.push_back(kind);
            else if (kind != Kind::Fix)
                changed.push_back(ref);
            else if (log.integer(2) == 2)
                delta.removed.push_back(ref);
        }
    }
    const auto reloads = [&](Kind kind) {
        return std::find(delta.reload.begin(), delta.reload.end(), kind) != delta.reload.end();
    };
    const auto take = [&](Rows rows) {
        std::move(rows.good.begin(), rows.good.end(), std::back_inserter(delta.upserts));
        std::move(rows.bad.begin(), rows.bad.end(), std::back_inserter(delta.quarantined));
    };
    for (const Kind kind : delta.reload) {
        if (!isPictureKind(kind)) continue;
        take(rowsInForce(*m_main, kind));
    }
    for (const RecordRef& ref : changed) {
        if (reloads(ref.kind)) continue;
        Rows found = rowInForce(*m_main, ref.kind, ref.id);
        // A row that nobody can use and no picture shows is as good as gone.
        if (found.good.empty() && (found.bad.empty() || !isPictureKind(ref.kind)))
            delta.removed.push_back(ref);
        else
            take(std::move(found));
    }
    if (delta.fixSeq > fixSeq) {
        delta.fixes = latestFixes(*m_main, fixSeq.value);
        delta.sources = fixSources(*m_main);
    }
    if (m_main->failed()) return m_main->takeError("following the change log");
    m_answered = {delta.seq, delta.fixSeq};
    return delta;
}

Result<ClockReport> SqliteStore::heartbeat(const Author& by) {
    m_main->clearError();
    // Writing goes on without an error into a file that has no name any more.
    int moved = 0;
    sqlite3_file_control(m_main->handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved)
        return Error{ErrorCode::Unavailable,
                     m_main->path() + " was deleted or moved while it was open"};
    SqlTransaction write(*m_main, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(*m_main)) return m_main->takeError();
    const ClockReport report = m_clock.beat(*m_main, by, false);
    if (!write.commit()) return m_main->takeError("heartbeat");
    return report;
}

Result<std::vector<SeatPresence>> SqliteStore::seats() {
    m_main->clearError();
    std::vector<SeatPresence> seats;
    Statement rows = m_main->prepare("SELECT seat, officer, wall FROM heartbeat ORDER BY seat");
    while (rows.step())
        seats.push_back(
            {rows.text(0), rows.text(1), Millis{std::chrono::milliseconds(rows.integer(2))}});
    if (m_main->failed()) return m_main->takeError("reading the seats");
    return seats;
}

Result<ClockReport> SqliteStore::clock() {
    m_main->clearError();
    const ClockReport report = m_clock.report(*m_main);
    if (m_main->failed()) return m_main->takeError("reading the clock");
    return report;
}

Result<ClockReport> SqliteStore::confirmClock(const Author& by) {
    m_main->clearError();
    SqlTransaction write(*m_main, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(*m_main)) return m_main->takeError();
    const ClockReport before = m_clock.report(*m_main);
    const ClockReport report = m_clock.beat(*m_main, by, true);
    m_main
        ->prepare(
            "INSERT INTO action (key, officer, seat, note, at, seq) VALUES"
            " ('clock:' || lower(hex(randomblob(16))), ?, ?, ?, ?, ?)")
        .bindAll(by.officer, by.seat,
                 "clock confirmed" + (before.why.empty() ? std::string() : ": " + before.why),
                 static_cast<std::int64_t>(report.storeTime.time_since_epoch().count()),
                 newestChange(*m_main))
        .run();
    JournalEntry entry;
    entry.action = kConfirmClockAction;
    entry.why = before.why;
    appendEntry(*m_main, entry, by, report.storeTime);
    if (!write.commit()) return m_main->takeError("confirming the clock");
    return report;
}

Result<bool> SqliteStore::holdLease(const std::string& name, const std::string& holder,
                                    std::chrono::milliseconds length) {
    Connection& db = *m_main;
    db.clearError();
    const auto isAnothers = [&](std::int64_t now) {
        Statement ask =
            db.prepare("SELECT 1 FROM lease WHERE name = ? AND holder <> ? AND until > ?");
        ask.bindAll(name, holder, now);
        return ask.step();
    };
    // Who waits for another's lease to end does not keep writers waiting.
    if (isAnothers(m_clock.storeTime(db).time_since_epoch().count())) return false;
    if (db.failed()) return db.takeError("taking a lease");
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(db)) return db.takeError("taking a lease");
    // A clock that was set would end the lease of somebody who is there.
    const ClockReport now = m_clock.report(db);
    if (!now.mayStamp) return Error{ErrorCode::NotAllowed, now.why};
    const std::int64_t at = now.storeTime.time_since_epoch().count();
    if (isAnothers(at)) return false;
    db.prepare("INSERT OR REPLACE INTO lease (name, holder, until) VALUES (?, ?, ?)")
        .bindAll(name, holder, at + static_cast<std::int64_t>(length.count()))
        .run();
    if (!write.commit()) return db.takeError("taking a lease");
    return true;
}

int SqliteStore::hintDescriptor() const {
    return m_hint.descriptor();
}

Result<bool> SqliteStore::mayHaveChanged() {
    m_hint.drain();
    if (!m_watch) return true;
    m_watch->clearError();
    const std::int64_t version = m_watch->integer("PRAGMA data_version");
    if (m_watch->failed()) return m_watch->takeError("asking for changes");
    const bool changed = version != m_dataVersion;
    m_dataVersion = version;
    return changed;
}

}  // namespace gis
