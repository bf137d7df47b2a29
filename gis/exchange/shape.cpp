// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/shape.h"

namespace gis {

namespace {

dispatch::Line lineOf(const OGRSimpleCurve& curve) {
    dispatch::Line line;
    line.reserve(static_cast<std::size_t>(curve.getNumPoints()));
    for (int i = 0; i < curve.getNumPoints(); ++i) line.push_back({curve.getX(i), curve.getY(i)});
    return line;
}

void setRing(OGRLinearRing& ring, const dispatch::Ring& places) {
    ring.setNumPoints(static_cast<int>(places.size()), FALSE);
    for (std::size_t i = 0; i < places.size(); ++i)
        ring.setPoint(static_cast<int>(i), places[i].lon, places[i].lat);
}

}  // namespace

OGRwkbGeometryType geometryType(ShapeType shape) {
    switch (shape) {
        case ShapeType::None:
            return wkbNone;
        case ShapeType::Point:
            return wkbPoint;
        case ShapeType::Line:
            return wkbLineString;
        case ShapeType::Area:
            return wkbMultiPolygon;
    }
    return wkbNone;
}

void addShape(const OGRGeometry& geometry, RawShape& shape) {
    if (geometry.IsEmpty()) return;
    switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbPoint: {
            const OGRPoint* point = geometry.toPoint();
            shape.points.push_back({point->getX(), point->getY()});
            return;
        }
        case wkbLineString:
            shape.lines.push_back(lineOf(*geometry.toLineString()));
            return;
        case wkbPolygon: {
            const OGRPolygon* polygon = geometry.toPolygon();
            dispatch::PolygonRings rings;
            rings.shell = lineOf(*polygon->getExteriorRing());
            for (int i = 0; i < polygon->getNumInteriorRings(); ++i)
                rings.holes.push_back(lineOf(*polygon->getInteriorRing(i)));
            shape.area.push_back(std::move(rings));
            return;
        }
        default:
            break;
    }
    if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection)) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) addShape(*part, shape);
        return;
    }
    // Curves, triangles, surfaces: what OGR makes of them in straight lines.
    std::unique_ptr<OGRGeometry> linear(geometry.getLinearGeometry());
    if (linear && wkbFlatten(linear->getGeometryType()) != wkbFlatten(geometry.getGeometryType()))
        addShape(*linear, shape);
}

std::unique_ptr<OGRGeometry> ogrPoint(dispatch::LonLat place) {
    return std::make_unique<OGRPoint>(place.lon, place.lat);
}

std::unique_ptr<OGRGeometry> ogrLine(const dispatch::Line& line) {
    if (line.empty()) return {};
    auto made = std::make_unique<OGRLineString>();
    for (dispatch::LonLat p : line) made->addPoint(p.lon, p.lat);
    return made;
}

std::unique_ptr<OGRGeometry> ogrArea(const dispatch::Area& area) {
    if (area.empty()) return {};
    auto whole = std::make_unique<OGRMultiPolygon>();
    for (const dispatch::PolygonRings& rings : area) {
        auto polygon = std::make_unique<OGRPolygon>();
        auto* shell = new OGRLinearRing;
        setRing(*shell, rings.shell);
        polygon->addRingDirectly(shell);
        for (const dispatch::Ring& hole : rings.holes) {
            auto* ring = new OGRLinearRing;
            setRing(*ring, hole);
            polygon->addRingDirectly(ring);
        }
        whole->addGeometryDirectly(polygon.release());
    }
    return whole;
}

}  // namespace gis
