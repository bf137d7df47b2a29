// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "gis/store/open_store.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/program.h"

using namespace dispatch;
using namespace contract;
using namespace std::chrono_literals;
using support::Ran;

namespace {

Seconds now() {
    return std::chrono::floor<std::chrono::seconds>(SystemClock().now());
}

std::string iso(Seconds at) {
    return QDateTime::fromSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODate)
        .toStdString();
}

bool has(const std::string& text, const char* words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

#define SAYS(text, words) QVERIFY2(has(text, words), (text).c_str())

/// `gridhall tick` and `duty`, as a script sees them.
class TestClockVerbs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void tickDoesWhatIsDueOnce();
    void tickUsesTheCitysOwnLimits();
    void tickSaysWhereTheCitysTablesAreWrong();
    void aShiftIsPlannedAndBeginsWithTheTick();
    void theRosterKeepsItsRules();
    void someoneComesAndGoesByHand();
    void wrongWordsHaveTheirCode();

  private:
    Ran gridhall(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), GRIDHALL_PROGRAM);
        arguments.insert(arguments.end(), {"--store", m_file});
        return support::run(arguments);
    }
    QJsonObject tick() const {
        const Ran ran = gridhall({"tick", "--json"});
        if (ran.exitCode != 0) qFatal("%s", ran.err.c_str());
        return QJsonDocument::fromJson(QByteArray::fromStdString(ran.out)).object();
    }
    QJsonArray roster(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"duty", "list", "--json"});
        const Ran ran = gridhall(more);
        if (ran.exitCode != 0) qFatal("%s", ran.err.c_str());
        return QJsonDocument::fromJson(QByteArray::fromStdString(ran.out)).array();
    }
    std::unique_ptr<Store> open() const {
        auto store = gis::openStore(m_file);
        if (!store) qFatal("%s", store.error().detail.c_str());
        return std::move(*store);
    }
    void set(const char* key, const char* value) const {
        const auto store = open();
        const auto picture = store->load();
        if (!picture) qFatal("%s", picture.error().detail.c_str());
        Setting row;
        row.key = key;
        (*picture)->settings.forEach([&](const Setting& known) {
            if (known.key == key) row = known;
        });
        row.value = value;
        committed(*store, transaction({row.id ? change(row) : put(row)}));
    }
    void putLateCase() const {
        Case record = someCase("K1");
        record.stage = "handling";
        record.level = "community";
        record.reported = record.stageEntered = now() - 3h;
        record.due = now() - 1h;
        committed(*open(), transaction({put(record)}));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_file;
};

void TestClockVerbs::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("city.gridhall")).toStdString();
    MUST(gis::createStore(m_file, {}));
    committed(*open(),
              transaction({put(someResponder("w1", false)), put(someResponder("w2", false))}));
}

void TestClockVerbs::tickDoesWhatIsDueOnce() {
    putLateCase();
    QCOMPARE(tick()[QStringLiteral("climbed")].toInt(), 1);
    QCOMPARE(tick()[QStringLiteral("climbed")].toInt(), 0);
    const auto picture = open()->load();
    MUST(picture);
    const Case* record = (*picture)->caseByCode("K1");
    QCOMPARE(record->level, std::string("township"));
    QVERIFY(record->lateSince && record->due && *record->due > now());
    const Ran plain = gridhall({"tick"});
    QCOMPARE(plain.exitCode, 0);
    SAYS(plain.out, "climbed     0\n");
}

void TestClockVerbs::tickUsesTheCitysOwnLimits() {
    set("rules.limits", "category,risk,level,stage,limit\n*,*,township,handling,77 min\n");
    putLateCase();
    QCOMPARE(tick()[QStringLiteral("climbed")].toInt(), 1);
    const auto picture = open()->load();
    MUST(picture);
    const Case* record = (*picture)->caseByCode("K1");
    QCOMPARE(*record->due - record->stageEntered, 77min);
}

void TestClockVerbs::tickSaysWhereTheCitysTablesAreWrong() {
    set("rules.limits", "category,risk,level,stage,limit\n*,*,township,handling,soon\n");
    putLateCase();
    const Ran ran = gridhall({"tick"});
    QCOMPARE(ran.exitCode, 0);
    SAYS(ran.err, "line 2: limit \"soon\"");
    SAYS(ran.out, "climbed     1\n");
}

