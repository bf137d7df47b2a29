// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/ground_cut.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <thread>

#include "gis/demo_city/mended_split.h"

namespace gis::demo {

namespace {

double borderFactor(EdgeKind kind) {
    switch (kind) {
        case EdgeKind::Motorway:
        case EdgeKind::Trunk:
        case EdgeKind::River:
        case EdgeKind::Outline:
            return 0.4;
        case EdgeKind::Rail:
            return 0.5;
        case EdgeKind::Primary:
            return 0.5;
        case EdgeKind::Secondary:
            return 0.6;
        case EdgeKind::Tertiary:
            return 0.75;
        case EdgeKind::Residential:
            return 1;
        case EdgeKind::Lane:
            return 1.1;
        case EdgeKind::Field:
        case EdgeKind::Yard:
            return 1.25;
    }
    return 1;
}

double weightOf(const Block& b) {
    return b.households + b.area * 1.1e-5;
}

/// Groups of blocks that only weak edges part, as one graph.
struct Groups {
    std::vector<int> ofBlock;
    cut::BlockGraph graph;
};

Groups groupBlocks(const PlanarNet& net, const std::vector<Block>& blocks, EdgeKind weakest) {
    Groups groups;
    std::vector<int> sideBlock(net.edges.size() * 2, -1);
    for (std::size_t b = 0; b < blocks.size(); ++b)
        for (const auto side : blocks[b].loop) sideBlock[std::size_t(side)] = int(b);
    std::vector<int> root(blocks.size());
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&](int b) {
        while (root[std::size_t(b)] != b)
            b = root[std::size_t(b)] = root[std::size_t(root[std::size_t(b)])];
        return b;
    };
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        const int a = sideBlock[2 * e], b = sideBlock[2 * e + 1];
        if (a >= 0 && b >= 0 && net.edges[e].kind > weakest) root[std::size_t(find(a))] = find(b);
    }
    std::vector<int> number(blocks.size(), -1);
    groups.ofBlock.resize(blocks.size());
    int count = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        int& n = number[std::size_t(find(int(b)))];
        if (n < 0) n = count++;
        groups.ofBlock[b] = n;
    }
    auto& graph = groups.graph;
    const auto size = std::size_t(count);
    graph.weight.assign(size, 0), graph.area.assign(size, 0), graph.around.assign(size, 0);
    std::vector<Vec> middle(size);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const auto g = std::size_t(groups.ofBlock[b]);
        graph.weight[g] += weightOf(blocks[b]);
        graph.area[g] += blocks[b].area;
        middle[g] = middle[g] + blocks[b].middle * blocks[b].area;
    }
    for (std::size_t g = 0; g < size; ++g)
        graph.centre.push_back({middle[g].x / graph.area[g], middle[g].y / graph.area[g]});
    std::map<std::pair<int, int>, std::pair<double, double>> common;
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        const int a = sideBlock[2 * e], b = sideBlock[2 * e + 1];
        if (a < 0 && b < 0) continue;
        const int ga = a < 0 ? -1 : groups.ofBlock[std::size_t(a)];
        const int gb = b < 0 ? -1 : groups.ofBlock[std::size_t(b)];
        if (ga == gb) continue;
        const auto& edge = net.edges[e];
        const double metres =
            distance(net.points[std::size_t(edge.a)], net.points[std::size_t(edge.b)]);
        if (ga >= 0) graph.around[std::size_t(ga)] += metres;
        if (gb >= 0) graph.around[std::size_t(gb)] += metres;
        if (ga < 0 || gb < 0) continue;
        for (const auto& key : {std::pair{ga, gb}, std::pair{gb, ga}}) {
            auto& [length, cost] = common[key];
            length += metres;
            cost += metres * borderFactor(edge.kind);
        }
    }
    std::vector<char> reachable(size, 0);
    for (const auto& [key, sums] : common)
        if (sums.first >= 20) reachable[std::size_t(key.first)] = 1;
    graph.first.assign(size + 1, 0);
    for (const auto& [key, sums] : common) {
        const bool strong = sums.first >= 20 || !reachable[std::size_t(key.first)] ||
                            !reachable[std::size_t(key.second)];
        graph.borders.push_back({key.second, float(sums.first), float(sums.second), strong});
        ++graph.first[std::size_t(key.first) + 1];
    }
    for (std::size_t g = 0; g < size; ++g) graph.first[g + 1] += graph.first[g];
    return groups;
}

