// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "gis/partition/blocks.h"
#include "gis/partition/outlines.h"

namespace gis::cut {

/// Half the width under which a grid has a neck, metres.
inline constexpr double kNeckHalfMetres = 10;
/// Pieces behind a neck that are smaller do not count, m2.
inline constexpr double kNeckPieceSquareMetres = 1500;

struct NeckFigures {
    int before = 0;
    int after = 0;
};

/// Finds parts that fall apart when 10 m are taken off all round, and moves single blocks over
/// their borders where that heals them without spoiling balance or contiguity.
///
/// @param labels Part of each block; changed.
/// @param wanted Weight wanted of each part.
/// @param family Parts that may exchange blocks have the same one.
/// @param allowed Largest |weight / wanted - 1| a part may come to.
NeckFigures repairNecks(const PlanarGraph& graph, const Blocks& blocks, std::vector<int>& labels,
                        const std::vector<double>& wanted, const std::vector<int>& family,
                        double allowed, const std::stop_token& stop);

}  // namespace gis::cut
