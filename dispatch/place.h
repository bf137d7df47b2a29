// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

namespace dispatch {

/// A position in CGCS2000 (EPSG:4490), degrees, longitude first.
struct LonLat {
    double lon = 0;  ///< Degrees east, -180 to 180.
    double lat = 0;  ///< Degrees north, -90 to 90.
    friend bool operator==(const LonLat&, const LonLat&) = default;
};

/// A length on the ground in metres.
struct Metres {
    double value = 0;
    friend auto operator<=>(const Metres&, const Metres&) = default;
};

/// A box in degrees that contains its edges; empty until something was added.
struct GeoBox {
    double west = std::numeric_limits<double>::infinity();
    double south = std::numeric_limits<double>::infinity();
    double east = -std::numeric_limits<double>::infinity();
    double north = -std::numeric_limits<double>::infinity();

    bool isEmpty() const { return west > east || south > north; }
    void add(LonLat p) {
        west = std::min(west, p.lon);
        south = std::min(south, p.lat);
        east = std::max(east, p.lon);
        north = std::max(north, p.lat);
    }
    void add(const GeoBox& other) {
        if (other.isEmpty()) return;
        add(LonLat{other.west, other.south});
        add(LonLat{other.east, other.north});
    }
    bool contains(LonLat p) const {
        return p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north;
    }
    bool intersects(const GeoBox& other) const {
        return !isEmpty() && !other.isEmpty() && west <= other.east && other.west <= east &&
               south <= other.north && other.south <= north;
    }
    LonLat centre() const { return {(west + east) / 2, (south + north) / 2}; }
};

/// A line of positions.
using Line = std::vector<LonLat>;
/// A closed ring; the last position repeats the first.
using Ring = std::vector<LonLat>;

/// One polygon: a shell and its holes. Shells run counter-clockwise, holes clockwise.
struct PolygonRings {
    Ring shell;
    std::vector<Ring> holes;
    friend bool operator==(const PolygonRings&, const PolygonRings&) = default;
};

/// An area of one or more polygons, as stored: what a grid, a zone or a lake is.
using Area = std::vector<PolygonRings>;

/// The smallest box around every vertex of an area or a line.
GeoBox boxOf(const Area& area);
GeoBox boxOf(const Line& line);

}  // namespace dispatch
