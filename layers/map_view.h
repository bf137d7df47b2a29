// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "gis/geometry/projection.h"

namespace layers {

/// What part of the plane is on screen. Pixels are logical ones, y down; the scene is metres, y up.
struct MapView {
    gis::ScenePoint centre;
    double metresPerPixel = 10;
    QSizeF size;
    qreal devicePixelRatio = 1;

    QPointF toPixel(gis::ScenePoint p) const {
        return {(p.x - centre.x) / metresPerPixel + size.width() / 2,
                (centre.y - p.y) / metresPerPixel + size.height() / 2};
    }
    gis::ScenePoint toScene(QPointF p) const {
        return {centre.x + (p.x() - size.width() / 2) * metresPerPixel,
                centre.y - (p.y() - size.height() / 2) * metresPerPixel};
    }
    /// The visible part of the plane: left, bottom, width, height in metres.
    QRectF sceneRect() const {
        const double w = size.width() * metresPerPixel;
        const double h = size.height() * metresPerPixel;
        return {centre.x - w / 2, centre.y - h / 2, w, h};
    }
    /// n of the scale 1:n, at the standard pixel of 0.28 mm.
    double scaleDenominator() const { return metresPerPixel / 0.00028; }

    friend bool operator==(const MapView& a, const MapView& b) {
        return a.centre == b.centre && a.metresPerPixel == b.metresPerPixel && a.size == b.size &&
               a.devicePixelRatio == b.devicePixelRatio;
    }
};

}  // namespace layers
