// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "dispatch/limits.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

LimitPolicy policyOf(std::string_view table) {
    auto read = LimitPolicy::read(table);
    if (!read) qFatal("%s", read.error().detail.c_str());
    return *read;
}

LimitPolicy shippedLimits() {
    QFile file(QStringLiteral(GRIDHALL_SOURCE_DIR "/resources/defaults/limits.csv"));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no limits.csv");
    return policyOf(file.readAll().toStdString());
}

std::string limitOf(const LimitPolicy& policy, const char* category, Risk risk, const char* level,
                    const char* stage) {
    const auto allowed = policy.allowed(category, risk, level, stage);
    return allowed ? allowedText(*allowed) : "none";
}

constexpr const char* kTable =
    "category,risk,level,stage,limit\n"
    "*,*,*,handling,1 d\n"
    "*,high,*,handling,2 d\n"
    "*,*,city,handling,3 d\n"
    "*,high,city,handling,4 d\n"
    "01,*,*,handling,5 d\n"
    "01,,township,handling,6 d\n"
    "0102,low,*,handling,7 d\n";

}  // namespace

class TestLimits : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theMostParticularRowCounts();
    void theOrderOfTheRowsDoesNotMatter();
    void theOlderTableIsReadToo();
    void aWrongTableIsRefusedByRowAndField_data();
    void aWrongTableIsRefusedByRowAndField();
    void emergenciesTakeMinutesAndDisputesWeeks();
    void everyCaseHasALimitInEveryOpenStage();
    void theHolderIsWarnedAtEightyPercent();
    void aStageWithoutALimitHasNoDeadline();
};

void TestLimits::theMostParticularRowCounts() {
    const LimitPolicy policy = policyOf(kTable);
    QCOMPARE(limitOf(policy, "03", Risk::Low, "township", "handling"), std::string("1 d"));
    QCOMPARE(limitOf(policy, "03", Risk::High, "township", "handling"), std::string("2 d"));
    QCOMPARE(limitOf(policy, "03", Risk::Low, "city", "handling"), std::string("3 d"));
    QCOMPARE(limitOf(policy, "03", Risk::High, "city", "handling"), std::string("4 d"));
    QCOMPARE(limitOf(policy, "01", Risk::High, "city", "handling"), std::string("5 d"));
    QCOMPARE(limitOf(policy, "0102", Risk::High, "township", "handling"), std::string("6 d"));
    QCOMPARE(limitOf(policy, "0102", Risk::Low, "township", "handling"), std::string("7 d"));
    QCOMPARE(limitOf(policy, "0102", Risk::Low, "township", "routed"), std::string("none"));
    QCOMPARE(limitOf(policy, "", Risk::Low, "", "handling"), std::string("1 d"));
}

void TestLimits::theOrderOfTheRowsDoesNotMatter() {
    QStringList rows = QString::fromUtf8(kTable).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const QString heading = rows.takeFirst();
    std::sort(rows.begin(), rows.end());
    do {
        const LimitPolicy policy =
            policyOf((heading + QLatin1Char('\n') + rows.join(QLatin1Char('\n'))).toStdString());
        QCOMPARE(limitOf(policy, "03", Risk::High, "city", "handling"), std::string("4 d"));
        QCOMPARE(limitOf(policy, "0102", Risk::Low, "township", "handling"), std::string("7 d"));
        QCOMPARE(limitOf(policy, "0103", Risk::Low, "township", "handling"), std::string("6 d"));
    } while (std::next_permutation(rows.begin(), rows.end()));
}

void TestLimits::theOlderTableIsReadToo() {
    const LimitPolicy policy = policyOf(
        "category,risk,stage,minutes\n*,high,accepted,5\n08,high,accepted,2\n*,low,handling,4320");
    QCOMPARE(limitOf(policy, "0801", Risk::High, "city", "accepted"), std::string("2 min"));
    QCOMPARE(limitOf(policy, "0302", Risk::High, "community", "accepted"), std::string("5 min"));
    QCOMPARE(limitOf(policy, "0302", Risk::Medium, "city", "accepted"), std::string("none"));
    QCOMPARE(limitOf(policy, "0302", Risk::Low, "city", "handling"), std::string("4320 min"));
}

