// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/store/postgis_store.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

constexpr int kRowsAFetch = 2000;
/// Nobody holds a work longer than this at one go.
constexpr std::chrono::milliseconds kLongestLease = 24h;

constexpr const char* kJournalRow =
    "SELECT j.seq, j.record, j.number, j.at, j.officer, j.seat, j.action, j.what, j.why,"
    " j.on_behalf, j.contact, encode(j.hash, 'hex'), encode(j.chain, 'hex')"
    " FROM gridhall.journal j";

JournalRow journalRow(const PgAnswer& answer, int row) {
    const auto text = [&](int column) { return std::string(answer.text(row, column)); };
    JournalRow entry;
    entry.seq.value = answer.integer(row, 0);
    entry.record.value = answer.integer(row, 1);
    entry.number = answer.integer(row, 2);
    entry.at = Millis{std::chrono::milliseconds(answer.integer(row, 3))};
    entry.officer = text(4);
    entry.seat = text(5);
    entry.action = text(6);
    entry.what = text(7);
    entry.why = text(8);
    entry.onBehalf = text(9);
    entry.contact = text(10);
    entry.hash = text(11);
    entry.chain = text(12);
    return entry;
}

}  // namespace

Result<void> PostgisStore::readJournal(const JournalQuery& query,
                                       const std::function<bool(JournalRow&&)>& row) {
    std::vector<PgValue> values{query.after.value};
    std::string sql = std::string(kJournalRow) + " WHERE j.seq > $1";
    if (query.record) {
        values.emplace_back(query.record->value);
        sql += " AND j.record = $2";
    }
    // The numbers of one case rise with those of the store.
    sql += std::string(" ORDER BY ") + (query.record ? "j.number" : "j.seq");
    if (query.newestFirst) sql += " DESC";
    if (query.limit) sql += " LIMIT " + std::to_string(*query.limit);
    const bool isLong = !query.limit || *query.limit > std::size_t{kRowsAFetch};
    auto way = link();
    if (!way) return way.error();
    return (*way)->scan(sql, values, isLong ? kRowsAFetch : 0,
                        [&](const PgAnswer& answer, int i) { return row(journalRow(answer, i)); });
}

Result<JournalRow> PostgisStore::journalHead() {
    const auto answer = ask(std::string(kJournalRow) + " ORDER BY j.seq DESC LIMIT 1", {});
    if (!answer) return answer.error();
    return answer->rows() > 0 ? journalRow(*answer, 0) : JournalRow{};
}

Result<bool> PostgisStore::holdLease(const std::string& name, const std::string& holder,
                                     std::chrono::milliseconds length) {
    const auto bounded = std::clamp(length, std::chrono::milliseconds(0), kLongestLease);
    const auto answer = ask("SELECT gridhall.hold_lease($1, $2, $3)",
                            {name, holder, std::int64_t{bounded.count()}});
    if (!answer) return answer.error();
    return answer->text(0, 0) == "t";
}

}  // namespace gis
