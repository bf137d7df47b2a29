// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite_journal.h"

#include "gis/seal/digest.h"
#include "gis/store/sqlite_store.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr const char* kEntryColumns =
    "seq, record, number, at, officer, seat, action, what, why, on_behalf, contact, hash, chain";

std::string hexAt(const Statement& row, int column) {
    const auto bytes = row.blob(column);
    return hexOf({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

JournalRow entryAt(const Statement& row) {
    JournalRow entry;
    entry.seq.value = row.integer(0);
    entry.record.value = row.integer(1);
    entry.number = row.integer(2);
    entry.at = Millis{std::chrono::milliseconds(row.integer(3))};
    entry.officer = row.text(4);
    entry.seat = row.text(5);
    entry.action = row.text(6);
    entry.what = row.text(7);
    entry.why = row.text(8);
    entry.onBehalf = row.text(9);
    entry.contact = row.text(10);
    entry.hash = hexAt(row, 11);
    entry.chain = hexAt(row, 12);
    return entry;
}

}  // namespace

bool appendEntry(Connection& connection, const JournalEntry& entry, const Author& by, Millis at) {
    JournalRow row{{1},           entry.record, 1,          at,        by.officer,
                   by.seat,       entry.action, entry.what, entry.why, entry.onBehalf,
                   entry.contact, {},           {}};
    std::string chainBefore;
    std::string hashBefore;
    {
        Statement head =
            connection.prepare("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1");
        if (head.step()) {
            row.seq.value = head.integer(0) + 1;
            chainBefore = hexAt(head, 1);
        }
        Statement last = connection.prepare(
            "SELECT number, hash FROM journal WHERE record = ? ORDER BY number DESC LIMIT 1");
        last.bind(row.record.value);
        if (last.step()) {
            row.number = last.integer(0) + 1;
            hashBefore = hexAt(last, 1);
        }
    }
    const Digest hash = sha256(entryBytes(row, hashBefore));
    const Digest chain = sha256(chainBytes(chainBefore, hexOf(hash)));
    return connection
        .prepare(std::string("INSERT INTO journal (") + kEntryColumns +
                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bindAll(row.seq.value, row.record.value, row.number,
                 static_cast<std::int64_t>(at.time_since_epoch().count()), row.officer, row.seat,
                 row.action, row.what, row.why, row.onBehalf, row.contact)
        .bindBlob(std::as_bytes(std::span(hash)))
        .bindBlob(std::as_bytes(std::span(chain)))
        .run();
}

Result<void> SqliteStore::readJournal(const JournalQuery& query,
                                      const std::function<bool(JournalRow&&)>& row) {
    Connection& db = *m_main;
    db.clearError();
    // Of one case by its own index: the plus keeps the engine from walking all entries.
    std::string sql =
        std::string("SELECT ") + kEntryColumns + " FROM journal WHERE " +
        (query.record ? "+seq > ? AND record = ? ORDER BY number" : "seq > ? ORDER BY seq");
    if (query.newestFirst) sql += " DESC";
    sql += " LIMIT ?";
    Statement select = db.prepare(sql);
    select.bind(query.after.value);
    if (query.record) select.bind(query.record->value);
    select.bind(query.limit ? static_cast<std::int64_t>(*query.limit) : std::int64_t{-1});
    while (select.step())
        if (!row(entryAt(select))) break;
    return db.outcome("reading the journal");
}

Result<JournalRow> SqliteStore::journalHead() {
    JournalQuery newest;
    newest.newestFirst = true;
    newest.limit = 1;
    JournalRow head;
    auto done = readJournal(newest, [&](JournalRow&& row) { return head = std::move(row), false; });
    if (!done) return done.error();
    return head;
}

}  // namespace gis
