// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/polygon.h"

#include <algorithm>
#include <cmath>

#include "gis/geometry/geos_context.h"

namespace gis {

using dispatch::Area;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::LonLat;
using dispatch::PolygonRings;
using dispatch::Result;
using dispatch::Ring;

namespace {

struct ThreadContext {
    GEOSContextHandle_t handle = GEOS_init_r();
    std::string message;
    ThreadContext() {
        GEOSContext_setErrorMessageHandler_r(handle, &ThreadContext::keep, this);
        GEOSContext_setNoticeMessageHandler_r(
            handle, [](const char*, void*) {}, nullptr);
    }
    ThreadContext(const ThreadContext&) = delete;
    ThreadContext& operator=(const ThreadContext&) = delete;
    ~ThreadContext() { GEOS_finish_r(handle); }
    static void keep(const char* text, void* self) {
        static_cast<ThreadContext*>(self)->message = text;
    }
};

ThreadContext& threadContext() {
    thread_local ThreadContext context;
    return context;
}

std::string ringProblem(const Ring& ring) {
    if (ring.size() < 4) return "has fewer than four positions";
    if (!(ring.front() == ring.back())) return "is not closed";
    for (const LonLat& p : ring)
        if (!std::isfinite(p.lon) || !std::isfinite(p.lat))
            return "has a position that is no number";
    return {};
}

GEOSGeometry* linearRing(const Ring& ring) {
    static_assert(sizeof(LonLat) == 2 * sizeof(double));
    GEOSCoordSequence* line = GEOSCoordSeq_copyFromBuffer_r(
        geos(), &ring.front().lon, static_cast<unsigned>(ring.size()), 0, 0);
    return GEOSGeom_createLinearRing_r(geos(), line);
}

Ring ringOf(const GEOSGeometry* linear, bool counterClockwise) {
    const GEOSCoordSequence* line = GEOSGeom_getCoordSeq_r(geos(), linear);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(geos(), line, &size);
    Ring ring(size);
    if (size == 0) return ring;
    GEOSCoordSeq_copyToBuffer_r(geos(), line, &ring.front().lon, 0, 0);
    char ccw = 0;
    if (size >= 4 && GEOSCoordSeq_isCCW_r(geos(), line, &ccw) != 0 &&
        (ccw != 0) != counterClockwise)
        std::reverse(ring.begin(), ring.end());
    return ring;
}

void collect(const GEOSGeometry* geometry, Area& out) {
    const int type = GEOSGeomTypeId_r(geos(), geometry);
    if (type == GEOS_POLYGON) {
        if (GEOSisEmpty_r(geos(), geometry) == 1) return;
        PolygonRings rings;
        rings.shell = ringOf(GEOSGetExteriorRing_r(geos(), geometry), true);
        const int holes = GEOSGetNumInteriorRings_r(geos(), geometry);
        for (int i = 0; i < holes; ++i) {
            Ring hole = ringOf(GEOSGetInteriorRingN_r(geos(), geometry, i), false);
            if (!hole.empty()) rings.holes.push_back(std::move(hole));
        }
        out.push_back(std::move(rings));
        return;
    }
    if (type < GEOS_MULTIPOINT) return;
    const int parts = GEOSGetNumGeometries_r(geos(), geometry);
    for (int i = 0; i < parts; ++i) collect(GEOSGetGeometryN_r(geos(), geometry, i), out);
}

/// Built without checking: the rings come from GEOS or were checked.
GEOSGeometry* build(const Area& area) {
    std::vector<GEOSGeometry*> parts;
    for (const PolygonRings& polygon : area) {
        std::vector<GEOSGeometry*> holes;
        for (const Ring& hole : polygon.holes) holes.push_back(linearRing(hole));
        parts.push_back(GEOSGeom_createPolygon_r(geos(), linearRing(polygon.shell), holes.data(),
                                                 static_cast<unsigned>(holes.size())));
    }
    if (parts.size() == 1) return parts.front();
    return GEOSGeom_createCollection_r(geos(), GEOS_MULTIPOLYGON, parts.data(),
                                       static_cast<unsigned>(parts.size()));
}

}  // namespace

GEOSContextHandle_t geos() {
    return threadContext().handle;
}

std::string takeGeosMessage() {
    std::string text;
    std::swap(text, threadContext().message);
    return text.empty() ? "GEOS gave no reason" : text;
}

void Polygon::Free::operator()(GEOSGeom_t* geometry) const {
    GEOSGeom_destroy_r(geos(), geometry);
}

Polygon::Polygon() : m_geometry(GEOSGeom_createEmptyPolygon_r(geos())) {}
Polygon::Polygon(GEOSGeom_t* geometry) : m_geometry(geometry) {}
Polygon::Polygon(const Polygon& other)
    : m_geometry(other.m_geometry ? GEOSGeom_clone_r(geos(), other.raw())
                                  : GEOSGeom_createEmptyPolygon_r(geos())) {}
Polygon& Polygon::operator=(const Polygon& other) {
    if (this != &other) *this = Polygon(other);
    return *this;
}
Polygon::Polygon(Polygon&&) noexcept = default;
Polygon& Polygon::operator=(Polygon&&) noexcept = default;
Polygon::~Polygon() = default;

Result<Polygon> Polygon::make(const Area& area) {
    for (std::size_t i = 0; i < area.size(); ++i) {
        std::string where = area.size() > 1 ? " of part " + std::to_string(i + 1) : "";
        if (const auto fault = ringProblem(area[i].shell); !fault.empty())
            return Error{ErrorCode::BadInput, "the outer ring" + where + " " + fault};
        for (std::size_t h = 0; h < area[i].holes.size(); ++h)
            if (const auto fault = ringProblem(area[i].holes[h]); !fault.empty())
                return Error{ErrorCode::BadInput,
                             "hole " + std::to_string(h + 1) + where + " " + fault};
    }
    return Polygon(build(area));
}

Result<Polygon> Polygon::fromWkt(const std::string& wkt) {
    GEOSWKTReader* reader = GEOSWKTReader_create_r(geos());
    Geometry read(GEOSWKTReader_read_r(geos(), reader, wkt.c_str()));
    GEOSWKTReader_destroy_r(geos(), reader);
    if (!read) return Error{ErrorCode::BadInput, "not WKT: " + takeGeosMessage()};
    const int type = GEOSGeomTypeId_r(geos(), read.get());
    if (type != GEOS_POLYGON && type != GEOS_MULTIPOLYGON)
        return Error{ErrorCode::BadInput, "the WKT is no POLYGON and no MULTIPOLYGON"};
    return Polygon(read.release());
}

Polygon Polygon::adopt(GEOSGeom_t* geometry) {
    Geometry owned(geometry);
    const int type = GEOSGeomTypeId_r(geos(), owned.get());
    if (type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON) return Polygon(owned.release());
    Area area;
    collect(owned.get(), area);
    return Polygon(build(area));
}

Area Polygon::area() const {
    Area area;
    collect(raw(), area);
    return area;
}

bool Polygon::isEmpty() const {
    return GEOSisEmpty_r(geos(), raw()) == 1;
}

double Polygon::planarArea() const {
    double area = 0;
    GEOSArea_r(geos(), raw(), &area);
    return area;
}

int Polygon::parts() const {
    return isEmpty() ? 0 : GEOSGetNumGeometries_r(geos(), raw());
}

std::string Polygon::wkt(int digits) const {
    GEOSWKTWriter* writer = GEOSWKTWriter_create_r(geos());
    GEOSWKTWriter_setTrim_r(geos(), writer, 1);
    GEOSWKTWriter_setRoundingPrecision_r(geos(), writer, digits);
    char* text = GEOSWKTWriter_write_r(geos(), writer, raw());
    std::string out = text != nullptr ? text : "";
    GEOSFree_r(geos(), text);
    GEOSWKTWriter_destroy_r(geos(), writer);
    return out;
}

}  // namespace gis
