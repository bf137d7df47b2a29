// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tiny_city.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace support {

using dispatch::Area;
using dispatch::LonLat;
using dispatch::Ring;

namespace {

constexpr int kBlock = 4;

std::string digits(int value, int width) {
    char text[16];
    std::snprintf(text, sizeof text, "%0*d", width, value);
    return text;
}

/// A number from -1 to 1 that belongs to a lattice point.
double noise(std::uint64_t seed, int u, int v, int which) {
    std::uint64_t h = seed * 0x9E3779B97F4A7C15U +
                      static_cast<std::uint64_t>(u) * 0xBF58476D1CE4E5B9U +
                      static_cast<std::uint64_t>(v) * 0x94D049BB133111EBU +
                      static_cast<std::uint64_t>(which) * 0xD6E8FEB86659FD93U;
    h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9U;
    h = (h ^ (h >> 27)) * 0x94D049BB133111EBU;
    h ^= h >> 31;
    return static_cast<double>(h >> 11) / static_cast<double>(1ULL << 52) - 1;
}

class Lattice {
  public:
    explicit Lattice(const TinyCityPlan& plan) : m_plan(plan), m_fine(plan.sideVertices + 1) {}

    /// Rows are counted from the north; a block of cells as one ring with all its vertices.
    Ring block(int column, int row, int columns, int rows) const {
        const int west = column * m_fine, east = (column + columns) * m_fine;
        const int north = row * m_fine, south = (row + rows) * m_fine;
        Ring ring;
        for (int u = west; u < east; ++u) ring.push_back(at(u, south));
        for (int v = south; v > north; --v) ring.push_back(at(east, v));
        for (int u = east; u > west; --u) ring.push_back(at(u, north));
        for (int v = north; v < south; ++v) ring.push_back(at(west, v));
        ring.push_back(ring.front());
        return ring;
    }

    LonLat middle(int column, int row) const {
        const double c = column + 0.5, r = row + 0.5;
        return {m_plan.west + c * m_plan.step, m_plan.north - r * m_plan.step};
    }

  private:
    LonLat at(int u, int v) const {
        const double fine = m_plan.step / m_fine;
        const double wave = m_plan.warp * m_plan.step * 0.05;
        const double x = u * fine + wave * std::sin(v * 0.9 / m_fine) +
                         m_plan.warp * 0.25 * fine * noise(m_plan.seed, u, v, 0);
        const double y = -v * fine + wave * std::sin(u * 0.7 / m_fine) +
                         m_plan.warp * 0.25 * fine * noise(m_plan.seed, u, v, 1);
        return {std::round((m_plan.west + x) * 1e7) / 1e7,
                std::round((m_plan.north + y) * 1e7) / 1e7};
    }

    TinyCityPlan m_plan;
    int m_fine;
};

}  // namespace

TinyCity tinyCity(const TinyCityPlan& plan) {
    TinyCity city;
    const Lattice lattice(plan);
    auto centre = [&](const std::string& code, const char* level, const std::string& parent) {
        for (const auto& known : city.centres)
            if (known.code == code) return;
        dispatch::Centre made;
        made.code = code;
        made.name = std::string(level) + " " + code;
        made.level = level;
        made.parent = parent;
        city.centres.push_back(made);
    };
    centre("1503", "city", "");
    centre("150302", "district", "1503");
    const int blockColumns = plan.columns / kBlock, blockRows = plan.rows / kBlock;
    for (int br = 0; br < blockRows; ++br) {
        for (int bc = 0; bc < blockColumns; ++bc) {
            const int number = br * blockColumns + bc;
            const std::string township = "150302" + digits(number / 3 + 1, 3);
            const std::string community = township + digits(number % 3 + 1, 3);
            centre(township, "township", "150302");
            centre(community, "community", township);
            for (int r = 0; r < kBlock; ++r)
                for (int c = 0; c < kBlock; ++c) {
                    dispatch::Grid grid;
                    grid.code = community + digits(r * kBlock + c + 1, 3);
                    grid.name = "grid " + grid.code.substr(9);
                    grid.kind = r == 0 && br == 0 ? dispatch::GridKind::Rural
                                                  : dispatch::GridKind::Community;
                    grid.people = 800 + 10 * ((r * 7 + c * 3) % 9);
                    grid.households = grid.people / 2.5;
                    grid.area = {{lattice.block(bc * kBlock + c, br * kBlock + r, 1, 1), {}}};
                    city.grids.push_back(std::move(grid));
                }
            dispatch::Post post;
            post.code = "p" + digits(number + 1, 2);
            post.name = "post " + post.code;
            post.kind = "police";
            post.place = lattice.middle(bc * kBlock + 1, br * kBlock + 1);
            city.posts.push_back(post);
            dispatch::Responder responder;
            responder.code = "w" + digits(number + 1, 2);
            responder.name = "worker " + responder.code;
            responder.grid = community + "001";
            responder.post = post.code;
            city.responders.push_back(responder);
        }
    }
    for (int br = 0; br < blockRows; ++br) {
        dispatch::Zone zone;
        zone.code = "z" + digits(br + 1, 2);
        zone.name = "zone " + zone.code;
        zone.area = {{lattice.block(0, br * kBlock, plan.columns, kBlock), {}}};
        city.zones.push_back(std::move(zone));
    }
    for (int i = 0; i < plan.dedicated; ++i) {
        dispatch::Grid grid;
        grid.code = city.grids[static_cast<std::size_t>(i) * kBlock * kBlock].code.substr(0, 12) +
                    digits(901 + i, 3);
        grid.name = "park " + digits(i + 1, 1);
        grid.kind = dispatch::GridKind::Dedicated;
        // Over a corner where four grids meet, off every street.
        const LonLat corner = lattice.middle(i * kBlock, 0);
        const double s = plan.step;
        const double w = corner.lon + 0.3 * s, e = corner.lon + 0.9 * s;
        const double n = corner.lat - 0.2 * s, so = corner.lat - 0.8 * s;
        grid.area = {{{{w, so}, {e, so}, {e, n}, {(w + e) / 2, n + 0.1 * s}, {w, n}, {w, so}}, {}}};
        city.grids.push_back(std::move(grid));
    }
    return city;
}

std::vector<dispatch::Record> TinyCity::records() const {
    std::vector<dispatch::Record> rows;
    auto append = [&](const auto& list) {
        for (const auto& row : list) rows.emplace_back(row);
    };
    append(centres);
    append(grids);
    append(zones);
    append(posts);
    append(responders);
    return rows;
}

}  // namespace support
