// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "gis/geometry/geodesic.h"
#include "gis/geometry/noding.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/polygon.h"
#include "tests/support/seed.h"
#include "tests/support/test_data.h"

using dispatch::Area;
using dispatch::LonLat;
using dispatch::Ring;
using gis::Polygon;

class TestPolygon : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void ringsComeBackTurnedTheRightWay();
    void brokenRingsAreRefusedByPlace();
    void validityAgreesWithTheReferenceCases();
    void aBowTieIsNamedAndMended();
    void overlaysKeepOnlyAreas();
    void containsLeavesTheEdgeOut();
    void bufferOnGroundWidensByMetresEverywhere();
    void simplifyKeepsHolesApart();
    void interiorPointLiesInAHorseshoe();
    void linesAreCutWhereTheyCross();
    void touchingBoxesAreAllFoundOnce();
    void wkbComesBackAsItWent();
    void wkbOfOthersIsRead();
    void damagedWkbIsRefusedNeverBelieved();
};

namespace {

Ring square(double west, double south, double side) {
    return {{west, south},
            {west + side, south},
            {west + side, south + side},
            {west, south + side},
            {west, south}};
}

Ring reversed(Ring ring) {
    std::reverse(ring.begin(), ring.end());
    return ring;
}

Polygon made(const Area& area) {
    auto polygon = Polygon::make(area);
    return polygon ? *polygon : Polygon();
}

}  // namespace

void TestPolygon::ringsComeBackTurnedTheRightWay() {
    const Area wrong = {{reversed(square(0, 0, 4)), {square(1, 1, 1)}}, {square(9, 9, 1), {}}};
    const Area right = made(wrong).area();
    QCOMPARE(right.size(), std::size_t(2));
    QCOMPARE(right[0].shell, reversed(wrong[0].shell));
    QCOMPARE(right[0].holes.at(0), reversed(wrong[0].holes[0]));
    QCOMPARE(made(right).area(), right);
    QCOMPARE(made(right).parts(), 2);
    QCOMPARE(made(right).planarArea(), 16.0);
    QVERIFY(made({}).isEmpty());
    QVERIFY(made({}).area().empty());
    QCOMPARE(made({{square(0, 0, 1), {}}}).wkt(1),
             std::string("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"));
    Polygon copy = made(right);
    const Polygon moved = std::move(copy);
    copy = moved;
    QCOMPARE(copy.planarArea(), moved.planarArea());
}

void TestPolygon::brokenRingsAreRefusedByPlace() {
    Ring open = square(0, 0, 1);
    open.pop_back();
    auto fault = [](const Area& area) {
        const auto polygon = Polygon::make(area);
        return polygon ? std::string() : polygon.error().detail;
    };
    QCOMPARE(fault({{open, {}}}), std::string("the outer ring is not closed"));
    QCOMPARE(fault({{{}, {}}}), std::string("the outer ring has fewer than four positions"));
    QCOMPARE(fault({{square(0, 0, 1), {}}, {square(3, 3, 3), {open}}}),
             std::string("hole 1 of part 2 is not closed"));
    Ring nan = square(0, 0, 1);
    nan[2].lat = std::nan("");
    QCOMPARE(fault({{nan, {}}}), std::string("the outer ring has a position that is no number"));
    QCOMPARE(gis::validity(Area{{open, {}}}).reason, std::string("the outer ring is not closed"));
}

void TestPolygon::validityAgreesWithTheReferenceCases() {
    const QString path = support::testData("reference/geos_TestValid.xml");
    if (path.isEmpty()) QSKIP(support::kNoTestData);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression one(
        QStringLiteral("<desc>(.*?)</desc>.*?<a>(.*?)</a>.*?<op[^>]*>\\s*(true|false)\\s*</op>"),
        QRegularExpression::DotMatchesEverythingOption);
    int read = 0, valid = 0;
    for (auto it = one.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const auto polygon = Polygon::fromWkt(match.captured(2).trimmed().toStdString());
        if (!polygon) continue;
        ++read;
        const bool wanted = match.captured(3) == QStringLiteral("true");
        const gis::Validity got = gis::validity(*polygon);
        valid += wanted ? 1 : 0;
        QVERIFY2(got.valid == wanted, qPrintable(match.captured(1)));
        QCOMPARE(got.reason.empty(), wanted);
    }
    std::printf("%d area cases, %d of them valid\n", read, valid);
    QVERIFY(read > 50 && valid > 15 && read - valid > 25);
}

