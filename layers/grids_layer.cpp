// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/grids_layer.h"

#include <QCoreApplication>
#include <cmath>

#include "layers/grid_map.h"
#include "layers/labels.h"
#include "layers/pen.h"

namespace layers {

namespace {

QPen gridPen(Theme theme) {
    return penOf(kGridLine, theme);
}

QPen dedicatedPen(Theme theme) {
    return penOf(kDedicatedLine, theme, Qt::SquareCap);
}

/// Lines at 45 degrees, 8 px apart, that lie still on the ground while the view moves.
void hatch(QPainter& p, const QPainterPath& area, const MapView& view, const QRectF& clip,
           QColor color) {
    p.save();
    p.setClipPath(area);
    color.setAlphaF(float(kHatchAlpha));
    p.setPen(QPen(color, 1));
    const QRectF box = area.boundingRect().intersected(clip);
    const QPointF origin = view.toPixel({0, 0});
    const double step = kHatchPixels * std::sqrt(2.0);
    const double anchor = std::fmod(origin.x() + origin.y(), step);
    const double from = std::floor((box.left() + box.top() - anchor) / step) * step + anchor;
    for (double sum = from; sum < box.right() + box.bottom(); sum += step)
        p.drawLine(QPointF(sum - box.top(), box.top()), QPointF(sum - box.bottom(), box.bottom()));
    p.restore();
}

class GridsContent final : public LayerContent {
  public:
    explicit GridsContent(std::shared_ptr<const GridMap> gridMap) : m_gridMap(std::move(gridMap)) {}

    void paint(QPainter& p, const RenderContext& c) const override {
        if (!m_gridMap) return;
        const SceneBox clip = SceneBox::of(c.clip);
        if (c.view.metresPerPixel <= kGridsHideAbove) {
            p.setPen(gridPen(c.theme));
            p.setBrush(Qt::NoBrush);
            // A line that is also a higher border is drawn by the boundaries layer above.
            const ShapeSet& lines = m_gridMap->borders(BorderRank::Grid);
            lines.index().query(clip, [&](std::uint32_t i) {
                if (!c.isCancelled()) lines.drawLine(p, i, c.view, clip);
            });
            const ShapeSet& communities = m_gridMap->borders(BorderRank::Community);
            communities.index().query(clip, [&](std::uint32_t i) {
                if (!c.isCancelled()) communities.drawLine(p, i, c.view, clip);
            });
        }
        const QPointF a = c.view.toPixel({clip.minX, clip.maxY});
        const QPointF b = c.view.toPixel({clip.maxX, clip.minY});
        const ShapeSet& shapes = m_gridMap->shapes();
        shapes.index().query(clip, [&](std::uint32_t i) {
            if (m_gridMap->items()[i].kind != dispatch::GridKind::Dedicated || c.isCancelled())
                return;
            const QPainterPath path = shapes.path(i, c.view);
            hatch(p, path, c.view, QRectF(a, b),
                  c.theme.color(std::string_view("map.grid.dedicated")));
            p.setPen(dedicatedPen(c.theme));
            p.setBrush(Qt::NoBrush);
            shapes.drawLine(p, i, c.view, clip);
        });
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        if (!m_gridMap) return;
        const SceneBox clip = SceneBox::of(c.clip);
        const double mpp = c.view.metresPerPixel;
        if (mpp > kSerialsBelow) return;
        m_gridMap->shapes().index().query(clip, [&](std::uint32_t i) {
            const GridMap::Item& item = m_gridMap->items()[i];
            if (item.inner.radius / mpp < kSerialRoom || item.code.size() < 3) return;
            const bool dedicated = item.kind == dispatch::GridKind::Dedicated;
            labels.add({.text = QString::fromStdString(item.code.substr(item.code.size() - 3)),
                        .style = {11, false, false, 0,
                                  dedicated ? std::string_view("map.grid.dedicated")
                                            : std::string_view("map.label.minor")},
                        .at = c.view.toPixel(item.inner.at),
                        .priority = 50});
        });
    }

    void findHits(QPointF at, const MapView& view, dispatch::Millis,
                  std::vector<Hit>& hits) const override {
        if (!m_gridMap) return;
        const gis::ScenePoint p = view.toScene(at);
        std::vector<std::size_t> found;
        if (const auto top = m_gridMap->gridAt(p, true)) found.push_back(*top);
        if (const auto under = m_gridMap->gridAt(p); under && (found.empty() || found[0] != *under))
            found.push_back(*under);
        for (const std::size_t i : found)
            hits.push_back({{dispatch::Kind::Grid, m_gridMap->items()[i].id.value},
                            m_gridMap->items()[i].inner.at,
                            0,
                            0,
                            true});
    }

    std::optional<Hit> locate(dispatch::RecordRef record, const MapView&) const override {
        if (record.kind != dispatch::Kind::Grid || !m_gridMap) return {};
        const auto i = m_gridMap->find(dispatch::GridId{record.id});
        if (!i) return {};
        return Hit{record, m_gridMap->items()[*i].inner.at, 0, 0, true};
    }

    QPainterPath outlineOf(dispatch::RecordRef record, const MapView& view) const override {
        if (record.kind != dispatch::Kind::Grid || !m_gridMap) return {};
        const auto i = m_gridMap->find(dispatch::GridId{record.id});
        return i ? m_gridMap->shapes().path(*i, view) : QPainterPath();
    }

    std::size_t count() const override { return m_gridMap ? m_gridMap->items().size() : 0; }

  private:
    std::shared_ptr<const GridMap> m_gridMap;
};

}  // namespace

std::shared_ptr<const LayerContent> GridsLayer::build(const SceneInput& input) const {
    return std::make_shared<GridsContent>(input.gridMap);
}

void GridsLayer::paintSample(QPainter& p, Theme theme) const {
    QPen pen = gridPen(theme);
    pen.setColor(theme.color(std::string_view("map.boundary.community")));
    p.setPen(pen);
    p.setBrush(Qt::NoBrush);
    p.drawPolygon(QPolygonF({{5, 2}, {15, 2}, {18, 8}, {15, 14}, {5, 14}, {2, 8}}));
}

QList<LegendRow> GridsLayer::legend(Theme theme, qreal ratio) const {
    QList<LegendRow> rows;
    const auto row = [&](const char* title, bool dedicated) {
        QPixmap sample(QSize(20, 16) * ratio);
        sample.setDevicePixelRatio(ratio);
        sample.fill(Qt::transparent);
        QPainter p(&sample);
        p.setRenderHint(QPainter::Antialiasing);
        QPainterPath box;
        box.addRect(QRectF(2, 2, 16, 12));
        if (dedicated)
            hatch(p, box, MapView{}, QRectF(0, 0, 20, 16),
                  theme.color(std::string_view("map.grid.dedicated")));
        p.setPen(dedicated ? dedicatedPen(theme) : gridPen(theme));
        p.drawPath(box);
        rows.append({QCoreApplication::translate("layers", title), sample});
    };
    row(QT_TRANSLATE_NOOP("layers", "Community and rural grid"), false);
    row(QT_TRANSLATE_NOOP("layers", "Dedicated grid"), true);
    return rows;
}

}  // namespace layers
