// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <random>

#include "gis/geometry/geodesic.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/response_area.h"
#include "tests/support/seed.h"

using dispatch::LonLat;
using dispatch::Vehicle;
using gis::GroundCircle;
using gis::ReachStart;

class TestResponseArea : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void speedsAndMinutesComeFromTheStore();
    void oneStartIsOneCircle();
    void overlappingCirclesAreOneOutline();
    void agreesWithGeosOnRandomCircles();
    void aRingOfCirclesHasAHole();
    void circlesThroughOnePointAndDoubles();
    void nothingGivesNothing();
    void onDutyOnly();
    void speedOfAShift();
};

namespace {

dispatch::Setting setting(std::int64_t id, const char* key, const char* value) {
    dispatch::Setting made;
    made.id.value = id;
    made.key = key;
    made.value = value;
    return made;
}

gis::Polygon polygon(const dispatch::Area& area) {
    return *gis::Polygon::make(area);
}

}  // namespace

void TestResponseArea::speedsAndMinutesComeFromTheStore() {
    dispatch::Picture picture;
    QCOMPARE(gis::travelSpeeds(picture), (gis::TravelSpeeds{5, 15, 40}));
    QCOMPARE(gis::responseMinutes(picture), (std::vector<int>{1, 3, 5}));
    picture.settings = dispatch::Table<dispatch::Setting>(
        {setting(1, "speed.foot_kmh", "4.5"), setting(2, "speed.car_kmh", "fast"),
         setting(3, "speed.bicycle_kmh", "-3"), setting(4, "response.minutes", "10, 2,x,2")});
    QCOMPARE(gis::travelSpeeds(picture), (gis::TravelSpeeds{4.5, 15, 40}));
    QCOMPARE(gis::responseMinutes(picture), (std::vector<int>{2, 10}));
    QVERIFY(std::abs(gis::TravelSpeeds{}.reach(Vehicle::Car, 5).value - 3333.333) < 0.001);
}

void TestResponseArea::oneStartIsOneCircle() {
    const LonLat place{106.8, 39.66};
    const std::vector<ReachStart> starts = {{place, Vehicle::Car}};
    const std::vector<int> minutes = {1, 3, 5};
    const auto areas = gis::responseAreas(starts, {}, minutes);
    QCOMPARE(areas.size(), std::size_t(3));
    for (const auto& ring : areas) {
        QCOMPARE(ring.area.size(), std::size_t(1));
        QCOMPARE(ring.area[0].shell.size(), std::size_t(73));
        const double wanted = 40'000.0 / 60 * ring.minutes;
        for (const LonLat& p : ring.area[0].shell)
            QVERIFY(std::abs(gis::distance(place, p).value - wanted) < 0.1);
    }
}

void TestResponseArea::overlappingCirclesAreOneOutline() {
    const std::vector<GroundCircle> circles = {{{106.8, 39.66}, {500}},
                                               {{106.805, 39.66}, {500}},
                                               {{106.8001, 39.66}, {100}},
                                               {{106.9, 39.66}, {500}}};
    const auto area = gis::unionOfCircles(circles);
    QCOMPARE(area.size(), std::size_t(2));
    QVERIFY(gis::validity(area).valid);
    // Two circles of 500 m, 429 m apart: 2 pi r2 - lens.
    const double d = gis::distance({106.8, 39.66}, {106.805, 39.66}).value;
    const double lens = 2 * 500.0 * 500 * std::acos(d / 1000) - d / 2 * std::sqrt(1e6 - d * d);
    const double wanted = 3 * M_PI * 500 * 500 - lens;
    QVERIFY(std::abs(gis::areaSquareMetres(area) / wanted - 1) < 0.003);
}

void TestResponseArea::agreesWithGeosOnRandomCircles() {
    std::mt19937_64 random(support::seed("agreesWithGeosOnRandomCircles"));
    std::uniform_real_distribution<double> unit(0, 1);
    const int rounds = support::soakCount(30, 1000);
    for (int round = 0; round < rounds; ++round) {
        std::vector<GroundCircle> circles;
        std::vector<gis::Polygon> polygons;
        const int count = 1 + static_cast<int>(random() % 80);
        for (int i = 0; i < count; ++i) {
            const GroundCircle c{{106.7 + 0.05 * unit(random), 39.6 + 0.05 * unit(random)},
                                 {unit(random) < 0.5 ? 250.0 : 100 + 600 * unit(random)}};
            circles.push_back(c);
            polygons.push_back(polygon({{gis::geodesicCircle(c.centre, c.radius, 360), {}}}));
        }
        const auto area = gis::unionOfCircles(circles, 360);
        const auto wanted = gis::unionOf(polygons);
        QVERIFY(wanted.has_value());
        QVERIFY(gis::validity(area).valid);
        const double mine = gis::areaSquareMetres(area),
                     theirs = gis::areaSquareMetres(wanted->area());
        QVERIFY2(std::abs(mine / theirs - 1) < 2e-4,
                 qPrintable(QString::number(mine / theirs, 'g', 10)));
        QCOMPARE(static_cast<int>(area.size()), wanted->parts());
    }
}

