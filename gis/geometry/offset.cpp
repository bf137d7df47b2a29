// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/offset.h"

#include <cmath>
#include <numbers>

namespace gis {

using dispatch::LonLat;

namespace {

constexpr double kPi = std::numbers::pi;
// The formula's own ellipsoid: Krasovsky 1940.
constexpr double kAxis = 6'378'245.0;
constexpr double kEccentricity = 0.00669342162296594323;
constexpr double kBaidu = kPi * 3000.0 / 180.0;

LonLat shiftAt(LonLat place) {
    const double x = place.lon - 105.0, y = place.lat - 35.0;
    const double root = std::sqrt(std::fabs(x));
    const double common = (20 * std::sin(6 * x * kPi) + 20 * std::sin(2 * x * kPi)) * 2 / 3;
    double dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common;
    dLat += (20 * std::sin(y * kPi) + 40 * std::sin(y / 3 * kPi)) * 2 / 3;
    dLat += (160 * std::sin(y / 12 * kPi) + 320 * std::sin(y * kPi / 30)) * 2 / 3;
    double dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common;
    dLon += (20 * std::sin(x * kPi) + 40 * std::sin(x / 3 * kPi)) * 2 / 3;
    dLon += (150 * std::sin(x / 12 * kPi) + 300 * std::sin(x / 30 * kPi)) * 2 / 3;

    const double phi = place.lat / 180 * kPi;
    const double sine = std::sin(phi);
    const double magic = 1 - kEccentricity * sine * sine;
    const double magicRoot = std::sqrt(magic);
    return {dLon * 180 / (kAxis / magicRoot * std::cos(phi) * kPi),
            dLat * 180 / (kAxis * (1 - kEccentricity) / (magic * magicRoot) * kPi)};
}

LonLat bd09FromGcj02(LonLat gcj) {
    const double z = std::hypot(gcj.lon, gcj.lat) + 0.00002 * std::sin(gcj.lat * kBaidu);
    const double theta = std::atan2(gcj.lat, gcj.lon) + 0.000003 * std::cos(gcj.lon * kBaidu);
    return {z * std::cos(theta) + 0.0065, z * std::sin(theta) + 0.006};
}

/// Solves forward(p) == target by fixed-point steps: both shifts change by less than a thousandth
/// over their own length, so three steps would do.
template <class Forward>
LonLat solve(LonLat target, Forward forward) {
    LonLat guess = target;
    for (int i = 0; i < 12; ++i) {
        const LonLat there = forward(guess);
        const double dLon = target.lon - there.lon, dLat = target.lat - there.lat;
        guess.lon += dLon;
        guess.lat += dLat;
        if (std::fabs(dLon) < 1e-11 && std::fabs(dLat) < 1e-11) break;
    }
    return guess;
}

}  // namespace

bool isShifted(LonLat place) {
    return place.lon >= 72.004 && place.lon <= 137.8347 && place.lat >= 0.8293 &&
           place.lat <= 55.8271;
}

LonLat gcj02FromCgcs2000(LonLat place) {
    if (!isShifted(place)) return place;
    const LonLat shift = shiftAt(place);
    return {place.lon + shift.lon, place.lat + shift.lat};
}

LonLat cgcs2000FromGcj02(LonLat place) {
    return isShifted(place) ? solve(place, gcj02FromCgcs2000) : place;
}

LonLat bd09FromCgcs2000(LonLat place) {
    return isShifted(place) ? bd09FromGcj02(gcj02FromCgcs2000(place)) : place;
}

LonLat cgcs2000FromBd09(LonLat place) {
    return isShifted(place) ? solve(place, bd09FromCgcs2000) : place;
}

}  // namespace gis
