// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/commands/command_language.h"
#include "tests/support/paper_hall.h"
#include "tests/support/small_city.h"

using app::Reading;

namespace {

QString told(const app::Deed& deed) {
    if (const auto* d = std::get_if<app::GoToRecord>(&deed))
        return QStringLiteral("go %1").arg(d->ref.id);
    if (const auto* d = std::get_if<app::GoToPlace>(&deed))
        return QStringLiteral("place %1 %2").arg(d->place.lon).arg(d->place.lat);
    if (const auto* d = std::get_if<app::FilterQueue>(&deed))
        return QStringLiteral("find [%1]").arg(d->words);
    if (const auto* d = std::get_if<app::SelectRecord>(&deed))
        return d->ref ? QStringLiteral("select %1 %2").arg(int(d->ref->kind)).arg(d->ref->id)
                      : QStringLiteral("select nothing");
    if (const auto* d = std::get_if<app::SetLayer>(&deed))
        return QStringLiteral("layer %1 %2")
            .arg(d->layer, d->opacity ? QString::number(*d->opacity)
                                      : QLatin1String(*d->visible ? "on" : "off"));
    if (const auto* d = std::get_if<app::SetView>(&deed)) return QStringLiteral("view ") + d->view;
    if (const auto* d = std::get_if<app::ShowHelp>(&deed))
        return QStringLiteral("help ") + d->topic;
    return QStringLiteral("-");
}

/// Action, case and every argument a line gave; or why not.
QString toldCommand(const Reading& reading) {
    const auto* taken = std::get_if<app::TakeAction>(&reading.deed);
    if (!taken) return QStringLiteral("- ") + reading.preview.section(QStringLiteral("</b>: "), -1);
    const dispatch::Command& command = taken->command;
    QString words = QString::fromStdString(command.action + ' ' + command.code);
    for (const auto& [name, value] :
         {std::pair{"responder", command.responder}, std::pair{"unit", command.unit},
          std::pair{"level", command.level}, std::pair{"category", command.category},
          std::pair{"approver", command.approver}, std::pair{"reason", command.reason},
          std::pair{"text", command.text}, std::pair{"result", command.result}})
        if (!value.empty())
            words +=
                QStringLiteral(" %1=%2").arg(QLatin1String(name), QString::fromStdString(value));
    if (command.risk) words += QStringLiteral(" risk=%1").arg(static_cast<int>(*command.risk));
    if (command.duration.count() > 0)
        words += QStringLiteral(" for=%1").arg(command.duration.count());
    return words + (reading.impossible ? QStringLiteral(" !") : QString());
}

}  // namespace

class TestCommandLanguage : public QObject {
    Q_OBJECT
    dispatch::Picture m_city;
    app::Finder m_finder;

    Reading read(const QString& line) {
        return app::readCommand(line, {m_finder,
                                       m_city,
                                       {{QStringLiteral("grids"), QStringLiteral("网格"), true},
                                        {QStringLiteral("ground"), QStringLiteral("底图"), true},
                                        {QStringLiteral("cases"), QStringLiteral("事项"), false}}});
    }

    app::DeskContext m_desk{std::make_shared<const dispatch::Rules>(support::defaultRules()),
                            {{}, "seat", false}};

    /// A line as an officer types it who has the first case selected.
    Reading readAtDesk(const QString& line) {
        return app::readCommand(line, {m_finder,
                                       m_city,
                                       {},
                                       &m_desk,
                                       dispatch::RecordRef{dispatch::Kind::Case, 1},
                                       m_city.storeTime});
    }

  private Q_SLOTS:
    void initTestCase() {
        m_city = support::smallCity(dispatch::SystemClock().now(), 20);
        dispatch::Unit unit;
        unit.id = dispatch::UnitId{1};
        unit.code = "u1";
        unit.name = "街道综合执法队";
        m_city.units = dispatch::Table<dispatch::Unit>({unit});
        dispatch::User supervisor;
        supervisor.id = dispatch::UserId{1};
        supervisor.code = "s1";
        supervisor.role = "supervisor";
        dispatch::User& officer = m_desk.actor.user;
        officer.id = dispatch::UserId{2};
        officer.code = "o1";
        officer.role = "officer";
        m_city.users = dispatch::Table<dispatch::User>({supervisor, officer});
        dispatch::Changes all;
        all.kinds.set();
        m_finder.apply(std::make_shared<const dispatch::Picture>(m_city), all);
    }

