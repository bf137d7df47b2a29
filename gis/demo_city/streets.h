// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/ground.h"
#include "gis/demo_city/blocks.h"
#include "gis/demo_city/names.h"

namespace gis::demo {

/// A street from end to end: edges that go straight on.
struct Street {
    EdgeKind kind = EdgeKind::Residential;
    std::string name;
    std::vector<PlanarNet::Side> sides;  ///< In order.
    double metres = 0;
};

/// Joins the net's edges to streets and gives them names.
std::vector<Street> joinStreets(const PlanarNet& net, const CityPlan& plan, Names& names);

/// The streets as roads with classes, speeds, one-ways, bridges. A motorway shares a node with
/// what it crosses only at its junctions; elsewhere it passes above.
std::vector<dispatch::Road> makeRoads(const PlanarNet& net, const CityPlan& plan,
                                      const std::vector<Street>& streets, const CityFrame& frame,
                                      std::uint64_t seed);

}  // namespace gis::demo
