// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "gis/partition/split.h"

namespace gis::cut {

namespace {

// exp and log of the C library may differ in the last bit from machine to machine; these are made
// of additions and multiplications only.
double portableLog(double x) {
    int exponent = 0;
    const double m = std::frexp(x, &exponent);
    const double z = (m - 1) / (m + 1), z2 = z * z;
    double term = z, sum = 0;
    for (int k = 1; k < 60; k += 2) {
        sum += term / k;
        term *= z2;
    }
    return exponent * std::numbers::ln2 + 2 * sum;
}

double portableExp(double x) {
    x /= 1024;
    double term = 1, sum = 1;
    for (int k = 1; k < 16; ++k) sum += term *= x / k;
    for (int k = 0; k < 10; ++k) sum *= sum;
    return sum;
}

/// -log of evenly spread numbers: what an increase of energy may cost, in units of heat.
const std::array<float, 4096>& lots() {
    static const std::array<float, 4096> table = [] {
        std::array<float, 4096> made{};
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = static_cast<float>(-portableLog((double(i) + 0.5) / double(made.size())));
        return made;
    }();
    return table;
}

struct Part {
    double wanted = 0, weight = 0, area = 0, around = 0, energy = 0;
    int blocks = 0;
};

class Annealing {
  public:
    Annealing(const BlockGraph& graph, const std::vector<double>& wanted, std::vector<int> labels,
              const SplitRules& rules, Random& random)
        : m_graph(graph),
          m_rules(rules),
          m_random(random),
          m_labels(std::move(labels)),
          m_parts(wanted.size()),
          m_foreign(idx(graph.size()), 0),
          m_place(idx(graph.size()), -1),
          m_stamp(idx(graph.size()), 0) {
        m_borderScale =
            rules.border /
            (4 * std::sqrt(graph.totalArea() / double(std::max<std::size_t>(wanted.size(), 1))));
        for (std::size_t k = 0; k < wanted.size(); ++k) m_parts[k].wanted = wanted[k];
        for (int b = 0; b < graph.size(); ++b) {
            Part& part = m_parts[idx(label(b))];
            part.weight += graph.weight[idx(b)];
            part.area += graph.area[idx(b)];
            part.around += graph.around[idx(b)];
            ++part.blocks;
            for (int i = graph.first[idx(b)]; i < graph.first[idx(b) + 1]; ++i) {
                const Border& border = graph.borders[idx(i)];
                if (label(border.to) == label(b))
                    part.around -= double(border.metres);
                else if (border.strong)
                    ++m_foreign[idx(b)];
            }
            if (m_foreign[idx(b)] > 0) list(b);
        }
        for (Part& part : m_parts) part.energy = energyOf(part);
    }

    void run(const std::stop_token& stop, const SplitProgress& progress) {
        constexpr std::int64_t kBatch = 2048;
        const auto moves = static_cast<std::int64_t>(
            std::max(m_rules.movesPerBlock * m_graph.size(), m_rules.leastMoves));
        const std::int64_t batches = std::max<std::int64_t>(1, moves / kBatch);
        const double cooling =
            portableExp(portableLog(m_rules.endHeat / m_rules.startHeat) / double(batches));
        double heat = m_rules.startHeat;
        for (std::int64_t batch = 0; batch < batches && !m_listed.empty(); ++batch) {
            for (std::int64_t i = 0; i < kBatch; ++i) propose(heat);
            heat *= cooling;
            if (batch % 64 != 0) continue;
            if (stop.stop_requested()) return;
            if (progress) progress(double(batch) / double(batches));
        }
    }

    Split result() {
        Split split;
        for (const Part& part : m_parts) {
            split.worst = std::max(split.worst, std::abs(part.weight / part.wanted - 1));
            split.energy += energyOf(part);
        }
        split.labels = std::move(m_labels);
        return split;
    }

  private:
    int label(int b) const { return m_labels[idx(b)]; }

    double energyOf(const Part& part) const {
        const double d = part.weight / part.wanted - 1;
        const double beyond = std::max(0.0, std::abs(d) - m_rules.margin);
        return m_rules.square * d * d + m_rules.steep * beyond * beyond +
               m_rules.compact * part.around * part.around /
                   (4 * std::numbers::pi * std::max(part.area, 1.0));
    }

    void list(int b) {
        if (m_place[idx(b)] >= 0) return;
        m_place[idx(b)] = static_cast<int>(m_listed.size());
        m_listed.push_back(b);
    }

    void unlist(int b) {
        const int place = m_place[idx(b)];
        if (place < 0) return;
        m_listed[idx(place)] = m_listed.back();
        m_place[idx(m_listed[idx(place)])] = place;
        m_listed.pop_back();
        m_place[idx(b)] = -1;
    }

