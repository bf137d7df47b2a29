// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/map_canvas.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPaintEvent>
#include <algorithm>
#include <cmath>

#include "layers/map_canvas_p.h"
#include "layers/map_picture.h"

namespace layers {

namespace {

constexpr double kNearest = 0.05;   ///< Metres a pixel.
constexpr double kFarthest = 2000;  ///< Metres a pixel.

/// Remembers how long a handler took.
class Stopwatch {
  public:
    explicit Stopwatch(std::vector<double>& list) : m_list(list) { m_timer.start(); }
    ~Stopwatch() {
        if (m_list.size() >= 1000) m_list.erase(m_list.begin(), m_list.begin() + 500);
        m_list.push_back(double(m_timer.nsecsElapsed()) / 1e6);
    }

  private:
    std::vector<double>& m_list;
    QElapsedTimer m_timer;
};

}  // namespace

MapCanvas::Private::Private(MapCanvas* canvas, Theme wanted)
    : q(canvas), theme(wanted), shownTheme(wanted), renderTheme(wanted), overviewTheme(wanted) {
    for (const LayerSpec& spec : catalog()) {
        Slot slot;
        slot.spec = &spec;
        slot.layer = spec.make();
        slot.visible = spec.start == Start::On;
        list.push_back(std::move(slot));
    }
    pool.setMaxThreadCount(std::max(2, QThread::idealThreadCount()) + 1);
    overviewPool.setMaxThreadCount(1);
    marginTimer.setSingleShot(true);
    QObject::connect(&marginTimer, &QTimer::timeout, q, [this] {
        if (!rendering && dirty.none() && marginIsThin()) startRender(true);
    });
}

// Jobs call back into this object: wait for them, they stop at once when cancelled.
MapCanvas::Private::~Private() {
    if (cancel) *cancel = true;
    pool.waitForDone();
    overviewPool.waitForDone();
}

MapCanvas::MapCanvas(Theme theme, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(this, theme)) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::ArrowCursor);
    setAccessibleName(tr("Map"));
}

MapCanvas::~MapCanvas() = default;

void MapCanvas::setPicture(std::shared_ptr<const dispatch::Picture> picture,
                           const dispatch::Changes& changes) {
    const Stopwatch watch(d->stats.apply);
    const bool isFirst = !d->scene.picture;
    d->scene.picture = std::move(picture);
    if (d->scene.picture->storeTime > d->scene.storeTime)
        d->scene.storeTime = d->scene.picture->storeTime;
    if (isFirst || !d->hasProjection) {
        d->ensureProjection();
        d->startBuilds();
        return;
    }
    d->hear(changes);
}

void MapCanvas::setGround(std::shared_ptr<const GroundData> ground) {
    d->scene.ground = std::move(ground);
    d->ensureProjection();
    d->hear(Listens::ToGround);
}

void MapCanvas::setGroundPictures(std::shared_ptr<const GroundPictures> pictures) {
    if (d->scene.pictures == pictures) return;
    d->scene.pictures = std::move(pictures);
    d->hear(Listens::ToGround);
}

void MapCanvas::refreshGround() {
    if (!d->hasProjection) return;
    d->invalidateGround();
}

const gis::Projection& MapCanvas::projection() const {
    return d->scene.projection;
}

const SceneInput& MapCanvas::scene() const {
    return d->scene;
}

bool MapCanvas::hasProjection() const {
    return d->hasProjection;
}

void MapCanvas::setStoreTime(dispatch::Millis now) {
    const Stopwatch watch(d->stats.apply);
    d->scene.storeTime = now;
    // Symbols on their way bring their own frame.
    if (!d->liveLane.running) update();
}

void MapCanvas::setTheme(Theme theme) {
    if (d->theme == theme) return;
    d->theme = theme;
    d->dirty.set();
    d->considerRender();
    d->startOverview();
    if (!d->hasProjection) {
        d->shownTheme = theme;
        d->refreshSprites();
        update();
    }
}

Theme MapCanvas::theme() const {
    return d->theme;
}

void MapCanvas::setSelection(std::optional<dispatch::RecordRef> record) {
    if (d->scene.selection == record) return;
    d->scene.selection = record;
    if (d->scene.reach.around == ReachAround::Selection) d->hear(Listens::ToSelection);
    update();
    Q_EMIT selected(record);
}

std::optional<dispatch::RecordRef> MapCanvas::selection() const {
    return d->scene.selection;
}

