// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "gis/exchange/export.h"
#include "gis/exchange/import.h"
#include "gis/geometry/offset.h"
#include "tests/gis/exchange/fake_store.h"

using namespace gis;
using support::FakeStore;
using support::writeFile;

/// Whole imports of made-up files: what is taken, repaired, refused and named.
class TestImport : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gridsAreTakenFromGeoJsonAndBrokenOnesNamed();
    void aFileWithoutCrsThatIsNoDegreesIsRefused();
    void aProjectedCrsIsTransformed();
    void positionsOfWebMapsAreShiftedBack();
    void swappedPositionsAreNamed();
    void centresKnowTheirLevelAndParent();
    void respondersOnDutyBeginADuty();
    void brokenCaseRowsAreCountedAndNamed();
    void rowsOfOneCodeAreOneCaseWithNotes();
    void foreignCategoriesAreMappedOrKeptAsText();
    void aCategoryFileThatNamesNoCodeOfOursIsRefused();
    void timesKeepTheirPrecision();
    void casesFindTheirGrid();
    void dryRunsStoppedRunsAndEmptyOnesWriteNothing();
    void missingFilesColumnsAndKindsAreNamed();
    void fixesOutsideDutyAreRefused();
    void aDeclaredDutyLetsPastFixesIn();
    void ownTracksRecordsKeepTheirFaults();
    void replaceTakesTheOldOnesOutOfForce();
    void aShapefileWithoutEncodingIsNotGuessedAt();
    void roadsOfOtherFormatsAreJoinedByCoordinates();
};

namespace {

ImportReport imported(FakeStore& store, const ImportPlan& plan) {
    auto report = importFile(store, plan);
    if (report) return *report;
    ImportReport failed;
    failed.notes.push_back("failed: " + report.error().detail);
    qWarning("%s", report.error().detail.c_str());
    return failed;
}

ImportPlan planOf(const char* kind, const std::string& file) {
    ImportPlan plan;
    plan.kind = kind;
    plan.file = file;
    return plan;
}

std::int64_t refused(const ImportReport& report, const char* reason) {
    const auto found = report.refused.find(reason);
    return found == report.refused.end() ? 0 : found->second.count;
}

std::int64_t repaired(const ImportReport& report, const char* reason) {
    const auto found = report.repaired.find(reason);
    return found == report.repaired.end() ? 0 : found->second.count;
}

QByteArray square(double west, double south, double size) {
    const auto at = [&](double x, double y) {
        return "[" + QByteArray::number(west + x, 'g', 17) + "," +
               QByteArray::number(south + y, 'g', 17) + "]";
    };
    return "[[" + at(0, 0) + "," + at(size, 0) + "," + at(size, size) + "," + at(0, size) + "," +
           at(0, 0) + "]]";
}

QByteArray feature(const QByteArray& properties, const QByteArray& rings) {
    return R"({"type":"Feature","properties":{)" + properties +
           R"(},"geometry":{"type":"Polygon","coordinates":)" + rings + "}}";
}

QByteArray collection(const QList<QByteArray>& features) {
    return R"({"type":"FeatureCollection","features":[)" + features.join(",") + "]}";
}

dispatch::Responder responder(const char* code) {
    dispatch::Responder who;
    who.code = code;
    return who;
}

dispatch::Seconds at(std::int64_t seconds) {
    return dispatch::Seconds{std::chrono::seconds(seconds)};
}

}  // namespace

