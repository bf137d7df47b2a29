// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPointer>
#include <algorithm>
#include <cmath>

#include "layers/map_canvas_p.h"
#include "layers/map_picture.h"

namespace layers {

namespace {

constexpr int kMarginPixels = 256;   ///< Device pixels drawn beyond each edge of the view.
constexpr int kMarginDelayMs = 60;   ///< After an exact picture, before its margin is drawn.
constexpr qint64 kPatienceMs = 250;  ///< A drawing is let finish where the last is older.
/// The coarse picture of the city, in the shape of the overview beside the map.
constexpr QSize kOverviewPixels(1400, 952);

}  // namespace

void MapCanvas::Private::ensureProjection() {
    if (hasProjection || !scene.picture) return;
    extent = extentOf(*scene.picture, scene.ground.get());
    if (extent.isEmpty()) return;
    scene.projection = gis::Projection::forExtent(extent);
    hasProjection = true;
    Q_EMIT q->projectionChanged();
    gridMapOutOfDate = true;
    for (Slot& slot : list) slot.outOfDate = true;
    if (!viewIsChosen) {
        const MapView city = cityView();
        view.centre = city.centre;
        view.metresPerPixel = city.metresPerPixel;
        viewIsChosen = !view.size.isEmpty();
        Q_EMIT q->viewChanged();
    }
}

void MapCanvas::Private::hear(const dispatch::Changes& changes) {
    if (changes.touches(dispatch::Kind::Grid) || changes.touches(dispatch::Kind::Level) ||
        changes.touches(dispatch::Kind::Centre))
        gridMapOutOfDate = true;
    for (Slot& slot : list)
        if (slot.spec->listens.hears(changes) && slot.layer->isTouched(scene, changes))
            slot.outOfDate = true;
    startBuilds();
}

void MapCanvas::Private::hear(Listens::Other what) {
    for (Slot& slot : list)
        if (slot.spec->listens.hears(what)) slot.outOfDate = true;
    startBuilds();
}

void MapCanvas::Private::startBuilds() {
    if (!hasProjection) return;
    startBuild(liveLane);
    startBuild(stillLane);
}

void MapCanvas::Private::startBuild(Lane& lane) {
    if (lane.running) return;
    struct Work {
        const LayerSpec* spec;
        std::shared_ptr<const Layer> layer;
    };
    std::vector<Work> work;
    for (Slot& slot : list) {
        if (!slot.outOfDate || slot.isLive() != lane.live) continue;
        slot.outOfDate = false;
        work.push_back({slot.spec, slot.layer});
    }
    const bool makeGridMap = !lane.live && gridMapOutOfDate;
    if (work.empty() && !makeGridMap) return;
    if (makeGridMap) gridMapOutOfDate = false;
    lane.running = true;
    pool.start([this, &lane, work = std::move(work), makeGridMap, input = scene]() mutable {
        if (makeGridMap)
            input.gridMap = std::make_shared<const GridMap>(*input.picture, input.projection);
        std::vector<Built> built;
        for (const Work& w : work) built.push_back({w.spec, w.layer->build(input)});
        QMetaObject::invokeMethod(
            q,
            [this, &lane, projection = input.projection, gridMap = input.gridMap,
             built = std::move(built)]() mutable {
                takeBuilt(lane, projection, std::move(gridMap), std::move(built));
            },
            Qt::QueuedConnection);
    });
}

void MapCanvas::Private::takeBuilt(Lane& lane, const gis::Projection& projection,
                                   std::shared_ptr<const GridMap> gridMap,
                                   std::vector<Built> built) {
    lane.running = false;
    if (projection == scene.projection) {
        if (!lane.live && scene.gridMap != gridMap) {
            scene.gridMap = std::move(gridMap);
            followExtent();
        }
        std::bitset<kSegments> touched;
        const Composition composition = currentComposition();
        for (Built& b : built)
            for (std::size_t i = 0; i < list.size(); ++i) {
                if (list[i].spec != b.spec) continue;
                list[i].content = std::move(b.content);
                if (b.spec == &catalog()[0]) overviewOutOfDate = true;
                for (std::size_t s = 0; s < kSegments; ++s)
                    if (std::count(composition.segments[s].begin(), composition.segments[s].end(),
                                   i) > 0) {
                        touched.set(s);
                        touched.set(composition.labelSegment);
                    }
                break;
            }
        if (lane.live)
            q->update();
        else if (touched.any())
            invalidate(touched);
    }
    Q_EMIT q->layersChanged();
    startBuilds();
    if (lane.live && !redrawingSaid) saySettled();
}

void MapCanvas::Private::followExtent() {
    if (!scene.gridMap || scene.gridMap->items().empty()) return;
    const dispatch::GeoBox next = scene.gridMap->extent();
    const bool elsewhere = !extent.isEmpty() && !extent.intersects(next);
    extent = next;
    overviewOutOfDate = true;
    if (!elsewhere) return;
    // Another city was put into the store: its own plane, and look at it.
    scene.projection = gis::Projection::forExtent(extent);
    Q_EMIT q->projectionChanged();
    gridMapOutOfDate = true;
    for (Slot& slot : list) slot.outOfDate = true;
    applyView(cityView());
}

Composition MapCanvas::Private::currentComposition() const {
    std::vector<std::pair<std::size_t, Manner>> manners;
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].visible) manners.emplace_back(i, list[i].spec->manner);
    return compose(manners);
}

