// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/noding.h"

#include <geos_c.h>

#include <algorithm>
#include <memory>

namespace gis {

namespace {

using dispatch::Error;
using dispatch::ErrorCode;

struct Engine {
    GEOSContextHandle_t handle = GEOS_init_r();
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() { GEOS_finish_r(handle); }
};

struct Freed {
    GEOSContextHandle_t handle;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(handle, g); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Freed>;

Geometry own(const Engine& e, GEOSGeometry* g) {
    return {g, Freed{e.handle}};
}

GEOSCoordSequence* sequence(const Engine& e, const ScenePath& path, bool closed) {
    const bool close = closed && (path.front() != path.back());
    const auto size = static_cast<unsigned>(path.size() + (close ? 1 : 0));
    GEOSCoordSequence* made = GEOSCoordSeq_create_r(e.handle, size, 2);
    for (unsigned i = 0; i < size; ++i) {
        const ScenePoint p = path[i % path.size()];
        GEOSCoordSeq_setXY_r(e.handle, made, i, p.x, p.y);
    }
    return made;
}

ScenePath pathOf(const Engine& e, const GEOSGeometry* line) {
    const GEOSCoordSequence* s = GEOSGeom_getCoordSeq_r(e.handle, line);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(e.handle, s, &size);
    ScenePath path(size);
    for (unsigned i = 0; i < size; ++i)
        GEOSCoordSeq_getXY_r(e.handle, s, i, &path[i].x, &path[i].y);
    return path;
}

double areaOf(const Engine& e, const GEOSGeometry* g) {
    double area = 0;
    if (g) GEOSArea_r(e.handle, g, &area);
    return area;
}

Geometry collect(const Engine& e, int type, std::vector<GEOSGeometry*>& parts) {
    return own(e, GEOSGeom_createCollection_r(e.handle, type, parts.data(),
                                              static_cast<unsigned>(parts.size())));
}

Geometry polygonOf(const Engine& e, const RingSet& rings) {
    if (rings.empty() || rings.front().size() < 3) return own(e, nullptr);
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < rings.size(); ++i)
        holes.push_back(GEOSGeom_createLinearRing_r(e.handle, sequence(e, rings[i], true)));
    GEOSGeometry* shell = GEOSGeom_createLinearRing_r(e.handle, sequence(e, rings[0], true));
    return own(e, GEOSGeom_createPolygon_r(e.handle, shell, holes.data(),
                                           static_cast<unsigned>(holes.size())));
}

template <class Visit>
void eachPart(const Engine& e, const GEOSGeometry* g, Visit visit) {
    if (!g) return;
    const int n = GEOSGetNumGeometries_r(e.handle, g);
    for (int i = 0; i < n; ++i) visit(GEOSGetGeometryN_r(e.handle, g, i));
}

Geometry buffered(const Engine& e, const Geometry& g, double by) {
    return own(e, g ? GEOSBuffer_r(e.handle, g.get(), by, 4) : nullptr);
}

}  // namespace

dispatch::Result<std::vector<ScenePath>> nodeLines(const std::vector<ScenePath>& lines,
                                                   double latticeMetres) {
    const Engine e;
    std::vector<GEOSGeometry*> parts;
    parts.reserve(lines.size());
    for (const ScenePath& line : lines)
        if (line.size() > 1)
            parts.push_back(GEOSGeom_createLineString_r(e.handle, sequence(e, line, false)));
    if (parts.empty()) return std::vector<ScenePath>{};
    const Geometry all = collect(e, GEOS_MULTILINESTRING, parts);
    const Geometry noded =
        own(e, all ? GEOSUnaryUnionPrec_r(e.handle, all.get(), latticeMetres) : nullptr);
    if (!noded) return Error{ErrorCode::BadInput, "the lines could not be cut where they meet"};
    std::vector<ScenePath> pieces;
    eachPart(e, noded.get(), [&](const GEOSGeometry* part) {
        if (GEOSGeomTypeId_r(e.handle, part) == GEOS_LINESTRING) pieces.push_back(pathOf(e, part));
    });
    return pieces;
}

dispatch::Result<Hull> hullOfSquares(const std::vector<ScenePoint>& centres,
                                     const HullOptions& options) {
    if (centres.empty()) return Error{ErrorCode::BadInput, "there are no inhabited squares"};
    const Engine e;
    const double h = options.halfSide;
    std::vector<GEOSGeometry*> squares;
    squares.reserve(centres.size());
    for (const ScenePoint& c : centres) {
        const ScenePath ring{
            {c.x - h, c.y - h}, {c.x + h, c.y - h}, {c.x + h, c.y + h}, {c.x - h, c.y + h}};
        squares.push_back(polygonOf(e, {ring}).release());
    }
    const Geometry all = collect(e, GEOS_MULTIPOLYGON, squares);
    const Geometry joined = own(e, all ? GEOSUnaryUnion_r(e.handle, all.get()) : nullptr);
    const Geometry closed = buffered(
        e, buffered(e, buffered(e, joined, options.grow), -options.shrink), options.regrow);
    Hull hull;
    Geometry largest = own(e, nullptr);
    double total = 0;
    eachPart(e, closed.get(), [&](const GEOSGeometry* part) {
        if (GEOSGeomTypeId_r(e.handle, part) != GEOS_POLYGON || GEOSisEmpty_r(e.handle, part))
            return;
        Geometry filled =
            own(e, GEOSGeom_createPolygon_r(
                       e.handle, GEOSGeom_clone_r(e.handle, GEOSGetExteriorRing_r(e.handle, part)),
                       nullptr, 0));
        const double area = areaOf(e, filled.get());
        total += area;
        ++hull.pieces;
        if (area > hull.areaSquareMetres) {
            hull.areaSquareMetres = area;
            largest = std::move(filled);
        }
    });
    if (!largest) return Error{ErrorCode::BadInput, "nothing is left of the inhabited squares"};
    hull.droppedSquareMetres = total - hull.areaSquareMetres;
    const Geometry simple =
        own(e, GEOSTopologyPreserveSimplify_r(e.handle, largest.get(), options.simplify));
    const GEOSGeometry* kept = simple ? simple.get() : largest.get();
    hull.areaSquareMetres = areaOf(e, kept);
    hull.ring = pathOf(e, GEOSGetExteriorRing_r(e.handle, kept));
    hull.ring.pop_back();
    double twice = 0;
    for (std::size_t i = 0; i < hull.ring.size(); ++i) {
        const ScenePoint a = hull.ring[i], b = hull.ring[(i + 1) % hull.ring.size()];
        twice += (a.x - hull.ring[0].x) * (b.y - hull.ring[0].y) -
                 (b.x - hull.ring[0].x) * (a.y - hull.ring[0].y);
    }
    if (twice < 0) std::reverse(hull.ring.begin(), hull.ring.end());
    return hull;
}

CoverageFigures coverageFigures(const std::vector<std::vector<RingSet>>& polygons,
                                const std::vector<std::pair<int, int>>& pairs) {
    const Engine e;
    CoverageFigures figures;
    std::vector<Geometry> made;
    for (const std::vector<RingSet>& one : polygons) {
        std::vector<GEOSGeometry*> parts;
        for (const RingSet& rings : one)
            if (Geometry polygon = polygonOf(e, rings)) parts.push_back(polygon.release());
        made.push_back(collect(e, GEOS_MULTIPOLYGON, parts));
        if (!made.back() || GEOSisValid_r(e.handle, made.back().get()) != 1) ++figures.invalid;
        figures.areaOfAll += areaOf(e, made.back().get());
    }
    std::vector<GEOSGeometry*> copies;
    for (const Geometry& g : made)
        eachPart(e, g.get(), [&](const GEOSGeometry* part) {
            copies.push_back(GEOSGeom_clone_r(e.handle, part));
        });
    const Geometry all = collect(e, GEOS_MULTIPOLYGON, copies);
    const Geometry joined = own(e, all ? GEOSUnaryUnion_r(e.handle, all.get()) : nullptr);
    figures.areaOfUnion = areaOf(e, joined.get());
    for (const auto& [a, b] : pairs) {
        const Geometry common =
            own(e, GEOSIntersection_r(e.handle, made[static_cast<std::size_t>(a)].get(),
                                      made[static_cast<std::size_t>(b)].get()));
        figures.overlap += areaOf(e, common.get());
        ++figures.pairs;
    }
    return figures;
}

std::vector<std::pair<ScenePoint, double>> piecesAfterErosion(const RingSet& polygon,
                                                              double marginMetres,
                                                              double smallest) {
    const Engine e;
    std::vector<std::pair<ScenePoint, double>> pieces;
    const Geometry eroded = buffered(e, polygonOf(e, polygon), -marginMetres);
    eachPart(e, eroded.get(), [&](const GEOSGeometry* part) {
        const double area = areaOf(e, part);
        if (area < smallest || area <= 0) return;
        const Geometry on = own(e, GEOSPointOnSurface_r(e.handle, part));
        ScenePoint p;
        if (!on) return;
        GEOSGeomGetX_r(e.handle, on.get(), &p.x);
        GEOSGeomGetY_r(e.handle, on.get(), &p.y);
        pieces.emplace_back(p, area);
    });
    std::sort(pieces.begin(), pieces.end(),
              [](const auto& a, const auto& b) { return a.second > b.second; });
    return pieces;
}

}  // namespace gis
