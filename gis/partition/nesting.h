// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/partition/split.h"

namespace gis::cut {

/// One level shared out.
struct NestedLevel {
    std::vector<int> labels;     ///< Area of each block.
    std::vector<int> parents;    ///< Of each area, in the level above; all 0 where there is none.
    std::vector<double> wanted;  ///< Weight each area should have.
};

struct Nesting {
    std::vector<NestedLevel> levels;  ///< As in the options, coarsest first.
    NestedLevel grids;
    int emptyParts = 0;  ///< Areas that got no block.
};

/// Shares blocks out top-down: each level inside its parents, the grids inside the lowest level.
Nesting nest(const BlockGraph& graph, const PartitionOptions& options,
             const SplitProgress& progress);

}  // namespace gis::cut
