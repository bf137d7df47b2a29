// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAudioDevice>
#include <QDir>
#include <QElapsedTimer>
#include <QMediaDevices>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/alarms/speaker.h"
#include "app/console.h"
#include "app/look/language.h"
#include "app/look/look.h"
#include "app/text/alarm_words.h"
#include "app/watchful_application.h"
#include "gis/store/open_store.h"
#include "tests/support/fake_store.h"
#include "tests/support/small_city.h"

using namespace std::chrono_literals;
using dispatch::AlarmKind;
using dispatch::AlarmLine;
using dispatch::AlarmPriority;
using dispatch::Kind;
using dispatch::Risk;
using support::FakeStore;
using support::FakeStoreScript;

namespace {

/// Keeps what was to be heard, and when.
struct Heard {
    std::vector<dispatch::AlarmSound> sounds;
    QElapsedTimer last;
    int stops = 0;
    bool deaf = false;
};

class RecordingPort final : public app::SoundPort {
  public:
    explicit RecordingPort(std::shared_ptr<Heard> heard) : m_heard(std::move(heard)) {}
    void play(dispatch::AlarmSound sound) override {
        m_heard->sounds.push_back(sound);
        m_heard->last.start();
    }
    void stop() override { ++m_heard->stops; }
    QString trouble() const override { return m_heard->deaf ? app::noSoundText() : QString(); }

  private:
    std::shared_ptr<Heard> m_heard;
};

dispatch::Case newCase(std::int64_t id, Risk risk) {
    dispatch::Case record;
    record.id = dispatch::CaseId{id};
    record.code = "LL-261126-" + std::to_string(2000 + id);
    record.title = "沿街商铺冒烟，有焦味";
    record.risk = risk;
    record.level = "community";
    record.place = dispatch::LonLat{106.805, 39.665};
    record.source = "hotline";
    record.reported = std::chrono::floor<std::chrono::seconds>(dispatch::SystemClock().now());
    record.stageEntered = record.reported;
    record.revision = dispatch::Revision{1};
    return record;
}

struct Hall {
    std::shared_ptr<FakeStoreScript> script = std::make_shared<FakeStoreScript>();
    std::shared_ptr<Heard> heard = std::make_shared<Heard>();
    std::unique_ptr<app::Console> console;
    std::int64_t nextId = 100;

