// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <set>

#include "gis/store/open_store.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/pg_server.h"
#include "tests/support/tiny_city.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

/// Everything a view shows, and for each a neighbour that it must not show.
std::vector<Record> visibleRows() {
    std::vector<Record> rows;
    const Area square = contract::someGrid("150303009009009", 106.9, 39.6).area;
    const Line line = {{106.70, 39.70}, {106.71, 39.71}, {106.72, 39.70}};
    for (int i = 0; i < 3; ++i) {
        const LonLat place{106.701 + 0.001 * i, 39.69};
        const std::string code = std::to_string(i);
        rows.push_back(Camera{{}, "c" + code, "探头" + code, place});
        rows.push_back(PopulationCell{{}, place, 12.5 * i});
        rows.push_back(Ground{{}, GroundKind::Land, "地" + code, square, {}});
        rows.push_back(Ground{{}, GroundKind::Land, "", {}, line});
        Road road;
        road.id = RoadId{100 + i};
        road.nodes = {RoadNodeId{1}, RoadNodeId{2 + 10 * i}, RoadNodeId{3 + 10 * i}};
        road.line = line;
        rows.push_back(road);
        rows.push_back(Barrier{RoadNodeId{2 + 10 * i}, place, "gate"});
    }
    return rows;
}

std::vector<Write> smallRows() {
    std::vector<Write> writes;
    for (int i = 0; i < 4; ++i) {
        const std::string code = std::to_string(i);
        Case record = contract::someCase("LL-" + code);
        if (i == 1) record.closed = record.reported + 60s;
        if (i == 2) record.place.reset();
        writes.push_back(contract::put(record));
        Unit unit;
        unit.code = "u" + code;
        unit.name = "单位" + code;
        if (i != 3) unit.place = LonLat{106.71, 39.69};
        writes.push_back(contract::put(unit));
        Centre centre;
        centre.code = "99030" + code;
        centre.name = "中心" + code;
        centre.level = "district";
        if (i != 0) centre.place = unit.place;
        writes.push_back(contract::put(centre));
        writes.push_back(contract::put(contract::someResponder("q" + code, i != 0)));
    }
    return writes;
}

