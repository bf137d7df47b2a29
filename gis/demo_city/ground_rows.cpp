// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/ground_rows.h"

#include "gis/demo_city/outline.h"

namespace gis::demo {

namespace {

dispatch::Ring shell(Path ring, const CityFrame& frame) {
    if (signedArea(ring) < 0) std::reverse(ring.begin(), ring.end());
    return toRing(ring, frame);
}

/// The water of a creek: its course with a width.
Path ribbon(const Path& course, double width) {
    Path ring = offsetPath(course, -width / 2);
    const Path left = offsetPath(course, width / 2);
    ring.insert(ring.end(), left.rbegin(), left.rend());
    return ring;
}

Path insideOutline(const Path& path, const CityPlan& plan) {
    Path kept;
    for (const Vec p : path)
        if (contains(plan.outline, p)) kept.push_back(p);
    return kept;
}

}  // namespace

std::vector<dispatch::Ground> groundRows(const City& city) {
    using dispatch::Ground;
    using dispatch::GroundKind;
    const CityPlan& plan = city.plan;
    const CityFrame& frame = city.frame;
    std::vector<Ground> rows;
    rows.reserve(city.buildings.size() + 400);
    const auto area = [&](GroundKind kind, const std::string& name, dispatch::Area shape) {
        Ground row;
        row.kind = kind;
        row.name = name;
        row.area = std::move(shape);
        rows.push_back(std::move(row));
    };
    const auto line = [&](GroundKind kind, const std::string& name, const Path& path) {
        Ground row;
        row.kind = kind;
        row.name = name;
        for (const Vec p : path) row.line.push_back(frame.toLonLat(p));
        rows.push_back(std::move(row));
    };
    area(GroundKind::Land, kCityZh, {{shell(plan.outline, frame), {}}});
    static constexpr std::array kHills = {"北屏山", "望湖岭", "石南岭", "东麓山", "青屏山", "西岭"};
    for (std::size_t i = 0; i < plan.hills.size(); ++i)
        area(GroundKind::Hill, kHills[i % kHills.size()], {{shell(plan.hills[i], frame), {}}});
    for (const Site& site : plan.sites) {
        if (site.use != Quarter::Park) continue;
        Union joined;
        bool any = false;
        for (const Block& b : city.blocks)
            if (b.use == Quarter::Park && distance(b.middle, site.place) < site.radius)
                joined.add(toRing(b.ring, frame)), any = true;
        if (any) area(GroundKind::Green, site.name, joined.area());
    }
    for (const Block& b : city.blocks) {
        bool named = false;
        for (const Site& site : plan.sites)
            named = named ||
                    (site.use == Quarter::Park && distance(b.middle, site.place) < site.radius);
        if (b.use == Quarter::Park && !named)
            area(GroundKind::Green, "", {{toRing(b.ring, frame), {}}});
        if (b.use == Quarter::RiverBank && b.density > 0.2)
            area(GroundKind::Green, "", {{toRing(b.ring, frame), {}}});
    }
    for (const NamedLine& creek : plan.creeks) {
        const Path course = insideOutline(creek.path, plan);
        area(GroundKind::Water, creek.name, {{shell(ribbon(course, 24), frame), {}}});
        line(GroundKind::River, creek.name, course);
    }
    dispatch::PolygonRings river{shell(plan.riverShore, frame), {}};
    for (const Path& island : plan.islands) {
        dispatch::Ring hole = shell(island, frame);
        area(GroundKind::Green, "", {{hole, {}}});
        std::reverse(hole.begin(), hole.end());
        river.holes.push_back(std::move(hole));
    }
    area(GroundKind::Water, "澜江", {std::move(river)});
    line(GroundKind::River, "澜江", plan.river);
    area(GroundKind::Water, "望澜湖", {{shell(plan.lake, frame), {}}});
    for (const NamedLine& named : plan.lines)
        if (named.kind == EdgeKind::Rail)
            line(GroundKind::Rail, named.name, insideOutline(named.path, plan));
    for (const Building& b : city.buildings) {
        Ground row;
        row.kind = GroundKind::Building;
        row.area = {{toRing(Path(b.corners.begin(), b.corners.end()), frame), {}}};
        row.households = b.households;
        row.people = std::round(b.households * 2.6);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace gis::demo
