// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/serial_order.h"

#include <algorithm>
#include <cmath>

namespace gis {

using dispatch::Area;
using dispatch::GeoBox;
using dispatch::LonLat;
using dispatch::Ring;

namespace {

struct Moments {
    double area = 0;
    double x = 0;
    double y = 0;
};

/// About a point near the ring, so that nothing is lost to rounding; unsigned area.
Moments momentsOf(const Ring& ring, LonLat origin) {
    Moments m;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double ax = ring[i].lon - origin.lon, ay = ring[i].lat - origin.lat;
        const double bx = ring[i + 1].lon - origin.lon, by = ring[i + 1].lat - origin.lat;
        const double cross = ax * by - bx * ay;
        m.area += cross / 2;
        m.x += (ax + bx) * cross / 6;
        m.y += (ay + by) * cross / 6;
    }
    if (m.area < 0) m = {-m.area, -m.x, -m.y};
    return m;
}

}  // namespace

LonLat centroidOf(const Area& area) {
    const GeoBox box = boxOf(area);
    if (box.isEmpty()) return {};
    const LonLat origin = box.centre();
    Moments sum;
    auto add = [&](const Ring& ring, double sign) {
        const Moments m = momentsOf(ring, origin);
        sum.area += sign * m.area;
        sum.x += sign * m.x;
        sum.y += sign * m.y;
    };
    for (const dispatch::PolygonRings& polygon : area) {
        add(polygon.shell, 1);
        for (const Ring& hole : polygon.holes) add(hole, -1);
    }
    if (sum.area <= 0) return origin;
    return {origin.lon + sum.x / sum.area, origin.lat + sum.y / sum.area};
}

std::vector<std::size_t> serialOrder(std::span<const Area* const> areas) {
    struct Row {
        std::size_t index;
        double row;
        LonLat centre;
    };
    GeoBox all;
    std::vector<double> heights;
    for (const Area* area : areas) {
        const GeoBox box = boxOf(*area);
        if (box.isEmpty()) continue;
        all.add(box);
        heights.push_back(box.north - box.south);
    }
    double height = 1;
    if (!heights.empty()) {
        const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
        std::nth_element(heights.begin(), middle, heights.end());
        if (*middle > 0) height = *middle;
    }
    std::vector<Row> rows;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const LonLat centre = centroidOf(*areas[i]);
        const bool none = areas[i]->empty();
        rows.push_back({i, none ? 1e9 : std::floor((all.north - centre.lat) / height), centre});
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        if (a.row != b.row) return a.row < b.row;
        if (a.centre.lon != b.centre.lon) return a.centre.lon < b.centre.lon;
        if (a.centre.lat != b.centre.lat) return a.centre.lat > b.centre.lat;
        return a.index < b.index;
    });
    std::vector<std::size_t> order;
    order.reserve(rows.size());
    for (const Row& row : rows) order.push_back(row.index);
    return order;
}

std::vector<std::size_t> serialOrder(std::span<const Area> areas) {
    std::vector<const Area*> pointers;
    pointers.reserve(areas.size());
    for (const Area& area : areas) pointers.push_back(&area);
    return serialOrder(std::span<const Area* const>(pointers));
}

}  // namespace gis
