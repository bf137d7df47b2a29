// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/partition/planar_graph.h"

namespace gis::cut {

/// Walks around sets of faces of a traced graph.
class Outlines {
  public:
    explicit Outlines(const PlanarGraph& graph);

    /// The polygons that a set of faces covers together; rings touch themselves nowhere.
    std::vector<CellPolygon> around(const std::vector<int>& faces);

  private:
    std::vector<CellPolygon> assemble(std::vector<std::vector<int>> rings) const;

    const PlanarGraph& m_graph;
    std::vector<int> m_inSet;   ///< By face: the walk in which it is in the set.
    std::vector<int> m_walked;  ///< By half-edge.
    std::vector<int> m_seenAt;  ///< By vertex: place in the ring being split.
    int m_walk = 0;
};

/// Signed area, m2; positive for counter-clockwise rings.
double ringArea(const std::vector<ScenePoint>& ring);
double ringLength(const std::vector<ScenePoint>& ring);
bool ringContains(const std::vector<ScenePoint>& ring, ScenePoint p);

}  // namespace gis::cut