void TestResponseArea::aRingOfCirclesHasAHole() {
    std::vector<GroundCircle> circles;
    for (int i = 0; i < 12; ++i)
        circles.push_back({gis::destination({106.8, 39.66}, i * 30.0 + 7, {1000}), {300}});
    const auto area = gis::unionOfCircles(circles);
    QCOMPARE(area.size(), std::size_t(1));
    QCOMPARE(area[0].holes.size(), std::size_t(1));
    QVERIFY(gis::validity(area).valid);
    QVERIFY(!gis::contains(polygon(area), {106.8, 39.66}));
}

void TestResponseArea::circlesThroughOnePointAndDoubles() {
    // A lattice on which four circles meet in every corner, each twice.
    std::vector<GroundCircle> circles;
    for (int twice = 0; twice < 2; ++twice)
        for (int y = 0; y < 6; ++y)
            for (int x = 0; x < 6; ++x)
                circles.push_back(
                    {gis::destination(gis::destination({106.8, 39.66}, 90, {x * 400.0}), 0,
                                      {y * 400.0}),
                     {400.0 / std::sqrt(2.0)}});
    const auto area = gis::unionOfCircles(circles);
    QVERIFY(!area.empty());
    // Pinholes of rounding apart, the whole lattice is covered.
    QVERIFY(gis::areaSquareMetres(area) > 0.99 * (36 * 400.0 * 400.0));
}

void TestResponseArea::nothingGivesNothing() {
    QVERIFY(gis::unionOfCircles({}).empty());
    const std::vector<GroundCircle> none = {{{106.8, 39.66}, {0}}, {{106.8, 39.66}, {-5}}};
    QVERIFY(gis::unionOfCircles(none).empty());
    const std::vector<int> minutes = {1};
    QVERIFY(gis::responseAreas({}, {}, minutes)[0].area.empty());
}

void TestResponseArea::onDutyOnly() {
    dispatch::Picture picture;
    dispatch::Responder on, off;
    on.id.value = 1;
    on.onDuty = true;
    on.vehicle = Vehicle::Bicycle;
    off.id.value = 2;
    picture.responders = dispatch::Table<dispatch::Responder>({on, off});
    dispatch::Fix fix;
    fix.responder = on.id;
    fix.place = {106.8, 39.66};
    picture.fixes = std::make_shared<const std::vector<dispatch::Fix>>(std::vector{fix});
    const auto starts = gis::onDutyStarts(picture);
    QCOMPARE(starts.size(), std::size_t(1));
    QVERIFY(starts[0].vehicle == Vehicle::Bicycle);
    QVERIFY(gis::onDutyStarts(picture, Vehicle::Foot)[0].vehicle == Vehicle::Foot);
    QVERIFY(gis::postStarts(picture, Vehicle::Car).empty());
}

void TestResponseArea::speedOfAShift() {
    std::mt19937_64 random(1);
    std::normal_distribution<double> lon(106.8, 0.08), lat(39.66, 0.08);
    std::vector<ReachStart> starts;
    for (int i = 0; i < 3400; ++i)
        starts.push_back({{lon(random), lat(random)},
                          i % 5 == 0   ? Vehicle::Car
                          : i % 3 == 0 ? Vehicle::Bicycle
                                       : Vehicle::Foot});
    const std::vector<int> minutes = {1, 3, 5};
    QElapsedTimer timer;
    timer.start();
    const auto areas = gis::responseAreas(starts, {}, minutes, 48);
    std::printf("1, 3, 5 minutes around 3,400 responders: %lld ms (%zu, %zu, %zu outlines)\n",
                timer.elapsed(), areas[0].area.size(), areas[1].area.size(), areas[2].area.size());
    for (const auto& tier : areas) QVERIFY(gis::validity(tier.area).valid);
}

QTEST_APPLESS_MAIN(TestResponseArea)
#include "tst_response_area.moc"