void TestImport::gridsAreTakenFromGeoJsonAndBrokenOnesNamed() {
    QTemporaryDir folder;
    FakeStore store;
    const QByteArray bow =
        "[[[106.8,39.6],[106.81,39.61],[106.81,39.6],[106.8,39.61],[106.8,39.6]]]";
    const QByteArray flat = "[[[106.8,39.6],[106.81,39.6],[106.82,39.6],[106.8,39.6]]]";
    const auto file = writeFile(
        folder, "g.geojson",
        collection({feature(R"("code":"150302001001001","name":"一","kind":"rural","people":12.5)",
                            square(106.8, 39.6, 0.01)),
                    feature(R"("code":"150302001001002","kind":"odd")", bow),
                    feature(R"("code":"150302001001003")", flat),
                    feature(R"("code":"150302001001001")", square(106.9, 39.6, 0.01)),
                    feature(R"("code":"")", square(106.9, 39.6, 0.01)),
                    R"({"type":"Feature","properties":{"code":"x"},"geometry":null})"}));
    const ImportReport report = imported(store, planOf("grids", file));
    QCOMPARE(report.takenTotal(), 2);
    QCOMPARE(report.rows, 6);
    QCOMPARE(refused(report, "invalid polygon"), 1);
    QCOMPARE(refused(report, "code already taken, in the file or in the store"), 1);
    QCOMPARE(refused(report, "empty code"), 1);
    QCOMPARE(refused(report, "no polygon"), 1);
    QCOMPARE(repaired(report, "invalid polygon made valid"), 1);
    QCOMPARE(repaired(report, "an unknown kind of grid was taken as community"), 1);
    QVERIFY(report.refused.at("invalid polygon").examples.at(0).find("row 3") == 0);
    const auto grids = store.all<dispatch::Grid>();
    QCOMPARE(grids.size(), std::size_t(2));
    QCOMPARE(grids[0].name, std::string("一"));
    QVERIFY(grids[0].kind == dispatch::GridKind::Rural);
    QCOMPARE(grids[0].people, 12.5);
    QCOMPARE(grids[1].area.size(), std::size_t(2));  // the bow became two triangles
    QCOMPARE(store.published, 1);
}

void TestImport::aFileWithoutCrsThatIsNoDegreesIsRefused() {
    QTemporaryDir folder;
    FakeStore store;
    const auto file =
        writeFile(folder, "p.csv", "code,x,y\na,36483210,4392000\nb,36483310,4392100\n");
    auto report = importFile(store, planOf("posts", file));
    QVERIFY(!report);
    QVERIFY(report.error().code == dispatch::ErrorCode::BadInput);
    QVERIFY(report.error().detail.find("--crs") != std::string::npos);
    const auto degrees = writeFile(folder, "d.csv", "code,lng,lat\na,106.8,39.6\n");
    const ImportReport assumed = imported(store, planOf("posts", degrees));
    QCOMPARE(assumed.crs, std::string("CGCS2000 (EPSG:4490)"));
    QVERIFY(assumed.crsFrom.find("assumed") == 0);
}

void TestImport::aProjectedCrsIsTransformed() {
    QTemporaryDir folder;
    FakeStore store;
    // CGCS2000 / 3-degree Gauss-Kruger CM 108E: the central meridian has x = 500000.
    const auto file = writeFile(folder, "p.csv", "code,x,y\na,500000,4391000\n");
    ImportPlan plan = planOf("posts", file);
    plan.crs = "EPSG:4545";
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.takenTotal(), 1);
    QCOMPARE(report.crsFrom, std::string("given with --crs"));
    const auto post = store.all<dispatch::Post>().at(0);
    QVERIFY(std::abs(post.place.lon - 108) < 1e-9);
    QVERIFY(post.place.lat > 39.6 && post.place.lat < 39.7);
}

void TestImport::positionsOfWebMapsAreShiftedBack() {
    QTemporaryDir folder;
    const dispatch::LonLat place{106.8123456, 39.6543210};
    const std::pair<const char*, dispatch::LonLat> shifted[] = {{"gcj02", gcj02FromCgcs2000(place)},
                                                                {"bd09", bd09FromCgcs2000(place)}};
    for (const auto& [crs, at] : shifted) {
        QVERIFY(std::abs(at.lon - place.lon) > 0.003);
        FakeStore store;
        ImportPlan plan =
            planOf("posts", writeFile(folder, "p.csv",
                                      "code,lon,lat\na," + QByteArray::number(at.lon, 'f', 9) +
                                          "," + QByteArray::number(at.lat, 'f', 9) + "\n"));
        plan.crs = crs;
        imported(store, plan);
        const auto back = store.all<dispatch::Post>().at(0).place;
        QVERIFY(std::abs(back.lon - place.lon) < 1e-6 &&
                std::abs(back.lat - place.lat) < 9e-7);  // 0.1 m
    }
}

