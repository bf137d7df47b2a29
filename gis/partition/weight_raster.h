// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "gis/partition/planar_graph.h"

namespace gis::cut {

/// Weight on a raster of squares; each square counts at its centre.
class WeightRaster {
  public:
    /// @param step Side of a square, metres.
    WeightRaster(ScenePoint southWest, ScenePoint northEast, double step);

    /// A point, or spread evenly over a square of side `cellMetres`.
    void addPoint(ScenePoint place, double weight, double cellMetres);
    /// A line: its length, metres.
    void addLine(const std::vector<ScenePoint>& points);
    /// The same everywhere: its area, m2.
    void fill();

    double total() const { return m_total; }
    double step() const { return m_step; }

    /// Calls `visit(face, vertex-like position, weight)` for every weighted square whose centre
    /// lies in a face of the graph, row by row from the south.
    void sweep(const PlanarGraph& graph,
               const std::function<void(int face, Vertex place, double weight)>& visit) const;

  private:
    ScenePoint m_corner;
    double m_step;
    int m_columns, m_rows;
    std::vector<float> m_weight;
    double m_total = 0;
};

/// Finds the face of positions, exactly.
///
/// @return For each position its face, -1 outside every face.
std::vector<int> facesOf(const PlanarGraph& graph, const std::vector<ScenePoint>& places);

}  // namespace gis::cut
