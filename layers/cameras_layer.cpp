// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/cameras_layer.h"

#include <QHash>
#include <cmath>

#include "layers/box_index.h"
#include "layers/symbol_painter.h"
#include "layers/symbols/map_table.h"
#include "layers/text.h"

namespace layers {

namespace {

constexpr double kAllShownBelow = 0.9;  ///< Metres a pixel: nearer, no clusters.
constexpr double kCellPixels = 60;      ///< At least; cells are powers of two of a metre.

/// Side of a cluster cell: fixed on the ground for a range of scales, so that counts stay while
/// the view moves.
double cellMetres(double metresPerPixel) {
    return std::exp2(std::ceil(std::log2(kCellPixels * metresPerPixel)));
}

class CamerasContent final : public LayerContent {
  public:
    explicit CamerasContent(const SceneInput& input) {
        if (!input.ground) return;
        std::vector<SceneBox> boxes;
        for (const dispatch::Camera& camera : input.ground->cameras) {
            const gis::ScenePoint at = input.projection.toScene(camera.place);
            m_ids.push_back(camera.id.value);
            m_places.push_back(at);
            boxes.push_back({at.x, at.y, at.x, at.y});
        }
        m_index = BoxIndex(boxes);
    }

    void paint(QPainter& p, const RenderContext& c) const override {
        const Symbol symbol = cameraSymbol();
        const double mpp = c.view.metresPerPixel;
        const double cell = cellMetres(mpp);
        const double rim = mpp <= kAllShownBelow ? 12 * mpp : cell;
        SceneBox clip = SceneBox::of(c.clip);
        // Whole cells, so that a cell cut by the clip still counts all of its cameras.
        clip = {std::floor((clip.minX - rim) / cell) * cell,
                std::floor((clip.minY - rim) / cell) * cell,
                std::ceil((clip.maxX + rim) / cell) * cell,
                std::ceil((clip.maxY + rim) / cell) * cell};
        if (mpp <= kAllShownBelow) {
            m_index.query(clip, [&](std::uint32_t i) {
                paintSymbol(p, symbol, c.view.toPixel(m_places[i]), kCameraSize, c.theme);
            });
            return;
        }
        struct Cluster {
            int count = 0;
            double x = 0, y = 0;
        };
        QHash<quint64, Cluster> clusters;
        QList<quint64> order;
        m_index.query(clip, [&](std::uint32_t i) {
            const gis::ScenePoint at = m_places[i];
            const quint64 key = quint64(quint32(qint32(std::floor(at.x / cell)))) << 32 |
                                quint32(qint32(std::floor(at.y / cell)));
            Cluster& cluster = clusters[key];
            if (cluster.count == 0) order.append(key);
            ++cluster.count;
            cluster.x += at.x;
            cluster.y += at.y;
        });
        QFont font = mapFont();
        font.setPixelSize(11);
        p.setFont(font);
        for (const quint64 key : order) {
            if (c.isCancelled()) return;
            const Cluster& cluster = clusters[key];
            const QPointF at =
                c.view.toPixel({cluster.x / cluster.count, cluster.y / cluster.count});
            if (cluster.count == 1) {
                paintSymbol(p, symbol, at, kCameraSize, c.theme);
                continue;
            }
            const double width = cluster.count < 10 ? 24 : cluster.count < 1000 ? 32 : 38;
            const QRectF bar(std::round(at.x() - width / 2) + 0.5, std::round(at.y() - 8) + 0.5,
                             width, 16);
            p.setPen(QPen(c.theme.color(std::string_view("map.cluster.line")), 1));
            p.setBrush(c.theme.color(std::string_view("map.cluster")));
            p.drawRoundedRect(bar, 4, 4);
            p.setPen(c.theme.color(std::string_view("map.label")));
            p.drawText(bar, Qt::AlignCenter, QString::number(cluster.count));
        }
    }

    void findHits(QPointF at, const MapView& view, dispatch::Millis,
                  std::vector<Hit>& hits) const override {
        if (view.metresPerPixel > kAllShownBelow) return;
        const gis::ScenePoint p = view.toScene(at);
        const double reach = 9 * view.metresPerPixel;
        m_index.query({p.x - reach, p.y - reach, p.x + reach, p.y + reach}, [&](std::uint32_t i) {
            const double far =
                std::hypot(m_places[i].x - p.x, m_places[i].y - p.y) / view.metresPerPixel;
            if (far <= 9)
                hits.push_back({{dispatch::Kind::Camera, m_ids[i]}, m_places[i], 7, far, false});
        });
    }

    std::optional<Hit> locate(dispatch::RecordRef record, const MapView&) const override {
        if (record.kind != dispatch::Kind::Camera) return {};
        for (std::size_t i = 0; i < m_ids.size(); ++i)
            if (m_ids[i] == record.id) return Hit{record, m_places[i], 7, 0, false};
        return {};
    }

    std::size_t count() const override { return m_ids.size(); }

  private:
    std::vector<std::int64_t> m_ids;
    std::vector<gis::ScenePoint> m_places;
    BoxIndex m_index;
};

}  // namespace

std::shared_ptr<const LayerContent> CamerasLayer::build(const SceneInput& input) const {
    return std::make_shared<CamerasContent>(input);
}

void CamerasLayer::paintSample(QPainter& p, Theme theme) const {
    paintSymbol(p, cameraSymbol(), {10, 8}, 17, theme);
}

}  // namespace layers
