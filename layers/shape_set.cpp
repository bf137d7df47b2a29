// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/shape_set.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <queue>

namespace layers {

namespace {

/// Vertices nearer than this to the last one kept are skipped, pixels.
constexpr double kThin = 1.0;
/// The clip is wider than what is shown by this, so that its own edges are never seen.
constexpr double kRimPixels = 24;

using Pixels = std::vector<QPointF>;

QRectF pixelClip(const MapView& view, const SceneBox& clip) {
    const QPointF a = view.toPixel({clip.minX, clip.maxY});
    const QPointF b = view.toPixel({clip.maxX, clip.minY});
    return QRectF(a, b).adjusted(-kRimPixels, -kRimPixels, kRimPixels, kRimPixels);
}

/// To pixels, thinned; the last vertex always stays.
void thinned(std::span<const gis::ScenePoint> points, const MapView& view, Pixels& out) {
    out.clear();
    const double scale = 1 / view.metresPerPixel;
    const double dx = view.size.width() / 2 - view.centre.x * scale;
    const double dy = view.size.height() / 2 + view.centre.y * scale;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF p(points[i].x * scale + dx, dy - points[i].y * scale);
        if (!out.empty() && i + 1 < points.size()) {
            const QPointF step = p - out.back();
            if (step.x() * step.x() + step.y() * step.y() < kThin * kThin) continue;
        }
        out.push_back(p);
    }
}

/// Sutherland-Hodgman against one side of the clip.
template <class Inside, class Cross>
void clipSide(const Pixels& in, Pixels& out, Inside inside, Cross cross) {
    out.clear();
    for (std::size_t i = 0; i < in.size(); ++i) {
        const QPointF& a = in[i];
        const QPointF& b = in[i + 1 == in.size() ? 0 : i + 1];
        const bool ina = inside(a), inb = inside(b);
        if (ina) out.push_back(a);
        if (ina != inb) out.push_back(cross(a, b));
    }
}

void clipRing(Pixels& ring, const QRectF& r) {
    static thread_local Pixels other;
    const auto atX = [](double x) {
        return [x](QPointF a, QPointF b) {
            return QPointF(x, a.y() + (b.y() - a.y()) * (x - a.x()) / (b.x() - a.x()));
        };
    };
    const auto atY = [](double y) {
        return [y](QPointF a, QPointF b) {
            return QPointF(a.x() + (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()), y);
        };
    };
    clipSide(
        ring, other, [&](QPointF p) { return p.x() >= r.left(); }, atX(r.left()));
    clipSide(
        other, ring, [&](QPointF p) { return p.x() <= r.right(); }, atX(r.right()));
    clipSide(
        ring, other, [&](QPointF p) { return p.y() >= r.top(); }, atY(r.top()));
    clipSide(
        other, ring, [&](QPointF p) { return p.y() <= r.bottom(); }, atY(r.bottom()));
}

bool segmentTouches(QPointF a, QPointF b, const QRectF& r) {
    return std::max(a.x(), b.x()) >= r.left() && std::min(a.x(), b.x()) <= r.right() &&
           std::max(a.y(), b.y()) >= r.top() && std::min(a.y(), b.y()) <= r.bottom();
}

/// The part of a segment inside the clip (Liang-Barsky); false where there is none.
bool clipSegment(QPointF& a, QPointF& b, const QRectF& r) {
    double from = 0, to = 1;
    const QPointF step = b - a;
    const auto side = [&](double p, double q) {
        if (p == 0) return q >= 0;
        const double t = q / p;
        if (p < 0)
            from = std::max(from, t);
        else
            to = std::min(to, t);
        return from <= to;
    };
    if (!side(-step.x(), a.x() - r.left()) || !side(step.x(), r.right() - a.x()) ||
        !side(-step.y(), a.y() - r.top()) || !side(step.y(), r.bottom() - a.y()))
        return false;
    const QPointF start = a;
    a = start + from * step;
    b = start + to * step;
    return true;
}

void strokeRun(QPainter& painter, const Pixels& run, double offset) {
    if (run.size() < 2) return;
    if (painter.pen().style() != Qt::SolidLine) {
        QPen pen = painter.pen();
        pen.setDashOffset(offset / std::max(1e-9, pen.widthF()));
        painter.setPen(pen);
    }
    painter.drawPolyline(run.data(), int(run.size()));
}

}  // namespace

