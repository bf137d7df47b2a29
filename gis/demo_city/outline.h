// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "dispatch/place.h"
#include "gis/demo_city/plane.h"

namespace gis::demo {

/// Unites areas that share exact vertices and do not overlap: edges that two areas walk in opposite
/// directions fall away, what is left is chained to rings. Every vertex is kept.
class Union {
  public:
    /// A ring, closed or not; shells counter-clockwise, holes clockwise.
    void add(const dispatch::Ring& ring);
    void add(const dispatch::Area& area);
    dispatch::Area area() const;

  private:
    int vertex(dispatch::LonLat p);
    std::map<std::pair<double, double>, int> m_index;
    std::vector<dispatch::LonLat> m_places;
    std::map<std::pair<int, int>, int> m_edges;  ///< Directed; count.
};

/// A closed ring in degrees from a ring in metres.
dispatch::Ring toRing(const Path& ring, const CityFrame& frame);

}  // namespace gis::demo
