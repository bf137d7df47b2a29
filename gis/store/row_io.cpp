// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/row_io.h"

#include <sqlite3.h>

#include <array>
#include <cmath>
#include <type_traits>

#include "gis/store/shape_blob.h"

namespace gis {
namespace {

using namespace dispatch;

template <class E>
constexpr std::array<std::string_view, 0> kWords{};
template <>
constexpr std::array<std::string_view, 3> kWords<GridKind>{"community", "rural", "dedicated"};
template <>
constexpr std::array<std::string_view, 7> kWords<ResponderKind>{
    "gridworker", "part_time", "grid_head", "police", "patrol", "volunteer", "department"};
template <>
constexpr std::array<std::string_view, 3> kWords<Vehicle>{"foot", "bicycle", "car"};
template <>
constexpr std::array<std::string_view, 5> kWords<WorkState>{"free", "resting", "sent", "en_route",
                                                            "on_scene"};
template <>
constexpr std::array<std::string_view, 3> kWords<Risk>{"low", "medium", "high"};
template <>
constexpr std::array<std::string_view, 4> kWords<TimePrecision>{"second", "minute", "day", "month"};
template <>
constexpr std::array<std::string_view, 7> kWords<GroundKind>{"land",  "hill",     "green", "water",
                                                             "river", "building", "rail"};
template <>
constexpr std::array<std::string_view, 15> kWords<RoadClass>{
    "motorway",    "trunk",         "primary",      "secondary", "tertiary",
    "residential", "living_street", "unclassified", "service",   "track",
    "pedestrian",  "footway",       "cycleway",     "path",      "steps"};
template <>
constexpr std::array<std::string_view, 3> kWords<OneWay>{"no", "forward", "backward"};

/// One function a kind: every column once, in one order, for writing, reading and naming.
template <class V, class R>
void columns(V& v, R& row) {
    using Row = std::remove_const_t<R>;
    if constexpr (std::is_same_v<Row, Level>) {
        v("code", row.code), v("name_zh", row.nameZh), v("name_en", row.nameEn);
        v("rank", row.rank), v("code_digits", row.codeDigits);
    } else if constexpr (std::is_same_v<Row, Centre>) {
        v("code", row.code), v("name", row.name), v("level", row.level), v("parent", row.parent);
        v("", row.place), v("shape", row.reference);
    } else if constexpr (std::is_same_v<Row, Grid>) {
        v("code", row.code), v("name", row.name), v("kind", row.kind);
        v("numbering", row.numbering), v("people", row.people), v("households", row.households);
        v("shape", row.area);
    } else if constexpr (std::is_same_v<Row, Zone>) {
        v("code", row.code), v("name", row.name), v("shape", row.area);
    } else if constexpr (std::is_same_v<Row, Post>) {
        v("code", row.code), v("name", row.name), v("kind", row.kind), v("", row.place);
    } else if constexpr (std::is_same_v<Row, Unit>) {
        v("code", row.code), v("name", row.name), v("field", row.field), v("centre", row.centre);
        v("", row.place);
    } else if constexpr (std::is_same_v<Row, Responder>) {
        v("code", row.code), v("name", row.name), v("kind", row.kind), v("vehicle", row.vehicle);
        v("state", row.state), v("state_since", row.stateSince), v("on_duty", row.onDuty);
        v("grid", row.grid), v("unit", row.unit), v("post", row.post);
        v("report_seconds", row.reportSeconds);
    } else if constexpr (std::is_same_v<Row, Duty>) {
        v("responder", row.responder), v("from_at", row.from), v("until_at", row.until);
    } else if constexpr (std::is_same_v<Row, Category>) {
        v("code", row.code), v("parent", row.parent), v("name_zh", row.nameZh);
        v("name_en", row.nameEn), v("risk", row.risk), v("version", row.version);
    } else if constexpr (std::is_same_v<Row, Case>) {
        v("code", row.code), v("category", row.category), v("category_text", row.categoryText);
        v("title", row.title), v("text", row.text), v("risk", row.risk), v("stage", row.stage);
        v("level", row.level), v("", row.place), v("place_text", row.placeText);
        v("grid", row.grid), v("source", row.source), v("lead_unit", row.leadUnit);
        v("reported", row.reported), v("precision", row.precision);
        v("stage_entered", row.stageEntered), v("due", row.due), v("closed", row.closed);
    } else if constexpr (std::is_same_v<Row, CaseNote>) {
        v("record", row.record), v("at", row.at), v("author", row.author), v("text", row.text);
    } else if constexpr (std::is_same_v<Row, Camera>) {
        v("code", row.code), v("name", row.name), v("", row.place);
    } else if constexpr (std::is_same_v<Row, PopulationCell>) {
        v("", row.place), v("people", row.people);
    } else if constexpr (std::is_same_v<Row, Ground>) {
        v("kind", row.kind), v("name", row.name), v("shape", row.area), v("line", row.line);
        v("households", row.households), v("people", row.people);
    } else if constexpr (std::is_same_v<Row, Road>) {
        v("name", row.name), v("kind", row.kind), v("one_way", row.oneWay);
        v("speed_kmh", row.speedKmh), v("access", row.access), v("bridge", row.bridge);
        v("tunnel", row.tunnel), v("nodes", row.nodes), v("line", row.line);
    } else if constexpr (std::is_same_v<Row, Barrier>) {
        v("", row.place), v("kind", row.kind), v("access", row.access);
    } else if constexpr (std::is_same_v<Row, TurnRestriction>) {
        v("kind", row.kind), v("from_road", row.from), v("to_road", row.to);
        v("via_node", row.viaNode), v("via_roads", row.viaRoads), v("applies_to", row.appliesTo);
    } else if constexpr (std::is_same_v<Row, Setting>) {
        v("key", row.key), v("value", row.value);
    }
}

struct Names {
    std::vector<std::string>& list;
    template <class T>
    void operator()(const char* name, const T&) {
        if constexpr (std::is_same_v<T, LonLat> || std::is_same_v<T, std::optional<LonLat>>) {
            list.insert(list.end(), {"lon", "lat"});
        } else {
            list.emplace_back(name);
        }
    }
};

struct Binder {
    Statement& statement;
    void operator()(const char*, const std::string& value) { statement.bind(value); }
    void operator()(const char*, int value) { statement.bind(value); }
    void operator()(const char*, std::uint8_t value) { statement.bind(static_cast<int>(value)); }
    void operator()(const char*, bool value) { statement.bind(value ? 1 : 0); }
    void operator()(const char*, double value) { statement.bind(value); }
    void operator()(const char*, Seconds value) {
        statement.bind(static_cast<std::int64_t>(value.time_since_epoch().count()));
    }
    void operator()(const char*, const std::optional<Seconds>& value) {
        if (value)
            (*this)("", *value);
        else
            statement.bindNull();
    }
    void operator()(const char*, LonLat value) { statement.bindAll(value.lon, value.lat); }
    void operator()(const char*, const std::optional<LonLat>& value) {
        if (value)
            statement.bindAll(value->lon, value->lat);
        else
            statement.bindNull().bindNull();
    }
    template <class Tag>
    void operator()(const char*, Id<Tag> value) {
        statement.bind(value.value);
    }
    void operator()(const char*, const Area& value) { blob(areaBlob(value)); }
    void operator()(const char*, const Line& value) { blob(lineBlob(value)); }
    template <class Tag>
    void operator()(const char*, const std::vector<Id<Tag>>& value) {
        std::vector<std::int64_t> numbers;
        numbers.reserve(value.size());
        for (const auto id : value) numbers.push_back(id.value);
        statement.bindBlob(numbersBlob(numbers));
    }
    template <class E>
    requires std::is_enum_v<E>
    void operator()(const char*, E value) {
        statement.bind(kWords<E>[static_cast<std::size_t>(value)]);
    }
    void blob(const Bytes& bytes) {
        if (bytes.empty())
            statement.bindNull();
        else
            statement.bindBlob(bytes);
    }
};

struct ColumnReader {
    const Statement& statement;
    int at = 1;
    const char* wrong = nullptr;