void TestPolygon::aBowTieIsNamedAndMended() {
    const Area bow = {{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}, {}}};
    const gis::Validity found = gis::validity(bow);
    QVERIFY(!found.valid);
    QCOMPARE(found.reason, std::string("Self-intersection"));
    QCOMPARE(found.where, (LonLat{1, 1}));
    const auto mended = gis::makeValid(made(bow));
    QVERIFY(mended.has_value());
    QVERIFY(gis::validity(*mended).valid);
    QCOMPARE(mended->planarArea(), 2.0);
    const Area flat = {{{{0, 0}, {1, 1}, {2, 2}, {0, 0}}, {}}};
    QVERIFY(!gis::makeValid(made(flat)).has_value());
}

void TestPolygon::overlaysKeepOnlyAreas() {
    const Polygon a = made({{square(0, 0, 2), {}}}), b = made({{square(1, 1, 2), {}}});
    const Polygon beside = made({{square(2, 0, 2), {}}});
    QCOMPARE(gis::intersection(a, b)->planarArea(), 1.0);
    QCOMPARE(gis::difference(a, b)->planarArea(), 3.0);
    QCOMPARE(gis::unionOf(a, b)->planarArea(), 7.0);
    QVERIFY(gis::intersection(a, beside)->isEmpty());
    QVERIFY(gis::intersects(a, beside));
    QVERIFY(gis::covers(a, made({{square(0, 0, 1), {}}})));
    QVERIFY(!gis::covers(a, b));
    const std::vector<Polygon> all = {a, b, beside};
    QCOMPARE(gis::unionOf(all)->planarArea(), 10.0);
    QCOMPARE(gis::unionOf(std::vector<Polygon>{})->isEmpty(), true);
}

void TestPolygon::containsLeavesTheEdgeOut() {
    const Polygon a = made({{square(0, 0, 2), {reversed(square(0.5, 0.5, 1))}}});
    QVERIFY(gis::contains(a, {0.25, 0.25}));
    QVERIFY(!gis::contains(a, {0, 1}));
    QVERIFY(!gis::contains(a, {1, 1}));
    QCOMPARE(gis::centroid(a), (LonLat{1, 1}));
}

void TestPolygon::bufferOnGroundWidensByMetresEverywhere() {
    const Area area = {{square(106.7, 39.6, 0.01), {}}};
    const auto wide = gis::bufferOnGround(area, {100});
    QVERIFY(wide.has_value());
    const auto box = dispatch::boxOf(*wide);
    QVERIFY(std::abs(gis::distance({106.705, box.south}, {106.705, 39.6}).value - 100) < 0.5);
    QVERIFY(std::abs(gis::distance({box.west, 39.605}, {106.7, 39.605}).value - 100) < 0.5);
    QVERIFY(gis::bufferOnGround(area, {-2000})->empty());
}

void TestPolygon::simplifyKeepsHolesApart() {
    Ring wavy;
    for (int i = 0; i < 720; ++i) {
        const double angle = i * M_PI / 360, radius = 10 + 0.01 * std::sin(40 * angle);
        wavy.push_back({radius * std::cos(angle), radius * std::sin(angle)});
    }
    wavy.push_back(wavy.front());
    const Polygon before = made({{wavy, {reversed(square(-5, -5, 10))}}});
    const auto after = gis::simplify(before, 0.1);
    QVERIFY(after.has_value());
    QVERIFY(gis::validity(*after).valid);
    QVERIFY(after->area()[0].shell.size() < 100);
    QCOMPARE(after->area()[0].holes.size(), std::size_t(1));
}

void TestPolygon::interiorPointLiesInAHorseshoe() {
    const Polygon shoe =
        made({{{{0, 0}, {9, 0}, {9, 9}, {8, 9}, {8, 1}, {1, 1}, {1, 9}, {0, 9}, {0, 0}}, {}}});
    const auto inside = gis::interiorPoint(shoe);
    QVERIFY(inside.has_value());
    QVERIFY(gis::contains(shoe, *inside));
    QVERIFY(!gis::contains(shoe, gis::centroid(shoe)));
    QVERIFY(!gis::interiorPoint(Polygon()).has_value());
    const std::vector<LonLat> points = {{0, 0}, {4, 0}, {2, 1}, {2, 3}};
    QCOMPARE(gis::convexHull(points).planarArea(), 6.0);
}

