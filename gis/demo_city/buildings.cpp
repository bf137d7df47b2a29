// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/buildings.h"

#include <algorithm>

namespace gis::demo {

namespace {

/// How houses stand in a yard; metres.
struct Pattern {
    double length, depth, gapAlong, gapAcross, setback, leaveOut, floors;
};

class Builder {
  public:
    Builder(std::vector<Building>& out, Random& random) : m_out(out), m_random(random) {}

    void fill(const Path& ring, Vec axis, const Pattern& p, int block) {
        double u0 = 1e18, u1 = -1e18, v0 = 1e18, v1 = -1e18;
        for (const Vec c : ring) {
            u0 = std::min(u0, dot(c, axis)), u1 = std::max(u1, dot(c, axis));
            v0 = std::min(v0, cross(axis, c)), v1 = std::max(v1, cross(axis, c));
        }
        const double roomAlong = u1 - u0 - 2 * p.setback, roomAcross = v1 - v0 - 2 * p.setback;
        if (roomAlong < p.depth || roomAcross < p.depth) return;
        const int rows = std::max(1, int((roomAcross + p.gapAcross) / (p.depth + p.gapAcross)));
        const int columns = std::max(1, int((roomAlong + p.gapAlong) / (p.length + p.gapAlong)));
        const double pitchV = rows > 1 ? (roomAcross - p.depth) / (rows - 1) : 0;
        const double width =
            std::min((roomAlong - (columns - 1) * p.gapAlong) / columns, 1.35 * p.length);
        const double pitchU = columns > 1 ? (roomAlong - width) / (columns - 1) : 0;
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < columns; ++c) {
                if (m_random.chance(p.leaveOut)) continue;
                const double slip = m_random.between(-0.08, 0.08) * p.gapAlong;
                const double u = u0 + p.setback + width / 2 + c * pitchU + slip +
                                 (columns == 1 ? (roomAlong - width) / 2 : 0);
                const double v = v0 + p.setback + p.depth / 2 + r * pitchV +
                                 (rows == 1 ? (roomAcross - p.depth) / 2 : 0);
                const double depth = p.depth * m_random.between(0.86, 1.1);
                const double size = width * m_random.between(0.82, 1.0);
                if (set(ring, axis, u, v, size, depth, p, block)) continue;
                const double half = size * 0.5;
                if (half > 0.6 * depth &&
                    !set(ring, axis, u - size * 0.24, v, half, depth, p, block))
                    set(ring, axis, u + size * 0.24, v, half, depth, p, block);
            }
    }

  private:
    bool set(const Path& ring, Vec axis, double u, double v, double size, double depth,
             const Pattern& p, int block) {
        const Vec middle = axis * u + leftOf(axis) * v;
        const Vec a = axis * (size / 2), b = leftOf(axis) * (depth / 2);
        Building made{{middle - a - b, middle + a - b, middle + a + b, middle - a + b},
                      block,
                      size * depth * p.floors};
        for (const Vec corner : made.corners)
            if (!contains(ring, corner)) return false;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Vec from = ring[i], to = ring[(i + 1) % ring.size()];
            for (const Vec corner : made.corners)
                if (distanceToSegment(corner, from, to) < p.setback * 0.9) return false;
            const Vec local = from - middle;
            if (std::abs(dot(local, axis)) < size / 2 + 3 &&
                std::abs(cross(axis, local)) < depth / 2 + 3)
                return false;
        }
        m_out.push_back(made);
        return true;
    }

    std::vector<Building>& m_out;
    Random& m_random;
};

Vec axisOf(const Path& ring) {
    Vec best{1, 0};
    double longest = 0;
    // Edges of one street are many pieces: the directions vote by length.
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Vec d = ring[(i + 1) % ring.size()] - ring[i];
        double vote = 0;
        for (std::size_t k = 0; k < ring.size(); ++k) {
            const Vec e = ring[(k + 1) % ring.size()] - ring[k];
            const double size = length(e) * length(d);
            if (size <= 0) continue;
            const double c = std::abs(dot(d, e)) / size;
            if (c > 0.985) vote += length(e);
            if (c < 0.17) vote += 0.5 * length(e);
        }
        if (vote > longest) longest = vote, best = unit(d);
    }
    return best;
}

}  // namespace

std::vector<Building> setBuildings(const std::vector<Block>& blocks,
                                   const std::vector<Block>& yards, std::uint64_t seed) {
    Random random(seed * 29 + 11);
    std::vector<Building> out;
    out.reserve(70'000);
    Builder builder(out, random);
    for (const Block& yard : yards) {
        if (yard.area < 700 || yard.ring.size() < 3) continue;
        const int block = yard.parent;
        Vec axis = axisOf(yard.ring);
        const double dice = random.share();
        switch (yard.use) {
            case Quarter::OldTown:
                builder.fill(yard.ring, axis, {17, 12, 4, 5, 3.5, 0.1, 2}, block);
                break;
            case Quarter::Business:
                if (dice < 0.5)
                    builder.fill(yard.ring, axis, {38, 34, 15, 18, 8, 0.12, 22}, block);
                else
                    builder.fill(yard.ring, axis, {75, 42, 14, 16, 7, 0.1, 6}, block);
                break;
            case Quarter::Industry:
                if (yard.area < 300'000 && dice < 0.82)
                    builder.fill(
                        yard.ring, axis,
                        {random.between(75, 150), random.between(38, 62), 26, 24, 16, 0.22, 0.6},
                        block);
                break;
            case Quarter::Village:
                if (yard.area < 130'000 && dice < 0.9)
                    builder.fill(yard.ring, axis, {15, 11, 9, 16, 6, 0.3, 1.2}, block);
                break;
            case Quarter::Town: {
                if (yard.area > 130'000) break;
                const bool core = yard.density > 0.62;
                // Homes look south where the streets leave the choice.
                if (dice < 0.66 && std::abs(axis.x) < std::abs(axis.y)) axis = leftOf(axis);
                if (dice < 0.5)
                    builder.fill(yard.ring, axis,
                                 {random.between(36, 62), 13.5, 12, core ? 19.0 : 24.0, 7, 0.07, 6},
                                 block);
                else if (dice < 0.66)
                    builder.fill(yard.ring, axis, {25, 21, 22, 26, 9, 0.1, 20}, block);
                else if (dice < 0.8)
                    builder.fill(yard.ring, axis, {22, 15, 5, 9, 5, 0.12, 3}, block);
                else if (dice < 0.92)
                    builder.fill(yard.ring, axis, {62, 34, 18, 22, 9, 0.12, 3}, block);
                else if (dice < 0.96)
                    builder.fill(yard.ring, axis, {44, 16, 30, 40, 12, 0.2, 4}, block);
                break;
            }
            case Quarter::Farmland:
            case Quarter::Hills:
                if (yard.area < 25'000 && dice < 0.3)
                    builder.fill(yard.ring, axis, {16, 11, 14, 30, 9, 0.45, 1}, block);
                break;
            case Quarter::Park:
            case Quarter::Lake:
            case Quarter::RiverBank:
                break;
        }
    }
    std::vector<double> room(blocks.size(), 0);
    for (const Building& b : out) room[std::size_t(b.block)] += b.households;
    for (Building& b : out) {
        const double all = room[std::size_t(b.block)];
        b.households = std::round(blocks[std::size_t(b.block)].households * b.households / all);
    }
    return out;
}

}  // namespace gis::demo
