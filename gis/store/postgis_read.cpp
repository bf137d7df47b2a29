// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "dispatch/search_text.h"
#include "gis/store/postgis_rows.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr int kRowsAFetch = 2000;
constexpr std::size_t kFewRows = 50;

/// The rows wanted: " FROM … WHERE …" with its values, and the order where there is a limit.
struct Wanted {
    std::string sql;
    std::string order;
    std::vector<PgValue> values;

    void add(const std::string& condition, PgValue value) {
        values.push_back(std::move(value));
        sql += " AND " + condition + " $" + std::to_string(values.size());
    }
};

std::string geometryColumn(Kind kind) {
    const auto& columns = tableOf(kind).columns;
    const auto has = [&](const char* name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    if (has("lon")) return "place";
    if (has("shape")) return "shape";
    return has("line") ? "line" : "";
}

/// Kinds whose rows belong to a case.
bool isOfCases(Kind kind) {
    return kind == Kind::CaseNote || kind == Kind::Assignment || kind == Kind::Supervision ||
           kind == Kind::Contact;
}

void narrowCases(Wanted& wanted, const Query& query) {
    for (const auto& [column, value] :
         {std::pair{"r.stage =", &query.stage}, std::pair{"r.level =", &query.level},
          std::pair{"r.grid =", &query.grid}, std::pair{"r.lead_unit =", &query.unit}})
        if (*value) wanted.add(column, PgValue(**value));
    if (query.category) {
        wanted.add("(r.category =", PgValue(*query.category));
        wanted.sql += " OR r.category IN (SELECT r.code FROM category r WHERE " +
                      inForce(Kind::Category) + " AND r.parent = $" +
                      std::to_string(wanted.values.size()) + "))";
    }
    if (query.risk) wanted.add("r.risk =", PgValue(storedWord(*query.risk)));
}

Wanted recordsWanted(const Query& query) {
    const KindTable& table = tableOf(query.kind);
    Wanted wanted;
    wanted.sql = std::string(" FROM ") + table.name + " r WHERE " + inForce(query.kind);
    if (query.kind == Kind::Case) {
        if (query.openOnly) wanted.sql += " AND r.closed IS NULL";
        if (query.since)
            wanted.add("r.reported >=", std::int64_t{query.since->time_since_epoch().count()});
        if (query.until)
            wanted.add("r.reported <", std::int64_t{query.until->time_since_epoch().count()});
        narrowCases(wanted, query);
    }
    if ((query.kind == Kind::Duty || query.kind == Kind::Assignment) && query.responder)
        wanted.add("r.responder =", query.responder->value);
    if (isOfCases(query.kind) && query.record) wanted.add("r.record =", query.record->value);
    if (query.code && *table.code)
        wanted.add(std::string("r.") + table.code + " =", PgValue(*query.code));
    wanted.order =
        query.kind == Kind::Case ? " ORDER BY r.reported DESC, r.id DESC" : " ORDER BY r.id";
    return wanted;
}

Wanted fixesWanted(const Query& query) {
    Wanted wanted;
    wanted.sql =
        " FROM fix_track f JOIN batch b ON b.id = f.batch WHERE b.published_at IS NOT NULL";
    if (query.responder) wanted.add("f.responder =", query.responder->value);
    if (query.since)
        wanted.add("f.time >=", std::int64_t{query.since->time_since_epoch().count()} * 1000);
    if (query.until)
        wanted.add("f.time <", std::int64_t{query.until->time_since_epoch().count()} * 1000);
    wanted.order = query.limit ? " ORDER BY f.time DESC, f.seq DESC" : " ORDER BY f.time, f.seq";
    return wanted;
}

void addBox(Wanted& wanted, const Query& query) {
    const GeoBox& box = *query.box;
    if (query.kind == Kind::Fix) {
        // A unit wider on every side; what touches is decided by the row itself.
        const auto units = [](double degrees) { return std::llround(degrees * 1e7); };
        wanted.add("f.lon >=", std::int64_t{units(box.west) - 1});
        wanted.add("f.lon <=", std::int64_t{units(box.east) + 1});
        wanted.add("f.lat >=", std::int64_t{units(box.south) - 1});
        wanted.add("f.lat <=", std::int64_t{units(box.north) + 1});
        return;
    }
    const std::string column = geometryColumn(query.kind);
    if (column.empty()) return;
    const std::size_t n = wanted.values.size();
    const auto mark = [&](std::size_t i) { return "$" + std::to_string(n + i) + "::float8"; };
    wanted.sql += " AND (r." + column + " && ST_MakeEnvelope(" + mark(1) + ", " + mark(2) + ", " +
                  mark(3) + ", " + mark(4) + ", 4490)";
    if (query.kind == Kind::Ground)
        wanted.sql += " OR r.line && ST_MakeEnvelope(" + mark(1) + ", " + mark(2) + ", " + mark(3) +
                      ", " + mark(4) + ", 4490)";
    wanted.sql += ")";
    for (const double edge : {box.west, box.south, box.east, box.north})
        wanted.values.emplace_back(edge);
}

/// The rows wanted, as far as they may hold the words, newest first and span by span of time: what
/// is frequent is found among the newest, nothing is sorted whole. Rows are still to be looked at:
/// longer words are only found pair by pair.
std::string searchSql(const Wanted& wanted, const std::string& row) {
    const std::string span = std::to_string(kSearchSpanSeconds);
    return "WITH RECURSIVE spans (span) AS (SELECT search_span(max(c.reported)) FROM case_record c"
           " UNION ALL SELECT search_span((SELECT max(c.reported) FROM case_record c WHERE"
           " c.reported < " +
           std::to_string(kFirstSearchSpan) + " + s.span * " + span +
           ")) FROM spans s WHERE s.span > 0)"
           " SELECT f.id, (SELECT " +
           row +
           " FROM case_record r WHERE r.id = f.id) FROM spans s CROSS JOIN LATERAL"
           " (SELECT r.id, r.reported" +
           wanted.sql + wanted.order + ") f";
}

void addWords(Wanted& wanted, const std::vector<std::u32string>& words) {
    const std::vector<Gram> grams = gramsWanted(words);
    wanted.values.emplace_back(pgArray(grams));
    wanted.sql +=
        " AND search_keys(r.reported, r.code || E'\\n' || r.title || E'\\n' || r.text"
        " || E'\\n' || r.place_text || E'\\n' || r.result) @> ARRAY(SELECT (s.span << " +
        std::to_string(kGramBits) + ") | g FROM unnest($" + std::to_string(wanted.values.size()) +
        "::bigint[]) g)";
}

/// Shapes are narrowed by single-precision boxes; what touches is decided by the row itself.
bool touches(const Record& record, const Query& query) {
    if (!query.box) return true;
    if (const auto* fix = std::get_if<Fix>(&record)) return query.box->contains(fix->place);
    return boxOfRecord(record).intersects(*query.box);
}

bool isEmptyQuery(const Query& query) {
    return query.code && query.kind != Kind::Fix && !*tableOf(query.kind).code;
}

}  // namespace

