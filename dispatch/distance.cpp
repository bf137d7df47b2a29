// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/distance.h"

#include <cmath>
#include <numbers>

namespace dispatch {

Metres groundDistance(LonLat from, LonLat to) {
    constexpr double kAxis = 6378137.0;
    constexpr double kFlattening = 1 / 298.257222101;
    constexpr double kEccentricity = kFlattening * (2 - kFlattening);
    constexpr double kRadian = std::numbers::pi / 180;
    const double sine = std::sin((from.lat + to.lat) / 2 * kRadian);
    const double root = std::sqrt(1 - kEccentricity * sine * sine);
    const double meridian = kAxis * (1 - kEccentricity) / (root * root * root);
    const double vertical = kAxis / root;
    const double north = (to.lat - from.lat) * kRadian * meridian;
    const double east =
        std::remainder(to.lon - from.lon, 360.0) * kRadian * vertical * std::sqrt(1 - sine * sine);
    return {std::hypot(north, east)};
}

}  // namespace dispatch
