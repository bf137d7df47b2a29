// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "gis/geometry/grid_lookup.h"
#include "gis/geometry/locate_fixes.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/orientation.h"
#include "gis/geometry/polygon.h"
#include "tests/support/seed.h"
#include "tests/support/tiny_city.h"

using dispatch::Grid;
using dispatch::GridKind;
using dispatch::LonLat;
using gis::GridLookup;
using gis::GridPlace;

class TestGridLookup : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sidesAreToldExactly();
    void theRuleOfEdges_data();
    void theRuleOfEdges();
    void agreesWithGeosOffTheEdges_data();
    void agreesWithGeosOffTheEdges();
    void everyVertexAndEdgePointHasExactlyOneOwner_data();
    void everyVertexAndEdgePointHasExactlyOneOwner();
    void aVertexOnANeighboursEdgeLeavesNoCrack();
    void dedicatedGridsAreAnswersOfTheirOwn();
    void positionReportsGetTheirGeographicGrid();
    void holesAndPartsAreKept();
    void overlapsBelongToTheFirst();
    void nowhereIsNoGrid();
    void speedOfACity();
};

namespace {

Grid grid(const char* code, dispatch::Ring ring, GridKind kind = GridKind::Community) {
    Grid made;
    made.code = code;
    made.kind = kind;
    made.area = {{std::move(ring), {}}};
    return made;
}

dispatch::Ring box(double west, double south, double east, double north) {
    return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

/// How far a position is from the ring, degrees.
double offRing(const dispatch::Ring& ring, LonLat p) {
    double best = 1e9;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double dx = ring[i + 1].lon - ring[i].lon, dy = ring[i + 1].lat - ring[i].lat;
        const double px = p.lon - ring[i].lon, py = p.lat - ring[i].lat;
        const double share = std::clamp((px * dx + py * dy) / (dx * dx + dy * dy), 0.0, 1.0);
        best = std::min(best, std::hypot(px - share * dx, py - share * dy));
    }
    return best;
}

QString place(LonLat p) {
    return QStringLiteral("%1,%2").arg(p.lon, 0, 'g', 17).arg(p.lat, 0, 'g', 17);
}

}  // namespace

void TestGridLookup::sidesAreToldExactly() {
    // A point one step of a double off a long line, and on it.
    const LonLat a{106.1, 39.1}, b{106.3, 39.3};
    QCOMPARE(gis::orientation({0, 0}, {3, 3}, {1, 1}), 0);
    const LonLat on{a.lon + 0.5 * (b.lon - a.lon), a.lat + 0.5 * (b.lat - a.lat)};
    const int here = gis::orientation(a, b, on);
    QCOMPARE(gis::orientation(b, a, on), -here);
    const LonLat above{on.lon, std::nextafter(std::nextafter(on.lat, 90), 90)};
    const LonLat below{on.lon, std::nextafter(std::nextafter(on.lat, 0), 0)};
    QCOMPARE(gis::orientation(a, b, above), 1);
    QCOMPARE(gis::orientation(a, b, below), -1);
    std::mt19937_64 random(support::seed("sidesAreToldExactly"));
    std::uniform_real_distribution<double> unit(106, 107);
    for (int i = 0; i < 20000; ++i) {
        // p is on the line in real numbers only if doubling is exact: a, a+d, a+2d with short d.
        const LonLat p{std::round(unit(random) * 1e6) / 1048576,
                       std::round(unit(random) * 1e6) / 1048576};
        const double dx = std::ldexp(std::round(unit(random) * 100), -30);
        const double dy = std::ldexp(std::round(unit(random) * 77), -30);
        const LonLat from{p.lon - dx, p.lat - dy}, to{p.lon + dx, p.lat + dy};
        if (p.lon - from.lon != dx || to.lat - p.lat != dy || to.lon - p.lon != dx ||
            p.lat - from.lat != dy)
            continue;
        QCOMPARE(gis::orientation(from, to, p), 0);
        QCOMPARE(gis::orientation(from, to, {p.lon, std::nextafter(p.lat, 200)}), 1);
        QCOMPARE(gis::orientation(from, to, {std::nextafter(p.lon, 200), p.lat}), -1);
    }
}

