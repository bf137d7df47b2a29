// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "dispatch/place.h"

namespace gis::demo {

/// A position in metres east and north of the city's middle.
struct Vec {
    double x = 0;
    double y = 0;
    friend bool operator==(const Vec&, const Vec&) = default;
    friend Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
    friend Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
    friend Vec operator*(Vec a, double f) { return {a.x * f, a.y * f}; }
};

inline double dot(Vec a, Vec b) {
    return a.x * b.x + a.y * b.y;
}
inline double cross(Vec a, Vec b) {
    return a.x * b.y - a.y * b.x;
}
inline double length(Vec a) {
    return std::sqrt(a.x * a.x + a.y * a.y);
}
inline double distance(Vec a, Vec b) {
    return length(a - b);
}
inline Vec unit(Vec a) {
    const double l = length(a);
    return l > 0 ? a * (1 / l) : Vec{1, 0};
}
inline Vec leftOf(Vec a) {
    return {-a.y, a.x};
}
inline Vec lerp(Vec a, Vec b, double t) {
    return a + (b - a) * t;
}
inline Vec atAngle(double radians, double radius) {
    return {std::cos(radians) * radius, std::sin(radians) * radius};
}

using Path = std::vector<Vec>;

/// Area of a ring given without repeating its first position; above 0 where it runs
/// counter-clockwise.
double signedArea(const Path& ring);
Vec centroid(const Path& ring);
bool contains(const Path& ring, Vec p);
double distanceToSegment(Vec p, Vec a, Vec b);
double distanceToPath(Vec p, const Path& path);
double lengthOf(const Path& path);
/// The position at a distance along a path, and the direction there.
Vec along(const Path& path, double metres, Vec* direction = nullptr);
/// A smooth curve through the given points (Catmull-Rom), a position about every `step` metres.
Path smooth(const Path& through, double step, bool closed = false);
/// The path moved sideways to its left.
Path offsetPath(const Path& path, double metres);

/// Metres of the city's own plane to degrees and back: an equal-area view of the ellipsoid around
/// the middle, good to a metre over the city.
class CityFrame {
  public:
    explicit CityFrame(dispatch::LonLat middle);
    dispatch::LonLat toLonLat(Vec p) const;

  private:
    dispatch::LonLat m_middle;
    double m_metresPerLatitude;
};

/// Random numbers that are the same on every machine (splitmix64).
class Random {
  public:
    explicit Random(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ull + 0x1234567) {}
    std::uint64_t bits() {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    double share() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
    double between(double low, double high) { return low + (high - low) * share(); }
    bool chance(double p) { return share() < p; }
    /// A whole number from 0 to n-1.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(share() * double(n)); }
    int whole(int low, int high) {
        return low + static_cast<int>(below(std::size_t(high - low + 1)));
    }
    /// Roughly normal, mean 0, deviation 1, never beyond 3.5.
    double normal();

  private:
    std::uint64_t m_state;
};

/// Smooth noise in -1..1 over the plane: value noise with a period of `scale` metres, two octaves.
class Noise {
  public:
    Noise(std::uint64_t seed, double scale) : m_seed(seed), m_scale(scale) {}
    double at(Vec p) const;

  private:
    double octave(double x, double y, std::uint64_t salt) const;
    std::uint64_t m_seed;
    double m_scale;
};

}  // namespace gis::demo
