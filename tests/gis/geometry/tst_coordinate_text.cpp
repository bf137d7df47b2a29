// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "gis/geometry/coordinate_text.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/offset.h"
#include "tests/support/seed.h"

using gis::CoordinateReading;

namespace {

QString told(const std::vector<CoordinateReading>& readings) {
    QStringList words;
    for (const CoordinateReading& its : readings)
        words << QStringLiteral("%1 %2%3")
                     .arg(its.place.lon, 0, 'f', 5)
                     .arg(its.place.lat, 0, 'f', 5)
                     .arg(its.latitudeFirst ? QLatin1String(" lat first") : QLatin1String());
    return words.join(QStringLiteral(" | "));
}

}  // namespace

class TestCoordinateText : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void coordinatesAsPeopleTypeThem_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("readings");
        const auto row = [](const char* words, const char* readings) {
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(readings);
        };
        row("116.39,39.9", "116.39000 39.90000");
        row("116.39 39.9", "116.39000 39.90000");
        row("116.39，39.9", "116.39000 39.90000");
        row("１１６．３９，３９．９", "116.39000 39.90000");
        row("(116.39; 39.9)", "116.39000 39.90000");
        row("116,39", "116.00000 39.00000");
        row("-8.61, 41.15", "-8.61000 41.15000 | 41.15000 -8.61000 lat first");
        row("39.9,116.39", "116.39000 39.90000 lat first");
        row("39.9N 116.39E", "116.39000 39.90000");
        row("N39.9 E116.39", "116.39000 39.90000");
        row("116.39E, 39.9", "116.39000 39.90000");
        row("8.61W 41.15N", "-8.61000 41.15000");
        row("北纬39.9 东经116.39", "116.39000 39.90000");
        row("东经116.39度，北纬39.9度", "116.39000 39.90000");
        row("lat: 41.15, lon: -8.61", "-8.61000 41.15000");
        row("纬度=39.9 经度=116.39", "116.39000 39.90000");
        row("39°54'00\"N 116°23'24\"E", "116.39000 39.90000");
        row("39°54′N, 116°23′24″E", "116.39000 39.90000");
        row("北纬39度54分00秒 东经116度23分24秒", "116.39000 39.90000");
        row("116°23'24'' 39°54'00''", "116.39000 39.90000");
        row("116.39 39.9 wgs84", "116.39000 39.90000");
        row("CGCS2000 116.39 39.9", "116.39000 39.90000");
        row("10.5 20.5", "10.50000 20.50000 | 20.50000 10.50000 lat first");
        // None of these are coordinates.
        row("", "");
        row("004 012", "");
        row("990302 003 004 012", "");
        row("清渠路 41 号", "");
        row("116.39", "");
        row("116.39,39.9,5", "");
        row("216.39,39.9", "");
        row("116.39,-139.9", "");
        row("39°61'N 116°E", "");
        row("39N 116N", "");
        row("-39.9S 116E", "");
        row("gcj02 bd09 116.39 39.9", "");
        row("116.39,39.9\n1,2", "");
        row("1e5,1e5", "");
        row("nan,inf", "");
        row("--1.5,2.5", "");
        row("N", "");
        row("gcj02", "");
    }
    void coordinatesAsPeopleTypeThem() {
        QFETCH(QString, words);
        QFETCH(QString, readings);
        QCOMPARE(told(gis::readCoordinates(words.toStdString())), readings);
    }

    void aNamedSystemIsTurnedIntoOurs_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("baidu");
        for (const char* name : {"gcj02", "GCJ-02", "高德", "火星坐标", "腾讯", "amap"})
            QTest::newRow(name) << QString::fromUtf8(name) << false;
        for (const char* name : {"bd09", "BD-09", "百度", "Baidu"})
            QTest::newRow(name) << QString::fromUtf8(name) << true;
    }
    void aNamedSystemIsTurnedIntoOurs() {
        QFETCH(QString, name);
        QFETCH(bool, baidu);
        const dispatch::LonLat typed{106.82417, 39.67352};
        const dispatch::LonLat ours =
            baidu ? gis::cgcs2000FromBd09(typed) : gis::cgcs2000FromGcj02(typed);
        QVERIFY(gis::distance(typed, ours).value > 100);
        for (const QString& words : {QStringLiteral("106.82417,39.67352 ") + name,
                                     name + QStringLiteral("106.82417 39.67352")}) {
            const auto readings = gis::readCoordinates(words.toStdString());
            QCOMPARE(readings.size(), std::size_t{1});
            QVERIFY(gis::distance(readings[0].place, ours).value < 0.01);
        }
    }

    void anyBytesAreTakenOrLeft() {
        std::mt19937_64 random(support::seed("coordinate text"));
        const std::string letters = "0123456789.,-+ NSEW°'\"gcjbd\x01\x02\x80\xff度分";
        for (int i = 0; i < 20000; ++i) {
            std::string words;
            for (auto n = random() % 24; n > 0; --n) words += letters[random() % letters.size()];
            for (const CoordinateReading& its : gis::readCoordinates(words)) {
                QVERIFY(std::abs(its.place.lon) <= 180.1 && std::abs(its.place.lat) <= 90.1);
            }
        }
        QVERIFY(gis::readCoordinates(std::string(1 << 20, '1')).empty());
    }
};

QTEST_APPLESS_MAIN(TestCoordinateText)
#include "tst_coordinate_text.moc"
