// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "gis/exchange/export.h"
#include "gis/exchange/import.h"
#include "tests/gis/exchange/fake_store.h"
#include "tests/support/seed.h"

using namespace gis;
using support::FakeStore;

/// What is exported reads back as it was, and a file is there whole or not at all.
class TestExport : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gridsComeBackEqual_data();
    void gridsComeBackEqual();
    void casesComeBackEqual_data();
    void casesComeBackEqual();
    void caseNotesComeBackEqual();
    void otherKindsComeBackEqual();
    void roadsComeBackOnTheirLines();
    void fixesComeBackEqual();
    void unknownEndingsAndKindsAreRefused();
    void aStoppedExportLeavesTheOldFile();
    void outsideFormatsCanBeWritten();
};

namespace {

template <class Row>
std::vector<Row> bare(std::vector<Row> rows) {
    for (Row& row : rows) {
        row.id = {};
        if constexpr (requires { row.revision; }) row.revision = {};
    }
    return rows;
}

dispatch::Seconds at(std::int64_t seconds) {
    return dispatch::Seconds{std::chrono::seconds(seconds)};
}

void putGrids(FakeStore& store) {
    std::mt19937_64 random(support::seed("putGrids"));
    std::uniform_real_distribution<double> shift(0, 0.004);
    for (int i = 0; i < 60; ++i) {
        dispatch::Grid grid;
        grid.code = "1503020010" + std::to_string(10000 + i);
        grid.name = "第" + std::to_string(i) + "网格, \"东\"";
        grid.kind = static_cast<dispatch::GridKind>(i % 3);
        grid.numbering = 1 + i % 2;
        grid.people = shift(random) * 1e6;
        grid.households = i;
        const double w = 106.5 + i * 0.01 + shift(random), s = 39.5 + shift(random);
        grid.area = {{{{w, s}, {w + 0.006, s}, {w + 0.006, s + 0.005}, {w, s + 0.005}, {w, s}},
                      {{{w + 0.001, s + 0.001},
                        {w + 0.001, s + 0.002},
                        {w + 0.002, s + 0.002},
                        {w + 0.001, s + 0.001}}}}};
        if (i % 5 == 0)
            grid.area.push_back(
                {{{w, s + 0.006}, {w + 0.001, s + 0.006}, {w, s + 0.007}, {w, s + 0.006}}, {}});
        store.put(grid);
    }
}

void putUnit(FakeStore& store) {
    dispatch::Unit unit;
    unit.code = "u1";
    unit.name = "城管局";
    unit.field = "urban management";
    store.put(unit);
}

void putCases(FakeStore& store) {
    putUnit(store);
    std::mt19937_64 random(support::seed("putCases"));
    std::uniform_real_distribution<double> shift(0, 0.5);
    for (int i = 0; i < 80; ++i) {
        dispatch::Case record;
        record.code = "A-" + std::to_string(i);
        record.category = i % 2 ? "0101" : "99";
        record.categoryText = i % 2 ? "" : "Sewer, \"issues\"";
        record.title = "标题 " + std::to_string(i);
        record.text = i % 3 ? "two\nlines; \"quoted\", and more" : "";
        record.risk = static_cast<dispatch::Risk>(i % 3);
        record.reported = at(1714557600 + i * 61);
        record.precision = static_cast<dispatch::TimePrecision>(i % 4);
        record.stage = i % 2 ? "handling" : "archived";
        record.level = i % 2 ? "district" : "community";
        if (i % 4) record.place = dispatch::LonLat{106.5 + shift(random), 39.2 + shift(random)};
        record.placeText = "人民路 1 号";
        record.source = "hotline";
        record.leadUnit = i % 5 ? "" : "u1";
        record.stageEntered = at(1714557700 + i * 61);
        if (i % 3 == 0) record.due = at(1714567700 + i);
        if (i % 2 == 0) record.closed = at(1714557700 + i * 61);
        store.put(record);
    }
}

bool roundTrip(FakeStore& from, FakeStore& to, const char* kind, const std::string& file,
               bool notes = false) {
    ExportPlan out;
    out.kind = kind;
    out.file = file;
    out.notes = notes;
    const auto written = exportFile(from, out);
    if (!written) qWarning("%s", written.error().detail.c_str());
    if (!written) return false;
    ImportPlan in;
    in.kind = kind;
    in.file = file;
    in.past = std::string(kind) == "fixes";
    const auto read = importFile(to, in);
    if (!read) qWarning("%s", read.error().detail.c_str());
    if (read && read->refusedTotal() + static_cast<std::int64_t>(read->repaired.size()) > 0)
        qWarning("%s", read->text().c_str());
    return read.has_value() && read->refusedTotal() == 0 && read->repaired.empty();
}

}  // namespace

