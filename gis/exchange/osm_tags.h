// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dispatch/ground.h"

namespace gis {

/// Reads one tag of an OSM object; an empty answer means there is none.
using TagReader = std::function<std::string_view(const char* key)>;

/// What a way's tags say of a road, and whether we have a use for it.
struct RoadTags {
    std::optional<dispatch::Road> road;  ///< Without nodes and line; empty where it is left.
    std::string counted;      ///< "road residential", "highway construction", "highway area=yes"
    bool reversible = false;  ///< Its direction changes by the hour: closed to cars.
};
RoadTags readRoadTags(const TagReader& tag);

/// Ground that a way or multipolygon is: area, or centre line of a river or railway.
struct GroundTags {
    dispatch::GroundKind kind = dispatch::GroundKind::Land;
    bool line = false;
};
std::optional<GroundTags> readGroundTags(const TagReader& tag, bool closed);

/// Who may pass a barrier node; empty where the node is no barrier.
std::optional<dispatch::Barrier> readBarrierTags(const TagReader& tag);

/// A turn restriction's kind and the access bits it binds.
struct RestrictionTags {
    std::string kind;  ///< Empty where it is left.
    std::uint8_t appliesTo = 0;
    std::string counted;  ///< Why it is left: "restriction for hgv", "conditional restriction".
};
RestrictionTags readRestrictionTags(const TagReader& tag);

/// Speed of cars in km/h from a maxspeed value; empty where it says nothing we can use.
std::optional<double> readMaxSpeed(std::string_view value);
/// Speed assumed where none is posted.
double defaultSpeedKmh(dispatch::RoadClass kind);
/// Access bits of a class where no tag says otherwise.
std::uint8_t defaultAccess(dispatch::RoadClass kind);

}  // namespace gis
