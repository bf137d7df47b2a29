// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "gis/demo_city/blocks.h"

namespace gis::demo {

/// A house: a rectangle that stands along its street.
struct Building {
    std::array<Vec, 4> corners;  ///< Counter-clockwise.
    int block = -1;              ///< Index of the street block it stands in.
    double households = 0;
};

/// Sets houses into the yards: slabs in rows, towers, shops along the street, halls, farmhouses.
/// The households of a block are shared out over its houses by their floor space.
std::vector<Building> setBuildings(const std::vector<Block>& blocks,
                                   const std::vector<Block>& yards, std::uint64_t seed);

}  // namespace gis::demo
