// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/result.h"
#include "gis/partition/planar_graph.h"
#include "gis/partition/weight_raster.h"

namespace gis::cut {

/// The outline to cut, and what had to be left out.
struct Ground {
    std::vector<std::vector<ScenePoint>> rings;
    ScenePoint southWest, northEast;
    double areaSquareMetres = 0;
    int pieces = 1;
    double droppedSquareMetres = 0;
};

/// The outline given, else the hull of the weights, else of the lines.
dispatch::Result<Ground> outlineOf(const PartitionInput& input);

/// Lines near the ground and its outline as one planar graph. Paths are given a vertex at least
/// every 60 m, so that chords find ends.
dispatch::Result<PlanarGraph> nodeGround(const PartitionInput& input, const Ground& ground,
                                         bool planar);

/// Whether the last trace() dropped a part of the net that would be missed.
bool losesLargeParts(const PlanarGraph& graph);

/// What is shared out, on a raster fine enough for the count.
struct SharedWeight {
    WeightRaster raster;
    std::string what;  ///< "people", "road length", "area"
};
SharedWeight shareOf(const PartitionInput& input, const Ground& ground, const PlanarGraph& graph,
                     int count);

}  // namespace gis::cut