void TestExport::gridsComeBackEqual_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"geojson", "gpkg", "csv", "fgb"})
        QTest::newRow(ending) << QString::fromUtf8(ending);
}

void TestExport::gridsComeBackEqual() {
    QFETCH(QString, ending);
    QTemporaryDir folder;
    FakeStore from, to;
    putGrids(from);
    QVERIFY(
        roundTrip(from, to, "grids", folder.filePath(QStringLiteral("g.") + ending).toStdString()));
    auto before = bare(from.all<dispatch::Grid>());
    auto after = bare(to.all<dispatch::Grid>());
    const auto byCode = [](const auto& a, const auto& b) { return a.code < b.code; };
    std::sort(after.begin(), after.end(), byCode);  // FlatGeobuf orders rows by place
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        QVERIFY2(before[i] == after[i], before[i].code.c_str());
}

void TestExport::casesComeBackEqual_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"csv", "xlsx", "gpkg", "geojson"})
        QTest::newRow(ending) << QString::fromUtf8(ending);
}

void TestExport::casesComeBackEqual() {
    QFETCH(QString, ending);
    QTemporaryDir folder;
    FakeStore from, to;
    putCases(from);
    ExportPlan out{"cases", folder.filePath(QStringLiteral("c.") + ending).toStdString(),
                   {},      {},
                   false,   false};
    QVERIFY(exportFile(from, out).has_value());
    ImportPlan in;
    in.kind = "cases";
    putUnit(to);
    in.file = out.file;
    const auto report = importFile(to, in);
    QVERIFY(report.has_value());
    QCOMPARE(report->refusedTotal(), 0);
    const auto before = bare(from.all<dispatch::Case>());
    auto after = bare(to.all<dispatch::Case>());
    if (ending == QStringLiteral("xlsx"))  // its numbers have 16 digits
        for (std::size_t i = 0; i < after.size(); ++i)
            if (after[i].place && before[i].place &&
                std::abs(after[i].place->lon - before[i].place->lon) < 1e-12 &&
                std::abs(after[i].place->lat - before[i].place->lat) < 1e-12)
                after[i].place = before[i].place;
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        QVERIFY2(before[i] == after[i], before[i].code.c_str());
}

void TestExport::caseNotesComeBackEqual() {
    QTemporaryDir folder;
    FakeStore from, to;
    putCases(from);
    const auto cases = from.all<dispatch::Case>();
    for (int i = 0; i < 5; ++i) {
        dispatch::CaseNote note;
        note.record = cases[static_cast<std::size_t>(i < 3 ? 7 : 8)].id;
        note.at = at(1714560000 + i);
        note.author = "w" + std::to_string(i);
        note.text = "note " + std::to_string(i);
        from.put(note);
    }
    ExportPlan out{"cases", folder.filePath(QStringLiteral("c.csv")).toStdString(), {}, {}, false,
                   true};
    const auto written = exportFile(from, out);
    QVERIFY(written && written->rows == 83);
    ImportPlan in;
    in.kind = "cases";
    putUnit(to);
    in.file = out.file;
    QVERIFY(importFile(to, in).has_value());
    QVERIFY(bare(to.all<dispatch::Case>()) == bare(from.all<dispatch::Case>()));
    std::vector<std::string> before, after;
    const auto list = [](const FakeStore& store, std::vector<std::string>& lines) {
        for (const auto& note : store.all<dispatch::CaseNote>())
            for (const auto& record : store.all<dispatch::Case>())
                if (record.id == note.record)
                    lines.push_back(record.code + note.author + note.text +
                                    std::to_string(note.at.time_since_epoch().count()));
    };
    list(from, before);
    list(to, after);
    QCOMPARE(after, before);
    QCOMPARE(after.size(), std::size_t(5));
}