void TestImport::swappedPositionsAreNamed() {
    QTemporaryDir folder;
    FakeStore store;
    dispatch::Grid city;
    city.code = "150302001001001";
    city.area = {{{{106, 39}, {107, 39}, {107, 40}, {106, 40}, {106, 39}}, {}}};
    store.put(city);
    const auto file = writeFile(folder, "p.csv",
                                "code,lon,lat\n"
                                "a,106.8,39.6\nb,39.6,106.8\nc,0,0\nd,,\ne,206.8,39.6\nf,abc,1\n");
    const ImportReport report = imported(store, planOf("cameras", file));
    QCOMPARE(report.takenTotal(), 1);
    QCOMPARE(refused(report, "longitude and latitude swapped"), 1);
    QCOMPARE(refused(report, "position 0,0"), 1);
    QCOMPARE(refused(report, "empty coordinates"), 1);
    QCOMPARE(refused(report, "position outside -180..180, -90..90"), 2);
    QCOMPARE(report.refused.at("longitude and latitude swapped").examples.at(0),
             std::string("row 3: \"39.6,106.8\""));
    // Where both are below 90, only the city's extent can tell.
    FakeStore porto;
    city.area = {{{{-9, 41}, {-8, 41}, {-8, 42}, {-9, 42}, {-9, 41}}, {}}};
    porto.put(city);
    const auto swapped = writeFile(folder, "q.csv", "code,lon,lat\na,41.5,-8.5\nb,-8.5,41.5\n");
    QCOMPARE(refused(imported(porto, planOf("cameras", swapped)), "longitude and latitude swapped"),
             1);
}

void TestImport::centresKnowTheirLevelAndParent() {
    QTemporaryDir folder;
    FakeStore store;
    const auto file = writeFile(
        folder, "c.geojson",
        collection({feature(R"("adcode":150300,"name":"乌海市")", square(106.5, 39.2, 0.5)),
                    feature(R"("adcode":150302,"name":"海勃湾区","parent":{"adcode":150300})",
                            square(106.5, 39.2, 0.2)),
                    feature(R"("adcode":150402,"name":"别处")", square(106.7, 39.2, 0.2)),
                    feature(R"("adcode":1503029,"name":"七位")", square(106.7, 39.2, 0.2))}));
    const ImportReport report = imported(store, planOf("centres", file));
    const auto centres = store.all<dispatch::Centre>();
    QCOMPARE(centres.size(), std::size_t(3));
    QCOMPARE(centres[0].code, std::string("1503"));
    QCOMPARE(centres[0].level, std::string("city"));
    QCOMPARE(centres[1].level, std::string("district"));
    QCOMPARE(centres[1].parent, std::string("1503"));
    QVERIFY(!centres[1].reference.empty());
    QCOMPARE(centres[2].parent, std::string());
    QVERIFY(std::find(report.notes.begin(), report.notes.end(),
                      "1 areas have no area above them, in the file or in the store") !=
            report.notes.end());
    QCOMPARE(refused(report, "no level has codes of this length"), 1);
}

void TestImport::respondersOnDutyBeginADuty() {
    QTemporaryDir folder;
    FakeStore store;
    const auto file = writeFile(folder, "r.csv",
                                "code,name,kind,vehicle,on_duty,grid\n"
                                "w1,张三,网格员,foot,yes,\nw2,李四,police,car,no,nowhere\n");
    const ImportReport report = imported(store, planOf("responders", file));
    QCOMPARE(report.taken.at("responder"), 2);
    QCOMPARE(report.taken.at("duty"), 1);
    const auto people = store.all<dispatch::Responder>();
    QVERIFY(people[1].kind == dispatch::ResponderKind::Police);
    QVERIFY(people[1].vehicle == dispatch::Vehicle::Car);
    QCOMPARE(repaired(report, "there is no such grid: its code was left out"), 1);
    QVERIFY(store.all<dispatch::Duty>().at(0).responder == people[0].id);
}

