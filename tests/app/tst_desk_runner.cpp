// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/live/desk_runner.h"
#include "app/live/link_watch.h"
#include "app/live/live_state.h"
#include "app/watchful_application.h"
#include "tests/support/fake_store.h"
#include "tests/support/small_city.h"

using namespace std::chrono_literals;
using app::DeskRunner;
using app::LinkState;
using app::LiveState;
using support::FakeStore;
using support::FakeStoreScript;

namespace {

struct Desk {
    std::shared_ptr<FakeStoreScript> script = std::make_shared<FakeStoreScript>();
    LiveState state;
    DeskRunner runner{[this]() -> dispatch::Result<std::unique_ptr<dispatch::Store>> {
                          const std::scoped_lock guard(script->lock);
                          if (script->away) return dispatch::Error{script->failure, "away"};
                          return std::unique_ptr<dispatch::Store>(new FakeStore(script));
                      },
                      {"tester", "seat 1"}};
    Desk() {
        script->picture = support::smallCity(dispatch::SystemClock().now());
        QObject::connect(&runner, &DeskRunner::pictureReady, &state, &LiveState::take);
        QObject::connect(&runner, &DeskRunner::linkChanged, &state, &LiveState::takeLink);
        QObject::connect(&state, &LiveState::retired, &runner, &DeskRunner::retire);
    }
    void change(const char* title) {
        dispatch::Case record = *script->picture.cases.find(dispatch::CaseId{1});
        record.title = title;
        dispatch::Delta delta;
        delta.upserts.push_back(record);
        script->push(std::move(delta));
    }
    std::string title() const {
        const auto* record = state.picture()->cases.find(dispatch::CaseId{1});
        return record ? record->title : std::string();
    }
    void setAway(bool away, dispatch::ErrorCode failure = dispatch::ErrorCode::Unavailable) {
        const std::scoped_lock guard(script->lock);
        script->away = away;
        script->failure = failure;
    }
    int loads() {
        const std::scoped_lock guard(script->lock);
        return script->loads;
    }
    /// Breaks the link until it counts as lost, then mends it and waits until the desk is back.
    bool breakAndMend(const std::function<void()>& meanwhile) {
        setAway(true, dispatch::ErrorCode::ServerDown);
        if (!QTest::qWaitFor([&] { return state.link().state == LinkState::Lost; })) return false;
        meanwhile();
        setAway(false);
        return QTest::qWaitFor([&] { return state.link().state == LinkState::Live; }, 15000);
    }
};

/// Longest time the GUI thread's loop could not turn, measured by a 1 ms timer; time in which the
/// machine ran other programs does not count.
class LongestGap : public QObject {
  public:
    LongestGap() : m_waited(app::waitedForProcessorNs()) {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const std::int64_t waited = app::waitedForProcessorNs();
            m_longest = std::max(m_longest, m_since.nsecsElapsed() - (waited - m_waited));
            m_waited = waited;
            m_since.restart();
        });
        m_since.start();
        m_timer.start();
    }
    qint64 ms() const { return m_longest / 1000000; }

  private:
    QTimer m_timer;
    QElapsedTimer m_since;
    std::int64_t m_waited;
    qint64 m_longest = 0;
};

}  // namespace

