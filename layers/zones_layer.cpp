// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/zones_layer.h"

#include "layers/labels.h"
#include "layers/pen.h"
#include "layers/shape_set.h"

namespace layers {

namespace {

class ZonesContent final : public LayerContent {
  public:
    explicit ZonesContent(const SceneInput& input) {
        input.picture->zones.forEach([&](const dispatch::Zone& zone) {
            m_shapes.addArea(zone.area, input.projection);
            m_rows.push_back({zone.id, QString::fromStdString(zone.name), {}});
        });
        m_shapes.finish();
        for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i].inner = innerPoint(m_shapes, i);
    }

    void paint(QPainter& p, const RenderContext& c) const override {
        const SceneBox clip = SceneBox::of(c.clip);
        p.setPen(penOf(kZoneLine, c.theme));
        p.setBrush(Qt::NoBrush);
        m_shapes.index().query(clip, [&](std::uint32_t i) {
            if (!c.isCancelled()) m_shapes.drawLine(p, i, c.view, clip);
        });
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        for (const Row& row : m_rows)
            labels.add({.text = row.name,
                        .style = {12, false, false, 0, "map.zone"},
                        .at = c.view.toPixel(row.inner.at),
                        .priority = 55,
                        .roomPixels = 2.4 * row.inner.radius / c.view.metresPerPixel});
    }

    void findHits(QPointF at, const MapView& view, dispatch::Millis,
                  std::vector<Hit>& hits) const override {
        const gis::ScenePoint p = view.toScene(at);
        m_shapes.index().query({p.x, p.y, p.x, p.y}, [&](std::uint32_t i) {
            if (m_shapes.contains(i, p))
                hits.push_back(
                    {{dispatch::Kind::Zone, m_rows[i].id.value}, m_rows[i].inner.at, 0, 0, true});
        });
    }

    std::optional<Hit> locate(dispatch::RecordRef record, const MapView&) const override {
        const auto i = find(record);
        if (!i) return {};
        return Hit{record, m_rows[*i].inner.at, 0, 0, true};
    }

    QPainterPath outlineOf(dispatch::RecordRef record, const MapView& view) const override {
        const auto i = find(record);
        return i ? m_shapes.path(*i, view) : QPainterPath();
    }

    std::size_t count() const override { return m_rows.size(); }

  private:
    struct Row {
        dispatch::ZoneId id;
        QString name;
        InnerPoint inner;
    };
    std::optional<std::size_t> find(dispatch::RecordRef record) const {
        if (record.kind != dispatch::Kind::Zone) return {};
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            if (m_rows[i].id.value == record.id) return i;
        return {};
    }
    ShapeSet m_shapes;
    std::vector<Row> m_rows;
};

}  // namespace

std::shared_ptr<const LayerContent> ZonesLayer::build(const SceneInput& input) const {
    return std::make_shared<ZonesContent>(input);
}

void ZonesLayer::paintSample(QPainter& p, Theme theme) const {
    p.setPen(penOf(kZoneLine, theme));
    p.setBrush(Qt::NoBrush);
    p.drawRoundedRect(QRectF(2.5, 2.5, 15, 11), 3, 3);
}

}  // namespace layers