void TestImport::brokenCaseRowsAreCountedAndNamed() {
    QTemporaryDir folder;
    FakeStore store;
    QByteArray text =
        "code,category,lon,lat,reported,closed,text\n"
        "a,0101,106.8,39.6,2024-05-01 10:00:00,2024-05-01 11:00:00,\"two\nlines\"\n"
        "b,0101,0.0,0.0,2024-05-01 10:00:00,,\n"
        "c,0101,,,2024-05-01 10:00:00,,\n"
        "d,0101,106.8,39.6,2024-05-01 10:00:00,2024-05-01 09:59:59,\n"
        "e,0101,106.8,39.6,05/01/2024,,\n"
        "f,0101,39.6,106.8,2024-05-01 10:00:00,,\n"
        "g,0101,106.8,39.6,2024-05-01 10:00:00,never,\n"
        ",0101,106.8,39.6,2024-05-01 10:00:00,,\n"
        "h,0101,106.8,39.6,,,\n";
    text += QByteArray(70, 'k') + ",0101,106.8,39.6,2024-05-01 10:00:00,,\n";
    const ImportReport report = imported(store, planOf("cases", writeFile(folder, "c.csv", text)));
    QCOMPARE(report.rows, 10);
    QCOMPARE(report.taken.at("case"), 6);
    QCOMPARE(refused(report, "end before start"), 1);
    QVERIFY(report.refused.at("end before start").examples.at(0).find("row 5 (line 6): closed") ==
            0);
    QCOMPARE(refused(report, "a time of report that cannot be read"), 1);
    QCOMPARE(refused(report, "no time of report"), 1);
    QCOMPARE(refused(report, "over-long code"), 1);
    QCOMPARE(repaired(report, "position 0,0: taken without a place"), 1);
    QCOMPARE(repaired(report, "empty coordinates: taken without a place"), 1);
    QCOMPARE(repaired(report, "longitude and latitude swapped: taken without a place"), 1);
    QCOMPARE(repaired(report, "a time that cannot be read was left out"), 1);
    const auto cases = store.all<dispatch::Case>();
    QCOMPARE(cases[0].stage, std::string("archived"));
    QVERIFY(cases[0].closed && cases[0].stageEntered == *cases[0].closed);
    QCOMPARE(cases[0].text, std::string("two\nlines"));
    QVERIFY(!cases[1].place);
    QCOMPARE(cases[1].stage, std::string("accepted"));
    QCOMPARE(cases.back().code, std::string("i-c-9"));
    QCOMPARE(report.timeZone, std::string("those without a zone were read as UTC+08:00"));
    // The same file again: every code is there already.
    const ImportReport again = imported(store, planOf("cases", writeFile(folder, "c.csv", text)));
    QCOMPARE(again.takenTotal(), 0);
    QCOMPARE(refused(again, "code already taken in the store"), 6);
}

void TestImport::rowsOfOneCodeAreOneCaseWithNotes() {
    QTemporaryDir folder;
    FakeStore store;
    QByteArray text = "call,kind,unit,reported,available\n";
    text += "7,Fire,E1,2024-05-01 10:00:00Z,2024-05-01 11:00:00Z\n";
    for (int i = 0; i < 2500; ++i)
        text += "x" + QByteArray::number(i) + ",Fire,E9,2024-05-01 10:00:00Z,\n";
    text += "7,Fire,T2,2024-05-01 09:58:00Z,2024-05-01 12:00:00Z\n";
    ImportPlan plan = planOf("cases", writeFile(folder, "c.csv", text));
    plan.columns = {{"code", "call"},
                    {"category", "kind"},
                    {"closed", "available"},
                    {"note", "unit+available"},
                    {"note_author", "unit"}};
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.taken.at("case"), 2501);
    QCOMPARE(report.taken.at("case_note"), 2502);
    const auto cases = store.all<dispatch::Case>();
    const auto seven =
        std::find_if(cases.begin(), cases.end(), [](const auto& c) { return c.code == "7"; });
    QVERIFY(seven != cases.end());
    QVERIFY(seven->reported == at(1714557480));
    QVERIFY(seven->closed && *seven->closed == at(1714564800));
    std::vector<std::string> notes;
    for (const auto& note : store.all<dispatch::CaseNote>())
        if (note.record == seven->id) notes.push_back(note.author + ": " + note.text);
    QCOMPARE(notes, (std::vector<std::string>{"E1: unit E1, available 2024-05-01 11:00:00Z",
                                              "T2: unit T2, available 2024-05-01 12:00:00Z"}));
}

