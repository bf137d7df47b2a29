// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "dispatch/place.h"
#include "dispatch/result.h"
#include "gis/geometry/polygon.h"

namespace gis {

/// What GEOS says about an area.
struct Validity {
    bool valid = true;
    std::string reason;      ///< "Self-intersection"; empty where valid.
    dispatch::LonLat where;  ///< In the polygon's own unit.
};

/// @thread any, as everything here. Distances are in the polygons' own unit where not in Metres.
Validity validity(const Polygon& polygon);
Validity validity(const dispatch::Area& area);

/// The nearest valid area: crossings become vertices, twice-covered parts follow the linework.
/// @error BadInput nothing of an area is left.
dispatch::Result<Polygon> makeValid(const Polygon& polygon);

/// Whether a position is inside, not on the edge.
bool contains(const Polygon& polygon, dispatch::LonLat place);
/// Whether one lies wholly in the other; edges may touch.
bool covers(const Polygon& outer, const Polygon& inner);
/// Whether they share at least a point.
bool intersects(const Polygon& a, const Polygon& b);

/// Overlays. Lines and points that come out are dropped: the answer is an area, maybe empty.
/// @error BadInput an operand is invalid and GEOS gave up; make it valid first.
dispatch::Result<Polygon> intersection(const Polygon& a, const Polygon& b);
dispatch::Result<Polygon> difference(const Polygon& a, const Polygon& b);
dispatch::Result<Polygon> unionOf(const Polygon& a, const Polygon& b);
dispatch::Result<Polygon> unionOf(std::span<const Polygon> all);

/// @param distance Negative shrinks.
dispatch::Result<Polygon> buffer(const Polygon& polygon, double distance, int quadrantCorners = 8);
/// Fewer vertices, parts and holes keep their shape as areas (topology preserved). Neighbours that
/// share an edge no longer do so afterwards.
dispatch::Result<Polygon> simplify(const Polygon& polygon, double tolerance);

/// The area widened or narrowed by a length on the ground, in degrees again.
/// @param area Small against the Earth: a city. Worked out on a transverse Mercator of its own.
dispatch::Result<dispatch::Area> bufferOnGround(const dispatch::Area& area, dispatch::Metres by);

/// An area with every position changed: projected, shifted, rounded.
template <class Change>
dispatch::Area changedArea(const dispatch::Area& area, Change change) {
    dispatch::Area out = area;
    for (dispatch::PolygonRings& polygon : out) {
        for (dispatch::LonLat& p : polygon.shell) p = change(p);
        for (dispatch::Ring& hole : polygon.holes)
            for (dispatch::LonLat& p : hole) p = change(p);
    }
    return out;
}

/// A point surely inside, well away from the edges: where a label stands.
std::optional<dispatch::LonLat> interiorPoint(const Polygon& polygon);
dispatch::LonLat centroid(const Polygon& polygon);
/// The convex hull of points.
Polygon convexHull(std::span<const dispatch::LonLat> points);

/// Calls `pair(i, j)`, i < j, for all boxes that touch: what may overlap.
void forTouchingBoxes(std::span<const dispatch::GeoBox> boxes,
                      const std::function<void(std::size_t, std::size_t)>& pair);

}  // namespace gis
