// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/ground/ground_service.h"
#include "app/ground/store_ground.h"
#include "app/look/look.h"
#include "app/watchful_application.h"
#include "gis/cartographer/client.h"
#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "layers/map_picture.h"
#include "tests/bench/bench.h"
#include "tests/support/program.h"

namespace {

constexpr int kWidth = 1920, kHeight = 1080;

struct City {
    QTemporaryDir folder;
    std::string uri;
    app::CityGround files;
    std::shared_ptr<const dispatch::Picture> picture;
    std::shared_ptr<const layers::GroundData> ground;
    gis::Projection projection;
};

bool makeCity(City& city) {
    city.uri = city.folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    gis::DemoOptions options;
    options.history = 1000;
    if (!gis::makeDemoCity(city.uri, options)) return false;
    const auto store = gis::openStore(city.uri);
    if (!store) return false;
    auto picture = (*store)->load();
    auto ground = app::readGround(**store);
    if (!picture || !ground) return false;
    city.picture = *picture;
    city.ground = *ground;
    const auto files = app::makeStoreGround(**store, city.uri);
    if (!files) {
        std::fprintf(stderr, "%s\n", files.error().detail.c_str());
        return false;
    }
    city.files = *files;
    city.projection =
        gis::Projection::forExtent(layers::extentOf(*city.picture, city.ground.get()));
    return true;
}

gis::DrawRequest fullHd(const City& city, double metresPerPixel) {
    const dispatch::GeoBox box = layers::extentOf(*city.picture, city.ground.get());
    const gis::ScenePoint middle =
        city.projection.toScene({(box.west + box.east) / 2, (box.south + box.north) / 2});
    gis::DrawRequest request;
    request.source = app::choicesOf(city.files).front().source;
    const double w = kWidth * metresPerPixel / 2, h = kHeight * metresPerPixel / 2;
    request.extent = {middle.x - w, middle.y - h, middle.x + w, middle.y + h};
    request.width = kWidth;
    request.height = kHeight;
    request.crs = city.projection.definition();
    request.labels = false;
    return request;
}

gis::WorkerPlace placeOf(const City& city, const QString& profile) {
    return app::workerFor(app::choicesOf(city.files).front(), gis::findWorker(profile), 0);
}

/// One picture, in milliseconds from asking to having it.
struct Took {
    double all = 0;
    double handOver = 0;  ///< From drawn there to being here.
};
std::optional<Took> draw(gis::CartographerClient& client, const gis::DrawRequest& request) {
    std::optional<Took> took;
    // A loop that sleeps until something comes, as the console's; one that looks every 10 ms would
    // measure itself.
    QEventLoop loop;
    QTimer::singleShot(60000, &loop, &QEventLoop::quit);
    QElapsedTimer since;
    since.start();
    const auto connection = QObject::connect(
        &client, &gis::CartographerClient::drawn,
        [&](const std::shared_ptr<const gis::Drawn>& drawn) {
            const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
            took = {double(since.nsecsElapsed()) / 1e6, double(now - drawn->reply.drawnAt) / 1e6};
            loop.quit();
        });
    client.draw(request);
    loop.exec();
    QObject::disconnect(connection);
    return took;
}

std::vector<double> peer(const gis::DrawRequest& request, const QString& profile, int times) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QGIS_CUSTOM_CONFIG_PATH"), profile);
    process.setProcessEnvironment(environment);
    const auto& e = request.extent;
    process.start(QStringLiteral(GRIDHALL_QGIS_PEER),
                  {QString::fromStdString(request.source.uri),
                   QStringLiteral("%1,%2,%3,%4")
                       .arg(e[0], 0, 'f', 3)
                       .arg(e[1], 0, 'f', 3)
                       .arg(e[2], 0, 'f', 3)
                       .arg(e[3], 0, 'f', 3),
                   QString::number(request.width), QString::number(request.height),
                   QString::number(times), QString::fromStdString(request.crs)});
    process.waitForFinished(60000);
    std::vector<double> list;
    for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
        if (!line.isEmpty()) list.push_back(line.toDouble());
    return list;
}

void benchStart(const City& city) {
    const gis::DrawRequest request = fullHd(city, 10);
    const auto first = [&](const QString& profile) -> std::optional<double> {
        QElapsedTimer since;
        since.start();
        gis::CartographerClient client(placeOf(city, profile));
        client.start();
        if (!draw(client, request)) return {};
        return double(since.nsecsElapsed()) / 1e6;
    };
    const QString profile = city.folder.filePath(QStringLiteral("profile"));
    const auto ever = first(profile);
    const QString peerProfile = city.folder.filePath(QStringLiteral("peer"));
    const std::vector<double> peerEver = peer(request, peerProfile, 1);
    if (!ever || peerEver.empty()) return bench::skip("first picture", "no answer");
    bench::Row row{"exec to first full-HD picture, first start ever", *ever, "ms", 2200.0};
    row.peer = "QgsMapRendererParallelJob in a program of its own";
    row.peerValue = peerEver.front();
    bench::emit(row);
    std::vector<double> again, peerAgain;
    for (int i = 0; i < (bench::full() ? 20 : 5); ++i) {
        if (const auto took = first(profile)) again.push_back(*took);
        const auto list = peer(request, peerProfile, 1);
        peerAgain.insert(peerAgain.end(), list.begin(), list.end());
    }
    bench::Row made{"exec to first full-HD picture, profile made", bench::percentile(again, 0.5),
                    "ms", 1200.0};
    made.peer = row.peer;
    made.peerValue = bench::percentile(peerAgain, 0.5);
    bench::emit(made);
}

