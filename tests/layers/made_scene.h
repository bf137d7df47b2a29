// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "dispatch/picture.h"
#include "layers/ground_data.h"

namespace support {

/// How large a made-up city is. The same numbers always make the same city.
struct SceneSize {
    int columns = 4;       ///< Grids from west to east.
    int rows = 3;          ///< Grids from south to north.
    int edgeVertices = 6;  ///< Corners on each side of a grid.
    double cellMetres = 300;
    int responders = 14;
    int cases = 9;
    int cameras = 40;
    int posts = 2;
    int streetsPerCell = 1;
    int dedicated = 1;
    std::uint64_t seed = 1;
};

/// A city of jagged grids without gaps, its ground, people and cases, near 106.82 E 39.67 N.
struct MadeScene {
    std::shared_ptr<dispatch::Picture> picture;
    std::shared_ptr<layers::GroundData> ground;
    dispatch::Millis now{};
};
MadeScene makeScene(const SceneSize& size = {});

/// The next batch of positions: everybody went a few metres on.
std::shared_ptr<dispatch::Picture> movedOn(const dispatch::Picture& picture, std::uint64_t step);

}  // namespace support
