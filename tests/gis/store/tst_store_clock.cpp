// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "gis/store/open_store.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

/// A machine: a wall clock that can be set, and time since boot that cannot.
struct Machine {
    ManualClock wall{Millis{1'700'000'000'000ms}};
    std::chrono::milliseconds sinceBoot{5'000'000};
    std::string boot = "boot-1";

    void wait(std::chrono::milliseconds time) {
        wall.advance(time);
        sinceBoot += time;
    }
    void reboot(const char* name) {
        boot = name;
        sinceBoot = 20s;
    }
    gis::OpenOptions options() {
        gis::OpenOptions made;
        made.clock = &wall;
        made.monotonic = {[this] { return sinceBoot; }, boot};
        return made;
    }
};

bool writes(Store& store, const char* code) {
    const auto done =
        store.commit(contract::transaction({contract::put(contract::someCase(code))}));
    return done && std::holds_alternative<Receipt>(*done);
}

}  // namespace

/// The store's time is the machine's clock, guarded against somebody setting it.
class TestStoreClock : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void aQuietClockIsTrusted();
    void aClockSetBySecondsIsReported();
    void aClockSetByMoreMayNotStampUntilConfirmed();
    void othersFollowAConfirmedClock();
    void aNewProcessSeesTheJumpOfAnOldOne();
    void aClockBehindTheNewestEntryIsSuspect();
    void aSeatIsNotLockedOutByItsOwnPast();
    void aForeignHeartThatGoesOnBeatingIsBelieved();
    void storeTimeNeverRunsBackwards();
    void positionsAndBatchesAreGuardedToo();

  private:
    std::unique_ptr<Store> open() {
        auto opened = gis::openStore(m_path, m_machine.options());
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
    Machine m_machine;
    Author m_me{"li", "seat-1"};
    Author m_other{"wang", "seat-2"};
};

void TestStoreClock::init() {
    m_machine = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("city")).toStdString();
    gis::CreateOptions create;
    create.open = m_machine.options();
    MUST(gis::createStore(m_path, create));
}

void TestStoreClock::aQuietClockIsTrusted() {
    const auto store = open();
    for (int i = 0; i < 5; ++i) {
        m_machine.wait(5s);
        const auto report = store->heartbeat(m_me);
        MUST(report);
        QVERIFY(report->mayStamp);
        QCOMPARE(report->offset, 0ms);
        QVERIFY(report->why.empty());
        QCOMPARE(report->storeTime, m_machine.wall.now());
    }
    m_machine.wait(std::chrono::hours(24 * 40));
    QVERIFY(writes(*store, "A"));
}

void TestStoreClock::aClockSetBySecondsIsReported() {
    const auto store = open();
    MUST(store->heartbeat(m_me));
    m_machine.wall.advance(1500ms);
    const auto report = store->clock();
    MUST(report);
    QVERIFY(report->mayStamp);
    QCOMPARE(report->offset, 1500ms);
    QVERIFY2(report->why.find("1.5 s ahead") != std::string::npos, report->why.c_str());
    QVERIFY(writes(*store, "A"));
}

