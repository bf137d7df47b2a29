// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/post.h"
#include "dispatch/responder.h"
#include "gis/demo_city/administration.h"
#include "gis/demo_city/buildings.h"
#include "gis/demo_city/streets.h"
#include "gis/geometry/grid_lookup.h"

namespace gis::demo {

/// Everything the people of the city are placed by.
struct City {
    explicit City(std::uint64_t citySeed)
        : seed(citySeed), plan(citySeed), frame({106.8216, 39.6742}), names(citySeed * 41 + 19) {}

    std::uint64_t seed;
    CityPlan plan;
    CityFrame frame;
    Names names;
    PlanarNet net;
    std::vector<Block> blocks, yards;
    std::vector<Building> buildings;
    std::vector<Street> streets;
    Administration administration;
    GridLookup lookup;

    std::vector<int> streetOfEdge;              ///< -1 where an edge is no road.
    std::vector<std::vector<int>> edgesOfGrid;  ///< Road edges by geographic grid.
    /// Fills the two above; call when net, streets and administration are final.
    void indexStreets();

    Vec middleOf(int edge) const {
        const auto& e = net.edges[std::size_t(edge)];
        return lerp(net.points[std::size_t(e.a)], net.points[std::size_t(e.b)], 0.5);
    }
    /// A position on a road of a geographic grid.
    Vec onRoadIn(std::size_t grid, Random& random) const;
    std::string streetName(int edge) const;
};

/// Who stands ready: posts, units, responders with their duty and first position.
struct Forces {
    std::vector<dispatch::Post> posts;
    std::vector<dispatch::Unit> units;
    std::vector<dispatch::Responder> responders;
    std::vector<Vec> places;  ///< Of each responder.
};

Forces raiseForces(City& city, dispatch::Seconds now);
std::vector<dispatch::Camera> placeCameras(const City& city, std::size_t count);

}  // namespace gis::demo