void TestGridLookup::theRuleOfEdges_data() {
    QTest::addColumn<double>("lon");
    QTest::addColumn<double>("lat");
    QTest::addColumn<QString>("owner");
    QTest::newRow("inside south-west") << 0.5 << 0.5 << "SW";
    QTest::newRow("north-south edge: the eastern") << 1.0 << 0.5 << "SE";
    QTest::newRow("east-west edge: the northern") << 0.5 << 1.0 << "NW";
    QTest::newRow("corner of four: due east, north of it") << 1.0 << 1.0 << "NE";
    QTest::newRow("western outline") << 0.0 << 0.5 << "SW";
    QTest::newRow("southern outline") << 0.5 << 0.0 << "SW";
    QTest::newRow("eastern outline: whose edge it is") << 2.0 << 0.5 << "SE";
    QTest::newRow("northern outline: whose edge it is") << 0.5 << 2.0 << "NW";
    QTest::newRow("eastern outline, corner of two: the first") << 2.0 << 1.0 << "SE";
    QTest::newRow("north-eastern corner") << 2.0 << 2.0 << "NE";
    QTest::newRow("just outside") << std::nextafter(2.0, 3.0) << 1.0 << "";
}

void TestGridLookup::theRuleOfEdges() {
    QFETCH(double, lon);
    QFETCH(double, lat);
    QFETCH(QString, owner);
    const std::vector<Grid> four = {grid("SW", box(0, 0, 1, 1)), grid("SE", box(1, 0, 2, 1)),
                                    grid("NW", box(0, 1, 1, 2)), grid("NE", box(1, 1, 2, 2))};
    const GridLookup lookup(four);
    QCOMPARE(QString::fromStdString(lookup.geographicCode({lon, lat})), owner);
}

void TestGridLookup::agreesWithGeosOffTheEdges_data() {
    QTest::addColumn<double>("warp");
    QTest::addColumn<int>("side");
    QTest::newRow("rectangles") << 0.0 << 0;
    QTest::newRow("crooked") << 1.0 << 3;
    QTest::newRow("very crooked") << 1.6 << 9;
}

