// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/nesting.h"

#include <algorithm>
#include <numeric>

namespace gis::cut {

namespace {

/// An area on its way down: its blocks and how many parts of each lower level it will hold.
struct Area {
    std::vector<int> blocks;
    std::vector<int> quotas;  ///< Next level, the one below it ... grids.
};

/// n things over k holders, as even as can be.
std::vector<int> evenly(int n, int k) {
    std::vector<int> shares(idx(k));
    for (int i = 0; i < k; ++i)
        shares[idx(i)] = static_cast<int>(std::int64_t{n} * (i + 1) / k) -
                         static_cast<int>(std::int64_t{n} * i / k);
    return shares;
}

SplitRules rulesFor(bool grids, int blocks, int parts, double effort) {
    SplitRules rules;
    if (!grids) {
        rules.square = 200;
        rules.steep = 4000;
        rules.margin = 0.02;
        rules.movesPerBlock = 0;
        rules.leastMoves = 30000.0 * parts * effort;
        return rules;
    }
    // Large towns need fewer tries a block: what is far away does not matter to it.
    rules.movesPerBlock = std::clamp(9e6 / blocks, 350.0, 900.0) * effort;
    rules.leastMoves = 10000.0 * effort;
    return rules;
}

/// The best of several tries: a small area has little room, and one unlucky start spoils it.
Split bestSplit(const BlockGraph& graph, const std::vector<double>& wanted, SplitRules rules,
                bool grids, bool nested, Random& random, const std::stop_token& stop,
                const SplitProgress& progress) {
    const double good = grids ? 0.15 : 0.03;
    const int tries = !nested ? 2 : grids ? 6 : 12;
    Split best;
    for (int attempt = 0; attempt < tries && !stop.stop_requested(); ++attempt) {
        Split split = splitBlocks(graph, wanted, rules, random, stop, progress);
        const auto score = [&](const Split& s) { return std::max(s.worst, good); };
        if (attempt == 0 || score(split) < score(best)) best = std::move(split);
        if (best.worst <= good) break;
        rules.steep *= 2;
        if (!grids && attempt < 4) rules.leastMoves *= 1.5;
    }
    return best;
}

}  // namespace

Nesting nest(const BlockGraph& graph, const PartitionOptions& options,
             const SplitProgress& progress) {
    Nesting nesting;
    std::vector<int> counts;
    for (const PartitionLevel& level : options.levels) counts.push_back(level.count);
    counts.push_back(options.count);
    const double mean = graph.totalWeight() / options.count;

    std::vector<Area> areas(1);
    areas[0].blocks.resize(idx(graph.size()));
    std::iota(areas[0].blocks.begin(), areas[0].blocks.end(), 0);
    areas[0].quotas = counts;
    Random random(options.seed * 0x9E3779B97F4A7C15U + 1);

    for (std::size_t depth = 0; depth < counts.size(); ++depth) {
        const bool grids = depth + 1 == counts.size();
        const double began = grids ? 0.3 : 0.3 * double(depth) / double(counts.size());
        const double span = grids ? (depth == 0 ? 1.0 : 0.7) : 0.3 / double(counts.size());
        NestedLevel level;
        level.labels.assign(idx(graph.size()), 0);
        std::vector<Area> below;
        for (std::size_t a = 0; a < areas.size(); ++a) {
            const Area& area = areas[a];
            const int parts = area.quotas[0];
            const int offset = static_cast<int>(below.size());
            // What each part will hold of every lower level; the last one is grids.
            std::vector<std::vector<int>> quotas(idx(parts));
            for (std::size_t q = 1; q < area.quotas.size(); ++q) {
                // Lower levels follow the one just above them, so that areas of one level agree.
                std::vector<int> shares;
                if (q == 1) {
                    shares = evenly(area.quotas[q], parts);
                } else {
                    const int above = area.quotas[q - 1];
                    const std::vector<int> fine = evenly(area.quotas[q], above);
                    int next = 0;
                    for (int p = 0; p < parts; ++p) {
                        const int take = quotas[idx(p)][q - 2];
                        shares.push_back(
                            std::accumulate(fine.begin() + next, fine.begin() + next + take, 0));
                        next += take;
                    }
                }
                for (int p = 0; p < parts; ++p) quotas[idx(p)].push_back(shares[idx(p)]);
            }
            const BlockGraph inside = graph.part(area.blocks);
            std::vector<double> wanted(idx(parts));
            const double perGrid = inside.totalWeight() / area.quotas.back();
            for (int p = 0; p < parts; ++p)
                wanted[idx(p)] = std::max(1e-9, perGrid * (grids ? 1 : quotas[idx(p)].back()));
            Split split;
            if (parts == 1) {
                split.labels.assign(area.blocks.size(), 0);
            } else {
                split = bestSplit(
                    inside, wanted, rulesFor(grids, inside.size(), parts, options.effort), grids,
                    depth > 0, random, options.stop, [&](double share) {
                        if (progress)
                            progress(began + span * (double(a) + share) / double(areas.size()));
                    });
            }
            if (options.stop.stop_requested()) return nesting;
            below.resize(idx(offset + parts));
            for (int p = 0; p < parts; ++p) {
                below[idx(offset + p)].quotas = quotas[idx(p)];
                level.parents.push_back(static_cast<int>(a));
                level.wanted.push_back(mean * (grids ? 1 : quotas[idx(p)].back()));
            }
            for (std::size_t i = 0; i < area.blocks.size(); ++i) {
                const int label = offset + split.labels[i];
                level.labels[idx(area.blocks[i])] = label;
                below[idx(label)].blocks.push_back(area.blocks[i]);
            }
        }
        for (const Area& area : below) nesting.emptyParts += area.blocks.empty();
        if (grids)
            nesting.grids = std::move(level);
        else
            nesting.levels.push_back(std::move(level));
        if (nesting.emptyParts > 0) return nesting;
        areas = std::move(below);
    }
    return nesting;
}

}  // namespace gis::cut
