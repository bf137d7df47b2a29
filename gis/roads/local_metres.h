// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

#include "dispatch/place.h"

namespace gis {

/// Differences in degrees as metres around one latitude: good to 1 in 10,000 within some
/// kilometres, for moving and snapping; figures for people come from geodesic.h.
struct LocalMetres {
    explicit LocalMetres(double latitude) {
        constexpr double degree = std::numbers::pi / 180;
        constexpr double a = 6378137.0, e2 = 0.00669438002290;
        const double s = std::sin(latitude * degree);
        const double w = 1 - e2 * s * s;
        perLatitude = a * (1 - e2) / (w * std::sqrt(w)) * degree;
        perLongitude = a / std::sqrt(w) * std::cos(latitude * degree) * degree;
    }
    double x(dispatch::LonLat from, dispatch::LonLat to) const {
        return (to.lon - from.lon) * perLongitude;
    }
    double y(dispatch::LonLat from, dispatch::LonLat to) const {
        return (to.lat - from.lat) * perLatitude;
    }
    double distance(dispatch::LonLat a, dispatch::LonLat b) const {
        return std::hypot(x(a, b), y(a, b));
    }
    dispatch::LonLat moved(dispatch::LonLat from, double east, double north) const {
        return {from.lon + east / perLongitude, from.lat + north / perLatitude};
    }
    double perLatitude;
    double perLongitude;
};

}  // namespace gis
