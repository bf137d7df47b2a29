// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <random>

#include "gis/geometry/serial_order.h"
#include "tests/support/seed.h"
#include "tests/support/tiny_city.h"

using dispatch::Area;
using dispatch::LonLat;

class TestSerialOrder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void rowsNorthToSouthThenWestToEast();
    void rowsAreAsHighAsTheMedianGrid();
    void theOrderOfInputDoesNotMatter();
    void nothingAndEmptyAreasAreOrderedToo();
    void centroidCountsHoles();
};

namespace {

Area box(double west, double south, double east, double north) {
    return {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
}

}  // namespace

void TestSerialOrder::rowsNorthToSouthThenWestToEast() {
    const std::vector<Area> areas = {box(1, 0, 2, 1), box(0, 0, 1, 1), box(1, 1, 2, 2),
                                     box(0, 1, 1, 2)};
    QCOMPARE(gis::serialOrder(areas), (std::vector<std::size_t>{3, 2, 1, 0}));
}

void TestSerialOrder::rowsAreAsHighAsTheMedianGrid() {
    // Heights 1, 1, 1, 3: rows of 1. The tall one's centroid, at 1.5, is in the second row.
    const std::vector<Area> areas = {box(0, 0, 1, 3), box(1, 2, 2, 3), box(1, 1, 2, 2),
                                     box(1, 0, 2, 1)};
    QCOMPARE(gis::serialOrder(areas), (std::vector<std::size_t>{1, 0, 2, 3}));
}

void TestSerialOrder::theOrderOfInputDoesNotMatter() {
    std::mt19937_64 random(support::seed("theOrderOfInputDoesNotMatter"));
    std::vector<Area> areas;
    for (const auto& grid : support::tinyCity().grids)
        if (grid.code.substr(0, 12) == "150302001001" && grid.kind != dispatch::GridKind::Dedicated)
            areas.push_back(grid.area);
    QCOMPARE(areas.size(), std::size_t(16));
    // The tiny city is numbered by the rule.
    const auto order = gis::serialOrder(areas);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
    std::vector<Area> shuffled = areas;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const auto again = gis::serialOrder(shuffled);
    for (std::size_t i = 0; i < order.size(); ++i) QVERIFY(shuffled[again[i]] == areas[order[i]]);
}

void TestSerialOrder::nothingAndEmptyAreasAreOrderedToo() {
    QVERIFY(gis::serialOrder(std::vector<Area>{}).empty());
    const std::vector<Area> areas = {Area{}, box(0, 0, 1, 1)};
    QCOMPARE(gis::serialOrder(areas), (std::vector<std::size_t>{1, 0}));
}

void TestSerialOrder::centroidCountsHoles() {
    Area area = box(0, 0, 4, 2);
    QCOMPARE(gis::centroidOf(area), (LonLat{2, 1}));
    area[0].holes = {{{2, 0.5}, {2, 1.5}, {3, 1.5}, {3, 0.5}, {2, 0.5}}};
    QVERIFY(gis::centroidOf(area).lon < 2);
    QCOMPARE(gis::centroidOf(area).lat, 1.0);
}

QTEST_APPLESS_MAIN(TestSerialOrder)
#include "tst_serial_order.moc"
