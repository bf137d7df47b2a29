// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/render.h"

#include <sys/resource.h>
#include <unistd.h>

#include <QSemaphore>
#include <QThreadPool>
#include <algorithm>
#include <cmath>
#include <functional>

namespace layers {

namespace {
constexpr int kDrawingNiceness = 5;
}

Composition compose(const std::vector<std::pair<std::size_t, Manner>>& manners) {
    // How many images the live layers alone demand: one between each two groups of flat layers.
    std::size_t runs = 1;
    bool flatSinceLive = false, liveSeen = false;
    for (const auto& [place, manner] : manners) {
        if (manner == Manner::Live) {
            liveSeen = true;
            flatSinceLive = false;
        } else if (liveSeen && !flatSinceLive) {
            flatSinceLive = true;
            ++runs;
        }
    }
    if (liveSeen && !flatSinceLive) ++runs;  // Words need an image above the last live layer.
    bool mayCut = runs < kSegments;

    Composition result;
    std::size_t segment = 0;
    result.frame.push_back({true, 0});
    bool above = false;
    for (const auto& [place, manner] : manners) {
        if (manner == Manner::Live) {
            result.frame.push_back({false, place});
            above = true;
            continue;
        }
        const bool cut =
            manner == Manner::Changing && mayCut && !above && !result.segments[segment].empty();
        if ((above || cut) && segment + 1 < kSegments) {
            result.frame.push_back({true, ++segment});
            if (cut) mayCut = false;
            above = false;
        }
        result.segments[segment].push_back(place);
    }
    if (above && segment + 1 < kSegments) result.frame.push_back({true, ++segment});
    result.labelSegment = segment;
    return result;
}

namespace {

struct Band {
    std::size_t segment;
    int top, bottom;  ///< Device pixels.
};

void paintBand(const RenderRequest& request, QImage& image, const Band& band) {
    QImage part(image.scanLine(band.top), image.width(), band.bottom - band.top,
                image.bytesPerLine(), image.format());
    const qreal ratio = request.view.devicePixelRatio;
    part.setDevicePixelRatio(ratio);
    if (band.segment == 0)
        part.fill(request.theme.color(std::string_view("map.outside")));
    else
        part.fill(0);
    QPainter painter(&part);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(0, -band.top / ratio);
    RenderContext context{request.view,      {}, request.theme,
                          request.storeTime, {}, request.cancelled.get()};
    const gis::ScenePoint low = request.view.toScene({-16, band.bottom / ratio + 16});
    const gis::ScenePoint high =
        request.view.toScene({request.view.size.width() + 16, band.top / ratio - 16});
    context.clip = QRectF(QPointF(low.x, low.y), QPointF(high.x, high.y));
    for (const std::size_t place : request.composition.segments[band.segment]) {
        const RenderRequest::Item& item = request.layers[place];
        if (!item.content || context.isCancelled()) continue;
        if (item.opacity >= 1) {
            painter.save();
            item.content->paint(painter, context);
            painter.restore();
            continue;
        }
        QImage own(part.size(), QImage::Format_ARGB32_Premultiplied);
        own.setDevicePixelRatio(ratio);
        own.fill(0);
        QPainter apart(&own);
        apart.setRenderHint(QPainter::Antialiasing);
        apart.translate(0, -band.top / ratio);
        item.content->paint(apart, context);
        apart.end();
        painter.save();
        painter.resetTransform();
        painter.setOpacity(item.opacity);
        painter.drawImage(QPointF(0, 0), own);
        painter.restore();
    }
}

/// An image of the size, out of the spare ones where there is one; the others of them are let go.
QImage imageOf(QSize size, QImage::Format format, std::vector<QImage>* spares) {
    constexpr std::size_t kKept = 2 * kSegments;
    if (spares) {
        while (spares->size() > kKept) spares->erase(spares->begin());
        for (auto spare = spares->begin(); spare != spares->end(); ++spare) {
            if (spare->size() != size || spare->format() != format || !spare->isDetached())
                continue;
            QImage image = std::move(*spare);
            spares->erase(spare);
            return image;
        }
    }
    return QImage(size, format);
}

LabelSet placedLabels(const RenderRequest& request) {
    const double rim = request.labelRim;
    const QRectF area = QRectF(QPointF(0, 0), request.view.size).adjusted(-rim, -rim, rim, rim);
    LabelSet labels(area);
    RenderContext context{request.view,      {}, request.theme,
                          request.storeTime, {}, request.cancelled.get()};
    const gis::ScenePoint low = request.view.toScene(area.bottomLeft());
    const gis::ScenePoint high = request.view.toScene(area.topRight());
    context.clip = QRectF(QPointF(low.x, low.y), QPointF(high.x, high.y));
    for (const FrameItem& live : request.composition.frame)
        if (!live.isImage && request.layers[live.index].content)
            request.layers[live.index].content->addObstacles(labels, context);
    for (const auto& segment : request.composition.segments)
        for (const std::size_t place : segment) {
            const RenderRequest::Item& item = request.layers[place];
            if (!item.content || context.isCancelled()) continue;
            labels.setOpacity(item.opacity);
            item.content->addLabels(labels, context);
        }
    if (!context.isCancelled() && request.labelImages) {
        request.labelImages->trim();
        labels.place(*request.labelImages);
    }
    return labels;
}

}  // namespace

std::vector<QRect> occupiedBoxes(const QImage& image) {
    constexpr int kTile = 32;
    std::vector<QRect> boxes;
    for (int top = 0; top < image.height(); top += kTile) {
        const int bottom = std::min(image.height(), top + kTile);
        QRect run;
        for (int left = 0; left < image.width(); left += kTile) {
            const int right = std::min(image.width(), left + kTile);
            bool any = false;
            for (int y = top; y < bottom && !any; ++y) {
                const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
                QRgb joined = 0;
                for (int x = left; x < right; ++x) joined |= line[x];
                any = joined != 0;
            }
            if (any)
                run |= QRect(left, top, right - left, bottom - top);
            else if (!run.isNull()) {
                boxes.push_back(run);
                run = {};
            }
        }
        if (!run.isNull()) boxes.push_back(run);
    }
    return boxes;
}

void yieldToTheWindow() {
    // On Linux a thread has a niceness of its own; Qt's priorities mean nothing there.
    thread_local const bool lowered =
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kDrawingNiceness) == 0;
    static_cast<void>(lowered);
}

