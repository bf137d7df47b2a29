// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "dispatch/result.h"
#include "gis/geometry/projection.h"

namespace gis {

using ScenePath = std::vector<ScenePoint>;

/// Cuts lines wherever they meet, every vertex on a lattice of `latticeMetres`.
///
/// @param lines         Open or closed paths of at least two points; shorter ones are left out.
/// @param latticeMetres Size of the lattice, more than 0.
/// @return Pieces that meet only at their ends; doubled pieces once.
/// @error BadInput the geometry engine could not do it.
dispatch::Result<std::vector<ScenePath>> nodeLines(const std::vector<ScenePath>& lines,
                                                   double latticeMetres);

/// How a cloud of inhabited squares becomes one outline.
struct HullOptions {
    double halfSide = 62;  ///< Half the side of each square, metres.
    double grow = 250;     ///< Closes gaps up to twice this.
    double shrink = 330;   ///< Then takes off tongues.
    double regrow = 80;
    double simplify = 25;  ///< Metres.
};

/// The outline of inhabited ground: squares joined, gaps closed, holes filled.
struct Hull {
    ScenePath ring;  ///< Of the largest piece; open, counter-clockwise.
    int pieces = 0;  ///< How many pieces there were.
    double areaSquareMetres = 0;
    double droppedSquareMetres = 0;  ///< Area of the other pieces.
};

/// @param centres Centres of the squares.
/// @error BadInput no squares, or nothing is left of them.
dispatch::Result<Hull> hullOfSquares(const std::vector<ScenePoint>& centres,
                                     const HullOptions& options);

/// Checks polygons made elsewhere against the geometry engine.
struct CoverageFigures {
    int invalid = 0;
    double areaOfAll = 0;
    double areaOfUnion = 0;
    double overlap = 0;
    int pairs = 0;
};

/// A polygon as rings, shell first; rings may be open.
using RingSet = std::vector<ScenePath>;

/// @param polygons Each one polygon or several (a list of ring sets).
/// @param pairs    Which of them are neighbours, to measure their overlap.
CoverageFigures coverageFigures(const std::vector<std::vector<RingSet>>& polygons,
                                const std::vector<std::pair<int, int>>& pairs);

/// The pieces a polygon falls into when a margin is taken off all round.
///
/// @param smallest Pieces of less area, m2, are left out.
/// @return A position inside each piece and its area, largest first.
std::vector<std::pair<ScenePoint, double>> piecesAfterErosion(const RingSet& polygon,
                                                              double marginMetres, double smallest);

}  // namespace gis