Result<void> PostgisStore::read(const Query& query, const std::function<bool(Record&&)>& row) {
    if (isEmptyQuery(query)) return {};
    const bool fixes = query.kind == Kind::Fix;
    Wanted wanted = fixes ? fixesWanted(query) : recordsWanted(query);
    if (query.box) addBox(wanted, query);
    std::vector<std::u32string> words;
    if (query.kind == Kind::Case && query.text) words = searchWords(*query.text);
    if (!words.empty()) addWords(wanted, words);
    std::string sql = fixes ? std::string("SELECT f.seq, ") + kPgFixRow
                            : "SELECT r.id, " + pgSelectRow(query.kind);
    sql += wanted.sql;
    if (!words.empty()) sql = searchSql(wanted, pgSelectRow(query.kind));
    // A long answer in order would be sorted whole before its first row.
    if (words.empty() && (query.limit || query.text || (fixes && query.responder)))
        sql += wanted.order;
    const bool isLong =
        !query.code && (!query.limit || query.box || *query.limit > std::size_t{kRowsAFetch});
    if (query.limit && !query.box && words.empty()) sql += " LIMIT " + std::to_string(*query.limit);

    auto way = link();
    if (!way) return way.error();
    PgRow fields;
    std::size_t given = 0;
    const auto take = [&](const PgAnswer& answer, int i) {
        std::optional<Record> record;
        if (!fixes) {
            DecodedRow decoded = decodeRow(query.kind, answer.text(i, 1));
            if (!decoded.fault) record = std::move(decoded.record);
        } else if (fields.parse(answer.text(i, 1))) {
            if (const auto fix = decodeFix(fields)) record = Record(*fix);
        }
        if (!record || !touches(*record, query)) return true;
        if (!words.empty() && !holdsWords(searchedText(std::get<Case>(*record)), words))
            return true;
        if (query.limit && given >= *query.limit) return false;
        ++given;
        return row(std::move(*record));
    };
    int fetch = isLong ? kRowsAFetch : 0;
    if (!words.empty())
        fetch = static_cast<int>(
            std::clamp(query.limit.value_or(kRowsAFetch) + 1, kFewRows, std::size_t{kRowsAFetch}));
    return (*way)->scan(sql, wanted.values, fetch, take);
}

Result<std::int64_t> PostgisStore::count(const Query& query) {
    std::int64_t rows = 0;
    if (isEmptyQuery(query)) return rows;
    if (query.box || query.limit || query.text) {
        const auto done = read(query, [&](Record&&) { return ++rows, true; });
        if (!done) return done.error();
        return rows;
    }
    const Wanted wanted = query.kind == Kind::Fix ? fixesWanted(query) : recordsWanted(query);
    auto way = link();
    if (!way) return way.error();
    const auto answer = (*way)->ask("SELECT count(*)" + wanted.sql, wanted.values);
    if (!answer) return answer.error();
    return answer->integer(0, 0);
}

}  // namespace gis