    explicit Hall(const QString& theme = QStringLiteral("hall"), bool busy = false) {
        script->picture =
            support::smallCity(dispatch::SystemClock().now(), busy ? 20 : 0, busy ? 8 : 0);
        if (!busy) script->picture.sources.clear();
        open(theme, [s = script]() -> dispatch::Result<std::unique_ptr<dispatch::Store>> {
            return std::unique_ptr<dispatch::Store>(new FakeStore(s));
        });
    }
    explicit Hall(const std::string& uri) {
        open(QStringLiteral("hall"), [uri] { return gis::openStore(uri); });
    }
    void open(const QString& theme, app::OpenStore store) {
        app::ConsoleOptions options;
        options.theme = theme;
        options.by = {"tester", "seat 1"};
        options.remember = false;
        options.sound = [h = heard] { return std::make_unique<RecordingPort>(h); };
        console = std::make_unique<app::Console>(options, std::move(store));
        window().resize(1440, 860);
        console->start();
    }
    app::DutyWindow& window() { return console->window(); }
    app::AlarmDesk& desk() { return window().alarms(); }
    app::AlarmStrip& strip() { return window().topBar().strip(); }
    bool isOpen() {
        return QTest::qWaitForWindowExposed(&window()) &&
               QTest::qWaitFor([this] { return console->state().hasPicture(); });
    }
    void takeIn(Risk risk, int count = 1) {
        dispatch::Delta delta;
        for (int i = 0; i < count; ++i) delta.upserts.push_back(newCase(++nextId, risk));
        script->push(std::move(delta));
    }
    app::AlarmList& list() {
        QTest::keyClick(&window(), Qt::Key_F2);
        return *window().alarmList();
    }
    int lit() {
        int sum = 0;
        for (const AlarmLine& line : desk().lines()) sum += line.lit;
        return sum;
    }
};

/// Keeps a picture of a widget where a folder is named by GRIDHALL_SHOTS, to be looked at.
void keepShot(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("GRIDHALL_SHOTS");
    if (folder.isEmpty()) return;
    QDir().mkpath(folder);
    widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

}  // namespace

class TestAlarmsWindow : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aCaseTakenInElsewhereIsSeenAndHeardWithin250Milliseconds() {
        const QTemporaryDir folder;
        const std::string uri = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
        QVERIFY(gis::createStore(uri, {}).has_value());
        Hall hall(uri);
        QVERIFY(hall.isOpen());
        QTRY_COMPARE(hall.console->state().link().state, app::LinkState::Live);
        QVERIFY(hall.strip().chips().isEmpty());
        auto other = gis::openStore(uri);
        QVERIFY(other.has_value());
        qint64 worst = 0;
        for (int i = 1; i <= 3; ++i) {
            dispatch::Case record = newCase(i, Risk::High);
            record.id = {};
            record.revision = {};
            QElapsedTimer sinceCommit;
            sinceCommit.start();
            const auto done = (*other)->commit({"take in " + std::to_string(i),
                                                {"other", "seat 2"},
                                                {{record, {}, false}},
                                                "taken in"});
            QVERIFY(done && std::holds_alternative<dispatch::Receipt>(*done));
            QTRY_COMPARE(hall.heard->sounds.size(), static_cast<std::size_t>(i));
            worst = std::max(worst, sinceCommit.elapsed() - hall.heard->last.elapsed());
            QTest::qWait(2100);  // One kind sounds every two seconds at most.
        }
        qInfo("sounded %lld ms after the commit began, at worst", worst);
        QVERIFY2(worst < 250, qPrintable(QString::number(worst)));
        QCOMPARE(hall.heard->sounds.front(),
                 (dispatch::AlarmSound{AlarmKind::NewCase, AlarmPriority::High}));
        QCOMPARE(hall.strip().chips().size(), 1);
        QCOMPARE(hall.strip().chips().front()->count(), 3);
        QVERIFY(hall.strip().chips().front()->face().lit);
    }

    void spaceAcknowledgesTheLineAndShiftSpaceTheKind() {
        Hall hall;
        QVERIFY(hall.isOpen());
        hall.takeIn(Risk::High, 2);
        hall.takeIn(Risk::Low, 2);
        QTRY_COMPARE(hall.lit(), 4);
        auto& list = hall.list();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        QCOMPARE(list.view().model()->rowCount(), 4);
        QTest::keyClick(&list.view(), Qt::Key_Space);
        QCOMPARE(hall.lit(), 3);
        QVERIFY(hall.strip().chips().front()->face().lit);
        QTest::keyClick(&list.view(), Qt::Key_Space, Qt::ShiftModifier);
        QCOMPARE(hall.lit(), 0);
        QVERIFY(!hall.strip().chips().front()->face().lit);
    }

    void enterGoesToTheCase() {
        Hall hall;
        QVERIFY(hall.isOpen());
        hall.takeIn(Risk::High);
        QTRY_COMPARE(hall.lit(), 1);
        QTest::mouseClick(hall.strip().chips().front(), Qt::LeftButton);
        QVERIFY(hall.window().alarmList());
        QTest::keyClick(&hall.window().alarmList()->view(), Qt::Key_Return);
        QCOMPARE(hall.window().facts().shown(),
                 std::optional(dispatch::RecordRef{Kind::Case, hall.nextId}));
        QCOMPARE(hall.lit(), 1);
    }

