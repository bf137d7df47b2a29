// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/live/desk_runner.h"
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
                          if (script->away)
                              return dispatch::Error{dispatch::ErrorCode::Unavailable, "away"};
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
    void setAway(bool away) {
        const std::scoped_lock guard(script->lock);
        script->away = away;
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