void TestImport::foreignCategoriesAreMappedOrKeptAsText() {
    QTemporaryDir folder;
    FakeStore store;
    ImportPlan plan = planOf(
        "cases", writeFile(folder, "c.csv",
                           "code,category,reported\na,Garbage,2024-05-01\nb,fire,2024-05-01\n"
                           "c,Noise,2024-05-01\nd,消防,2024-05-01\ne,0101,2024-05-01\n"));
    plan.categories = writeFile(folder, "m.csv", "foreign,code\ngarbage,0101\n");
    const ImportReport report = imported(store, plan);
    std::vector<std::string> codes;
    for (const auto& record : store.all<dispatch::Case>())
        codes.push_back(record.category +
                        (record.categoryText.empty() ? "" : "=" + record.categoryText));
    QCOMPARE(codes, (std::vector<std::string>{"0101", "02", "99=Noise", "02", "0101"}));
    QVERIFY(store.all<dispatch::Case>()[1].risk == dispatch::Risk::High);
    QCOMPARE(repaired(report, "category not mapped, taken as other: Noise"), 1);
}

void TestImport::aCategoryFileThatNamesNoCodeOfOursIsRefused() {
    QTemporaryDir folder;
    FakeStore store;
    ImportPlan plan = planOf("cases", writeFile(folder, "c.csv", "code,reported\na,2024-05-01\n"));
    plan.categories = writeFile(folder, "m.csv", "foreign,code\ngarbage,0101\nnoise,7777\n");
    auto report = importFile(store, plan);
    QVERIFY(!report);
    QVERIFY(report.error().detail.find("row 3: the store has no category \"7777\"") !=
            std::string::npos);
}

void TestImport::timesKeepTheirPrecision() {
    QTemporaryDir folder;
    FakeStore store;
    const auto file = writeFile(folder, "c.csv",
                                "code,reported\na,2018-11\nb,2000-01-03\nc,2016-07-13 15:11\n"
                                "d,2016-07-13 15:11:07\n");
    imported(store, planOf("cases", file));
    const auto cases = store.all<dispatch::Case>();
    using enum dispatch::TimePrecision;
    QVERIFY(cases[0].precision == Month && cases[1].precision == Day);
    QVERIFY(cases[2].precision == Minute && cases[3].precision == Second);
}

void TestImport::casesFindTheirGrid() {
    QTemporaryDir folder;
    FakeStore store;
    dispatch::Grid grid;
    grid.code = "150302001001001";
    grid.area = {{{{106, 39}, {107, 39}, {107, 40}, {106, 40}, {106, 39}}, {}}};
    store.put(grid);
    const auto file = writeFile(
        folder, "c.csv", "code,reported,lon,lat\na,2024-05-01,106.5,39.5\nb,2024-05-01,108,39.5\n");
    imported(store, planOf("cases", file));
    const auto cases = store.all<dispatch::Case>();
    QCOMPARE(cases[0].grid, std::string("150302001001001"));
    QCOMPARE(cases[1].grid, std::string());
}

