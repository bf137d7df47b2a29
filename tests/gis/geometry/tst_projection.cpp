// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <random>

#include "gis/geometry/crs.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/offset.h"
#include "gis/geometry/projection.h"
#include "tests/support/seed.h"

using dispatch::GeoBox;
using dispatch::LonLat;
using gis::CrsTransform;
using gis::Projection;
using gis::ScenePoint;

class TestProjection : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void wuhaiIsDrawnInItsThreeDegreeZone();
    void aCityOverASeamOrOutsideChinaGetsItsOwnMeridian();
    void agreesWithProjToAMicrometre();
    void knownPointsOfBothZonesAtTheSeam();
    void goingThereAndBackChangesNothing();
    void aMillionPointsASecond();
    void distanceAndDestinationMatchPublishedValues();
    void areaOfOneDegreeAndOfItsHole();
    void cornersOfACircleLieAtTheRadius();
    void gcj02MatchesPublishedPairs_data();
    void gcj02MatchesPublishedPairs();
    void offsetsComeBackWithinATenthOfAMillimetre();
    void nothingShiftsOutsideChina();
    void epsg4490AndItsKindChangeNothing();
    void axisOrderIsLongitudeFirstWhateverTheCrsSays_data();
    void axisOrderIsLongitudeFirstWhateverTheCrsSays();
    void anUnknownCrsIsRefusedByName();
    void aPositionOutsideTheCrsIsNamed();
};

namespace {

GeoBox box(double west, double south, double east, double north) {
    GeoBox b;
    b.add(LonLat{west, south});
    b.add(LonLat{east, north});
    return b;
}

}  // namespace

void TestProjection::wuhaiIsDrawnInItsThreeDegreeZone() {
    const Projection p = Projection::forExtent(box(106.6, 39.2, 107.1, 39.9));
    QCOMPARE(p.epsg(), 4545);
    QCOMPARE(p.name(), std::string("CGCS2000 / 3-degree Gauss-Kruger CM 108E"));
    QCOMPARE(p.definition(), std::string("EPSG:4545"));
    QVERIFY(p == Projection());
}

void TestProjection::aCityOverASeamOrOutsideChinaGetsItsOwnMeridian() {
    const Projection seam = Projection::forExtent(box(106.36, 39.2, 107.0, 39.9));
    QCOMPARE(seam.epsg(), 0);
    QCOMPARE(seam.centralMeridian(), 106.68);
    const Projection porto = Projection::forExtent(box(-8.70, 41.1, -8.50, 41.3));
    QCOMPARE(porto.epsg(), 0);
    QCOMPARE(porto.name(), std::string("transverse Mercator 8.60W"));
    QCOMPARE(Projection::forExtent(GeoBox{}).epsg(), 4545);
    auto proj = CrsTransform::make(porto.definition());
    QVERIFY(proj.has_value());
    LonLat one[] = {{-8.55, 41.2}};
    const ScenePoint ours = porto.toScene(one[0]);
    QVERIFY(proj->fromCgcs2000(one).has_value());
    QVERIFY(std::abs(one[0].lon - ours.x) < 1e-4 && std::abs(one[0].lat - ours.y) < 1e-4);
}

void TestProjection::agreesWithProjToAMicrometre() {
    std::mt19937_64 random(support::seed("agreesWithProjToAMicrometre"));
    for (const int zone : {25, 35, 36, 45}) {
        const double meridian = zone * 3;
        const Projection ours = Projection::forExtent(box(meridian, 30, meridian + 0.1, 31));
        auto proj = CrsTransform::make("EPSG:" + std::to_string(ours.epsg()));
        QVERIFY(proj.has_value());
        std::vector<LonLat> places;
        std::uniform_real_distribution<double> lon(meridian - 2, meridian + 2), lat(4, 53);
        for (int i = 0; i < 2000; ++i) places.push_back({lon(random), lat(random)});
        const std::vector<ScenePoint> points = ours.toScene(places);
        QVERIFY(proj->fromCgcs2000(places).has_value());
        for (std::size_t i = 0; i < points.size(); ++i) {
            QVERIFY(std::abs(points[i].x - places[i].lon) < 1e-6);
            QVERIFY(std::abs(points[i].y - places[i].lat) < 1e-6);
        }
    }
}

void TestProjection::knownPointsOfBothZonesAtTheSeam() {
    // 26.65 N 106.63 E, computed with PROJ 9.1 in zones 35 and 36.
    const ScenePoint west = Projection::onMeridian(105).toScene({106.63, 26.65});
    const ScenePoint east = Projection::onMeridian(108).toScene({106.63, 26.65});
    QVERIFY(std::abs(west.x - 662296.51) < 0.01 && std::abs(west.y - 2949885.69) < 0.01);
    QVERIFY(std::abs(east.x - 363594.53) < 0.01 && std::abs(east.y - 2949581.59) < 0.01);
}

