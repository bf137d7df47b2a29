// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/map_picture.h"

#include <algorithm>

#include "layers/catalog.h"
#include "layers/grid_map.h"
#include "layers/render.h"
#include "layers/sprites.h"

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

QImage drawMap(SceneInput input, const MapView& view, Theme theme, const QStringList& names) {
    if (!input.gridMap)
        input.gridMap = std::make_shared<const GridMap>(*input.picture, input.projection);
    RenderRequest request;
    request.view = view;
    request.theme = theme;
    request.storeTime = input.storeTime;
    std::vector<std::pair<std::size_t, Manner>> manners;
    for (const LayerSpec& spec : catalog()) {
        const bool isOn = names.isEmpty() ? spec.start == Start::On
                                          : names.contains(QString::fromUtf8(spec.name));
        if (isOn) manners.emplace_back(request.layers.size(), spec.manner);
        request.layers.push_back({isOn ? spec.make()->build(input) : nullptr, 1});
    }
    const QFont font = mapFont();
    request.composition = compose(manners);
    request.wanted.set();
    request.labelImages = std::make_shared<LabelImages>(theme, view.devicePixelRatio, font);
    const RenderResult drawn = render(request, nullptr);
    const Sprites sprites(theme, view.devicePixelRatio, font);
    const LiveContext live{
        view, theme, sprites, input.storeTime, input.selection, QRectF(QPointF(0, 0), view.size)};
    QImage image = drawn.images[0];
    QPainter painter(&image);
    for (const FrameItem& item : request.composition.frame) {
        if (item.isImage && item.index > 0)
            painter.drawImage(QPointF(0, 0), drawn.images[item.index]);
        if (!item.isImage) request.layers[item.index].content->paintLive(painter, live);
    }
    painter.end();
    return image;
}

}  // namespace layers
