// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/shared_edges.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>
#include <unordered_map>

namespace gis {

using dispatch::Area;
using dispatch::GeoBox;
using dispatch::LonLat;
using dispatch::PolygonRings;
using dispatch::Ring;

namespace {

double twiceArea(const Ring& ring) {
    double sum = 0;
    const LonLat o = ring.front();
    for (std::size_t i = 1; i + 1 < ring.size(); ++i)
        sum += (ring[i].lon - o.lon) * (ring[i + 1].lat - o.lat) -
               (ring[i + 1].lon - o.lon) * (ring[i].lat - o.lat);
    return sum;
}

void appendRing(const Ring& ring, bool counterClockwise, std::int32_t owner,
                std::vector<DirectedEdge>& out) {
    if (ring.size() < 3) return;
    const bool turn = (twiceArea(ring) > 0) != counterClockwise;
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i) {
        const LonLat& a = ring[i];
        const LonLat& b = ring[(i + 1) % n];
        if (a == b) continue;
        out.push_back(turn ? DirectedEdge{b, a, owner} : DirectedEdge{a, b, owner});
    }
}

std::uint64_t mixed(std::uint64_t h, double value) {
    h ^= std::bit_cast<std::uint64_t>(value + 0.0);
    h *= 0x9E3779B97F4A7C15U;
    return h ^ (h >> 29);
}

bool before(LonLat a, LonLat b) {
    return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat;
}

struct PlaceHash {
    std::size_t operator()(LonLat p) const {
        return static_cast<std::size_t>(mixed(mixed(0x51ED270B, p.lon), p.lat));
    }
};

/// The same for both directions of an edge.
std::uint64_t keyOf(const DirectedEdge& e) {
    const bool forward = before(e.from, e.to);
    const LonLat a = forward ? e.from : e.to, b = forward ? e.to : e.from;
    return mixed(mixed(mixed(mixed(0x51ED270B, a.lon), a.lat), b.lon), b.lat);
}

/// Which of the edges leaving a vertex lies furthest to the left of the way one came.
std::size_t leftmost(std::span<const DirectedEdge> edges, std::span<const std::size_t> leaving,
                     const DirectedEdge& came) {
    std::size_t best = leaving.front();
    double bestTurn = -10;
    const double in = std::atan2(came.to.lat - came.from.lat, came.to.lon - came.from.lon);
    for (const std::size_t i : leaving) {
        const DirectedEdge& e = edges[i];
        const double out = std::atan2(e.to.lat - e.from.lat, e.to.lon - e.from.lon);
        const double turn = std::remainder(out - in, 2 * std::numbers::pi);
        if (turn > bestTurn) {
            bestTurn = turn;
            best = i;
        }
    }
    return best;
}

/// Cuts a closed walk at every vertex it passes twice.
void splitWalk(const std::vector<LonLat>& walk, std::vector<Ring>& rings) {
    std::vector<LonLat> stack;
    std::unordered_map<LonLat, std::size_t, PlaceHash> at;
    for (const LonLat& p : walk) {
        if (const auto seen = at.find(p); seen != at.end()) {
            Ring ring(stack.begin() + static_cast<std::ptrdiff_t>(seen->second), stack.end());
            for (std::size_t i = seen->second + 1; i < stack.size(); ++i) at.erase(stack[i]);
            stack.resize(seen->second + 1);
            if (ring.size() >= 3) {
                ring.push_back(ring.front());
                rings.push_back(std::move(ring));
            }
            continue;
        }
        at.emplace(p, stack.size());
        stack.push_back(p);
    }
}

bool inside(const Ring& ring, LonLat p) {
    bool in = false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const LonLat& a = ring[i];
        const LonLat& b = ring[i + 1];
        if ((a.lat > p.lat) != (b.lat > p.lat))
            in ^= p.lon < a.lon + (p.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
    }
    return in;
}

}  // namespace

void appendEdges(const Area& area, std::int32_t owner, std::vector<DirectedEdge>& out) {
    for (const PolygonRings& polygon : area) {
        appendRing(polygon.shell, true, owner, out);
        for (const Ring& hole : polygon.holes) appendRing(hole, false, owner, out);
    }
}

std::vector<std::int32_t> pairEdges(std::span<const DirectedEdge> edges) {
    std::vector<std::int32_t> partner(edges.size(), -1);
    const std::size_t slots = std::bit_ceil(edges.size() * 2 + 2);
    std::vector<std::int32_t> table(slots, -1), next(edges.size(), -1);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const std::size_t slot = keyOf(edges[i]) & (slots - 1);
        std::int32_t* link = &table[slot];
        for (; *link >= 0; link = &next[static_cast<std::size_t>(*link)]) {
            const auto other = static_cast<std::size_t>(*link);
            if (partner[other] >= 0 || !(edges[other].from == edges[i].to) ||
                !(edges[other].to == edges[i].from) || edges[other].owner == edges[i].owner)
                continue;
            partner[other] = static_cast<std::int32_t>(i);
            partner[i] = *link;
            break;
        }
        if (partner[i] >= 0) continue;
        *link = static_cast<std::int32_t>(i);
    }
    return partner;
}

