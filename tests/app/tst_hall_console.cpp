// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStandardPaths>
#include <QTest>

#include "app/console.h"
#include "app/watchful_application.h"
#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "tests/support/pg_server.h"
#include "tests/support/slow_line.h"

using namespace std::chrono_literals;
using app::LinkState;
using dispatch::ErrorCode;

namespace {

support::PgServer& server() {
    return support::PgServer::shared();
}

}  // namespace

/// The real window on a real server that fails in every way it can: the window says which, keeps
/// its last picture, never hangs, and catches up by itself.
class TestHallConsole : public QObject {
    Q_OBJECT
    std::string m_database;
    std::unique_ptr<app::Console> m_console;
    std::unique_ptr<dispatch::Store> m_other;
    int m_cases = 0;

    const app::Link& link() const { return m_console->state().link(); }
    std::size_t shown() const { return m_console->state().picture()->cases.size(); }
    app::WatchfulApplication& watching() { return static_cast<app::WatchfulApplication&>(*qApp); }

    void open(const std::string& uri) {
        app::ConsoleOptions options;
        options.store = QString::fromStdString(uri);
        options.theme = QStringLiteral("hall");
        options.by = {"tester", "seat 1"};
        options.remember = false;
        m_console = std::make_unique<app::Console>(options, [uri] {
            gis::OpenOptions open;
            open.patience = 800ms;
            return gis::openStore(uri, open);
        });
        m_console->window().resize(1280, 800);
        m_console->start();
    }
    /// Another seat takes in a case.
    bool takeIn() {
        dispatch::Case record;
        record.code = "H-" + std::to_string(++m_cases);
        record.title = "noise";
        record.place = dispatch::LonLat{106.81, 39.65};
        record.source = "hotline";
        record.reported = dispatch::Seconds{1'700'000'000s};
        record.stageEntered = record.reported;
        dispatch::Transaction transaction;
        transaction.key = "take in " + record.code;
        transaction.by = {"other", "seat 2"};
        transaction.writes.push_back({record, {}, false});
        const auto done = m_other->commit(transaction);
        return done && std::holds_alternative<dispatch::Receipt>(*done);
    }
    void everythingArrives() {
        QVERIFY(takeIn());
        QTRY_COMPARE_WITH_TIMEOUT(shown(), static_cast<std::size_t>(m_cases), 20000);
        QTRY_COMPARE_WITH_TIMEOUT(link().state, LinkState::Live, 20000);
    }
    void lost(ErrorCode why) {
        QTRY_COMPARE_WITH_TIMEOUT(link().state, LinkState::Lost, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(link().failure, std::optional(why), 20000);
        QCOMPARE(shown(), static_cast<std::size_t>(m_cases));
        QVERIFY(m_console->window().map().linkNotice().isVisible());
    }

  private Q_SLOTS:
    void initTestCase() {
        m_database = server().makeDatabase();
        auto made = gis::createStore(server().uri(m_database), {});
        if (!made) QFAIL(made.error().detail.c_str());
    }
    void init() {
        auto other = gis::openStore(server().uri(m_database, "gridhall_app"));
        if (!other) QFAIL(other.error().detail.c_str());
        m_other = std::move(*other);
        open(server().uri(m_database, "gridhall_app"));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->state().hasPicture(), 20000);
        everythingArrives();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->window().canvas().isSettled(), 20000);
        watching().resetWatch();
    }
    void cleanup() {
        const auto& watch = watching().watch();
        QVERIFY2(watch.overLimit == 0, qPrintable(QStringLiteral("%1 over, longest %2 ms in %3")
                                                      .arg(watch.overLimit)
                                                      .arg(watch.longestMs)
                                                      .arg(watch.longest)));
        m_console.reset();
        m_other.reset();
    }

    void seatsThatComeAndGoAreSeen() {
        QToolButton& seats = m_console->window().topBar().hall();
        QTRY_COMPARE_WITH_TIMEOUT(seats.text(), QStringLiteral("1 seat"), 10000);
        QVERIFY(m_other->heartbeat({"wang", "seat 2"}));
        QTRY_COMPARE_WITH_TIMEOUT(seats.text(), QStringLiteral("2 seats"), 10000);
        QTest::keyClick(&m_console->window(), Qt::Key_F5);
        const QPointer<app::HallList> list = m_console->window().hallList();
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->table().rowCount(), 2);
        QCOMPARE(list->table().item(0, 0)->text(), QStringLiteral("seat 1 (this seat)"));
        QCOMPARE(list->table().item(1, 1)->text(), QStringLiteral("wang"));
        QCOMPARE(list->duty(), QStringLiteral("0 of 0 responders on duty"));
        // Three heartbeats later it has left.
        const auto link = gis::PgLink::open(server().uri(m_database), 10s);
        QVERIFY(link);
        QVERIFY(
            (*link)->run("UPDATE gridhall.heartbeat SET at = at - 20000 WHERE seat = 'seat 2'"));
        QTRY_COMPARE_WITH_TIMEOUT(list->table().rowCount(), 1, 10000);
        QCOMPARE(seats.text(), QStringLiteral("1 seat"));
        QTest::keyClick(list.data(), Qt::Key_Escape);
        QTRY_VERIFY(!list);
    }
    void aServerThatIsRestartedIsCaughtUpWith() {
        server().stop();
        lost(ErrorCode::ServerDown);
        server().start();
        everythingArrives();
        QTRY_VERIFY(m_console->window().map().linkNotice().isVisible());
    }

    void aServerThatFreezesIsNoticedInTime() {
        server().freeze();
        lost(ErrorCode::TimedOut);
        server().thaw();
        everythingArrives();
    }

    void aServerWithoutAFreePlaceIsNamed() {
        server().sql(m_database,
                     "ALTER ROLE gridhall_app CONNECTION LIMIT 0; SELECT pg_terminate_backend(pid)"
                     " FROM pg_stat_activity WHERE usename = 'gridhall_app'");
        lost(ErrorCode::ServerFull);
        server().sql(m_database, "ALTER ROLE gridhall_app CONNECTION LIMIT -1");
        everythingArrives();
    }

    void aRefusedPasswordIsNamed() {
        m_console.reset();
        open(server().uri(m_database, "gridhall_locked"));
        QTRY_COMPARE_WITH_TIMEOUT(link().state, LinkState::Lost, 20000);
        QCOMPARE(link().failure, std::optional(ErrorCode::SignInRefused));
    }

    void aLineOfFiftyMillisecondsIsNeitherSlowNorLost() {
        const support::SlowLine line(server().folder(), 50ms);
        m_console.reset();
        open("postgresql://gridhall_app@/" + m_database + "?host=" + line.folder());
        QTRY_VERIFY_WITH_TIMEOUT(m_console->state().hasPicture(), 20000);
        for (int i = 0; i < 5; ++i) everythingArrives();
        QVERIFY2(link().roundTrip >= 50ms, std::to_string(link().roundTrip.count()).c_str());
        QVERIFY2(link().roundTrip < 200ms, std::to_string(link().roundTrip.count()).c_str());
    }
};

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    app::WatchfulApplication application(argc, argv);
    TestHallConsole test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_hall_console.moc"
