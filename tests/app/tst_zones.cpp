// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QTest>
#include <QTimeZone>
#include <random>

#include "app/zones.h"
#include "tests/support/seed.h"

using dispatch::localTime;
using dispatch::Seconds;
using dispatch::ZoneTable;
using std::chrono::seconds;

namespace {

seconds offsetAt(const ZoneTable& zone, const char* utc) {
    const QDateTime read = QDateTime::fromString(QString::fromUtf8(utc), Qt::ISODate);
    const Seconds at{seconds(read.toSecsSinceEpoch())};
    return localTime(zone, at).time_since_epoch() - at.time_since_epoch();
}

constexpr seconds hours(int count) {
    return std::chrono::hours(count);
}

}  // namespace

class TestZones : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void chinaHadSummerTimeUntil1991AndNoneSince();
    void berlinAndNewYorkChangeTwiceAYearUntil2100_data();
    void berlinAndNewYorkChangeTwiceAYearUntil2100();
    void everyTableAgreesWithTheDatabase_data();
    void everyTableAgreesWithTheDatabase();
    void anUnknownZoneHasNoTable();
};

void TestZones::chinaHadSummerTimeUntil1991AndNoneSince() {
    const ZoneTable zone = app::zoneTable("Asia/Shanghai");
    QCOMPARE(offsetAt(zone, "1970-01-01T00:00:00Z"), hours(8));
    QCOMPARE(offsetAt(zone, "1988-07-01T00:00:00Z"), hours(9));
    QCOMPARE(offsetAt(zone, "1992-07-01T00:00:00Z"), hours(8));
    QCOMPARE(offsetAt(zone, "2099-07-01T00:00:00Z"), hours(8));
    QVERIFY(zone.back().from < Seconds{seconds(700'000'000)});
}

void TestZones::berlinAndNewYorkChangeTwiceAYearUntil2100_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<int>("hoursBefore");
    QTest::addColumn<int>("hoursAfter");
    const auto row = [](const char* what, const char* zone, const char* before, const char* after,
                        int hoursBefore, int hoursAfter) {
        QTest::newRow(what) << QByteArray(zone) << QByteArray(before) << QByteArray(after)
                            << hoursBefore << hoursAfter;
    };
    row("Berlin, spring", "Europe/Berlin", "2025-03-30T00:59:59Z", "2025-03-30T01:00:00Z", 1, 2);
    row("Berlin, autumn", "Europe/Berlin", "2025-10-26T00:59:59Z", "2025-10-26T01:00:00Z", 2, 1);
    row("Berlin, 2039", "Europe/Berlin", "2039-03-27T00:59:59Z", "2039-03-27T01:00:00Z", 1, 2);
    row("Berlin, 2100", "Europe/Berlin", "2100-10-31T00:59:59Z", "2100-10-31T01:00:00Z", 2, 1);
    row("New York, spring", "America/New_York", "2025-03-09T06:59:59Z", "2025-03-09T07:00:00Z", -5,
        -4);
    row("New York, autumn", "America/New_York", "2025-11-02T05:59:59Z", "2025-11-02T06:00:00Z", -4,
        -5);
    row("New York, 2038", "America/New_York", "2038-03-14T06:59:59Z", "2038-03-14T07:00:00Z", -5,
        -4);
}

void TestZones::berlinAndNewYorkChangeTwiceAYearUntil2100() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(int, hoursBefore);
    QFETCH(int, hoursAfter);
    const ZoneTable zone = app::zoneTable(name.toStdString());
    QCOMPARE(offsetAt(zone, before.constData()), hours(hoursBefore));
    QCOMPARE(offsetAt(zone, after.constData()), hours(hoursAfter));
}

void TestZones::everyTableAgreesWithTheDatabase_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Urumqi",
                             "Australia/Lord_Howe", "Asia/Kolkata", "UTC"})
        QTest::newRow(name) << QByteArray(name);
}

void TestZones::everyTableAgreesWithTheDatabase() {
    QFETCH(QByteArray, name);
    const ZoneTable table = app::zoneTable(name.toStdString());
    QVERIFY(!table.empty());
    const QTimeZone zone(name);
    std::mt19937_64 random(support::seed("zones"));
    std::uniform_int_distribution<qint64> moment(0, 4'133'980'799);  // until the end of 2100
    for (int i = 0; i < 3'000; ++i) {
        const Seconds at{seconds(moment(random))};
        const auto since = at.time_since_epoch();
        const auto offset = localTime(table, at).time_since_epoch() - since;
        QCOMPARE(offset.count(),
                 zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(since.count(), Qt::UTC)));
    }
}

void TestZones::anUnknownZoneHasNoTable() {
    QVERIFY(app::zoneTable("").empty());
    QVERIFY(app::zoneTable("Asia/Nowhere").empty());
    QVERIFY(app::zoneTable("../../etc/passwd").empty());
}

QTEST_APPLESS_MAIN(TestZones)
#include "tst_zones.moc"
