// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "gis/partition/planar_graph.h"

namespace gis::cut {

/// A common border of two blocks, seen from one of them.
struct Border {
    int to = 0;
    float metres = 0;
    float cost = 0;       ///< Metres times the class factor: motorways are cheap, chords dear.
    bool strong = false;  ///< Wide enough to walk through: at least 20 m, or the only way.
};

/// Blocks and who borders on whom. A block is one face or several.
struct BlockGraph {
    std::vector<double> weight;
    std::vector<double> area;    ///< m2
    std::vector<double> around;  ///< Perimeter, metres, outer border included.
    std::vector<ScenePoint> centre;
    std::vector<int> first;  ///< Borders of block b: borders[first[b]] to borders[first[b + 1]].
    std::vector<Border> borders;

    int size() const { return static_cast<int>(weight.size()); }
    double totalWeight() const;
    double totalArea() const;
    /// The blocks named, renumbered in that order; borders to others become outer border.
    BlockGraph part(const std::vector<int>& blocks) const;
};

struct Blocks {
    BlockGraph graph;
    std::vector<int> ofFace;  ///< Block of each face, -1 outside.
};

/// Joins slivers to the neighbour with the longest common border and makes the graph of blocks.
Blocks makeBlocks(const PlanarGraph& graph, const std::vector<double>& faceWeights);

/// Numbers the pieces that strong borders leave of the blocks of one label.
///
/// @return Piece of each block, and how many.
std::pair<std::vector<int>, int> pieces(const BlockGraph& graph, const std::vector<int>& labels);

}  // namespace gis::cut
