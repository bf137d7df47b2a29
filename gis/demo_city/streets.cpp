// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/streets.h"

#include <algorithm>

namespace gis::demo {

namespace {

/// Nodes of a motorway that passes above, apart from those below.
constexpr std::int64_t kUpperLevel = 10'000'000;

struct Meeting {
    std::vector<int> edges;  ///< At one vertex.
};

std::vector<Meeting> meetings(const PlanarNet& net) {
    std::vector<Meeting> at(net.points.size());
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        const auto& edge = net.edges[e];
        if (edge.first >= 0 || edge.dead) continue;
        at[std::size_t(edge.a)].edges.push_back(int(e));
        at[std::size_t(edge.b)].edges.push_back(int(e));
    }
    return at;
}

const char* endingFor(EdgeKind kind, double metres) {
    switch (kind) {
        case EdgeKind::Motorway:
            return "高速";
        case EdgeKind::Trunk:
            return "大道";
        case EdgeKind::Primary:
            return metres > 2'500 ? "大道" : "路";
        case EdgeKind::Secondary:
            return "路";
        case EdgeKind::Tertiary:
            return metres > 900 ? "路" : "街";
        case EdgeKind::Residential:
            return metres > 420 ? "街" : "巷";
        case EdgeKind::Lane:
            return "巷";
        case EdgeKind::Outline:
        case EdgeKind::River:
        case EdgeKind::Rail:
        case EdgeKind::Field:
        case EdgeKind::Yard:
            return "";
    }
    return "";
}

double speedOf(EdgeKind kind) {
    switch (kind) {
        case EdgeKind::Motorway:
            return 100;
        case EdgeKind::Trunk:
            return 70;
        case EdgeKind::Primary:
            return 60;
        case EdgeKind::Secondary:
            return 50;
        case EdgeKind::Tertiary:
            return 40;
        case EdgeKind::Residential:
            return 30;
        case EdgeKind::Lane:
            return 20;
        case EdgeKind::Yard:
            return 15;
        case EdgeKind::Outline:
        case EdgeKind::River:
        case EdgeKind::Rail:
        case EdgeKind::Field:
            return 0;
    }
    return 0;
}

dispatch::RoadClass classOf(EdgeKind kind, bool town) {
    using enum dispatch::RoadClass;
    switch (kind) {
        case EdgeKind::Motorway:
            return Motorway;
        case EdgeKind::Trunk:
            return Trunk;
        case EdgeKind::Primary:
            return Primary;
        case EdgeKind::Secondary:
            return Secondary;
        case EdgeKind::Tertiary:
            return Tertiary;
        case EdgeKind::Residential:
            return town ? Residential : Unclassified;
        case EdgeKind::Lane:
            return town ? LivingStreet : Track;
        case EdgeKind::Yard:
            return Service;
        case EdgeKind::Outline:
        case EdgeKind::River:
        case EdgeKind::Rail:
        case EdgeKind::Field:
            return Path;
    }
    return Path;
}

}  // namespace

std::vector<Street> joinStreets(const PlanarNet& net, const CityPlan& plan, Names& names) {
    const auto at = meetings(net);
    std::vector<char> used(net.edges.size(), 0);
    const auto directionFrom = [&](int e, int v) {
        const auto& edge = net.edges[std::size_t(e)];
        const int w = edge.a == v ? edge.b : edge.a;
        return unit(net.points[std::size_t(w)] - net.points[std::size_t(v)]);
    };
    // The edge that goes on straightest from `e` at `v`, if it would choose `e` as well.
    const auto onward = [&](int e, int v) {
        const auto best = [&](int from) {
            int found = -1;
            double straight = -0.82;
            for (const int o : at[std::size_t(v)].edges) {
                const auto& mine = net.edges[std::size_t(from)];
                const auto& theirs = net.edges[std::size_t(o)];
                if (o == from || theirs.kind != mine.kind || theirs.tag != mine.tag) continue;
                const double c = dot(directionFrom(from, v), directionFrom(o, v));
                if (c < straight || (mine.tag >= 0 && found < 0 && c < 0.3))
                    straight = c, found = o;
            }
            return found;
        };
        const int next = best(e);
        return next >= 0 && !used[std::size_t(next)] && best(next) == e ? next : -1;
    };
    const std::size_t creeks = plan.creeks.size() + 1;
    std::vector<Street> streets;
    for (std::size_t start = 0; start < net.edges.size(); ++start) {
        const auto& first = net.edges[start];
        if (first.first >= 0 || first.dead || used[start] || !isRoad(first.kind)) continue;
        used[start] = 1;
        Street street;
        street.kind = first.kind;
        std::vector<PlanarNet::Side> before, after{PlanarNet::Side(start) * 2};
        for (const bool forward : {true, false}) {
            int e = int(start), v = forward ? first.b : first.a;
            for (int next = onward(e, v); next >= 0; next = onward(e, v)) {
                used[std::size_t(next)] = 1;
                const auto& edge = net.edges[std::size_t(next)];
                const bool along = edge.a == v;
                if (forward)
                    after.push_back(next * 2 + (along ? 0 : 1));
                else
                    before.push_back(next * 2 + (along ? 1 : 0));
                v = along ? edge.b : edge.a;
                e = next;
            }
        }
        street.sides.assign(before.rbegin(), before.rend());
        street.sides.insert(street.sides.end(), after.begin(), after.end());
        for (const auto side : street.sides)
            street.metres += distance(net.points[std::size_t(net.startOf(side))],
                                      net.points[std::size_t(net.endOf(side))]);
        if (first.tag >= int(creeks))
            street.name = plan.lines[std::size_t(first.tag) - creeks].name;
        streets.push_back(std::move(street));
    }
    for (const auto& line : plan.lines) names.take(line.name);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < streets.size(); ++i)
        if (streets[i].name.empty() && streets[i].kind != EdgeKind::Yard && streets[i].metres > 130)
            order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
        return streets[l].kind != streets[r].kind       ? streets[l].kind < streets[r].kind
               : streets[l].metres != streets[r].metres ? streets[l].metres > streets[r].metres
                                                        : l < r;
    });
    for (const std::size_t i : order)
        streets[i].name = names.with(endingFor(streets[i].kind, streets[i].metres));
    return streets;
}

