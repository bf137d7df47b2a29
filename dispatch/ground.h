// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dispatch/ids.h"
#include "dispatch/place.h"

namespace dispatch {

/// What lies on the ground: drawn under everything, and a natural edge for grids.
enum class GroundKind { Land, Hill, Green, Water, River, Building, Rail };

/// A piece of ground. River and Rail are centre lines (`line`), the others are areas.
struct Ground {
    GroundId id;
    GroundKind kind = GroundKind::Land;
    std::string name;
    Area area;
    Line line;
    double households = 0;  ///< Buildings only.
    double people = 0;      ///< Buildings only.
    friend bool operator==(const Ground&, const Ground&) = default;
};

/// People living in a small square, as counted or modelled by a published source.
struct PopulationCell {
    PopulationCellId id;
    LonLat place;  ///< Centre of the cell.
    double people = 0;
    friend bool operator==(const PopulationCell&, const PopulationCell&) = default;
};

enum class RoadClass {
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Residential,
    LivingStreet,
    Unclassified,
    Service,
    Track,
    Pedestrian,
    Footway,
    Cycleway,
    Path,
    Steps
};
enum class OneWay { No, Forward, Backward };

/// Who may use a road or pass a barrier; bits are joined with |.
enum Access : std::uint8_t { NoAccess = 0, ByFoot = 1, ByBicycle = 2, ByCar = 4, AllAccess = 7 };

/// A road as surveyed: a line through numbered nodes. Two roads meet only where they share a node,
/// so a bridge never joins the road below it.
struct Road {
    RoadId id;
    std::string name;
    RoadClass kind = RoadClass::Residential;
    OneWay oneWay = OneWay::No;
    double speedKmh = 0;              ///< Posted or assumed speed of cars, km/h.
    std::uint8_t access = AllAccess;  ///< Access bits, direction apart.
    bool bridge = false;
    bool tunnel = false;
    std::vector<RoadNodeId> nodes;  ///< As many as `line` has positions.
    Line line;
    friend bool operator==(const Road&, const Road&) = default;
};

/// A node at which passing is limited: gate, bollard, lift gate.
struct Barrier {
    RoadNodeId id;
    LonLat place;
    std::string kind;                ///< OSM's word: "gate", "bollard" ...
    std::uint8_t access = NoAccess;  ///< Who may pass.
    friend bool operator==(const Barrier&, const Barrier&) = default;
};

/// A forbidden or compulsory turn. `via` is one node, or the roads between from and to.
struct TurnRestriction {
    TurnRestrictionId id;
    std::string kind;  ///< "no_left_turn", "only_straight_on" ...
    RoadId from;
    RoadId to;
    RoadNodeId viaNode;  ///< None where `viaRoads` is used.
    std::vector<RoadId> viaRoads;
    std::uint8_t appliesTo = AllAccess & ~ByFoot;  ///< Access bits it binds.
    friend bool operator==(const TurnRestriction&, const TurnRestriction&) = default;
};

}  // namespace dispatch