void TestExport::otherKindsComeBackEqual() {
    QTemporaryDir folder;
    FakeStore from;
    dispatch::Centre centre;
    centre.code = "150302";
    centre.name = "海勃湾区";
    centre.level = "district";
    centre.place = dispatch::LonLat{106.1234567890123, 39.6};
    centre.reference = {{{{106, 39}, {107, 39}, {107, 40}, {106, 40}, {106, 39}}, {}}};
    from.put(centre);
    dispatch::Zone zone;
    zone.code = "z1";
    zone.name = "东区";
    zone.area = centre.reference;
    from.put(zone);
    dispatch::Post post;
    post.code = "p1";
    post.name = "警务站";
    post.kind = "police";
    post.place = {106.7, 39.71234567890123};
    from.put(post);
    putUnit(from);
    dispatch::Camera camera;
    camera.code = "c1";
    camera.place = {106.7, 39.7};
    from.put(camera);
    dispatch::PopulationCell cell;
    cell.people = 12.345678901234567;
    cell.place = {106.7, 39.7};
    from.put(cell);
    dispatch::Responder who;
    who.code = "w1";
    who.name = "张三";
    who.kind = dispatch::ResponderKind::GridHead;
    who.vehicle = dispatch::Vehicle::Bicycle;
    who.reportSeconds = 10;
    who.stateSince = std::chrono::floor<std::chrono::seconds>(from.now);
    from.put(who);
    for (const char* ending : {".csv", ".gpkg"}) {
        FakeStore to;
        for (const char* kind :
             {"centres", "zones", "posts", "units", "cameras", "population", "responders"})
            QVERIFY2(roundTrip(from, to, kind,
                               folder.filePath(QString::fromUtf8(kind) + QString::fromUtf8(ending))
                                   .toStdString()),
                     kind);
        QVERIFY(bare(to.all<dispatch::Centre>()) == bare(from.all<dispatch::Centre>()));
        QVERIFY(bare(to.all<dispatch::Zone>()) == bare(from.all<dispatch::Zone>()));
        QVERIFY(bare(to.all<dispatch::Unit>()) == bare(from.all<dispatch::Unit>()));
        QVERIFY(bare(to.all<dispatch::Post>()) == bare(from.all<dispatch::Post>()));
        QVERIFY(bare(to.all<dispatch::Camera>()) == bare(from.all<dispatch::Camera>()));
        QVERIFY(bare(to.all<dispatch::PopulationCell>()) ==
                bare(from.all<dispatch::PopulationCell>()));
        QVERIFY(bare(to.all<dispatch::Responder>()) == bare(from.all<dispatch::Responder>()));
    }
}

void TestExport::roadsComeBackOnTheirLines() {
    QTemporaryDir folder;
    FakeStore from, to;
    dispatch::Road road;
    road.name = "人民路";
    road.kind = dispatch::RoadClass::LivingStreet;
    road.oneWay = dispatch::OneWay::Backward;
    road.speedKmh = 48.28032;
    road.access = dispatch::ByFoot | dispatch::ByCar;
    road.bridge = true;
    road.line = {{106.8, 39.6}, {106.81, 39.61}};
    road.nodes = {{1}, {2}};
    from.put(road);
    QVERIFY(roundTrip(from, to, "roads", folder.filePath(QStringLiteral("r.gpkg")).toStdString()));
    auto back = to.all<dispatch::Road>().at(0);
    back.nodes = road.nodes;  // formats without node ids join by coordinates
    back.id = {};
    QVERIFY(back == road);
}

