// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <set>

#include "gis/exchange/import.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/polygon.h"
#include "tests/gis/exchange/fake_store.h"
#include "tests/support/test_data.h"

using namespace gis;
using support::FakeStore;

/// Imports of real files, against the facts of their manifest. The command lines are those of
/// docs/guide/import.md.
class TestImportReal : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void boundariesOfTwoSourcesAgreeOnceTheOffsetIsTakenOut();
    void sanFranciscoRequests();
    void sanFranciscoFireCallsKeepTheirUnits();
    void chicagoRequestsAreKnownToTheDay();
    void britishCrimesAreKnownToTheMonth();
    void populationOfPorto();
    void populationOfPortoAlegre();
    void aGpxTrackIsHistory();
    void anOwnTracksRecordIsHistory();
};

namespace {

ImportReport imported(FakeStore& store, ImportPlan plan) {
    auto report = importFile(store, plan);
    if (report) {
        if (qEnvironmentVariableIsSet("GRIDHALL_PRINT"))
            std::printf("%s\n", report->text().c_str());
        return *report;
    }
    qWarning("%s", report.error().detail.c_str());
    return {};
}

ImportPlan planOf(const char* kind, const QString& file) {
    ImportPlan plan;
    plan.kind = kind;
    plan.file = file.toStdString();
    return plan;
}

std::int64_t counted(const std::map<std::string, ReportCount>& counts, const char* reason) {
    const auto found = counts.find(reason);
    return found == counts.end() ? 0 : found->second.count;
}

double overlap(const dispatch::Area& a, const dispatch::Area& b) {
    const auto first = Polygon::make(a);
    const auto second = Polygon::make(b);
    if (!first || !second) return 0;
    const auto both = intersection(*first, *second);
    const auto either = unionOf(*first, *second);
    return both && either ? both->planarArea() / either->planarArea() : 0;
}

std::map<std::string, dispatch::Area> districts(const QString& file, const char* crs) {
    FakeStore store;
    ImportPlan plan = planOf("centres", file);
    plan.crs = crs;
    imported(store, plan);
    std::map<std::string, dispatch::Area> areas;
    for (const auto& centre : store.all<dispatch::Centre>()) areas[centre.code] = centre.reference;
    return areas;
}

dispatch::Responder onAlwaysDuty(FakeStore& store) {
    dispatch::Responder who;
    who.code = "w1";
    store.put(who);
    who = store.all<dispatch::Responder>()[0];
    dispatch::Duty duty;
    duty.responder = who.id;
    store.put(duty);
    return who;
}

}  // namespace

void TestImportReal::boundariesOfTwoSourcesAgreeOnceTheOffsetIsTakenOut() {
    const QString gcj = support::testData("boundaries/wuhai_150300_datav_v3_gcj02.geojson");
    const QString plain = support::testData("boundaries/wuhai_150300_tianditu_cgcs2000.geojson");
    if (gcj.isEmpty() || plain.isEmpty()) QSKIP(support::kNoTestData);
    const auto right = districts(plain, "");
    const auto moved = districts(gcj, "gcj02");
    const auto asItIs = districts(gcj, "");
    QCOMPARE(right.size(), std::size_t(3));
    const std::map<std::string, std::pair<double, double>> published = {
        {"150302", {0.895, 0.957}}, {"150303", {0.942, 0.974}}, {"150304", {0.907, 0.950}}};
    for (const auto& [code, expected] : published) {
        const double before = overlap(asItIs.at(code), right.at(code));
        const double after = overlap(moved.at(code), right.at(code));
        std::printf("%s: overlap %.4f as it is, %.4f from GCJ-02\n", code.c_str(), before, after);
        QVERIFY(std::abs(before - expected.first) < 0.005);
        QVERIFY(std::abs(after - expected.second) < 0.005);
    }
}

void TestImportReal::sanFranciscoRequests() {
    const QString file = support::testData("events/sf_311_service_requests.csv.gz");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    ImportPlan plan = planOf("cases", file);
    plan.columns = {{"title", "complaint_type"}, {"text", "status_notes"}};
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.rows, 10000);
    QCOMPARE(report.taken.at("case") + report.refusedTotal(), 10000);
    QVERIFY(report.taken.at("case") > 9900);
    QVERIFY(std::abs(counted(report.repaired, "position 0,0: taken without a place") - 4264) <=
            counted(report.refused, "end before start"));
    const auto cases = store.all<dispatch::Case>();
    const auto open =
        std::count_if(cases.begin(), cases.end(), [](const auto& c) { return !c.closed; });
    QCOMPARE(open, 370);
    QVERIFY(std::all_of(cases.begin(), cases.end(), [](const auto& c) {
        return c.category == "99" ? !c.categoryText.empty() : true;
    }));
    QVERIFY(report.timeZone.empty());
}

void TestImportReal::sanFranciscoFireCallsKeepTheirUnits() {
    const QString file = support::testData("events/sf_fire_dept_calls_for_service.csv.gz");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    ImportPlan plan = planOf("cases", file);
    plan.columns = {{"code", "call_number"},
                    {"category", "call_type"},
                    {"reported", "received_timestamp"},
                    {"closed", "available_timestamp"},
                    {"note", "unit_id+unit_type+dispatch_timestamp+on_scene_timestamp"},
                    {"note_at", "dispatch_timestamp"},
                    {"note_author", "unit_id"}};
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.rows, 10000);
    std::set<std::string> codes;
    for (const auto& record : store.all<dispatch::Case>())
        QVERIFY(codes.insert(record.code).second);
    const auto notes = report.taken.at("case_note");
    QCOMPARE(notes + report.refusedTotal(), 10000);  // every unit is a note of its case
    QVERIFY(report.taken.at("case") < 10000);
    QVERIFY(report.taken.at("case") + 0 == static_cast<std::int64_t>(codes.size()));
    for (const auto& note : store.all<dispatch::CaseNote>())
        QVERIFY(note.record.value != 0 && note.text.find("unit_id ") == 0);
}