void TestGridLookup::agreesWithGeosOffTheEdges() {
    QFETCH(double, warp);
    QFETCH(int, side);
    const std::uint64_t seed = support::seed("agreesWithGeosOffTheEdges");
    support::TinyCityPlan plan;
    plan.warp = warp;
    plan.sideVertices = side;
    plan.seed = seed;
    const support::TinyCity city = support::tinyCity(plan);
    const GridLookup lookup(city.grids);
    std::vector<gis::Polygon> polygons;
    for (const Grid& g : city.grids) polygons.push_back(*gis::Polygon::make(g.area));
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> lon(106.695, 106.755), lat(39.66, 39.705);
    const int count = support::soakCount(3000, 300'000);
    int hits = 0, onTop = 0;
    for (int i = 0; i < count; ++i) {
        const LonLat p{lon(random), lat(random)};
        GridPlace wanted;
        for (std::size_t g = 0; g < polygons.size(); ++g)
            if (gis::contains(polygons[g], p))
                (city.grids[g].kind == GridKind::Dedicated ? wanted.dedicated : wanted.geographic) =
                    static_cast<std::int32_t>(g);
        const GridPlace found = lookup.locate(p);
        QVERIFY2(found == wanted, qPrintable(place(p)));
        hits += found.geographic >= 0 ? 1 : 0;
        onTop += found.dedicated >= 0 ? 1 : 0;
    }
    QVERIFY(hits > count / 3 && hits < count && onTop > 0);
}

void TestGridLookup::everyVertexAndEdgePointHasExactlyOneOwner_data() {
    agreesWithGeosOffTheEdges_data();
}

void TestGridLookup::everyVertexAndEdgePointHasExactlyOneOwner() {
    QFETCH(double, warp);
    QFETCH(int, side);
    const std::uint64_t seed = support::seed("everyVertexAndEdgePointHasExactlyOneOwner");
    support::TinyCityPlan plan;
    plan.warp = warp;
    plan.sideVertices = side;
    plan.seed = seed;
    plan.dedicated = 0;
    std::vector<Grid> grids = support::tinyCity(plan).grids;
    const GridLookup lookup(grids);
    std::reverse(grids.begin(), grids.end());
    const GridLookup turned(grids);
    const auto last = static_cast<std::int32_t>(grids.size()) - 1;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<gis::Polygon> polygons;
    for (auto it = grids.rbegin(); it != grids.rend(); ++it)
        polygons.push_back(*gis::Polygon::make(it->area));
    const LonLat middle{plan.west + plan.columns * plan.step / 2,
                        plan.north - plan.rows * plan.step / 2};
    for (const Grid& g : grids) {
        const dispatch::Ring& ring = g.area[0].shell;
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            for (const double share : {0.0, 0.5, unit(random)}) {
                const LonLat p{ring[i].lon + share * (ring[i + 1].lon - ring[i].lon),
                               ring[i].lat + share * (ring[i + 1].lat - ring[i].lat)};
                const std::int32_t found = lookup.locate(p).geographic;
                const bool inner = std::abs(p.lon - middle.lon) < plan.columns * plan.step * 0.45 &&
                                   std::abs(p.lat - middle.lat) < plan.rows * plan.step * 0.45;
                // A rounded point of the outline may lie outside by less than can be seen.
                if (found < 0) {
                    QVERIFY2(!inner && share != 0, qPrintable(place(p)));
                    continue;
                }
                // Whoever owns it touches it, and on inner edges the answer does not hang on order.
                const Grid& owner = grids[static_cast<std::size_t>(last - found)];
                QVERIFY2(gis::contains(polygons[static_cast<std::size_t>(found)], p) ||
                             offRing(owner.area[0].shell, p) < 1e-12,
                         qPrintable(place(p)));
                if (inner) QCOMPARE(last - turned.locate(p).geographic, found);
            }
    }
}

void TestGridLookup::aVertexOnANeighboursEdgeLeavesNoCrack() {
    // North: one long crooked edge. South: three grids whose corners lie on it, all but exactly.
    const std::uint64_t seed = support::seed("aVertexOnANeighboursEdgeLeavesNoCrack");
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int round = 0; round < 200; ++round) {
        const LonLat a{106 + unit(random), 39 + 0.1 * unit(random)};
        const LonLat b{a.lon + 0.1 + 0.1 * unit(random), 39 + 0.1 * unit(random)};
        auto on = [&](double share) {
            return LonLat{a.lon + share * (b.lon - a.lon), a.lat + share * (b.lat - a.lat)};
        };
        const double s1 = 0.2 + 0.2 * unit(random), s2 = 0.6 + 0.2 * unit(random);
        const LonLat t1 = on(s1), t2 = on(s2);
        const double low = 38.5;
        const std::vector<Grid> grids = {
            grid("N", {a, b, {b.lon, 39.5}, {a.lon, 39.5}, a}),
            grid("S1", {{a.lon, low}, {t1.lon, low}, t1, a, {a.lon, low}}),
            grid("S2", {{t1.lon, low}, {t2.lon, low}, t2, t1, {t1.lon, low}}),
            grid("S3", {{t2.lon, low}, {b.lon, low}, b, t2, {t2.lon, low}})};
        const GridLookup lookup(grids);
        const std::vector<Grid> other(grids.rbegin(), grids.rend());
        const GridLookup turned(other);
        for (int i = 0; i < 200; ++i) {
            const LonLat p = i == 0 ? t1 : i == 1 ? t2 : on(unit(random));
            const std::int32_t found = lookup.locate(p).geographic;
            QVERIFY2(found >= 0, qPrintable(place(p)));
            QCOMPARE(3 - turned.locate(p).geographic, found);
        }
    }
}

void TestGridLookup::dedicatedGridsAreAnswersOfTheirOwn() {
    const std::vector<Grid> grids = {grid("A", box(0, 0, 1, 1)), grid("B", box(1, 0, 2, 1)),
                                     grid("D", box(0.5, 0.25, 2.5, 0.75), GridKind::Dedicated)};
    const GridLookup lookup(grids);
    QCOMPARE(lookup.locate({0.75, 0.5}), (GridPlace{0, 2}));
    QCOMPARE(lookup.locate({1, 0.5}), (GridPlace{1, 2}));
    QCOMPARE(lookup.locate({0.25, 0.5}), (GridPlace{0, -1}));
    QCOMPARE(lookup.locate({2.25, 0.5}), (GridPlace{-1, 2}));
    QCOMPARE(lookup.locate({0.5, 0.75}), (GridPlace{0, 2}));
    QCOMPARE(lookup.code(2), std::string("D"));
}