QList<MapCanvas::LayerState> MapCanvas::layerStates() const {
    QList<LayerState> states;
    const QLocale locale;
    for (auto slot = d->list.rbegin(); slot != d->list.rend(); ++slot) {
        LayerState state;
        state.name = QString::fromUtf8(slot->spec->name);
        state.title = QCoreApplication::translate("layers", slot->spec->title);
        state.visible = slot->visible;
        state.opacity = slot->opacity;
        if (slot->content) {
            const std::size_t count = slot->content->count();
            if (slot->spec->name == std::string_view("grids") && d->scene.gridMap &&
                d->scene.gridMap->geographicCount() != count)
                state.count = QStringLiteral("%1 + %2").arg(
                    locale.toString(qulonglong(d->scene.gridMap->geographicCount())),
                    locale.toString(qulonglong(count - d->scene.gridMap->geographicCount())));
            else
                state.count = locale.toString(qulonglong(count));
            state.stale = slot->content->staleCount(d->scene.storeTime);
            state.newest = slot->content->newest();
        }
        d->refreshLegend(*slot);
        state.sample = slot->sample;
        state.legend = slot->legend;
        states.append(state);
    }
    return states;
}

void MapCanvas::Private::refreshLegend(Slot& slot) const {
    const qreal ratio = q->devicePixelRatioF();
    if (!slot.sample.isNull() && slot.legendTheme == theme &&
        slot.sample.devicePixelRatio() == ratio)
        return;
    slot.sample = QPixmap(QSize(20, 16) * ratio);
    slot.sample.setDevicePixelRatio(ratio);
    slot.sample.fill(Qt::transparent);
    QPainter p(&slot.sample);
    p.setRenderHint(QPainter::Antialiasing);
    slot.layer->paintSample(p, theme);
    slot.legend = slot.layer->legend(theme, ratio);
    slot.legendTheme = theme;
}

MapCanvas::Private::Slot* MapCanvas::Private::find(const QString& name) {
    for (Slot& slot : list)
        if (name == QLatin1String(slot.spec->name)) return &slot;
    return nullptr;
}

void MapCanvas::setLayerVisible(const QString& name, bool visible) {
    Private::Slot* slot = d->find(name);
    if (!slot || slot->visible == visible) return;
    slot->visible = visible;
    d->invalidateAll();
    update();
    Q_EMIT layersChanged();
}

void MapCanvas::setLayerOpacity(const QString& name, double opacity) {
    Private::Slot* slot = d->find(name);
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (!slot || slot->opacity == opacity) return;
    slot->opacity = opacity;
    if (!slot->isLive()) d->invalidateAll();
    update();
    Q_EMIT layersChanged();
}

void MapCanvas::moveLayer(const QString& name, int by) {
    const Private::Slot* slot = d->find(name);
    if (!slot) return;
    const auto from = slot - d->list.data();
    const auto to = std::clamp<std::ptrdiff_t>(from + by, 0, std::ptrdiff_t(d->list.size()) - 1);
    if (from == to) return;
    const auto begin = d->list.begin();
    if (from < to)
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    else
        std::rotate(begin + to, begin + from, begin + from + 1);
    // The picture on screen was composed by the old places: it stays until the new one is there,
    // with the live layers where they now are.
    for (FrameItem& item : d->shown.composition.frame)
        if (!item.isImage) {
            auto place = std::ptrdiff_t(item.index);
            if (place == from)
                place = to;
            else if (from < place && place <= to)
                --place;
            else if (to <= place && place < from)
                ++place;
            item.index = std::size_t(place);
        }
    d->shown.composition.segments = {};
    d->invalidateAll();
    Q_EMIT layersChanged();
}

void MapCanvas::goTo(dispatch::LonLat place, double metresPerPixel) {
    MapView next = d->view;
    next.centre = d->scene.projection.toScene(place);
    if (metresPerPixel > 0)
        next.metresPerPixel = metresPerPixel;
    else
        next.metresPerPixel = std::min(next.metresPerPixel, 2.8);
    d->applyView(next);
}

void MapCanvas::fit(const dispatch::GeoBox& box) {
    if (box.isEmpty() || d->view.size.isEmpty()) return;
    MapView next = viewOf(box, d->scene.projection, d->view.size, d->view.devicePixelRatio);
    next.metresPerPixel = std::max(next.metresPerPixel, 0.5);
    d->applyView(next);
}

MapView MapCanvas::Private::cityView() const {
    return viewOf(extent, scene.projection, view.size, view.devicePixelRatio);
}

void MapCanvas::fitCity() {
    if (!d->extent.isEmpty()) d->applyView(d->cityView());
}

