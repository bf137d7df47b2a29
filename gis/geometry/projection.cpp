// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/projection.h"

#include <cmath>
#include <cstdio>
#include <numbers>

#include "gis/geometry/ellipsoid.h"

namespace gis {

using dispatch::LonLat;

namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kFalseEasting = 500'000.0;
constexpr double n = kFlattening / (2.0 - kFlattening);
constexpr double n2 = n * n, n3 = n2 * n, n4 = n3 * n, n5 = n4 * n, n6 = n5 * n;
/// Radius of the rectifying sphere.
constexpr double kRadius = kSemiMajorMetres / (1 + n) * (1 + n2 / 4 + n4 / 64 + n6 / 256);

constexpr std::array<double, 6> kForward = {
    n / 2 - n2 * 2 / 3 + n3 * 5 / 16 + n4 * 41 / 180 - n5 * 127 / 288 + n6 * 7891 / 37800,
    n2 * 13 / 48 - n3 * 3 / 5 + n4 * 557 / 1440 + n5 * 281 / 630 - n6 * 1983433 / 1935360,
    n3 * 61 / 240 - n4 * 103 / 140 + n5 * 15061 / 26880 + n6 * 167603 / 181440,
    n4 * 49561 / 161280 - n5 * 179 / 168 + n6 * 6601661 / 7257600,
    n5 * 34729 / 80640 - n6 * 3418889 / 1995840,
    n6 * 212378941 / 319334400,
};
constexpr std::array<double, 6> kBackward = {
    n / 2 - n2 * 2 / 3 + n3 * 37 / 96 - n4 / 360 - n5 * 81 / 512 + n6 * 96199 / 604800,
    n2 / 48 + n3 / 15 - n4 * 437 / 1440 + n5 * 46 / 105 - n6 * 1118711 / 3870720,
    n3 * 17 / 480 - n4 * 37 / 840 - n5 * 209 / 4480 + n6 * 5569 / 90720,
    n4 * 4397 / 161280 - n5 * 11 / 504 - n6 * 830251 / 7257600,
    n5 * 4583 / 161280 - n6 * 108847 / 3991680,
    n6 * 20648693 / 638668800,
};

struct Plane {
    double xi;
    double eta;
};

/// Sum of c[j] * sin/cos(2j xi) * cosh/sinh(2j eta), by Clenshaw's recurrence on complex numbers:
/// one sine, cosine, sinh and cosh instead of six of each.
Plane series(const std::array<double, 6>& c, double xi, double eta) {
    const double s = std::sin(2 * xi), co = std::cos(2 * xi);
    const double e = std::exp(2 * eta), inv = 1 / e;
    const double sh = (e - inv) / 2, ch = (e + inv) / 2;
    // 2 cos(2 zeta), zeta = xi + i eta
    const double ar = 2 * co * ch, ai = -2 * s * sh;
    double b1r = 0, b1i = 0, b2r = 0, b2i = 0;
    for (int j = 5; j >= 0; --j) {
        const double tr = ar * b1r - ai * b1i - b2r + c[static_cast<std::size_t>(j)];
        const double ti = ar * b1i + ai * b1r - b2i;
        b2r = b1r;
        b2i = b1i;
        b1r = tr;
        b1i = ti;
    }
    // times sin(2 zeta)
    const double sr = s * ch, si = co * sh;
    return {b1r * sr - b1i * si, b1r * si + b1i * sr};
}

bool wholeZone(const dispatch::GeoBox& extent, double meridian) {
    return extent.west >= meridian - 1.5 && extent.east <= meridian + 1.5;
}

}  // namespace

Projection::Projection(double meridian, int epsg) : m_meridian(meridian), m_epsg(epsg) {
    std::array<char, 64> text{};
    if (epsg != 0)
        std::snprintf(text.data(), text.size(), "CGCS2000 / 3-degree Gauss-Kruger CM %.0fE",
                      meridian);
    else
        std::snprintf(text.data(), text.size(), "transverse Mercator %.2f%s", std::fabs(meridian),
                      meridian < 0 ? "W" : "E");
    m_name = text.data();
}

Projection Projection::forExtent(const dispatch::GeoBox& extent) {
    if (extent.isEmpty()) return {};
    const LonLat centre = extent.centre();
    const double zone = std::round(centre.lon / 3.0);
    const bool china = zone >= 25 && zone <= 45 && centre.lat > 3 && centre.lat < 54;
    if (china && wholeZone(extent, zone * 3))
        return Projection(zone * 3, 4534 + static_cast<int>(zone) - 25);
    return onMeridian(std::round(centre.lon * 100) / 100);
}

std::string Projection::definition() const {
    if (m_epsg != 0) return "EPSG:" + std::to_string(m_epsg);
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(),
                  "+proj=tmerc +lat_0=0 +lon_0=%.2f +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m "
                  "+no_defs +type=crs",
                  m_meridian);
    return text.data();
}

ScenePoint Projection::toScene(LonLat place) const {
    const double phi = place.lat * kDegree;
    const double lambda = std::remainder(place.lon - m_meridian, 360.0) * kDegree;
    const double sine = std::sin(phi);
    // Conformal latitude, as its tangent.
    const double e = std::sqrt(kEccentricitySquared);
    const double t = std::sinh(std::atanh(sine) - e * std::atanh(e * sine));
    const double cosLambda = std::cos(lambda), sinLambda = std::sin(lambda);
    const double xi = std::atan2(t, cosLambda);
    const double eta = std::asinh(sinLambda / std::hypot(t, cosLambda));
    const Plane add = series(kForward, xi, eta);
    return {kFalseEasting + kRadius * (eta + add.eta), kRadius * (xi + add.xi)};
}

LonLat Projection::toLonLat(ScenePoint point) const {
    const double xi = point.y / kRadius;
    const double eta = (point.x - kFalseEasting) / kRadius;
    const Plane take = series(kBackward, xi, eta);
    const double xi0 = xi - take.xi, eta0 = eta - take.eta;
    const double sh = std::sinh(eta0), co = std::cos(xi0);
    const double t = std::sin(xi0) / std::hypot(sh, co);
    // Newton from the conformal tangent to the geographic one; two steps reach rounding error.
    const double e = std::sqrt(kEccentricitySquared);
    double tau = t / (1 - kEccentricitySquared);
    for (int i = 0; i < 3; ++i) {
        const double root = std::sqrt(1 + tau * tau);
        const double sigma = std::sinh(e * std::atanh(e * tau / root));
        const double now = tau * std::sqrt(1 + sigma * sigma) - sigma * root;
        const double step = (t - now) / std::sqrt(1 + now * now) *
                            (1 + (1 - kEccentricitySquared) * tau * tau) /
                            ((1 - kEccentricitySquared) * root);
        tau += step;
        if (std::fabs(step) < 1e-15 * std::max(1.0, std::fabs(tau))) break;
    }
    const double lon = m_meridian + std::atan2(sh, co) / kDegree;
    return {std::remainder(lon, 360.0), std::atan(tau) / kDegree};
}

void Projection::toScene(std::span<const LonLat> places, std::span<ScenePoint> points) const {
    for (std::size_t i = 0; i < places.size(); ++i) points[i] = toScene(places[i]);
}

void Projection::toLonLat(std::span<const ScenePoint> points, std::span<LonLat> places) const {
    for (std::size_t i = 0; i < points.size(); ++i) places[i] = toLonLat(points[i]);
}

std::vector<ScenePoint> Projection::toScene(std::span<const LonLat> places) const {
    std::vector<ScenePoint> points(places.size());
    toScene(places, points);
    return points;
}

}  // namespace gis
