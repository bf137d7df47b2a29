// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/place.h"

namespace dispatch {

/// Straight length over the ground between two positions of one city, on the ellipsoid's curvature
/// at their middle latitude. Within 1 mm of the geodesic up to 1 km apart, within 0.1 % up to
/// 100 km; the exact one is gis/geometry/geodesic.h. Safe across the 180th meridian.
///
/// @thread any.
/// @source Mid-latitude formula with the radii of curvature of the CGCS2000 ellipsoid
///         (a = 6,378,137 m, 1/f = 298.257222101).
Metres groundDistance(LonLat from, LonLat to);

}  // namespace dispatch
