// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "dispatch/queue_view.h"
#include "dispatch/search_text.h"

using namespace dispatch;

namespace {

constexpr Seconds kNow{std::chrono::seconds(1'700'000'000)};

Case fire() {
    Case record;
    record.id.value = 7;
    record.code = "20231114-0007";
    record.title = "沿街商铺冒烟";
    record.text = "Smoke from the shutter";
    record.category = "0302";
    record.stage = "handling";
    record.level = "township";
    record.grid = "990302003004012";
    record.centre = "990302003";
    record.risk = Risk::High;
    record.leadUnit = "fire-1";
    record.cooperating = "gas-1 police-2";
    record.reported = kNow - std::chrono::minutes(40);
    record.stageEntered = kNow - std::chrono::minutes(30);
    record.due = kNow + std::chrono::minutes(5);
    return record;
}

bool isShown(const Case& record, const char* line, const std::string& centre = {}) {
    return shows(readQueueView(line), record, searchedText(record), kNow, centre);
}

}  // namespace

class TestQueueView : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void eachWordNarrows_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("shown");
        const auto row = [](const char* line, bool shown) {
            QTest::newRow(line) << QString::fromUtf8(line) << shown;
        };
        row("", true);
        row("冒烟", true);
        row("冒火", false);
        row("smoke 商铺", true);
        row("smoke 冒火", false);
        row("0007", true);
        row("stage:handling", true);
        row("stage:routed", false);
        row("level:township risk:high", true);
        row("level:township risk:low", false);
        row("category:03", true);
        row("category:04", false);
        row("grid:990302003", true);
        row("grid:990303", false);
        row("unit:fire-1", true);
        row("unit:police-2", true);
        row("unit:police", false);
        row("older:30min", true);
        row("older:2h", false);
        row("overdue", false);
        row("suspended", false);
        row("supervised", false);
        row("onspot", false);
        row("\"stage:handling\"", false);
        row("risk:purple", false);
        row("商铺 stage:handling overdue", false);
    }
    void eachWordNarrows() {
        QFETCH(QString, line);
        QTEST(isShown(fire(), line.toUtf8().constData()), "shown");
    }

    void overdueSuspendedAndSupervisedFollowTheCase() {
        Case late = fire();
        late.due = kNow - std::chrono::minutes(1);
        QVERIFY(isShown(late, "overdue"));
        late.supervised = true;
        QVERIFY(isShown(late, "overdue supervised"));
        late.suspendedSince = kNow;
        QVERIFY(isShown(late, "suspended"));
        QVERIFY(!isShown(late, "overdue"));
        // After a climb the new limit runs; the first missed one is still open.
        Case climbed = fire();
        climbed.due = kNow + std::chrono::minutes(30);
        QVERIFY(!isShown(climbed, "overdue"));
        climbed.lateSince = kNow - std::chrono::minutes(1);
        QVERIFY(isShown(climbed, "overdue"));
        late.onSpot = true;
        QVERIFY(isShown(late, "onspot"));
    }

    void mineIsWhatTheOwnCentreHolds() {
        QVERIFY(isShown(fire(), "mine", "990302003"));
        QVERIFY(!isShown(fire(), "mine", "990302004"));
        QVERIFY(isShown(fire(), "mine"));
    }

    void theLongestLateComesFirstAndWhatHasNoLimitLast() {
        const auto made = [](int id, std::optional<int> dueIn, Risk risk = Risk::Low,
                             std::optional<int> lateFor = {}) {
            Case record;
            record.id.value = id;
            record.risk = risk;
            if (dueIn) record.due = kNow + std::chrono::minutes(*dueIn);
            if (lateFor) record.lateSince = kNow - std::chrono::minutes(*lateFor);
            return record;
        };
        std::vector<Case> cases{made(1, {}),
                                made(2, 30),
                                made(3, -5),
                                made(4, 5),
                                made(5, 5, Risk::High),
                                made(6, 60, Risk::Low, 20),
                                made(7, -30),
                                made(8, {}, Risk::High)};
        std::sort(cases.begin(), cases.end(),
                  [](const Case& a, const Case& b) { return urgencyOf(a) < urgencyOf(b); });
        QString order;
        for (const Case& record : cases) order += QString::number(record.id.value);
        QCOMPARE(order, QStringLiteral("76354281"));
    }
};

QTEST_APPLESS_MAIN(TestQueueView)
#include "tst_queue_view.moc"