/// n things over holders of the given weights, at least `least` each.
std::vector<int> shareOut(int n, const std::vector<double>& weights, int least) {
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<int> shares(weights.size(), least);
    int left = n - least * int(weights.size());
    for (; left > 0; --left) {
        std::size_t best = 0;
        double most = -1e18;
        for (std::size_t i = 0; i < weights.size(); ++i)
            if (const double lack = weights[i] / all * n - shares[i]; lack > most)
                most = lack, best = i;
        ++shares[best];
    }
    return shares;
}

cut::SplitRules upperRules(int parts) {
    cut::SplitRules rules;
    rules.square = 14;
    rules.steep = 260;
    rules.margin = 0.14;
    rules.compact = 0.8;
    rules.border = 2.4;
    rules.movesPerBlock = 0;
    rules.leastMoves = 40'000.0 * parts;
    return rules;
}

std::vector<int> districtStart(const cut::BlockGraph& graph, const CityPlan& plan) {
    std::vector<int> labels;
    for (const ScenePoint c : graph.centre) {
        int best = 0;
        double least = 1e18;
        for (int k = 0; k < kDistricts; ++k) {
            const Heart& h = plan.hearts[std::size_t(k)];
            const double d = distance({c.x, c.y}, h.place) / std::pow(h.radius, 0.55);
            if (d < least) least = d, best = k;
        }
        labels.push_back(best);
    }
    return labels;
}

/// Splits the groups of each area above into its parts.
struct Level {
    std::vector<int> labels;  ///< By block.
    std::vector<int> parent;
};

Level splitLevel(const std::vector<Block>& blocks, const Groups& groups,
                 const std::vector<int>& above, const std::vector<int>& counts, std::uint64_t seed,
                 std::stop_token stop) {
    Level level;
    level.labels.assign(blocks.size(), 0);
    std::vector<int> groupAbove(std::size_t(groups.graph.size()), 0);
    for (std::size_t b = 0; b < blocks.size(); ++b)
        groupAbove[std::size_t(groups.ofBlock[b])] = above[b];
    std::vector<int> groupLabel(groupAbove.size(), 0);
    for (int a = 0; a < int(counts.size()); ++a) {
        std::vector<int> mine;
        for (int g = 0; g < groups.graph.size(); ++g)
            if (groupAbove[std::size_t(g)] == a) mine.push_back(g);
        const auto part = groups.graph.part(mine);
        const int n = counts[std::size_t(a)];
        const int offset = int(level.parent.size());
        cut::Random random(seed + std::uint64_t(a) * 977 + 5);
        const std::vector<double> wanted(std::size_t(n), part.totalWeight() / n);
        std::vector<int> labels(mine.size(), 0);
        if (n > 1) labels = cut::splitBlocks(part, wanted, upperRules(n), random, stop, {}).labels;
        for (std::size_t i = 0; i < mine.size(); ++i)
            groupLabel[std::size_t(mine[i])] = offset + labels[i];
        for (int p = 0; p < n; ++p) level.parent.push_back(a);
    }
    for (std::size_t b = 0; b < blocks.size(); ++b)
        level.labels[b] = groupLabel[std::size_t(groups.ofBlock[b])];
    return level;
}

std::vector<double> weightsBy(const std::vector<Block>& blocks, const std::vector<int>& labels,
                              std::size_t n) {
    std::vector<double> weights(n, 0);
    for (std::size_t b = 0; b < blocks.size(); ++b)
        weights[std::size_t(labels[b])] += weightOf(blocks[b]);
    return weights;
}

