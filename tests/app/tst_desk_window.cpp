// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/console.h"
#include "app/desk/bulk_dialog.h"
#include "app/watchful_application.h"
#include "gis/store/open_store.h"
#include "gis/store/sqlite.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

using dispatch::AssignmentState;
using dispatch::Kind;
using namespace std::chrono_literals;

/// An officer at the real window on each real store, hands on the keyboard; the field answers from
/// another process.
class TestDeskWindow : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_store;
    std::unique_ptr<dispatch::Store> m_other;  ///< Another seat's.
    std::unique_ptr<app::Console> m_console;
    int m_made = 0;

    app::DutyWindow& window() { return m_console->window(); }
    const dispatch::Picture& picture() { return *m_console->state().picture(); }
    support::Ran gridhall(std::vector<std::string> words) {
        words.insert(words.begin(), GRIDHALL_PROGRAM);
        words.insert(words.end(), {"--store", m_store.toStdString()});
        return support::run(words);
    }

    void makeCity(bool server) {
        QString owners = m_folder.filePath(QStringLiteral("desk-%1.gridhall").arg(++m_made));
        m_store = owners;
        if (server) {
            auto& postgres = support::PgServer::shared();
            const std::string database = postgres.makeDatabase();
            owners = QString::fromStdString(postgres.uri(database));
            m_store = QString::fromStdString(postgres.uri(database, "gridhall_app"));
        }
        QVERIFY(gis::createStore(owners.toStdString(), {}).has_value());
        auto opened = gis::openStore(m_store.toStdString());
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
        m_other = std::move(*opened);
        auto city = support::tinyCity();
        for (std::size_t i = 0; i < city.responders.size(); ++i) city.responders[i].onDuty = i < 10;
        auto records = city.records();
        auto batch = m_other->beginBatch({{"test", "test"}, "city", {}, false, false});
        QVERIFY(batch.has_value());
        QVERIFY((*batch)->append(records).has_value());
        QVERIFY((*batch)->publish().has_value());
        batch->reset();
        const auto loaded = m_other->load();
        QVERIFY(loaded.has_value());
        dispatch::Transaction duties;
        duties.key = "duties";
        std::vector<dispatch::Fix> fixes;
        const auto now = (*loaded)->storeTime;
        (*loaded)->responders.forEach([&](const dispatch::Responder& who) {
            if (!who.onDuty) return;
            dispatch::Duty duty;
            duty.responder = who.id;
            duty.from = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::hours(1);
            duties.writes.push_back({duty, {}, false});
            dispatch::Fix fix;
            fix.responder = who.id;
            fix.time = now;
            fix.place = {106.71 + 0.001 * double(who.id.value), 39.69};
            fixes.push_back(fix);
        });
        QVERIFY(m_other->commit(duties).has_value());
        QVERIFY(m_other->addFixes(fixes, "handset").has_value());
    }

    void open() {
        app::ConsoleOptions options;
        options.store = m_store;
        options.theme = QStringLiteral("hall");
        options.by = {"admin", "seat 1"};
        options.remember = false;
        dispatch::Actor actor;
        actor.user.code = "admin";
        actor.user.role = "administrator";
        actor.seat = "seat 1";
        options.actor = actor;
        options.anchors = m_folder.filePath(QStringLiteral("anchors")).toStdString();
        m_console = std::make_unique<app::Console>(options);
        window().resize(1440, 860);
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->state().hasPicture(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(window().desk().context() != nullptr, 5000);
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    void say(const QString& line) {
        window().commandLine().begin(line);
        QTest::keyClick(&window().commandLine().edit(), Qt::Key_Return);
    }
    const dispatch::Case* onlyCase() {
        const dispatch::Case* found = nullptr;
        picture().cases.forEach([&](const dispatch::Case& record) { found = &record; });
        return found;
    }
    AssignmentState stateOf(const char* code) {
        AssignmentState state = AssignmentState::Done;
        const auto* who = picture().responderByCode(code);
        picture().assignments.forEach([&](const dispatch::Assignment& order) {
            if (who && order.responder == who->id) state = order.state;
        });
        return state;
    }
    std::string firstOnDuty() {
        std::string code;
        picture().responders.forEach([&](const dispatch::Responder& who) {
            if (code.empty() && who.onDuty && picture().fixOf(who.id)) code = who.code;
        });
        return code;
    }
    void takeInFire() {
        QTest::keyClick(&window().queue().list(), Qt::Key_F4);
        QWidget* first = QApplication::focusWidget();
        QVERIFY(first && window().intake().isAncestorOf(first));
        QTest::keyClicks(first, QStringLiteral("Smoke over the market"));
        QTest::keyClick(first, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(picture().cases.size(), std::size_t(1), 5000);
    }

  private Q_SLOTS:
    void cleanup() {
        m_console.reset();
        m_other.reset();
    }

    void aStreetFireIsTakenInAndTheFirstUnitSent_data() {
        QTest::addColumn<bool>("server");
        QTest::newRow("spatialite") << false;
        QTest::newRow("postgis") << true;
    }
    void aStreetFireIsTakenInAndTheFirstUnitSent() {
        QFETCH(const bool, server);
        makeCity(server);
        open();
        if (QTest::currentTestFailed()) return;
        QElapsedTimer took;
        took.start();
        takeInFire();
        if (QTest::currentTestFailed()) return;
        const std::string code = onlyCase()->code;
        QVERIFY2(code.ends_with("-0001"), code.c_str());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(window().queue().list().hasFocus());
        QTest::keyClick(&window().queue().list(), Qt::Key_Down);
        QTRY_VERIFY(window().facts().shown());
        // At most eight keys send somebody to the selected case: d, a blank, the code, Enter.
        const std::string who = firstOnDuty();
        const QString keys = QStringLiteral("d ") + QString::fromStdString(who);
        QVERIFY2(keys.size() + 1 <= 8, qPrintable(keys));
        QTest::keyClick(&window().queue().list(), 'd');
        QVERIFY(window().commandLine().edit().hasFocus());
        QTest::keyClicks(&window().commandLine().edit(), keys.mid(1));
        QVERIFY2(window().commandLine().preview().contains(QString::fromStdString(who)),
                 qPrintable(window().commandLine().preview()));
        QTest::keyClick(&window().commandLine().edit(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(who.c_str()), AssignmentState::Sent, 5000);
        QVERIFY2(took.elapsed() < 20'000, qPrintable(QString::number(took.elapsed())));
        QCOMPARE(onlyCase()->stage, std::string("handling"));
        QCOMPARE(window().orders().orders().rowCount(), 1);

        // The field answers from a process of its own; the store has no users, so by radio.
        for (const auto& [action, state] : {std::pair{"acknowledge", AssignmentState::Acknowledged},
                                            std::pair{"enroute", AssignmentState::EnRoute},
                                            std::pair{"arrive", AssignmentState::OnScene}}) {
            const auto ran = gridhall({"case", "do", code, action, "--as", who});
            QVERIFY2(ran.exitCode == 0, (ran.err + ran.out).c_str());
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(who.c_str()), state, 5000);
        }
        const auto again = gridhall({"case", "do", code, "acknowledge", "--as", who});
        QCOMPARE(again.exitCode, 5);
        QVERIFY2(again.err.find("acknowledged already") != std::string::npos, again.err.c_str());
        QCOMPARE(gridhall({"case", "do", code, "done", "--as", who}).exitCode, 0);
        QTRY_VERIFY_WITH_TIMEOUT(picture().assignments.empty(), 5000);

        // Reported, answered, rated, archived: the case leaves the queue, its record stays.
        say(QStringLiteral("report Put out, nobody hurt"));
        QTRY_COMPARE_WITH_TIMEOUT(onlyCase()->stage, std::string("reported"), 5000);
        say(QStringLiteral("answer phone"));
        QTRY_COMPARE_WITH_TIMEOUT(onlyCase()->answered, std::string("phone"), 5000);
        say(QStringLiteral("rate 5"));
        QTRY_COMPARE_WITH_TIMEOUT(onlyCase()->stage, std::string("rated"), 5000);
        say(QStringLiteral("archive"));
        QTRY_VERIFY_WITH_TIMEOUT(picture().cases.empty(), 5000);
        // It is found among all cases, shown as it was closed, and can be taken up again from
        // there.
        say(QStringLiteral("records market smoke"));
        QTRY_VERIFY_WITH_TIMEOUT(
            window().searchList() && window().searchList()->list().count() == 1, 5000);
        QTest::keyClick(&window().searchList()->list(), Qt::Key_Return);
        QTRY_VERIFY(window().facts().shown());
        QCOMPARE(window().facts().title(), QStringLiteral("Smoke over the market"));
        QVERIFY(window().facts().desk().actions().actionFor("reopen"));
        const auto shown = gridhall({"case", "show", code});
        QCOMPARE(shown.exitCode, 0);
        for (const char* word : {"intake", "dispatch", "arrive", "Put out, nobody hurt", "archive"})
            QVERIFY2(shown.out.find(word) != std::string::npos, shown.out.c_str());
    }

    void whatWasTypedStaysUntilItIsWritten() {
        makeCity(false);
        open();
        if (QTest::currentTestFailed()) return;
        takeInFire();
        if (QTest::currentTestFailed()) return;
        window().select(dispatch::RecordRef{Kind::Case, onlyCase()->id.value});
        window().facts().desk().begin(QStringLiteral("note"));
        const QPointer<app::ActionForm> form = window().facts().desk().form();
        QVERIFY(form);
        auto* field = qobject_cast<QLineEdit*>(form->field(dispatch::Guard::NeedsText));
        QVERIFY(field);
        QTest::keyClicks(field, QStringLiteral("Two crews on the way"));
        QVERIFY(form->attachments());
        QTest::keyClicks(form->attachments(), QStringLiteral("media/1.jpg; call 42"));
        // Somebody holds the file longer than anybody waits.
        const auto holder =
            gis::Connection::open(m_store.toStdString(), gis::Connection::Mode::ReadWrite, 5s);
        QVERIFY(holder);
        (*holder)->prepare("BEGIN IMMEDIATE").run();
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(form->refusal().startsWith(QStringLiteral("Being written")));
        QTRY_VERIFY_WITH_TIMEOUT(!form->refusal().startsWith(QStringLiteral("Being written")),
                                 30000);
        QVERIFY(form->isVisible() && !form->refusal().isEmpty());
        QCOMPARE(field->text(), QStringLiteral("Two crews on the way"));
        (*holder)->prepare("ROLLBACK").run();
        QTRY_COMPARE_WITH_TIMEOUT(m_console->state().link().state, app::LinkState::Live, 20000);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!form, 5000);
        const auto shown = gridhall({"case", "show", onlyCase()->code});
        const auto first = shown.out.find("Two crews on the way");
        QVERIFY2(first != std::string::npos, shown.out.c_str());
        for (const char* reference : {"media/1.jpg", "call 42"})
            QVERIFY2(shown.out.find(reference) != std::string::npos, shown.out.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(window().facts().attachments().isVisibleTo(&window().facts()),
                                 5000);
        // A second call for the same fire: what was merged is named at the other one.
        const std::string target = onlyCase()->code;
        const auto twice = gridhall({"case", "new", "Smoke again", "--json"});
        const auto other = QJsonDocument::fromJson(QByteArray::fromStdString(twice.out))
                               .object()
                               .value(QLatin1String("code"))
                               .toString();
        QVERIFY2(!other.isEmpty(), twice.out.c_str());
        QVERIFY(!window().facts().desk().linked().isVisibleTo(&window().facts()));
        const auto merged = gridhall({"case", "do", other.toStdString(), "merge", "--target",
                                      target, "--reason", "the same fire"});
        QVERIFY2(merged.exitCode == 0, merged.err.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(window().facts().desk().linked().isVisibleTo(&window().facts()),
                                 5000);
    }

    void theSecondOfficerIsToldWhoWasFirst() {
        makeCity(false);
        open();
        if (QTest::currentTestFailed()) return;
        takeInFire();
        if (QTest::currentTestFailed()) return;
        const dispatch::Case seen = *onlyCase();
        window().select(dispatch::RecordRef{Kind::Case, seen.id.value});
        const auto ran = gridhall({"case", "do", seen.code, "accept"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        QTRY_COMPARE_WITH_TIMEOUT(onlyCase()->stage, std::string("routed"), 5000);
        // What this seat still looked at.
        dispatch::Command late;
        late.record = seen.id;
        late.seen = seen.revision;
        late.action = "accept";
        window().desk().perform(late);
        QTRY_VERIFY_WITH_TIMEOUT(!window().map().toasts().words().isEmpty(), 5000);
        QTRY_VERIFY_WITH_TIMEOUT(window().map()
                                         .toasts()
                                         .words()
                                         .join(QLatin1Char(' '))
                                         .contains(QStringLiteral("Nothing was written")) ||
                                     onlyCase()->stage == "handling",
                                 5000);
        QCOMPARE(onlyCase()->stage, std::string("routed"));
    }

    void anOrderIsTakenBackByUndo() {
        makeCity(false);
        open();
        if (QTest::currentTestFailed()) return;
        takeInFire();
        if (QTest::currentTestFailed()) return;
        window().select(dispatch::RecordRef{Kind::Case, onlyCase()->id.value});
        const std::string who = firstOnDuty();
        say(QStringLiteral("d ") + QString::fromStdString(who));
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(who.c_str()), AssignmentState::Sent, 5000);
        say(QStringLiteral("undo"));
        QTRY_VERIFY_WITH_TIMEOUT(picture().assignments.empty(), 5000);
        QCOMPARE(picture().responderByCode(who)->state, dispatch::WorkState::Free);
    }

    void aResponderIsCarriedOntoACaseOnTheMap() {
        makeCity(false);
        open();
        if (QTest::currentTestFailed()) return;
        takeInFire();
        if (QTest::currentTestFailed()) return;
        const std::string who = firstOnDuty();
        const auto* fix = picture().fixOf(picture().responderByCode(who)->id);
        const dispatch::LonLat from = fix->place;
        const dispatch::LonLat to{from.lon, from.lat - 0.002};
        const auto ran = gridhall({"case", "do", onlyCase()->code, "amend", "--place",
                                   std::to_string(to.lon) + "," + std::to_string(to.lat)});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(onlyCase()->place.has_value(), 5000);
        auto& canvas = window().canvas();
        canvas.goTo({from.lon, from.lat - 0.001}, 1);
        const auto isUnder = [&](dispatch::LonLat place, Kind kind) {
            for (const layers::Hit& hit : canvas.hitsAt(canvas.pixelOf(place)))
                if (hit.record.kind == kind && hit.members == 1) return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isUnder(from, Kind::Responder) && isUnder(to, Kind::Case), 20000);
        const QPoint start = canvas.pixelOf(from).toPoint();
        const QPoint end = canvas.pixelOf(to).toPoint();
        QTest::mousePress(&canvas, Qt::LeftButton, {}, start);
        QTest::mouseMove(&canvas, start + (end - start) / 2);
        QTest::mouseMove(&canvas, end);
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, end);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(who.c_str()), AssignmentState::Sent, 5000);
    }

    void oneActionForManyCasesSaysBeforeAndAfter() {
        makeCity(false);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(gridhall({"case", "new", "Case " + std::to_string(i)}).exitCode, 0);
        open();
        if (QTest::currentTestFailed()) return;
        QTRY_COMPARE_WITH_TIMEOUT(picture().cases.size(), std::size_t(3), 5000);
        QCOMPARE(gridhall({"case", "do", onlyCase()->code, "accept"}).exitCode, 0);
        QTRY_COMPARE_WITH_TIMEOUT(onlyCase()->stage, std::string("routed"), 5000);
        window().queue().list().selectAll();
        QCOMPARE(window().queue().selection().size(), std::size_t(3));
        app::BulkDialog dialog(window().queue().selection(), window().desk().context(),
                               m_console->state().picture(), m_console->state().storeNow());
        dialog.actions().setCurrentIndex(dialog.actions().findData(QStringLiteral("accept")));
        QVERIFY2(dialog.summary().contains(QStringLiteral("3")), qPrintable(dialog.summary()));
        std::vector<dispatch::Command> commands;
        connect(&dialog, &app::BulkDialog::ready, this,
                [&](const std::vector<dispatch::Command>& ready) { commands = ready; });
        for (auto* button : dialog.findChildren<QPushButton*>())
            if (button->isDefault()) button->click();
        QCOMPARE(commands.size(), std::size_t(3));
        commands.back().seen.value += 7;  // Somebody changes this one in between.
        window().desk().performAll(commands);
        QTRY_VERIFY_WITH_TIMEOUT(
            window().map().toasts().words().join(u' ').contains(QStringLiteral("done for 2")),
            5000);
        QVERIFY(
            window().map().toasts().words().join(u' ').contains(QStringLiteral("refused for 1")));
    }

    void aRefusedActionSaysWhyAndDoesNothing() {
        makeCity(false);
        open();
        if (QTest::currentTestFailed()) return;
        takeInFire();
        if (QTest::currentTestFailed()) return;
        window().select(dispatch::RecordRef{Kind::Case, onlyCase()->id.value});
        const auto* report = window().facts().desk().actions().actionFor("resume");
        QVERIFY(!report);  // Not in this stage at all.
        const auto* takeOver = window().facts().desk().actions().actionFor("take-over");
        QVERIFY(takeOver && !takeOver->isEnabled());
        QVERIFY2(takeOver->text().contains(QStringLiteral("asked")), qPrintable(takeOver->text()));
        window().commandLine().begin(QStringLiteral("take-over"));
        QVERIFY2(window().commandLine().preview().contains(QStringLiteral("asked")),
                 qPrintable(window().commandLine().preview()));
        QTest::keyClick(&window().commandLine().edit(), Qt::Key_Return);
        QTest::qWait(200);
        QCOMPARE(onlyCase()->stage, std::string("accepted"));
    }

    void hostileTextIsKeptExactlyOrRefused() {
        makeCity(false);
        for (const std::string& title :
             {std::string("'; DROP TABLE case_record; --"), std::string("\u202Egnirts\u202C"),
              std::string("a\tb"), std::string("<b>bold</b> & \"quoted\"")}) {
            const auto ran = gridhall({"case", "new", title, "--json"});
            QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        }
        const auto huge = gridhall({"case", "new", std::string(120'000, 'x')});
        QCOMPARE(huge.exitCode, 4);
        QVERIFY2(huge.err.find("64 KiB") != std::string::npos, huge.err.c_str());
        QCOMPARE(gridhall({"case", "new", "far away", "--place", "2.35,48.85"}).exitCode, 4);
        QCOMPARE(gridhall({"case", "new", "nowhere", "--place", "north"}).exitCode, 4);
        QCOMPARE(gridhall({"case", "do", "9999", "accept"}).exitCode, 4);
        QCOMPARE(gridhall({"case", "frobnicate"}).exitCode, 2);
        std::vector<std::string> titles;
        dispatch::Query query;
        query.kind = Kind::Case;
        const auto read = m_other->read(query, [&](dispatch::Record&& row) {
            titles.push_back(std::get<dispatch::Case>(row).title);
            return true;
        });
        QVERIFY(read.has_value());
        QCOMPARE(titles.size(), std::size_t(4));
        QVERIFY(titles[0] == "'; DROP TABLE case_record; --" ||
                titles[3] == "'; DROP TABLE case_record; --");
    }
};

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    app::WatchfulApplication application(argc, argv);
    TestDeskWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_desk_window.moc"
