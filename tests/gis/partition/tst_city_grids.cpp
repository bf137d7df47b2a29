// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <map>

#include "gis/geometry/ops.h"
#include "gis/geometry/serial_order.h"
#include "gis/partition/city_ground.h"
#include "gis/partition/numbering.h"
#include "gis/store/open_store.h"
#include "tests/support/program.h"

namespace {

constexpr double kWest = 106.80, kSouth = 39.60;
constexpr double kLonStep = 0.0012, kLatStep = 0.0009;  // about 100 m

dispatch::LonLat crossing(int i, int j) {
    return {kWest + i * kLonStep + 0.0002 * std::sin(j * 0.7),
            kSouth + j * kLatStep + 0.0002 * std::cos(i * 0.9)};
}

struct Contents {
    int side = 25;
    bool roads = true;
    bool people = true;
    bool outline = false;
    bool dedicated = false;
};

/// A store with a small town in it.
std::string town(const QTemporaryDir& folder, const char* name, const Contents& contents) {
    const std::string path = folder.filePath(QString::fromUtf8(name)).toStdString();
    auto store = gis::createStore(path, {});
    if (!store) qFatal("%s", store.error().detail.c_str());
    dispatch::BatchPlan plan;
    plan.by = {"test", "test"};
    plan.what = "a town";
    auto batch = (*store)->beginBatch(plan);
    if (!batch) qFatal("%s", batch.error().detail.c_str());
    std::vector<dispatch::Record> rows;
    const int n = contents.side;
    std::int64_t road = 0;
    const auto addRoad = [&](int i, int j, int k, int l) {
        dispatch::Road row;
        row.id = dispatch::RoadId{++road};
        row.kind = (i == k ? i : j) % 6 == 0 ? dispatch::RoadClass::Primary
                                             : dispatch::RoadClass::Residential;
        row.line = {crossing(i, j), crossing(k, l)};
        row.nodes = {dispatch::RoadNodeId{i * 1000 + j + 1},
                     dispatch::RoadNodeId{k * 1000 + l + 1}};
        rows.emplace_back(row);
    };
    for (int i = 0; contents.roads && i < n; ++i)
        for (int j = 0; j < n; ++j) {
            if (i + 1 < n) addRoad(i, j, i + 1, j);
            if (j + 1 < n) addRoad(i, j, i, j + 1);
        }
    for (int i = 0; contents.people && i + 1 < n; ++i)
        for (int j = 0; j + 1 < n; ++j) {
            dispatch::PopulationCell cell;
            cell.place = {kWest + (i + 0.5) * kLonStep, kSouth + (j + 0.5) * kLatStep};
            cell.people = 20 + (i * 7 + j * 3) % 40;
            rows.emplace_back(cell);
        }
    const auto box = [](dispatch::LonLat a, dispatch::LonLat b) {
        dispatch::PolygonRings polygon;
        polygon.shell = {a, {b.lon, a.lat}, b, {a.lon, b.lat}, a};
        return dispatch::Area{polygon};
    };
    if (contents.outline) {
        dispatch::Centre west, east;
        west.code = "150301", east.code = "150302";
        west.name = "west", east.name = "east";
        west.level = east.level = "district";
        const double middle = kWest + 12 * kLonStep;
        west.reference = box({kWest, kSouth}, {middle, kSouth + 20 * kLatStep});
        east.reference = box({middle, kSouth}, {kWest + 22 * kLonStep, kSouth + 20 * kLatStep});
        rows.emplace_back(west);
        rows.emplace_back(east);
    }
    if (contents.dedicated) {
        dispatch::Grid park;
        park.code = "150301001001900";
        park.name = "industrial park";
        park.kind = dispatch::GridKind::Dedicated;
        park.area = box(crossing(3, 3), crossing(6, 6));
        rows.emplace_back(park);
    }
    if (const auto done = (*batch)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
    if (const auto done = (*batch)->publish(); !done) qFatal("%s", done.error().detail.c_str());
    return path;
}

std::vector<dispatch::Grid> gridsOf(const std::string& path) {
    auto store = gis::openStore(path);
    if (!store) qFatal("%s", store.error().detail.c_str());
    std::vector<dispatch::Grid> grids;
    dispatch::Query query;
    query.kind = dispatch::Kind::Grid;
    const auto read = (*store)->read(query, [&](dispatch::Record&& row) {
        grids.push_back(std::get<dispatch::Grid>(std::move(row)));
        return true;
    });
    if (!read) qFatal("%s", read.error().detail.c_str());
    std::sort(grids.begin(), grids.end(),
              [](const auto& a, const auto& b) { return a.code < b.code; });
    return grids;
}

support::Ran make(const std::string& path, const std::vector<std::string>& more) {
    std::vector<std::string> command{GRIDHALL_PROGRAM, "grids", "make", "--store", path};
    command.insert(command.end(), more.begin(), more.end());
    return support::run(command);
}

}  // namespace

class TestCityGrids : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gridsAreWrittenInTheOrderOfTheirCodes() {
        const std::string path = town(m_folder, "plain", {});
        const support::Ran ran = make(path, {"--count", "24", "--prefix", "150302"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        const std::vector<dispatch::Grid> grids = gridsOf(path);
        QCOMPARE(grids.size(), std::size_t{24});
        std::vector<dispatch::Area> areas;
        double people = 0;
        for (std::size_t i = 0; i < grids.size(); ++i) {
            QCOMPARE(grids[i].code,
                     "150302001001" + std::string(i < 9 ? "00" : "0") + std::to_string(i + 1));
            QVERIFY(gis::validity(grids[i].area).valid);
            areas.push_back(grids[i].area);
            people += grids[i].people;
        }
        const std::vector<std::size_t> order = gis::serialOrder(areas);
        for (std::size_t i = 0; i < order.size(); ++i) QCOMPARE(order[i], i);
        QVERIFY2(people > 20000, std::to_string(people).c_str());
        const support::Ran check = support::run({GRIDHALL_PROGRAM, "check", "--store", path});
        QVERIFY2(check.exitCode == 0, check.out.c_str());
    }

    void levelsGetCentresAndCodesThatNest() {
        const std::string path = town(m_folder, "levels", {});
        const support::Ran ran =
            make(path, {"--count", "24", "--levels", "district:2,township:4,community:8"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        auto store = gis::openStore(path);
        QVERIFY(store.has_value());
        std::map<std::string, dispatch::Centre> centres;
        dispatch::Query query;
        query.kind = dispatch::Kind::Centre;
        const auto read = (*store)->read(query, [&](dispatch::Record&& row) {
            auto centre = std::get<dispatch::Centre>(std::move(row));
            centres[centre.code] = centre;
            return true;
        });
        QVERIFY(read.has_value());
        QCOMPARE(centres.size(), std::size_t{14});
        QVERIFY(centres.count("990301") && centres.count("990302"));
        for (const auto& [code, centre] : centres) {
            if (centre.level != "district") QVERIFY(centres.count(centre.parent));
            QVERIFY(code.starts_with(centre.parent));
        }
        for (const dispatch::Grid& grid : gridsOf(path))
            QVERIFY2(centres.count(grid.code.substr(0, 12)), grid.code.c_str());
    }

    void cuttingAgainReplacesAllButDedicatedGrids() {
        Contents contents;
        contents.dedicated = true;
        const std::string path = town(m_folder, "again", contents);
        const support::Ran first = make(path, {"--count", "12"});
        QVERIFY2(first.exitCode == 0, first.err.c_str());
        QCOMPARE(make(path, {"--count", "20", "--seed", "5"}).exitCode, 0);
        int dedicated = 0, second = 0;
        for (const dispatch::Grid& grid : gridsOf(path)) {
            dedicated += grid.kind == dispatch::GridKind::Dedicated;
            second += grid.numbering == 2;
        }
        QCOMPARE(dedicated, 1);
        QCOMPARE(second, 20);
    }

    void theSameSeedWritesTheSameGrids() {
        const std::string first = town(m_folder, "first", {}),
                          second = town(m_folder, "second", {});
        QCOMPARE(make(first, {"--count", "15", "--seed", "9"}).exitCode, 0);
        QCOMPARE(make(second, {"--count", "15", "--seed", "9"}).exitCode, 0);
        const auto a = gridsOf(first), b = gridsOf(second);
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            QCOMPARE(a[i].code, b[i].code);
            QVERIFY(a[i].area == b[i].area);
        }
    }

    void aDryRunWritesNothing() {
        const std::string path = town(m_folder, "dry", {});
        const support::Ran ran = make(path, {"--count", "12", "--dry-run"});
        QCOMPARE(ran.exitCode, 0);
        QVERIFY(ran.out.find("nothing was written") != std::string::npos);
        QVERIFY(gridsOf(path).empty());
    }

    void theOutlineOfStoredCentresIsFilled() {
        Contents contents;
        contents.outline = true;
        const std::string path = town(m_folder, "outline", contents);
        const support::Ran ran = make(path, {"--count", "16", "--from", "centres"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        std::vector<gis::Polygon> polygons;
        for (const dispatch::Grid& grid : gridsOf(path))
            polygons.push_back(*gis::Polygon::make(grid.area));
        const auto all = gis::unionOf(polygons);
        QVERIFY(all.has_value());
        const double wanted = 22 * kLonStep * 20 * kLatStep;
        QVERIFY2(std::abs(all->planarArea() / wanted - 1) < 1e-3,
                 std::to_string(all->planarArea() / wanted).c_str());
        const support::Ran one = make(path, {"--count", "5", "--from", "150302", "--dry-run"});
        QVERIFY2(one.exitCode == 0, one.err.c_str());
    }

    void whatIsWrongIsSaidInOneSentence_data() {
        QTest::addColumn<bool>("filled");
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty store")
            << false << QString() << 4 << QStringLiteral("neither roads nor population");
        QTest::newRow("no population") << false << QStringLiteral("--hull-of population") << 4
                                       << QStringLiteral("no population is loaded");
        QTest::newRow("unknown outline")
            << true << QStringLiteral("--from nowhere") << 4 << QStringLiteral("nowhere");
        QTest::newRow("count") << true << QStringLiteral("--count none") << 2
                               << QStringLiteral("--count none");
        QTest::newRow("too many") << true << QStringLiteral("--count 90000") << 4
                                  << QStringLiteral("blocks only");
        QTest::newRow("levels") << true << QStringLiteral("--levels district") << 2
                                << QStringLiteral("--levels district");
        QTest::newRow("order of levels")
            << true << QStringLiteral("--count 20 --levels community:2,district:4") << 4
            << QStringLiteral("in this order");
        QTest::newRow("prefix") << true << QStringLiteral("--count 20 --prefix 15x") << 4
                                << QStringLiteral("--prefix 15x");
    }
    void whatIsWrongIsSaidInOneSentence() {
        QFETCH(bool, filled);
        QFETCH(QString, options);
        QFETCH(int, exitCode);
        QFETCH(QString, says);
        Contents contents;
        contents.side = 12;
        contents.roads = contents.people = filled;
        const std::string path = town(
            m_folder, qPrintable(QStringLiteral("wrong ") + QLatin1String(QTest::currentDataTag())),
            contents);
        std::vector<std::string> more;
        for (const QString& word : options.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            more.push_back(word.toStdString());
        const support::Ran ran = make(path, more);
        QVERIFY2(ran.exitCode == exitCode, ran.err.c_str());
        QVERIFY2(QString::fromStdString(ran.err).contains(says), ran.err.c_str());
        QVERIFY(gridsOf(path).empty());
    }

    void spacingIsTheSideOfTheSquares() {
        std::vector<gis::WeightPoint> points;
        for (int i = 0; i < 40; ++i)
            for (int j = 0; j < 40; ++j) points.push_back({{i * 100.0, j * 100.0}, 1});
        QVERIFY(std::abs(gis::spacingOf(points) - 100) < 1e-9);
        QCOMPARE(gis::spacingOf({}), 0.0);
    }

  private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCityGrids)
#include "tst_city_grids.moc"
