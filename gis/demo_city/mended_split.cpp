// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/mended_split.h"

#include <algorithm>
#include <cmath>

namespace gis::demo {

bool goesAround(const cut::BlockGraph& graph, const std::vector<char>& mine) {
    const auto size = std::size_t(graph.size());
    std::vector<char> seen(mine);
    std::vector<std::size_t> reached;
    std::size_t others = 0;
    for (std::size_t b = 0; b < size; ++b) {
        if (mine[b]) continue;
        ++others;
        double inner = 0;
        for (int k = graph.first[b]; k < graph.first[b + 1]; ++k)
            inner += double(graph.borders[std::size_t(k)].metres);
        if (graph.around[b] - inner < 0.1) continue;
        seen[b] = 1;
        reached.push_back(b);
    }
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (int k = graph.first[reached[i]]; k < graph.first[reached[i] + 1]; ++k) {
            const auto to = std::size_t(graph.borders[std::size_t(k)].to);
            if (seen[to]) continue;
            seen[to] = 1;
            reached.push_back(to);
        }
    return reached.size() != others;
}

SplitFaults faultsOf(const cut::BlockGraph& graph, const std::vector<int>& labels, int parts,
                     double fair) {
    SplitFaults faults;
    std::vector<char> mine(labels.size());
    for (int part = 0; part < parts; ++part) {
        double weight = 0;
        for (std::size_t b = 0; b < labels.size(); ++b) {
            mine[b] = labels[b] == part;
            if (mine[b]) weight += graph.weight[b];
        }
        faults.furthest = std::max(faults.furthest, std::abs(weight / fair - 1));
        faults.rings += goesAround(graph, mine);
    }
    return faults;
}

std::vector<int> mendedSplit(const cut::BlockGraph& graph, int parts, double fair,
                             std::uint64_t seed, const std::stop_token& stop,
                             const std::function<SplitFaults(const std::vector<int>&)>& faults) {
    constexpr std::uint64_t kAttempts = 16;
    const std::vector<double> wanted(std::size_t(parts), graph.totalWeight() / parts);
    cut::SplitRules rules;
    rules.movesPerBlock = 700;
    rules.compact = 0.4;
    std::vector<int> best;
    SplitFaults least;
    for (std::uint64_t attempt = 0; attempt < kAttempts && !stop.stop_requested(); ++attempt) {
        cut::Random random(seed + attempt * 1'000'003);
        auto split = cut::splitBlocks(graph, wanted, rules, random, stop, {});
        const SplitFaults found =
            faults ? faults(split.labels) : faultsOf(graph, split.labels, parts, fair);
        if (attempt == 0 || found < least) {
            least = found;
            best = std::move(split.labels);
        }
        if (least.none()) break;
        rules.margin = 0.08;
        rules.steep = std::min(rules.steep * 2, 1000.0);
        rules.compact = 0.6;
    }
    if (best.empty()) best.assign(std::size_t(graph.size()), 0);
    return best;
}

}  // namespace gis::demo
