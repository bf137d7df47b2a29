// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/journal_entries.h"
#include "gis/store/postgis_rows.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/write_check.h"

namespace gis {
namespace {

using namespace dispatch;

std::string entryJson(const JournalEntry& entry) {
    return "{\"record\":" + std::to_string(entry.record.value) +
           ",\"of_write\":" + std::to_string(entry.ofWrite) +
           ",\"action\":" + jsonText(entry.action) + ",\"what\":" + jsonText(entry.what) +
           ",\"why\":" + jsonText(entry.why) + ",\"on_behalf\":" + jsonText(entry.onBehalf) +
           ",\"contact\":" + jsonText(entry.contact) + '}';
}

std::string requestOf(const Transaction& transaction, const std::vector<JournalEntry>& entries) {
    std::string json = "{\"schema\":" + std::to_string(kSchema) +
                       ",\"key\":" + jsonText(transaction.key) +
                       ",\"officer\":" + jsonText(transaction.by.officer) +
                       ",\"seat\":" + jsonText(transaction.by.seat) +
                       ",\"note\":" + jsonText(transaction.note) + ",\"writes\":[";
    const char* comma = "";
    for (const Write& write : transaction.writes) {
        json += comma;
        json += "{\"kind\":" + jsonText(kindName(kindOf(write.record))) +
                ",\"id\":" + std::to_string(idOf(write.record)) +
                ",\"code\":" + jsonText(codeOf(write.record)) +
                ",\"expected\":" + std::to_string(write.expected.value) +
                ",\"remove\":" + (write.remove ? "true" : "false") +
                (wantsNumber(write) ? ",\"numbered\":true" : "") +
                ",\"row\":" + rowJson(write.record) + '}';
        comma = ",";
    }
    json += "],\"entries\":[";
    comma = "";
    for (const JournalEntry& entry : entries) {
        json += comma + entryJson(entry);
        comma = ",";
    }
    return json + "]}";
}

/// Who was first, as the store's functions say it.
Conflict conflictFrom(const std::string& detail) {
    Conflict conflict;
    PgRow row;
    if (!row.parse(detail)) return conflict;
    kindFromName(row.view(0), conflict.record.kind);
    conflict.record.id = row.integer(1);
    conflict.found.value = row.integer(2);
    conflict.at = Millis{std::chrono::milliseconds(row.integer(3))};
    conflict.by = {row.text(4), row.text(5)};
    conflict.code = row.text(6);
    return conflict;
}

Receipt receiptFrom(const PgAnswer& answer) {
    Receipt receipt;
    receipt.at = Millis{std::chrono::milliseconds(answer.integer(0, 0))};
    receipt.seq.value = answer.integer(0, 1);
    receipt.ids = numbersFromPgArray(answer.text(0, 2));
    for (const std::int64_t revision : numbersFromPgArray(answer.text(0, 3)))
        receipt.revisions.push_back({revision});
    receipt.codes = codesFrom(answer.text(0, 4));
    return receipt;
}

}  // namespace

Result<Commit> PostgisStore::commit(const Transaction& transaction) {
    if (auto good = refuseBadWrites(transaction); !good) return good.error();
    const auto entries = journalEntries(transaction);
    if (!entries) return entries.error();
    const auto answer =
        ask("SELECT * FROM gridhall.commit($1)", {requestOf(transaction, *entries)});
    if (!answer) {
        if (answer.error().code == ErrorCode::Conflict && m_link)
            return Commit{conflictFrom(m_link->detail())};
        return answer.error();
    }
    return Commit{receiptFrom(*answer)};
}

Result<std::optional<Receipt>> PostgisStore::receiptOf(const std::string& key) {
    const auto answer =
        ask("SELECT at, seq, ids, revisions, codes FROM gridhall.action WHERE key = $1", {key});
    if (!answer) return answer.error();
    if (answer->rows() == 0) return std::optional<Receipt>();
    return std::optional<Receipt>(receiptFrom(*answer));
}

Result<FixReceipt> PostgisStore::addFixes(std::span<const Fix> fixes, const std::string& source) {
    constexpr std::size_t kFixesACall = 4000;
    FixReceipt receipt;
    for (std::size_t at = 0; at < fixes.size(); at += kFixesACall) {
        const FixArrays arrays(fixes.subspan(at, std::min(kFixesACall, fixes.size() - at)));
        const auto answer =
            ask("SELECT * FROM gridhall.add_fixes($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                {arrays.responders, arrays.times, arrays.lons, arrays.lats, arrays.headings,
                 arrays.speeds, arrays.accuracies, arrays.grids, source},
                false);
        if (!answer) return answer.error();
        const auto number = [&](int column) {
            return static_cast<std::size_t>(answer->integer(0, column));
        };
        receipt.taken += number(0);
        receipt.refusedOffDuty += number(1);
        receipt.refusedUnknown += number(2);
        receipt.refusedImpossible += number(3);
        receipt.last.value = answer->integer(0, 4);
    }
    return receipt;
}

}  // namespace gis
