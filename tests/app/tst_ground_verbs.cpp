// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include <sqlite3.h>

#include "gis/demo_city/demo_city.h"
#include "gis/geometry/atlas.h"
#include "gis/geometry/grid_lookup.h"
#include "gis/store/open_store.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

using support::TinyCity;

/// `locate` and `check` as a user runs them: the program, a store, text in and out.
class TestGroundVerbs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void checkFindsNothingInAFaultlessCity();
    void checkNamesEveryPlantedFault_data();
    void checkNamesEveryPlantedFault();
    void theDemonstrationCityIsFaultlessUntilSpoilt();
    void checkPrintsJson();
    void locateAnswersLineByLine();
    void locateIsAMillionLinesASecond();
    void theStoreMustBeThere();

  private:
    std::string storeOf(const TinyCity& city);
    std::string file(const char* name, const QByteArray& text);
    static void spoil(const std::string& store, const char* sql);
    QTemporaryDir m_folder;
    int m_stores = 0;
};

std::string TestGroundVerbs::storeOf(const TinyCity& city) {
    const std::string path =
        m_folder.filePath(QStringLiteral("city%1.gridhall").arg(++m_stores)).toStdString();
    auto store = gis::createStore(path, {});
    if (!store) qFatal("%s", store.error().detail.c_str());
    dispatch::BatchPlan plan;
    plan.by = {"test", "test"};
    plan.what = "tiny city";
    plan.exclusive = true;
    auto batch = (*store)->beginBatch(plan);
    if (!batch) qFatal("%s", batch.error().detail.c_str());
    std::vector<dispatch::Record> rows = city.records();
    if (const auto put = (*batch)->append(rows); !put) qFatal("%s", put.error().detail.c_str());
    if (const auto done = (*batch)->publish(); !done) qFatal("%s", done.error().detail.c_str());
    return path;
}

void TestGroundVerbs::spoil(const std::string& store, const char* sql) {
    sqlite3* db = nullptr;
    char* fault = nullptr;
    if (sqlite3_open(store.c_str(), &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, nullptr, nullptr, &fault) != SQLITE_OK)
        qFatal("%s", fault ? fault : "the store does not open");
    sqlite3_close(db);
}

std::string TestGroundVerbs::file(const char* name, const QByteArray& text) {
    QFile out(m_folder.filePath(QString::fromUtf8(name)));
    if (!out.open(QIODevice::WriteOnly)) qFatal("no temporary file");
    out.write(text);
    return out.fileName().toStdString();
}

void TestGroundVerbs::checkFindsNothingInAFaultlessCity() {
    const auto ran =
        support::run({GRIDHALL_PROGRAM, "check", "--store", storeOf(support::tinyCity())});
    QCOMPARE(ran.out, std::string("nothing found\n"));
    QCOMPARE(ran.err, std::string());
    QCOMPARE(ran.exitCode, 0);
}

void TestGroundVerbs::checkNamesEveryPlantedFault_data() {
    QTest::addColumn<QString>("fault");
    for (const char* fault :
         {"gap", "overlap", "sliver", "invalid", "duplicate-code", "order", "orphan"})
        QTest::newRow(fault) << QString::fromUtf8(fault);
}

void TestGroundVerbs::checkNamesEveryPlantedFault() {
    QFETCH(QString, fault);
    const std::string code = "150302001001006";
    TinyCity city = support::tinyCity();
    const auto at = std::find_if(city.grids.begin(), city.grids.end(),
                                 [&](const dispatch::Grid& g) { return g.code == code; });
    dispatch::Ring& ring = at->area[0].shell;
    std::string named = "grid " + code;
    if (fault == QStringLiteral("gap")) {
        city.grids.erase(at);
        named = "grid 150302001001002";
    } else if (fault == QStringLiteral("overlap")) {
        ring[6].lon += 0.0012;
        ring[7].lon += 0.0012;
    } else if (fault == QStringLiteral("sliver")) {
        for (std::size_t i = 5; i < 8; ++i) ring[i].lon -= 0.00001;
    } else if (fault == QStringLiteral("invalid")) {
        std::swap(ring[2], ring[10]);
    } else if (fault == QStringLiteral("duplicate-code")) {
        named = code;
    } else if (fault == QStringLiteral("order")) {
        std::swap(at->code, (at + 1)->code);
        named = "community 150302001001";
    } else {
        city.responders[0].grid = "150302009009009";
        named = "150302009009009";
    }
    const std::string store = storeOf(city);
    // The store itself refuses this one, so it is done behind its back.
    if (fault == QStringLiteral("duplicate-code"))
        spoil(store,
              "DROP INDEX grid_code;"
              "UPDATE grid SET code = '150302001001006' WHERE code = '150302001001007'");
    const auto ran = support::run({GRIDHALL_PROGRAM, "check", "--store", store});
    QVERIFY2(ran.exitCode == 1, (ran.out + ran.err).c_str());
    bool found = false;
    for (const QString& line : QString::fromStdString(ran.out).split(QLatin1Char('\n')))
        found |= line.startsWith(fault + QStringLiteral(": ")) &&
                 line.contains(QString::fromStdString(named));
    QVERIFY2(found, ran.out.c_str());
    std::printf("%s", ran.out.c_str());
}