    void propose(double heat) {
        const int b = m_listed[m_random.below(static_cast<std::uint32_t>(m_listed.size()))];
        const int from = label(b);
        if (m_parts[idx(from)].blocks < 2) return;
        const std::uint64_t dice = m_random.next();
        const int begin = m_graph.first[idx(b)];
        const auto degree = static_cast<std::uint32_t>(m_graph.first[idx(b) + 1] - begin);
        std::uint32_t k = static_cast<std::uint32_t>(((dice >> 32) * degree) >> 32);
        int to = -1;
        for (std::uint32_t tried = 0; tried < degree && to < 0; ++tried) {
            const Border& border = m_graph.borders[idx(begin) + k];
            if (border.strong && label(border.to) != from) to = label(border.to);
            if (++k == degree) k = 0;
        }
        if (to < 0) return;
        double lengthFrom = 0, lengthTo = 0, costFrom = 0, costTo = 0;
        for (std::uint32_t i = 0; i < degree; ++i) {
            const Border& border = m_graph.borders[idx(begin) + i];
            const int other = label(border.to);
            if (other == from) lengthFrom += double(border.metres), costFrom += double(border.cost);
            if (other == to) lengthTo += double(border.metres), costTo += double(border.cost);
        }
        Part giving = m_parts[idx(from)], taking = m_parts[idx(to)];
        const double weight = m_graph.weight[idx(b)], area = m_graph.area[idx(b)];
        const double around = m_graph.around[idx(b)];
        giving.weight -= weight, giving.area -= area;
        giving.around += 2 * lengthFrom - around;
        taking.weight += weight, taking.area += area;
        taking.around += around - 2 * lengthTo;
        --giving.blocks, ++taking.blocks;
        giving.energy = energyOf(giving);
        taking.energy = energyOf(taking);
        const double more = giving.energy + taking.energy - m_parts[idx(from)].energy -
                            m_parts[idx(to)].energy + (costFrom - costTo) * m_borderScale;
        if (more > heat * double(lots()[dice & 4095U])) return;
        if (!holdsWithout(b, from)) return;
        m_parts[idx(from)] = giving;
        m_parts[idx(to)] = taking;
        m_labels[idx(b)] = to;
        relist(b, from, to);
    }

    void relist(int b, int from, int to) {
        int foreign = 0;
        for (int i = m_graph.first[idx(b)]; i < m_graph.first[idx(b) + 1]; ++i) {
            const Border& border = m_graph.borders[idx(i)];
            if (!border.strong) continue;
            const int other = label(border.to);
            if (other != to) ++foreign;
            int& count = m_foreign[idx(border.to)];
            if (other == from && ++count == 1) list(border.to);
            if (other == to && --count == 0) unlist(border.to);
        }
        m_foreign[idx(b)] = foreign;
        if (foreign == 0) unlist(b);
    }

    /// Whether a part stays in one piece without one of its blocks: its neighbours in the part must
    /// reach each other another way.
    bool holdsWithout(int b, int part) {
        m_sought.clear();
        for (int i = m_graph.first[idx(b)]; i < m_graph.first[idx(b) + 1]; ++i) {
            const Border& border = m_graph.borders[idx(i)];
            if (border.strong && label(border.to) == part) m_sought.push_back(border.to);
        }
        if (m_sought.size() < 2) return true;
        const int wanted = ++m_clock, seen = ++m_clock;
        for (const int s : m_sought) m_stamp[idx(s)] = wanted;
        std::size_t left = m_sought.size() - 1;
        m_queue.assign(1, m_sought[0]);
        m_stamp[idx(m_sought[0])] = seen;
        m_stamp[idx(b)] = seen;
        for (std::size_t i = 0; i < m_queue.size(); ++i) {
            const int at = m_queue[i];
            for (int k = m_graph.first[idx(at)]; k < m_graph.first[idx(at) + 1]; ++k) {
                const Border& border = m_graph.borders[idx(k)];
                int& stamp = m_stamp[idx(border.to)];
                if (!border.strong || stamp == seen || label(border.to) != part) continue;
                if (stamp == wanted && --left == 0) return true;
                stamp = seen;
                m_queue.push_back(border.to);
            }
        }
        return false;
    }

    const BlockGraph& m_graph;
    const SplitRules& m_rules;
    Random& m_random;
    std::vector<int> m_labels;
    std::vector<Part> m_parts;
    std::vector<int> m_foreign, m_place, m_listed, m_stamp, m_sought, m_queue;
    double m_borderScale = 0;
    int m_clock = 0;
};

}  // namespace

Split annealBlocks(const BlockGraph& graph, const std::vector<double>& wanted,
                   std::vector<int> labels, const SplitRules& rules, Random& random,
                   const std::stop_token& stop, const SplitProgress& progress) {
    Annealing annealing(graph, wanted, std::move(labels), rules, random);
    annealing.run(stop, progress);
    return annealing.result();
}

Split splitBlocks(const BlockGraph& graph, const std::vector<double>& wanted,
                  const SplitRules& rules, Random& random, const std::stop_token& stop,
                  const SplitProgress& progress) {
    return annealBlocks(graph, wanted, bisectBlocks(graph, wanted, random), rules, random, stop,
                        progress);
}

}  // namespace gis::cut
