// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/roads/road_graph.h"

#include <algorithm>
#include <limits>
#include <queue>

#include "gis/roads/local_metres.h"

namespace gis {

namespace {

constexpr double kCellDegrees = 0.003;

double usableSpeed(const dispatch::Road& road) {
    if (road.speedKmh > 0) return road.speedKmh;
    using enum dispatch::RoadClass;
    switch (road.kind) {
        case Motorway:
            return 100;
        case Trunk:
            return 80;
        case Primary:
            return 60;
        case Secondary:
            return 50;
        case Tertiary:
            return 40;
        case Residential:
        case Unclassified:
            return 30;
        case LivingStreet:
        case Service:
        case Track:
            return 15;
        case Pedestrian:
        case Footway:
        case Cycleway:
        case Path:
        case Steps:
            return 5;
    }
    return 30;
}

std::int64_t cellKey(std::int64_t x, std::int64_t y) {
    return (x << 32) ^ (y & 0xFFFFFFFF);
}
std::int64_t cellNumber(double degrees) {
    return static_cast<std::int64_t>(std::floor(degrees / kCellDegrees));
}

}  // namespace

std::uint8_t RoadGraph::accessOf(dispatch::Vehicle vehicle) {
    switch (vehicle) {
        case dispatch::Vehicle::Foot:
            return dispatch::ByFoot;
        case dispatch::Vehicle::Bicycle:
            return dispatch::ByBicycle;
        case dispatch::Vehicle::Car:
            return dispatch::ByCar;
    }
    return dispatch::ByFoot;
}

RoadGraph RoadGraph::build(std::span<const dispatch::Road> roads,
                           std::span<const dispatch::Barrier> barriers) {
    RoadGraph graph;
    std::unordered_map<dispatch::RoadNodeId, std::uint32_t> uses;
    std::unordered_map<dispatch::RoadNodeId, std::uint8_t> limits;
    for (const auto& barrier : barriers) limits[barrier.id] = barrier.access;
    const auto usable = [](const dispatch::Road& road) {
        return road.nodes.size() == road.line.size() && road.nodes.size() > 1 && road.access != 0;
    };
    for (const auto& road : roads) {
        if (!usable(road)) continue;
        for (const auto node : road.nodes) ++uses[node];
        ++uses[road.nodes.front()], ++uses[road.nodes.back()];
    }
    const auto nodeFor = [&](dispatch::RoadNodeId id, dispatch::LonLat place) {
        const auto [at, fresh] = graph.m_byId.try_emplace(id, NodeIndex(graph.m_places.size()));
        if (fresh) graph.m_places.push_back(place), graph.m_ids.push_back(id);
        return at->second;
    };
    for (std::size_t r = 0; r < roads.size(); ++r) {
        const auto& road = roads[r];
        if (!usable(road)) continue;
        const LocalMetres metres(road.line.front().lat);
        std::size_t start = 0;
        for (std::size_t i = 1; i < road.nodes.size(); ++i) {
            const bool last = i + 1 == road.nodes.size();
            if (!last && uses[road.nodes[i]] < 2 && !limits.contains(road.nodes[i])) continue;
            Edge edge;
            edge.from = nodeFor(road.nodes[start], road.line[start]);
            edge.to = nodeFor(road.nodes[i], road.line[i]);
            edge.road = static_cast<std::int32_t>(r);
            edge.firstPoint = static_cast<std::uint32_t>(graph.m_line.size());
            edge.points = static_cast<std::uint32_t>(i - start + 1);
            for (std::size_t k = start; k <= i; ++k) graph.m_line.push_back(road.line[k]);
            double size = 0;
            for (std::size_t k = start + 1; k <= i; ++k)
                size += metres.distance(road.line[k - 1], road.line[k]);
            edge.metres = static_cast<float>(size);
            edge.speedKmh = static_cast<float>(usableSpeed(road));
            std::uint8_t access = road.access;
            for (const auto node : {road.nodes[start], road.nodes[i]})
                if (const auto limit = limits.find(node); limit != limits.end())
                    access &= limit->second;
            const auto wheels = static_cast<std::uint8_t>(dispatch::ByCar | dispatch::ByBicycle);
            const auto against = static_cast<std::uint8_t>(access & ~wheels);
            const auto forth = road.oneWay == dispatch::OneWay::Backward ? against : access;
            const auto back = road.oneWay == dispatch::OneWay::Forward ? against : access;
            const auto first = static_cast<EdgeIndex>(graph.m_edges.size());
            if (forth) {
                edge.access = forth;
                edge.twin = back ? first + 1 : -1;
                graph.m_edges.push_back(edge);
            }
            if (back) {
                std::swap(edge.from, edge.to);
                edge.backward = true;
                edge.access = back;
                edge.twin = forth ? first : -1;
                graph.m_edges.push_back(edge);
            }
            start = i;
        }
    }
    graph.m_starts.assign(graph.m_places.size() + 1, 0);
    for (const Edge& e : graph.m_edges) ++graph.m_starts[static_cast<std::size_t>(e.from) + 1];
    for (std::size_t n = 1; n < graph.m_starts.size(); ++n)
        graph.m_starts[n] += graph.m_starts[n - 1];
    graph.m_leaving.resize(graph.m_edges.size());
    auto next = graph.m_starts;
    for (std::size_t e = 0; e < graph.m_edges.size(); ++e)
        graph.m_leaving[next[static_cast<std::size_t>(graph.m_edges[e].from)]++] = EdgeIndex(e);
    graph.indexEdges();
    return graph;
}

void RoadGraph::indexEdges() {
    for (std::size_t e = 0; e < m_edges.size(); ++e) {
        const Edge& edge = m_edges[e];
        for (std::uint32_t k = 1; k < edge.points; ++k) {
            const auto a = m_line[edge.firstPoint + k - 1], b = m_line[edge.firstPoint + k];
            for (auto x = cellNumber(std::min(a.lon, b.lon));
                 x <= cellNumber(std::max(a.lon, b.lon)); ++x)
                for (auto y = cellNumber(std::min(a.lat, b.lat));
                     y <= cellNumber(std::max(a.lat, b.lat)); ++y) {
                    auto& cell = m_cells[cellKey(x, y)];
                    if (cell.empty() || cell.back() != EdgeIndex(e)) cell.push_back(EdgeIndex(e));
                }
        }
    }
}

RoadGraph::NodeIndex RoadGraph::find(dispatch::RoadNodeId id) const {
    const auto at = m_byId.find(id);
    return at == m_byId.end() ? -1 : at->second;
}

dispatch::LonLat RoadGraph::along(EdgeIndex e, double metres, double* headingDegrees) const {
    const Edge& edge = m_edges[static_cast<std::size_t>(e)];
    const auto at = [&](std::uint32_t k) {
        return m_line[edge.firstPoint + (edge.backward ? edge.points - 1 - k : k)];
    };
    const LocalMetres local(at(0).lat);
    double left = std::clamp(metres, 0.0, static_cast<double>(edge.metres));
    for (std::uint32_t k = 1; k < edge.points; ++k) {
        const auto a = at(k - 1), b = at(k);
        const double size = local.distance(a, b);
        if (left > size && k + 1 < edge.points) {
            left -= size;
            continue;
        }
        if (headingDegrees) {
            *headingDegrees = std::atan2(local.x(a, b), local.y(a, b)) * 180 / std::numbers::pi;
            if (*headingDegrees < 0) *headingDegrees += 360;
        }
        const double t = size > 0 ? std::min(1.0, left / size) : 0;
        return {a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t};
    }
    return at(0);
}

std::optional<RoadGraph::Snap> RoadGraph::nearestEdge(dispatch::LonLat place, std::uint8_t access,
                                                      double within) const {
    if (m_edges.empty()) return std::nullopt;
    const LocalMetres local(place.lat);
    Snap best;
    best.metresAway = within;
    const auto consider = [&](EdgeIndex e) {
        const Edge& edge = m_edges[static_cast<std::size_t>(e)];
        if (!(edge.access & access)) return;
        double before = 0;
        for (std::uint32_t k = 1; k < edge.points; ++k) {
            const auto a = m_line[edge.firstPoint + k - 1], b = m_line[edge.firstPoint + k];
            const double bx = local.x(a, b), by = local.y(a, b);
            const double px = local.x(a, place), py = local.y(a, place);
            const double size2 = bx * bx + by * by;
            const double t = size2 > 0 ? std::clamp((px * bx + py * by) / size2, 0.0, 1.0) : 0;
            const double away = std::hypot(px - t * bx, py - t * by);
            const double size = std::sqrt(size2);
            if (away < best.metresAway) {
                const double surveyed = before + t * size;
                best = {e,
                        edge.backward ? static_cast<double>(edge.metres) - surveyed : surveyed,
                        {a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t},
                        away};
            }
            before += size;
        }
    };
    const auto cx = cellNumber(place.lon), cy = cellNumber(place.lat);
    const double cellMetres = kCellDegrees * std::min(local.perLatitude, local.perLongitude);
    const auto rings = static_cast<std::int64_t>(std::ceil(within / cellMetres)) + 1;
    for (std::int64_t ring = 0; ring <= rings; ++ring) {
        if (best.edge >= 0 && best.metresAway < static_cast<double>(ring - 1) * cellMetres) break;
        for (auto x = cx - ring; x <= cx + ring; ++x)
            for (auto y = cy - ring; y <= cy + ring; ++y) {
                if (std::max(std::abs(x - cx), std::abs(y - cy)) != ring) continue;
                const auto cell = m_cells.find(cellKey(x, y));
                if (cell == m_cells.end()) continue;
                for (const EdgeIndex e : cell->second) consider(e);
            }
    }
    if (best.edge < 0) return std::nullopt;
    return best;
}

RoadGraph::NodeIndex RoadGraph::nearestNode(dispatch::LonLat place, std::uint8_t access,
                                            double within) const {
    const auto snap = nearestEdge(place, access, within);
    if (!snap) return -1;
    const Edge& e = edge(snap->edge);
    return snap->metresAlong * 2 < static_cast<double>(e.metres) ? e.from : e.to;
}

double RoadGraph::seconds(EdgeIndex e, dispatch::Vehicle vehicle) const {
    const Edge& edge = m_edges[static_cast<std::size_t>(e)];
    double kmh = 5;
    switch (vehicle) {
        case dispatch::Vehicle::Foot:
            kmh = 5;
            break;
        case dispatch::Vehicle::Bicycle:
            kmh = 15;
            break;
        case dispatch::Vehicle::Car:
            kmh = static_cast<double>(edge.speedKmh);
            break;
    }
    return static_cast<double>(edge.metres) / (kmh / 3.6);
}

std::optional<std::vector<RoadGraph::EdgeIndex>> RoadGraph::path(NodeIndex from, NodeIndex to,
                                                                 dispatch::Vehicle vehicle,
                                                                 double atMostSeconds) const {
    if (from < 0 || to < 0) return std::nullopt;
    struct Reached {
        double seconds = std::numeric_limits<double>::infinity();
        EdgeIndex by = -1;
    };
    std::unordered_map<NodeIndex, Reached> reached;
    using Entry = std::pair<double, NodeIndex>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    reached[from].seconds = 0;
    open.push({0, from});
    const auto access = accessOf(vehicle);
    while (!open.empty()) {
        const auto [cost, node] = open.top();
        open.pop();
        if (cost > reached[node].seconds) continue;
        if (node == to) break;
        if (cost > atMostSeconds) return std::nullopt;
        for (const EdgeIndex e : leaving(node)) {
            const Edge& edge = m_edges[static_cast<std::size_t>(e)];
            if (!(edge.access & access)) continue;
            const double next = cost + seconds(e, vehicle);
            auto& entry = reached[edge.to];
            if (next >= entry.seconds) continue;
            entry = {next, e};
            open.push({next, edge.to});
        }
    }
    const auto end = reached.find(to);
    if (end == reached.end() || end->second.seconds > atMostSeconds) return std::nullopt;
    std::vector<EdgeIndex> edges;
    for (NodeIndex n = to; n != from;) {
        const EdgeIndex e = reached[n].by;
        edges.push_back(e);
        n = m_edges[static_cast<std::size_t>(e)].from;
    }
    std::reverse(edges.begin(), edges.end());
    return edges;
}

}  // namespace gis
