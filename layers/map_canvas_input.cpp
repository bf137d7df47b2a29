// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "layers/map_canvas_p.h"

namespace layers {

namespace {

constexpr double kWheelFactor = 1.25;  ///< Of one notch.
constexpr double kKeyFactor = 1.5;
constexpr double kArrowPixels = 96;

}  // namespace

void MapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return;
    d->press = event->position();
    d->lastDrag = event->position();
    d->dragRest = {};
    d->dragging = event->button() == Qt::MiddleButton;
    d->carrying.reset();
    if (d->mayCarry && event->button() == Qt::LeftButton)
        d->carrying = d->carriable(event->position());
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    Q_EMIT cursorMoved(placeAt(at), gridCodeAt(placeAt(at)));
    if (!d->press) {
        d->hover(at, event->globalPosition().toPoint());
        return;
    }
    if (!d->dragging &&
        (at - *d->press).manhattanLength() >= QApplication::startDragDistance() / 2.0) {
        d->dragging = true;
        setCursor(d->carrying ? Qt::DragCopyCursor : Qt::ClosedHandCursor);
    }
    if (!d->dragging) return;
    if (d->carrying) {
        d->carriedTo = at;
        update();
        return;
    }
    // Whole device pixels now, the rest with the next move, so that the ground stays under the
    // hand.
    const qreal ratio = d->view.devicePixelRatio;
    const QPointF wanted = d->lastDrag - at + d->dragRest;
    const QPointF step(std::round(wanted.x() * ratio) / ratio,
                       std::round(wanted.y() * ratio) / ratio);
    d->dragRest = wanted - step;
    d->lastDrag = at;
    if (!step.isNull()) panBy(step);
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!d->press) return;
    const bool wasDrag = d->dragging;
    const auto what = d->carrying;
    const auto onto = wasDrag && what ? d->landing(event->position()) : std::nullopt;
    d->press.reset();
    d->dragging = false;
    d->carrying.reset();
    setCursor(Qt::ArrowCursor);
    if (wasDrag && what) update();
    if (onto) Q_EMIT carried(*what, *onto);
    if (!wasDrag && event->button() == Qt::LeftButton) d->click(event->position());
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    d->press.reset();
    const auto hits = d->hits(event->position());
    if (!hits.empty() && !hits.front().isArea && hits.front().members == 1)
        Q_EMIT activated(hits.front().record);
    else
        zoomBy(2, event->position());
}

void MapCanvas::Private::click(QPointF pixel) {
    const std::vector<Hit> found = hits(pixel);
    if (found.empty()) return q->setSelection(std::nullopt);
    if (found.front().members > 1) return q->zoomBy(2, pixel);
    // A second click on a stack goes on to what lies below.
    const auto current = std::find_if(
        found.begin(), found.end(), [&](const Hit& hit) { return scene.selection == hit.record; });
    std::size_t next = 0;
    if (current != found.end()) next = std::size_t(current - found.begin() + 1) % found.size();
    // A cluster under the symbol is no single record.
    while (found[next].members > 1) next = (next + 1) % found.size();
    q->setSelection(found[next].record);
}

std::optional<dispatch::RecordRef> MapCanvas::Private::carriable(QPointF pixel) const {
    const std::vector<Hit> found = hits(pixel);
    if (found.empty() || found.front().isArea || found.front().members > 1) return {};
    const auto kind = found.front().record.kind;
    if (kind != dispatch::Kind::Responder && kind != dispatch::Kind::Case) return {};
    return found.front().record;
}

std::optional<dispatch::RecordRef> MapCanvas::Private::landing(QPointF pixel) const {
    const auto wanted =
        carrying->kind == dispatch::Kind::Case ? dispatch::Kind::Responder : dispatch::Kind::Case;
    for (const Hit& hit : hits(pixel))
        if (hit.record.kind == wanted && hit.members == 1) return hit.record;
    return {};
}

void MapCanvas::Private::hover(QPointF pixel, QPoint global) {
    std::optional<dispatch::RecordRef> now;
    const std::vector<Hit> found = hits(pixel);
    if (!found.empty() && !found.front().isArea && found.front().members == 1)
        now = found.front().record;
    if (now == hovered) return;
    hovered = now;
    q->update();
    Q_EMIT q->hovered(now, global);
}

void MapCanvas::wheelEvent(QWheelEvent* event) {
    const bool isTouchpad = event->pointingDevice() &&
                            event->pointingDevice()->type() == QInputDevice::DeviceType::TouchPad;
    if (isTouchpad && !event->pixelDelta().isNull() &&
        !event->modifiers().testFlag(Qt::ControlModifier)) {
        panBy(-QPointF(event->pixelDelta()));
    } else {
        const double notches = event->angleDelta().y() / 120.0;
        if (notches != 0) zoomBy(std::pow(kWheelFactor, notches), event->position());
    }
    event->accept();
}

void MapCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && d->carrying && d->dragging) {
        d->carrying.reset();
        d->press.reset();
        d->dragging = false;
        setCursor(Qt::ArrowCursor);
        return update();
    }
    const double step =
        event->modifiers().testFlag(Qt::ShiftModifier) ? 4 * kArrowPixels : kArrowPixels;
    switch (event->key()) {
        case Qt::Key_Left:
            return panBy({-step, 0});
        case Qt::Key_Right:
            return panBy({step, 0});
        case Qt::Key_Up:
            return panBy({0, -step});
        case Qt::Key_Down:
            return panBy({0, step});
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomBy(kKeyFactor);
        case Qt::Key_Minus:
            return zoomBy(1 / kKeyFactor);
        case Qt::Key_Home:
            return fitCity();
        default:
            QWidget::keyPressEvent(event);
    }
}

void MapCanvas::leaveEvent(QEvent*) {
    if (d->hovered) {
        d->hovered.reset();
        update();
        Q_EMIT hovered(std::nullopt, QCursor::pos());
    }
    Q_EMIT cursorLeft();
}

bool MapCanvas::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(1 + gesture->value(), gesture->position());
            return true;
        }
        if (gesture->gestureType() == Qt::SmartZoomNativeGesture) {
            zoomBy(2, gesture->position());
            return true;
        }
    }
    return QWidget::event(event);
}

}  // namespace layers