void TestProjection::goingThereAndBackChangesNothing() {
    std::mt19937_64 random(support::seed("goingThereAndBackChangesNothing"));
    std::uniform_real_distribution<double> lon(-183, 183), lat(-80, 80);
    for (int i = 0; i < 20000; ++i) {
        const double meridian = std::round(lon(random));
        const Projection p = Projection::onMeridian(meridian);
        const LonLat place{meridian + lon(random) / 60, lat(random)};
        const LonLat back = p.toLonLat(p.toScene(place));
        QVERIFY(std::abs(std::remainder(back.lon - place.lon, 360.0)) < 1e-11);
        QVERIFY(std::abs(back.lat - place.lat) < 1e-11);
    }
}

void TestProjection::aMillionPointsASecond() {
    std::vector<LonLat> places(500'000);
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = {106.7 + 1e-6 * static_cast<double>(i), 39.5 + 1e-7 * static_cast<double>(i)};
    const Projection p;
    std::vector<ScenePoint> points(places.size());
    QElapsedTimer timer;
    timer.start();
    p.toScene(places, points);
    const double there = static_cast<double>(timer.nsecsElapsed());
    timer.restart();
    p.toLonLat(points, places);
    const double back = static_cast<double>(timer.nsecsElapsed());
    std::printf("projection: %.1f M points/s there, %.1f M points/s back\n", 5e8 / there,
                5e8 / back);
    QVERIFY(std::isfinite(points.back().x));
}

void TestProjection::distanceAndDestinationMatchPublishedValues() {
    // GeographicLib's own example: JFK to LHR, 5551.759400 km, on WGS 84, whose flattening
    // differs from ours in the 9th digit.
    const LonLat jfk{-73.8, 40.6}, lhr{-0.5, 51.6};
    QVERIFY(std::abs(gis::distance(jfk, lhr).value - 5551759.4) < 1.0);
    const double azimuth = gis::azimuthDegrees(jfk, lhr);
    QVERIFY(azimuth > 50 && azimuth < 53);
    const LonLat there = gis::destination(jfk, azimuth, gis::distance(jfk, lhr));
    QVERIFY(gis::distance(there, lhr).value < 1e-6);
    QVERIFY(gis::azimuthDegrees(lhr, jfk) > 180);
    // The quarter meridian of the ellipsoid, 10,001,965.729 m.
    QVERIFY(std::abs(gis::lengthOf({{108, 0}, {108, 40}, {108, 90}}).value - 10001965.729) < 0.01);
}

void TestProjection::areaOfOneDegreeAndOfItsHole() {
    const dispatch::Ring square = {{107, 39}, {108, 39}, {108, 40}, {107, 40}, {107, 39}};
    dispatch::Ring hole = {
        {107.5, 39.5}, {107.5, 39.6}, {107.6, 39.6}, {107.6, 39.5}, {107.5, 39.5}};
    const double whole = gis::areaSquareMetres({{square, {}}});
    QVERIFY(whole > 9.4e9 && whole < 9.6e9);
    const double part = gis::areaSquareMetres({{hole, {}}});
    QCOMPARE(gis::areaSquareMetres({{square, {hole}}}), whole - part);
    dispatch::Ring turned(square.rbegin(), square.rend());
    QCOMPARE(gis::areaSquareMetres({{turned, {}}}), whole);
    QVERIFY(gis::perimeterOf({{square, {hole}}}).value > gis::perimeterOf({{square, {}}}).value);
    QCOMPARE(gis::areaSquareMetres({}), 0.0);
}

void TestProjection::cornersOfACircleLieAtTheRadius() {
    const LonLat centre{106.8, 39.66};
    const dispatch::Ring ring = gis::geodesicCircle(centre, {3333.3}, 48);
    QCOMPARE(ring.size(), std::size_t(49));
    QVERIFY(ring.front() == ring.back());
    for (const LonLat& corner : ring)
        QVERIFY(std::abs(gis::distance(centre, corner).value - 3333.3) < 1e-6);
    double twice = 0;
    for (std::size_t i = 1; i < ring.size(); ++i)
        twice += ring[i - 1].lon * ring[i].lat - ring[i].lon * ring[i - 1].lat;
    QVERIFY2(twice > 0, "shells run counter-clockwise");
}

void TestProjection::gcj02MatchesPublishedPairs_data() {
    QTest::addColumn<double>("lon");
    QTest::addColumn<double>("lat");
    QTest::addColumn<double>("gcjLon");
    QTest::addColumn<double>("gcjLat");
    // The pairs of eviltransform's test suite.
    QTest::newRow("Shanghai") << 121.5272106 << 31.1774276 << 121.531541859215 << 31.17530398364597;
    QTest::newRow("Shenzhen") << 113.912316 << 22.543847 << 113.9171764808363 << 22.540796131694766;
    QTest::newRow("Beijing") << 116.377817 << 39.911954 << 116.38404722455657 << 39.91334545536069;
}

void TestProjection::gcj02MatchesPublishedPairs() {
    QFETCH(double, lon);
    QFETCH(double, lat);
    QFETCH(double, gcjLon);
    QFETCH(double, gcjLat);
    const LonLat gcj = gis::gcj02FromCgcs2000({lon, lat});
    const double away = gis::distance(gcj, {gcjLon, gcjLat}).value;
    QVERIFY2(away < 0.5, qPrintable(QString::number(away)));
    const double shift = gis::distance(gcj, {lon, lat}).value;
    QVERIFY(shift > 300 && shift < 800);
}

void TestProjection::offsetsComeBackWithinATenthOfAMillimetre() {
    std::mt19937_64 random(support::seed("offsetsComeBackWithinATenthOfAMillimetre"));
    std::uniform_real_distribution<double> lon(73, 136), lat(3, 54);
    for (int i = 0; i < 20000; ++i) {
        const LonLat place{lon(random), lat(random)};
        const LonLat gcj = gis::cgcs2000FromGcj02(gis::gcj02FromCgcs2000(place));
        const LonLat bd = gis::cgcs2000FromBd09(gis::bd09FromCgcs2000(place));
        QVERIFY(gis::distance(gcj, place).value < 1e-4);
        QVERIFY(gis::distance(bd, place).value < 1e-4);
    }
    auto bd = CrsTransform::make("BD09");
    QVERIFY(bd.has_value());
    QCOMPARE(bd->name(), std::string("BD-09"));
    LonLat one[] = {gis::bd09FromCgcs2000({106.8, 39.66})};
    QVERIFY(gis::distance(one[0], {106.8, 39.66}).value > 800);
    QVERIFY(bd->toCgcs2000(one).has_value());
    QVERIFY(gis::distance(one[0], {106.8, 39.66}).value < 1e-4);
}

void TestProjection::nothingShiftsOutsideChina() {
    for (const LonLat place : {LonLat{-8.6, 41.15}, LonLat{139.7, 35.6}, LonLat{103.8, -1.3}}) {
        QVERIFY(gis::gcj02FromCgcs2000(place) == place);
        QVERIFY(gis::cgcs2000FromGcj02(place) == place);
        QVERIFY(gis::bd09FromCgcs2000(place) == place);
        QVERIFY(gis::cgcs2000FromBd09(place) == place);
    }
}

void TestProjection::epsg4490AndItsKindChangeNothing() {
    for (const char* crs : {"EPSG:4490", "epsg:4490", "CGCS2000",
                            "+proj=longlat +ellps=GRS80 +no_defs +type=crs", "EPSG:4326"}) {
        auto made = CrsTransform::make(crs);
        QVERIFY2(made.has_value(), crs);
        LonLat one[] = {{106.8, 39.66}};
        QVERIFY(made->toCgcs2000(one).has_value());
        QVERIFY2(gis::distance(one[0], {106.8, 39.66}).value < 0.01, crs);
    }
    QVERIFY(CrsTransform::make("EPSG:4490")->isIdentity());
}

void TestProjection::axisOrderIsLongitudeFirstWhateverTheCrsSays_data() {
    QTest::addColumn<QString>("crs");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    // Definitions with latitude or northing first, and one with easting first.
    QTest::newRow("4545 northing first") << "EPSG:4545" << 397083.16 << 4391616.4;
    QTest::newRow("4524 with zone prefix") << "EPSG:4524" << 36397083.16 << 4391616.4;
    QTest::newRow("3857 easting first") << "EPSG:3857" << 11888921.61 << 4817004.03;
}

void TestProjection::axisOrderIsLongitudeFirstWhateverTheCrsSays() {
    QFETCH(QString, crs);
    QFETCH(double, x);
    QFETCH(double, y);
    auto made = CrsTransform::make(crs.toStdString());
    QVERIFY(made.has_value());
    LonLat one[] = {{106.8, 39.66}};
    QVERIFY(made->fromCgcs2000(one).has_value());
    // Within 2 km: what is tested is which axis is which; exactness stands in the test above.
    QVERIFY2(
        std::abs(one[0].lon - x) < 2000 && std::abs(one[0].lat - y) < 2000,
        qPrintable(QStringLiteral("%1 %2").arg(one[0].lon, 0, 'f', 2).arg(one[0].lat, 0, 'f', 2)));
    QVERIFY(made->toCgcs2000(one).has_value());
    QVERIFY(gis::distance(one[0], {106.8, 39.66}).value < 1e-3);
}

void TestProjection::anUnknownCrsIsRefusedByName() {
    for (const char* crs : {"EPSG:999999", "", "moon", "+proj=pipeline +step +proj=merc"}) {
        const auto made = CrsTransform::make(crs);
        QVERIFY2(!made.has_value(), crs);
        QVERIFY(made.error().code == dispatch::ErrorCode::BadInput);
        QVERIFY(made.error().detail.find(crs) != std::string::npos);
    }
}

void TestProjection::aPositionOutsideTheCrsIsNamed() {
    auto made = CrsTransform::make("EPSG:4545");
    QVERIFY(made.has_value());
    LonLat two[] = {{500000, 4391616}, {1e30, 1e30}};
    const auto done = made->toCgcs2000(two);
    QVERIFY(!done.has_value());
    QVERIFY(done.error().detail.find("position 2") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestProjection)
#include "tst_projection.moc"
