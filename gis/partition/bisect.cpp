// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>

#include "gis/partition/split.h"

namespace gis::cut {

namespace {

class Bisection {
  public:
    Bisection(const BlockGraph& graph, const std::vector<double>& wanted, Random& random)
        : m_graph(graph),
          m_wanted(wanted),
          m_random(random),
          m_region(idx(graph.size()), 0),
          m_distance(idx(graph.size()), 0),
          m_labels(idx(graph.size()), 0) {}

    std::vector<int> run() {
        std::vector<int> all(idx(m_graph.size()));
        std::iota(all.begin(), all.end(), 0);
        halve(all, 0, static_cast<int>(m_wanted.size()));
        return std::move(m_labels);
    }

  private:
    void halve(const std::vector<int>& blocks, int from, int to) {
        if (to - from == 1) {
            for (const int b : blocks) m_labels[idx(b)] = from;
            return;
        }
        if (static_cast<int>(blocks.size()) <= to - from) {
            for (std::size_t i = 0; i < blocks.size(); ++i)
                m_labels[idx(blocks[i])] = from + static_cast<int>(i);
            return;
        }
        const int middle = from + (to - from) / 2;
        const int region = ++m_regions;
        for (const int b : blocks) m_region[idx(b)] = region;
        const std::vector<int> order = betweenFarEnds(blocks, region);
        const auto sum = [&](int i, int j) {
            return std::accumulate(m_wanted.begin() + i, m_wanted.begin() + j, 0.0);
        };
        double all = 0;
        for (const int b : blocks) all += m_graph.weight[idx(b)];
        const double goal = all * sum(from, middle) / sum(from, to);
        const int least = middle - from;
        const int most = static_cast<int>(blocks.size()) - (to - middle);
        double taken = 0;
        int n = 0;
        while (n < most && (n < least || taken + m_graph.weight[idx(order[idx(n)])] / 2 < goal))
            taken += m_graph.weight[idx(order[idx(n++)])];
        const int far = ++m_regions;
        for (int i = n; i < static_cast<int>(order.size()); ++i) m_region[idx(order[idx(i)])] = far;
        flipStrays(blocks, region, far);
        flipStrays(blocks, far, region);
        std::vector<int> near, rest;
        for (const int b : blocks) (m_region[idx(b)] == region ? near : rest).push_back(b);
        const int split =
            from + std::clamp(middle - from, (to - from) - int(rest.size()), int(near.size()));
        if (split == from || split == to) {
            for (const int b : blocks) m_labels[idx(b)] = from;
            return;
        }
        halve(near, from, split);
        halve(rest, split, to);
    }

    /// Distances over strong borders inside a region; the last reached is the farthest.
    int spread(int start, int region) {
        using Entry = std::pair<double, int>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        m_distance[idx(start)] = 0;
        queue.emplace(0.0, start);
        int last = start;
        while (!queue.empty()) {
            const auto [distance, b] = queue.top();
            queue.pop();
            if (distance > m_distance[idx(b)]) continue;
            last = b;
            for (int i = m_graph.first[idx(b)]; i < m_graph.first[idx(b) + 1]; ++i) {
                const Border& border = m_graph.borders[idx(i)];
                if (!border.strong || m_region[idx(border.to)] != region) continue;
                const ScenePoint p = m_graph.centre[idx(b)], q = m_graph.centre[idx(border.to)];
                const double dx = p.x - q.x, dy = p.y - q.y;
                const double next = distance + std::sqrt(dx * dx + dy * dy);
                if (next >= m_distance[idx(border.to)]) continue;
                m_distance[idx(border.to)] = next;
                queue.emplace(next, border.to);
            }
        }
        return last;
    }

    void forget(const std::vector<int>& blocks) {
        for (const int b : blocks) m_distance[idx(b)] = 1e300;
    }

    std::vector<int> betweenFarEnds(const std::vector<int>& blocks, int region) {
        int end = blocks[m_random.below(static_cast<std::uint32_t>(blocks.size()))];
        forget(blocks);
        end = spread(end, region);
        forget(blocks);
        const int other = spread(end, region);
        std::vector<std::pair<double, int>> keyed;
        keyed.reserve(blocks.size());
        for (const int b : blocks) keyed.emplace_back(m_distance[idx(b)], b);
        forget(blocks);
        spread(other, region);
        for (auto& [key, b] : keyed) key -= m_distance[idx(b)];
        std::sort(keyed.begin(), keyed.end());
        std::vector<int> order;
        order.reserve(keyed.size());
        for (const auto& [key, b] : keyed) order.push_back(b);
        return order;
    }

    /// All pieces of a region but the heaviest go over to the other one.
    void flipStrays(const std::vector<int>& blocks, int region, int other) {
        std::vector<std::vector<int>> found;
        std::size_t heaviest = 0;
        double most = -1;
        const int marked = ++m_regions;
        for (const int start : blocks) {
            if (m_region[idx(start)] != region) continue;
            std::vector<int> piece{start};
            m_region[idx(start)] = marked;
            double weight = 0;
            for (std::size_t i = 0; i < piece.size(); ++i) {
                const int b = piece[i];
                weight += m_graph.weight[idx(b)];
                for (int k = m_graph.first[idx(b)]; k < m_graph.first[idx(b) + 1]; ++k) {
                    const Border& border = m_graph.borders[idx(k)];
                    if (!border.strong || m_region[idx(border.to)] != region) continue;
                    m_region[idx(border.to)] = marked;
                    piece.push_back(border.to);
                }
            }
            if (weight > most) most = weight, heaviest = found.size();
            found.push_back(std::move(piece));
        }
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const int b : found[i]) m_region[idx(b)] = i == heaviest ? region : other;
    }

    const BlockGraph& m_graph;
    const std::vector<double>& m_wanted;
    Random& m_random;
    std::vector<int> m_region;
    std::vector<double> m_distance;
    std::vector<int> m_labels;
    int m_regions = 0;
};

}  // namespace

std::vector<int> bisectBlocks(const BlockGraph& graph, const std::vector<double>& wanted,
                              Random& random) {
    return Bisection(graph, wanted, random).run();
}

}  // namespace gis::cut
