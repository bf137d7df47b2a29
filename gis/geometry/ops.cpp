// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/ops.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "gis/geometry/geos_context.h"
#include "gis/geometry/projection.h"

namespace gis {

using dispatch::Area;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::GeoBox;
using dispatch::LonLat;
using dispatch::Result;

namespace {

Result<Polygon> taken(GEOSGeometry* made, const char* what) {
    if (made == nullptr)
        return Error{ErrorCode::BadInput, std::string(what) + " failed: " + takeGeosMessage()};
    return Polygon::adopt(made);
}

Geometry point(LonLat place) {
    return Geometry(GEOSGeom_createPointFromXY_r(geos(), place.lon, place.lat));
}

LonLat placeOf(const GEOSGeometry* point) {
    LonLat place;
    GEOSGeomGetX_r(geos(), point, &place.lon);
    GEOSGeomGetY_r(geos(), point, &place.lat);
    return place;
}

}  // namespace

Validity validity(const Polygon& polygon) {
    char* reason = nullptr;
    GEOSGeometry* where = nullptr;
    const char valid = GEOSisValidDetail_r(geos(), polygon.raw(), 0, &reason, &where);
    Validity answer;
    answer.valid = valid == 1;
    if (!answer.valid) {
        answer.reason = reason != nullptr ? reason : takeGeosMessage();
        if (where != nullptr) answer.where = placeOf(where);
    }
    GEOSFree_r(geos(), reason);
    GEOSGeom_destroy_r(geos(), where);
    return answer;
}

Validity validity(const Area& area) {
    const auto polygon = Polygon::make(area);
    if (polygon) return validity(*polygon);
    return {false, polygon.error().detail, boxOf(area).isEmpty() ? LonLat{} : boxOf(area).centre()};
}

Result<Polygon> makeValid(const Polygon& polygon) {
    auto made = taken(GEOSMakeValid_r(geos(), polygon.raw()), "making the area valid");
    if (made && made->isEmpty())
        return Error{ErrorCode::BadInput, "the area falls together to nothing"};
    return made;
}

bool contains(const Polygon& polygon, LonLat place) {
    return GEOSContains_r(geos(), polygon.raw(), point(place).get()) == 1;
}

bool covers(const Polygon& outer, const Polygon& inner) {
    return GEOSCovers_r(geos(), outer.raw(), inner.raw()) == 1;
}

bool intersects(const Polygon& a, const Polygon& b) {
    return GEOSIntersects_r(geos(), a.raw(), b.raw()) == 1;
}

Result<Polygon> intersection(const Polygon& a, const Polygon& b) {
    return taken(GEOSIntersection_r(geos(), a.raw(), b.raw()), "the intersection");
}

Result<Polygon> difference(const Polygon& a, const Polygon& b) {
    return taken(GEOSDifference_r(geos(), a.raw(), b.raw()), "the difference");
}

Result<Polygon> unionOf(const Polygon& a, const Polygon& b) {
    return taken(GEOSUnion_r(geos(), a.raw(), b.raw()), "the union");
}

Result<Polygon> unionOf(std::span<const Polygon> all) {
    std::vector<GEOSGeometry*> copies;
    copies.reserve(all.size());
    for (const Polygon& one : all) copies.push_back(GEOSGeom_clone_r(geos(), one.raw()));
    const Geometry together(GEOSGeom_createCollection_r(
        geos(), GEOS_GEOMETRYCOLLECTION, copies.data(), static_cast<unsigned>(copies.size())));
    return taken(GEOSUnaryUnion_r(geos(), together.get()), "the union");
}

Result<Polygon> buffer(const Polygon& polygon, double distance, int quadrantCorners) {
    return taken(GEOSBuffer_r(geos(), polygon.raw(), distance, quadrantCorners), "the buffer");
}

Result<Polygon> simplify(const Polygon& polygon, double tolerance) {
    return taken(GEOSTopologyPreserveSimplify_r(geos(), polygon.raw(), tolerance), "simplifying");
}

Result<Area> bufferOnGround(const Area& area, dispatch::Metres by) {
    const GeoBox box = boxOf(area);
    if (box.isEmpty()) return Area{};
    const Projection plane = Projection::onMeridian(box.centre().lon);
    auto flat = Polygon::make(changedArea(area, [&](LonLat p) {
        const ScenePoint s = plane.toScene(p);
        return LonLat{s.x, s.y};
    }));
    if (!flat) return flat.error();
    auto wide = buffer(*flat, by.value);
    if (!wide) return wide.error();
    return changedArea(wide->area(), [&](LonLat p) { return plane.toLonLat({p.lon, p.lat}); });
}

std::optional<LonLat> interiorPoint(const Polygon& polygon) {
    if (polygon.isEmpty()) return std::nullopt;
    double west = 0, south = 0, east = 0, north = 0;
    GEOSGeom_getXMin_r(geos(), polygon.raw(), &west);
    GEOSGeom_getXMax_r(geos(), polygon.raw(), &east);
    GEOSGeom_getYMin_r(geos(), polygon.raw(), &south);
    GEOSGeom_getYMax_r(geos(), polygon.raw(), &north);
    const double tolerance = std::max(east - west, north - south) / 100;
    if (tolerance > 0) {
        const Geometry circle(GEOSMaximumInscribedCircle_r(geos(), polygon.raw(), tolerance));
        if (circle) {
            const Geometry centre(GEOSGeomGetStartPoint_r(geos(), circle.get()));
            if (centre) return placeOf(centre.get());
        }
    }
    const Geometry inside(GEOSPointOnSurface_r(geos(), polygon.raw()));
    if (!inside || GEOSisEmpty_r(geos(), inside.get()) == 1) return std::nullopt;
    return placeOf(inside.get());
}

LonLat centroid(const Polygon& polygon) {
    const Geometry centre(GEOSGetCentroid_r(geos(), polygon.raw()));
    if (!centre || GEOSisEmpty_r(geos(), centre.get()) == 1) return {};
    return placeOf(centre.get());
}

Polygon convexHull(std::span<const LonLat> points) {
    if (points.empty()) return {};
    GEOSCoordSequence* line = GEOSCoordSeq_copyFromBuffer_r(
        geos(), &points.front().lon, static_cast<unsigned>(points.size()), 0, 0);
    const Geometry joined(points.size() == 1 ? GEOSGeom_createPoint_r(geos(), line)
                                             : GEOSGeom_createLineString_r(geos(), line));
    GEOSGeometry* hull = GEOSConvexHull_r(geos(), joined.get());
    return hull != nullptr ? Polygon::adopt(hull) : Polygon();
}

void forTouchingBoxes(std::span<const GeoBox> boxes,
                      const std::function<void(std::size_t, std::size_t)>& pair) {
    std::vector<std::size_t> order(boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return boxes[i].isEmpty(); });
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return boxes[a].west < boxes[b].west; });
    std::vector<std::size_t> open;
    for (const std::size_t now : order) {
        std::erase_if(open, [&](std::size_t i) { return boxes[i].east < boxes[now].west; });
        for (const std::size_t other : open)
            if (boxes[other].intersects(boxes[now]))
                pair(std::min(other, now), std::max(other, now));
        open.push_back(now);
    }
}

}  // namespace gis