    void aLineMeansOneDeedOrNone_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("deed");
        const auto row = [](const char* line, const char* deed) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(deed);
        };
        row("go 990302003004002", "go 2");
        row("g 990302 003 004 002", "go 2");
        row("go 004002", "go 2");
        row("go 清渠警务站", "go 1");
        row("go 106.82, 39.67", "place 106.82 39.67");
        row("go 206.82, 39.67", "-");
        row("go nowhere", "-");
        row("go 贺知夏", "-");
        row("go w6", "-");  // off duty: it has no position
        row("go", "-");
        row("去 w1", "go 1");
        row("select w1", "select 6 1");
        row("s 1003", "select 9 3");
        row("select", "select nothing");
        row("f 冒烟", "find [冒烟]");
        row("find", "find []");
        row("layer gri off", "layer grids off");
        row("la cases", "layer cases on");
        row("l gr", "-");
        row("layer 网格 40%", "layer grids 0.4");
        row("layer grids purple", "-");
        row("layer grids 140", "-");
        row("view ci", "view city");
        row("v h", "view hall");
        row("v moon", "-");
        row("h", "help ");
        row("help la", "help layer");
        row("help moon", "-");
        row("w1", "go 1");
        row("dance", "-");
        row("", "-");
    }
    void aLineMeansOneDeedOrNone() {
        QFETCH(QString, line);
        QFETCH(QString, deed);
        QCOMPARE(told(read(line).deed), deed);
    }

    void aLineOfTheDeskMeansOneCommand_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("command");
        const auto row = [](const char* line, const char* command) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(command);
        };
        // Cases with odd numbers are being handled, those with even ones are routed.
        row("d 1001 w1", "dispatch LL-261122-1001 responder=w1");
        row("pd 1001 w1", "dispatch LL-261122-1001 responder=w1");
        row("dispatch 1001 w1", "dispatch LL-261122-1001 responder=w1");
        row("d w1", "dispatch LL-261122-1001 responder=w1");
        row("派单 1001 w1", "dispatch LL-261122-1001 responder=w1");
        row("reject 1002 not ours", "- A unit is missing");
        row("reject 1002 u1 not ours", "reject LL-261122-1002 unit=u1 reason=not ours");
        row("suspend 1001 waits for the owner", "- An approver is missing");
        row("suspend 1001 s1 waits for the owner",
            "suspend LL-261122-1001 approver=s1 reason=waits for the owner");
        row("extend 1001 s1 2h rain", "extend LL-261122-1001 approver=s1 reason=rain for=7200");
        row("extend 1001 s1 30 min rain again",
            "extend LL-261122-1001 approver=s1 reason=rain again for=1800");
        row("raise 1001 too big for us", "raise LL-261122-1001 reason=too big for us");
        row("raise too big for us", "raise LL-261122-1001 reason=too big for us");
        row("raise 1003 too big for us", "raise LL-261122-1003 reason=too big for us");
        row("raise 1003", "- A reason is missing");
        row("note 1003 people hurt", "note LL-261122-1001 text=1003 people hurt");
        row("note LL-261122-1003 hurt", "note LL-261122-1003 text=hurt");
        row("classify 1001 0101 high", "classify LL-261122-1001 category=0101 reason=high");
        row("note 1001 caller rang again", "note LL-261122-1001 text=1001 caller rang again");
        row("accept 1002", "accept LL-261122-1002");
        row("arrive 1001 w1", "- The order is not live");
        row("accept 1001", "- Not possible in the stage Handling");
    }
    void aLineOfTheDeskMeansOneCommand() {
        QFETCH(QString, line);
        QFETCH(QString, command);
        QCOMPARE(toldCommand(readAtDesk(line)), command);
    }

    void whatCannotBeDoneSaysWhy() {
        for (const char* line : {"go nowhere", "select xyz", "layer moon", "view moon", "dance",
                                 "go w6", "layer grids purple"}) {
            const Reading reading = read(QString::fromUtf8(line));
            QVERIFY2(reading.impossible, line);
            QVERIFY2(!reading.preview.isEmpty(), line);
        }
    }
    void theDeedIsAlwaysToldFirst() {
        for (const char* line : {"go w1", "select 1001", "layer grids", "view city", "find x"}) {
            const Reading reading = read(QString::fromUtf8(line));
            QVERIFY2(reading.possible() && !reading.preview.isEmpty(), line);
            QVERIFY2(!reading.impossible, line);
        }
        QVERIFY(read(QStringLiteral("go w1")).preview.contains(QStringLiteral("<b>w1 ")));
    }
    void namesAreNeverReadAsMarkup() {
        QVERIFY(!read(QStringLiteral("go <img src=x>")).preview.contains(QStringLiteral("<img")));
    }
    void completionsFinishTheLine() {
        const Reading reading = read(QStringLiteral("go w1"));
        QVERIFY(reading.completions.size() > 1);
        QCOMPARE(reading.completions[0].line, QStringLiteral("go w1"));
        for (const auto& completion : reading.completions)
            QVERIFY(read(completion.line).possible() ||
                    completion.detail.contains(QStringLiteral("Off duty")));
        QCOMPARE(read(QStringLiteral("la")).completions[0].line, QStringLiteral("layer "));
    }
    void everyCommandHasItsHelp() {
        for (const auto& help : app::commandHelp()) {
            QVERIFY(help.grammar.startsWith(help.name));
            QVERIFY(!help.sentence.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestCommandLanguage)
#include "tst_command_language.moc"