void TestLimits::aWrongTableIsRefusedByRowAndField_data() {
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* rows, const char* says) {
        QTest::newRow(name) << QByteArray("category,risk,level,stage,limit\n") + rows
                            << QByteArray(says);
    };
    row("risk", "*,urgent,*,handling,1 d", "line 2: risk \"urgent\"");
    row("limit", "*,*,*,handling,1 d\n*,low,*,handling,soon", "line 3: limit \"soon\"");
    row("unit", "*,low,*,handling,30", "limit \"30\"");
    row("category", ",low,*,handling,30 min", "category");
    row("stage", "*,low,*,,30 min", "stage");
    row("any stage", "*,low,*,*,30 min", "stage");
    row("too few", "*,low,handling,30 min", "4 fields");
    row("twice", "*,low,*,handling,1 d\n# x\n*,low,,handling,2 d", "line 4: a row before it");
    QTest::newRow("heading") << QByteArray("*,low,*,handling,1 d") << QByteArray("heading");
    QTest::newRow("empty") << QByteArray() << QByteArray("heading");
}

void TestLimits::aWrongTableIsRefusedByRowAndField() {
    QFETCH(QByteArray, rows);
    QFETCH(QByteArray, says);
    const auto read = LimitPolicy::read(rows.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::BadInput);
    QVERIFY2(QByteArray::fromStdString(read.error().detail).contains(says),
             read.error().detail.c_str());
}

void TestLimits::emergenciesTakeMinutesAndDisputesWeeks() {
    const LimitPolicy policy = shippedLimits();
    QCOMPARE(limitOf(policy, "0801", Risk::High, "city", "accepted"), std::string("2 min"));
    QCOMPARE(limitOf(policy, "0801", Risk::High, "township", "handling"), std::string("60 min"));
    QCOMPARE(limitOf(policy, "0101", Risk::Low, "community", "handling"), std::string("5 wd"));
    QCOMPARE(limitOf(policy, "0101", Risk::Low, "township", "handling"), std::string("10 wd"));
    QCOMPARE(limitOf(policy, "0101", Risk::Low, "city", "handling"), std::string("20 wd"));
    for (const char* stage : {"note", "whistle", "matter"})
        QVERIFY(policy.allowed("0404", Risk::Low, "city", stage));
}

void TestLimits::everyCaseHasALimitInEveryOpenStage() {
    const LimitPolicy policy = shippedLimits();
    for (const char* category : {"", "0101", "0302", "0404", "0701", "0801", "9901"})
        for (const Risk risk : {Risk::Low, Risk::Medium, Risk::High})
            for (const char* level : {"city", "district", "township", "community", "ward"})
                for (const char* stage : {"accepted", "routed", "handling", "reported", "rated"})
                    QVERIFY2(policy.allowed(category, risk, level, stage), category);
}

void TestLimits::theHolderIsWarnedAtEightyPercent() {
    Case record;
    record.category = "0801";
    record.risk = Risk::High;
    const Seconds noon{1'709'524'800s};
    const WorkCalendar calendar;
    const Deadline of = deadline(shippedLimits(), calendar, record, noon);
    QCOMPARE(of, (Deadline{noon + 96s, noon + 120s}));
    QCOMPARE(deadline(shippedLimits(), calendar, record, noon, 30s),
             (Deadline{noon + 66s, noon + 90s}));
    // Late already when the clock goes on: at once.
    QCOMPARE(deadline(shippedLimits(), calendar, record, noon, 500s), (Deadline{noon, noon}));
}

void TestLimits::aStageWithoutALimitHasNoDeadline() {
    Case record;
    record.stage = "archived";
    QCOMPARE(deadline(shippedLimits(), WorkCalendar{}, record, Seconds{}), Deadline{});
    // Nor has one in working days, where nobody ever works.
    record.stage = "handling";
    record.category = "0101";
    QCOMPARE(deadline(shippedLimits(), WorkCalendar{}, record, Seconds{}), Deadline{});
}

QTEST_APPLESS_MAIN(TestLimits)
#include "tst_limits.moc"
