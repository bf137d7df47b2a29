// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/blocks.h"

#include <algorithm>
#include <numeric>
#include <queue>
#include <tuple>

namespace gis::cut {

namespace {

constexpr double kSliverSquareMetres = 1500;
constexpr double kSliverWidthMetres = 8;
constexpr double kStrongMetres = 20;
/// What a metre of border costs on each class.
constexpr std::array<double, kCutClassCount> kCost{0.45, 0.4, 0.45, 0.55, 0.75, 1.0, 1.3, 2.0};

/// One common piece of border.
struct Contact {
    int a, b;
    double metres, cost;
};

struct Roots {
    std::vector<int> parent;
    explicit Roots(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), 0); }
    int find(int i) {
        while (parent[idx(i)] != i) i = parent[idx(i)] = parent[idx(parent[idx(i)])];
        return i;
    }
};

/// All contacts between different blocks, each pair once, sorted.
std::vector<Contact> contactsOf(const PlanarGraph& graph, Roots& roots) {
    std::vector<Contact> raw;
    for (int s = 0; s < static_cast<int>(graph.segments().size()); ++s) {
        const int f = graph.face(2 * s), g = graph.face(2 * s + 1);
        if (f < 0 || g < 0 || f == g) continue;
        if (!graph.faces()[idx(f)].inside || !graph.faces()[idx(g)].inside) continue;
        const int a = roots.find(f), b = roots.find(g);
        if (a == b) continue;
        const double metres = graph.lengthMetres(s);
        const auto kind = static_cast<std::size_t>(graph.segments()[idx(s)].kind);
        raw.push_back({std::min(a, b), std::max(a, b), metres, metres * kCost[kind]});
    }
    std::stable_sort(raw.begin(), raw.end(), [](const Contact& p, const Contact& q) {
        return std::tie(p.a, p.b) < std::tie(q.a, q.b);
    });
    std::vector<Contact> joined;
    for (const Contact& c : raw) {
        if (!joined.empty() && joined.back().a == c.a && joined.back().b == c.b) {
            joined.back().metres += c.metres;
            joined.back().cost += c.cost;
        } else {
            joined.push_back(c);
        }
    }
    return joined;
}

std::vector<double> perimeters(const PlanarGraph& graph, Roots& roots) {
    std::vector<double> around(graph.faces().size(), 0);
    for (int s = 0; s < static_cast<int>(graph.segments().size()); ++s) {
        const int f = graph.face(2 * s), g = graph.face(2 * s + 1);
        if (f < 0 || roots.find(f) == roots.find(g)) continue;
        around[idx(roots.find(f))] += graph.lengthMetres(s);
        around[idx(roots.find(g))] += graph.lengthMetres(s);
    }
    return around;
}

void joinSlivers(const PlanarGraph& graph, std::vector<double>& area, Roots& roots) {
    for (int round = 0; round < 12; ++round) {
        const std::vector<double> around = perimeters(graph, roots);
        const std::vector<Contact> contacts = contactsOf(graph, roots);
        std::vector<int> best(graph.faces().size(), -1);
        std::vector<double> metres(graph.faces().size(), 0);
        for (const Contact& c : contacts) {
            if (c.metres > metres[idx(c.a)]) metres[idx(c.a)] = c.metres, best[idx(c.a)] = c.b;
            if (c.metres > metres[idx(c.b)]) metres[idx(c.b)] = c.metres, best[idx(c.b)] = c.a;
        }
        bool changed = false;
        for (int f = 0; f < static_cast<int>(graph.faces().size()); ++f) {
            if (roots.find(f) != f || best[idx(f)] < 0) continue;
            const bool small = area[idx(f)] < kSliverSquareMetres ||
                               2 * area[idx(f)] < kSliverWidthMetres * around[idx(f)];
            if (!small) continue;
            const int into = roots.find(best[idx(f)]);
            if (into == f) continue;
            roots.parent[idx(f)] = into;
            area[idx(into)] += area[idx(f)];
            changed = true;
        }
        if (!changed) return;
    }
}

/// Borders under 20 m do not hold a grid together, except where nothing else would.
void markStrong(std::vector<Contact>& contacts, std::vector<std::uint8_t>& strong, std::size_t n) {
    strong.assign(contacts.size(), 0);
    Roots roots(n);
    std::vector<std::size_t> order(contacts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t p, std::size_t q) {
        return contacts[p].metres > contacts[q].metres;
    });
    for (const std::size_t i : order) {
        const int a = roots.find(contacts[i].a), b = roots.find(contacts[i].b);
        if (contacts[i].metres >= kStrongMetres || a != b) strong[i] = 1;
        if (a != b) roots.parent[idx(a)] = b;
    }
}

}  // namespace

double BlockGraph::totalWeight() const {
    return std::accumulate(weight.begin(), weight.end(), 0.0);
}

double BlockGraph::totalArea() const {
    return std::accumulate(area.begin(), area.end(), 0.0);
}

