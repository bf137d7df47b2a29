// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/outline.h"

#include <algorithm>

namespace gis::demo {

namespace {

double ringArea(const dispatch::Ring& ring) {
    double sum = 0;
    for (std::size_t i = 1; i < ring.size(); ++i)
        sum += (ring[i - 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat) -
               (ring[i].lon - ring[0].lon) * (ring[i - 1].lat - ring[0].lat);
    return sum / 2;
}

bool inRing(const dispatch::Ring& ring, dispatch::LonLat p) {
    bool in = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const auto a = ring[i - 1], b = ring[i];
        if ((a.lat > p.lat) != (b.lat > p.lat) &&
            p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon)
            in = !in;
    }
    return in;
}

}  // namespace

int Union::vertex(dispatch::LonLat p) {
    const auto [at, fresh] = m_index.try_emplace({p.lon, p.lat}, int(m_places.size()));
    if (fresh) m_places.push_back(p);
    return at->second;
}

void Union::add(const dispatch::Ring& ring) {
    const std::size_t n =
        ring.size() > 1 && ring.front() == ring.back() ? ring.size() - 1 : ring.size();
    for (std::size_t i = 0; i < n; ++i) {
        const int a = vertex(ring[i]), b = vertex(ring[(i + 1) % n]);
        if (a == b) continue;
        if (const auto twin = m_edges.find({b, a}); twin != m_edges.end()) {
            if (--twin->second == 0) m_edges.erase(twin);
        } else {
            ++m_edges[{a, b}];
        }
    }
}

void Union::add(const dispatch::Area& area) {
    for (const auto& polygon : area) {
        add(polygon.shell);
        for (const auto& hole : polygon.holes) add(hole);
    }
}

dispatch::Area Union::area() const {
    std::vector<std::vector<int>> out(m_places.size());
    for (const auto& [edge, count] : m_edges) out[std::size_t(edge.first)].push_back(edge.second);
    std::vector<dispatch::Ring> shells, holes;
    for (std::size_t start = 0; start < out.size(); ++start)
        while (!out[start].empty()) {
            std::vector<int> walk{int(start)};
            // A ring is split off as soon as a vertex comes round again.
            std::map<int, std::size_t> seen{{int(start), 0}};
            while (true) {
                auto& next = out[std::size_t(walk.back())];
                if (next.empty()) break;
                std::size_t pick = 0;
                if (next.size() > 1 && walk.size() > 1) {
                    // At a vertex that two rings share, the leftmost turn keeps them apart.
                    const auto from = m_places[std::size_t(walk[walk.size() - 2])];
                    const auto here = m_places[std::size_t(walk.back())];
                    const double in = std::atan2(here.lat - from.lat, here.lon - from.lon);
                    double best = -10;
                    for (std::size_t k = 0; k < next.size(); ++k) {
                        const auto to = m_places[std::size_t(next[k])];
                        double turn = std::atan2(to.lat - here.lat, to.lon - here.lon) - in;
                        while (turn > std::numbers::pi) turn -= 2 * std::numbers::pi;
                        while (turn <= -std::numbers::pi) turn += 2 * std::numbers::pi;
                        if (turn > best) best = turn, pick = k;
                    }
                }
                const int to = next[pick];
                next.erase(next.begin() + std::ptrdiff_t(pick));
                if (const auto again = seen.find(to); again != seen.end()) {
                    dispatch::Ring ring;
                    for (std::size_t i = again->second; i < walk.size(); ++i) {
                        ring.push_back(m_places[std::size_t(walk[i])]);
                        if (i > again->second) seen.erase(walk[i]);
                    }
                    ring.push_back(ring.front());
                    walk.resize(again->second + 1);
                    (ringArea(ring) > 0 ? shells : holes).push_back(std::move(ring));
                    if (walk.size() == 1 && out[start].empty()) break;
                } else {
                    seen[to] = walk.size();
                    walk.push_back(to);
                }
            }
        }
    dispatch::Area area;
    for (auto& shell : shells) area.push_back({std::move(shell), {}});
    std::sort(area.begin(), area.end(),
              [](const auto& l, const auto& r) { return ringArea(l.shell) > ringArea(r.shell); });
    for (auto& hole : holes) {
        dispatch::PolygonRings* home = nullptr;
        for (auto& polygon : area)
            if (inRing(polygon.shell, {(hole[0].lon + hole[1].lon) / 2 + 1e-9,
                                       (hole[0].lat + hole[1].lat) / 2 + 1e-9}))
                home = &polygon;
        if (home) home->holes.push_back(std::move(hole));
    }
    return area;
}

dispatch::Ring toRing(const Path& ring, const CityFrame& frame) {
    dispatch::Ring out;
    out.reserve(ring.size() + 1);
    for (const Vec p : ring) out.push_back(frame.toLonLat(p));
    if (!out.empty()) out.push_back(out.front());
    return out;
}

}  // namespace gis::demo