void TestGridLookup::positionReportsGetTheirGeographicGrid() {
    std::vector<Grid> grids = {grid("D", box(0.5, 0.25, 2.5, 0.75), GridKind::Dedicated),
                               grid("A", box(0, 0, 1, 1)), grid("B", box(1, 0, 2, 1))};
    for (std::size_t i = 0; i < grids.size(); ++i)
        grids[i].id.value = 10 * static_cast<std::int64_t>(i + 1);
    std::vector<dispatch::Fix> fixes(4);
    fixes[0].place = {0.75, 0.5};
    fixes[1].place = {1, 0.5};
    fixes[2].place = {2.25, 0.5};
    fixes[3].place = {7, 7};
    fixes[3].grid.value = 99;
    gis::locateFixes(GridLookup(grids), fixes);
    QCOMPARE(fixes[0].grid, dispatch::GridId{20});
    QCOMPARE(fixes[1].grid, dispatch::GridId{30});
    QCOMPARE(fixes[2].grid, dispatch::GridId{});
    QCOMPARE(fixes[3].grid, dispatch::GridId{});
    gis::locateFixes(GridLookup{}, fixes);
    QCOMPARE(fixes[0].grid, dispatch::GridId{});
}

void TestGridLookup::holesAndPartsAreKept() {
    Grid ringed = grid("R", box(0, 0, 10, 10));
    ringed.area[0].holes = {box(4, 4, 6, 6)};
    ringed.area.push_back({box(20, 0, 21, 1), {}});
    const std::vector<Grid> grids = {ringed, grid("I", box(4, 4, 6, 6))};
    const GridLookup lookup(grids);
    QCOMPARE(lookup.locate({5, 5}).geographic, 1);
    QCOMPARE(lookup.locate({4, 5}).geographic, 1);
    QCOMPARE(lookup.locate({6, 5}).geographic, 0);
    QCOMPARE(lookup.locate({3.999, 5}).geographic, 0);
    QCOMPARE(lookup.locate({20.5, 0.5}).geographic, 0);
    QCOMPARE(lookup.locate({15, 0.5}).geographic, -1);
}

void TestGridLookup::overlapsBelongToTheFirst() {
    const std::vector<Grid> grids = {grid("A", box(0, 0, 2, 2)), grid("B", box(1, 1, 3, 3))};
    const GridLookup lookup(grids);
    for (const double v : {1.0, 1.3, 1.7, 1.99}) QCOMPARE(lookup.locate({v, v}).geographic, 0);
    QCOMPARE(lookup.locate({2.5, 2.5}).geographic, 1);
}

void TestGridLookup::nowhereIsNoGrid() {
    const GridLookup none;
    QCOMPARE(none.locate({106, 39}), GridPlace{});
    const GridLookup empty(std::vector<Grid>{Grid{}});
    QCOMPARE(empty.locate({106, 39}), GridPlace{});
    const GridLookup lookup(support::tinyCity().grids);
    const double nan = std::nan(""), inf = INFINITY;
    for (const LonLat p :
         {LonLat{nan, 39.69}, LonLat{106.71, nan}, LonLat{inf, inf}, LonLat{-inf, 39.69},
          LonLat{0, 0}, LonLat{39.69, 106.71}, LonLat{1e300, -1e300}})
        QCOMPARE(lookup.locate(p), GridPlace{});
}

void TestGridLookup::speedOfACity() {
    support::TinyCityPlan plan;
    plan.columns = 32;
    plan.rows = 20;
    plan.sideVertices = 30;
    plan.dedicated = 6;
    const support::TinyCity city = support::tinyCity(plan);
    QElapsedTimer timer;
    timer.start();
    const GridLookup lookup(city.grids);
    const double build = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> lon(plan.west, plan.west + plan.columns * plan.step);
    std::uniform_real_distribution<double> lat(plan.north - plan.rows * plan.step, plan.north);
    std::vector<LonLat> places(1'000'000);
    for (LonLat& p : places) p = {lon(random), lat(random)};
    std::vector<GridPlace> found(places.size());
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        timer.restart();
        lookup.locate(places, found);
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()));
    }
    std::printf(
        "lookup of 646 grids of 125 vertices: built in %.1f ms, %.1f %% mixed, %.1f M points/s\n",
        build, 100 * lookup.mixedShare(), 1e9 / best);
    std::size_t hits = 0;
    for (const GridPlace& g : found) hits += g.geographic >= 0 ? 1 : 0;
    QVERIFY(hits > places.size() * 9 / 10);
    for (std::size_t i = 0; i < places.size(); i += 97)
        QCOMPARE(lookup.locate(places[i]), found[i]);
}

QTEST_APPLESS_MAIN(TestGridLookup)
#include "tst_grid_lookup.moc"
