// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dispatch/place.h"

namespace gis {

/// A straight stretch of a ring with the owner on its left.
struct DirectedEdge {
    dispatch::LonLat from;
    dispatch::LonLat to;
    std::int32_t owner = 0;
};

/// All edges of an area, shells counter-clockwise and holes clockwise whatever the input does, so
/// that the area is on the left. Repeated positions are left out.
void appendEdges(const dispatch::Area& area, std::int32_t owner, std::vector<DirectedEdge>& out);

/// For each edge the place of the edge that runs exactly the other way, or -1. Where more than two
/// edges lie between the same two positions, those beyond the first pair stay at -1.
std::vector<std::int32_t> pairEdges(std::span<const DirectedEdge> edges);

/// Splits edges without a partner at ends of other such edges that lie on them.
///
/// @param tolerance Degrees; how far off the edge such an end may be.
/// @return How many vertices were put in.
std::size_t splitAtTouchingEnds(std::vector<DirectedEdge>& edges, double tolerance);

/// Joins edges end to end into simple rings and those into polygons. Where rings touch in a vertex
/// they are kept apart. Edges that close no ring are left out.
///
/// @param edges Every vertex has as many edges coming in as going out, the area on the left.
/// @return Shells counter-clockwise, holes clockwise; invalid where the edges cross.
dispatch::Area joinEdges(std::span<const DirectedEdge> edges);

}  // namespace gis
