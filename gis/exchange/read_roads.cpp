// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/import_run.h"
#include "gis/exchange/osm_tags.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"
#include "gis/exchange/words.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

std::span<const FieldSpec> roadFields() {
    static constexpr std::array kFields = {
        FieldSpec{"name", "name of the road", false, "road_name 名称 道路名称"},
        FieldSpec{"class",
                  "motorway, trunk, primary, secondary, tertiary, residential, living_street, "
                  "unclassified, service, track, pedestrian, footway, cycleway, path, steps",
                  false, "highway fclass kind type 道路等级 等级"},
        FieldSpec{"one_way", "yes, no or -1 (against the line)", false, "oneway 单向"},
        FieldSpec{"speed", "km/h, or as 30 mph; else by class", false, "maxspeed speed_kmh 限速"},
        FieldSpec{"access", "who may use it, as foot+bicycle+car or none; else by class", false,
                  ""},
        FieldSpec{"bridge", "yes or no", false, "桥"},
        FieldSpec{"tunnel", "yes or no", false, "隧道"},
        FieldSpec{"wkt", "the line as WKT, where the file has no geometry", false, "geometry geom"},
    };
    return kFields;
}

namespace {

/// The node at a position: equal at 1e-7 degrees (1 cm) is the same node. Below zero, where OSM
/// has none, and the same in every file.
dispatch::RoadNodeId nodeAt(dispatch::LonLat place) {
    const auto lon = static_cast<std::int64_t>(std::llround(place.lon * 1e7)) + 1'800'000'000;
    const auto lat = static_cast<std::int64_t>(std::llround(place.lat * 1e7)) + 900'000'000;
    return {-((lon << 31) + lat) - 1};
}

std::optional<std::uint8_t> accessOf(std::string_view text) {
    if (text.empty()) return {};
    std::uint8_t access = dispatch::NoAccess;
    if (text.find("foot") != std::string_view::npos) access |= dispatch::ByFoot;
    if (text.find("bicycle") != std::string_view::npos) access |= dispatch::ByBicycle;
    if (text.find("car") != std::string_view::npos) access |= dispatch::ByCar;
    if (access == dispatch::NoAccess && text != "none") return {};
    return access;
}

dispatch::Road roadOf(ImportRun& run, const RawRow& row, dispatch::RoadClass kind) {
    dispatch::Road road;
    road.kind = kind;
    road.name = run.shortText(row, "name");
    if (const auto word = run.text(row, "one_way"); !word.empty()) {
        if (const auto oneWay = oneWayOf(word))
            road.oneWay = *oneWay;
        else
            run.repair(row, "an unknown one_way was taken as no", shownText(word));
    }
    road.speedKmh = readMaxSpeed(run.text(row, "speed")).value_or(defaultSpeedKmh(kind));
    road.access = accessOf(run.text(row, "access")).value_or(defaultAccess(kind));
    road.bridge = run.yes(row, "bridge").value_or(run.text(row, "bridge") == "T");
    road.tunnel = run.yes(row, "tunnel").value_or(run.text(row, "tunnel") == "T");
    return road;
}

Result<void> takeLines(ImportRun& run, const RawRow& row) {
    RawShape made;
    const RawShape* shape = &row.shape;
    if (shape->isEmpty() && readWkt(std::string(run.text(row, "wkt")), made)) shape = &made;
    if (shape->lines.empty()) {
        run.refuse(row, "no line");
        return {};
    }
    const std::string word(run.text(row, "class"));
    const auto kind = word.empty() ? dispatch::RoadClass::Unclassified : roadClassOf(word);
    if (!kind) {
        ++run.report().left["class " + cutText(word, 40)];
        return {};
    }
    for (dispatch::Line line : shape->lines) {
        if (const PlaceFault fault = run.placing().place(line); fault != PlaceFault::None) {
            run.refuse(row, faultText(fault));
            return {};
        }
        dispatch::Road road = roadOf(run, row, *kind);
        for (dispatch::LonLat p : line) {
            const dispatch::RoadNodeId node = nodeAt(p);
            if (!road.nodes.empty() && road.nodes.back() == node) continue;
            road.nodes.push_back(node);
            road.line.push_back(p);
        }
        if (road.nodes.size() < 2) {
            run.refuse(row, "a line without length");
            continue;
        }
        ++run.report().classes[std::string("road ") + wordOf(*kind)];
        if (auto taken = run.take(std::move(road)); !taken) return taken;
    }
    return {};
}

bool isOsm(const std::string& file) {
    const std::string name = lowered(file);
    for (const char* ending : {".osm.pbf", ".pbf", ".osm", ".osm.gz"})
        if (name.ends_with(ending)) return true;
    return false;
}

}  // namespace

Result<void> readRoads(ImportRun& run) {
    if (isOsm(run.plan().file)) {
        const std::string why = whyUnreadable(run.plan().file);
        if (!why.empty()) return Error{ErrorCode::NotFound, why};
        return readOsm(run);
    }
    run.replaces({dispatch::Kind::Road, dispatch::Kind::Barrier, dispatch::Kind::TurnRestriction});
    if (auto opened = run.open("lines"); !opened) return opened;
    run.report().notes.push_back(
        "joined by equal coordinates (1e-7 degrees), since the format has no node ids: a bridge "
        "that "
        "has a vertex on the road below is joined to it");
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return {};
        if (auto taken = takeLines(run, row); !taken) return taken;
    }
}

}  // namespace gis
