// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/row_io.h"

#include <sqlite3.h>

#include <array>
#include <cmath>
#include <type_traits>

#include "gis/store/row_columns.h"
#include "gis/store/shape_blob.h"

namespace gis {
namespace {

using namespace dispatch;
using rows::columns;

struct Names {
    KindTable& table;
    void add(const char* name, ColumnType type) {
        table.columns.emplace_back(name);
        table.types.push_back(type);
    }
    template <class T>
    void operator()(const char* name, const T&) {
        if constexpr (std::is_same_v<T, LonLat> || std::is_same_v<T, std::optional<LonLat>>)
            add("lon", ColumnType::Real), add("lat", ColumnType::Real);
        else if constexpr (std::is_same_v<T, Area>)
            add(name, ColumnType::Area);
        else if constexpr (std::is_same_v<T, Line>)
            add(name, ColumnType::Line);
        else if constexpr (std::is_same_v<T, std::string> || std::is_enum_v<T>)
            add(name, ColumnType::Text);
        else if constexpr (std::is_same_v<T, double>)
            add(name, ColumnType::Real);
        else if constexpr (requires(T list) { list.push_back({}); })
            add(name, ColumnType::Bytes);
        else
            add(name, ColumnType::Integer);
    }
};

/// Binds columns as SQLite keeps them: shapes in SpatiaLite's format, empty ones as NULL.
struct StatementSink {
    Statement& statement;
    template <class Value>
    void put(const char*, const Value& value) {
        if constexpr (std::is_same_v<Value, Area>)
            blob(areaBlob(value));
        else if constexpr (std::is_same_v<Value, Line>)
            blob(lineBlob(value));
        else if constexpr (std::is_same_v<Value, std::vector<std::int64_t>>)
            statement.bindBlob(numbersBlob(value));
        else
            statement.bind(value);
    }
    void putNull(const char*) { statement.bindNull(); }
    void blob(const Bytes& bytes) {
        if (bytes.empty())
            statement.bindNull();
        else
            statement.bindBlob(bytes);
    }
};

struct StatementSource {
    const Statement& statement;
    std::int64_t integer(int column) const { return statement.integer(column); }
    double real(int column) const { return statement.real(column); }
    std::string text(int column) const { return statement.text(column); }
    std::string_view view(int column) const { return statement.view(column); }
    bool isNull(int column) const { return statement.isNull(column); }
    bool get(int column, Area& area) const { return readArea(statement.blob(column), area); }
    bool get(int column, Line& line) const { return readLine(statement.blob(column), line); }
    bool get(int column, std::vector<std::int64_t>& numbers) const {
        return readNumbers(statement.blob(column), numbers);
    }
};

template <class Row>
KindTable makeTable(const char* name, const char* code, const char* box, bool ownIds) {
    KindTable table;
    table.name = name;
    table.code = code;
    table.box = box;
    table.ownIds = ownIds;
    table.versioned = requires(Row row) {
        row.revision;
    };
    Names names{table};
    const Row row{};
    columns(names, row);
    return table;
}

bool onEarth(LonLat p) {
    return p.lon >= -180 && p.lon <= 180 && p.lat >= -90 && p.lat <= 90;
}

template <class Points>
bool allOnEarth(const Points& points) {
    for (const LonLat p : points)
        if (!onEarth(p)) return false;
    return true;
}

bool allOnEarth(const Area& area) {
    for (const PolygonRings& polygon : area) {
        if (!allOnEarth(polygon.shell)) return false;
        for (const Ring& hole : polygon.holes)
            if (!allOnEarth(hole)) return false;
    }
    return true;
}

struct Checker {
    std::string fault;
    template <class T>
    void operator()(const char* name, const T& value) {
        if constexpr (std::is_same_v<T, LonLat>) {
            if (!onEarth(value)) fault = "place is not on the earth";
        } else if constexpr (std::is_same_v<T, std::optional<LonLat>>) {
            if (value && !onEarth(*value)) fault = "place is not on the earth";
        } else if constexpr (std::is_same_v<T, Area> || std::is_same_v<T, Line>) {
            if (!allOnEarth(value)) fault = std::string(name) + " leaves the earth";
        } else if constexpr (std::is_same_v<T, double>) {
            if (!std::isfinite(value)) fault = std::string(name) + " is not a number";
        }
    }
};

}  // namespace

std::string KindTable::list(const std::string& prefix) const {
    std::string text;
    for (const std::string& column : columns) {
        if (!text.empty()) text += ", ";
        text += prefix + column;
    }
    return text;
}

const KindTable& tableOf(Kind kind) {
    static const std::array<KindTable, kKindCount> tables = {
        makeTable<Level>("level", "code", "", false),
        makeTable<Centre>("centre", "code", "", false),
        makeTable<Grid>("grid", "code", "", false),
        makeTable<Zone>("zone", "code", "", false),
        makeTable<Post>("post", "code", "", false),
        makeTable<Unit>("unit", "code", "", false),
        makeTable<Responder>("responder", "code", "", false),
        makeTable<Duty>("duty", "", "", false),
        makeTable<Category>("category", "code", "", false),
        makeTable<Case>("case_record", "code", "case_box", false),
        makeTable<CaseNote>("case_note", "", "", false),
        makeTable<Camera>("camera", "code", "camera_box", false),
        makeTable<PopulationCell>("population", "", "population_box", false),
        makeTable<Ground>("ground", "", "ground_box", false),
        makeTable<Road>("road", "", "road_box", true),
        makeTable<Barrier>("barrier", "", "barrier_box", true),
        makeTable<TurnRestriction>("turn_restriction", "", "", true),
        makeTable<Setting>("setting", "key", "", false),
        makeTable<Assignment>("assignment", "", "", false),
        KindTable{}};
    return tables[static_cast<std::size_t>(kind)];
}

bool kindFromName(std::string_view name, Kind& kind) {
    for (int i = 0; i < kKindCount; ++i) {
        if (name != kindName(static_cast<Kind>(i))) continue;
        kind = static_cast<Kind>(i);
        return true;
    }
    return false;
}

void bindColumns(Statement& statement, const Record& record) {
    StatementSink sink{statement};
    rows::writeColumns(sink, record);
}

Record readRow(const Statement& statement, Connection& connection, Kind kind) {
    const char* wrong = nullptr;
    Record record = rows::readRecord(StatementSource{statement}, kind, wrong);
    if (wrong) connection.fail(SQLITE_CORRUPT, nameOf(record) + " has an unreadable " + wrong);
    return record;
}

std::string selectList(Kind kind) {
    const KindTable& table = tableOf(kind);
    return "r.id, " + table.list("r.") + (table.versioned ? ", r.revision" : "");
}

void setId(Record& record, std::int64_t id) {
    std::visit(
        [&](auto& row) {
            if constexpr (requires { row.id; }) row.id.value = id;
        },
        record);
}

GeoBox boxOfRecord(const Record& record) {
    GeoBox box;
    std::visit(
        [&](const auto& row) {
            if constexpr (requires { row.place.has_value(); }) {
                if (row.place) box.add(*row.place);
            } else if constexpr (requires { row.place.lon; }) {
                box.add(row.place);
            }
            if constexpr (requires { row.area; }) box.add(boxOf(row.area));
            if constexpr (requires { row.reference; }) box.add(boxOf(row.reference));
            if constexpr (requires { row.line; }) box.add(boxOf(row.line));
        },
        record);
    return box;
}

std::string faultOf(const Record& record) {
    Checker checker;
    std::visit([&](const auto& row) { columns(checker, row); }, record);
    const KindTable& table = tableOf(kindOf(record));
    if (checker.fault.empty() && *table.code && codeOf(record).empty())
        checker.fault = std::string(table.code) + " is empty";
    if (const auto* matter = std::get_if<Case>(&record))
        if (checker.fault.empty() && matter->closed && *matter->closed < matter->reported)
            checker.fault = "closed is before reported";
    if (const auto* duty = std::get_if<Duty>(&record))
        if (checker.fault.empty() && duty->until && *duty->until < duty->from)
            checker.fault = "until is before from";
    return checker.fault.empty() ? std::string() : nameOf(record) + ": " + checker.fault;
}

std::string nameOf(const Record& record) {
    const std::string code = codeOf(record);
    return std::string(kindName(kindOf(record))) + ' ' +
           (code.empty() ? std::to_string(idOf(record)) : code);
}

}  // namespace gis
