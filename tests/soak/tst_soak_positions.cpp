// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QCoreApplication>
#include <QTest>
#include <map>
#include <thread>

#include "gis/geometry/ops.h"
#include "gis/geometry/polygon.h"
#include "tests/soak/hall_people.h"
#include "tests/soak/memory_watch.h"
#include "tests/soak/position_feed.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace std::chrono_literals;
using dispatch::Fix;
using dispatch::Kind;

/// Positions of a whole city at a steady rate for ten minutes, with a console reading along: all
/// are in the store, each with its grid, and nobody's memory grows.
class TestSoakPositions : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyPositionIsThereWithItsGrid_data();
    void everyPositionIsThereWithItsGrid();
};

namespace {

constexpr int kPeople = 3'400;
constexpr std::size_t kSample = 20'000;

/// Whether a step of a hand's breadth leads into the area.
bool isBeside(const gis::Polygon& polygon, dispatch::LonLat place) {
    constexpr double kStep = 1e-6;
    for (const double east : {-kStep, kStep})
        for (const double north : {-kStep, kStep})
            if (gis::contains(polygon, {place.lon + east, place.lat + north})) return true;
    return false;
}

/// Grids of a sample as GEOS finds them, which our own lookup must have found, too.
/// @return How many differ; positions on an edge, which GEOS gives to nobody, are left out.
std::size_t differFromGeos(const std::vector<Fix>& sample, const dispatch::Picture& picture) {
    struct Known {
        std::int64_t id;
        dispatch::GeoBox box;
        gis::Polygon polygon;
    };
    std::vector<Known> grids;
    picture.grids.forEach([&](const dispatch::Grid& grid) {
        if (grid.kind == dispatch::GridKind::Dedicated) return;
        auto polygon = gis::Polygon::make(grid.area);
        if (!polygon) qFatal("%s", polygon.error().detail.c_str());
        grids.push_back({grid.id.value, dispatch::boxOf(grid.area), std::move(*polygon)});
    });
    std::size_t differ = 0;
    for (const Fix& fix : sample) {
        std::int64_t found = 0;
        bool touches = false;
        for (const Known& grid : grids) {
            if (grid.box.contains(fix.place) && gis::contains(grid.polygon, fix.place))
                found = grid.id;
            if (grid.id == fix.grid.value) touches = isBeside(grid.polygon, fix.place);
        }
        const bool onAnEdge = found == 0 && touches;
        differ += found != fix.grid.value && !onAnEdge;
    }
    return differ;
}

}  // namespace

void TestSoakPositions::everyPositionIsThereWithItsGrid_data() {
    QTest::addColumn<QString>("engine");
    QTest::addColumn<int>("perSecond");
    for (const std::string& name : soak::engines())
        QTest::newRow(name.c_str())
            << QString::fromStdString(name) << (name == "spatialite" ? 20'000 : 8'000);
}

void TestSoakPositions::everyPositionIsThereWithItsGrid() {
    QFETCH(const QString, engine);
    QFETCH(const int, perSecond);
    const auto seed = support::seed("positions");
    const int seconds = support::soakCount(5, 600);
    const auto place = soak::StorePlace::make(engine.toStdString());
    soak::preparePeople(*place->open(), kPeople);

    const std::string self = QCoreApplication::applicationFilePath().toStdString();
    support::Program follower({self, "--follow", place->uri()});
    support::Program producer({self, "--produce", place->uri(), std::to_string(perSecond),
                               std::to_string(seconds), std::to_string(seed)});
    soak::MemoryWatch memory;
    memory.add("producer", producer.pid());
    memory.add("follower", follower.pid());
    memory.add("server", place->serverPid());
    const auto began = std::chrono::steady_clock::now();
    while (producer.isRunning()) {
        std::this_thread::sleep_for(1s);
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - began;
        memory.look(since.count());
        QVERIFY2(since.count() < 2 * seconds + 60, "the producer does not come to an end");
    }
    const support::Ran produced = producer.finish();
    QVERIFY2(produced.exitCode == 0, produced.err.c_str());
    QVERIFY2(follower.isRunning(), "the follower ended");
    std::this_thread::sleep_for(1500ms);
    follower.kill(SIGTERM);
    const std::string followed = follower.finish().out;
    const soak::PositionCount count = soak::readCount(produced.out);

    std::printf(
        "%s: %lld positions in %.1f s (%.0f/s), latest batch %.0f ms behind, addFixes p99"
        " %.1f ms; the console read along %s positions\n",
        qPrintable(engine), static_cast<long long>(count.taken()), count.seconds,
        static_cast<double>(count.taken()) / count.seconds, count.latestMs, count.callP99Ms,
        qPrintable(QString::fromStdString(followed).trimmed().section(QLatin1Char('\n'), -1)));
    const bool whole = seconds >= 300;
    for (const std::string& name : memory.names()) {
        const double growth = memory.growth(name, whole ? 120 : 0);
        std::printf("  memory of the %s: %.1f MiB, grew by %.1f %%\n", name.c_str(),
                    memory.last(name), 100 * growth);
        if (whole) QVERIFY2(growth <= 0.05, (name + "'s memory grows").c_str());
    }

    QCOMPARE(count.refused, 0);
    QCOMPARE(count.taken(), std::int64_t{perSecond} * seconds);
    // The rate was kept: a producer that falls behind takes longer than it was given.
    if (whole)
        QVERIFY2(count.seconds < seconds * 1.1 + 1, "the store does not take so many a second");
    std::map<std::int64_t, std::int64_t> byGrid;
    std::vector<Fix> sample;
    const auto store = place->open();
    dispatch::Query query;
    query.kind = Kind::Fix;
    std::size_t number = 0;
    const std::size_t each =
        std::max<std::size_t>(1, static_cast<std::size_t>(count.taken()) / kSample);
    const auto read = store->read(query, [&](dispatch::Record&& record) {
        const Fix& fix = std::get<Fix>(record);
        ++byGrid[fix.grid.value];
        if (number++ % each == 0 && sample.size() < kSample) sample.push_back(fix);
        return true;
    });
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    QVERIFY2(byGrid == count.byGrid, "the store's count by grid is another than the producer's");
    QVERIFY2(byGrid.size() > 50, "the people stayed in few grids");
    QCOMPARE(sample.size(), kSample);
    const auto picture = store->load();
    QVERIFY(picture.has_value());
    QCOMPARE(differFromGeos(sample, **picture), std::size_t{0});
    QCOMPARE((*picture)->fixes->size(), std::size_t{kPeople});
    QVERIFY2(std::atoll(followed.c_str() + followed.find_last_of('\n', followed.size() - 2) + 1) >=
                 kPeople,
             "the console did not read along");
}

int main(int argc, char** argv) {
    const std::string verb = argc > 2 ? argv[1] : "";
    if (verb == "--follow") return soak::followPositions(argv[2]);
    if (verb == "--produce" && argc > 5)
        return soak::producePositions({argv[2], std::stoi(argv[3]),
                                       std::chrono::seconds(std::stoi(argv[4])),
                                       std::stoull(argv[5])});
    QCoreApplication application(argc, argv);
    TestSoakPositions test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak_positions.moc"
