// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/journal_entries.h"
#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/shape_blob.h"
#include "gis/store/sqlite_codes.h"
#include "gis/store/sqlite_journal.h"
#include "gis/store/sqlite_store.h"
#include "gis/store/write_check.h"

namespace gis {
namespace {

using namespace dispatch;

Bytes receiptBlob(const Receipt& receipt) {
    std::vector<std::int64_t> numbers = receipt.ids;
    for (const Revision revision : receipt.revisions) numbers.push_back(revision.value);
    return numbersBlob(numbers);
}

Receipt receiptFrom(const Statement& row) {
    Receipt receipt;
    receipt.at = Millis{std::chrono::milliseconds(row.integer(0))};
    receipt.seq.value = row.integer(1);
    std::vector<std::int64_t> numbers;
    readNumbers(row.blob(2), numbers);
    const auto half = static_cast<std::ptrdiff_t>(numbers.size() / 2);
    receipt.ids.assign(numbers.begin(), numbers.begin() + half);
    for (auto it = numbers.begin() + half; it != numbers.end(); ++it)
        receipt.revisions.push_back({*it});
    return receipt;
}

/// The receipt of a commit done before, if it was.
std::optional<Receipt> earlierReceipt(Connection& db, const std::string& key) {
    Statement before = db.prepare("SELECT at, seq, receipt, codes FROM action WHERE key = ?");
    before.bind(key);
    if (!before.step()) return std::nullopt;
    Receipt receipt = receiptFrom(before);
    receipt.codes = codesFrom(before.view(3));
    return receipt;
}

/// Whose position must go with this write: somebody who leaves duty by it.
std::int64_t leavesDuty(const Write& write, std::int64_t id, Millis at) {
    if (const auto* who = std::get_if<Responder>(&write.record))
        return write.remove || !who->onDuty ? id : 0;
    if (const auto* duty = std::get_if<Duty>(&write.record))
        return write.remove || (duty->until && *duty->until <= at) ? duty->responder.value : 0;
    return 0;
}

Conflict conflictOf(RecordRef record, std::string code, const Standing& found) {
    Conflict conflict;
    conflict.record = record;
    conflict.code = std::move(code);
    conflict.found.value = found.revision;
    conflict.by = found.by;
    conflict.at = Millis{std::chrono::milliseconds(found.at)};
    return conflict;
}

/// After a refused write: the live order it would have stood beside, under its responder's code.
std::optional<Conflict> orderInTheWay(Connection& db, const Record& record) {
    const auto* order = std::get_if<Assignment>(&record);
    const std::int64_t live = order ? liveOrderBeside(db, *order) : 0;
    if (live == 0) return std::nullopt;
    const auto who = rowInForce(db, Kind::Responder, order->responder.value);
    return conflictOf({Kind::Assignment, live},
                      who.good.empty() ? std::string() : codeOf(who.good.front()),
                      standing(db, Kind::Assignment, live));
}

}  // namespace

Result<Commit> SqliteStore::commit(const Transaction& transaction) {
    if (auto good = refuseBadWrites(transaction); !good) return good.error();
    auto entries = journalEntries(transaction);
    if (!entries) return entries.error();

    Connection& db = *m_main;
    db.clearError();
    SqlTransaction write(db, SqlTransaction::Kind::Write);
    if (!schemaIsOurs(db)) return db.takeError("commit");
    if (auto before = earlierReceipt(db, transaction.key)) return Commit{std::move(*before)};
    const auto stamp = m_clock.stamp(db);
    if (!stamp) return stamp.error();
    const std::int64_t at = stamp->time_since_epoch().count();
    const std::int64_t action =
        addAction(db, transaction.key, transaction.by, transaction.note, at);

    Receipt receipt;
    receipt.at = *stamp;
    for (const Write& wanted : transaction.writes) {
        const Kind kind = kindOf(wanted.record);
        const KindTable& table = tableOf(kind);
        std::int64_t id = idOf(wanted.record);
        RowMarks marks{generationOf(db, kind), 0, 1, at, action};
        std::string code = codeOf(wanted.record);
        const bool isNew =
            !wanted.remove && wanted.expected.value == 0 && (id == 0 || table.ownIds);
        if (isNew) {
            Record record = wanted.record;
            if (id == 0)
                setId(record, id = takeIds(db, kind, 1));
            else
                reserveId(db, kind, id);
            if (wantsNumber(wanted)) std::get<Case>(record).code = code = numberedCode(db, code);
            if (!db.failed()) insertRow(db, record, marks);
        } else {
            const Standing found = standing(db, kind, id);
            if (db.failed()) return db.takeError("commit");
            if (found.revision == 0 ||
                (table.versioned && found.revision != wanted.expected.value)) {
                return Commit{conflictOf({kind, id}, codeOf(wanted.record), found)};
            }
            if (!table.versioned && !wanted.remove)
                return Error{ErrorCode::BadInput,
                             nameOf(wanted.record) + ": this kind is written once, not changed"};
            marks.revision = found.revision + 1;
            if (wanted.remove)
                removeRow(db, kind, found.row, at, action);
            else
                updateRow(db, wanted.record, marks);
        }
        if (db.failed()) {
            const bool taken = db.uniqueFailed();
            Error error = db.takeError();
            if (taken)
                if (const auto order = orderInTheWay(db, wanted.record)) return Commit{*order};
            return error;
        }
        receipt.ids.push_back(id);
        receipt.codes.push_back(std::move(code));
        receipt.revisions.push_back({table.versioned && !wanted.remove ? marks.revision : 0});
        receipt.seq.value = logChange(db, kind, id, wanted.remove ? 2 : 1, marks.revision, action);
        if (const std::int64_t who = leavesDuty(wanted, id, *stamp)) dropPosition(db, who, action);
    }
    for (JournalEntry& entry : *entries) {
        if (entry.ofWrite >= 0)
            entry.record.value = receipt.ids[static_cast<std::size_t>(entry.ofWrite)];
        if (!appendEntry(db, entry, transaction.by, *stamp)) return db.takeError("the journal");
    }
    receipt.seq.value = newestChange(db);
    db.prepare("UPDATE action SET seq = ?, receipt = ?, codes = ? WHERE id = ?")
        .bind(receipt.seq.value)
        .bindBlob(receiptBlob(receipt))
        .bind(codesText(receipt.codes))
        .bind(action)
        .run();
    if (!write.commit()) return db.takeError("commit");
    return Commit{std::move(receipt)};
}

Result<std::optional<Receipt>> SqliteStore::receiptOf(const std::string& key) {
    m_main->clearError();
    auto receipt = earlierReceipt(*m_main, key);
    if (m_main->failed()) return m_main->takeError("reading a receipt");
    return receipt;
}

}  // namespace gis