void ShapeSet::closeShape() {
    SceneBox box;
    const std::uint32_t firstRing = m_shapeEnds.empty() ? 0 : m_shapeEnds.back();
    std::uint32_t from = firstRing == 0 ? 0 : m_ringEnds[firstRing - 1];
    for (; from < m_points.size(); ++from) box.add(m_points[from]);
    m_shapeEnds.push_back(std::uint32_t(m_ringEnds.size()));
    m_boxes.push_back(box);
    if (!box.isEmpty()) m_extent.add(box);
}

void ShapeSet::addArea(const dispatch::Area& area, const gis::Projection& projection) {
    const auto addRing = [&](const dispatch::Ring& ring) {
        if (ring.size() < 3) return;
        const std::size_t start = m_points.size();
        m_points.resize(start + ring.size());
        projection.toScene(ring, std::span(m_points).subspan(start));
        m_ringEnds.push_back(std::uint32_t(m_points.size()));
    };
    for (const dispatch::PolygonRings& polygon : area) {
        addRing(polygon.shell);
        for (const dispatch::Ring& hole : polygon.holes) addRing(hole);
    }
    closeShape();
}

void ShapeSet::addLine(const dispatch::Line& line, const gis::Projection& projection) {
    const std::size_t start = m_points.size();
    m_points.resize(start + line.size());
    projection.toScene(line, std::span(m_points).subspan(start));
    m_ringEnds.push_back(std::uint32_t(m_points.size()));
    closeShape();
}

void ShapeSet::addLine(std::span<const gis::ScenePoint> line) {
    m_points.insert(m_points.end(), line.begin(), line.end());
    m_ringEnds.push_back(std::uint32_t(m_points.size()));
    closeShape();
}

void ShapeSet::finish() {
    m_points.shrink_to_fit();
    m_index = BoxIndex(m_boxes);
}

std::size_t ShapeSet::ringCount(std::size_t shape) const {
    return m_shapeEnds[shape] - (shape == 0 ? 0 : m_shapeEnds[shape - 1]);
}

std::span<const gis::ScenePoint> ShapeSet::ring(std::size_t shape, std::size_t ring) const {
    const std::size_t at = (shape == 0 ? 0 : m_shapeEnds[shape - 1]) + ring;
    const std::size_t from = at == 0 ? 0 : m_ringEnds[at - 1];
    return std::span(m_points).subspan(from, m_ringEnds[at] - from);
}

bool ShapeSet::contains(std::size_t shape, gis::ScenePoint p) const {
    const SceneBox& b = m_boxes[shape];
    if (p.x < b.minX || p.x > b.maxX || p.y < b.minY || p.y > b.maxY) return false;
    bool inside = false;
    for (std::size_t r = 0; r < ringCount(shape); ++r) {
        const auto points = ring(shape, r);
        for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
            const gis::ScenePoint &a = points[i], &c = points[j];
            if ((a.y > p.y) != (c.y > p.y) && p.x < (c.x - a.x) * (p.y - a.y) / (c.y - a.y) + a.x)
                inside = !inside;
        }
    }
    return inside;
}

void ShapeSet::drawArea(QPainter& painter, std::size_t shape, const MapView& view,
                        const SceneBox& clip) const {
    static thread_local Pixels pixels;
    const bool whole = clip.contains(m_boxes[shape]);
    const QRectF r = pixelClip(view, clip);
    const std::size_t rings = ringCount(shape);
    QPainterPath path;
    for (std::size_t i = 0; i < rings; ++i) {
        thinned(ring(shape, i), view, pixels);
        if (!whole) clipRing(pixels, r);
        if (pixels.size() < 3) continue;
        if (rings == 1) {
            painter.drawPolygon(pixels.data(), int(pixels.size()));
            return;
        }
        path.moveTo(pixels.front());
        for (std::size_t k = 1; k < pixels.size(); ++k) path.lineTo(pixels[k]);
        path.closeSubpath();
    }
    if (!path.isEmpty()) painter.drawPath(path);
}

