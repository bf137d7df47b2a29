// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QGraphicsItem>
#include <QGraphicsView>
#include <QScrollBar>
#include <QTest>
#include <cmath>

#include "layers/map_canvas.h"
#include "layers/sprites.h"
#include "layers/text.h"
#include "tests/bench/bench.h"
#include "tests/layers/made_scene.h"

namespace {

using layers::MapCanvas;

support::SceneSize citySize(int times) {
    support::SceneSize size;
    size.columns = times == 1 ? 32 : 100;
    size.rows = times == 1 ? 20 : 64;
    size.edgeVertices = 31;
    size.cellMetres = 450;
    size.responders = times == 1 ? 3400 : 26000;
    size.cases = times == 1 ? 500 : 1500;
    size.cameras = 21000;
    size.posts = 60;
    size.streetsPerCell = 3;
    size.dedicated = 6;
    return size;
}

void settle(MapCanvas& canvas) {
    if (!QTest::qWaitFor([&] { return canvas.isSettled(); }, 60000))
        bench::skip("canvas", "the picture did not settle within 60 s");
    QTest::qWait(400);  // The margin follows.
}

struct Figures {
    double pan = 0, tick = 0, render = 0;
    double panCpu = 0, tickCpu = 0, panMedian = 0, tickMedian = 0, panLeast = 0, tickLeast = 0;
};

/// Milliseconds of processor time this thread took: what is left of a figure on a busy machine.
double cpuMilliseconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

std::string noteOf(double least, double median, double cpu) {
    return "least " + std::to_string(least).substr(0, 5) + " ms, median " +
           std::to_string(median).substr(0, 5) + " ms, processor time p99 " +
           std::to_string(cpu).substr(0, 5) + " ms";
}

/// Pans, ticks and zooms a canvas of a size in pixels, paints as the window would.
Figures measure(QSize pixels, const support::MadeScene& scene, double metresPerPixel) {
    MapCanvas canvas(layers::Theme::hall());
    canvas.resize(pixels);
    canvas.setGround(scene.ground);
    canvas.setPicture(scene.picture, {});
    canvas.setStoreTime(scene.now);
    canvas.show();
    settle(canvas);
    if (metresPerPixel > 0) {
        layers::MapView view = canvas.view();
        view.metresPerPixel = metresPerPixel;
        canvas.setView(view);
        settle(canvas);
    }
    Figures figures;
    const int frames = bench::full() ? 400 : 120;

    std::vector<double> pan, panCpu;
    for (int i = 0; i < frames; ++i) {
        const double start = cpuMilliseconds();
        const double turn = i * 0.11;
        pan.push_back(
            1000 * bench::seconds([&] {
                canvas.panBy({std::round(16 * std::cos(turn)), std::round(9 * std::sin(turn))});
                canvas.repaint();
            }));
        panCpu.push_back(cpuMilliseconds() - start);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 8);
    }
    figures.pan = bench::percentile(pan, 0.99);
    figures.panLeast = bench::percentile(pan, 0.0);
    figures.panMedian = bench::percentile(pan, 0.5);
    figures.panCpu = bench::percentile(panCpu, 0.99);
    settle(canvas);

    std::vector<double> tick, tickCpu;
    std::shared_ptr<const dispatch::Picture> picture = scene.picture;
    dispatch::Changes changes;
    changes.add(dispatch::Kind::Fix);
    for (int i = 0; i < frames / 4; ++i) {
        const auto next = support::movedOn(*picture, std::uint64_t(i));
        // On the GUI thread: to take the picture, to take what the pool made of it, to paint.
        const double start = cpuMilliseconds();
        double spent = bench::seconds([&] {
            canvas.setPicture(next, changes);
            canvas.setStoreTime(next->storeTime);
        });
        QTest::qSleep(40);
        spent += bench::seconds([&] {
            QCoreApplication::sendPostedEvents(&canvas, QEvent::MetaCall);
            canvas.repaint();
        });
        tick.push_back(1000 * spent);
        tickCpu.push_back(cpuMilliseconds() - start);
        picture = next;
    }
    figures.tick = bench::percentile(tick, 0.99);
    figures.tickLeast = bench::percentile(tick, 0.0);
    figures.tickMedian = bench::percentile(tick, 0.5);
    figures.tickCpu = bench::percentile(tickCpu, 0.99);

    settle(canvas);
    canvas.resetFrameStats();
    for (int i = 0; i < 12; ++i) {
        canvas.zoomBy(i % 2 == 0 ? 1.25 : 0.8);
        settle(canvas);
    }
    figures.render = bench::percentile(canvas.frameStats().render, 0.5);
    return figures;
}

