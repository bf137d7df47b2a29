// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/shared_edges.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace gis {

using dispatch::Area;
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

/// The same for both directions of an edge.
std::uint64_t keyOf(const DirectedEdge& e) {
    const bool forward = before(e.from, e.to);
    const LonLat a = forward ? e.from : e.to, b = forward ? e.to : e.from;
    return mixed(mixed(mixed(mixed(0x51ED270B, a.lon), a.lat), b.lon), b.lat);
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

}  // namespace gis
