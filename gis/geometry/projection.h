// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "dispatch/place.h"

namespace gis {

/// A position on the map's plane: metres of the projected CRS, x east, y north.
struct ScenePoint {
    double x = 0;
    double y = 0;
    friend bool operator==(const ScenePoint&, const ScenePoint&) = default;
};

/// Turns positions into metres of the map's plane and back: a transverse Mercator on the CGCS2000
/// ellipsoid. Lengths and areas for people are never taken from the plane: see geodesic.h.
///
/// @thread any; a value that never changes.
/// @source Krüger's series to n^6 as in Karney, "Transverse Mercator with an accuracy of a few
///         nanometers", J. Geodesy 85 (2011); good to micrometres within 10 degrees of the
///         meridian.
class Projection {
  public:
    /// CGCS2000 3-degree Gauss-Krüger with central meridian 108 E (EPSG:4545).
    Projection() : Projection(108.0, 4545) {}

    /// Chooses the projected CRS for a city.
    ///
    /// In China the CGCS2000 3-degree zone that contains the whole extent; where the extent crosses
    /// a zone seam (106.5 E and the like), or lies elsewhere, a transverse Mercator on the extent's
    /// middle meridian, rounded to 0.01 degree, without an EPSG code.
    ///
    /// @param extent The city; an empty box gives EPSG:4545.
    static Projection forExtent(const dispatch::GeoBox& extent);

    /// A transverse Mercator on a meridian of one's own; scale 1, false easting 500,000 m.
    static Projection onMeridian(double degreesEast) { return Projection(degreesEast, 0); }

    ScenePoint toScene(dispatch::LonLat place) const;
    dispatch::LonLat toLonLat(ScenePoint point) const;

    /// Batches; both spans have the same size.
    void toScene(std::span<const dispatch::LonLat> places, std::span<ScenePoint> points) const;
    void toLonLat(std::span<const ScenePoint> points, std::span<dispatch::LonLat> places) const;
    std::vector<ScenePoint> toScene(std::span<const dispatch::LonLat> places) const;

    /// EPSG code, 0 where there is none.
    int epsg() const { return m_epsg; }
    /// "CGCS2000 / 3-degree Gauss-Kruger CM 108E", or "transverse Mercator 8.61W".
    const std::string& name() const { return m_name; }
    double centralMeridian() const { return m_meridian; }
    /// The same CRS for PROJ, GDAL and QGIS: "EPSG:4545" or a PROJ string.
    std::string definition() const;

    friend bool operator==(const Projection& a, const Projection& b) {
        return a.m_meridian == b.m_meridian;
    }

  private:
    Projection(double meridian, int epsg);

    double m_meridian;
    int m_epsg;
    std::string m_name;
};

}  // namespace gis
