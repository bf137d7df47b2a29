// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/demo_city/city_plan.h"

namespace gis::demo {

/// Ground between streets.
struct Block {
    PlanarNet::Loop loop;
    Path ring;        ///< Counter-clockwise, first position not repeated.
    double area = 0;  ///< m2
    Vec middle;
    Quarter use = Quarter::Farmland;
    double density = 0;  ///< 1 in a heart, 0 in open country.
    double households = 0;
    int parent = -1;  ///< A yard's block.
};

/// Cuts the faces of the net into street blocks: each cut is a street, from the highways between
/// villages down to lanes, that meets what is there at nearly right angles.
std::vector<Block> cutBlocks(PlanarNet& net, const CityPlan& plan, std::uint64_t seed);

/// Cuts built-up blocks further by lanes inside them; blocks stay as they are, their edges get
/// the lanes' ends as vertices.
std::vector<Block> cutYards(PlanarNet& net, const CityPlan& plan, const std::vector<Block>& blocks,
                            std::uint64_t seed);

}  // namespace gis::demo