void ShapeSet::drawLine(QPainter& painter, std::size_t shape, const MapView& view,
                        const SceneBox& clip) const {
    static thread_local Pixels pixels;
    static thread_local Pixels run;
    const bool whole = clip.contains(m_boxes[shape]);
    const QRectF r = pixelClip(view, clip);
    for (std::size_t i = 0; i < ringCount(shape); ++i) {
        thinned(ring(shape, i), view, pixels);
        if (whole) {
            strokeRun(painter, pixels, 0);
            continue;
        }
        run.clear();
        double length = 0, runStart = 0;
        for (std::size_t k = 0; k + 1 < pixels.size(); ++k) {
            QPointF a = pixels[k], b = pixels[k + 1];
            const double step = std::hypot(b.x() - a.x(), b.y() - a.y());
            if (!segmentTouches(a, b, r) || !clipSegment(a, b, r)) {
                strokeRun(painter, run, runStart);
                run.clear();
            } else {
                if (run.empty() || run.back() != a) {
                    strokeRun(painter, run, runStart);
                    run.assign(1, a);
                    runStart = length + std::hypot(a.x() - pixels[k].x(), a.y() - pixels[k].y());
                }
                run.push_back(b);
            }
            length += step;
        }
        strokeRun(painter, run, runStart);
    }
}

QPainterPath ShapeSet::path(std::size_t shape, const MapView& view) const {
    Pixels pixels;
    QPainterPath path;
    for (std::size_t i = 0; i < ringCount(shape); ++i) {
        thinned(ring(shape, i), view, pixels);
        if (pixels.size() < 3) continue;
        path.moveTo(pixels.front());
        for (std::size_t k = 1; k < pixels.size(); ++k) path.lineTo(pixels[k]);
        path.closeSubpath();
    }
    return path;
}

namespace {

double signedDistance(const ShapeSet& shapes, std::size_t shape, gis::ScenePoint p) {
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < shapes.ringCount(shape); ++r) {
        const auto points = shapes.ring(shape, r);
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            const gis::ScenePoint a = points[i], b = points[i + 1];
            const double dx = b.x - a.x, dy = b.y - a.y;
            const double square = dx * dx + dy * dy;
            const double t =
                square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0)
                           : 0.0;
            best = std::min(best, std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy));
        }
    }
    return shapes.contains(shape, p) ? best : -best;
}

}  // namespace

// Quadtree search for the pole of inaccessibility (the polylabel method), coarse: a label needs no
// more.
InnerPoint innerPoint(const ShapeSet& shapes, std::size_t shape) {
    struct Cell {
        gis::ScenePoint at;
        double half;
        double distance;
        double reach() const { return distance + half * 1.4143; }
        bool operator<(const Cell& o) const { return reach() < o.reach(); }
    };
    const SceneBox box = shapes.box(shape);
    if (box.isEmpty()) return {};
    const double width = box.maxX - box.minX, height = box.maxY - box.minY;
    const double size = std::min(width, height);
    if (size <= 0) return {{box.minX, box.minY}, 0};
    const double precision = std::max(width, height) / 48;
    std::priority_queue<Cell> cells;
    const auto make = [&](gis::ScenePoint at, double half) {
        return Cell{at, half, signedDistance(shapes, shape, at)};
    };
    for (double x = box.minX; x < box.maxX; x += size)
        for (double y = box.minY; y < box.maxY; y += size)
            cells.push(make({x + size / 2, y + size / 2}, size / 2));
    Cell best = make({(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2}, 0);
    for (int guard = 0; !cells.empty() && guard < 400; ++guard) {
        const Cell cell = cells.top();
        cells.pop();
        if (cell.distance > best.distance) best = cell;
        if (cell.reach() - best.distance <= precision) continue;
        const double half = cell.half / 2;
        for (const double sx : {-half, half})
            for (const double sy : {-half, half})
                cells.push(make({cell.at.x + sx, cell.at.y + sy}, half));
    }
    return {best.at, std::max(0.0, best.distance)};
}

}  // namespace layers
