// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "gis/partition/blocks.h"
#include "gis/partition/random.h"

namespace gis::cut {

/// What a good part is, as an energy; d is weight / wanted - 1.
struct SplitRules {
    double square = 8;   ///< Factor of d squared.
    double steep = 120;  ///< Factor of (|d| - margin) squared beyond the margin.
    double margin = 0.12;
    double compact = 0.3;  ///< Factor of P squared / 4 pi A.
    double border = 1.0;   ///< Factor of the border's cost / 4 sqrt(mean area).
    double startHeat = 0.25;
    double endHeat = 0.004;
    double movesPerBlock = 1500;
    double leastMoves = 0;
};

struct Split {
    std::vector<int> labels;  ///< 0 to parts - 1 for each block; every part in one piece.
    double worst = 0;         ///< Largest |d|.
    double energy = 0;
};

/// Called now and then with the share done.
using SplitProgress = std::function<void(double)>;

/// Shares out blocks into parts of the weights wanted: recursive bisection, then annealing that
/// never lets a part fall apart.
///
/// @param wanted One weight a part; no more parts than blocks.
Split splitBlocks(const BlockGraph& graph, const std::vector<double>& wanted,
                  const SplitRules& rules, Random& random, const std::stop_token& stop,
                  const SplitProgress& progress);

/// Goes on annealing from labels that there are.
Split annealBlocks(const BlockGraph& graph, const std::vector<double>& wanted,
                   std::vector<int> labels, const SplitRules& rules, Random& random,
                   const std::stop_token& stop, const SplitProgress& progress);

/// The start alone: halves by distance from two far ends, halves again.
std::vector<int> bisectBlocks(const BlockGraph& graph, const std::vector<double>& wanted,
                              Random& random);

}  // namespace gis::cut
