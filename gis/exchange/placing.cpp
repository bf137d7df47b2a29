// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/placing.h"

#include <ogr_spatialref.h>

#include <algorithm>
#include <cmath>

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/shape.h"
#include "gis/exchange/text_check.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/polygon.h"

namespace gis {

using dispatch::LonLat;
using dispatch::Result;

namespace {

bool isDegreeCrs(const std::string& crs) {
    const std::string name = lowered(crs);
    if (name == "gcj02" || name == "bd09") return true;
    GdalGuard guard;
    OGRSpatialReference reference;
    return reference.SetFromUserInput(crs.c_str()) == OGRERR_NONE && reference.IsGeographic();
}

double signedArea(const dispatch::Ring& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        sum += (ring[i].lon - ring[0].lon) * (ring[i + 1].lat - ring[0].lat) -
               (ring[i + 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat);
    return sum / 2;
}

/// Whether all vertices lie on one line; a bow tie of equal halves does not, though its area is 0.
bool isFlat(const dispatch::Ring& ring) {
    for (std::size_t i = 1; i + 1 < ring.size(); ++i)
        if ((ring[i].lon - ring[0].lon) * (ring[i + 1].lat - ring[0].lat) !=
            (ring[i + 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat))
            return false;
    return true;
}

/// Closes, thins and turns a ring; false where nothing is left of it.
bool settle(dispatch::Ring& ring, bool counterClockwise) {
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    if (!ring.empty() && !(ring.front() == ring.back())) ring.push_back(ring.front());
    if (ring.size() < 4) return false;
    const double area = signedArea(ring);
    if (area == 0) return !isFlat(ring);
    if ((area > 0) != counterClockwise) std::reverse(ring.begin(), ring.end());
    return true;
}

/// @return False where a ring had to be dropped.
bool settle(dispatch::Area& area) {
    bool whole = true;
    for (dispatch::PolygonRings& polygon : area) {
        if (!settle(polygon.shell, true)) {
            polygon.shell.clear();
            whole = false;
            continue;
        }
        const auto lost = std::remove_if(polygon.holes.begin(), polygon.holes.end(),
                                         [](dispatch::Ring& hole) { return !settle(hole, false); });
        whole = whole && lost == polygon.holes.end();
        polygon.holes.erase(lost, polygon.holes.end());
    }
    area.erase(std::remove_if(area.begin(), area.end(),
                              [](const auto& polygon) { return polygon.shell.empty(); }),
               area.end());
    return whole;
}

}  // namespace

const char* faultText(PlaceFault fault) {
    switch (fault) {
        case PlaceFault::None:
            return "";
        case PlaceFault::Zero:
            return "position 0,0";
        case PlaceFault::OutOfRange:
            return "position outside -180..180, -90..90";
        case PlaceFault::Swapped:
            return "longitude and latitude swapped";
        case PlaceFault::Untransformable:
            return "position outside the CRS of the file";
    }
    return "";
}

Result<Placing> Placing::make(const std::string& given, const SourceFacts& facts,
                              const dispatch::GeoBox& city) {
    const std::string crs = !given.empty() ? given : !facts.crs.empty() ? facts.crs : "EPSG:4490";
    // WGS 84 and CGCS2000 differ by centimetres: counted as one, so that numbers stay as they are.
    const bool wgs84 = lowered(crs) == "epsg:4326" || lowered(crs) == "ogc:crs84";
    auto transform = CrsTransform::make(wgs84 ? "EPSG:4490" : crs);
    if (!transform) return transform.error();
    Placing placing(std::move(*transform));
    placing.m_city = city;
    placing.m_degrees = isDegreeCrs(crs);
    placing.m_assumed = given.empty() && facts.crs.empty();
    placing.m_name = wgs84 ? "WGS 84" : placing.m_transform.name();
    if (crs.size() < 20 && lowered(placing.m_name).find(lowered(crs)) == std::string::npos)
        placing.m_name += " (" + crs + ")";
    if (!given.empty())
        placing.m_from = facts.crs.empty()
                             ? "given with --crs"
                             : "given with --crs; the file itself states " + facts.crsName;
    else if (!facts.crs.empty())
        placing.m_from = "stated by the file";
    else
        placing.m_from = "assumed, since the file states none; another is given with --crs";
    return placing;
}

PlaceFault Placing::before(LonLat p) const {
    if (!std::isfinite(p.lon) || !std::isfinite(p.lat)) return PlaceFault::OutOfRange;
    if (std::abs(p.lon) < 1e-9 && std::abs(p.lat) < 1e-9) return PlaceFault::Zero;
    if (!m_degrees) return PlaceFault::None;
    if (std::abs(p.lat) > 90 && std::abs(p.lat) <= 180 && std::abs(p.lon) <= 90)
        return PlaceFault::Swapped;
    if (std::abs(p.lat) > 90 || std::abs(p.lon) > 180) return PlaceFault::OutOfRange;
    return PlaceFault::None;
}

PlaceFault Placing::after(LonLat p) const {
    if (!std::isfinite(p.lon) || !std::isfinite(p.lat) || std::abs(p.lat) > 90 ||
        std::abs(p.lon) > 180)
        return PlaceFault::Untransformable;
    if (!m_city.isEmpty() && !m_city.contains(p) && m_city.contains({p.lat, p.lon}))
        return PlaceFault::Swapped;
    return PlaceFault::None;
}

PlaceFault Placing::place(LonLat& position) {
    if (const PlaceFault fault = before(position); fault != PlaceFault::None) return fault;
    if (!m_transform.isIdentity() && !m_transform.toCgcs2000({&position, 1}))
        return PlaceFault::Untransformable;
    return after(position);
}

PlaceFault Placing::place(dispatch::Line& line) {
    for (LonLat p : line)
        if (const PlaceFault fault = before(p); fault != PlaceFault::None) return fault;
    if (!m_transform.isIdentity() && !m_transform.toCgcs2000(line))
        return PlaceFault::Untransformable;
    for (LonLat p : line)
        if (const PlaceFault fault = after(p); fault != PlaceFault::None) return fault;
    return PlaceFault::None;
}

PlaceFault Placing::place(dispatch::Area& area) {
    for (dispatch::PolygonRings& polygon : area) {
        if (const PlaceFault fault = place(polygon.shell); fault != PlaceFault::None) return fault;
        for (dispatch::Ring& hole : polygon.holes)
            if (const PlaceFault fault = place(hole); fault != PlaceFault::None) return fault;
    }
    return PlaceFault::None;
}

AreaState repairArea(dispatch::Area& area, std::string& why) {
    const bool whole = settle(area);
    if (!whole) why = "a ring without area was dropped";
    if (area.empty()) {
        why = "no ring has an area";
        return AreaState::Hopeless;
    }
    const Validity found = validity(area);
    if (found.valid) return whole ? AreaState::Fine : AreaState::Repaired;
    why = found.reason + " at " + numberText(found.where.lon) + "," + numberText(found.where.lat);
    auto polygon = Polygon::make(area);
    if (!polygon) return AreaState::Hopeless;
    auto valid = makeValid(*polygon);
    if (!valid) return AreaState::Hopeless;
    area = valid->area();
    settle(area);
    return area.empty() ? AreaState::Hopeless : AreaState::Repaired;
}

bool readWkt(const std::string& text, RawShape& shape) {
    GdalGuard guard;
    OGRGeometry* made = nullptr;
    if (OGRGeometryFactory::createFromWkt(text.c_str(), nullptr, &made) != OGRERR_NONE || !made)
        return false;
    const std::unique_ptr<OGRGeometry> geometry(made);
    addShape(*geometry, shape);
    return true;
}

}  // namespace gis
