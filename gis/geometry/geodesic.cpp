// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/geodesic.h"

#include <geodesic.h>

#include <algorithm>
#include <cmath>

#include "gis/geometry/ellipsoid.h"

namespace gis {

using dispatch::LonLat;
using dispatch::Metres;

namespace {

const geod_geodesic& ellipsoid() {
    static const geod_geodesic made = [] {
        geod_geodesic g;
        geod_init(&g, kSemiMajorMetres, kFlattening);
        return g;
    }();
    return made;
}

struct Measured {
    double area = 0;
    double perimeter = 0;
};

Measured measure(const dispatch::Ring& ring) {
    if (ring.size() < 4) return {};
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        geod_polygon_addpoint(&ellipsoid(), &polygon, ring[i].lat, ring[i].lon);
    Measured m;
    geod_polygon_compute(&ellipsoid(), &polygon, 0, 1, &m.area, &m.perimeter);
    m.area = std::fabs(m.area);
    return m;
}

}  // namespace

Metres distance(LonLat from, LonLat to) {
    double metres = 0;
    geod_inverse(&ellipsoid(), from.lat, from.lon, to.lat, to.lon, &metres, nullptr, nullptr);
    return {metres};
}

double azimuthDegrees(LonLat from, LonLat to) {
    double azimuth = 0;
    geod_inverse(&ellipsoid(), from.lat, from.lon, to.lat, to.lon, nullptr, &azimuth, nullptr);
    return azimuth < 0 ? azimuth + 360.0 : azimuth;
}

LonLat destination(LonLat from, double azimuthDegrees, Metres length) {
    LonLat to;
    geod_direct(&ellipsoid(), from.lat, from.lon, azimuthDegrees, length.value, &to.lat, &to.lon,
                nullptr);
    return to;
}

Metres lengthOf(const dispatch::Line& line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) sum += distance(line[i - 1], line[i]).value;
    return {sum};
}

double areaSquareMetres(const dispatch::Area& area) {
    double sum = 0;
    for (const dispatch::PolygonRings& polygon : area) {
        sum += measure(polygon.shell).area;
        for (const dispatch::Ring& hole : polygon.holes) sum -= measure(hole).area;
    }
    return sum;
}

Metres perimeterOf(const dispatch::Area& area) {
    double sum = 0;
    for (const dispatch::PolygonRings& polygon : area) {
        sum += measure(polygon.shell).perimeter;
        for (const dispatch::Ring& hole : polygon.holes) sum += measure(hole).perimeter;
    }
    return {sum};
}

dispatch::Ring geodesicCircle(LonLat centre, Metres radius, int corners) {
    corners = std::max(corners, 8);
    dispatch::Ring ring;
    ring.reserve(static_cast<std::size_t>(corners) + 1);
    for (int i = 0; i < corners; ++i)
        ring.push_back(destination(centre, -360.0 * i / corners, radius));
    ring.push_back(ring.front());
    return ring;
}

}  // namespace gis