/// The same scene as items over a cached background, in a QGraphicsView: the peer.
class PeerView : public QGraphicsView {
  public:
    explicit PeerView(const support::MadeScene& made, QSize pixels)
        : m_sprites(layers::Theme::hall(), 1, layers::mapFont()) {
        resize(pixels);
        setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setRenderHint(QPainter::Antialiasing);
        setScene(&m_scene);
        const auto box = layers::extentOf(*made.picture, made.ground.get());
        m_projection = gis::Projection::forExtent(box);
        const auto low = m_projection.toScene({box.west, box.south});
        const auto high = m_projection.toScene({box.east, box.north});
        m_scale = pixels.width() / (high.x - low.x) * 1.6;
        m_origin = low;
        made.picture->grids.forEach([&](const dispatch::Grid& grid) {
            QPolygonF polygon;
            for (const auto& p : grid.area[0].shell) polygon << place(p);
            auto* item = m_scene.addPolygon(
                polygon, QPen(layers::Theme::hall().color(std::string_view("map.grid")), 1.0),
                layers::Theme::hall().color(std::string_view("map.land")));
            auto* label = m_scene.addSimpleText(QString::fromStdString(grid.code.substr(12)));
            label->setPos(item->boundingRect().center());
        });
        const QPixmap sprite = QPixmap::fromImage(
            m_sprites.responder(dispatch::ResponderKind::Gridworker, dispatch::FixAge::Fresh, 0,
                                layers::SpriteScale::Full));
        for (const dispatch::Fix& fix : *made.picture->fixes) {
            auto* item = m_scene.addPixmap(sprite);
            item->setPos(place(fix.place));
            m_symbols.push_back(item);
        }
    }
    void tick(const dispatch::Picture& picture) {
        std::size_t i = 0;
        for (const dispatch::Fix& fix : *picture.fixes) m_symbols[i++]->setPos(place(fix.place));
    }

  private:
    QPointF place(dispatch::LonLat p) const {
        const auto s = m_projection.toScene(p);
        return {(s.x - m_origin.x) * m_scale, (m_origin.y - s.y) * m_scale};
    }
    QGraphicsScene m_scene;
    layers::Sprites m_sprites;
    gis::Projection m_projection;
    gis::ScenePoint m_origin;
    double m_scale = 1;
    std::vector<QGraphicsPixmapItem*> m_symbols;
};

Figures measurePeer(const support::MadeScene& scene) {
    PeerView view(scene, {1920, 1080});
    view.show();
    QCoreApplication::processEvents();
    Figures figures;
    std::vector<double> pan, tick;
    for (int i = 0; i < 12; ++i)
        pan.push_back(1000 * bench::seconds([&] {
                          view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() +
                                                               16);
                          view.viewport()->repaint();
                      }));
    std::shared_ptr<const dispatch::Picture> picture = scene.picture;
    for (int i = 0; i < 6; ++i) {
        picture = support::movedOn(*picture, std::uint64_t(i));
        tick.push_back(1000 * bench::seconds([&] {
                           view.tick(*picture);
                           QCoreApplication::processEvents();
                           view.viewport()->repaint();
                       }));
    }
    figures.pan = bench::percentile(pan, 0.99);
    figures.tick = bench::percentile(tick, 0.99);
    return figures;
}

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const support::MadeScene city = support::makeScene(citySize(1));
    const Figures peer = measurePeer(city);
    const Figures hd = measure({1920, 1080}, city, 0);
    const QString items = QStringLiteral("QGraphicsView, an item a symbol and a grid");
    bench::emit({.name = "canvas, pan p99, full HD, 646 grids",
                 .value = hd.pan,
                 .unit = "ms",
                 .target = 8,
                 .peer = items.toStdString(),
                 .peerValue = peer.pan,
                 .size = 646,
                 .note = noteOf(hd.panLeast, hd.panMedian, hd.panCpu)});
    bench::emit({.name = "canvas, tick p99, full HD, 3,400 responders",
                 .value = hd.tick,
                 .unit = "ms",
                 .target = 4,
                 .peer = items.toStdString(),
                 .peerValue = peer.tick,
                 .size = 3400,
                 .note = noteOf(hd.tickLeast, hd.tickMedian, hd.tickCpu)});
    bench::emit({.name = "canvas, exact drawing after zoom, off the GUI thread",
                 .value = hd.render,
                 .unit = "ms",
                 .target = 60,
                 .note = "median, request to delivery"});
    const Figures uhd = measure({3840, 2160}, city, 0);
    bench::emit({.name = "canvas, pan p99, 3840x2160",
                 .value = uhd.pan,
                 .unit = "ms",
                 .target = 24,
                 .note = noteOf(uhd.panLeast, uhd.panMedian, uhd.panCpu)});
    bench::emit({.name = "canvas, tick p99, 3840x2160",
                 .value = uhd.tick,
                 .unit = "ms",
                 .target = 12,
                 .note = noteOf(uhd.tickLeast, uhd.tickMedian, uhd.tickCpu)});
    const support::MadeScene ten = support::makeScene(citySize(10));
    const Figures large = measure({1920, 1080}, ten, 0);
    bench::emit({.name = "canvas, pan p99, full HD, 6,406 grids",
                 .value = large.pan,
                 .unit = "ms",
                 .target = 16,
                 .size = 6406,
                 .note = noteOf(large.panLeast, large.panMedian, large.panCpu) + ", " +
                         std::string("growth ") +
                         std::to_string(large.pan / std::max(0.01, hd.pan))});
    bench::emit({.name = "canvas, tick p99, full HD, 26,000 responders",
                 .value = large.tick,
                 .unit = "ms",
                 .target = 12,
                 .size = 26000,
                 .note = noteOf(large.tickLeast, large.tickMedian, large.tickCpu) + ", " +
                         std::string("growth ") +
                         std::to_string(large.tick / std::max(0.01, hd.tick))});
    return 0;
}
