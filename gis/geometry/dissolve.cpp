// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/dissolve.h"

#include "gis/geometry/ops.h"
#include "gis/geometry/shared_edges.h"

namespace gis {

using dispatch::Area;
using dispatch::Result;

Result<Area> dissolve(std::span<const Area* const> areas) {
    std::vector<DirectedEdge> edges;
    for (std::size_t i = 0; i < areas.size(); ++i)
        appendEdges(*areas[i], static_cast<std::int32_t>(i), edges);
    const std::vector<std::int32_t> partner = pairEdges(edges);
    std::vector<DirectedEdge> outer;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (partner[i] < 0) outer.push_back(edges[i]);
    const Area joined = joinEdges(outer);
    if (auto polygon = Polygon::make(joined); polygon && validity(*polygon).valid) return joined;

    std::vector<Polygon> polygons;
    for (const Area* area : areas) {
        auto polygon = Polygon::make(*area);
        if (polygon && !validity(*polygon).valid) polygon = makeValid(*polygon);
        if (!polygon) return polygon.error();
        polygons.push_back(std::move(*polygon));
    }
    const auto together = unionOf(polygons);
    if (!together) return together.error();
    return together->area();
}

}  // namespace gis