void TestPolygon::linesAreCutWhereTheyCross() {
    const std::vector<gis::ScenePath> cross = {{{0, 0}, {2, 2}}, {{0, 2}, {2, 0}}};
    const auto pieces = gis::nodeLines(cross, 0.1);
    QVERIFY(pieces.has_value());
    QCOMPARE(pieces->size(), std::size_t(4));
    for (const auto& piece : *pieces)
        QVERIFY(piece.front() == (gis::ScenePoint{1, 1}) ||
                piece.back() == (gis::ScenePoint{1, 1}));
    QVERIFY(gis::nodeLines({}, 0.1)->empty());
}

void TestPolygon::touchingBoxesAreAllFoundOnce() {
    std::mt19937_64 random(support::seed("touchingBoxesAreAllFoundOnce"));
    std::uniform_real_distribution<double> place(0, 10), side(0, 2);
    std::vector<dispatch::GeoBox> boxes(200);
    for (std::size_t i = 1; i < boxes.size(); ++i) {
        const LonLat corner{place(random), place(random)};
        boxes[i].add(corner);
        boxes[i].add(LonLat{corner.lon + side(random), corner.lat + side(random)});
    }
    std::vector<std::pair<std::size_t, std::size_t>> found, wanted;
    gis::forTouchingBoxes(boxes, [&](std::size_t i, std::size_t j) { found.push_back({i, j}); });
    for (std::size_t i = 0; i < boxes.size(); ++i)
        for (std::size_t j = i + 1; j < boxes.size(); ++j)
            if (boxes[i].intersects(boxes[j])) wanted.push_back({i, j});
    std::sort(found.begin(), found.end());
    QVERIFY(!wanted.empty());
    QVERIFY(found == wanted);
}

void TestPolygon::wkbComesBackAsItWent() {
    const Area area = {{square(106.7, 39.6, 0.1), {reversed(square(106.72, 39.62, 0.01))}},
                       {square(107, 39, 0.1), {}}};
    for (const Area& one : {area, Area{}, Area{area[1]}}) {
        const auto back = gis::fromWkb(gis::toWkb(one));
        QVERIFY(back.has_value());
        QVERIFY(*back == one);
    }
}

void TestPolygon::wkbOfOthersIsRead() {
    auto read = [](const char* hex) {
        const QByteArray bytes = QByteArray::fromHex(hex);
        return gis::fromWkb({reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                             static_cast<std::size_t>(bytes.size())});
    };
    // Big endian POLYGON ((0 0, 1 0, 1 1, 0 0)).
    const auto big = read(
        "00000000030000000100000004"
        "0000000000000000"
        "0000000000000000"
        "3ff0000000000000"
        "0000000000000000"
        "3ff0000000000000"
        "3ff0000000000000"
        "0000000000000000"
        "0000000000000000");
    QVERIFY(big.has_value());
    QVERIFY((*big)[0].shell == (Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}));
    // EWKB with SRID 4490 and Z, little endian: POLYGON Z ((0 0 9, 1 0 9, 1 1 9, 0 0 9)).
    const auto z = read(
        "01030000a08a1100000100000004000000"
        "0000000000000000"
        "0000000000000000"
        "0000000000002240"
        "000000000000f03f"
        "0000000000000000"
        "0000000000002240"
        "000000000000f03f"
        "000000000000f03f"
        "0000000000002240"
        "0000000000000000"
        "0000000000000000"
        "0000000000002240");
    QVERIFY(z.has_value());
    QVERIFY((*z)[0].shell == (*big)[0].shell);
    const auto point = read(
        "0101000000"
        "0000000000000000"
        "0000000000000000");
    QVERIFY(!point.has_value());
    QVERIFY(point.error().detail.find("type 1") != std::string::npos);
}

void TestPolygon::damagedWkbIsRefusedNeverBelieved() {
    const std::vector<std::uint8_t> whole =
        gis::toWkb({{square(0, 0, 4), {reversed(square(1, 1, 1))}}});
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!gis::fromWkb(std::span(whole).first(size)).has_value());
    std::vector<std::uint8_t> longer = whole;
    longer.push_back(0);
    QVERIFY(!gis::fromWkb(longer).has_value());
    std::mt19937_64 random(support::seed("damagedWkbIsRefusedNeverBelieved"));
    for (int i = 0; i < 20000; ++i) {
        std::vector<std::uint8_t> spoilt = whole;
        for (int k = 0; k < 3; ++k) spoilt[random() % 40] = static_cast<std::uint8_t>(random());
        (void)gis::fromWkb(spoilt);
    }
    std::vector<std::uint8_t> liar = whole;
    liar[5] = liar[6] = liar[7] = liar[8] = 0xff;
    QVERIFY(!gis::fromWkb(liar).has_value());
}

QTEST_APPLESS_MAIN(TestPolygon)
#include "tst_polygon.moc"