void MapCanvas::Private::invalidate(std::bitset<kSegments> segments) {
    dirty |= segments;
    considerRender();
}

void MapCanvas::Private::invalidateAll() {
    dirty.set();
    considerRender();
}

void MapCanvas::Private::invalidateGround() {
    const Composition composition = currentComposition();
    std::bitset<kSegments> touched;
    for (std::size_t s = 0; s < kSegments; ++s)
        for (const std::size_t place : composition.segments[s])
            if (list[place].spec == &catalog()[0]) touched.set(s);
    if (touched.any()) invalidate(touched);
}

int MapCanvas::Private::marginPixels() const {
    return kMarginPixels;
}

bool MapCanvas::Private::coversView(const MapView& images, const MapView& wanted) const {
    if (images.metresPerPixel != wanted.metresPerPixel ||
        images.devicePixelRatio != wanted.devicePixelRatio)
        return false;
    const QRectF has = images.sceneRect();
    const QRectF needs = wanted.sceneRect();
    const double slack = wanted.metresPerPixel * 0.75;
    return has.adjusted(-slack, -slack, slack, slack).contains(needs);
}

bool MapCanvas::Private::marginIsThin() const {
    if (shown.view.metresPerPixel != view.metresPerPixel) return true;
    const double wanted = kMarginPixels / view.devicePixelRatio * view.metresPerPixel / 2;
    const QRectF has = shown.view.sceneRect();
    return !has.contains(view.sceneRect().adjusted(-wanted, -wanted, wanted, wanted));
}

void MapCanvas::Private::considerRender() {
    if (!hasProjection || view.size.isEmpty()) return;
    const bool covered = shown.complete && coversView(shown.view, view) && theme == shown.theme;
    if (covered && dirty.none()) {
        if (!rendering && marginIsThin() && !marginTimer.isActive())
            marginTimer.start(kMarginDelayMs);
        return;
    }
    if (!redrawingSaid) {
        redrawingSaid = true;
        Q_EMIT q->redrawing(true);
    }
    if (rendering) {
        // A pan lets the drawing finish; another scale or theme makes it worthless, but somebody
        // who zooms without pause still sees one now and then.
        const bool worthless =
            renderView.metresPerPixel != view.metresPerPixel || renderTheme != theme;
        if (worthless && delivered.isValid() && delivered.elapsed() < kPatienceMs) *cancel = true;
        return;
    }
    // After a pan the margin comes along; after a zoom the view alone is there sooner.
    startRender(shown.complete && shown.view.metresPerPixel == view.metresPerPixel &&
                theme == shown.theme && dirty.none());
}

