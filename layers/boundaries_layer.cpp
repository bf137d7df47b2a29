// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/boundaries_layer.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

#include "layers/grid_map.h"
#include "layers/labels.h"

namespace layers {

namespace {

struct BorderStyle {
    const char* title;
    std::string_view token;
    double width;
    std::array<double, 4> dash;  ///< Pixels; all 0 for solid.
    double hideAbove;            ///< Metres a pixel.
};
constexpr std::array<BorderStyle, 4> kStyles{{
    {QT_TRANSLATE_NOOP("layers", "City"), "map.boundary.city", 2.2, {0, 0, 0, 0}, 1e9},
    {QT_TRANSLATE_NOOP("layers", "District"), "map.boundary.district", 1.5, {14, 4, 3, 4}, 1e9},
    {QT_TRANSLATE_NOOP("layers", "Township"), "map.boundary.township", 1.1, {8, 3, 2, 3}, 150},
    {QT_TRANSLATE_NOOP("layers", "Community"), "map.boundary.community", 1.0, {0, 0, 0, 0}, 40},
}};

QPen penOf(const BorderStyle& style, Theme theme) {
    QPen pen(theme.color(style.token), style.width);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::BevelJoin);
    if (style.dash[0] > 0) {
        QList<qreal> pattern;
        for (const double d : style.dash) pattern.append(d / style.width);
        pen.setDashPattern(pattern);
    }
    return pen;
}

class BoundariesContent final : public LayerContent {
  public:
    explicit BoundariesContent(std::shared_ptr<const GridMap> gridMap)
        : m_gridMap(std::move(gridMap)) {}

    void paint(QPainter& p, const RenderContext& c) const override {
        if (!m_gridMap) return;
        const SceneBox clip = SceneBox::of(c.clip);
        p.setBrush(Qt::NoBrush);
        for (std::size_t rank = kStyles.size(); rank-- > 0;) {
            if (c.view.metresPerPixel > kStyles[rank].hideAbove) continue;
            p.setPen(penOf(kStyles[rank], c.theme));
            const ShapeSet& lines = m_gridMap->borders(BorderRank(rank));
            lines.index().query(clip, [&](std::uint32_t i) {
                if (!c.isCancelled()) lines.drawLine(p, i, c.view, clip);
            });
        }
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        if (!m_gridMap) return;
        const double mpp = c.view.metresPerPixel;
        for (const AreaLabel& area : m_gridMap->areas()) {
            const double across = std::sqrt(area.squareMetres) / mpp;
            Label label{.text = QString::fromStdString(area.name), .at = c.view.toPixel(area.at)};
            switch (area.rank) {
                case BorderRank::City:
                    continue;
                case BorderRank::District:
                    if (across < 60 || across > 4000) continue;
                    label.style = {17, true, false, 4, "map.label"};
                    label.priority = 100;
                    break;
                case BorderRank::Township:
                    if (across < 90 || across > 4000) continue;
                    label.style = {15, true, false, 3, "map.label"};
                    label.priority = 90;
                    break;
                case BorderRank::Community:
                case BorderRank::Grid:
                    if (across < 110) continue;
                    label.style = {12, false, false, 0, "map.label"};
                    label.priority = 60;
                    break;
            }
            label.mayShift = area.rank != BorderRank::Community;
            labels.add(std::move(label));
        }
    }

    std::size_t count() const override { return m_gridMap ? m_gridMap->areas().size() : 0; }

  private:
    std::shared_ptr<const GridMap> m_gridMap;
};

}  // namespace

std::shared_ptr<const LayerContent> BoundariesLayer::build(const SceneInput& input) const {
    return std::make_shared<BoundariesContent>(input.gridMap);
}

void BoundariesLayer::paintSample(QPainter& p, Theme theme) const {
    p.setPen(penOf(kStyles[0], theme));
    p.drawLine(QPointF(2, 5), QPointF(18, 5));
    p.setPen(penOf(kStyles[1], theme));
    p.drawLine(QPointF(2, 11), QPointF(18, 11));
}

QList<LegendRow> BoundariesLayer::legend(Theme theme, qreal ratio) const {
    QList<LegendRow> rows;
    for (const BorderStyle& style : kStyles) {
        QPixmap sample(QSize(20, 16) * ratio);
        sample.setDevicePixelRatio(ratio);
        sample.fill(Qt::transparent);
        QPainter p(&sample);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(penOf(style, theme));
        p.drawLine(QPointF(0, 8), QPointF(20, 8));
        rows.append({QCoreApplication::translate("layers", style.title), sample});
    }
    return rows;
}

}  // namespace layers