BlockGraph BlockGraph::part(const std::vector<int>& blocks) const {
    std::vector<int> local(weight.size(), -1);
    for (std::size_t i = 0; i < blocks.size(); ++i) local[idx(blocks[i])] = static_cast<int>(i);
    BlockGraph made;
    made.first.push_back(0);
    for (const int b : blocks) {
        made.weight.push_back(weight[idx(b)]);
        made.area.push_back(area[idx(b)]);
        made.around.push_back(around[idx(b)]);
        made.centre.push_back(centre[idx(b)]);
        for (int i = first[idx(b)]; i < first[idx(b) + 1]; ++i) {
            Border border = borders[idx(i)];
            if (local[idx(border.to)] < 0) continue;
            border.to = local[idx(border.to)];
            made.borders.push_back(border);
        }
        made.first.push_back(static_cast<int>(made.borders.size()));
    }
    return made;
}

Blocks makeBlocks(const PlanarGraph& graph, const std::vector<double>& faceWeights) {
    const std::size_t faces = graph.faces().size();
    Roots roots(faces);
    std::vector<double> area(faces, 0);
    for (std::size_t f = 0; f < faces; ++f) area[f] = double(graph.faces()[f].area2) / 200.0;
    const std::vector<double> own = area;
    joinSlivers(graph, area, roots);

    Blocks made;
    made.ofFace.assign(faces, -1);
    BlockGraph& g = made.graph;
    for (int f = 0; f < static_cast<int>(faces); ++f) {
        if (!graph.faces()[idx(f)].inside || roots.find(f) != f) continue;
        made.ofFace[idx(f)] = g.size();
        g.weight.push_back(0);
        g.area.push_back(0);
        g.centre.push_back({});
    }
    for (int f = 0; f < static_cast<int>(faces); ++f) {
        const Face& face = graph.faces()[idx(f)];
        if (!face.inside) continue;
        const int b = made.ofFace[idx(f)] = made.ofFace[idx(roots.find(f))];
        g.weight[idx(b)] += faceWeights[idx(f)];
        g.area[idx(b)] += own[idx(f)];
        double x = 0, y = 0, n = 0;
        int half = face.start;
        do {
            const ScenePoint p = graph.toScene(graph.start(half));
            const double w = graph.lengthMetres(half / 2);
            x += w * p.x, y += w * p.y, n += w;
            half = graph.next(half);
        } while (half != face.start);
        g.centre[idx(b)].x += own[idx(f)] * x / n;
        g.centre[idx(b)].y += own[idx(f)] * y / n;
    }
    for (int b = 0; b < g.size(); ++b) {
        g.centre[idx(b)].x /= g.area[idx(b)];
        g.centre[idx(b)].y /= g.area[idx(b)];
    }
    const std::vector<double> around = perimeters(graph, roots);
    g.around.assign(idx(g.size()), 0);
    for (int f = 0; f < static_cast<int>(faces); ++f)
        if (graph.faces()[idx(f)].inside && roots.find(f) == f)
            g.around[idx(made.ofFace[idx(f)])] = around[idx(f)];

    std::vector<Contact> contacts = contactsOf(graph, roots);
    for (Contact& c : contacts) {
        c.a = made.ofFace[idx(c.a)];
        c.b = made.ofFace[idx(c.b)];
    }
    std::vector<std::uint8_t> strong;
    markStrong(contacts, strong, idx(g.size()));
    g.first.assign(idx(g.size()) + 1, 0);
    for (const Contact& c : contacts) ++g.first[idx(c.a) + 1], ++g.first[idx(c.b) + 1];
    for (std::size_t b = 0; b < idx(g.size()); ++b) g.first[b + 1] += g.first[b];
    g.borders.resize(2 * contacts.size());
    std::vector<int> put = g.first;
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        const Contact& c = contacts[i];
        const auto metres = static_cast<float>(c.metres), cost = static_cast<float>(c.cost);
        g.borders[idx(put[idx(c.a)]++)] = {c.b, metres, cost, strong[i] != 0};
        g.borders[idx(put[idx(c.b)]++)] = {c.a, metres, cost, strong[i] != 0};
    }
    return made;
}

std::pair<std::vector<int>, int> pieces(const BlockGraph& graph, const std::vector<int>& labels) {
    std::vector<int> piece(labels.size(), -1), queue;
    int count = 0;
    for (int start = 0; start < graph.size(); ++start) {
        if (piece[idx(start)] >= 0) continue;
        piece[idx(start)] = count;
        queue.assign(1, start);
        while (!queue.empty()) {
            const int b = queue.back();
            queue.pop_back();
            for (int i = graph.first[idx(b)]; i < graph.first[idx(b) + 1]; ++i) {
                const Border& border = graph.borders[idx(i)];
                if (!border.strong || piece[idx(border.to)] >= 0 ||
                    labels[idx(border.to)] != labels[idx(b)])
                    continue;
                piece[idx(border.to)] = count;
                queue.push_back(border.to);
            }
        }
        ++count;
    }
    return {std::move(piece), count};
}

}  // namespace gis::cut
