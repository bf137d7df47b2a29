// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "dispatch/record.h"

namespace support {

/// How a tiny city is drawn.
struct TinyCityPlan {
    int columns = 12;      ///< Grids west to east; a multiple of 4.
    int rows = 8;          ///< Grids north to south; a multiple of 4.
    int sideVertices = 3;  ///< Vertices of one side of a grid, beyond its corner.
    double warp = 1;       ///< 0: a lattice of exact rectangles; 1: crooked streets.
    double west = 106.70, north = 39.70;
    double step = 0.004;  ///< Size of a grid, degrees.
    int dedicated = 2;    ///< Dedicated grids on top.
    std::uint64_t seed = 1;
};

/// A small city without a fault: grids that tile it and share every vertex, in communities of
/// 4 x 4, townships of three communities, one district, one city; zones of two communities; posts
/// and responders. No ids: the store gives them.
struct TinyCity {
    std::vector<dispatch::Centre> centres;
    std::vector<dispatch::Grid> grids;  ///< Geographic ones first, then the dedicated.
    std::vector<dispatch::Zone> zones;
    std::vector<dispatch::Post> posts;
    std::vector<dispatch::Responder> responders;

    /// Everything as rows for Batch::append or a transaction, in an order that fits references.
    std::vector<dispatch::Record> records() const;
};

TinyCity tinyCity(const TinyCityPlan& plan = {});

}  // namespace support