    void operator()(const char*, std::string& value) { value = statement.text(at++); }
    void operator()(const char*, int& value) { value = static_cast<int>(statement.integer(at++)); }
    void operator()(const char*, std::uint8_t& value) {
        value = static_cast<std::uint8_t>(statement.integer(at++));
    }
    void operator()(const char*, bool& value) { value = statement.integer(at++) != 0; }
    void operator()(const char*, double& value) { value = statement.real(at++); }
    void operator()(const char*, Seconds& value) {
        value = Seconds{std::chrono::seconds(statement.integer(at++))};
    }
    void operator()(const char*, std::optional<Seconds>& value) {
        if (!statement.isNull(at)) value = Seconds{std::chrono::seconds(statement.integer(at))};
        ++at;
    }
    void operator()(const char*, LonLat& value) {
        value = {statement.real(at), statement.real(at + 1)};
        at += 2;
    }
    void operator()(const char*, std::optional<LonLat>& value) {
        if (!statement.isNull(at)) value = LonLat{statement.real(at), statement.real(at + 1)};
        at += 2;
    }
    template <class Tag>
    void operator()(const char*, Id<Tag>& value) {
        value.value = statement.integer(at++);
    }
    void operator()(const char* name, Area& value) {
        if (!readArea(statement.blob(at++), value)) wrong = name;
    }
    void operator()(const char* name, Line& value) {
        if (!readLine(statement.blob(at++), value)) wrong = name;
    }
    template <class Tag>
    void operator()(const char* name, std::vector<Id<Tag>>& value) {
        std::vector<std::int64_t> numbers;
        if (!readNumbers(statement.blob(at++), numbers)) wrong = name;
        value.clear();
        value.reserve(numbers.size());
        for (const auto number : numbers) value.push_back({number});
    }
    template <class E>
    requires std::is_enum_v<E>
    void operator()(const char* name, E& value) {
        const std::string_view word = statement.view(at++);
        for (std::size_t i = 0; i < kWords<E>.size(); ++i) {
            if (kWords<E>[i] != word) continue;
            value = static_cast<E>(i);
            return;
        }
        wrong = name;
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
    Names names{table.columns};
    const Row row{};
    columns(names, row);
    return table;
}

template <std::size_t I = 0>
Record emptyRecord(std::size_t index) {
    if constexpr (I + 1 < std::variant_size_v<Record>)
        if (index != I) return emptyRecord<I + 1>(index);
    return Record(std::in_place_index<I>);
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
    Binder binder{statement};
    std::visit([&](const auto& row) { columns(binder, row); }, record);
}

Record readRow(const Statement& statement, Connection& connection, Kind kind) {
    Record record = emptyRecord(static_cast<std::size_t>(kind));
    ColumnReader reader{statement};
    std::visit(
        [&](auto& row) {
            if constexpr (requires { row.id; }) row.id.value = statement.integer(0);
            columns(reader, row);
            if constexpr (requires { row.revision; })
                row.revision.value = statement.integer(reader.at);
        },
        record);
    if (reader.wrong)
        connection.fail(SQLITE_CORRUPT, nameOf(record) + " has an unreadable " + reader.wrong);
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
