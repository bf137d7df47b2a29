// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "app/text/figures.h"

using namespace std::chrono_literals;

class TestFigures : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void clocksHaveTheirForms_data() {
        QTest::addColumn<qint64>("left");
        QTest::addColumn<QString>("shown");
        QTest::newRow("minutes") << qint64(126) << QStringLiteral("02:06");
        QTest::newRow("one second") << qint64(1) << QStringLiteral("00:01");
        QTest::newRow("due now is late") << qint64(0) << QStringLiteral("+00:00");
        QTest::newRow("an hour") << qint64(3735) << QStringLiteral("1:02:15");
        QTest::newRow("late") << qint64(-372) << QStringLiteral("+06:12");
        QTest::newRow("late by hours") << qint64(-3600 * 2 - 5) << QStringLiteral("+2:00:05");
        QTest::newRow("days") << qint64(3 * 86400 + 4 * 3600 + 600) << QStringLiteral("3 d 04:10");
    }
    void clocksHaveTheirForms() {
        QFETCH(qint64, left);
        const dispatch::Seconds now{1764000000s};
        dispatch::Case record;
        record.due = now + std::chrono::seconds(left);
        QTEST(app::clockText(record, now), "shown");
    }
    void aCaseWithoutLimitHasNoClock() {
        QVERIFY(app::clockText(dispatch::Case{}, dispatch::Seconds{5s}).isEmpty());
    }
    void agesAreOneFigure() {
        QCOMPARE(app::ageText(5900ms), QStringLiteral("5 s"));
        QCOMPARE(app::ageText(-3s), QStringLiteral("0 s"));
        QCOMPARE(app::ageText(4min + 30s), QStringLiteral("4 min"));
        QCOMPARE(app::ageText(49h), QStringLiteral("2 d"));
    }
    void onlyAnotherDayIsSaid() {
        const dispatch::Millis now{1764000000s};
        QCOMPARE(app::dayUnlessToday(dispatch::Seconds{1764000000s}, now), QString());
        QVERIFY(QRegularExpression(QStringLiteral("^\\d\\d-\\d\\d$"))
                    .match(app::dayUnlessToday(dispatch::Seconds{1763900000s}, now))
                    .hasMatch());
    }
    void codesAreGroupedOnScreenOnly() {
        QCOMPARE(app::groupedCode(QStringLiteral("990302003004012")),
                 QStringLiteral("990302 003 004 012"));
        QCOMPARE(app::groupedCode(QStringLiteral("w17")), QStringLiteral("w17"));
    }
    void positionsNameTheirHalves() {
        QCOMPARE(app::positionText({106.82417, 39.67352}),
                 QStringLiteral("106.82417°E 39.67352°N"));
        QCOMPARE(app::positionText({-8.61, -0.5}), QStringLiteral("8.61000°W 0.50000°S"));
    }
};

QTEST_GUILESS_MAIN(TestFigures)
#include "tst_figures.moc"