void appendRows(Store& store, std::vector<Record> rows, const std::vector<Kind>& replaces,
                bool publish) {
    const auto batch = store.beginBatch({{"li", "seat-1"}, "rows", replaces});
    if (!batch) qFatal("%s", batch.error().detail.c_str());
    if (const auto done = (*batch)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
    if (!publish) return;
    if (const auto done = (*batch)->publish(); !done) qFatal("%s", done.error().detail.c_str());
}

std::vector<Record> rowsOf(Store& store, Kind kind) {
    Query query;
    query.kind = kind;
    std::vector<Record> rows;
    const auto done = store.read(query, [&](Record&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    if (!done) qFatal("%s", done.error().detail.c_str());
    return rows;
}

/// A city with rows of every kind; returns with a batch abandoned and roads imported twice.
void fill(Store& store) {
    appendRows(store, support::tinyCity().records(), {}, true);
    contract::committed(store, contract::transaction(smallRows()));
    appendRows(store, visibleRows(), {}, true);
    std::vector<Record> roads;
    for (const Record& row : visibleRows())
        if (kindOf(row) == Kind::Road && roads.size() < 2) roads.push_back(row);
    appendRows(store, roads, {Kind::Road}, true);
    appendRows(store, {Camera{{}, "unseen", "", {106.7, 39.6}}}, {}, false);

    // Of those on duty one stays without a position; those off duty are refused.
    const Millis now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::vector<Write> duties;
    std::vector<Fix> fixes;
    for (const Record& row : rowsOf(store, Kind::Responder)) {
        const ResponderId who = std::get<Responder>(row).id;
        const Seconds from = std::chrono::floor<std::chrono::seconds>(now) - 1h;
        duties.push_back(contract::put(Duty{{}, who, from, {}, {}}));
        if (codeOf(row) != "q1") fixes.push_back(contract::someFix(who, now, {106.71, 39.69}));
    }
    contract::committed(store, contract::transaction(duties));
    const auto taken = store.addFixes(fixes, "handset");
    if (!taken) qFatal("%s", taken.error().detail.c_str());
}

/// How many rows of a type fulfil a condition, by what the port gives.
template <class Row, class Condition>
int countIf(Store& store, Kind kind, Condition holds) {
    int count = 0;
    for (const Record& row : rowsOf(store, kind)) count += holds(std::get<Row>(row)) ? 1 : 0;
    return count;
}

int peopleOnTheMap(Store& store) {
    const auto city = store.load();
    if (!city) qFatal("%s", city.error().detail.c_str());
    std::set<ResponderId> placed;
    for (const Fix& fix : *(*city)->fixes) placed.insert(fix.responder);
    int count = 0;
    (*city)->responders.forEach(
        [&](const Responder& who) { count += who.onDuty && placed.contains(who.id) ? 1 : 0; });
    return count;
}

/// Features by view, counted through the port.
QJsonObject expectedCounts(Store& store) {
    const auto all = [&](Kind kind) { return static_cast<int>(rowsOf(store, kind).size()); };
    const auto hasPlace = [](const auto& row) { return row.place.has_value(); };
    const auto hasArea = [](const auto& row) { return !row.area.empty(); };
    const auto isOpen = [](const Case& row) { return row.place && !row.closed; };
    const auto hasLine = [](const auto& row) { return !row.line.empty(); };
    return {
        {QStringLiteral("centres"), countIf<Centre>(store, Kind::Centre, hasPlace)},
        {QStringLiteral("grids"), countIf<Grid>(store, Kind::Grid, hasArea)},
        {QStringLiteral("zones"), countIf<Zone>(store, Kind::Zone, hasArea)},
        {QStringLiteral("posts"), all(Kind::Post)},
        {QStringLiteral("units"), countIf<Unit>(store, Kind::Unit, hasPlace)},
        {QStringLiteral("cases"), countIf<Case>(store, Kind::Case, hasPlace)},
        {QStringLiteral("open_cases"), countIf<Case>(store, Kind::Case, isOpen)},
        {QStringLiteral("cameras"), all(Kind::Camera)},
        {QStringLiteral("population_cells"), all(Kind::PopulationCell)},
        {QStringLiteral("ground_areas"), countIf<Ground>(store, Kind::Ground, hasArea)},
        {QStringLiteral("ground_lines"), countIf<Ground>(store, Kind::Ground, hasLine)},
        {QStringLiteral("roads"), countIf<Road>(store, Kind::Road, hasLine)},
        {QStringLiteral("barriers"), all(Kind::Barrier)},
        {QStringLiteral("responders"), peopleOnTheMap(store)},
    };
}

}  // namespace

/// QGIS opens every view of a store as a layer, with its style, and can change none.
class TestQgisViews : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyViewIsALayer_data();
    void everyViewIsALayer();
    void aWrongCountIsSeen();

  private:
    struct Answer {
        int exitCode = -1;
        QString said;
    };
    static Answer ask(const QString& provider, const std::string& place, const QJsonObject& counts);
};

TestQgisViews::Answer TestQgisViews::ask(const QString& provider, const std::string& place,
                                         const QJsonObject& counts) {
    const QTemporaryDir profile;
    QProcess python;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QGIS_CUSTOM_CONFIG_PATH"), profile.path());
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), profile.path());
    python.setProcessEnvironment(environment);
    python.setProcessChannelMode(QProcess::MergedChannels);
    // Debian's own: another python3 in PATH does not see its modules.
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(GRIDHALL_SOURCE_DIR "/tests/gis/store/qgis_reads_views.py"),
                  provider, QString::fromStdString(place),
                  QString::fromUtf8(QJsonDocument(counts).toJson(QJsonDocument::Compact))});
    if (!python.waitForFinished(120'000)) return {-1, python.errorString()};
    return {python.exitCode(), QString::fromUtf8(python.readAll())};
}

void TestQgisViews::everyViewIsALayer_data() {
    QTest::addColumn<QString>("provider");
    QTest::newRow("spatialite") << QStringLiteral("spatialite");
    QTest::newRow("postgres") << QStringLiteral("postgres");
}

void TestQgisViews::everyViewIsALayer() {
    QFETCH(QString, provider);
    const QTemporaryDir folder;
    std::string place = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    std::string asReader = place;
    if (provider == QStringLiteral("postgres")) {
        support::PgServer& server = support::PgServer::shared();
        const std::string database = server.makeDatabase();
        place = server.uri(database);
        asReader = server.uri(database, "gridhall_reader");
    }
    const auto store = gis::createStore(place, {});
    MUST(store);
    fill(**store);
    const QJsonObject counts = expectedCounts(**store);
    QCOMPARE(counts.size(), 14);
    for (auto it = counts.begin(); it != counts.end(); ++it)
        QVERIFY2(it.value().toInt() > 0, qPrintable(it.key()));
    const Answer answer = ask(provider, asReader, counts);
    QVERIFY2(answer.exitCode == 0, qPrintable(answer.said));
    QVERIFY2(answer.said.contains(QStringLiteral("14 views read")), qPrintable(answer.said));
}

void TestQgisViews::aWrongCountIsSeen() {
    const QTemporaryDir folder;
    const std::string place = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    const auto store = gis::createStore(place, {});
    MUST(store);
    const Answer answer = ask(QStringLiteral("spatialite"), place,
                              {{QStringLiteral("roads"), 1}, {QStringLiteral("none"), 0}});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.said.contains(QStringLiteral("roads says 0 features, not 1")),
             qPrintable(answer.said));
    QVERIFY2(answer.said.contains(QStringLiteral("none is not valid")), qPrintable(answer.said));
}

QTEST_GUILESS_MAIN(TestQgisViews)
#include "tst_qgis_views.moc"