void TestImport::dryRunsStoppedRunsAndEmptyOnesWriteNothing() {
    QTemporaryDir folder;
    FakeStore store;
    QByteArray text = "code,lon,lat\n";
    for (int i = 0; i < 20000; ++i) text += "c" + QByteArray::number(i) + ",106.8,39.6\n";
    ImportPlan plan = planOf("cameras", writeFile(folder, "p.csv", text));
    plan.dryRun = true;
    const ImportReport dry = imported(store, plan);
    QCOMPARE(dry.takenTotal(), 20000);
    QCOMPARE(store.begun, 0);
    QVERIFY(dry.text().find("nothing was written") != std::string::npos);

    plan.dryRun = false;
    std::stop_source stop;
    int heard = 0;
    double share = 0;
    auto stopped = importFile(
        store, plan,
        [&](const ImportProgress& progress) {
            ++heard;
            QVERIFY(progress.share >= share);
            share = progress.share;
            if (progress.rows > 10000) stop.request_stop();
        },
        stop.get_token());
    QVERIFY(!stopped && stopped.error().code == dispatch::ErrorCode::Cancelled);
    QVERIFY(heard > 10);
    QCOMPARE(store.published, 0);
    QVERIFY(store.rows.empty());

    const ImportReport nothing =
        imported(store, planOf("cameras", writeFile(folder, "n.csv", "code,lon,lat\na,0,0\n")));
    QCOMPARE(nothing.takenTotal(), 0);
    QCOMPARE(store.published, 0);
}

void TestImport::missingFilesColumnsAndKindsAreNamed() {
    QTemporaryDir folder;
    FakeStore store;
    const auto error = [&](const ImportPlan& plan) {
        auto report = importFile(store, plan);
        return report ? std::string("taken") : report.error().detail;
    };
    QCOMPARE(error(planOf("cameras", "/nowhere/x.csv")),
             std::string("there is no file /nowhere/x.csv"));
    QCOMPARE(error(planOf("roads", "/nowhere/x.osm.pbf")),
             std::string("there is no file /nowhere/x.osm.pbf"));
    QVERIFY(error(planOf("trees", "/nowhere/x.csv")).find("there is no kind \"trees\"") == 0);
    const auto file = writeFile(folder, "p.csv", "number,lon,lat\na,1,2\n");
    QVERIFY(error(planOf("cameras", file)).find("no column for the field \"code\"") !=
            std::string::npos);
    ImportPlan mapped = planOf("cameras", file);
    mapped.columns = {{"code", "num"}};
    QVERIFY(error(mapped).find("no column \"num\" for code; it has: number, lon, lat") !=
            std::string::npos);
    mapped.columns = {{"colour", "number"}};
    QVERIFY(error(mapped).find("--map names the field \"colour\"") != std::string::npos);
    mapped.columns = {{"code", "number"}};
    mapped.crs = "EPSG:99999";
    QVERIFY(error(mapped).find("EPSG:99999") != std::string::npos);
    const auto noise = writeFile(folder, "p.gpkg", "this is no geopackage");
    QVERIFY(error(planOf("grids", noise)).find("cannot be read as a vector file") !=
            std::string::npos);
    const auto broken = writeFile(folder, "p.osm.pbf", "this is no pbf");
    QVERIFY(error(planOf("roads", broken)).find("cannot be read as OpenStreetMap") !=
            std::string::npos);
    QCOMPARE(error(planOf("cameras", writeFile(folder, "e.csv", ""))).find("is empty") !=
                 std::string::npos,
             true);
}