void MapCanvas::zoomBy(double factor, std::optional<QPointF> anchor) {
    if (!(factor > 0)) return;
    MapView next = d->view;
    const QPointF pixel = anchor.value_or(QPointF(next.size.width() / 2, next.size.height() / 2));
    const gis::ScenePoint still = next.toScene(pixel);
    next.metresPerPixel = std::clamp(next.metresPerPixel / factor, kNearest, kFarthest);
    const gis::ScenePoint moved = next.toScene(pixel);
    next.centre.x += still.x - moved.x;
    next.centre.y += still.y - moved.y;
    d->applyView(next);
}

void MapCanvas::setCarrying(bool allowed) {
    d->mayCarry = allowed;
}

void MapCanvas::panBy(QPointF pixels) {
    MapView next = d->view;
    next.centre.x += pixels.x() * next.metresPerPixel;
    next.centre.y -= pixels.y() * next.metresPerPixel;
    d->applyView(next);
}

MapView MapCanvas::view() const {
    return d->view;
}

void MapCanvas::setView(const MapView& view) {
    MapView next = d->view;
    next.centre = view.centre;
    next.metresPerPixel = std::clamp(view.metresPerPixel, kNearest, kFarthest);
    d->applyView(next);
}

void MapCanvas::Private::applyView(MapView next) {
    // All views of one scale share their pixels' places, so that a pan moves images by whole ones.
    const double step = next.metresPerPixel / next.devicePixelRatio;
    next.centre = {std::round(next.centre.x / step) * step,
                   std::round(next.centre.y / step) * step};
    viewIsChosen = viewIsChosen || hasProjection;
    if (next == view) return;
    view = next;
    considerRender();
    q->update();
    Q_EMIT q->viewChanged();
}

QPointF MapCanvas::pixelOf(dispatch::LonLat place) const {
    return d->view.toPixel(d->scene.projection.toScene(place));
}

dispatch::LonLat MapCanvas::placeAt(QPointF pixel) const {
    return d->scene.projection.toLonLat(d->view.toScene(pixel));
}

std::vector<Hit> MapCanvas::hitsAt(QPointF pixel) const {
    return d->hits(pixel);
}

QString MapCanvas::gridCodeAt(dispatch::LonLat place) const {
    if (!d->scene.gridMap) return {};
    const auto grid = d->scene.gridMap->gridAt(d->scene.projection.toScene(place));
    return grid ? QString::fromStdString(d->scene.gridMap->items()[*grid].code) : QString();
}

bool MapCanvas::isSettled() const {
    return d->shown.complete && !d->stillLane.running && !d->liveLane.running &&
           (!d->rendering || d->renderIsSpare) && d->dirty.none() && !d->gridMapOutOfDate &&
           d->shown.theme == d->theme && d->coversView(d->shown.view, d->view) &&
           std::none_of(d->list.begin(), d->list.end(),
                        [](const Private::Slot& s) { return s.outOfDate; });
}

QImage MapCanvas::overview() const {
    return d->overview;
}
MapView MapCanvas::overviewView() const {
    return d->overviewView;
}

void MapCanvas::setReachMode(const ReachMode& mode) {
    if (d->scene.reach == mode) return;
    d->scene.reach = mode;
    d->hear(Listens::ToReach);
}

ReachMode MapCanvas::reachMode() const {
    return d->scene.reach;
}
const FrameStats& MapCanvas::frameStats() const {
    return d->stats;
}
void MapCanvas::resetFrameStats() {
    d->stats = {};
}
QSize MapCanvas::sizeHint() const {
    return {960, 640};
}

void MapCanvas::paintEvent(QPaintEvent* event) {
    const Stopwatch watch(d->stats.paint);
    QPainter p(this);
    if (!qFuzzyCompare(devicePixelRatioF(), d->view.devicePixelRatio)) {
        // The window went to another screen.
        d->view.devicePixelRatio = devicePixelRatioF();
        d->refreshSprites();
        QMetaObject::invokeMethod(
            this, [this] { d->considerRender(); }, Qt::QueuedConnection);
    }
    // A clip of one rectangle keeps images on Qt's fast way; panels that float over the map make
    // the region many.
    constexpr int kMostRects = 16;
    const QRegion& region = event->region();
    if (region.rectCount() > kMostRects) {
        d->paintFrame(p, region.boundingRect());
        return;
    }
    for (const QRect& part : region) {
        p.setClipRect(part);
        d->paintFrame(p, part);
    }
}

void MapCanvas::resizeEvent(QResizeEvent*) {
    d->view.size = QSizeF(size());
    d->view.devicePixelRatio = devicePixelRatioF();
    if (!d->sprites) d->refreshSprites();
    if (!d->viewIsChosen && d->hasProjection) {
        MapView city = d->cityView();
        d->viewIsChosen = true;
        d->applyView(city);
    }
    d->considerRender();
    Q_EMIT viewChanged();
}

}  // namespace layers
