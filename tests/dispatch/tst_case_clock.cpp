// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "dispatch/case.h"

using namespace dispatch;

namespace {

constexpr Seconds at(int second) {
    return Seconds{std::chrono::seconds(1'700'000'000 + second)};
}

Case limited(int entered, int warn, int due, std::int64_t spent = 0) {
    Case record;
    record.stageEntered = at(entered);
    record.warnAt = at(warn);
    record.due = at(due);
    record.spentSeconds = spent;
    return record;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

}  // namespace

class TestCaseClock : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theShareRunsEvenlyAndOn() {
        const Case record = limited(0, 80, 100);
        QVERIFY(near(clockShare(record, at(0)), 0));
        QVERIFY(near(clockShare(record, at(40)), 0.4));
        QVERIFY(near(clockShare(record, at(90)), 0.9));
        QVERIFY(near(clockShare(record, at(100)), 1));
        QVERIFY(near(clockShare(record, at(150)), 1.5));
    }

    void eightyPercentIsWhereTheCalendarPutsIt() {
        // A night lies in the last fifth: the wall clock has used 40 % when 80 % are used up.
        const Case record = limited(0, 40, 100);
        QVERIFY(near(clockShare(record, at(20)), 0.4));
        QVERIFY(near(clockShare(record, at(40)), 0.8));
        QVERIFY(near(clockShare(record, at(70)), 0.9));
        QCOMPARE(static_cast<int>(clockState(record, at(39))), static_cast<int>(ClockState::Ok));
        QCOMPARE(static_cast<int>(clockState(record, at(40))), static_cast<int>(ClockState::Warn));
        QCOMPARE(static_cast<int>(clockState(record, at(100))), static_cast<int>(ClockState::Late));
    }

    void afterASuspensionItGoesOnWhereItStood() {
        const Case record = limited(1000, 1030, 1050, 50);
        QVERIFY(near(clockShare(record, at(1000)), 0.5));
        QVERIFY(near(clockShare(record, at(1015)), 0.65));
        QVERIFY(near(clockShare(record, at(1030)), 0.8));
        QVERIFY(near(clockShare(record, at(1050)), 1));
    }

    void withoutAWarningOrALimitNothingBreaks() {
        Case record = limited(0, 80, 100);
        record.warnAt.reset();
        QVERIFY(near(clockShare(record, at(50)), 0.5));
        record.due.reset();
        QVERIFY(near(clockShare(record, at(50)), 0));
        QVERIFY(near(clockShare(limited(100, 80, 100), at(150)), 0));
    }

    void suspendedSupervisedAndClosedAreSaid() {
        Case record = limited(0, 80, 100);
        record.supervised = true;
        QCOMPARE(static_cast<int>(clockState(record, at(50))), static_cast<int>(ClockState::Ok));
        QCOMPARE(static_cast<int>(clockState(record, at(101))),
                 static_cast<int>(ClockState::Supervised));
        record.suspendedSince = at(60);
        QCOMPARE(static_cast<int>(clockState(record, at(101))),
                 static_cast<int>(ClockState::Suspended));
        record.closed = at(90);
        QCOMPARE(static_cast<int>(clockState(record, at(101))), static_cast<int>(ClockState::None));
    }
};

QTEST_APPLESS_MAIN(TestCaseClock)
#include "tst_case_clock.moc"
