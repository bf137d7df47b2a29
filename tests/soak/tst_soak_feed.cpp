// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/bench/bench.h"
#include "tests/soak/hall_run.h"
#include "tests/soak/store_place.h"
#include "tests/support/seed.h"

/// Seats commit and follow while a transaction opened by hand stays open: it must hold nobody up,
/// and what it commits late must arrive at every seat, once.
class TestSoakFeed : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyChangeArrivesOnceBesideAnOpenTransaction_data() { soak::addEngineRows(); }
    void everyChangeArrivesOnceBesideAnOpenTransaction();
};

void TestSoakFeed::everyChangeArrivesOnceBesideAnOpenTransaction() {
    QFETCH(const QString, engine);
    const auto place = soak::StorePlace::make(engine.toStdString());
    const std::chrono::seconds open(support::soakCount(6, 60));
    soak::HallPlan plan;
    plan.seed = support::seed("feed");
    plan.seats = support::soakCount(6, 20);
    plan.time = open + std::chrono::seconds(2);
    std::thread held = place->holdOpen(open);
    plan.lateCode = place->lateCode();
    const soak::HallReport report = soak::runHall(place->uri(), plan);
    held.join();
    const double p99 = bench::percentile(report.lagMs, 0.99);
    const double most = bench::percentile(report.lagMs, 1);
    std::printf(
        "%s: %d seats, %zu commits beside a transaction open for %d s: seen elsewhere after"
        " p50 %.1f, p99 %.1f (target 250), most %.1f ms; commit p99 %.1f ms\n",
        qPrintable(engine), plan.seats, report.commits, static_cast<int>(open.count()),
        bench::percentile(report.lagMs, 0.5), p99, most, bench::percentile(report.commitMs, 0.99));
    for (const std::string& fault : report.faults) qWarning("%s", fault.c_str());
    QVERIFY2(report.faults.empty(), "see above");
    QVERIFY(report.commits > 0);
    QCOMPARE(report.lagMs.size(), report.commits * static_cast<std::size_t>(plan.seats - 1));
    QVERIFY2(most < 5000, "a change came more than 5 s late");
    const bool full = support::soakCount(0, 1) == 1;
    QVERIFY2(!full || p99 <= 250, "seen elsewhere later than the target allows");
}

QTEST_GUILESS_MAIN(TestSoakFeed)
#include "tst_soak_feed.moc"