void TestGroundVerbs::theDemonstrationCityIsFaultlessUntilSpoilt() {
    const std::string path = m_folder.filePath(QStringLiteral("demo.gridhall")).toStdString();
    gis::DemoOptions options;
    options.history = 200;
    const auto made = gis::makeDemoCity(path, options);
    QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
    const auto clean = support::run({GRIDHALL_PROGRAM, "check", "--store", path});
    QCOMPARE(clean.out, std::string("nothing found\n"));

    // Grids near the middle, no two of them neighbours, so that every fault stands for itself.
    auto store = gis::openStore(path);
    QVERIFY(store.has_value());
    const auto picture = *(*store)->load();
    const auto atlas = gis::Atlas::make(*picture);
    QVERIFY(atlas->isExact());
    const dispatch::LonLat middle = atlas->areas("city")[0].box.centre();
    std::vector<std::size_t> order(atlas->grids().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto far = [&](std::size_t i) {
        const dispatch::LonLat p = atlas->grids()[i].label;
        return std::hypot(p.lon - middle.lon, p.lat - middle.lat);
    };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return far(a) < far(b); });
    std::set<std::int32_t> near;
    std::vector<dispatch::Grid> chosen;
    for (const std::size_t i : order) {
        const gis::AtlasGrid& grid = atlas->grids()[i];
        const auto* row = picture->grids.find(grid.id);
        if (row->kind == dispatch::GridKind::Dedicated ||
            near.contains(static_cast<std::int32_t>(i)))
            continue;
        for (const std::int32_t n : grid.neighbours) {
            near.insert(n);
            for (const std::int32_t m : atlas->grids()[static_cast<std::size_t>(n)].neighbours)
                near.insert(m);
        }
        chosen.push_back(*row);
        if (chosen.size() == 6) break;
    }
    QCOMPARE(chosen.size(), std::size_t(6));
    dispatch::Transaction spoilt;
    spoilt.key = "spoil";
    spoilt.by = {"test", "test"};
    auto write = [&](dispatch::Grid grid, bool remove) {
        spoilt.writes.push_back({grid, grid.revision, remove});
    };
    write(chosen[0], true);
    for (dispatch::LonLat& p : chosen[1].area[0].shell) p.lon += 0.0007;
    write(chosen[1], false);
    for (dispatch::LonLat& p : chosen[2].area[0].shell) p.lon += 0.000012;
    write(chosen[2], false);
    dispatch::Ring& ring = chosen[3].area[0].shell;
    std::swap(ring[1], ring[ring.size() / 2]);
    write(chosen[3], false);
    const auto committed = (*store)->commit(spoilt);
    QVERIFY2(committed.has_value(), committed ? "" : committed.error().detail.c_str());
    QVERIFY(std::holds_alternative<dispatch::Receipt>(*committed));
    store = dispatch::Error{};
    // What the store refuses is done behind its back.
    auto other = [&](const dispatch::Grid& grid) {
        const auto i =
            static_cast<std::size_t>(std::find_if(atlas->grids().begin(), atlas->grids().end(),
                                                  [&](const auto& g) { return g.id == grid.id; }) -
                                     atlas->grids().begin());
        for (const std::int32_t n : atlas->grids()[i].neighbours)
            if (const auto& code = atlas->grids()[static_cast<std::size_t>(n)].code;
                code.substr(0, 12) == grid.code.substr(0, 12))
                return code;
        return std::string();
    };
    const std::string twin = other(chosen[4]), swapped = other(chosen[5]);
    QVERIFY(!twin.empty() && !swapped.empty());
    spoil(path, ("DROP INDEX grid_code; UPDATE grid SET code = '" + chosen[4].code +
                 "' WHERE code = '" + twin + "'; UPDATE grid SET code = 'x' WHERE code = '" +
                 swapped + "'; UPDATE grid SET code = '" + swapped + "' WHERE code = '" +
                 chosen[5].code + "'; UPDATE grid SET code = '" + chosen[5].code +
                 "' WHERE code = 'x'; UPDATE responder SET grid = '990000000000000' WHERE id ="
                 " (SELECT min(id) FROM responder)")
                    .c_str());
    const auto ran = support::run({GRIDHALL_PROGRAM, "check", "--store", path});
    QCOMPARE(ran.exitCode, 1);
    const QStringList lines = QString::fromStdString(ran.out).split(QLatin1Char('\n'));
    auto named = [&](const char* code, const std::string& what) {
        for (const QString& line : lines)
            if (line.startsWith(QLatin1String(code) + QStringLiteral(": ")) &&
                line.contains(QString::fromStdString(what)))
                return true;
        std::printf("%s %s is missing in\n%s", code, what.c_str(), ran.out.c_str());
        return false;
    };
    QVERIFY(named("gap", "belong to no grid"));
    QVERIFY(named("overlap", chosen[1].code));
    QVERIFY(named("sliver", chosen[2].code));
    QVERIFY(named("invalid", chosen[3].code));
    QVERIFY(named("duplicate-code", chosen[4].code));
    QVERIFY(named("order", "community " + chosen[5].code.substr(0, 12)));
    QVERIFY(named("orphan", "990000000000000"));
}

