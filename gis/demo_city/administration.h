// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/record.h"
#include "gis/demo_city/ground_cut.h"
#include "gis/demo_city/names.h"

namespace gis::demo {

/// A centre and what the city knows of its area.
struct Administered {
    dispatch::Centre centre;
    Vec middle;
    double areaSquareMetres = 0;
    double households = 0;
    bool rural = false;
    int parent = -1;  ///< Index in the level above.
};

/// Grids, centres of four levels and patrol zones.
struct Administration {
    std::vector<dispatch::Grid> grids;  ///< Geographic ones in order of code, then dedicated.
    std::vector<Vec> gridMiddles;
    std::vector<int> gridCommunity;  ///< Index into `communities`; -1 for dedicated.
    std::size_t geographic = 0;
    Administered city;
    std::vector<Administered> districts, townships, communities;
    std::vector<dispatch::Zone> zones;
    std::vector<Vec> zoneMiddles;
};

/// Gives codes and names to the cut ground, puts dedicated grids and zones on top.
Administration administer(const GroundCut& cut, const std::vector<Block>& blocks,
                          const CityPlan& plan, const CityFrame& frame, Names& names);

}  // namespace gis::demo
