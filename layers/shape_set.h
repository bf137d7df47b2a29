// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <functional>
#include <span>
#include <vector>

#include "dispatch/place.h"
#include "layers/box_index.h"
#include "layers/map_view.h"

class QPainter;

namespace layers {

/// Many outlines on the plane in one flat store, with an index; drawn clipped and thinned to
/// pixels.
///
/// A shape is one area of several rings, or one line.
/// @thread immutable after finish().
class ShapeSet {
  public:
    void addArea(const dispatch::Area& area, const gis::Projection& projection);
    void addLine(const dispatch::Line& line, const gis::Projection& projection);
    void addLine(std::span<const gis::ScenePoint> line);
    /// Makes the index; nothing may be added afterwards.
    void finish();

    std::size_t size() const { return m_shapeEnds.size(); }
    bool empty() const { return m_shapeEnds.empty(); }
    const SceneBox& box(std::size_t shape) const { return m_boxes[shape]; }
    const SceneBox& extent() const { return m_extent; }
    const BoxIndex& index() const { return m_index; }
    std::size_t ringCount(std::size_t shape) const;
    std::span<const gis::ScenePoint> ring(std::size_t shape, std::size_t ring) const;
    /// Whether a point lies in the area, by the even-odd rule.
    bool contains(std::size_t shape, gis::ScenePoint p) const;

    /// Fills (and outlines, by the painter's pen) an area.
    void drawArea(QPainter& painter, std::size_t shape, const MapView& view,
                  const SceneBox& clip) const;
    /// Strokes a line or an area's rings with the painter's pen; keeps the phase of its dashes.
    void drawLine(QPainter& painter, std::size_t shape, const MapView& view,
                  const SceneBox& clip) const;
    /// The area in pixels, unclipped.
    QPainterPath path(std::size_t shape, const MapView& view) const;

  private:
    void closeShape();

    std::vector<gis::ScenePoint> m_points;
    std::vector<std::uint32_t> m_ringEnds;   ///< Into m_points.
    std::vector<std::uint32_t> m_shapeEnds;  ///< Into m_ringEnds.
    std::vector<SceneBox> m_boxes;
    SceneBox m_extent;
    BoxIndex m_index;
};

/// A place well inside an area: the middle of about the largest circle that fits.
/// @return The place and the circle's radius, metres.
struct InnerPoint {
    gis::ScenePoint at;
    double radius = 0;
};
InnerPoint innerPoint(const ShapeSet& shapes, std::size_t shape);

}  // namespace layers