void MapCanvas::Private::startRender(bool withMargin) {
    marginTimer.stop();
    renderIsSpare =
        dirty.none() && shown.complete && theme == shown.theme && coversView(shown.view, view);
    RenderRequest request;
    request.number = ++number;
    request.view = view;
    const double margin = std::floor(marginPixels() / view.devicePixelRatio);
    request.composition = currentComposition();
    const bool onlySome = shown.complete && !withMargin && dirty.any() && !dirty.all() &&
                          coversView(shown.view, view) && theme == shown.theme &&
                          request.composition == shown.composition;
    if (onlySome) {
        request.view = shown.view;
        request.wanted = dirty;
    } else {
        request.wanted.set();
        if (withMargin) request.view.size += QSizeF(2 * margin, 2 * margin);
        request.labelRim = withMargin ? 0 : margin;
    }
    request.theme = theme;
    request.storeTime = scene.storeTime;
    for (const Slot& slot : list) request.layers.push_back({slot.content, slot.opacity});
    if (!labelImages || !labelImages->fits(theme, view.devicePixelRatio))
        labelImages = std::make_shared<LabelImages>(theme, view.devicePixelRatio, mapFont());
    request.labelImages = labelImages;
    request.spares = spares;
    dirty.reset();
    rendering = true;
    renderView = request.view;
    renderTheme = theme;
    cancel = request.cancelled;
    requested.start();
    pool.start([this, withMargin, request = std::move(request)] {
        yieldToTheWindow();
        RenderResult result = layers::render(request, &pool);
        QMetaObject::invokeMethod(
            q,
            [this, withMargin, result = std::move(result)]() mutable {
                takeRender(std::move(result), withMargin);
            },
            Qt::QueuedConnection);
    });
}

void MapCanvas::Private::takeRender(RenderResult result, bool withMargin) {
    rendering = false;
    if (!result.complete) {
        ++stats.dropped;
        for (QImage& image : result.images)
            if (!image.isNull()) spares->push_back(std::move(image));
        dirty |= result.drawn;
        considerRender();
        return;
    }
    if (stats.render.size() < 1000 && !withMargin)
        stats.render.push_back(double(requested.nsecsElapsed()) / 1e6);
    delivered.start();
    for (std::size_t s = 0; s < kSegments; ++s)
        if (!result.drawn.test(s)) {
            result.images[s] = shown.images[s];
            result.occupied[s] = shown.occupied[s];
        }
    std::swap(shown, result);
    for (std::size_t s = 0; s < kSegments; ++s)
        if (shown.drawn.test(s) && !result.images[s].isNull())
            spares->push_back(std::move(result.images[s]));
    if (shownTheme != shown.theme) {
        shownTheme = shown.theme;
        refreshSprites();
    }
    q->update();
    considerRender();
    if (!rendering && dirty.none()) saySettled();
    startOverview();
}

void MapCanvas::Private::saySettled() {
    if (redrawingSaid && shown.complete) {
        redrawingSaid = false;
        Q_EMIT q->redrawing(false);
    }
    if (q->isSettled()) Q_EMIT q->settled();
}

void MapCanvas::Private::startOverview() {
    if (overviewRunning || (!overviewOutOfDate && overviewTheme == theme) || extent.isEmpty())
        return;
    RenderRequest request;
    const MapView whole = viewOf(extent, scene.projection, QSizeF(kOverviewPixels));
    request.view = whole;
    request.theme = theme;
    request.withLabels = false;
    std::vector<std::pair<std::size_t, Manner>> manners;
    for (const Slot& slot : list) {
        const std::string_view name = slot.spec->name;
        const bool isGround = name == "ground" || name == "boundaries";
        if (isGround) manners.emplace_back(request.layers.size(), Manner::Still);
        request.layers.push_back({isGround ? slot.content : nullptr, 1});
    }
    request.composition = compose(manners);
    request.wanted.set(0);
    overviewRunning = true;
    overviewOutOfDate = false;
    overviewPool.start([this, request = std::move(request)] {
        yieldToTheWindow();
        RenderResult result = layers::render(request, nullptr);
        QMetaObject::invokeMethod(
            q,
            [this, result = std::move(result)] {
                overviewRunning = false;
                overview = result.images[0];
                overviewView = result.view;
                overviewTheme = result.theme;
                Q_EMIT q->overviewChanged();
                if (!shown.complete) q->update();
                startOverview();
            },
            Qt::QueuedConnection);
    });
}

}  // namespace layers
