// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <variant>

#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"

namespace gis {
namespace {

using namespace dispatch;

/// Rows beyond a limit that may stand in for bad ones; without any limit the newest few of a
/// million cases would be found by sorting them all.
constexpr std::size_t kSpareRows = 1000;

std::int64_t secondsOf(Seconds time) {
    return time.time_since_epoch().count();
}

/// Conditions and what is bound to them, in their order.
struct Where {
    std::string sql;
    std::vector<std::variant<std::int64_t, double, std::string>> values;
    bool boxed = false;  ///< Rows still have to be compared with the box.

    template <class... Values>
    void add(const std::string& condition, const Values&... bound) {
        sql += " AND " + condition;
        (values.emplace_back(bound), ...);
    }
};

void narrowCases(const Query& query, Where& where) {
    if (query.openOnly) where.add("r.closed IS NULL");
    if (query.since) where.add("r.reported >= ?", secondsOf(*query.since));
    if (query.until) where.add("r.reported < ?", secondsOf(*query.until));
    if (query.stage) where.add("r.stage = ?", *query.stage);
    if (query.level) where.add("r.level = ?", *query.level);
    if (query.category)
        where.add("(r.category = ? OR r.category IN (SELECT r.code FROM category r WHERE " +
                      inForce(Kind::Category) + " AND r.parent = ?))",
                  *query.category, *query.category);
    if (query.grid) where.add("r.grid = ?", *query.grid);
    if (query.unit) where.add("r.lead_unit = ?", *query.unit);
    if (query.risk) where.add("r.risk = ?", std::string(storedWord(*query.risk)));
}

bool hasResponder(Kind kind) {
    return kind == Kind::Duty || kind == Kind::Assignment;
}

bool hasCase(Kind kind) {
    return kind == Kind::CaseNote || kind == Kind::Assignment || kind == Kind::Supervision ||
           kind == Kind::Contact;
}

Where whereOf(const Query& query) {
    const KindTable& table = tableOf(query.kind);
    Where where;
    where.sql = std::string(" FROM ") + table.name + " r WHERE " + inForce(query.kind);
    if (query.kind == Kind::Case) narrowCases(query, where);
    if (query.responder && hasResponder(query.kind))
        where.add("r.responder = ?", query.responder->value);
    if (query.record && hasCase(query.kind)) where.add("r.record = ?", query.record->value);
    if (query.code && *table.code) where.add(std::string("r.") + table.code + " = ?", *query.code);
    where.boxed = query.box.has_value();
    if (query.box && *table.box)
        where.add(std::string("r.rowid IN (SELECT id FROM ") + table.box +
                      " WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?)",
                  query.box->west, query.box->east, query.box->south, query.box->north);
    return where;
}

void bindWhere(Statement& statement, const Where& where) {
    for (const auto& value : where.values)
        std::visit([&](const auto& some) { statement.bind(some); }, value);
}

bool isEmptyQuery(const Query& query) {
    return query.code && query.kind != Kind::Fix && !*tableOf(query.kind).code;
}

}  // namespace

Result<void> SqliteStore::read(const Query& query, const std::function<bool(Record&&)>& row) {
    if (query.kind == Kind::Fix) return readFixes(query, row);
    if (isEmptyQuery(query)) return {};
    Connection& db = *m_main;
    db.clearError();
    const Where where = whereOf(query);
    std::string sql = "SELECT " + selectList(query.kind) + where.sql;
    if (query.limit) {
        sql += query.kind == Kind::Case ? " ORDER BY r.reported DESC, r.id DESC" : " ORDER BY r.id";
        if (!where.boxed) sql += " LIMIT " + std::to_string(*query.limit + kSpareRows);
    }
    Statement select = db.prepare(sql);
    bindWhere(select, where);
    std::size_t given = 0;
    while (select.step()) {
        const char* wrong = nullptr;
        Record record = readRow(select, query.kind, wrong);
        if (quarantineOf(record, wrong)) continue;
        if (where.boxed && !boxOfRecord(record).intersects(*query.box)) continue;
        if (query.limit && given >= *query.limit) break;
        ++given;
        if (!row(std::move(record))) break;
    }
    return db.outcome(std::string("reading ") + kindName(query.kind));
}

Result<std::int64_t> SqliteStore::count(const Query& query) {
    const bool allFixes = query.kind == Kind::Fix && !query.box && !query.responder &&
                          !query.since && !query.until && !query.limit;
    std::int64_t rows = 0;
    if (allFixes) {
        m_main->clearError();
        rows = m_main->integer(
            "SELECT sum(k.fixes) FROM fix_block k JOIN batch b ON b.id = k.batch"
            " WHERE b.published_at IS NOT NULL");
    } else if (query.box || query.kind == Kind::Fix || query.limit) {
        const auto done = read(query, [&](Record&&) { return ++rows, true; });
        if (!done) return done.error();
    } else if (!isEmptyQuery(query)) {
        m_main->clearError();
        const Where where = whereOf(query);
        Statement select = m_main->prepare("SELECT count(*)" + where.sql);
        bindWhere(select, where);
        if (select.step()) rows = select.integer(0);
    }
    if (m_main->failed()) return m_main->takeError("counting");
    return rows;
}

Result<void> SqliteStore::readFixes(const Query& query, const std::function<bool(Record&&)>& row) {
    Connection& db = *m_main;
    db.clearError();
    const auto millis = [](const std::optional<Seconds>& time, std::int64_t otherwise) {
        return time ? time->time_since_epoch().count() * 1000 : otherwise;
    };
    const std::int64_t since = millis(query.since, std::numeric_limits<std::int64_t>::min());
    const std::int64_t until = millis(query.until, std::numeric_limits<std::int64_t>::max());
    std::vector<std::pair<std::int64_t, std::int64_t>> blocks;
    {
        Statement select = db.prepare(
            std::string("SELECT k.id, k.last_time FROM fix_block k JOIN batch b ON b.id = k.batch"
                        " WHERE b.published_at IS NOT NULL AND k.last_time >= ? AND k.first_time"
                        " < ? ORDER BY ") +
            (query.limit ? "k.last_time DESC" : "k.first_time, k.id"));
        select.bindAll(since, until);
        while (select.step()) blocks.emplace_back(select.integer(0), select.integer(1));
    }
    const auto newer = [](const Fix& a, const Fix& b) {
        return a.time != b.time ? a.time > b.time : a.seq > b.seq;
    };
    std::vector<Fix> newest;
    for (const auto& [block, lastTime] : blocks) {
        const bool full = query.limit && newest.size() >= *query.limit;
        if (full && (newest.empty() || lastTime < fixMillis(newest.front()))) break;
        Statement select = db.prepare(std::string("SELECT ") + kFixColumns +
                                      " FROM fix_track WHERE block = ? AND time >= ? AND time < ?" +
                                      (query.responder ? " AND responder = ?" : ""));
        select.bindAll(block, since, until);
        if (query.responder) select.bind(query.responder->value);
        while (select.step()) {
            const Fix fix = readFix(select);
            if (!faultOf(fix).empty()) continue;
            if (query.box && !query.box->contains(fix.place)) continue;
            if (!query.limit) {
                if (!row(Record(fix))) return db.outcome("reading fixes");
                continue;
            }
            newest.push_back(fix);
            std::push_heap(newest.begin(), newest.end(), newer);
            if (newest.size() <= *query.limit) continue;
            std::pop_heap(newest.begin(), newest.end(), newer);
            newest.pop_back();
        }
    }
    std::sort(newest.begin(), newest.end(), newer);
    for (const Fix& fix : newest)
        if (!row(Record(fix))) break;
    return db.outcome("reading fixes");
}

}  // namespace gis