void benchWarm(const City& city) {
    gis::CartographerClient client(placeOf(city, city.folder.filePath(QStringLiteral("profile"))));
    client.start();
    const int times = bench::full() ? 30 : 9;
    std::vector<double> handOver;
    for (const double metres : {2.8, 10.0, 40.0}) {
        const gis::DrawRequest request = fullHd(city, metres);
        if (!draw(client, request)) return bench::skip("warm picture", "no answer");
        std::vector<double> all;
        for (int i = 0; i < times; ++i)
            if (const auto took = draw(client, request)) {
                all.push_back(took->all);
                handOver.push_back(took->handOver);
            }
        auto direct = peer(request, city.folder.filePath(QStringLiteral("peer")), times + 1);
        if (direct.size() > 1) direct.erase(direct.begin());
        bench::Row row{"warm full-HD dark ground", bench::percentile(all, 0.5), "ms", 400.0};
        row.peer = "QgsMapRendererParallelJob directly";
        row.peerValue = bench::percentile(direct, 0.5);
        row.size = metres;
        row.note = "size: metres a pixel";
        bench::emit(row);
    }
    bench::emit(
        {"hand-over of a full-HD picture, median", bench::percentile(handOver, 0.5), "ms", 3.0});
}

/// An atlas at A4 and 150 dpi: of a township, in full of the whole city.
void benchAtlas(const City& city) {
    std::string code;
    std::size_t sheets = 0;
    city.picture->grids.forEach([&](const dispatch::Grid& grid) {
        if (code.empty()) code = grid.code.substr(0, bench::full() ? 4 : 9);
    });
    city.picture->grids.forEach(
        [&](const dispatch::Grid& grid) { sheets += grid.code.starts_with(code) ? 1 : 0; });
    const std::string file = city.folder.filePath(QStringLiteral("atlas.pdf")).toStdString();
    const support::Ran ran = support::run({GRIDHALL_PROGRAM, "print", "--store", city.uri,
                                           "--sheet", "atlas", "--code", code, "-o", file});
    if (ran.exitCode != 0 || sheets == 0) return bench::skip("atlas", ran.err);
    bench::Row row{"grid atlas, A4 at 150 dpi, two workers", ran.seconds / double(sheets) * 600,
                   "s for 600 sheets", 240.0};
    row.size = double(sheets);
    row.note =
        std::to_string(sheets) + " sheets in " + std::to_string(ran.seconds) + " s; one PDF of " +
        std::to_string(QFileInfo(QString::fromStdString(file)).size() >> 20) + " MiB, in order";
    bench::emit(row);
    bench::emit({"memory of the console while it prints an atlas", ran.peakMebibytes, "MiB"});
}

/// A map of full HD whose tiles are in memory, moved by less and by more than its margin.
void benchPan(const City& city) {
    layers::MapCanvas canvas(layers::Theme::hall());
    canvas.resize(kWidth, kHeight);
    app::GroundService service(canvas,
                               gis::findWorker(city.folder.filePath(QStringLiteral("profile"))),
                               city.folder.filePath(QStringLiteral("tiles")));
    canvas.show();
    canvas.setPicture(city.picture, {});
    canvas.setGround(city.ground);
    service.setChoices(app::choicesOf(city.files));
    canvas.zoomBy(8);
    const auto settled = [&] {
        return QTest::qWaitFor([&] { return service.isComplete() && canvas.isSettled(); }, 60000);
    };
    QElapsedTimer since;
    since.start();
    if (!settled()) return bench::skip("pan", "the map did not settle");
    bench::emit({"whole window of tiles, none kept", double(since.elapsed()), "ms"});
    // All around once, so that every tile is there.
    const std::vector<QPointF> round{{200, 0}, {200, 0}, {0, 200}, {-200, 0}, {-200, 0}, {0, -200}};
    for (const QPointF& step : round) {
        canvas.panBy(step);
        settled();
        QTest::qWait(150);
    }
    std::vector<double> exact;
    for (int turn = 0; turn < (bench::full() ? 20 : 4); ++turn)
        for (const QPointF& step : round) {
            canvas.resetFrameStats();
            since.start();
            canvas.panBy(step);
            // The frame that follows shows the images there are, moved by whole pixels.
            canvas.repaint();
            exact.push_back(double(since.nsecsElapsed()) / 1e6);
            const auto view = canvas.view();
            if (!service.pictures().cover(view, view.sceneRect()).isWhole)
                return bench::skip("pan", "a tile was not there");
            settled();
            QTest::qWait(150);
        }
    bench::Row row{"cached pan of 200 px: exact pixels, p95", bench::percentile(exact, 0.95), "ms",
                   16.7};
    bench::emit(row);
    std::vector<double> far;
    for (int turn = 0; turn < 3; ++turn)
        for (const double step : {600.0, -600.0}) {
            canvas.panBy({step, 0});
            settled();
            QTest::qWait(200);
            since.start();
            canvas.panBy({-step, 0});
            settled();
            far.push_back(double(since.nsecsElapsed()) / 1e6);
            QTest::qWait(200);
            canvas.panBy({step, 0});
            settled();
        }
    bench::emit(
        {"cached pan of 600 px, beyond the margin, median", bench::percentile(far, 0.5), "ms"});
}

}  // namespace

/// The cartographer: how soon the ground is there, beside QGIS itself.
int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("GRIDHALL_CARTOGRAPHER", GRIDHALL_WORKER);
    app::WatchfulApplication application(argc, argv);
    app::dress(layers::Theme::hall());
    City city;
    qputenv("XDG_CACHE_HOME", city.folder.filePath(QStringLiteral("cache")).toUtf8());
    if (!makeCity(city)) {
        bench::skip("cartographer", "the city could not be made");
        return 1;
    }
    benchStart(city);
    benchWarm(city);
    benchPan(city);
    benchAtlas(city);
    return 0;
}
