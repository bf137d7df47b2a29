// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "dispatch/record.h"

/// Every kind's columns, once: what both adapters write, read and name them by. Only row_io.cpp and
/// postgis_rows.cpp include this.
namespace gis::rows {

using namespace dispatch;

/// The words an enumeration is stored as, in its order.
template <class E>
inline constexpr std::array<std::string_view, 0> kWords{};
template <>
inline constexpr std::array<std::string_view, 3> kWords<GridKind>{"community", "rural",
                                                                  "dedicated"};
template <>
inline constexpr std::array<std::string_view, 7> kWords<ResponderKind>{
    "gridworker", "part_time", "grid_head", "police", "patrol", "volunteer", "department"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Vehicle>{"foot", "bicycle", "car"};
template <>
inline constexpr std::array<std::string_view, 5> kWords<WorkState>{"free", "resting", "sent",
                                                                   "en_route", "on_scene"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Risk>{"low", "medium", "high"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<TimePrecision>{"second", "minute", "day",
                                                                       "month"};
template <>
inline constexpr std::array<std::string_view, 7> kWords<GroundKind>{
    "land", "hill", "green", "water", "river", "building", "rail"};
template <>
inline constexpr std::array<std::string_view, 15> kWords<RoadClass>{
    "motorway",    "trunk",         "primary",      "secondary", "tertiary",
    "residential", "living_street", "unclassified", "service",   "track",
    "pedestrian",  "footway",       "cycleway",     "path",      "steps"};
template <>
inline constexpr std::array<std::string_view, 10> kWords<AssignmentState>{
    "waiting", "sent",    "acknowledged",  "en_route", "on_scene",
    "done",    "refused", "not_delivered", "recalled", "returned"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<SupervisionKind>{"matter", "note",
                                                                         "whistle"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<OneWay>{"no", "forward", "backward"};

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
        v("centre", row.centre), v("cooperating", row.cooperating), v("asked_unit", row.askedUnit);
        v("leader", row.leader), v("warn_at", row.warnAt), v("warned", row.warned);
        v("late_since", row.lateSince), v("suspended_since", row.suspendedSince);
        v("spent_seconds", row.spentSeconds), v("supervised", row.supervised);
        v("on_spot", row.onSpot), v("merged_into", row.mergedInto), v("result", row.result);
        v("answered", row.answered), v("rating", row.rating);
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
    } else if constexpr (std::is_same_v<Row, Assignment>) {
        v("record", row.record), v("responder", row.responder), v("unit", row.unit);
        v("state", row.state), v("sent", row.sent), v("state_since", row.stateSince);
        v("reason", row.reason), v("delivered", row.delivered), v("check_due", row.checkDue);
    } else if constexpr (std::is_same_v<Row, User>) {
        v("code", row.code), v("full_name", row.fullName), v("role", row.role);
        v("centre", row.centre), v("responder", row.responder), v("password", row.password);
        v("disabled", row.disabled), v("must_change", row.mustChange);
    } else if constexpr (std::is_same_v<Row, Supervision>) {
        v("record", row.record), v("kind", row.kind), v("level", row.level), v("unit", row.unit);
        v("issuer", row.issuer), v("leader", row.leader), v("text", row.text);
        v("issued", row.issued), v("due", row.due), v("answered", row.answered);
        v("answer", row.answer), v("late", row.late), v("ended", row.ended);
    } else if constexpr (std::is_same_v<Row, Contact>) {
        v("record", row.record), v("name", row.name), v("phone", row.phone);
        v("address", row.address), v("salt", row.salt), v("made", row.made);
    } else if constexpr (std::is_same_v<Row, Setting>) {
        v("key", row.key), v("value", row.value);
    }
}

/// Hands every column of a row to a sink: put(name, int64|double|string_view|Area|Line|numbers) and
/// putNull(name).
template <class Sink>
struct Binder {
    Sink& sink;
    void operator()(const char* name, const std::string& value) {
        sink.put(name, std::string_view(value));
    }
    void operator()(const char* name, int value) { sink.put(name, std::int64_t{value}); }
    void operator()(const char* name, std::int64_t value) { sink.put(name, value); }
    void operator()(const char* name, std::uint8_t value) { sink.put(name, std::int64_t{value}); }
    void operator()(const char* name, bool value) { sink.put(name, std::int64_t{value ? 1 : 0}); }
    void operator()(const char* name, double value) { sink.put(name, value); }
    void operator()(const char* name, Seconds value) {
        sink.put(name, static_cast<std::int64_t>(value.time_since_epoch().count()));
    }
    void operator()(const char* name, const std::optional<Seconds>& value) {
        if (value)
            (*this)(name, *value);
        else
            sink.putNull(name);
    }
    void operator()(const char*, LonLat value) {
        sink.put("lon", value.lon);
        sink.put("lat", value.lat);
    }
    void operator()(const char*, const std::optional<LonLat>& value) {
        if (value) return (*this)("", *value);
        sink.putNull("lon");
        sink.putNull("lat");
    }
    template <class Tag>
    void operator()(const char* name, Id<Tag> value) {
        sink.put(name, value.value);
    }
    void operator()(const char* name, const Area& value) { sink.put(name, value); }
    void operator()(const char* name, const Line& value) { sink.put(name, value); }
    template <class Tag>
    void operator()(const char* name, const std::vector<Id<Tag>>& value) {
        std::vector<std::int64_t> numbers;
        numbers.reserve(value.size());
        for (const auto id : value) numbers.push_back(id.value);
        sink.put(name, numbers);
    }
    template <class E>
    requires std::is_enum_v<E>
    void operator()(const char* name, E value) {
        sink.put(name, kWords<E>[static_cast<std::size_t>(value)]);
    }
};

/// Reads every column of a row from a source: integer, real, text, view, isNull, and get(column,
/// Area|Line|numbers), which says whether the bytes were readable.
template <class Source>
struct ColumnReader {
    const Source& source;
    int at = 1;
    const char* wrong = nullptr;

    void operator()(const char*, std::string& value) { value = source.text(at++); }
    void operator()(const char* name, int& value) { whole(name, value); }
    void operator()(const char* name, std::int64_t& value) { whole(name, value); }
    void operator()(const char* name, std::uint8_t& value) { whole(name, value); }
    void operator()(const char* name, bool& value) { whole(name, value); }
    template <class Number>
    void whole(const char* name, Number& value) {
        const std::int64_t read = source.integer(at++);
        value = static_cast<Number>(read);
        if (static_cast<std::int64_t>(value) != read) wrong = name;
    }
    void operator()(const char*, double& value) { value = source.real(at++); }
    void operator()(const char*, Seconds& value) {
        value = Seconds{std::chrono::seconds(source.integer(at++))};
    }
    void operator()(const char*, std::optional<Seconds>& value) {
        if (!source.isNull(at)) value = Seconds{std::chrono::seconds(source.integer(at))};
        ++at;
    }
    void operator()(const char*, LonLat& value) {
        value = {source.real(at), source.real(at + 1)};
        at += 2;
    }
    void operator()(const char*, std::optional<LonLat>& value) {
        if (source.isNull(at) != source.isNull(at + 1)) wrong = "place";
        if (!source.isNull(at)) value = LonLat{source.real(at), source.real(at + 1)};
        at += 2;
    }
    template <class Tag>
    void operator()(const char*, Id<Tag>& value) {
        value.value = source.integer(at++);
    }
    void operator()(const char* name, Area& value) {
        if (!source.get(at++, value)) wrong = name;
    }
    void operator()(const char* name, Line& value) {
        if (!source.get(at++, value)) wrong = name;
    }
    template <class Tag>
    void operator()(const char* name, std::vector<Id<Tag>>& value) {
        std::vector<std::int64_t> numbers;
        if (!source.get(at++, numbers)) wrong = name;
        value.clear();
        value.reserve(numbers.size());
        for (const auto number : numbers) value.push_back({number});
    }
    template <class E>
    requires std::is_enum_v<E>
    void operator()(const char* name, E& value) {
        const std::string_view word = source.view(at++);
        for (std::size_t i = 0; i < kWords<E>.size(); ++i) {
            if (kWords<E>[i] != word) continue;
            value = static_cast<E>(i);
            return;
        }
        wrong = name;
    }
};

/// A record of a kind with nothing in it.
template <std::size_t I = 0>
Record emptyRecord(std::size_t index) {
    if constexpr (I + 1 < std::variant_size_v<Record>)
        if (index != I) return emptyRecord<I + 1>(index);
    return Record(std::in_place_index<I>);
}

/// Reads id, the kind's columns and, for versioned kinds, the revision: the order of `selectList`.
/// @param wrong Gets the name of a column that could not be read, else stays as it is.
template <class Source>
Record readRecord(const Source& source, Kind kind, const char*& wrong) {
    Record record = emptyRecord(static_cast<std::size_t>(kind));
    ColumnReader<Source> reader{source};
    std::visit(
        [&](auto& row) {
            if constexpr (requires { row.id; }) row.id.value = source.integer(0);
            columns(reader, row);
            if constexpr (requires { row.revision; })
                row.revision.value = source.integer(reader.at);
        },
        record);
    if (reader.wrong) wrong = reader.wrong;
    return record;
}

/// Hands every column of a record, its id apart, to a sink.
template <class Sink>
void writeColumns(Sink& sink, const Record& record) {
    Binder<Sink> binder{sink};
    std::visit([&](const auto& row) { columns(binder, row); }, record);
}

}  // namespace gis::rows