void TestClockVerbs::aShiftIsPlannedAndBeginsWithTheTick() {
    const Ran later =
        gridhall({"duty", "plan", "w1", "--from", iso(now() + 10h), "--until", iso(now() + 18h)});
    QVERIFY2(later.exitCode == 0, later.err.c_str());
    QCOMPARE(tick()[QStringLiteral("duties")].toInt(), 0);
    const Ran present =
        gridhall({"duty", "plan", "w2", "--from", iso(now() - 60s), "--until", iso(now() + 1h)});
    QVERIFY2(present.exitCode == 0, present.err.c_str());
    QCOMPARE(tick()[QStringLiteral("duties")].toInt(), 1);
    const auto picture = open()->load();
    MUST(picture);
    QVERIFY(!(*picture)->responderByCode("w1")->onDuty);
    QVERIFY((*picture)->responderByCode("w2")->onDuty);
    QCOMPARE(roster().size(), 2);
    const QJsonArray then = roster({"--at", iso(now() + 12h)});
    QCOMPARE(then.size(), 1);
    QCOMPARE(then[0].toObject()[QStringLiteral("responder")].toString(), QStringLiteral("w1"));
}

void TestClockVerbs::theRosterKeepsItsRules() {
    // Times without a zone are the city's: by default China's.
    const auto plan = [&](const char* who, const char* from, const char* until,
                          const char* reason = "") {
        return gridhall(
            {"duty", "plan", who, "--from", from, "--until", until, "--reason", reason});
    };
    QCOMPARE(plan("w1", "2037-03-08T08:00", "2037-03-08T16:00").exitCode, 0);
    const Ran overlaps = plan("w1", "2037-03-08T15:00", "2037-03-08T23:00", "needed");
    QCOMPARE(overlaps.exitCode, 5);
    SAYS(overlaps.err, "overlaps the shift from 2037-03-08 08:00 to 2037-03-08 16:00");
    const Ran tired = plan("w1", "2037-03-08T20:00", "2037-03-08T23:00");
    QCOMPARE(tired.exitCode, 5);
    SAYS(tired.err, "give a reason");
    QCOMPARE(plan("w1", "2037-03-08T20:00", "2037-03-08T23:00", "flood").exitCode, 0);
    QCOMPARE(plan("w2", "2037-03-10T08:00", "2037-03-10T16:00").exitCode, 0);
    const QJsonArray before = roster();
    QCOMPARE(before.size(), 3);
    QCOMPARE(before[0].toObject()[QStringLiteral("from")].toString(),
             QStringLiteral("2037-03-08T08:00"));
    const auto id = [&](int row) {
        return std::to_string(before[row].toObject()[QStringLiteral("id")].toInteger());
    };
    const Ran swapped = gridhall({"duty", "swap", id(0), id(2)});
    QVERIFY2(swapped.exitCode == 0, swapped.err.c_str());
    QCOMPARE(roster()[0].toObject()[QStringLiteral("responder")].toString(), QStringLiteral("w2"));
    QCOMPARE(gridhall({"duty", "cancel", id(1)}).exitCode, 0);
    QCOMPARE(roster().size(), 2);
    QCOMPARE(gridhall({"duty", "cancel", id(1)}).exitCode, 4);
}

void TestClockVerbs::someoneComesAndGoesByHand() {
    QCOMPARE(gridhall({"duty", "on", "w1", "--reason", "called in"}).exitCode, 0);
    QCOMPARE(gridhall({"duty", "on", "w1"}).exitCode, 5);
    QCOMPARE(roster().size(), 1);
    QCOMPARE(gridhall({"duty", "off", "w1"}).exitCode, 0);
    QCOMPARE(roster().size(), 0);
    // The tick leaves it so.
    QCOMPARE(tick()[QStringLiteral("duties")].toInt(), 0);
}

void TestClockVerbs::wrongWordsHaveTheirCode() {
    QCOMPARE(gridhall({"duty", "rest", "w1"}).exitCode, 2);
    QCOMPARE(gridhall({"duty", "swap", "1"}).exitCode, 2);
    QCOMPARE(gridhall({"duty", "on", "nobody"}).exitCode, 4);
    QCOMPARE(gridhall({"duty", "plan", "w1"}).exitCode, 4);
    QCOMPARE(gridhall({"duty", "plan", "w1", "--from", "soon", "--until", "later"}).exitCode, 4);
    QCOMPARE(gridhall({"tick", "twice"}).exitCode, 2);
    QCOMPARE(support::run({GRIDHALL_PROGRAM, "tick", "--store", "/nowhere/x.gridhall"}).exitCode,
             3);
}

QTEST_APPLESS_MAIN(TestClockVerbs)
#include "tst_clock_verbs.moc"
