// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/demo_city/city_plan.h"

namespace gis::demo {

namespace {

constexpr double kPi = std::numbers::pi;

/// The part of a path within a radius of any of the places.
std::vector<Path> near(const Path& path, const std::vector<Heart>& hearts, double factor) {
    std::vector<Path> pieces(1);
    for (const Vec p : path) {
        bool in = false;
        for (std::size_t i = 0; i < 3; ++i)
            in = in || distance(p, hearts[i].place) < hearts[i].radius * factor;
        if (in)
            pieces.back().push_back(p);
        else if (!pieces.back().empty())
            pieces.emplace_back();
    }
    std::erase_if(pieces, [](const Path& piece) { return piece.size() < 6; });
    return pieces;
}

}  // namespace

Path CityPlan::wander(Vec from, Vec to, double bend, Random& random) const {
    const double size = distance(from, to);
    const int pieces = std::max(2, static_cast<int>(size / 1'400));
    const Vec side = leftOf(unit(to - from));
    const double bow = random.between(-1, 1) * bend * 0.6;
    Path through;
    for (int i = 0; i <= pieces; ++i) {
        const double t = double(i) / pieces;
        const double swing = std::sin(kPi * t);
        const Vec p = lerp(from, to, t);
        through.push_back(p + side * (swing * size * (bow + bend * 0.5 * m_rough.at(p * 0.6))));
    }
    return smooth(through, 60);
}

void CityPlan::layRoads(Random& random) {
    const Heart& a = hearts[0];
    const Heart& b = hearts[1];
    const Heart& c = hearts[2];
    const auto add = [&](const char* name, EdgeKind kind, Path path) {
        lines.push_back({name, kind, std::move(path)});
    };
    add("临澜铁路", EdgeKind::Rail,
        smooth({{-3'000, 29'000},
                {-1'700, 20'000},
                {900, 12'500},
                {2'500, 6'300},
                {3'350, 2'300},
                {3'250, -1'200},
                {1'700, -4'300},
                {-2'300, -7'600},
                {-8'600, -11'600},
                {-16'500, -16'000},
                {-21'000, -22'000}},
               80));
    add("临环高速", EdgeKind::Motorway,
        smooth({{-25'000, -2'500},
                {-14'500, -3'200},
                {-9'600, 700},
                {-8'500, 5'000},
                {-4'200, 8'300},
                {1'700, 8'300},
                {5'700, 5'000},
                {7'900, 900},
                {8'200, -4'400},
                {12'500, -8'200},
                {24'000, -11'500}},
               70));
    add("澜北高速", EdgeKind::Motorway,
        smooth({{1'700, 8'300}, {4'200, 12'200}, {5'700, 17'500}, {9'500, 29'000}}, 70));

    // Ring and radial roads of the main centre; the others have one ring each.
    struct Ring {
        std::size_t heart;
        double radius, wave;
        const char* name;
        EdgeKind kind;
    };
    const Ring rings[] = {{0, 0.19 * a.radius, 0.07, "内环路", EdgeKind::Primary},
                          {0, 0.46 * a.radius, 0.08, "中环路", EdgeKind::Primary},
                          {0, 0.86 * a.radius, 0.07, "外环路", EdgeKind::Trunk},
                          {1, 0.50 * b.radius, 0.10, "西环路", EdgeKind::Primary},
                          {2, 0.55 * c.radius, 0.10, "东环路", EdgeKind::Primary}};
    for (const Ring& ring : rings) {
        const Heart& h = hearts[ring.heart];
        Path through;
        const double turn = random.between(0, 2 * kPi);
        for (int i = 0; i < 14; ++i) {
            const double angle = 2 * kPi * i / 14;
            const double r = ring.radius * (1 + 1.3 * ring.wave * std::sin(2 * angle + turn) +
                                            0.7 * ring.wave * std::sin(3 * angle - 2 * turn) +
                                            random.between(-0.35, 0.35) * ring.wave);
            through.push_back(h.place + atAngle(angle, r));
        }
        Path path = smooth(through, 55, true);
        path.push_back(path.front());
        add(ring.name, ring.kind, std::move(path));
    }
    const char* names[] = {"澜江大道", "望河大道", "柳荫大道", "朝霞大道", "松岗大道",
                           "石桥大道", "新港大道", "清渠大道", "槐安大道"};
    for (int i = 0; i < 9; ++i) {
        const double angle = a.phase + 2 * kPi * i / 9 + random.between(-0.08, 0.08);
        const double inner = i % 2 == 0 ? 0.0 : 0.15 * a.radius;
        const double outer = (i % 3 == 1 ? 0.88 : 1.12) * a.radius;
        add(names[i], i % 3 == 0 ? EdgeKind::Trunk : EdgeKind::Primary,
            wander(a.place + atAngle(angle, inner), a.place + atAngle(angle, outer), 0.09, random));
    }
    const char* spokes[2][6] = {{"西澜大道", "渡口路", "桂台路", "梅坞路", "安塘路", "平原路"},
                                {"望湖大道", "霞湾路", "竹林路", "锦川路", "云台路", "鹤洲路"}};
    for (std::size_t k = 1; k < 3; ++k)
        for (int i = 0; i < 6; ++i) {
            const Heart& h = hearts[k];
            const double angle = h.phase + 2 * kPi * i / 6 + random.between(-0.12, 0.12);
            add(spokes[k - 1][i], EdgeKind::Primary,
                wander(h.place + atAngle(angle, i % 2 ? 0.12 * h.radius : 0),
                       h.place + atAngle(angle, (i % 2 ? 0.85 : 1.15) * h.radius), 0.1, random));
        }
    // Diagonal avenues through the middle blocks.
    add("金石大街", EdgeKind::Secondary,
        wander(a.place + atAngle(a.phase + 0.3, 0.19 * a.radius),
               a.place + atAngle(a.phase + 1.12, 0.86 * a.radius), 0.05, random));
    add("双塔大街", EdgeKind::Secondary,
        wander(a.place + atAngle(a.phase + 3.9, 0.19 * a.radius),
               a.place + atAngle(a.phase + 3.13, 0.86 * a.radius), 0.05, random));
    // Embankments.
    for (const double side : {1.0, -1.0}) {
        Path bank;
        for (std::size_t i = 0; i < river.size(); ++i) {
            const Vec d = unit(river[std::min(i + 2, river.size() - 1)] - river[i > 1 ? i - 2 : 0]);
            bank.push_back(river[i] + leftOf(d) * (side * (riverWidth[i] / 2 + 62)));
        }
        for (const Path& piece : near(bank, hearts, 1.12))
            add(side > 0 ? "滨江东路" : "滨江西路", EdgeKind::Secondary, piece);
    }
    // Between the centres, to the towns, out of the city.
    const auto& h = hearts;
    add("澜西快速路", EdgeKind::Trunk,
        wander(a.place + atAngle(3.8, 0.8 * a.radius), b.place, 0.06, random));
    add("澜东快速路", EdgeKind::Trunk,
        wander(a.place + atAngle(0.75, 0.8 * a.radius), c.place, 0.06, random));
    add("西江路", EdgeKind::Primary,
        wander(a.place + atAngle(4.6, 0.8 * a.radius), b.place + atAngle(-0.9, 0.8 * b.radius), 0.1,
               random));
    add("环湖路", EdgeKind::Secondary, [&] {
        Path shore;
        for (const Vec p : lake) shore.push_back(lakeMiddle + (p - lakeMiddle) * 1.06);
        shore.push_back(shore.front());
        return shore;
    }());
    add("湖滨路", EdgeKind::Secondary, wander(c.place, lakeMiddle, 0.05, random));
    add("听湖路", EdgeKind::Secondary,
        wander(lakeMiddle, lakeMiddle + atAngle(-1.3, 9'500), 0.1, random));
    add("望岭路", EdgeKind::Secondary,
        wander(lakeMiddle, lakeMiddle + atAngle(0.3, 13'000), 0.1, random));
    struct Link {
        std::size_t from, to;
        const char* name;
    };
    const Link links[] = {{0, 3, "临北公路"}, {0, 4, "北屏公路"}, {2, 4, "屏湖公路"},
                          {0, 5, "临港公路"}, {2, 5, "湖港公路"}, {0, 6, "南岭公路"},
                          {1, 6, "石南公路"}, {6, 7, "南塘公路"}, {1, 7, "西塘公路"},
                          {1, 8, "西岭公路"}, {3, 8, "北岭公路"}, {3, 4, "北环公路"}};
    for (const Link& l : links)
        add(l.name, EdgeKind::Secondary, wander(h[l.from].place, h[l.to].place, 0.14, random));
    struct Exit {
        std::size_t from;
        double angle;
        const char* name;
    };
    const Exit exits[] = {{1, 3.5, "西原公路"},  {1, 4.6, "南原公路"},  {2, 1.2, "东岭公路"},
                          {2, 0.1, "东川公路"},  {3, 2.3, "青岭公路"},  {4, 1.5, "北川公路"},
                          {5, -0.3, "港东公路"}, {6, -1.2, "南川公路"}, {7, -1.7, "塘南公路"},
                          {8, 3.1, "西川公路"},  {3, 1.1, "澜源公路"},  {6, -0.4, "岭东公路"}};
    for (const Exit& e : exits)
        add(e.name, EdgeKind::Secondary,
            wander(h[e.from].place, h[e.from].place + atAngle(e.angle, 26'000), 0.08, random));
}

std::vector<int> endsInWater(const PlanarNet& net, const CityPlan& plan) {
    std::vector<int> roads(net.points.size(), 0);
    std::vector<char> wet(net.points.size(), 0);
    for (const auto& e : net.edges) {
        if (e.first >= 0 || e.dead) continue;
        for (const int v : {e.a, e.b}) {
            if (isRoad(e.kind)) ++roads[std::size_t(v)];
            if (e.kind == EdgeKind::River) wet[std::size_t(v)] = 1;
        }
    }
    std::vector<int> ends;
    std::vector<char> taken(net.edges.size(), 0);
    for (bool more = true; more;) {
        more = false;
        for (std::size_t i = 0; i < net.edges.size(); ++i) {
            const auto& e = net.edges[i];
            if (e.first >= 0 || e.dead || !isRoad(e.kind) || taken[i]) continue;
            for (const auto& [v, other] : {std::pair{e.a, e.b}, std::pair{e.b, e.a}}) {
                if (!wet[std::size_t(v)] || roads[std::size_t(v)] != 1) continue;
                taken[i] = 1;
                ends.push_back(int(i));
                --roads[std::size_t(v)], --roads[std::size_t(other)];
                double half = 0;
                if (plan.riverDistance(net.points[std::size_t(other)], &half) < half + 12)
                    wet[std::size_t(other)] = 1;
                more = true;
                break;
            }
        }
    }
    return ends;
}

PlanarNet layNet(const CityPlan& plan) {
    PlanarNet net;
    Path outline = plan.outline;
    outline.push_back(outline.front());
    net.insert(outline, EdgeKind::Outline, -1, 20);
    net.insert(plan.river, EdgeKind::River, 0, 25);
    for (std::size_t i = 0; i < plan.creeks.size(); ++i)
        net.insert(plan.creeks[i].path, EdgeKind::River, int(i) + 1, 28);
    const int base = int(plan.creeks.size()) + 1;
    for (std::size_t i = 0; i < plan.lines.size(); ++i)
        net.insert(plan.lines[i].path, plan.lines[i].kind, base + int(i), 34);
    net.removeIf([&](const PlanarNet::Edge& e, Vec p, Vec q) {
        const Vec middle = lerp(p, q, 0.5);
        if (e.kind != EdgeKind::Outline && !contains(plan.outline, middle)) return true;
        if (distance(middle, plan.lakeMiddle) < 2'000 && contains(plan.lake, middle)) return true;
        if (!isRoad(e.kind)) return false;
        double half = 0;
        if (plan.riverDistance(middle, &half) > half + 15) return false;
        std::size_t at = 0;
        for (std::size_t i = 0; i < plan.river.size(); ++i)
            if (distance(plan.river[i], middle) < distance(plan.river[at], middle)) at = i;
        const Vec flow =
            unit(plan.river[std::min(at + 1, plan.river.size() - 1)] - plan.river[at ? at - 1 : 0]);
        return std::abs(dot(flow, unit(q - p))) > 0.9;
    });
    net.keepCycles();
    for (const int e : endsInWater(net, plan)) net.edges[std::size_t(e)].dead = true;
    net.keepCycles();
    net.relax();
    return net;
}

}  // namespace gis::demo
