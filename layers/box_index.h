// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <cstdint>
#include <limits>
#include <vector>

#include "gis/geometry/projection.h"

namespace layers {

/// A box on the plane, metres; empty until something was added.
struct SceneBox {
    double minX = std::numeric_limits<double>::infinity();
    double minY = std::numeric_limits<double>::infinity();
    double maxX = -std::numeric_limits<double>::infinity();
    double maxY = -std::numeric_limits<double>::infinity();

    static SceneBox of(const QRectF& r) { return {r.left(), r.top(), r.right(), r.bottom()}; }
    bool isEmpty() const { return minX > maxX; }
    void add(gis::ScenePoint p) {
        minX = std::min(minX, p.x);
        minY = std::min(minY, p.y);
        maxX = std::max(maxX, p.x);
        maxY = std::max(maxY, p.y);
    }
    void add(const SceneBox& o) {
        minX = std::min(minX, o.minX);
        minY = std::min(minY, o.minY);
        maxX = std::max(maxX, o.maxX);
        maxY = std::max(maxY, o.maxY);
    }
    bool intersects(const SceneBox& o) const {
        return minX <= o.maxX && o.minX <= maxX && minY <= o.maxY && o.minY <= maxY;
    }
    bool contains(const SceneBox& o) const {
        return minX <= o.minX && maxX >= o.maxX && minY <= o.minY && maxY >= o.maxY;
    }
};

/// Finds the boxes that touch a box: a packed R-tree, made once.
///
/// @thread any; never changes after it was made.
class BoxIndex {
  public:
    BoxIndex() = default;
    explicit BoxIndex(const std::vector<SceneBox>& boxes);

    /// Calls `visit(index)` for each box that touches `wanted`, in no useful order.
    template <class Visit>
    void query(const SceneBox& wanted, Visit visit) const {
        if (m_levels.empty()) return;
        visitNode(m_levels.size() - 1, 0, wanted, visit);
    }

  private:
    static constexpr std::size_t kFan = 12;

    template <class Visit>
    void visitNode(std::size_t level, std::size_t node, const SceneBox& wanted,
                   Visit& visit) const {
        const auto& boxes = m_levels[level];
        const std::size_t end = std::min(boxes.size(), node * kFan + kFan);
        for (std::size_t i = node * kFan; i < end; ++i) {
            if (!boxes[i].intersects(wanted)) continue;
            if (level == 0)
                visit(m_order[i]);
            else
                visitNode(level - 1, i, wanted, visit);
        }
    }

    std::vector<std::uint32_t> m_order;           ///< Place in level 0 to index of the caller.
    std::vector<std::vector<SceneBox>> m_levels;  ///< 0 holds the boxes, the last the root's.
};

}  // namespace layers
