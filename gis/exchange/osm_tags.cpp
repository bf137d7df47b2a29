// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/osm_tags.h"

#include <algorithm>
#include <array>

#include "gis/exchange/text_check.h"
#include "gis/exchange/words.h"

namespace gis {

using dispatch::AllAccess;
using dispatch::ByBicycle;
using dispatch::ByCar;
using dispatch::ByFoot;
using dispatch::GroundKind;
using dispatch::NoAccess;
using dispatch::OneWay;
using dispatch::RoadClass;

namespace {

template <std::size_t N>
bool isOneOf(std::string_view value, const std::array<std::string_view, N>& set) {
    return std::find(set.begin(), set.end(), value) != set.end();
}

constexpr std::array<std::string_view, 10> kAllowed = {
    "yes",      "permissive", "designated", "destination", "customers",
    "delivery", "official",   "public",     "permit",      "residents"};
constexpr std::array<std::string_view, 10> kDenied = {
    "no",       "private",      "military",  "agricultural", "forestry",
    "dismount", "use_sidepath", "emergency", "restricted",   "none"};

std::uint8_t with(std::uint8_t access, std::uint8_t bits, std::string_view value) {
    if (isOneOf(value, kAllowed)) return static_cast<std::uint8_t>(access | bits);
    if (isOneOf(value, kDenied)) return static_cast<std::uint8_t>(access & ~bits);
    return access;
}

/// From the general tag to the particular one, which wins.
std::uint8_t accessBy(const TagReader& tag, std::uint8_t access, std::uint8_t general) {
    struct Row {
        const char* key;
        std::uint8_t bits;
    };
    const std::array<Row, 6> rows = {{{"access", general},
                                      {"vehicle", ByBicycle | ByCar},
                                      {"motor_vehicle", ByCar},
                                      {"motorcar", ByCar},
                                      {"bicycle", ByBicycle},
                                      {"foot", ByFoot}}};
    for (const Row& row : rows)
        if (const std::string_view value = tag(row.key); !value.empty())
            access = with(access, row.bits, value);
    return access;
}

bool yes(std::string_view value) {
    return value == "yes" || value == "true" || value == "1";
}

}  // namespace

double defaultSpeedKmh(RoadClass kind) {
    switch (kind) {
        case RoadClass::Motorway:
            return 100;
        case RoadClass::Trunk:
            return 80;
        case RoadClass::Primary:
            return 60;
        case RoadClass::Secondary:
            return 50;
        case RoadClass::Tertiary:
            return 40;
        case RoadClass::Residential:
            return 30;
        case RoadClass::LivingStreet:
            return 15;
        case RoadClass::Unclassified:
            return 40;
        case RoadClass::Service:
            return 20;
        case RoadClass::Track:
            return 15;
        case RoadClass::Pedestrian:
            return 5;
        case RoadClass::Footway:
            return 5;
        case RoadClass::Cycleway:
            return 15;
        case RoadClass::Path:
            return 5;
        case RoadClass::Steps:
            return 2;
    }
    return 30;
}

std::uint8_t defaultAccess(RoadClass kind) {
    switch (kind) {
        case RoadClass::Motorway:
            return ByCar;
        case RoadClass::Trunk:
        case RoadClass::Primary:
        case RoadClass::Secondary:
        case RoadClass::Tertiary:
        case RoadClass::Residential:
        case RoadClass::LivingStreet:
        case RoadClass::Unclassified:
        case RoadClass::Service:
        case RoadClass::Track:
            return AllAccess;
        case RoadClass::Pedestrian:
        case RoadClass::Footway:
        case RoadClass::Steps:
            return ByFoot;
        case RoadClass::Cycleway:
        case RoadClass::Path:
            return ByFoot | ByBicycle;
    }
    return AllAccess;
}

std::optional<double> readMaxSpeed(std::string_view value) {
    value = trimmed(value.substr(0, value.find(';')));
    if (value.empty()) return {};
    if (value == "walk") return 5;
    if (value == "none") return 130;
    if (value == "living_street" || value.ends_with(":living_street")) return 20;
    if (value == "urban" || value.ends_with(":urban")) return 50;
    if (value == "rural" || value.ends_with(":rural")) return 90;
    if (value.ends_with(":motorway")) return 120;
    double factor = 1;
    for (const auto& [unit, kmh] :
         {std::pair{"mph", 1.609344}, {"knots", 1.852}, {"km/h", 1.0}, {"kmh", 1.0}, {"kph", 1.0}})
        if (value.ends_with(unit)) {
            factor = kmh;
            value.remove_suffix(std::string_view(unit).size());
            break;
        }
    const auto number = numberOf(value);
    if (!number || *number <= 0 || *number > 300) return {};
    return *number * factor;
}

RoadTags readRoadTags(const TagReader& tag) {
    RoadTags read;
    const std::string_view highway = tag("highway");
    const auto kind = roadClassOf(highway);
    if (!kind) {
        read.counted = "highway " + cutText(highway, 40);
        return read;
    }
    if (tag("area") == "yes") {
        read.counted = "highway area=yes";
        return read;
    }
    dispatch::Road road;
    road.kind = *kind;
    road.name = cutText(tag("name"), 200);
    road.bridge = !tag("bridge").empty() && tag("bridge") != "no";
    road.tunnel = !tag("tunnel").empty() && tag("tunnel") != "no";
    road.access = accessBy(tag, defaultAccess(*kind), AllAccess);
    const std::string_view junction = tag("junction");
    const bool around = junction == "roundabout" || junction == "circular";
    const std::string_view oneWay = tag("oneway");
    if (yes(oneWay))
        road.oneWay = OneWay::Forward;
    else if (oneWay == "-1" || oneWay == "reverse")
        road.oneWay = OneWay::Backward;
    else if (oneWay == "reversible" || oneWay == "alternating")
        read.reversible = true;
    else if (oneWay.empty() && (around || highway == "motorway"))
        road.oneWay = OneWay::Forward;
    if (read.reversible) road.access = static_cast<std::uint8_t>(road.access & ~ByCar);
    const bool link = highway.ends_with("_link");
    road.speedKmh =
        readMaxSpeed(tag("maxspeed")).value_or(defaultSpeedKmh(*kind) * (link ? 0.6 : 1.0));
    read.counted = std::string("road ") + wordOf(*kind);
    read.road = std::move(road);
    return read;
}

std::optional<GroundTags> readGroundTags(const TagReader& tag, bool closed) {
    static constexpr std::array<std::string_view, 4> kRiver = {"river", "canal", "fairway",
                                                               "tidal_channel"};
    static constexpr std::array<std::string_view, 5> kRail = {"rail", "light_rail", "subway",
                                                              "narrow_gauge", "monorail"};
    static constexpr std::array<std::string_view, 6> kGreenLeisure = {
        "park", "garden", "nature_reserve", "golf_course", "recreation_ground", "common"};
    static constexpr std::array<std::string_view, 9> kGreenLand = {
        "forest",   "grass",   "meadow",   "recreation_ground", "village_green",
        "cemetery", "orchard", "vineyard", "allotments"};
    static constexpr std::array<std::string_view, 5> kGreenNatural = {"wood", "scrub", "grassland",
                                                                      "heath", "wetland"};
    const bool underground = !tag("tunnel").empty() && tag("tunnel") != "no";
    if (isOneOf(tag("railway"), kRail) && tag("area") != "yes") {
        if (underground) return {};
        return GroundTags{GroundKind::Rail, true};
    }
    if (isOneOf(tag("waterway"), kRiver) && tag("area") != "yes") {
        if (underground) return {};
        return GroundTags{GroundKind::River, true};
    }
    if (!closed) return {};
    if (const auto building = tag("building"); !building.empty() && building != "no")
        return GroundTags{GroundKind::Building, false};
    const auto landuse = tag("landuse");
    if (tag("natural") == "water" || tag("waterway") == "riverbank" || tag("waterway") == "dock" ||
        landuse == "reservoir" || landuse == "basin")
        return GroundTags{GroundKind::Water, false};
    if (isOneOf(tag("leisure"), kGreenLeisure) || isOneOf(landuse, kGreenLand) ||
        isOneOf(tag("natural"), kGreenNatural))
        return GroundTags{GroundKind::Green, false};
    return {};
}

std::optional<dispatch::Barrier> readBarrierTags(const TagReader& tag) {
    static constexpr std::array<std::string_view, 14> kOpen = {
        "gate",        "lift_gate",      "swing_gate",   "toll_booth", "border_control",
        "cattle_grid", "entrance",       "kerb",         "sally_port", "height_restrictor",
        "bump_gate",   "hampshire_gate", "sliding_gate", "checkpoint"};
    static constexpr std::array<std::string_view, 5> kFootOnly = {
        "stile", "turnstile", "full-height_turnstile", "kissing_gate", "wicket_gate"};
    static constexpr std::array<std::string_view, 5> kClosed = {"wall", "fence", "hedge", "ditch",
                                                                "retaining_wall"};
    const std::string_view kind = tag("barrier");
    if (kind.empty() || kind == "no") return {};
    dispatch::Barrier barrier;
    barrier.kind = cutText(kind, 40);
    barrier.access = isOneOf(kind, kOpen)       ? AllAccess
                     : isOneOf(kind, kFootOnly) ? ByFoot
                     : isOneOf(kind, kClosed)   ? NoAccess
                                                : ByFoot | ByBicycle;
    // access=yes on a bollard does not widen it for cars; access=no closes anything.
    const std::uint8_t before = barrier.access;
    barrier.access =
        accessBy(tag, before, tag("access") == "yes" ? before : std::uint8_t(AllAccess));
    return barrier;
}

RestrictionTags readRestrictionTags(const TagReader& tag) {
    RestrictionTags read;
    read.appliesTo = AllAccess & ~ByFoot;
    std::string_view kind = tag("restriction");
    if (kind.empty()) {
        for (const auto& [key, bits] : {std::pair{"restriction:motorcar", ByCar},
                                        {"restriction:motor_vehicle", ByCar},
                                        {"restriction:bicycle", ByBicycle}})
            if (kind.empty() && !tag(key).empty()) {
                kind = tag(key);
                read.appliesTo = bits;
            }
    }
    if (kind.empty()) {
        read.counted = !tag("restriction:conditional").empty()
                           ? "conditional turn restriction"
                           : "turn restriction for other vehicles";
        return read;
    }
    if (!kind.starts_with("no_") && !kind.starts_with("only_")) {
        read.counted = "turn restriction " + cutText(kind, 40);
        return read;
    }
    std::string_view except = tag("except");
    while (!except.empty()) {
        const std::size_t end = std::min(except.find(';'), except.size());
        const std::string_view who = trimmed(except.substr(0, end));
        if (who == "bicycle")
            read.appliesTo = static_cast<std::uint8_t>(read.appliesTo & ~ByBicycle);
        if (who == "motorcar" || who == "motor_vehicle" || who == "vehicle")
            read.appliesTo = static_cast<std::uint8_t>(read.appliesTo & ~ByCar);
        except.remove_prefix(std::min(end + 1, except.size()));
    }
    if (read.appliesTo == NoAccess) {
        read.counted = "turn restriction for other vehicles";
        return read;
    }
    read.kind = cutText(kind, 40);
    return read;
}

}  // namespace gis