std::vector<dispatch::Road> makeRoads(const PlanarNet& net, const CityPlan& plan,
                                      const std::vector<Street>& streets, const CityFrame& frame,
                                      std::uint64_t seed) {
    Random random(seed * 31 + 13);
    enum : std::uint8_t { Water = 1, Rails = 2, Strong = 4, Motorway = 8, Weak = 16 };
    std::vector<std::uint8_t> marks(net.points.size(), 0);
    std::vector<std::uint8_t> motorwayEnds(net.points.size(), 0);
    for (const auto& e : net.edges) {
        if (e.first >= 0 || e.dead) continue;
        for (const int v : {e.a, e.b}) {
            auto& mark = marks[std::size_t(v)];
            if (e.kind == EdgeKind::River) mark |= Water;
            if (e.kind == EdgeKind::Rail) mark |= Rails;
            if (e.kind == EdgeKind::Motorway) mark |= Motorway, ++motorwayEnds[std::size_t(v)];
            if (e.kind == EdgeKind::Trunk || e.kind == EdgeKind::Primary ||
                (e.kind == EdgeKind::Secondary && e.tag >= 0))
                mark |= Strong;
            if (isRoad(e.kind) && e.kind != EdgeKind::Motorway) mark |= Weak;
        }
    }
    const auto passesAbove = [&](int v) {
        const auto mark = marks[std::size_t(v)];
        return (mark & Motorway) && (mark & Weak) && !(mark & Strong) &&
               motorwayEnds[std::size_t(v)] == 2;
    };
    std::vector<dispatch::LonLat> places(net.points.size());
    for (std::size_t v = 0; v < places.size(); ++v) places[v] = frame.toLonLat(net.points[v]);
    std::vector<dispatch::Road> roads;
    roads.reserve(streets.size() + 2'000);
    for (const Street& street : streets) {
        const Vec middle =
            net.points[std::size_t(net.startOf(street.sides[street.sides.size() / 2]))];
        const double density = plan.density(middle);
        const Quarter use = plan.quarterAt(middle);
        const bool town = density > 0.15 || use == Quarter::Village || use == Quarter::Town;
        const bool motorway = street.kind == EdgeKind::Motorway;
        dispatch::Road road;
        road.name = street.name;
        road.kind = classOf(street.kind, town);
        road.speedKmh = speedOf(street.kind);
        if (motorway) road.access = dispatch::ByCar;
        const bool old = use == Quarter::OldTown;
        if (old && street.kind == EdgeKind::Lane && random.chance(0.3)) {
            road.kind = dispatch::RoadClass::Pedestrian;
            road.access = dispatch::ByFoot | dispatch::ByBicycle;
        }
        if (street.kind == EdgeKind::Yard && random.chance(0.22)) {
            road.kind = dispatch::RoadClass::Footway;
            road.access = dispatch::ByFoot | dispatch::ByBicycle;
        }
        const bool mayBeOneWay =
            street.kind == EdgeKind::Residential || street.kind == EdgeKind::Tertiary;
        if (mayBeOneWay && density > 0.6 && random.chance(old ? 0.4 : 0.13))
            road.oneWay =
                random.chance(0.5) ? dispatch::OneWay::Forward : dispatch::OneWay::Backward;
        const auto special = [&](PlanarNet::Side side) {
            const int a = net.startOf(side), b = net.endOf(side);
            const auto both = marks[std::size_t(a)] | marks[std::size_t(b)];
            if (motorway && (passesAbove(a) || passesAbove(b))) return 1;
            if (both & Water) return 1;
            if ((both & Rails) && street.kind <= EdgeKind::Secondary) return motorway ? 1 : 2;
            double half = 0;
            const Vec m = lerp(net.points[std::size_t(a)], net.points[std::size_t(b)], 0.5);
            if (street.kind != EdgeKind::Yard && plan.riverDistance(m, &half) < half + 4) return 1;
            return 0;
        };
        int before = -1;
        for (const auto side : street.sides) {
            const int now = special(side);
            if (now != before || road.nodes.empty()) {
                if (!road.nodes.empty()) roads.push_back(road);
                road.nodes.clear(), road.line.clear();
                road.bridge = now == 1;
                road.tunnel = now == 2;
                const int v = net.startOf(side);
                road.nodes.push_back({v + 1 + (motorway && passesAbove(v) ? kUpperLevel : 0)});
                road.line.push_back(places[std::size_t(v)]);
                before = now;
            }
            const int v = net.endOf(side);
            road.nodes.push_back({v + 1 + (motorway && passesAbove(v) ? kUpperLevel : 0)});
            road.line.push_back(places[std::size_t(v)]);
        }
        roads.push_back(road);
    }
    for (std::size_t i = 0; i < roads.size(); ++i) roads[i].id = {std::int64_t(i) + 1};
    return roads;
}

}  // namespace gis::demo
