// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "dispatch/reason.h"

using namespace dispatch;
using namespace std::chrono_literals;

/// Reasons of the tick as codes, there and back.
class TestReason : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aCodeIsReadAsItWasWritten();
    void otherWordsAreNoCode_data();
    void otherWordsAreNoCode();
};

void TestReason::aCodeIsReadAsItWasWritten() {
    using Is = Reason::Is;
    const std::vector<std::pair<Reason, std::string>> all = {
        {{Is::Limit, Allowed{60, LimitUnit::Minutes}, "handling", "community", {}},
         "limit, allowed=60 min, stage=handling, level=community"},
        {{Is::TopLimit, Allowed{5, LimitUnit::WorkDays}, "rated", "city", {}},
         "top-limit, allowed=5 wd, stage=rated, level=city"},
        {{Is::Limit, {}, "handling", "city", {}}, "limit, stage=handling, level=city"},
        {{.is = Is::NoChannel, .seconds = 10s}, "no-channel, seconds=10"},
        {{Is::NotAnswered}, "not-answered"},
        {{Is::OrderEnded}, "order-ended"},
        {{Is::Roster}, "roster"},
        {{Is::LiveOrder}, "live-order"},
    };
    for (const auto& [reason, code] : all) {
        QCOMPARE(reasonCode(reason), code);
        QVERIFY2(readReason(code) == reason, code.c_str());
    }
}

void TestReason::otherWordsAreNoCode_data() {
    QTest::addColumn<QString>("words");
    for (const char* words :
         {"", "roster is full", "limit,", "limit, ", "limit, allowed", "limit, allowed=60",
          "limit, allowed=0 min", "limit, colour=red", "no-channel, seconds=ten",
          "no-channel, seconds=9999999999999", "Roster", "it was missed"})
        QTest::newRow(words) << QString::fromUtf8(words);
}

void TestReason::otherWordsAreNoCode() {
    QFETCH(const QString, words);
    QVERIFY(!readReason(words.toStdString()));
}

QTEST_APPLESS_MAIN(TestReason)
#include "tst_reason.moc"
