// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/row_io.h"

#include <array>
#include <cmath>
#include <type_traits>

#include "dispatch/text.h"
#include "gis/store/row_columns.h"
#include "gis/store/shape_blob.h"

namespace gis {
namespace {

using namespace dispatch;
using rows::columns;

constexpr std::size_t kLongestName = 80;

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

bool isClosed(const Ring& ring) {
    return ring.size() >= 4 && ring.front() == ring.back();
}

bool allClosed(const Area& area) {
    for (const PolygonRings& polygon : area) {
        if (!isClosed(polygon.shell)) return false;
        for (const Ring& hole : polygon.holes)
            if (!isClosed(hole)) return false;
    }
    return true;
}

/// Keeps the first fault of a row's columns.
struct Checker {
    std::string fault;
    void refuse(const std::string& why) {
        if (fault.empty()) fault = why;
    }
    void operator()(const char* name, const std::string& text) {
        if (text.size() > kLongestText)
            refuse(std::string(name) + " is longer than 64 KiB");
        else if (text.find('\0') != std::string::npos)
            refuse(std::string(name) + " holds a NUL character");
        else if (!isUtf8(text))
            refuse(std::string(name) + " is not UTF-8");
    }
    void operator()(const char*, LonLat place) {
        if (!onEarth(place)) refuse("place is not on the earth");
    }
    void operator()(const char* name, const std::optional<LonLat>& place) {
        if (place) (*this)(name, *place);
    }
    void operator()(const char* name, const Area& area) {
        if (!allOnEarth(area))
            refuse(std::string(name) + " leaves the earth");
        else if (!allClosed(area))
            refuse(std::string(name) + " has a ring that is not closed");
    }
    void operator()(const char* name, const Line& line) {
        if (!allOnEarth(line)) refuse(std::string(name) + " leaves the earth");
    }
    void operator()(const char* name, double number) {
        if (!std::isfinite(number)) refuse(std::string(name) + " is not a number");
    }
    void operator()(const char* name, Seconds time) {
        if (!isPossible(time)) refuse(std::string(name) + " is outside the years 1900 to 2199");
    }
    void operator()(const char* name, const std::optional<Seconds>& time) {
        if (time) (*this)(name, *time);
    }
    template <class T>
    void operator()(const char*, const T&) {}
};

/// What columns say together.
void checkRow(const Record& record, Checker& checker) {
    const KindTable& table = tableOf(kindOf(record));
    if (*table.code && codeOf(record).empty())
        checker.refuse(std::string(table.code) + " is empty");
    if (const auto* matter = std::get_if<Case>(&record)) {
        if (matter->closed && *matter->closed < matter->reported)
            checker.refuse("closed is before reported");
    } else if (const auto* duty = std::get_if<Duty>(&record)) {
        if (duty->until && *duty->until < duty->from) checker.refuse("until is before from");
    } else if (const auto* who = std::get_if<Responder>(&record)) {
        if (who->reportSeconds < 1) checker.refuse("report_seconds is not above 0");
    } else if (const auto* road = std::get_if<Road>(&record)) {
        if (road->nodes.size() != road->line.size())
            checker.refuse("nodes and line differ in length");
    }
}

std::string sentence(const Record& record, const std::string& fault) {
    return fault.empty() ? std::string() : nameOf(record) + ": " + fault;
}

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
        makeTable<User>("app_user", "code", "", false),
        makeTable<Supervision>("supervision", "", "", false),
        makeTable<Contact>("contact", "", "", false),
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

Record readRow(const Statement& statement, Kind kind, const char*& wrong) {
    return rows::readRecord(StatementSource{statement}, kind, wrong);
}

std::string selectList(Kind kind) {
    const KindTable& table = tableOf(kind);
    return "r.id, " + table.list("r.") + (table.versioned ? ", r.revision" : "");
}

std::string_view storedWord(Risk risk) {
    return rows::kWords<Risk>[static_cast<std::size_t>(risk)];
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

bool isPossible(Seconds time) {
    using namespace std::chrono;
    return time >= sys_days(year(1900) / 1 / 1) && time < sys_days(year(2200) / 1 / 1);
}

std::string faultOf(const Record& record) {
    if (const auto* fix = std::get_if<Fix>(&record)) return faultOf(*fix);
    Checker checker;
    std::visit([&](const auto& row) { columns(checker, row); }, record);
    checkRow(record, checker);
    return sentence(record, checker.fault);
}

std::string faultOf(const Fix& fix) {
    Checker checker;
    checker("", fix.place);
    checker("time", std::chrono::floor<std::chrono::seconds>(fix.time));
    return checker.fault.empty() ? checker.fault : sentence(Record(fix), checker.fault);
}

std::string faultOf(const FixSource& source) {
    Checker checker;
    checker("code", source.code);
    if (source.code.empty()) checker.refuse("code is empty");
    checker("newest", std::chrono::floor<std::chrono::seconds>(source.newest));
    return checker.fault.empty()
               ? checker.fault
               : "source " + printable(source.code, kLongestName) + ": " + checker.fault;
}

std::optional<Quarantined> quarantineOf(const Record& record, const char* wrong) {
    const KindTable& table = tableOf(kindOf(record));
    std::string why;
    if (wrong)
        why = sentence(record, std::string(wrong) + " is unreadable");
    else if (idOf(record) <= 0 && *table.name && !table.ownIds)
        why = sentence(record, "id is not above 0");
    else if (table.versioned && revisionOf(record).value <= 0)
        why = sentence(record, "revision is not above 0");
    else
        why = faultOf(record);
    if (why.empty()) return std::nullopt;
    return Quarantined{
        {kindOf(record), idOf(record)}, printable(codeOf(record), kLongestName), std::move(why)};
}

std::string nameOf(const Record& record) {
    const std::string code = codeOf(record);
    return std::string(kindName(kindOf(record))) + ' ' +
           (code.empty() ? std::to_string(idOf(record)) : printable(code, kLongestName));
}

}  // namespace gis
