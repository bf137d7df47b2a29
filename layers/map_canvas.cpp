// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/map_canvas.h"

#include <QMouseEvent>
#include <QPainter>

#include "layers/map_picture.h"

namespace layers {

struct MapCanvas::Private {
    explicit Private(Theme t) : theme(t) {}
    Theme theme;
    SceneInput scene;
    MapView view;
    FrameStats stats;
};

MapCanvas::MapCanvas(Theme theme, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(theme)) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}
MapCanvas::~MapCanvas() = default;
void MapCanvas::setPicture(std::shared_ptr<const dispatch::Picture> picture,
                           const dispatch::Changes&) {
    d->scene.picture = std::move(picture);
}
void MapCanvas::setGround(std::shared_ptr<const GroundData> ground) {
    d->scene.ground = std::move(ground);
}
void MapCanvas::setStoreTime(dispatch::Millis now) {
    d->scene.storeTime = now;
}
void MapCanvas::setTheme(Theme theme) {
    d->theme = theme;
}
Theme MapCanvas::theme() const {
    return d->theme;
}
void MapCanvas::setSelection(std::optional<dispatch::RecordRef> r) {
    d->scene.selection = r;
}
std::optional<dispatch::RecordRef> MapCanvas::selection() const {
    return d->scene.selection;
}
QList<MapCanvas::LayerState> MapCanvas::layerStates() const {
    return {};
}
void MapCanvas::setLayerVisible(const QString&, bool) {}
void MapCanvas::setLayerOpacity(const QString&, double) {}
void MapCanvas::moveLayer(const QString&, int) {}
void MapCanvas::goTo(dispatch::LonLat, double) {}
void MapCanvas::fit(const dispatch::GeoBox&) {}
void MapCanvas::fitCity() {}
void MapCanvas::zoomBy(double, std::optional<QPointF>) {}
void MapCanvas::panBy(QPointF) {}
MapView MapCanvas::view() const {
    return d->view;
}
void MapCanvas::setView(const MapView& view) {
    d->view = view;
}
QPointF MapCanvas::pixelOf(dispatch::LonLat p) const {
    return d->view.toPixel(d->scene.projection.toScene(p));
}
dispatch::LonLat MapCanvas::placeAt(QPointF p) const {
    return d->scene.projection.toLonLat(d->view.toScene(p));
}
std::vector<Hit> MapCanvas::hitsAt(QPointF) const {
    return {};
}
QString MapCanvas::gridCodeAt(dispatch::LonLat) const {
    return {};
}
bool MapCanvas::isSettled() const {
    return false;
}
QImage MapCanvas::overview() const {
    return {};
}
MapView MapCanvas::overviewView() const {
    return {};
}
void MapCanvas::setReachMode(const ReachMode& mode) {
    d->scene.reach = mode;
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
void MapCanvas::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), d->theme.color(std::string_view("map.outside")));
}
void MapCanvas::resizeEvent(QResizeEvent*) {}
void MapCanvas::mousePressEvent(QMouseEvent*) {}
void MapCanvas::mouseMoveEvent(QMouseEvent*) {}
void MapCanvas::mouseReleaseEvent(QMouseEvent*) {}
void MapCanvas::mouseDoubleClickEvent(QMouseEvent*) {}
void MapCanvas::wheelEvent(QWheelEvent*) {}
void MapCanvas::keyPressEvent(QKeyEvent*) {}
void MapCanvas::leaveEvent(QEvent*) {}
bool MapCanvas::event(QEvent* event) {
    return QWidget::event(event);
}

}  // namespace layers
