// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

#include "dispatch/place.h"

namespace dispatch {

/// The great-circle distance between two positions, for ranking and for "within 200 m": within
/// 0.6 % of the ellipsoid's. Exact lengths are gis/geometry's.
///
/// @source mean radius of the earth, 6,371,008.8 m: IUGG 1980, (2a + b) / 3 of GRS 80.
inline Metres distanceBetween(LonLat a, LonLat b) {
    constexpr double kRadius = 6'371'008.8;
    constexpr double kRadian = std::numbers::pi / 180;
    const double south = std::sin((b.lat - a.lat) * kRadian / 2);
    const double west = std::sin((b.lon - a.lon) * kRadian / 2);
    const double half =
        south * south + std::cos(a.lat * kRadian) * std::cos(b.lat * kRadian) * west * west;
    return {2 * kRadius * std::asin(std::min(1.0, std::sqrt(half)))};
}

}  // namespace dispatch
