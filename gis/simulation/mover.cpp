// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/simulation/mover.h"

#include <algorithm>

#include "gis/roads/local_metres.h"

namespace gis {

Mover::Mover(const RoadGraph* graph, dispatch::Vehicle vehicle, dispatch::LonLat home,
             double radius)
    : m_graph(graph), m_vehicle(vehicle), m_home(home), m_place(home), m_radius(radius) {}

void Mover::place(dispatch::LonLat at) {
    m_place = at;
    m_edge = -1;
    if (!m_graph || m_graph->empty()) return;
    if (const auto snap = m_graph->nearestEdge(at, RoadGraph::accessOf(m_vehicle), 5'000)) {
        m_edge = snap->edge;
        m_along = snap->metresAlong;
        m_place = snap->place;
    }
}

void Mover::sendTo(dispatch::LonLat target) {
    m_sent = true;
    m_held = false;
    m_direct = false;
    m_target = target;
    m_restSeconds = 0;
    m_route.clear();
    if (m_edge < 0) return;
    const auto access = RoadGraph::accessOf(m_vehicle);
    const auto start = m_graph->edge(m_edge).to;
    const auto end = m_graph->nearestNode(target, access);
    auto way = m_graph->path(start, end, m_vehicle);
    if (!way) {
        m_direct = true;
        return;
    }
    m_route.assign(way->rbegin(), way->rend());
}

double Mover::pace(demo::Random& random) const {
    switch (m_vehicle) {
        case dispatch::Vehicle::Foot:
            return m_sent ? 1.7 : random.between(0.9, 1.5);
        case dispatch::Vehicle::Bicycle:
            return m_sent ? 4.6 : random.between(2.4, 4.2);
        case dispatch::Vehicle::Car:
            break;
    }
    const double posted = m_edge >= 0 ? double(m_graph->edge(m_edge).speedKmh) / 3.6 : 11;
    return m_sent ? 0.85 * posted : posted * random.between(0.35, 0.6);
}

RoadGraph::EdgeIndex Mover::wander(demo::Random& random) const {
    const auto& here = m_graph->edge(m_edge);
    const auto access = RoadGraph::accessOf(m_vehicle);
    const LocalMetres local(m_home.lat);
    const double away = local.distance(m_graph->place(here.to), m_home);
    RoadGraph::EdgeIndex chosen = -1;
    double best = -1;
    for (const auto e : m_graph->leaving(here.to)) {
        const auto& edge = m_graph->edge(e);
        if (!(edge.access & access)) continue;
        double worth = random.share();
        if (e == here.twin) worth *= 0.02;
        if (edge.speedKmh > 85) worth *= 0.05F;
        const double then = local.distance(m_graph->place(edge.to), m_home);
        if (then > m_radius && then > away) worth *= 0.08;
        if (worth > best) best = worth, chosen = e;
    }
    return chosen;
}

void Mover::straight(double metres, demo::Random& random) {
    const LocalMetres local(m_place.lat);
    if (!m_sent && local.distance(m_place, m_target) < 5) {
        const double angle = random.between(0, 2 * std::numbers::pi);
        const double away = m_radius * std::sqrt(random.share());
        m_target = local.moved(m_home, std::cos(angle) * away, std::sin(angle) * away);
    }
    const double x = local.x(m_place, m_target), y = local.y(m_place, m_target);
    const double left = std::hypot(x, y);
    m_heading = std::fmod(std::atan2(x, y) * 180 / std::numbers::pi + 360, 360);
    if (left <= metres) {
        m_place = m_target;
        m_sent = false;
        if (m_direct) place(m_target);
        m_direct = false;
        return;
    }
    m_place = local.moved(m_place, x / left * metres, y / left * metres);
}

void Mover::advance(double seconds, demo::Random& random) {
    m_speed = 0;
    if (m_held && !m_sent) return;
    if (m_restSeconds > 0 && !m_sent) {
        m_restSeconds -= seconds;
        return;
    }
    m_speed = pace(random);
    double metres = m_speed * seconds;
    if (m_edge < 0 || m_direct) {
        if (m_target == dispatch::LonLat{}) m_target = m_place;
        straight(metres, random);
        return;
    }
    while (metres > 0) {
        const double left = double(m_graph->edge(m_edge).metres) - m_along;
        if (metres < left) {
            m_along += metres;
            break;
        }
        metres -= left;
        RoadGraph::EdgeIndex next = -1;
        if (m_sent && m_route.empty()) {
            m_sent = false;
            m_along = double(m_graph->edge(m_edge).metres);
            m_speed = 0;
            break;
        }
        if (m_sent) {
            next = m_route.back();
            m_route.pop_back();
        } else {
            next = wander(random);
        }
        if (next < 0) {
            m_along = double(m_graph->edge(m_edge).metres);
            m_speed = 0;
            break;
        }
        m_edge = next;
        m_along = 0;
    }
    m_place = m_graph->along(m_edge, m_along, &m_heading);
    if (!m_sent && random.chance(std::min(0.5, seconds / 90)))
        m_restSeconds = random.between(10, 90);
}

}  // namespace gis