/// Shares for every area from shares of the areas above it.
std::vector<int> countsBelow(const std::vector<Block>& blocks, const Level& level, int all,
                             int least) {
    const auto weights = weightsBy(blocks, level.labels, level.parent.size());
    return shareOut(all, weights, least);
}

}  // namespace

GroundCut cutGroundOfCity(const PlanarNet& net, const std::vector<Block>& blocks,
                          const CityPlan& plan, std::uint64_t seed, std::stop_token stop) {
    const Groups large = groupBlocks(net, blocks, EdgeKind::Secondary);
    const Groups middle = groupBlocks(net, blocks, EdgeKind::Tertiary);
    const Groups single = groupBlocks(net, blocks, EdgeKind::Yard);

    Level districts;
    {
        auto start = districtStart(large.graph, plan);
        std::vector<double> wanted(kDistricts, 0);
        for (std::size_t g = 0; g < start.size(); ++g)
            wanted[std::size_t(start[g])] += large.graph.weight[g];
        cut::Random random(seed * 3 + 1);
        auto rules = upperRules(kDistricts);
        rules.startHeat = 0.05;
        const auto made =
            cut::annealBlocks(large.graph, wanted, std::move(start), rules, random, stop, {});
        districts.labels.resize(blocks.size());
        for (std::size_t b = 0; b < blocks.size(); ++b)
            districts.labels[b] = made.labels[std::size_t(large.ofBlock[b])];
        districts.parent.assign(kDistricts, 0);
    }
    const auto townshipCounts = countsBelow(blocks, districts, kTownships, 3);
    const Level townships =
        splitLevel(blocks, large, districts.labels, townshipCounts, seed * 5 + 2, stop);
    const auto communityCounts = countsBelow(blocks, townships, kCommunities, 2);
    const Level communities =
        splitLevel(blocks, middle, townships.labels, communityCounts, seed * 7 + 3, stop);
    const auto gridCounts = countsBelow(blocks, communities, kGrids, 3);

    GroundCut cutGround;
    cutGround.districtOfTownship = townships.parent;
    cutGround.townshipOfCommunity = communities.parent;
    cutGround.gridOfBlock.assign(blocks.size(), 0);
    std::vector<int> firstGrid(gridCounts.size() + 1, 0);
    std::vector<std::vector<int>> members(gridCounts.size());
    for (std::size_t b = 0; b < blocks.size(); ++b)
        members[std::size_t(communities.labels[b])].push_back(int(b));
    for (std::size_t c = 0; c < gridCounts.size(); ++c) {
        firstGrid[c + 1] = firstGrid[c] + gridCounts[c];
        for (int g = 0; g < gridCounts[c]; ++g) cutGround.communityOfGrid.push_back(int(c));
    }
    const double fair = single.graph.totalWeight() / kGrids;
    // Every community by itself, from its own random numbers: the order of the threads changes
    // nothing.
    const auto work = [&](std::size_t from) {
        for (std::size_t c = from; c < members.size(); c += 2) {
            if (stop.stop_requested()) return;
            const auto part = single.graph.part(members[c]);
            const int n = gridCounts[c];
            const auto& mine = members[c];
            std::vector<char> marked(blocks.size(), 0);
            for (const int b : mine) marked[std::size_t(b)] = 1;
            // In a community that lies around another, only the whole city shows what is a hole.
            std::function<SplitFaults(const std::vector<int>&)> faults;
            if (goesAround(single.graph, marked))
                faults = [&](const std::vector<int>& labels) {
                    std::vector<int> all(blocks.size(), -1);
                    for (std::size_t i = 0; i < mine.size(); ++i)
                        all[std::size_t(mine[i])] = labels[i];
                    return faultsOf(single.graph, all, n, fair);
                };
            const auto labels = mendedSplit(part, n, fair, seed * 11 + c * 131, stop, faults);
            for (std::size_t i = 0; i < members[c].size(); ++i)
                cutGround.gridOfBlock[std::size_t(members[c][i])] = firstGrid[c] + labels[i];
        }
    };
    std::thread second(work, 1);
    work(0);
    second.join();
    return cutGround;
}

}  // namespace gis::demo