void TestImportReal::chicagoRequestsAreKnownToTheDay() {
    const QString file = support::testData("events/chicago_311_sanitation_code.csv.gz");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    ImportPlan plan = planOf("cases", file);
    plan.columns = {{"category", "Type_of_Service_Request"},
                    {"text", "What_is_the_Nature_of_this_Code_Violation"},
                    {"place_text", "Street_Address"}};
    plan.utcOffset = std::chrono::hours(-6);
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.rows, 74401);
    QCOMPARE(counted(report.repaired, "empty coordinates: taken without a place"), 24);
    const auto further = report.taken.contains("case_note") ? report.taken.at("case_note") : 0;
    QCOMPARE(report.taken.at("case") + further + report.refusedTotal(), 74401);
    QVERIFY(further > 0 && further <= 375);
    for (const auto& record : store.all<dispatch::Case>())
        QVERIFY(record.precision == dispatch::TimePrecision::Day);
    QCOMPARE(report.timeZone, std::string("those without a zone were read as UTC-06:00"));
}

void TestImportReal::britishCrimesAreKnownToTheMonth() {
    const QString file = support::testData("events/uk_street_crime_2018-11.csv.gz");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    ImportPlan plan = planOf("cases", file);
    plan.columns = {{"code", "Crime ID"},
                    {"category", "Crime type"},
                    {"reported", "Month"},
                    {"place_text", "Location"},
                    {"text", "Last outcome category"}};
    plan.utcOffset = std::chrono::minutes(0);
    plan.past = true;
    plan.dryRun = true;  // the fake store would keep all of it in memory
    QElapsedTimer timer;
    timer.start();
    const ImportReport report = imported(store, plan);
    std::printf("368,887 rows in %lld ms\n", static_cast<long long>(timer.elapsed()));
    QCOMPARE(report.rows, 368887);
    const auto further = report.taken.contains("case_note") ? report.taken.at("case_note") : 0;
    QCOMPARE(report.taken.at("case") + further + report.refusedTotal(), 368887);
    QCOMPARE(report.refusedTotal(), 0);
    const auto empty = counted(report.repaired, "empty coordinates: taken without a place");
    QVERIFY(empty > 8000 &&
            empty <= 8738);  // further rows of a crime are notes, which have no place
    QVERIFY(std::any_of(report.notes.begin(), report.notes.end(), [](const std::string& note) {
        return note == "times known to the month 368887";
    }));
}

void TestImportReal::populationOfPorto() {
    const QString file = support::testData("population/porto_ghsl_pop2015_grid.csv.gz");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    const ImportReport report = imported(store, planOf("population", file));
    QCOMPARE(report.taken.at("population"), 23984);
    double sum = 0;
    for (const auto& cell : store.all<dispatch::PopulationCell>()) sum += cell.people;
    QVERIFY(std::abs(sum - 974152.6) < 0.1);
    QCOMPARE(report.columns.at("people"), std::string("POP_2015"));
}

void TestImportReal::populationOfPortoAlegre() {
    const QString file = support::testData("population/porto_alegre_hexgrid_population.csv");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    const ImportReport report = imported(store, planOf("population", file));
    QCOMPARE(report.taken.at("population"), 1227);
    double sum = 0;
    for (const auto& cell : store.all<dispatch::PopulationCell>()) sum += cell.people;
    QVERIFY(std::abs(sum - 812935) < 0.5);
}

void TestImportReal::aGpxTrackIsHistory() {
    const QString file = support::testData("tracks/person_304_to_UL_2019-02-18.gpx");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    const auto who = onAlwaysDuty(store);
    ImportPlan plan = planOf("fixes", file);
    plan.responder = who.code;
    plan.past = true;
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.taken.at("fix"), 2144);
    QCOMPARE(report.layer, std::string("track_points"));
    const auto fixes = store.all<dispatch::Fix>();
    QVERIFY(fixes.front().time.time_since_epoch() == std::chrono::seconds(1550475950));
    QVERIFY(fixes.back().time.time_since_epoch() == std::chrono::seconds(1550480426));
}

void TestImportReal::anOwnTracksRecordIsHistory() {
    const QString file = support::testData("tracks/owntracks_demo-iphone.rec");
    if (file.isEmpty()) QSKIP(support::kNoTestData);
    FakeStore store;
    const auto who = onAlwaysDuty(store);
    ImportPlan plan = planOf("fixes", file);
    plan.responder = who.code;
    plan.past = true;
    const ImportReport report = imported(store, plan);
    QCOMPARE(report.rows, 25);
    QCOMPARE(report.taken.at("fix"), 23);
    QCOMPARE(report.left.at("message lwt"), 2);
    float worst = 0;
    for (const auto& fix : store.all<dispatch::Fix>()) worst = std::max(worst, fix.accuracyMetres);
    QCOMPARE(worst, 5000.f);
}

QTEST_APPLESS_MAIN(TestImportReal)
#include "tst_import_real.moc"
