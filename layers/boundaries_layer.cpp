// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/boundaries_layer.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

#include "layers/grid_map.h"
#include "layers/labels.h"
#include "layers/pen.h"

namespace layers {

namespace {

/// What kBorderStyles says, for the translators.
[[maybe_unused]] constexpr std::array kTitles{
    QT_TRANSLATE_NOOP("layers", "City"), QT_TRANSLATE_NOOP("layers", "District"),
    QT_TRANSLATE_NOOP("layers", "Township"), QT_TRANSLATE_NOOP("layers", "Community")};

class BoundariesContent final : public LayerContent {
  public:
    explicit BoundariesContent(std::shared_ptr<const GridMap> gridMap)
        : m_gridMap(std::move(gridMap)) {}

    void paint(QPainter& p, const RenderContext& c) const override {
        if (!m_gridMap) return;
        const SceneBox clip = SceneBox::of(c.clip);
        p.setBrush(Qt::NoBrush);
        for (std::size_t rank = kBorderStyles.size(); rank-- > 0;) {
            if (c.view.metresPerPixel > kBorderStyles[rank].hideAbove) continue;
            p.setPen(penOf(kBorderStyles[rank].line, c.theme));
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
    p.setPen(penOf(kBorderStyles[0].line, theme));
    p.drawLine(QPointF(2, 5), QPointF(18, 5));
    p.setPen(penOf(kBorderStyles[1].line, theme));
    p.drawLine(QPointF(2, 11), QPointF(18, 11));
}

QList<LegendRow> BoundariesLayer::legend(Theme theme, qreal ratio) const {
    QList<LegendRow> rows;
    for (const BorderStyle& style : kBorderStyles) {
        QPixmap sample(QSize(20, 16) * ratio);
        sample.setDevicePixelRatio(ratio);
        sample.fill(Qt::transparent);
        QPainter p(&sample);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(penOf(style.line, theme));
        p.drawLine(QPointF(0, 8), QPointF(20, 8));
        rows.append({QCoreApplication::translate("layers", style.title.data()), sample});
    }
    return rows;
}

}  // namespace layers
