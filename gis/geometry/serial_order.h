// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "dispatch/place.h"

namespace gis {

/// The order in which the grids of one community, numbered in one publication, get their serials:
/// rows from north to south, in a row from west to east.
///
/// The community is cut into rows as high as the median grid (height of its box), the first one
/// beginning at the community's northernmost vertex; a grid is in the row its centroid is in. In a
/// row the centroid further west comes first; of two equal ones the northern.
///
/// @param areas The grids; those without an area come last, as they are.
/// @return Places in `areas`, in the order of the serials to give.
/// @thread any.
std::vector<std::size_t> serialOrder(std::span<const dispatch::Area* const> areas);
std::vector<std::size_t> serialOrder(std::span<const dispatch::Area> areas);

/// Centroid on the plane of degrees, holes taken off; the box's centre where it has no area.
dispatch::LonLat centroidOf(const dispatch::Area& area);

}  // namespace gis
