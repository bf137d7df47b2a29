// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/map_picture.h"

#include <algorithm>

namespace layers {

MapView viewOf(const dispatch::GeoBox& box, const gis::Projection& projection, QSizeF size,
               qreal devicePixelRatio) {
    MapView view;
    view.size = size;
    view.devicePixelRatio = devicePixelRatio;
    if (box.isEmpty() || size.isEmpty()) return view;
    const gis::ScenePoint sw = projection.toScene({box.west, box.south});
    const gis::ScenePoint ne = projection.toScene({box.east, box.north});
    const gis::ScenePoint nw = projection.toScene({box.west, box.north});
    const gis::ScenePoint se = projection.toScene({box.east, box.south});
    const double west = std::min(sw.x, nw.x), east = std::max(se.x, ne.x);
    const double south = std::min(sw.y, se.y), north = std::max(nw.y, ne.y);
    view.centre = {(west + east) / 2, (south + north) / 2};
    const double rim = 1 / 0.88;
    view.metresPerPixel =
        std::max({(east - west) / size.width() * rim, (north - south) / size.height() * rim, 0.05});
    return view;
}

QImage drawMap(SceneInput, const MapView& view, Theme theme, const QStringList&) {
    QImage image((view.size * view.devicePixelRatio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(view.devicePixelRatio);
    image.fill(theme.color(std::string_view("map.outside")));
    return image;
}

}  // namespace layers
