// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "layers/map_canvas_p.h"

namespace layers {

namespace {

/// Where a picture made for one view lies in another, pixels.
QRectF placedIn(const MapView& images, const MapView& view) {
    const QRectF rect = images.sceneRect();
    const QPointF a = view.toPixel({rect.left(), rect.bottom()});
    const QPointF b = view.toPixel({rect.right(), rect.top()});
    return QRectF(a, b);
}

}  // namespace

void MapCanvas::Private::refreshSprites() {
    sprites = std::make_unique<Sprites>(shownTheme, view.devicePixelRatio, mapFont());
}

void MapCanvas::Private::paintOverview(QPainter& p, const QRegion& where) {
    if (where.isEmpty()) return;
    p.save();
    p.setClipRegion(where);
    p.fillRect(where.boundingRect(), shownTheme.color(std::string_view("map.outside")));
    if (!overview.isNull() && overviewTheme == shownTheme) {
        // Only the piece in sight is scaled.
        const QRectF target = placedIn(overviewView, view);
        const QRectF part = target.intersected(QRectF(where.boundingRect()));
        if (!part.isEmpty()) {
            const double sx = overview.width() / target.width();
            const double sy = overview.height() / target.height();
            const QRectF source((part.left() - target.left()) * sx,
                                (part.top() - target.top()) * sy, part.width() * sx,
                                part.height() * sy);
            p.drawImage(part, overview, source);
        }
    }
    p.restore();
}

void MapCanvas::Private::paintFrame(QPainter& p, const QRect& part) {
    if (!shown.complete) {
        paintOverview(p, part);
    } else {
        const double ratio = view.devicePixelRatio;
        const QRectF placed = placedIn(shown.view, view);
        const bool same = shown.view.metresPerPixel == view.metresPerPixel &&
                          shown.view.devicePixelRatio == ratio;
        const QPointF corner(std::round(placed.left() * ratio) / ratio,
                             std::round(placed.top() * ratio) / ratio);
        const QRectF exact = same ? QRectF(corner, placed.size()) : placed;
        // The whole pixels inside; a rim of a fraction of a pixel belongs to the overview.
        const QRect covered =
            QRect(QPoint(int(std::ceil(exact.left())), int(std::ceil(exact.top()))),
                  QPoint(int(std::floor(exact.right())) - 1, int(std::floor(exact.bottom())) - 1));
        paintOverview(p, QRegion(part).subtracted(covered));
        if (!same)
            p.setRenderHint(QPainter::SmoothPixmapTransform, ratio * view.size.width() < 2600);
        const LiveContext live{view,        shownTheme, *sprites, scene.storeTime, scene.selection,
                               QRectF(part)};
        // What of the images is in sight, in their own pixels.
        const QRectF seen = exact.intersected(QRectF(part));
        const double scale = shown.images[0].width() / exact.width();
        const QRectF source((seen.left() - exact.left()) * scale,
                            (seen.top() - exact.top()) * scale, seen.width() * scale,
                            seen.height() * scale);
        for (const FrameItem& item : shown.composition.frame) {
            if (item.isImage) {
                const QImage& image = shown.images[item.index];
                if (image.isNull() || seen.isEmpty()) continue;
                p.setCompositionMode(item.index == 0 ? QPainter::CompositionMode_Source
                                                     : QPainter::CompositionMode_SourceOver);
                if (!same) {
                    p.drawImage(seen, image, source);
                } else if (item.index == 0) {
                    p.drawImage(exact.topLeft(), image);
                } else {
                    for (const QRect& box : shown.occupied[item.index]) {
                        const QRectF target(exact.topLeft() + QPointF(box.topLeft()) / ratio,
                                            QSizeF(box.size()) / ratio);
                        if (target.intersects(seen)) p.drawImage(target, image, QRectF(box));
                    }
                }
                p.setCompositionMode(QPainter::CompositionMode_SourceOver);
                continue;
            }
            const Slot& slot = list[item.index];
            if (!slot.content || !slot.visible) continue;
            p.setOpacity(slot.opacity);
            slot.content->paintLive(p, live);
            p.setOpacity(1);
        }
    }
    paintRings(p);
    if (carrying && dragging) paintCarrying(p);
}

void MapCanvas::Private::paintRings(QPainter& p) {
    const QColor colour = shownTheme.color(std::string_view("selection.map"));
    const auto ring = [&](dispatch::RecordRef record, double width) {
        const auto hit = locate(record);
        if (!hit) return;
        p.setRenderHint(QPainter::Antialiasing);
        p.setBrush(Qt::NoBrush);
        if (hit->isArea) {
            for (const Slot& slot : list) {
                if (!slot.content || !slot.visible) continue;
                const QPainterPath outline = slot.content->outlineOf(record, view);
                if (outline.isEmpty()) continue;
                p.setPen(QPen(shownTheme.color(std::string_view("map.halo")), width + 2));
                p.drawPath(outline);
                p.setPen(QPen(colour, width));
                p.drawPath(outline);
                return;
            }
            return;
        }
        p.setPen(QPen(colour, width));
        const double radius = hit->radiusPixels + 4;
        p.drawEllipse(view.toPixel(hit->at), radius, radius);
    };
    if (hovered && hovered != scene.selection) ring(*hovered, 1);
    if (scene.selection) ring(*scene.selection, 2);
}

void MapCanvas::Private::paintCarrying(QPainter& p) {
    const auto from = locate(*carrying);
    if (!from) return;
    const QColor ink = shownTheme.color(std::string_view("accent.ink"));
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(ink, 2));
    p.drawLine(view.toPixel(from->at), carriedTo);
    p.setBrush(Qt::NoBrush);
    const auto onto = landing(carriedTo);
    const auto hit = onto ? locate(*onto) : std::nullopt;
    if (hit)
        p.drawEllipse(view.toPixel(hit->at), hit->radiusPixels + 6, hit->radiusPixels + 6);
    else
        p.drawEllipse(carriedTo, 5, 5);
}

std::optional<Hit> MapCanvas::Private::locate(dispatch::RecordRef record) const {
    for (const Slot& slot : list)
        if (slot.content && slot.visible)
            if (const auto hit = slot.content->locate(record, view)) return hit;
    return {};
}

std::vector<Hit> MapCanvas::Private::hits(QPointF pixel) const {
    std::vector<Hit> symbols, areas;
    for (auto slot = list.rbegin(); slot != list.rend(); ++slot) {
        if (!slot->content || !slot->visible) continue;
        std::vector<Hit> found;
        slot->content->findHits(pixel, view, scene.storeTime, found);
        // Of one layer the nearest is meant; of those equally near, the one drawn last.
        std::stable_sort(found.begin(), found.end(), [](const Hit& a, const Hit& b) {
            return a.distancePixels != b.distancePixels ? a.distancePixels < b.distancePixels
                                                        : a.record.id > b.record.id;
        });
        for (const Hit& hit : found) (hit.isArea ? areas : symbols).push_back(hit);
    }
    symbols.insert(symbols.end(), areas.begin(), areas.end());
    return symbols;
}

}  // namespace layers
