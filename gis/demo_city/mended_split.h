// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "gis/partition/split.h"

namespace gis::demo {

/// Whether the marked blocks go all the way around something that is not theirs.
bool goesAround(const cut::BlockGraph& graph, const std::vector<char>& mine);

/// What is wrong with a split; less is better.
struct SplitFaults {
    int rings = 0;        ///< Parts that go around something.
    double furthest = 0;  ///< Largest |weight / fair - 1|.
    bool none() const { return rings == 0 && furthest < 0.2; }
    friend auto operator<=>(const SplitFaults&, const SplitFaults&) = default;
};

/// @param fair What a part should weigh.
SplitFaults faultsOf(const cut::BlockGraph& graph, const std::vector<int>& labels, int parts,
                     double fair);

/// Shares out blocks into equal parts that keep within a fifth of `fair` and have no hole: tries
/// again from other random numbers, harder each time, while anything is wrong; keeps the best.
///
/// @param faults Judges labels; empty takes faultsOf() of this graph.
/// @return Labels of the blocks.
std::vector<int> mendedSplit(
    const cut::BlockGraph& graph, int parts, double fair, std::uint64_t seed,
    const std::stop_token& stop,
    const std::function<SplitFaults(const std::vector<int>&)>& faults = {});

}  // namespace gis::demo
