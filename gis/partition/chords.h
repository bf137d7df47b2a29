// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "gis/partition/planar_graph.h"
#include "gis/partition/weight_raster.h"

namespace gis::cut {

/// What makes a block too large to be shared out well.
struct BlockLimits {
    double weight = 0;            ///< More than this is cut.
    double areaSquareMetres = 0;  ///< More than this is cut where anybody lives in it.
};

/// Cuts faces that are too large by short straight chords between vertices of their ring, leaving
/// 20 to 80 % of the weight on each side where that can be had.
///
/// @param weights Weight of each face; grows with the faces.
/// @return Chords made.
int cutLargeFaces(PlanarGraph& graph, const WeightRaster& raster, const BlockLimits& limits,
                  std::vector<double>& weights, const std::stop_token& stop);

}  // namespace gis::cut
