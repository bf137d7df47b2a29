// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/plane.h"

#include <algorithm>

namespace gis::demo {

double signedArea(const Path& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Vec a = ring[i] - ring[0];
        const Vec b = ring[(i + 1) % ring.size()] - ring[0];
        sum += cross(a, b);
    }
    return sum / 2;
}

Vec centroid(const Path& ring) {
    double sum = 0;
    Vec weighted;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Vec a = ring[i] - ring[0];
        const Vec b = ring[(i + 1) % ring.size()] - ring[0];
        const double c = cross(a, b);
        sum += c;
        weighted = weighted + (a + b) * c;
    }
    return std::abs(sum) > 1e-9 ? ring[0] + weighted * (1 / (3 * sum)) : ring[0];
}

bool contains(const Path& ring, Vec p) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Vec a = ring[i], b = ring[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

double distanceToSegment(Vec p, Vec a, Vec b) {
    const Vec d = b - a;
    const double l2 = dot(d, d);
    const double t = l2 > 0 ? std::clamp(dot(p - a, d) / l2, 0.0, 1.0) : 0;
    return distance(p, a + d * t);
}

double distanceToPath(Vec p, const Path& path) {
    double best = 1e18;
    for (std::size_t i = 1; i < path.size(); ++i)
        best = std::min(best, distanceToSegment(p, path[i - 1], path[i]));
    return best;
}

double lengthOf(const Path& path) {
    double sum = 0;
    for (std::size_t i = 1; i < path.size(); ++i) sum += distance(path[i - 1], path[i]);
    return sum;
}

Vec along(const Path& path, double metres, Vec* direction) {
    for (std::size_t i = 1; i < path.size(); ++i) {
        const double l = distance(path[i - 1], path[i]);
        if (metres <= l || i + 1 == path.size()) {
            if (direction) *direction = unit(path[i] - path[i - 1]);
            return lerp(path[i - 1], path[i], l > 0 ? std::clamp(metres / l, 0.0, 1.0) : 0);
        }
        metres -= l;
    }
    return path.empty() ? Vec{} : path.front();
}

Path smooth(const Path& through, double step, bool closed) {
    const auto n = static_cast<int>(through.size());
    Path out;
    const int pieces = closed ? n : n - 1;
    const auto get = [&](int i) {
        return closed ? through[static_cast<std::size_t>((i % n + n) % n)]
                      : through[static_cast<std::size_t>(std::clamp(i, 0, n - 1))];
    };
    for (int i = 0; i < pieces; ++i) {
        const Vec a = get(i - 1), b = get(i), c = get(i + 1), d = get(i + 2);
        const int parts = std::max(1, static_cast<int>(std::ceil(distance(b, c) / step)));
        for (int k = 0; k < parts; ++k) {
            const double t = double(k) / parts, t2 = t * t, t3 = t2 * t;
            out.push_back((b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * t2 +
                           (b * 3 - a - c * 3 + d) * t3) *
                          0.5);
        }
    }
    if (!closed) out.push_back(through.back());
    return out;
}

Path offsetPath(const Path& path, double metres) {
    Path out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Vec before = path[i == 0 ? 0 : i - 1];
        const Vec after = path[i + 1 == path.size() ? i : i + 1];
        out.push_back(path[i] + leftOf(unit(after - before)) * metres);
    }
    return out;
}

namespace {
constexpr double kSemiMajor = 6378137.0;
constexpr double kE2 = 0.00669438002290;
constexpr double kDegree = std::numbers::pi / 180;
}  // namespace

CityFrame::CityFrame(dispatch::LonLat middle) : m_middle(middle) {
    const double s = std::sin(middle.lat * kDegree);
    m_metresPerLatitude = kSemiMajor * (1 - kE2) / std::pow(1 - kE2 * s * s, 1.5) * kDegree;
}

dispatch::LonLat CityFrame::toLonLat(Vec p) const {
    const double lat = m_middle.lat + p.y / m_metresPerLatitude;
    const double s = std::sin(lat * kDegree);
    const double metresPerLongitude =
        kSemiMajor / std::sqrt(1 - kE2 * s * s) * std::cos(lat * kDegree) * kDegree;
    const double lon = m_middle.lon + p.x / metresPerLongitude;
    return {std::round(lon * 1e7) / 1e7, std::round(lat * 1e7) / 1e7};
}

double Random::normal() {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += share();
    return std::clamp(sum - 6, -3.5, 3.5);
}

double Noise::octave(double x, double y, std::uint64_t salt) const {
    const double fx = std::floor(x), fy = std::floor(y);
    const auto corner = [&](double cx, double cy) {
        std::uint64_t h = m_seed * 0x9E3779B97F4A7C15ull + salt;
        h ^= static_cast<std::uint64_t>(static_cast<std::int64_t>(cx)) * 0xC2B2AE3D27D4EB4Full;
        h = (h ^ (h >> 29)) * 0xBF58476D1CE4E5B9ull;
        h ^= static_cast<std::uint64_t>(static_cast<std::int64_t>(cy)) * 0x165667B19E3779F9ull;
        h = (h ^ (h >> 32)) * 0x94D049BB133111EBull;
        h ^= h >> 31;
        return static_cast<double>(h >> 11) * 0x1.0p-52 - 1;
    };
    const auto ease = [](double t) { return t * t * t * (t * (t * 6 - 15) + 10); };
    const double u = ease(x - fx), v = ease(y - fy);
    const double a = corner(fx, fy), b = corner(fx + 1, fy);
    const double c = corner(fx, fy + 1), d = corner(fx + 1, fy + 1);
    return (a + (b - a) * u) * (1 - v) + (c + (d - c) * u) * v;
}

double Noise::at(Vec p) const {
    const double x = p.x / m_scale, y = p.y / m_scale;
    return (octave(x, y, 11) + 0.5 * octave(2 * x + 7.3, 2 * y - 3.1, 23)) / 1.5;
}

}  // namespace gis::demo
