// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/outlines.h"

#include <algorithm>
#include <cmath>

namespace gis::cut {

double ringArea(const std::vector<ScenePoint>& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const ScenePoint a = ring[i], b = ring[(i + 1) % ring.size()];
        twice += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
    }
    return twice / 2;
}

double ringLength(const std::vector<ScenePoint>& ring) {
    double length = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const ScenePoint a = ring[i], b = ring[(i + 1) % ring.size()];
        length += std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
    }
    return length;
}

bool ringContains(const std::vector<ScenePoint>& ring, ScenePoint p) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        if ((ring[i].y <= p.y) == (ring[j].y <= p.y)) continue;
        const double x =
            ring[j].x + (ring[i].x - ring[j].x) * (p.y - ring[j].y) / (ring[i].y - ring[j].y);
        if (x > p.x) inside = !inside;
    }
    return inside;
}

Outlines::Outlines(const PlanarGraph& graph)
    : m_graph(graph),
      m_inSet(graph.faces().size(), 0),
      m_walked(2 * graph.segments().size(), 0),
      m_seenAt(graph.vertices().size(), -1) {}

std::vector<CellPolygon> Outlines::around(const std::vector<int>& faces) {
    ++m_walk;
    for (const int f : faces) m_inSet[idx(f)] = m_walk;
    const auto isBorder = [&](int half) { return m_inSet[idx(m_graph.face(half ^ 1))] != m_walk; };
    std::vector<std::vector<int>> rings;
    for (const int f : faces) {
        int half = m_graph.faces()[idx(f)].start;
        do {
            if (isBorder(half) && m_walked[idx(half)] != m_walk) {
                std::vector<int> ring;
                int h = half;
                do {
                    m_walked[idx(h)] = m_walk;
                    ring.push_back(m_graph.origin(h));
                    h = m_graph.next(h);
                    while (!isBorder(h)) h = m_graph.next(h ^ 1);
                } while (h != half);
                rings.push_back(std::move(ring));
            }
            half = m_graph.next(half);
        } while (half != m_graph.faces()[idx(f)].start);
    }
    // A ring that comes by a vertex twice is two rings that touch there.
    std::vector<std::vector<int>> simple;
    for (const std::vector<int>& ring : rings) {
        std::vector<int> open;
        for (const int v : ring) {
            if (m_seenAt[idx(v)] >= 0) {
                const auto from = open.begin() + m_seenAt[idx(v)];
                simple.emplace_back(from, open.end());
                for (auto it = from; it != open.end(); ++it) m_seenAt[idx(*it)] = -1;
                open.erase(from, open.end());
            }
            m_seenAt[idx(v)] = static_cast<int>(open.size());
            open.push_back(v);
        }
        for (const int v : open) m_seenAt[idx(v)] = -1;
        simple.push_back(std::move(open));
    }
    return assemble(std::move(simple));
}

std::vector<CellPolygon> Outlines::assemble(std::vector<std::vector<int>> rings) const {
    std::vector<CellPolygon> polygons;
    std::vector<std::vector<ScenePoint>> holes;
    for (const std::vector<int>& ring : rings) {
        std::vector<ScenePoint> points;
        points.reserve(ring.size());
        for (const int v : ring) points.push_back(m_graph.toScene(m_graph.at(v)));
        if (points.size() < 3) continue;
        if (ringArea(points) > 0)
            polygons.push_back({std::move(points), {}});
        else
            holes.push_back(std::move(points));
    }
    std::sort(polygons.begin(), polygons.end(), [](const CellPolygon& a, const CellPolygon& b) {
        return ringArea(a.shell) > ringArea(b.shell);
    });
    for (std::vector<ScenePoint>& hole : holes) {
        const ScenePoint middle{(hole[0].x + hole[1].x) / 2, (hole[0].y + hole[1].y) / 2};
        CellPolygon* owner = polygons.empty() ? nullptr : &polygons[0];
        for (CellPolygon& polygon : polygons)
            if (ringContains(polygon.shell, middle)) owner = &polygon;
        if (owner) owner->holes.push_back(std::move(hole));
    }
    return polygons;
}

}  // namespace gis::cut