    void aShelvedKindStaysQuietTillItsEnd() {
        Hall hall;
        std::vector<dispatch::JournalEntry> journal;
        QString refuse = QStringLiteral("the journal is full");
        hall.desk().setJournal([&](const auto& entry, auto answer) {
            journal.push_back(entry);
            answer(refuse);
        });
        QVERIFY(hall.isOpen());
        hall.takeIn(Risk::Low, 12);
        QTRY_COMPARE(hall.lit(), 12);
        auto& list = hall.list();
        const auto shelve = [&](const char* reason) {
            if (!list.isShelving()) QTest::keyClick(&list.view(), Qt::Key_S);
            list.reason().setText(QString::fromUtf8(reason));
            QTest::keyClick(&list.reason(), Qt::Key_Return);
        };
        shelve(" ");
        QVERIFY(journal.empty());
        shelve("drill");
        QCOMPARE(journal.size(), std::size_t(1));
        QVERIFY(list.isShelving());
        QVERIFY(!hall.desk().kinds().front().isShelved());
        refuse.clear();
        shelve("drill");
        QVERIFY(!list.isShelving());
        QCOMPARE(journal.back().why, std::string("drill"));
        QVERIFY(hall.desk().kinds().front().isShelved());
        QVERIFY(!hall.strip().chips().front()->face().shelvedUntil.isEmpty());
        const std::size_t heard = hall.heard->sounds.size();
        hall.takeIn(Risk::High, 3);
        QTRY_COMPARE(hall.lit(), 15);
        QTest::qWait(1500);
        QCOMPARE(hall.heard->sounds.size(), heard);
        // S on a shelved line ends the shelf.
        QTest::keyClick(&list.view(), Qt::Key_S);
        QTRY_VERIFY(hall.heard->sounds.size() > heard);
    }

    void threeHundredAlarmsAreTenLinesAtMost() {
        Hall hall(QStringLiteral("hall"), true);
        QVERIFY(hall.isOpen());
        for (int i = 0; i < 3; ++i) hall.takeIn(static_cast<Risk>(i), 100);
        QTRY_VERIFY(hall.lit() >= 300);
        QVERIFY(hall.desk().lines().size() <= 10);
        QCOMPARE(hall.list().view().model()->rowCount(),
                 static_cast<int>(hall.desk().lines().size()));
        QVERIFY(hall.strip().chips().size() <= 4);
        QVERIFY2(hall.strip().moreWords().contains(QStringLiteral("grouped")),
                 qPrintable(hall.strip().moreWords()));
        QVERIFY(hall.window().alarmList()->figures().contains(QStringLiteral("300")));
    }

    void silenceStopsTheSoundAndAcknowledgesNothing() {
        Hall hall;
        QVERIFY(hall.isOpen());
        hall.takeIn(Risk::High);
        QTRY_COMPARE(hall.lit(), 1);
        QTest::keyClick(&hall.list().view(), Qt::Key_M);
        QCOMPARE(hall.heard->stops, 1);
        QCOMPARE(hall.lit(), 1);
    }

    void withoutADeviceABellWithABarSaysSo() {
        Hall hall;
        hall.heard->deaf = true;
        QVERIFY(hall.isOpen());
        hall.takeIn(Risk::High);
        QTRY_VERIFY(hall.strip().saysNoSound());
    }

    void aSpeakerNeverWaitsAndSaysWhereItCannotBeHeard() {
        app::Speaker speaker;
        QElapsedTimer took;
        took.start();
        for (int i = 0; i < 10; ++i) speaker.play({static_cast<AlarmKind>(i), AlarmPriority::High});
        speaker.stop();
        QVERIFY2(took.elapsed() < 500, qPrintable(QString::number(took.elapsed())));
        QCOMPARE(speaker.trouble().isEmpty(), !QMediaDevices::defaultAudioOutput().isNull());
    }

