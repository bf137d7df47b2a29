// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <random>

#include "gis/exchange/import.h"
#include "tests/gis/exchange/fake_store.h"
#include "tests/support/seed.h"
#include "tests/support/test_data.h"

using namespace gis;
using support::FakeStore;
using support::writeFile;

/// OpenStreetMap files: joined by node ids, in any order, everything taken or left counted.
class TestImportOsm : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theOrderOfObjectsDoesNotMatter();
    void aBridgeDoesNotJoinTheRoadBelow();
    void waysCutAtTheEdgeKeepTheirKnownParts();
    void barriersAndTurnRestrictionsKeepTheirNodes();
    void groundComesAlong();
    void roadsTheStoreHasAreRefused();
    void everyHighwayOfRealFilesIsCounted_data();
    void everyHighwayOfRealFilesIsCounted();
    void portoIsReadFast();
};

namespace {

QByteArray node(int id, double lon, double lat, const QByteArray& tags = {}) {
    return "<node id=\"" + QByteArray::number(id) + "\" version=\"1\" lon=\"" +
           QByteArray::number(lon, 'f', 7) + "\" lat=\"" + QByteArray::number(lat, 'f', 7) + "\">" +
           tags + "</node>\n";
}

QByteArray tag(const char* key, const char* value) {
    return QByteArray("<tag k=\"") + key + "\" v=\"" + value + "\"/>";
}

QByteArray way(int id, const QList<int>& nodes, const QByteArray& tags) {
    QByteArray text = "<way id=\"" + QByteArray::number(id) + "\" version=\"1\">";
    for (int n : nodes) text += "<nd ref=\"" + QByteArray::number(n) + "\"/>";
    return text + tags + "</way>\n";
}

QByteArray member(const char* type, int ref, const char* role) {
    return QByteArray("<member type=\"") + type + "\" ref=\"" + QByteArray::number(ref) +
           "\" role=\"" + role + "\"/>";
}

QByteArray relation(int id, const QByteArray& inside) {
    return "<relation id=\"" + QByteArray::number(id) + "\" version=\"1\">" + inside +
           "</relation>\n";
}

QByteArray osm(const QList<QByteArray>& objects) {
    return "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n" + objects.join() +
           "</osm>\n";
}

/// A crossing with a bridge, a barrier, restrictions, a cut way, a lake with an island.
QList<QByteArray> town() {
    return {
        node(1, 106.80, 39.60),
        node(2, 106.81, 39.60),
        node(3, 106.82, 39.60, tag("barrier", "gate") + tag("access", "private")),
        node(4, 106.81, 39.59),
        node(5, 106.81, 39.61),
        // Node 6 lies exactly over node 2: the bridge's.
        node(6, 106.81, 39.60),
        node(7, 106.84, 39.60, tag("barrier", "bollard")),
        node(11, 106.85, 39.60),
        node(12, 106.89, 39.60),
        node(13, 106.89, 39.64),
        node(14, 106.85, 39.64),
        node(21, 106.86, 39.61),
        node(22, 106.87, 39.61),
        node(23, 106.87, 39.62),
        way(100, {1, 2}, tag("highway", "primary") + tag("name", "人民路")),
        way(101, {2, 3}, tag("highway", "primary") + tag("oneway", "-1")),
        way(102, {4, 6, 5}, tag("highway", "secondary") + tag("bridge", "yes") + tag("layer", "1")),
        way(103, {4, 2}, tag("highway", "residential")),
        way(104, {5}, tag("highway", "residential")),
        way(105, {998, 1, 2, 999, 4, 5}, tag("highway", "track")),
        way(106, {998, 999}, tag("highway", "track")),
        way(107, {1, 4, 5, 1}, tag("highway", "pedestrian") + tag("area", "yes")),
        way(108, {1, 5}, tag("highway", "construction")),
        way(200, {11, 12, 13}, {}),
        way(201, {13, 14, 11}, {}),
        way(202, {21, 22, 23, 21}, {}),
        way(203, {1, 4, 5, 1}, tag("building", "yes") + tag("name", "楼")),
        way(204, {1, 5}, tag("railway", "rail")),
        way(205, {1, 5}, tag("waterway", "stream")),
        way(206, {4, 5}, tag("waterway", "river") + tag("name", "黄河")),
        relation(300, tag("type", "restriction") + tag("restriction", "no_left_turn") +
                          member("way", 100, "from") + member("node", 2, "via") +
                          member("way", 103, "to")),
        relation(301, tag("type", "restriction") + tag("restriction", "only_straight_on") +
                          tag("except", "bicycle") + member("way", 100, "from") +
                          member("way", 101, "via") + member("way", 102, "to")),
        relation(302, tag("type", "restriction") + tag("restriction", "no_u_turn") +
                          member("way", 100, "from") + member("node", 2, "via") +
                          member("way", 777, "to")),
        relation(303, tag("type", "multipolygon") + tag("natural", "water") + tag("name", "湖") +
                          member("way", 200, "outer") + member("way", 201, "outer") +
                          member("way", 202, "inner")),
        relation(304, tag("type", "multipolygon") + tag("natural", "water") +
                          member("way", 200, "outer") + member("way", 778, "outer")),
    };
}

ImportReport imported(FakeStore& store, const std::string& file) {
    ImportPlan plan;
    plan.kind = "roads";
    plan.file = file;
    auto report = importFile(store, plan);
    if (report) return *report;
    qWarning("%s", report.error().detail.c_str());
    return {};
}

std::vector<dispatch::Road> roadsById(const FakeStore& store) {
    auto roads = store.all<dispatch::Road>();
    std::sort(roads.begin(), roads.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return roads;
}

const dispatch::Road& roadOf(const std::vector<dispatch::Road>& roads, std::int64_t id) {
    static const dispatch::Road none;
    for (const auto& road : roads)
        if (road.id.value == id) return road;
    return none;
}

}  // namespace

void TestImportOsm::theOrderOfObjectsDoesNotMatter() {
    QTemporaryDir folder;
    FakeStore inOrder;
    const ImportReport first = imported(inOrder, writeFile(folder, "a.osm", osm(town())));
    QCOMPARE(first.taken.at("road"), 6);
    std::mt19937_64 random(support::seed("theOrderOfObjectsDoesNotMatter"));
    for (int round = 0; round < support::soakCount(5, 200); ++round) {
        auto objects = town();
        std::shuffle(objects.begin(), objects.end(), random);
        if (round == 0)
            std::stable_partition(objects.begin(), objects.end(),
                                  [](const QByteArray& o) { return o.startsWith("<way"); });
        FakeStore store;
        const ImportReport report = imported(store, writeFile(folder, "b.osm", osm(objects)));
        QVERIFY(report.taken == first.taken);
        QVERIFY(report.left == first.left);
        QVERIFY(roadsById(store) == roadsById(inOrder));
        QCOMPARE(store.all<dispatch::TurnRestriction>().size(), std::size_t(2));
        QVERIFY(store.all<dispatch::Barrier>() == inOrder.all<dispatch::Barrier>());
    }
}

void TestImportOsm::aBridgeDoesNotJoinTheRoadBelow() {
    QTemporaryDir folder;
    FakeStore store;
    imported(store, writeFile(folder, "a.osm", osm(town())));
    const auto roads = roadsById(store);
    const auto& bridge = roadOf(roads, 102);
    QVERIFY(bridge.bridge);
    QCOMPARE(bridge.line[1], roadOf(roads, 100).line[1]);
    for (dispatch::RoadNodeId id : bridge.nodes)
        for (dispatch::RoadNodeId below : roadOf(roads, 100).nodes) QVERIFY(id != below);
    QCOMPARE(roadOf(roads, 100).nodes[1], roadOf(roads, 103).nodes[1]);
    QCOMPARE(roadOf(roads, 100).name, std::string("人民路"));
    QVERIFY(roadOf(roads, 101).oneWay == dispatch::OneWay::Backward);
}

void TestImportOsm::waysCutAtTheEdgeKeepTheirKnownParts() {
    QTemporaryDir folder;
    FakeStore store;
    const ImportReport report = imported(store, writeFile(folder, "a.osm", osm(town())));
    const auto roads = roadsById(store);
    QCOMPARE(roadOf(roads, 105).nodes.size(), std::size_t(2));
    QVERIFY(roads[0].id.value < 0);  // its second part
    QCOMPARE(roads[0].nodes.back().value, std::int64_t(5));
    QCOMPARE(report.repaired.at("a way cut at the extract's edge: its known parts were kept").count,
             1);
    QCOMPARE(report.refused.at("a way of one node, cut at the extract's edge").count, 1);
    QCOMPARE(report.refused.at("a way of one node, cut at the extract's edge").examples.at(0),
             std::string("way 104"));
    QCOMPARE(report.refused.at("a way whose nodes are not in the file").count, 1);
    QCOMPARE(report.left.at("highway area=yes"), 1);
    QCOMPARE(report.left.at("highway construction"), 1);
    QCOMPARE(report.rows, 9);
}

void TestImportOsm::barriersAndTurnRestrictionsKeepTheirNodes() {
    QTemporaryDir folder;
    FakeStore store;
    const ImportReport report = imported(store, writeFile(folder, "a.osm", osm(town())));
    const auto barriers = store.all<dispatch::Barrier>();
    QCOMPARE(barriers.size(), std::size_t(1));  // the bollard stands on no road
    QCOMPARE(barriers[0].id.value, std::int64_t(3));
    QCOMPARE(int(barriers[0].access), int(dispatch::NoAccess));
    auto turns = store.all<dispatch::TurnRestriction>();
    QCOMPARE(turns.size(), std::size_t(2));
    QCOMPARE(turns[0].viaNode.value, std::int64_t(2));
    QCOMPARE(turns[0].from.value, std::int64_t(100));
    QCOMPARE(turns[0].to.value, std::int64_t(103));
    QVERIFY(turns[1].viaRoads == std::vector<dispatch::RoadId>{{101}});
    QCOMPARE(int(turns[1].appliesTo), int(dispatch::ByCar));
    QCOMPARE(report.refused.at("a turn restriction on roads that were not taken").count, 1);
}

void TestImportOsm::groundComesAlong() {
    QTemporaryDir folder;
    FakeStore store;
    const ImportReport report = imported(store, writeFile(folder, "a.osm", osm(town())));
    std::map<dispatch::GroundKind, dispatch::Ground> ground;
    for (const auto& piece : store.all<dispatch::Ground>()) ground[piece.kind] = piece;
    QCOMPARE(ground.size(), std::size_t(4));
    const dispatch::Ground& lake = ground.at(dispatch::GroundKind::Water);
    QCOMPARE(lake.name, std::string("湖"));
    QCOMPARE(lake.area.size(), std::size_t(1));
    QCOMPARE(lake.area[0].holes.size(), std::size_t(1));
    QCOMPARE(lake.area[0].shell.size(), std::size_t(5));
    QCOMPARE(ground.at(dispatch::GroundKind::Building).name, std::string("楼"));
    QCOMPARE(ground.at(dispatch::GroundKind::River).line.size(), std::size_t(2));
    QCOMPARE(ground.at(dispatch::GroundKind::Rail).line.size(), std::size_t(2));
    QCOMPARE(report.left.at("waterway stream"), 1);
    QCOMPARE(report.refused.at("a multipolygon whose ways are not all in the file").count, 1);
}

void TestImportOsm::roadsTheStoreHasAreRefused() {
    QTemporaryDir folder;
    FakeStore store;
    const auto file = writeFile(folder, "a.osm", osm(town()));
    imported(store, file);
    const ImportReport again = imported(store, file);
    QCOMPARE(again.refused.at("the store has this road already (--replace takes its place)").count,
             5);
    QVERIFY(!again.taken.contains("road"));
    QVERIFY(!again.taken.contains("ground"));
    QCOMPARE(again.left.at("ground the store has already"), 4);
}

void TestImportOsm::everyHighwayOfRealFilesIsCounted_data() {
    QTest::addColumn<int>("highways");
    QTest::addColumn<int>("buildings");
    QTest::newRow("roads/porto_r5.osm.pbf") << 51349 << 0;
    QTest::newRow("roads/porto_centre_2020-07_valhalla.osm.pbf") << 4656 << 11000;
    QTest::newRow("roads/monaco_2016_osrm.osm.pbf") << 2927 << 22000;
    QTest::newRow("roads/monaco_2012_graphhopper.osm.gz") << 866 << 0;
    QTest::newRow("roads/andorra_2013_graphhopper.osm.pbf") << 1615 << 0;
    QTest::newRow("roads/porto_alegre_centre_r5r.osm.pbf") << 15886 << 0;
}

void TestImportOsm::everyHighwayOfRealFilesIsCounted() {
    QFETCH(int, highways);
    QFETCH(int, buildings);
    const QString file = support::testData(QTest::currentDataTag());
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    const ImportReport report = imported(store, file.toStdString());
    if (qEnvironmentVariableIsSet("GRIDHALL_PRINT")) std::printf("%s", report.text().c_str());
    QCOMPARE(report.rows, highways);
    std::int64_t sum = 0;
    for (const auto& [name, count] : report.classes)
        if (name.starts_with("road ")) sum += count;
    for (const auto& [name, count] : report.left)
        if (name.starts_with("highway ")) sum += count;
    for (const char* reason :
         {"a way of one node, cut at the extract's edge", "a way whose nodes are not in the file",
          "a way that comes twice in the file"})
        if (const auto found = report.refused.find(reason); found != report.refused.end())
            sum += found->second.count;
    QCOMPARE(sum, highways);
    for (const auto& road : store.all<dispatch::Road>()) {
        QVERIFY(road.nodes.size() == road.line.size() && road.nodes.size() >= 2);
        QVERIFY(road.speedKmh > 0);
    }
    if (buildings) QVERIFY(report.classes.at("building") > buildings);
}

void TestImportOsm::portoIsReadFast() {
    const QString file = support::testData("roads/porto_r5.osm.pbf");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    QElapsedTimer timer;
    timer.start();
    const ImportReport report = imported(store, file.toStdString());
    std::printf("Porto read in %lld ms: %lld roads\n", static_cast<long long>(timer.elapsed()),
                static_cast<long long>(report.taken.at("road")));
    QVERIFY(timer.elapsed() < 20000);
    QVERIFY(store.largestAppend <= 5000);
}

QTEST_APPLESS_MAIN(TestImportOsm)
#include "tst_import_osm.moc"