std::size_t splitAtTouchingEnds(std::vector<DirectedEdge>& edges, double tolerance) {
    const std::vector<std::int32_t> partner = pairEdges(edges);
    std::vector<LonLat> ends;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (partner[i] < 0) {
            ends.push_back(edges[i].from);
            ends.push_back(edges[i].to);
        }
    std::sort(ends.begin(), ends.end(), before);
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());

    std::size_t put = 0;
    std::vector<DirectedEdge> pieces;
    std::vector<std::pair<double, LonLat>> on;
    for (std::size_t i = 0; i < partner.size(); ++i) {
        if (partner[i] >= 0) continue;
        const DirectedEdge edge = edges[i];
        const double dx = edge.to.lon - edge.from.lon, dy = edge.to.lat - edge.from.lat;
        const double length = std::hypot(dx, dy);
        const double west = std::min(edge.from.lon, edge.to.lon) - tolerance;
        const double east = std::max(edge.from.lon, edge.to.lon) + tolerance;
        const double south = std::min(edge.from.lat, edge.to.lat) - tolerance;
        const double north = std::max(edge.from.lat, edge.to.lat) + tolerance;
        on.clear();
        auto end = std::lower_bound(ends.begin(), ends.end(), west,
                                    [](LonLat p, double value) { return p.lon < value; });
        for (; end != ends.end() && end->lon <= east; ++end) {
            if (end->lat < south || end->lat > north || *end == edge.from || *end == edge.to)
                continue;
            const double px = end->lon - edge.from.lon, py = end->lat - edge.from.lat;
            const double along = (px * dx + py * dy) / length;
            const double off = std::fabs(dx * py - dy * px) / length;
            if (off <= tolerance && along > tolerance && along < length - tolerance)
                on.push_back({along, *end});
        }
        if (on.empty()) continue;
        std::sort(on.begin(), on.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        put += on.size();
        LonLat from = edge.from;
        edges[i].to = on.front().second;
        for (std::size_t k = 0; k < on.size(); ++k) {
            from = on[k].second;
            pieces.push_back({from, k + 1 < on.size() ? on[k + 1].second : edge.to, edge.owner});
        }
    }
    edges.insert(edges.end(), pieces.begin(), pieces.end());
    return put;
}

Area joinEdges(std::span<const DirectedEdge> edges) {
    // Edges by where they leave.
    std::vector<std::size_t> order(edges.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return before(edges[a].from, edges[b].from); });
    std::vector<bool> used(edges.size(), false);
    std::vector<std::size_t> leaving;
    auto leave = [&](LonLat p) {
        leaving.clear();
        auto it = std::lower_bound(order.begin(), order.end(), p, [&](std::size_t i, LonLat q) {
            return before(edges[i].from, q);
        });
        for (; it != order.end() && edges[*it].from == p; ++it)
            if (!used[*it]) leaving.push_back(*it);
    };

    std::vector<Ring> rings;
    for (const std::size_t start : order) {
        if (used[start]) continue;
        std::vector<LonLat> walk = {edges[start].from};
        std::size_t now = start;
        for (;;) {
            used[now] = true;
            walk.push_back(edges[now].to);
            if (edges[now].to == edges[start].from) break;
            leave(edges[now].to);
            if (leaving.empty()) break;
            now = leaving.size() == 1 ? leaving.front() : leftmost(edges, leaving, edges[now]);
        }
        splitWalk(walk, rings);
    }

    Area area;
    std::vector<double> sizes;
    for (Ring& ring : rings)
        if (twiceArea(ring) > 0) {
            sizes.push_back(twiceArea(ring));
            area.push_back({std::move(ring), {}});
        }
    std::vector<GeoBox> boxes;
    for (const PolygonRings& polygon : area) boxes.push_back(dispatch::boxOf(polygon.shell));
    for (Ring& ring : rings) {
        if (ring.empty() || twiceArea(ring) >= 0) continue;
        const LonLat middle{(ring[0].lon + ring[1].lon) / 2, (ring[0].lat + ring[1].lat) / 2};
        std::size_t home = area.size();
        for (std::size_t s = 0; s < area.size(); ++s)
            if ((home == area.size() || sizes[s] < sizes[home]) && boxes[s].contains(middle) &&
                inside(area[s].shell, middle))
                home = s;
        if (home < area.size()) area[home].holes.push_back(std::move(ring));
    }
    return area;
}

}  // namespace gis