void TestExport::fixesComeBackEqual() {
    QTemporaryDir folder;
    FakeStore from;
    dispatch::Responder who;
    who.code = "w1";
    from.put(who);
    who = from.all<dispatch::Responder>()[0];
    dispatch::Duty duty;
    duty.responder = who.id;
    from.put(duty);
    FakeStore empty = from;
    for (int i = 0; i < 50; ++i) {
        dispatch::Fix fix;
        fix.responder = who.id;
        fix.time = dispatch::Millis{std::chrono::milliseconds(1714557600000 + i * 1250)};
        fix.place = {106.8 + i * 0.0001, 39.6};
        if (i % 2) fix.headingDegrees = 90.5f;
        if (i % 3) fix.accuracyMetres = 12.5f;
        from.rows.emplace_back(fix);
    }
    for (const char* name : {"f.csv", "f.gpkg", "f.geojson"}) {
        FakeStore to = empty;
        QVERIFY2(
            roundTrip(from, to, "fixes", folder.filePath(QString::fromUtf8(name)).toStdString()),
            name);
        const auto before = from.all<dispatch::Fix>();
        const auto after = to.all<dispatch::Fix>();
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].time.time_since_epoch().count(),
                     before[i].time.time_since_epoch().count());
            QCOMPARE(after[i].place.lon, before[i].place.lon);
            QVERIFY(after[i].responder == who.id);
            QCOMPARE(std::isnan(after[i].headingDegrees), std::isnan(before[i].headingDegrees));
            if (i % 3) QCOMPARE(after[i].accuracyMetres, before[i].accuracyMetres);
        }
    }
}

void TestExport::unknownEndingsAndKindsAreRefused() {
    QTemporaryDir folder;
    FakeStore store;
    putGrids(store);
    const auto error = [&](const char* kind, const QString& file) {
        const auto report =
            exportFile(store, ExportPlan{kind, file.toStdString(), {}, {}, false, false});
        return report ? std::string("written") : report.error().detail;
    };
    const QString odd = folder.filePath(QStringLiteral("g.odd"));
    QVERIFY(error("grids", odd).find(odd.toStdString() + ": no format with the ending \"odd\"") ==
            0);
    QVERIFY(error("grids", folder.filePath(QStringLiteral("noending"))).find("no format") !=
            std::string::npos);
    QVERIFY(error("trees", odd).find("there is no kind") == 0);
    QVERIFY(error("grids", folder.filePath(QStringLiteral("no/where/g.csv")))
                .find("cannot be written to") != std::string::npos);
    QVERIFY(error("grids", folder.filePath(QStringLiteral("g.gpx"))) != "written");
    QVERIFY(QDir(folder.path())
                .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                .isEmpty());
}

void TestExport::aStoppedExportLeavesTheOldFile() {
    QTemporaryDir folder;
    FakeStore store;
    for (int i = 0; i < 2000; ++i) {
        dispatch::Camera camera;
        camera.code = "c" + std::to_string(i);
        camera.place = {106.7, 39.7};
        store.put(camera);
    }
    const auto file = support::writeFile(folder, "c.csv", "the old one");
    std::stop_source stop;
    stop.request_stop();
    const auto report =
        exportFile(store, ExportPlan{"cameras", file, {}, {}, false, false}, {}, stop.get_token());
    QVERIFY(!report && report.error().code == dispatch::ErrorCode::Cancelled);
    QFile old(QString::fromStdString(file));
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("the old one"));
    QCOMPARE(QDir(folder.path())
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)
                 .size(),
             1);
}

void TestExport::outsideFormatsCanBeWritten() {
    QTemporaryDir folder;
    FakeStore store;
    putGrids(store);
    putCases(store);
    for (const char* name :
         {"cases.kml", "cases.gpx", "cases.shp", "grids.shp", "grids.kml", "grids.gml"}) {
        const QString file = folder.filePath(QString::fromUtf8(name));
        const std::string kind =
            QString::fromUtf8(name).section(QLatin1Char('.'), 0, 0).toStdString();
        const auto report =
            exportFile(store, ExportPlan{kind, file.toStdString(), {}, {}, false, false});
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QVERIFY2(QFileInfo(file).size() > 1000, name);
    }
    // A shapefile keeps ten letters of a field's name; the import knows them again.
    FakeStore to;
    ImportPlan in;
    in.kind = "grids";
    in.file = folder.filePath(QStringLiteral("grids.shp")).toStdString();
    const auto back = importFile(to, in);
    QVERIFY(back && back->takenTotal() == 60);
    QCOMPARE(to.all<dispatch::Grid>()[3].name, store.all<dispatch::Grid>()[3].name);
}

QTEST_APPLESS_MAIN(TestExport)
#include "tst_export.moc"