void TestStoreClock::aClockSetByMoreMayNotStampUntilConfirmed() {
    const auto store = open();
    MUST(store->heartbeat(m_me));
    m_machine.wait(5s);
    m_machine.wall.advance(10min);
    const auto refused =
        store->commit(contract::transaction({contract::put(contract::someCase("A"))}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NotAllowed);
    QVERIFY2(refused.error().detail.find("clock confirm") != std::string::npos,
             refused.error().detail.c_str());
    // It still reads, and its heartbeat does not make the new time the measure of others.
    MUST(store->load());
    const auto beat = store->heartbeat(m_me);
    MUST(beat);
    QVERIFY(!beat->mayStamp);
    QVERIFY(!writes(*store, "A"));
    const auto confirmed = store->confirmClock(m_me);
    MUST(confirmed);
    QVERIFY(confirmed->mayStamp);
    QVERIFY(writes(*store, "A"));
}

void TestStoreClock::othersFollowAConfirmedClock() {
    const auto mine = open();
    const auto theirs = open();
    MUST(mine->heartbeat(m_me));
    MUST(theirs->heartbeat(m_other));
    m_machine.wall.advance(-10min);
    QVERIFY(!writes(*mine, "A"));
    QVERIFY(!writes(*theirs, "A"));
    MUST(mine->confirmClock(m_me));
    QVERIFY(writes(*mine, "A"));
    QVERIFY(writes(*theirs, "B"));
    const auto beat = theirs->heartbeat(m_other);
    MUST(beat);
    QVERIFY(beat->mayStamp);
}

void TestStoreClock::aNewProcessSeesTheJumpOfAnOldOne() {
    MUST(open()->heartbeat(m_me));
    m_machine.wait(std::chrono::hours(3));
    m_machine.wall.advance(1min);
    const auto store = open();
    QVERIFY(!writes(*store, "A"));
    const auto report = store->clock();
    MUST(report);
    QCOMPARE(report->offset, 60000ms);
}

void TestStoreClock::aClockBehindTheNewestEntryIsSuspect() {
    {
        const auto store = open();
        m_machine.wait(1min);
        QVERIFY(writes(*store, "A"));
    }
    m_machine.reboot("boot-2");
    m_machine.wall.advance(-5min);
    const auto store = open();
    QVERIFY(!writes(*store, "B"));
    MUST(store->confirmClock(m_me));
    QVERIFY(writes(*store, "B"));
    m_machine.wait(10s);
    MUST(store->heartbeat(m_me));
    QVERIFY(writes(*store, "C"));
}

void TestStoreClock::aSeatIsNotLockedOutByItsOwnPast() {
    MUST(open()->heartbeat(m_me));
    // A month later the same machine, booted again: nothing says its clock is wrong.
    m_machine.wall.advance(std::chrono::hours(24 * 30));
    m_machine.reboot("boot-2");
    const auto store = open();
    QVERIFY(writes(*store, "A"));
    const auto report = store->heartbeat(m_me);
    MUST(report);
    QVERIFY(report->mayStamp);
}

void TestStoreClock::aForeignHeartThatGoesOnBeatingIsBelieved() {
    Machine twin;
    twin.boot = "another machine";
    auto other = gis::openStore(m_path, twin.options());
    MUST(other);
    MUST((*other)->heartbeat(m_other));
    m_machine.wall.advance(10min);
    const auto store = open();
    const auto first = store->clock();
    MUST(first);
    QVERIFY(first->mayStamp);
    twin.wait(5s);
    m_machine.wait(5s);
    MUST((*other)->heartbeat(m_other));
    const auto second = store->clock();
    MUST(second);
    QVERIFY(!second->mayStamp);
    QVERIFY2(second->why.find("seat-2") != std::string::npos, second->why.c_str());
}

void TestStoreClock::storeTimeNeverRunsBackwards() {
    const auto store = open();
    m_machine.wait(1min);
    const auto first = store->load();
    MUST(first);
    QVERIFY(writes(*store, "A"));
    const Millis newest = m_machine.wall.now();
    m_machine.wall.advance(-20s);
    QVERIFY(writes(*store, "B"));
    const auto done =
        store->commit(contract::transaction({contract::put(contract::someCase("C"))}));
    MUST(done);
    QCOMPARE(std::get<Receipt>(*done).at, newest);
    const auto after = store->load();
    MUST(after);
    QCOMPARE((*after)->storeTime, newest);
}

void TestStoreClock::positionsAndBatchesAreGuardedToo() {
    const auto store = open();
    MUST(store->heartbeat(m_me));
    auto batch = store->beginBatch({m_me, "import", {}, false, false});
    MUST(batch);
    std::vector<Record> rows = {contract::someCase("B")};
    MUST((*batch)->append(rows));
    m_machine.wall.advance(2min);
    const std::vector<Fix> fixes = {contract::someFix({1}, m_machine.wall.now(), {106.8, 39.6})};
    const auto taken = store->addFixes(fixes, "handset");
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::NotAllowed);
    const auto published = (*batch)->publish();
    QVERIFY(!published);
    QCOMPARE(published.error().code, ErrorCode::NotAllowed);
    MUST(store->confirmClock(m_me));
    MUST((*batch)->publish());
}

QTEST_APPLESS_MAIN(TestStoreClock)
#include "tst_store_clock.moc"