RenderResult render(const RenderRequest& request, QThreadPool* pool) {
    RenderResult result;
    result.number = request.number;
    result.view = request.view;
    result.theme = request.theme;
    result.composition = request.composition;
    result.drawn = request.wanted;
    const qreal ratio = request.view.devicePixelRatio;
    const QSize size(int(std::lround(request.view.size.width() * ratio)),
                     int(std::lround(request.view.size.height() * ratio)));
    if (size.isEmpty()) return result;
    const int threads = pool ? std::max(1, pool->maxThreadCount()) : 1;
    const int rows = std::max(64, size.height() / (2 * threads) + 1);
    std::vector<Band> bands;
    for (std::size_t s = 0; s < kSegments; ++s) {
        const bool labels = request.withLabels && s == request.composition.labelSegment;
        if (!request.wanted.test(s)) continue;
        if (s > 0 && request.composition.segments[s].empty() && !labels) continue;
        result.images[s] =
            imageOf(size, s == 0 ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied,
                    request.spares.get());
        result.images[s].setDevicePixelRatio(ratio);
        // A pointer taken from one thread, so that no band detaches the image.
        result.images[s].bits();
        for (int top = 0; top < size.height(); top += rows)
            bands.push_back({s, top, std::min(size.height(), top + rows)});
    }
    const bool withLabels =
        request.withLabels && request.wanted.test(request.composition.labelSegment);

    std::optional<LabelSet> labels;
    std::atomic<std::size_t> next{0};
    // Task 0 places the words, which takes longest; the others are bands.
    const auto work = [&] {
        for (;;) {
            const std::size_t task = next.fetch_add(1);
            if (task > bands.size() || request.cancelled->load()) return;
            if (task == 0) {
                if (withLabels) labels.emplace(placedLabels(request));
            } else {
                const Band& band = bands[task - 1];
                paintBand(request, result.images[band.segment], band);
            }
        }
    };
    int helpers = 0;
    QSemaphore done;
    while (pool && helpers + 1 < threads && pool->tryStart([&work, &done] {
        yieldToTheWindow();
        work();
        done.release();
    }))
        ++helpers;
    work();
    done.acquire(helpers);
    if (request.cancelled->load()) return result;
    if (labels) {
        QPainter painter(&result.images[request.composition.labelSegment]);
        painter.setRenderHint(QPainter::Antialiasing);
        labels->paint(painter);
    }
    for (std::size_t s = 1; s < kSegments; ++s) {
        if (result.images[s].isNull()) continue;
        result.occupied[s] = occupiedBoxes(result.images[s]);
        if (result.occupied[s].empty() && request.spares)
            request.spares->push_back(std::move(result.images[s]));
        if (result.occupied[s].empty()) result.images[s] = {};
    }
    result.complete = true;
    return result;
}

}  // namespace layers
