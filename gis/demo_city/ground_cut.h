// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "gis/demo_city/blocks.h"

namespace gis::demo {

inline constexpr int kDistricts = 3, kTownships = 22, kCommunities = 87, kGrids = 640;

/// Which grid each block belongs to, and what each area belongs to above.
struct GroundCut {
    std::vector<int> gridOfBlock;
    std::vector<int> communityOfGrid, townshipOfCommunity, districtOfTownship;
};

/// Shares the blocks out top-down: districts around the three centres, townships and communities
/// along main roads and rivers, grids along streets, each in one piece. Uses two threads.
GroundCut cutGroundOfCity(const PlanarNet& net, const std::vector<Block>& blocks,
                          const CityPlan& plan, std::uint64_t seed, std::stop_token stop);

}  // namespace gis::demo
