// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/weight_raster.h"

#include <algorithm>
#include <cmath>

namespace gis::cut {

WeightRaster::WeightRaster(ScenePoint southWest, ScenePoint northEast, double step)
    : m_corner(southWest),
      m_step(step),
      m_columns(std::max(1, static_cast<int>(std::ceil((northEast.x - southWest.x) / step)))),
      m_rows(std::max(1, static_cast<int>(std::ceil((northEast.y - southWest.y) / step)))),
      m_weight(idx(m_columns) * idx(m_rows), 0.0F) {}

void WeightRaster::addPoint(ScenePoint place, double weight, double cellMetres) {
    if (!(weight > 0)) return;
    m_total += weight;
    const int n = cellMetres > 0 ? 2 * static_cast<int>(std::ceil(cellMetres / m_step)) : 1;
    const auto share = static_cast<float>(weight / (double(n) * n));
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            const double x = place.x + cellMetres * ((j + 0.5) / n - 0.5);
            const double y = place.y + cellMetres * ((i + 0.5) / n - 0.5);
            const double column = std::floor((x - m_corner.x) / m_step);
            const double row = std::floor((y - m_corner.y) / m_step);
            if (column < 0 || row < 0 || column >= m_columns || row >= m_rows) continue;
            m_weight[static_cast<std::size_t>(row) * idx(m_columns) +
                     static_cast<std::size_t>(column)] += share;
        }
}

void WeightRaster::addLine(const std::vector<ScenePoint>& points) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double dx = points[i].x - points[i - 1].x, dy = points[i].y - points[i - 1].y;
        const double length = std::sqrt(dx * dx + dy * dy);
        const int n = std::max(1, static_cast<int>(std::ceil(length / m_step)));
        for (int k = 0; k < n; ++k) {
            const double t = (k + 0.5) / n;
            addPoint({points[i - 1].x + t * dx, points[i - 1].y + t * dy}, length / n, 0);
        }
    }
}

void WeightRaster::fill() {
    const auto area = static_cast<float>(m_step * m_step);
    for (float& w : m_weight) w += area;
    m_total += double(area) * double(m_weight.size());
}

void WeightRaster::sweep(const PlanarGraph& graph,
                         const std::function<void(int, Vertex, double)>& visit) const {
    struct Crossing {
        float column;  ///< In squares from the west.
        int face;      ///< East of it.
    };
    const auto rowsOf = [&](const Segment& s) {
        const ScenePoint a = graph.toScene(graph.at(s.a)), b = graph.toScene(graph.at(s.b));
        const double low = (std::min(a.y, b.y) - m_corner.y) / m_step - 0.5;
        const double high = (std::max(a.y, b.y) - m_corner.y) / m_step - 0.5;
        return std::pair{std::max(0, static_cast<int>(std::ceil(low))),
                         std::min(m_rows, static_cast<int>(std::ceil(high)))};
    };
    std::vector<int> first(idx(m_rows) + 1, 0);
    const std::vector<Segment>& segments = graph.segments();
    const auto count = static_cast<int>(segments.size());
    for (int s = 0; s < count; ++s) {
        if (graph.face(2 * s) < 0) continue;
        const auto [from, to] = rowsOf(segments[idx(s)]);
        for (int row = from; row < to; ++row) ++first[idx(row) + 1];
    }
    for (std::size_t row = 0; row < idx(m_rows); ++row) first[row + 1] += first[row];
    std::vector<Crossing> crossings(idx(first.back()));
    std::vector<int> put(first.begin(), first.end() - 1);
    for (int s = 0; s < count; ++s) {
        if (graph.face(2 * s) < 0) continue;
        const auto [from, to] = rowsOf(segments[idx(s)]);
        const ScenePoint a = graph.toScene(graph.at(segments[idx(s)].a));
        const ScenePoint b = graph.toScene(graph.at(segments[idx(s)].b));
        const int east = graph.face(a.y < b.y ? 2 * s + 1 : 2 * s);
        for (int row = from; row < to; ++row) {
            const double y = m_corner.y + (row + 0.5) * m_step;
            const double x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
            crossings[idx(put[idx(row)]++)] = {static_cast<float>((x - m_corner.x) / m_step), east};
        }
    }
    for (int row = 0; row < m_rows; ++row) {
        const auto begin = crossings.begin() + first[idx(row)];
        const auto end = crossings.begin() + first[idx(row) + 1];
        std::sort(begin, end, [](const Crossing& p, const Crossing& q) {
            return p.column != q.column ? p.column < q.column : p.face < q.face;
        });
        for (auto it = begin; it != end && it + 1 != end; ++it) {
            if (it->face < 0 || !graph.faces()[idx(it->face)].inside) continue;
            const int from = std::max(0, static_cast<int>(std::ceil(it->column - 0.5F)));
            const int to =
                std::min(m_columns, static_cast<int>(std::ceil((it + 1)->column - 0.5F)));
            for (int column = from; column < to; ++column) {
                const float w = m_weight[idx(row) * idx(m_columns) + idx(column)];
                if (!(w > 0)) continue;
                const ScenePoint centre{m_corner.x + (column + 0.5) * m_step,
                                        m_corner.y + (row + 0.5) * m_step};
                visit(it->face, graph.toLattice(centre), double(w));
            }
        }
    }
}

std::vector<int> facesOf(const PlanarGraph& graph, const std::vector<ScenePoint>& places) {
    std::vector<int> found(places.size(), -1);
    if (places.empty()) return found;
    constexpr double kRow = 25;
    double south = places[0].y, north = places[0].y;
    for (const ScenePoint& p : places) {
        south = std::min(south, p.y);
        north = std::max(north, p.y);
    }
    const auto rowOf = [&](double y) { return static_cast<int>(std::floor((y - south) / kRow)); };
    const int rows = rowOf(north) + 1;
    std::vector<std::vector<int>> byRow(idx(rows));
    const std::vector<Segment>& segments = graph.segments();
    for (int s = 0; s < static_cast<int>(segments.size()); ++s) {
        if (graph.face(2 * s) < 0) continue;
        const double a = graph.toScene(graph.at(segments[idx(s)].a)).y;
        const double b = graph.toScene(graph.at(segments[idx(s)].b)).y;
        const int to = std::min(rows - 1, rowOf(std::max(a, b)));
        for (int row = std::max(0, rowOf(std::min(a, b))); row <= to; ++row)
            byRow[idx(row)].push_back(s);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const ScenePoint p = places[i];
        double nearest = -1;
        for (const int s : byRow[idx(rowOf(p.y))]) {
            const ScenePoint a = graph.toScene(graph.at(segments[idx(s)].a));
            const ScenePoint b = graph.toScene(graph.at(segments[idx(s)].b));
            if ((a.y <= p.y) == (b.y <= p.y)) continue;
            const double x = a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y);
            if (x > p.x || (nearest >= 0 && p.x - x >= nearest)) continue;
            nearest = p.x - x;
            found[i] = graph.face(a.y < b.y ? 2 * s + 1 : 2 * s);
        }
    }
    return found;
}

}  // namespace gis::cut