class TestDeskRunner : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void thePictureComesAndChangesFollow() {
        Desk desk;
        desk.runner.start();
        QTRY_VERIFY(desk.state.hasPicture());
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        QSignalSpy changed(&desk.state, &LiveState::changed);
        desk.change("moved on");
        QTRY_COMPARE(desk.title(), std::string("moved on"));
        const auto changes = changed.last().at(1).value<dispatch::Changes>();
        QVERIFY(changes.touches(dispatch::Kind::Case));
        QVERIFY(!changes.touches(dispatch::Kind::Grid));
    }

    void aTrimmedLogIsLoadedAfresh() {
        Desk desk;
        desk.runner.start();
        QTRY_VERIFY(desk.state.hasPicture());
        {
            const std::scoped_lock guard(desk.script->lock);
            auto record = *desk.script->picture.cases.find(dispatch::CaseId{1});
            record.title = "after the gap";
            desk.script->picture.cases = desk.script->picture.cases.with({record}, {});
            desk.script->tooOld = true;
        }
        QTRY_COMPARE(desk.title(), std::string("after the gap"));
    }

    void aStoreThatGoesAwayKeepsTheLastPictureAndComesBack() {
        Desk desk;
        desk.runner.start();
        QTRY_VERIFY(desk.state.hasPicture());
        desk.setAway(true);
        QTRY_COMPARE(desk.state.link().state, LinkState::Lost);
        QCOMPARE(desk.state.link().failure, dispatch::ErrorCode::Unavailable);
        QCOMPARE(desk.state.picture()->cases.size(), std::size_t(5));
        desk.change("while away");
        desk.setAway(false);
        QTRY_COMPARE_WITH_TIMEOUT(desk.state.link().state, LinkState::Live, 15000);
    }

    void everyWayOfFailingIsNamed_data() {
        using dispatch::ErrorCode;
        QTest::addColumn<ErrorCode>("failure");
        QTest::newRow("down") << ErrorCode::ServerDown;
        QTest::newRow("full") << ErrorCode::ServerFull;
        QTest::newRow("sign-in") << ErrorCode::SignInRefused;
        QTest::newRow("no answer") << ErrorCode::TimedOut;
        QTest::newRow("file") << ErrorCode::Unavailable;
    }
    void everyWayOfFailingIsNamed() {
        QFETCH(dispatch::ErrorCode, failure);
        Desk desk;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        const auto picture = desk.state.picture();
        desk.setAway(true, failure);
        QTRY_COMPARE(desk.state.link().state, LinkState::Lost);
        QCOMPARE(desk.state.link().failure, failure);
        QVERIFY(desk.state.link().nextTry);
        QCOMPARE(desk.state.picture(), picture);
        QVERIFY(desk.state.link().storeTime >= picture->storeTime);
    }

    void afterABreakTheSameStoreIsFollowedFromWhereThePictureEnds() {
        Desk desk;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        desk.change("before the break");
        QTRY_COMPARE(desk.title(), std::string("before the break"));
        QSignalSpy changed(&desk.state, &LiveState::changed);
        dispatch::ChangeSeq reached = desk.state.picture()->seq;
        QVERIFY(desk.breakAndMend([&] { desk.change("while away"); }));
        QTRY_COMPARE(desk.title(), std::string("while away"));
        QCOMPARE(desk.loads(), 1);
        QCOMPARE(desk.script->followedFrom.value, reached.value);
        const auto changes = changed.last().at(1).value<dispatch::Changes>();
        QVERIFY(!changes.touches(dispatch::Kind::Grid));
    }

    void afterABreakAnotherStoreIsLoaded() {
        Desk desk;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        QVERIFY(desk.breakAndMend([&] {
            const std::scoped_lock guard(desk.script->lock);
            desk.script->identity = "another hall";
        }));
        QCOMPARE(desk.loads(), 2);
    }

    void afterABreakAnOlderCopyOfTheStoreIsLoaded() {
        Desk desk;
        desk.script->seq = 40;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        QVERIFY(desk.breakAndMend([&] {
            const std::scoped_lock guard(desk.script->lock);
            desk.script->seq = 7;
        }));
        QCOMPARE(desk.loads(), 2);
    }

    void afterABreakWithATrimmedLogTheStoreIsLoaded() {
        Desk desk;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        QVERIFY(desk.breakAndMend([&] {
            const std::scoped_lock guard(desk.script->lock);
            desk.script->tooOld = true;
        }));
        QCOMPARE(desk.loads(), 2);
    }

    void fiftyMillisecondsACallAreNeitherSlowNorLost() {
        Desk desk;
        desk.script->delay = 50ms;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        QSignalSpy told(&desk.state, &LiveState::linkChanged);
        for (int i = 0; i < 5; ++i) {
            desk.change("again");
            QTest::qWait(200);
        }
        QVERIFY(told.count() > 0);
        for (const auto& line : told)
            QCOMPARE(line.at(0).value<app::Link>().state, LinkState::Live);
    }

    void anAnswerAfterAQuarterOfASecondIsSlow() {
        Desk desk;
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Live);
        {
            const std::scoped_lock guard(desk.script->lock);
            desk.script->delay = 250ms;
        }
        desk.change("late");
        QTRY_COMPARE(desk.state.link().state, LinkState::Slow);
        QVERIFY(desk.state.link().roundTrip >= 250ms);
        QVERIFY(!desk.state.link().failure);
    }

    void endingWaitsForOneCallOnly() {
        auto desk = std::make_unique<Desk>();
        desk->runner.start();
        QTRY_COMPARE(desk->state.link().state, LinkState::Live);
        {
            const std::scoped_lock guard(desk->script->lock);
            desk->script->delay = 500ms;
        }
        dispatch::Query query;
        query.kind = dispatch::Kind::CaseNote;
        for (int i = 0; i < 20; ++i) desk->runner.read(query);
        QTest::qWait(50);
        QElapsedTimer took;
        took.start();
        desk.reset();
        QVERIFY2(took.elapsed() < 1200, qPrintable(QStringLiteral("%1 ms").arg(took.elapsed())));
    }

    void aRunnerThatWasStoppedMayGoLater() {
        auto desk = std::make_unique<Desk>();
        desk->runner.start();
        QTRY_COMPARE(desk->state.link().state, LinkState::Live);
        desk->runner.stop();
        QTest::qWait(100);
        desk.reset();
    }

    void aQuestionToALostStoreIsAnsweredAtOnce() {
        Desk desk;
        desk.setAway(true, dispatch::ErrorCode::SignInRefused);
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Lost);
        QSignalSpy answered(&desk.runner, &DeskRunner::answered);
        desk.runner.read({});
        QTRY_COMPARE(answered.count(), 1);
        const auto rows = answered.last().at(0).value<std::shared_ptr<const app::Rows>>();
        QCOMPARE(rows->result.error().code, dispatch::ErrorCode::SignInRefused);
    }

    void theWaitsGrowAndAreSpread() {
        using dispatch::ErrorCode;
        const auto waits = [](ErrorCode code, double chance) {
            app::LinkWatch watch([chance] { return chance; });
            QStringList all;
            for (int i = 0; i < 8; ++i)
                all << QString::number(watch.lost({code, "gone"}, {}).count());
            return all.join(QLatin1Char(' '));
        };
        QCOMPARE(waits(ErrorCode::ServerDown, 0.5),
                 QStringLiteral("250 500 1000 2000 4000 8000 10000 10000"));
        QCOMPARE(waits(ErrorCode::ServerDown, 0),
                 QStringLiteral("200 400 800 1600 3200 6400 8000 8000"));
        QCOMPARE(waits(ErrorCode::ServerFull, 1),
                 QStringLiteral("300 600 1200 2400 4800 9600 12000 12000"));
        QCOMPARE(waits(ErrorCode::SignInRefused, 0),
                 QStringLiteral("5000 5000 5000 5000 5000 6400 8000 8000"));
    }

    void howManyFailuresLoseTheStore() {
        using dispatch::ErrorCode;
        const auto triesOf = [](ErrorCode code, bool hasPicture) {
            app::LinkWatch watch;
            int tries = 1;
            while (!watch.failed({code, "gone"}, hasPicture)) ++tries;
            return tries;
        };
        QCOMPARE(triesOf(ErrorCode::ServerDown, true), 4);
        QCOMPARE(triesOf(ErrorCode::ServerDown, false), 3);
        QCOMPARE(triesOf(ErrorCode::TimedOut, true), 2);
        QCOMPARE(triesOf(ErrorCode::ServerFull, true), 1);
        QCOMPARE(triesOf(ErrorCode::SignInRefused, true), 1);
    }

    void aBeatAmongFailuresMakesNothingYounger() {
        app::LinkWatch watch;
        watch.answered(8ms, dispatch::Millis{100s});
        QVERIFY(!watch.failed({dispatch::ErrorCode::ServerDown, "gone"}, true));
        watch.stamped({dispatch::Millis{105s}, {}, true, {}}, 8ms);
        QCOMPARE(watch.link().state, LinkState::Slow);
        QVERIFY(watch.link().storeTime == dispatch::Millis{100s});
        watch.answered(8ms, dispatch::Millis{106s});
        QCOMPARE(watch.link().state, LinkState::Live);
    }

    void rowsLeftOutComeAndGo() {
        Desk desk;
        desk.runner.start();
        QTRY_VERIFY(desk.state.hasPicture());
        dispatch::Delta bad;
        bad.quarantined.push_back(
            {{dispatch::Kind::Case, 1}, "LL-261122-1001", "case 1: its risk is no risk"});
        desk.script->push(std::move(bad));
        QTRY_COMPARE(desk.state.picture()->quarantined.size(), std::size_t(1));
        QVERIFY(!desk.state.picture()->cases.find(dispatch::CaseId{1}));
        desk.change("mended");
        QTRY_COMPARE(desk.title(), std::string("mended"));
        QVERIFY(desk.state.picture()->quarantined.empty());
    }

    void whatComesInWhileTheStoreAnswersDoesNotWaitForThePoll() {
        Desk desk;
        desk.runner.start();
        QTRY_VERIFY(desk.state.hasPicture());
        desk.change("one");
        dispatch::Case second = *desk.script->picture.cases.find(dispatch::CaseId{2});
        second.title = "while one was told";
        {
            const std::scoped_lock guard(desk.script->lock);
            desk.script->meanwhile.upserts.push_back(second);
        }
        QTRY_COMPARE(desk.title(), std::string("one"));
        QElapsedTimer since;
        since.start();
        const auto isThere = [&] {
            return desk.state.picture()->cases.find(dispatch::CaseId{2})->title == second.title;
        };
        while (!isThere() && since.elapsed() < 5000) QTest::qWait(1);
        QVERIFY(isThere());
        // The next poll comes 250 ms after the last.
        QVERIFY2(since.elapsed() < 150, qPrintable(QString::number(since.elapsed())));
    }

    void whatTheStoreWouldNotTakeOfATickIsToldOnce() {
        Desk desk;
        dispatch::Case overdue = *desk.script->picture.cases.find(dispatch::CaseId{1});
        overdue.due = overdue.stageEntered;
        dispatch::Delta delta;
        delta.upserts.push_back(overdue);
        desk.script->push(std::move(delta));
        desk.script->leads = true;
        desk.script->commitFailure = dispatch::ErrorCode::BadInput;
        QSignalSpy refused(&desk.runner, &DeskRunner::tickRefused);
        desk.runner.start();
        QTRY_VERIFY(desk.state.hasPicture());
        desk.runner.signIn({{}, "seat 1", false});
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 10000);
        QCOMPARE(refused.last().at(0).toString(), QStringLiteral("a fake store takes no commits"));
        QTest::qWait(2500);
        QCOMPARE(refused.count(), 1);
    }

    void aStoreThatIsNotThereAtFirstIsFoundLater() {
        Desk desk;
        desk.setAway(true);
        desk.runner.start();
        QTRY_COMPARE(desk.state.link().state, LinkState::Lost);
        QVERIFY(!desk.state.hasPicture());
        desk.setAway(false);
        QTRY_VERIFY_WITH_TIMEOUT(desk.state.hasPicture(), 15000);
    }

    void answersCarryTheNumberOfTheirQuestion() {
        Desk desk;
        desk.runner.start();
        QSignalSpy answered(&desk.runner, &DeskRunner::answered);
        dispatch::Query query;
        query.kind = dispatch::Kind::CaseNote;
        query.record = dispatch::CaseId{1};
        const quint64 first = desk.runner.read(query);
        const quint64 second = desk.runner.read(query);
        QVERIFY(second > first);
        QTRY_COMPARE(answered.count(), 2);
        const auto rows = answered.last().at(0).value<std::shared_ptr<const app::Rows>>();
        QCOMPARE(rows->number, second);
        QCOMPARE(rows->rows.size(), std::size_t(1));
    }

    void aSlowStoreNeverHoldsTheGuiThread() {
        Desk desk;
        desk.script->delay = 50ms;
        desk.script->failEvery = 20;
        desk.runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.state.hasPicture(), 15000);
        LongestGap gap;
        for (int i = 0; i < 20; ++i) {
            desk.change("again");
            dispatch::Query query;
            query.kind = dispatch::Kind::CaseNote;
            desk.runner.read(query);
            QTest::qWait(100);
        }
        QVERIFY2(gap.ms() <= 50, qPrintable(QStringLiteral("%1 ms").arg(gap.ms())));
        desk.change("the last word");
        QTRY_COMPARE_WITH_TIMEOUT(desk.title(), std::string("the last word"), 15000);
        QVERIFY(desk.state.link().state != LinkState::Lost);
    }

    void theFirstChangeAfterQuietIsToldAtOnceAndOthersAreJoined() {
        LiveState state;
        QSignalSpy changed(&state, &LiveState::changed);
        auto picture = std::make_shared<const dispatch::Picture>();
        dispatch::Changes cases;
        cases.add(dispatch::Kind::Case);
        dispatch::Changes fixes;
        fixes.add(dispatch::Kind::Fix);
        state.take(picture, cases);
        QCOMPARE(changed.count(), 1);
        for (int i = 0; i < 5; ++i) state.take(picture, fixes);
        QCOMPARE(changed.count(), 1);
        state.take(picture, cases);
        QTRY_COMPARE(changed.count(), 2);
        const auto joined = changed.last().at(1).value<dispatch::Changes>();
        QVERIFY(joined.touches(dispatch::Kind::Case) && joined.touches(dispatch::Kind::Fix));
    }

    void storeTimeMovesOnBetweenAnswersAndNeverBack() {
        LiveState state;
        auto picture = std::make_shared<dispatch::Picture>();
        picture->storeTime = dispatch::Millis{1000000s};
        state.take(picture, {});
        QTest::qWait(30);
        const auto later = state.storeNow();
        QVERIFY(later >= picture->storeTime + 30ms);
        app::Link link;
        link.storeTime = picture->storeTime;
        state.takeLink(link);
        QVERIFY(state.storeNow() >= later);
    }
};

QTEST_GUILESS_MAIN(TestDeskRunner)
#include "tst_desk_runner.moc"