void TestImport::fixesOutsideDutyAreRefused() {
    QTemporaryDir folder;
    FakeStore store;
    store.put(responder("w1"));
    dispatch::Duty duty;
    duty.responder = store.all<dispatch::Responder>()[0].id;
    duty.from = at(1714557600);
    duty.until = at(1714557660);
    store.put(duty);
    dispatch::Grid grid;
    grid.code = "150302001001001";
    grid.area = {{{{106, 39}, {107, 39}, {107, 40}, {106, 40}, {106, 39}}, {}}};
    store.put(grid);
    const auto file = writeFile(folder, "f.csv",
                                "responder,time,lon,lat,heading\n"
                                "w1,2024-05-01T09:59:59Z,106.8,39.6,\n"
                                "w1,2024-05-01T10:00:00Z,106.8,39.6,-90\n"
                                "w1,2024-05-01T10:01:00Z,106.8,39.6,\n"
                                "w9,2024-05-01T10:00:30Z,106.8,39.6,\n"
                                "w1,2024-05-01,106.8,39.6,\n"
                                "w1,2099-05-01T10:00:00Z,106.8,39.6,\n");
    ImportPlan plan = planOf("fixes", file);
    const ImportReport live = imported(store, plan);
    QCOMPARE(live.taken.at("fix"), 1);
    QCOMPARE(store.liveFixes, std::size_t(1));
    QCOMPARE(store.lastFixes[0].grid, store.all<dispatch::Grid>()[0].id);
    QCOMPARE(refused(live, "outside the responder's duty"), 2);
    QCOMPARE(refused(live, "unknown responder"), 1);
    QCOMPARE(refused(live, "no readable time"), 1);
    QCOMPARE(refused(live, "a time in the future"), 1);
    plan.past = true;
    const ImportReport past = imported(store, plan);
    QCOMPARE(past.taken.at("fix"), 1);
    QVERIFY(store.lastPlan.pastFixes);
    QCOMPARE(store.all<dispatch::Fix>().at(0).headingDegrees, 270.f);
}

void TestImport::aDeclaredDutyLetsPastFixesIn() {
    QTemporaryDir folder;
    FakeStore store;
    store.put(responder("w1"));
    ImportPlan plan = planOf(
        "fixes", writeFile(folder, "f.csv", "time,lon,lat\n2024-05-01T10:00:00Z,106.8,39.6\n"));
    plan.past = true;
    plan.responder = "w1";
    QCOMPARE(imported(store, plan).takenTotal(), 0);
    plan.duty = DeclaredDuty{at(1714557600), at(1714561200)};
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.taken.at("fix"), 1);
    QCOMPARE(report.taken.at("duty"), 1);
    auto again = importFile(store, plan);
    QVERIFY(!again && again.error().detail.find("overlaps a duty") != std::string::npos);
}

void TestImport::ownTracksRecordsKeepTheirFaults() {
    QTemporaryDir folder;
    FakeStore store;
    store.put(responder("w1"));
    dispatch::Duty duty;
    duty.responder = store.all<dispatch::Responder>()[0].id;
    store.put(duty);
    const QByteArray kind = "\t*                 \t";
    const auto file = writeFile(
        folder, "p.rec",
        "2015-08-24T05:55:07Z" + kind +
            R"({"tst":1440395704,"acc":5000,"_type":"location","lon":10.1,"vel":36,"lat":52.3,"cog":-1})" +
            "\n2015-08-24T05:55:14Z\t-\t{\"tst\":\"1440363922\",\"_type\":\"lwt\"}\n" +
            "2015-08-24T05:55:20Z" + kind +
            R"({"tst":1440395361,"acc":3000,"_type":"location","lon":10.0,"vel":-1,"lat":52.3,"cog":90})" +
            "\nbroken line\n");
    ImportPlan plan = planOf("fixes", file);
    plan.responder = "w1";
    plan.past = true;
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.taken.at("fix"), 2);
    QCOMPARE(report.left.at("message lwt"), 1);
    QCOMPARE(refused(report, "a line without readable JSON"), 1);
    const auto fixes = store.all<dispatch::Fix>();
    QCOMPARE(fixes[0].accuracyMetres, 5000.f);
    QCOMPARE(fixes[0].speedMetresPerSecond, 10.f);
    QVERIFY(std::isnan(fixes[0].headingDegrees));
    QVERIFY(std::isnan(fixes[1].speedMetresPerSecond));
    QVERIFY(fixes[1].time < fixes[0].time);
    QVERIFY(report.notes.at(0).find("1 positions were out of order") == 0);
}