void TestGroundVerbs::checkPrintsJson() {
    TinyCity city = support::tinyCity();
    city.grids.erase(city.grids.begin() + 5);
    const auto ran = support::run({GRIDHALL_PROGRAM, "check", "--json", "--store", storeOf(city)});
    QCOMPARE(ran.exitCode, 1);
    const QJsonArray rows = QJsonDocument::fromJson(QByteArray::fromStdString(ran.out)).array();
    bool gap = false;
    for (const auto& row : rows)
        gap |= row[QStringLiteral("code")].toString() == QStringLiteral("gap") &&
               row[QStringLiteral("square_metres")].toDouble() > 1e5 &&
               row[QStringLiteral("records")].toArray().size() >= 4;
    QVERIFY2(gap, ran.out.c_str());
    const auto none = support::run(
        {GRIDHALL_PROGRAM, "check", "--json", "--store", storeOf(support::tinyCity())});
    QCOMPARE(none.exitCode, 0);
    QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(none.out)).array().isEmpty());
}

void TestGroundVerbs::locateAnswersLineByLine() {
    support::TinyCityPlan plan;
    plan.warp = 0;
    const std::string store = storeOf(support::tinyCity(plan));
    const std::string in =
        file("points.csv", "lon,lat\r\n106.7005,39.6995\n\n0,0\n106.7035,39.6965");
    const auto ran = support::run({GRIDHALL_PROGRAM, "locate", "--store", store}, in);
    QCOMPARE(ran.out, std::string(",\n150302001001001,\n,\n,\n150302001001001,150302001001901\n"));
    QCOMPARE(ran.err,
             std::string("gridhall locate: 2 of 5 lines are no lon,lat; the first is line 1\n"));
    QCOMPARE(ran.exitCode, 0);
}

void TestGroundVerbs::locateIsAMillionLinesASecond() {
    support::TinyCityPlan plan;
    plan.columns = 32;
    plan.rows = 20;
    plan.sideVertices = 30;
    plan.dedicated = 6;
    const TinyCity city = support::tinyCity(plan);
    const std::string store = storeOf(city);
    std::mt19937_64 random(1);
    QByteArray text;
    constexpr int kLines = 1'000'000;
    for (int i = 0; i < kLines; ++i) {
        char line[80];
        std::snprintf(line, sizeof line, "%.7f,%.7f\n",
                      plan.west + 0.128e-6 * static_cast<double>(random() % 1000000),
                      plan.north - 0.08e-6 * static_cast<double>(random() % 1000000));
        text += line;
    }
    const std::string in = file("million.csv", text);
    const std::string empty = file("empty.csv", "");
    const std::string out = m_folder.filePath(QStringLiteral("million.out")).toStdString();
    const auto idle = support::run({GRIDHALL_PROGRAM, "locate", "--store", store}, empty);
    const auto ran = support::run({GRIDHALL_PROGRAM, "locate", "--store", store}, in, out);
    QCOMPARE(ran.exitCode, 0);
    std::printf("locate: a million lines in %.2f s, of which start %.2f s, %.0f MiB\n", ran.seconds,
                idle.seconds, ran.peakMebibytes);
    QFile answers(QString::fromStdString(out));
    QVERIFY(answers.open(QIODevice::ReadOnly));
    const QByteArray lines = answers.readAll();
    QCOMPARE(lines.count('\n'), qsizetype(kLines));
    // The same answers as inside the process.
    const gis::GridLookup lookup(city.grids);
    const auto asked = text.split('\n'), told = lines.split('\n');
    for (int i = 0; i < kLines; i += 997) {
        const auto place = asked[i].split(',');
        QCOMPARE(told[i].left(told[i].indexOf(',')).toStdString(),
                 lookup.geographicCode({place[0].toDouble(), place[1].toDouble()}));
    }
}

void TestGroundVerbs::theStoreMustBeThere() {
    for (const char* verb : {"locate", "check"}) {
        const auto ran =
            support::run({GRIDHALL_PROGRAM, verb, "--store", "/nowhere/city.gridhall"});
        QCOMPARE(ran.exitCode, 3);
        QVERIFY(ran.err.starts_with(std::string("gridhall ") + verb + ": "));
        QVERIFY(ran.out.empty());
        const auto wrong = support::run({GRIDHALL_PROGRAM, verb, "--no-such-option"});
        QCOMPARE(wrong.exitCode, 2);
    }
}

QTEST_GUILESS_MAIN(TestGroundVerbs)
#include "tst_ground_verbs.moc"
