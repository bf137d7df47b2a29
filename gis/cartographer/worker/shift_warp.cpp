// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/shift_warp.h"

#include <qgscoordinatetransform.h>

#include <cmath>

#include "gis/geometry/offset.h"

namespace cartographer {

namespace {

constexpr int kCell = 32;   ///< Pixels; within it the shift is taken for linear.
constexpr int kMargin = 2;  ///< Pixels around what is needed.

}  // namespace

ShiftWarp::ShiftWarp(const QgsMapSettings& wanted, const std::string& datum)
    : m_wanted(wanted.outputSize()) {
    const QgsCoordinateTransform toDegrees(
        wanted.destinationCrs(), QgsCoordinateReferenceSystem(QStringLiteral("EPSG:4326")),
        wanted.transformContext());
    const auto shift = datum == "bd09" ? gis::bd09FromCgcs2000 : gis::gcj02FromCgcs2000;
    m_columns = m_wanted.width() / kCell + 2;
    const int rows = m_wanted.height() / kCell + 2;
    std::vector<QgsPointXY> there;
    QgsRectangle around;
    around.setMinimal();
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < m_columns; ++column) {
            const QgsPointXY degrees = toDegrees.transform(
                wanted.mapToPixel().toMapCoordinates(double(column * kCell), double(row * kCell)));
            const dispatch::LonLat place = shift({degrees.x(), degrees.y()});
            there.push_back(toDegrees.transform(QgsPointXY(place.lon, place.lat),
                                                Qgis::TransformDirection::Reverse));
            around.combineExtentWith(there.back().x(), there.back().y());
        }
    }
    const double unit = wanted.mapUnitsPerPixel();
    around.grow(kMargin * unit);
    m_size = {int(std::ceil(around.width() / unit)), int(std::ceil(around.height() / unit))};
    m_extent = QgsRectangle(around.xMinimum(), around.yMaximum() - m_size.height() * unit,
                            around.xMinimum() + m_size.width() * unit, around.yMaximum());
    for (const QgsPointXY& point : there)
        m_nodes.emplace_back((point.x() - m_extent.xMinimum()) / unit,
                             (m_extent.yMaximum() - point.y()) / unit);
}

QImage ShiftWarp::undo(const QImage& drawn) const {
    QImage picture(m_wanted, QImage::Format_ARGB32_Premultiplied);
    if (picture.isNull() || drawn.isNull()) return {};
    for (int y = 0; y < picture.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        const int row = y / kCell;
        const double down = (y - row * kCell + 0.5) / kCell;
        const auto edge = [&](int column) {
            const QPointF& upper = m_nodes[std::size_t(row * m_columns + column)];
            const QPointF& lower = m_nodes[std::size_t((row + 1) * m_columns + column)];
            return upper + (lower - upper) * down;
        };
        for (int x = 0; x < picture.width();) {
            const int column = x / kCell;
            const QPointF step = (edge(column + 1) - edge(column)) / kCell;
            QPointF at = edge(column) + step * (x - column * kCell + 0.5);
            for (const int end = std::min(picture.width(), (column + 1) * kCell); x < end; ++x) {
                const int fromX = int(std::floor(at.x())), fromY = int(std::floor(at.y()));
                line[x] = drawn.rect().contains(fromX, fromY)
                              ? reinterpret_cast<const QRgb*>(drawn.constScanLine(fromY))[fromX]
                              : 0;
                at += step;
            }
        }
    }
    return picture;
}

}  // namespace cartographer