    void aNewAlarmDimsForSixSecondsAndCanBeReadMeanwhile() {
        app::AlarmChip chip(layers::Theme::desk());
        const bool still = app::wantsNoMotion(chip);
        chip.setFace({QStringLiteral("New case"),
                      QStringLiteral("bell"),
                      layers::ClockMark::Late,
                      1,
                      true,
                      {},
                      1});
        QCOMPARE(chip.isDimming(), !still);
        // More of the same that is older or acknowledged moves nothing.
        QTRY_VERIFY_WITH_TIMEOUT(!chip.isDimming(), 7000);
        chip.setFace({QStringLiteral("New case"),
                      QStringLiteral("bell"),
                      layers::ClockMark::Late,
                      1,
                      false,
                      {},
                      1});
        QVERIFY(!chip.isDimming());
    }

    void aLostStoreIsAnAlarm() {
        Hall hall;
        QVERIFY(hall.isOpen());
        {
            const std::scoped_lock guard(hall.script->lock);
            hall.script->away = true;
        }
        QTRY_COMPARE_WITH_TIMEOUT(hall.lit(), 1, 20000);
        QCOMPARE(hall.heard->sounds.back().kind, AlarmKind::LinkLost);
    }

    void itLooksRightInBothThemesAndLanguages_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::newRow("alarms-en-desk") << "en"
                                        << "desk";
        QTest::newRow("alarms-zh-hall") << "zh_CN"
                                        << "hall";
        if (!qEnvironmentVariableIsSet("GRIDHALL_SHOTS")) return;
        QTest::newRow("alarms-en-hall") << "en"
                                        << "hall";
        QTest::newRow("alarms-zh-desk") << "zh_CN"
                                        << "desk";
    }
    void itLooksRightInBothThemesAndLanguages() {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QVERIFY(app::speak(language));
        Hall hall(theme, true);
        hall.desk().setJournal([](const auto&, auto answer) { answer({}); });
        QVERIFY(hall.isOpen());
        hall.takeIn(Risk::High, 2);
        hall.takeIn(Risk::Low, 14);
        dispatch::Delta delta;
        dispatch::Assignment order;
        order.id = dispatch::AssignmentId{1};
        order.record = dispatch::CaseId{1};
        order.responder = dispatch::ResponderId{3};
        order.sent = order.stateSince =
            std::chrono::floor<std::chrono::seconds>(dispatch::SystemClock().now() - 3min);
        delta.upserts.push_back(order);
        dispatch::Supervision note;
        note.id = dispatch::SupervisionId{1};
        note.record = dispatch::CaseId{2};
        delta.upserts.push_back(note);
        hall.script->push(std::move(delta));
        QTRY_VERIFY(hall.lit() > 20);
        auto& list = hall.list();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        for (const AlarmLine& line : std::vector<AlarmLine>(hall.desk().lines())) {
            if (line.kind == AlarmKind::Amber) hall.desk().acknowledge(line);
            if (line.kind == AlarmKind::Silent)
                hall.desk().shelve(line, true, 15min, QStringLiteral("known"));
        }
        list.choose(static_cast<int>(AlarmKind::Red));
        QTest::qWait(100);
        for (const QLabel* label : list.findChildren<QLabel*>()) {
            if (label->isVisible() && !label->wordWrap())
                QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
        for (const QPushButton* button : list.findChildren<QPushButton*>())
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
        QTRY_VERIFY_WITH_TIMEOUT(hall.window().canvas().isSettled(), 10000);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        keepShot(hall.window().topBar(), name + QStringLiteral("-bar"));
        keepShot(list, name + QStringLiteral("-list"));
        QTest::keyClick(&list.view(), Qt::Key_S);
        QTest::qWait(50);
        keepShot(list, name + QStringLiteral("-shelf"));
        app::speak(QStringLiteral("en"));
    }
};

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    app::WatchfulApplication application(argc, argv);
    TestAlarmsWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_alarms_window.moc"
