// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <sstream>

#include "tests/bench/bench.h"
#include "tests/soak/hall_people.h"
#include "tests/soak/hall_run.h"
#include "tests/soak/store_place.h"
#include "tests/support/seed.h"

/// A full hall: sixty seats, each a commit every ten seconds, and a whole city's people reporting.
/// Nothing falls behind, and at the end all seats show the same.
class TestSoakHall : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aFullHallKeepsUp_data() { soak::addEngineRows(); }
    void aFullHallKeepsUp();
};

namespace {

/// The first lines in which a seat's picture and the store's differ.
std::string firstDifference(const std::string& seat, const std::string& store) {
    std::istringstream seatLines(seat), storeLines(store);
    std::string here, there;
    while (here == there && std::getline(seatLines, here)) std::getline(storeLines, there);
    return "a seat shows \"" + here + "\", the store holds \"" + there + "\"";
}

}  // namespace

void TestSoakHall::aFullHallKeepsUp() {
    QFETCH(const QString, engine);
    const auto place = soak::StorePlace::make(engine.toStdString());
    constexpr int kPeople = 3400;
    soak::preparePeople(*place->open(), kPeople);
    soak::HallPlan plan;
    plan.seed = support::seed("hall");
    plan.seats = support::soakCount(12, 60);
    plan.time = std::chrono::seconds(support::soakCount(10, 300));
    plan.commitEvery = std::chrono::seconds(support::soakCount(2, 10));
    plan.reportEvery = std::chrono::seconds(10);
    const soak::HallReport report = soak::runHall(place->uri(), plan);
    const double p99 = bench::percentile(report.lagMs, 0.99);
    const double most = bench::percentile(report.lagMs, 1);
    std::printf(
        "%s: %d seats, %zu commits, %zu positions: seen elsewhere after p50 %.1f, p99 %.1f"
        " (target 1000), most %.1f ms; commit p99 %.1f ms\n",
        qPrintable(engine), plan.seats, report.commits, report.fixes,
        bench::percentile(report.lagMs, 0.5), p99, most, bench::percentile(report.commitMs, 0.99));
    for (const std::string& fault : report.faults) qWarning("%s", fault.c_str());
    QVERIFY2(report.faults.empty(), "see above");
    QVERIFY(report.commits > 0 && report.fixes > 0);
    QCOMPARE(report.lagMs.size(), report.commits * static_cast<std::size_t>(plan.seats - 1));
    QVERIFY2(most < 5000, "a seat fell behind by more than 5 s");
    const bool full = support::soakCount(0, 1) == 1;
    QVERIFY2(!full || p99 <= 1000, "seen elsewhere later than the target allows");
    for (const std::string& picture : report.pictures)
        QVERIFY2(picture == report.storePicture,
                 firstDifference(picture, report.storePicture).c_str());
}

QTEST_GUILESS_MAIN(TestSoakHall)
#include "tst_soak_hall.moc"
