// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/place.h"
#include "dispatch/result.h"

struct GEOSGeom_t;

namespace gis {

/// An area as GEOS works on it, on a plane: in degrees or in metres, whatever it was made from.
/// May be empty, of several parts, or invalid: ask validity().
///
/// @thread any for const use; every thread has a GEOS context of its own.
class Polygon {
  public:
    /// An empty area.
    Polygon();

    /// @param area Rings closed, at least four positions each; degrees, or metres as `lon`, `lat`.
    /// @error BadInput a ring is open, too short or has a position that is no number; detail says
    ///        which.
    static dispatch::Result<Polygon> make(const dispatch::Area& area);
    /// @error BadInput not WKT of a POLYGON or MULTIPOLYGON.
    static dispatch::Result<Polygon> fromWkt(const std::string& wkt);

    /// Back to rings: shells counter-clockwise, holes clockwise, closed.
    dispatch::Area area() const;

    bool isEmpty() const;
    /// Planar area in the square of its own unit; for people use areaSquareMetres().
    double planarArea() const;
    int parts() const;
    /// @param digits After the point.
    std::string wkt(int digits = 7) const;

    Polygon(const Polygon& other);
    Polygon& operator=(const Polygon& other);
    Polygon(Polygon&&) noexcept;
    Polygon& operator=(Polygon&&) noexcept;
    ~Polygon();

    /// For the sources of this folder only: GEOS's own object. Borrowed.
    const GEOSGeom_t* raw() const { return m_geometry.get(); }
    /// Takes over a geometry of GEOS, keeping only its areas.
    static Polygon adopt(GEOSGeom_t* geometry);

  private:
    struct Free {
        void operator()(GEOSGeom_t* geometry) const;
    };
    explicit Polygon(GEOSGeom_t* geometry);
    std::unique_ptr<GEOSGeom_t, Free> m_geometry;
};

/// Areas as well-known binary (ISO, little endian, MultiPolygon), as stored.
std::vector<std::uint8_t> toWkb(const dispatch::Area& area);

/// Reads Polygon or MultiPolygon, both byte orders, ISO or EWKB; Z, M and an SRID are passed over.
/// @error BadInput cut short, longer than what it says, or of another type.
dispatch::Result<dispatch::Area> fromWkb(std::span<const std::uint8_t> bytes);

/// A line as a LineString, and back; as above.
std::vector<std::uint8_t> toWkb(const dispatch::Line& line);
dispatch::Result<dispatch::Line> lineFromWkb(std::span<const std::uint8_t> bytes);

}  // namespace gis
