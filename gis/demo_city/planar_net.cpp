// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/planar_net.h"

#include <algorithm>
#include <optional>

namespace gis::demo {

namespace {

constexpr double kCell = 200;

Vec rounded(Vec p) {
    return {std::round(p.x * 10) / 10, std::round(p.y * 10) / 10};
}

/// Where a-b crosses c-d as share of a-b.
std::optional<double> crossing(Vec a, Vec b, Vec c, Vec d) {
    const Vec r = b - a, s = d - c;
    const double den = cross(r, s);
    if (std::abs(den) < 1e-9) return std::nullopt;
    const double t = cross(c - a, s) / den;
    const double u = cross(c - a, r) / den;
    if (t < 0 || t > 1 || u < 0 || u > 1) return std::nullopt;
    return t;
}

/// Water and rails keep their own course: roads cross them, they never bend onto them.
double closeness(EdgeKind mine, EdgeKind theirs, double snap) {
    return mine == theirs || (isRoad(mine) && isRoad(theirs)) ? snap : std::min(snap, 7.0);
}

}  // namespace

std::int64_t PlanarNet::cellOf(double x, double y) const {
    const auto cx = static_cast<std::int64_t>(std::floor(x / kCell));
    const auto cy = static_cast<std::int64_t>(std::floor(y / kCell));
    return (cx << 32) ^ (cy & 0xFFFFFFFF);
}

int PlanarNet::addPoint(Vec p) {
    points.push_back(rounded(p));
    return static_cast<int>(points.size()) - 1;
}

void PlanarNet::indexPoint(int point, EdgeKind kind) {
    m_pointKind[point] = kind;
    const Vec p = points[std::size_t(point)];
    m_pointCells[cellOf(p.x, p.y)].push_back(point);
}

int PlanarNet::addEdge(int a, int b, EdgeKind kind, int tag) {
    edges.push_back({a, b, kind, tag, -1, -1, false});
    return static_cast<int>(edges.size()) - 1;
}

void PlanarNet::index(int edge) {
    const Vec a = points[std::size_t(edges[std::size_t(edge)].a)];
    const Vec b = points[std::size_t(edges[std::size_t(edge)].b)];
    for (double x = std::floor(std::min(a.x, b.x) / kCell); x * kCell <= std::max(a.x, b.x); ++x)
        for (double y = std::floor(std::min(a.y, b.y) / kCell); y * kCell <= std::max(a.y, b.y);
             ++y)
            m_edgeCells[cellOf((x + 0.5) * kCell, (y + 0.5) * kCell)].push_back(edge);
}

std::vector<int> PlanarNet::edgesNear(Vec low, Vec high) const {
    std::vector<int> found;
    for (double x = std::floor(low.x / kCell); x * kCell <= high.x; ++x)
        for (double y = std::floor(low.y / kCell); y * kCell <= high.y; ++y) {
            const auto cell = m_edgeCells.find(cellOf((x + 0.5) * kCell, (y + 0.5) * kCell));
            if (cell == m_edgeCells.end()) continue;
            for (const int e : cell->second)
                if (edges[std::size_t(e)].first < 0 && !edges[std::size_t(e)].dead)
                    found.push_back(e);
        }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

int PlanarNet::split(int edge, Vec at) {
    const int middle = addPoint(at);
    const Edge old = edges[std::size_t(edge)];
    const int first = addEdge(old.a, middle, old.kind, old.tag);
    const int second = addEdge(middle, old.b, old.kind, old.tag);
    edges[std::size_t(edge)].first = first;
    edges[std::size_t(edge)].second = second;
    return middle;
}

int PlanarNet::vertexAt(Vec p, EdgeKind kind, double snap) {
    int best = -1;
    double bestDistance = snap;
    for (double x = std::floor((p.x - snap) / kCell); x * kCell <= p.x + snap; ++x)
        for (double y = std::floor((p.y - snap) / kCell); y * kCell <= p.y + snap; ++y) {
            const auto cell = m_pointCells.find(cellOf((x + 0.5) * kCell, (y + 0.5) * kCell));
            if (cell == m_pointCells.end()) continue;
            for (const int v : cell->second)
                if (const double d = distance(points[std::size_t(v)], p);
                    d < std::min(bestDistance, closeness(kind, m_pointKind[v], snap)))
                    best = v, bestDistance = d;
        }
    if (best >= 0) return best;
    int edge = -1;
    for (const int e : edgesNear(p - Vec{snap, snap}, p + Vec{snap, snap})) {
        const double d = distanceToSegment(p, points[std::size_t(edges[std::size_t(e)].a)],
                                           points[std::size_t(edges[std::size_t(e)].b)]);
        if (d < std::min(bestDistance, closeness(kind, edges[std::size_t(e)].kind, snap)))
            edge = e, bestDistance = d;
    }
    int made = -1;
    if (edge >= 0) {
        const Vec a = points[std::size_t(edges[std::size_t(edge)].a)];
        const Vec b = points[std::size_t(edges[std::size_t(edge)].b)];
        const double t = dot(p - a, b - a) / dot(b - a, b - a);
        made = split(edge, lerp(a, b, std::clamp(t, 0.0, 1.0)));
        index(edges[std::size_t(edge)].first);
        index(edges[std::size_t(edge)].second);
    } else {
        made = addPoint(p);
    }
    indexPoint(made, kind);
    return made;
}

void PlanarNet::join(int from, int to, EdgeKind kind, int tag, double snap, int depth) {
    if (from == to || depth > 60) return;
    const Vec p = points[std::size_t(from)], q = points[std::size_t(to)];
    const double size = distance(p, q);
    const Vec low{std::min(p.x, q.x) - snap, std::min(p.y, q.y) - snap};
    const Vec high{std::max(p.x, q.x) + snap, std::max(p.y, q.y) + snap};
    double first = 2;
    int through = -1, hit = -1;
    for (double x = std::floor(low.x / kCell); x * kCell <= high.x; ++x)
        for (double y = std::floor(low.y / kCell); y * kCell <= high.y; ++y) {
            const auto cell = m_pointCells.find(cellOf((x + 0.5) * kCell, (y + 0.5) * kCell));
            if (cell == m_pointCells.end()) continue;
            for (const int v : cell->second) {
                if (v == from || v == to) continue;
                const Vec w = points[std::size_t(v)];
                const double t = dot(w - p, q - p) / (size * size);
                if (t * size < 0.5 || (1 - t) * size < 0.5 || t >= first) continue;
                if (distanceToSegment(w, p, q) < closeness(kind, m_pointKind[v], snap))
                    first = t, through = v;
            }
        }
    const auto near = edgesNear(low, high);
    for (const int e : near) {
        const Edge& edge = edges[std::size_t(e)];
        if ((edge.a == from && edge.b == to) || (edge.a == to && edge.b == from)) return;
        if (edge.a == from || edge.b == from || edge.a == to || edge.b == to) continue;
        const auto t = crossing(p, q, points[std::size_t(edge.a)], points[std::size_t(edge.b)]);
        if (t && *t < first) first = *t, hit = e, through = -1;
    }
    if (hit >= 0) {
        const Edge edge = edges[std::size_t(hit)];
        const Vec at = lerp(p, q, first);
        const double close = closeness(kind, edge.kind, snap);
        if (distance(at, points[std::size_t(edge.a)]) < close) {
            through = edge.a;
        } else if (distance(at, points[std::size_t(edge.b)]) < close) {
            through = edge.b;
        } else {
            through = split(hit, at);
            indexPoint(through, kind);
            index(edges[std::size_t(hit)].first);
            index(edges[std::size_t(hit)].second);
        }
    }
    if (through >= 0) {
        join(from, through, kind, tag, snap, depth + 1);
        join(through, to, kind, tag, snap, depth + 1);
        return;
    }
    index(addEdge(from, to, kind, tag));
}

void PlanarNet::insert(const Path& line, EdgeKind kind, int tag, double snap) {
    int last = -1;
    for (const Vec p : line) {
        const int v = vertexAt(p, kind, snap);
        if (last >= 0) join(last, v, kind, tag, snap, 0);
        last = v;
    }
}

void PlanarNet::removeIf(const std::function<bool(const Edge&, Vec, Vec)>& gone) {
    for (Edge& e : edges)
        if (e.first < 0 && !e.dead && gone(e, points[std::size_t(e.a)], points[std::size_t(e.b)]))
            e.dead = true;
}

std::vector<PlanarNet::Loop> PlanarNet::faces() const {
    std::vector<std::vector<Side>> out(points.size());
    for (std::size_t e = 0; e < edges.size(); ++e) {
        if (edges[e].first >= 0 || edges[e].dead) continue;
        out[std::size_t(edges[e].a)].push_back(Side(e) * 2);
        out[std::size_t(edges[e].b)].push_back(Side(e) * 2 + 1);
    }
    std::vector<Side> next(edges.size() * 2, -1);
    for (std::size_t v = 0; v < out.size(); ++v) {
        auto& sides = out[v];
        std::sort(sides.begin(), sides.end(), [&](Side l, Side r) {
            const Vec a = points[std::size_t(endOf(l))] - points[v];
            const Vec b = points[std::size_t(endOf(r))] - points[v];
            const double x = std::atan2(a.y, a.x), y = std::atan2(b.y, b.x);
            return x != y ? x < y : l < r;
        });
        for (std::size_t i = 0; i < sides.size(); ++i)
            next[std::size_t(sides[(i + 1) % sides.size()] ^ 1)] = sides[i];
    }
    std::vector<char> seen(edges.size() * 2, 0);
    std::vector<Loop> loops;
    for (std::size_t start = 0; start < next.size(); ++start) {
        if (next[start] < 0 || seen[start]) continue;
        Loop loop;
        for (Side side = Side(start); !seen[std::size_t(side)]; side = next[std::size_t(side)]) {
            seen[std::size_t(side)] = 1;
            loop.push_back(side);
        }
        if (signedArea(ringOf(loop)) > 0) loops.push_back(std::move(loop));
    }
    return loops;
}

void PlanarNet::keepCycles() {
    for (bool changed = true; changed;) {
        changed = false;
        std::vector<int> degree(points.size(), 0), piece(points.size());
        for (std::size_t v = 0; v < piece.size(); ++v) piece[v] = int(v);
        const auto rootOf = [&](int v) {
            while (piece[std::size_t(v)] != v)
                v = piece[std::size_t(v)] = piece[std::size_t(piece[std::size_t(v)])];
            return v;
        };
        for (const Edge& e : edges) {
            if (e.first >= 0 || e.dead) continue;
            ++degree[std::size_t(e.a)], ++degree[std::size_t(e.b)];
            piece[std::size_t(rootOf(e.a))] = rootOf(e.b);
        }
        for (bool pruned = true; pruned;) {
            pruned = false;
            for (Edge& e : edges) {
                if (e.first >= 0 || e.dead) continue;
                if (degree[std::size_t(e.a)] > 1 && degree[std::size_t(e.b)] > 1) continue;
                e.dead = pruned = true;
                --degree[std::size_t(e.a)], --degree[std::size_t(e.b)];
            }
        }
        std::vector<int> size(points.size(), 0);
        for (const Edge& e : edges)
            if (e.first < 0 && !e.dead) ++size[std::size_t(rootOf(e.a))];
        const int largest = int(std::max_element(size.begin(), size.end()) - size.begin());
        for (Edge& e : edges)
            if (e.first < 0 && !e.dead && rootOf(e.a) != largest) e.dead = true;
        std::vector<int> sideFace(edges.size() * 2, -1);
        const auto loops = faces();
        for (std::size_t f = 0; f < loops.size(); ++f)
            for (const Side s : loops[f]) sideFace[std::size_t(s)] = int(f);
        for (std::size_t e = 0; e < edges.size(); ++e)
            if (edges[e].first < 0 && !edges[e].dead && sideFace[2 * e] == sideFace[2 * e + 1])
                edges[e].dead = changed = true;
    }
}

void PlanarNet::relax() {
    std::vector<std::vector<int>> at(points.size());
    for (std::size_t e = 0; e < edges.size(); ++e) {
        if (edges[e].first >= 0 || edges[e].dead) continue;
        at[std::size_t(edges[e].a)].push_back(int(e));
        at[std::size_t(edges[e].b)].push_back(int(e));
    }
    const auto other = [&](int e, int v) {
        const Edge& edge = edges[std::size_t(e)];
        return edge.a == v ? edge.b : edge.a;
    };
    const Vec margin{90, 90};
    for (int round = 0; round < 8; ++round)
        for (int v = 0; v < int(points.size()); ++v) {
            const auto& sides = at[std::size_t(v)];
            if (sides.size() < 2 || sides.size() > 4) continue;
            bool fixed = false;
            for (const int e : sides) fixed = fixed || !isRoad(edges[std::size_t(e)].kind);
            if (fixed) continue;
            const Vec here = points[std::size_t(v)];
            // The pair of roads that goes straightest on; where it has a kink, it is eased.
            double straightest = 2;
            Vec wanted = here;
            for (std::size_t i = 0; i < sides.size(); ++i)
                for (std::size_t k = i + 1; k < sides.size(); ++k) {
                    const Vec a = points[std::size_t(other(sides[i], v))];
                    const Vec b = points[std::size_t(other(sides[k], v))];
                    const double c = dot(unit(a - here), unit(b - here));
                    if (c < straightest)
                        straightest = c,
                        wanted = lerp(
                            a, b,
                            distance(a, here) / (distance(a, here) + distance(b, here) + 1e-9));
                }
            if (straightest < -0.97 || straightest > 0.2) continue;
            const Vec to = rounded(lerp(here, wanted, 0.5));
            const auto near =
                edgesNear({std::min(here.x, to.x) - 90, std::min(here.y, to.y) - 90},
                          Vec{std::max(here.x, to.x), std::max(here.y, to.y)} + margin);
            bool clear = true;
            for (const int mine : sides) {
                const int w = other(mine, v);
                for (const int e : near) {
                    const Edge& edge = edges[std::size_t(e)];
                    if (edge.a == v || edge.b == v) continue;
                    const Vec p = points[std::size_t(edge.a)], q = points[std::size_t(edge.b)];
                    if (distanceToSegment(to, p, q) < 18) clear = false;
                    if (edge.a == w || edge.b == w) continue;
                    if (crossing(to, points[std::size_t(w)], p, q)) clear = false;
                }
            }
            if (clear) points[std::size_t(v)] = to;
        }
}

PlanarNet::Loop PlanarNet::resolved(const Loop& loop) const {
    Loop out;
    std::vector<Side> todo(loop.rbegin(), loop.rend());
    while (!todo.empty()) {
        const Side side = todo.back();
        todo.pop_back();
        const Edge& e = edges[std::size_t(side / 2)];
        if (e.first < 0) {
            out.push_back(side);
        } else if (side % 2 == 0) {
            todo.push_back(e.second * 2);
            todo.push_back(e.first * 2);
        } else {
            todo.push_back(e.first * 2 + 1);
            todo.push_back(e.second * 2 + 1);
        }
    }
    return out;
}

Path PlanarNet::ringOf(const Loop& loop) const {
    Path ring;
    ring.reserve(loop.size());
    for (const Side side : loop) ring.push_back(points[std::size_t(startOf(side))]);
    return ring;
}

}  // namespace gis::demo