void TestImport::replaceTakesTheOldOnesOutOfForce() {
    QTemporaryDir folder;
    FakeStore store;
    const auto file = writeFile(folder, "p.csv", "code,lon,lat\na,106.8,39.6\n");
    imported(store, planOf("posts", file));
    QCOMPARE(imported(store, planOf("posts", file)).takenTotal(), 0);
    ImportPlan plan = planOf("posts", file);
    plan.replace = true;
    QCOMPARE(imported(store, plan).takenTotal(), 1);
    QCOMPARE(store.all<dispatch::Post>().size(), std::size_t(1));
}

void TestImport::aShapefileWithoutEncodingIsNotGuessedAt() {
    QTemporaryDir folder;
    FakeStore from;
    dispatch::Zone zone;
    zone.code = "z1";
    zone.name = "网格";
    zone.area = {{{{106, 39}, {107, 39}, {107, 40}, {106, 40}, {106, 39}}, {}}};
    from.put(zone);
    ExportPlan out;
    out.kind = "zones";
    out.file = folder.filePath(QStringLiteral("z.shp")).toStdString();
    QVERIFY(exportFile(from, out).has_value());
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("z.cpg"))));
    FakeStore plain;
    imported(plain, planOf("zones", out.file));
    QCOMPARE(plain.all<dispatch::Zone>().at(0).name, zone.name);  // its bytes are UTF-8
    QFile dbf(folder.filePath(QStringLiteral("z.dbf")));
    QVERIFY(dbf.open(QIODevice::ReadWrite));
    QByteArray bytes = dbf.readAll();
    const auto where = bytes.indexOf("网格");
    QVERIFY(where > 0);
    bytes.replace(where, 6, "\xCD\xF8\xB8\xF1  ");  // the same in GB18030
    dbf.seek(0);
    dbf.write(bytes);
    dbf.close();
    FakeStore foreign;
    const ImportReport report = imported(foreign, planOf("zones", out.file));
    QCOMPARE(refused(report, "not UTF-8 (name the file's encoding with --encoding)"), 1);
    ImportPlan named = planOf("zones", out.file);
    named.encoding = "GB18030";
    imported(foreign, named);
    QCOMPARE(foreign.all<dispatch::Zone>().at(0).name, zone.name);
}

void TestImport::roadsOfOtherFormatsAreJoinedByCoordinates() {
    QTemporaryDir folder;
    FakeStore store;
    const auto line = [](const char* properties, const char* places) {
        return QByteArray(R"({"type":"Feature","properties":{)") + properties +
               R"(},"geometry":{"type":"LineString","coordinates":)" + places + "}}";
    };
    const auto file = writeFile(
        folder, "r.geojson",
        collection({line(R"("highway":"primary","oneway":"yes","maxspeed":"30 mph")",
                         "[[106.8,39.6],[106.81,39.6],[106.82,39.6]]"),
                    line(R"("highway":"footway")", "[[106.81,39.59],[106.81000000001,39.6]]"),
                    line(R"("highway":"proposed")", "[[106.8,39.6],[106.9,39.6]]"),
                    line(R"("highway":"path")", "[[106.8,39.6],[106.8,39.6]]")}));
    const ImportReport report = imported(store, planOf("roads", file));
    QCOMPARE(report.taken.at("road"), 2);
    QCOMPARE(report.left.at("class proposed"), 1);
    QCOMPARE(refused(report, "a line without length"), 1);
    QVERIFY(report.notes.at(0).find("joined by equal coordinates") == 0);
    const auto roads = store.all<dispatch::Road>();
    QVERIFY(roads[0].nodes[1] == roads[1].nodes[1]);
    QVERIFY(roads[0].nodes[0].value < 0);
    QVERIFY(roads[0].oneWay == dispatch::OneWay::Forward);
    QCOMPARE(roads[0].speedKmh, 30 * 1.609344);
    QCOMPARE(int(roads[1].access), int(dispatch::ByFoot));
}

QTEST_APPLESS_MAIN(TestImport)
#include "tst_import.moc"
