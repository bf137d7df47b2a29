// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "dispatch/place.h"

namespace gis {

namespace detail {
/// The sign by exact arithmetic: slow, for the few points that are all but on the line.
int exactOrientation(dispatch::LonLat a, dispatch::LonLat b, dispatch::LonLat p);
}  // namespace detail

/// Tells exactly on which side of a line a position lies.
///
/// @return 1 left of the way from `a` to `b`, -1 right of it, 0 on the line; never a rounding
/// guess.
/// @thread any.
/// @source Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
///         Predicates", 1997: the error bound of the quick answer.
inline int orientation(dispatch::LonLat a, dispatch::LonLat b, dispatch::LonLat p) {
    const double left = (b.lon - a.lon) * (p.lat - a.lat);
    const double right = (b.lat - a.lat) * (p.lon - a.lon);
    const double turn = left - right;
    const double bound = 3.3306690738754716e-16 * (std::fabs(left) + std::fabs(right));
    if (turn > bound) return 1;
    if (turn < -bound) return -1;
    return detail::exactOrientation(a, b, p);
}

/// Whether a position lies exactly on the closed stretch between two others.
inline bool isOnSegment(dispatch::LonLat a, dispatch::LonLat b, dispatch::LonLat p) {
    if (p.lat < std::fmin(a.lat, b.lat) || p.lat > std::fmax(a.lat, b.lat)) return false;
    if (p.lon < std::fmin(a.lon, b.lon) || p.lon > std::fmax(a.lon, b.lon)) return false;
    return orientation(a, b, p) == 0;
}

}  // namespace gis
