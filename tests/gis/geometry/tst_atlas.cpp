// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <cmath>

#include "gis/geometry/atlas.h"
#include "gis/geometry/dissolve.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/ops.h"
#include "tests/support/tiny_city.h"

using dispatch::Area;
using dispatch::Grid;
using gis::Atlas;

class TestAtlas : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyLevelIsTheUnionOfItsGrids();
    void labelsLieInside();
    void neighboursShareAnEdge();
    void aVertexOfOneSideOnlyStillGivesOutlines();
    void levelsOfTheStoreAreTaken();
    void nothingGivesNothing();
    void speedOfAPrefecture();
};

namespace {

dispatch::Picture pictureOf(support::TinyCity city) {
    std::int64_t next = 1;
    for (auto& grid : city.grids) grid.id.value = next++;
    for (auto& centre : city.centres) centre.id.value = next++;
    dispatch::Picture picture;
    picture.grids = dispatch::Table<Grid>(city.grids);
    picture.centres = dispatch::Table<dispatch::Centre>(city.centres);
    return picture;
}

}  // namespace

void TestAtlas::everyLevelIsTheUnionOfItsGrids() {
    const support::TinyCity city = support::tinyCity();
    const auto atlas = Atlas::make(pictureOf(city));
    QVERIFY(atlas->isExact());
    QCOMPARE(atlas->areas("city").size(), std::size_t(1));
    QCOMPARE(atlas->areas("district").size(), std::size_t(1));
    QCOMPARE(atlas->areas("township").size(), std::size_t(2));
    QCOMPARE(atlas->areas("community").size(), std::size_t(6));
    QVERIFY(atlas->areas("galaxy").empty());
    for (const char* level : {"city", "district", "township", "community"})
        for (const gis::AtlasArea& area : atlas->areas(level)) {
            QVERIFY(gis::validity(area.outline).valid);
            double sum = 0, people = 0;
            for (const std::int32_t g : area.grids) {
                const Grid& grid = city.grids[static_cast<std::size_t>(g)];
                QVERIFY(grid.code.starts_with(area.code));
                sum += gis::areaSquareMetres(grid.area);
                people += grid.people;
            }
            QVERIFY(std::abs(gis::areaSquareMetres(area.outline) - sum) < 0.01);
            QVERIFY(std::abs(area.squareMetres / sum - 1) < 0.001);
            QCOMPARE(area.people, people);
            QVERIFY(!area.name.empty());
            QCOMPARE(atlas->find(area.code), &area);
        }
    QCOMPARE(atlas->areas("community")[0].outline[0].shell.size(), std::size_t(4 * 4 * 4 + 1));
    QVERIFY(atlas->find("999") == nullptr);
}

void TestAtlas::labelsLieInside() {
    const auto atlas = Atlas::make(pictureOf(support::tinyCity()));
    for (const gis::AtlasArea& area : atlas->areas("township"))
        QVERIFY(gis::contains(*gis::Polygon::make(area.outline), area.label));
    const Area shoe = {
        {{{0, 0}, {9, 0}, {9, 9}, {8, 9}, {8, 1}, {1, 1}, {1, 9}, {0, 9}, {0, 0}}, {}}};
    QVERIFY(gis::contains(*gis::Polygon::make(shoe), gis::labelPoint(shoe)));
    Area ringed = {{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, {}}};
    ringed[0].holes = {{{2, 2}, {2, 7}, {7, 7}, {7, 2}, {2, 2}}};
    QVERIFY(gis::contains(*gis::Polygon::make(ringed), gis::labelPoint(ringed)));
    const support::TinyCity city = support::tinyCity();
    for (std::size_t i = 0; i < city.grids.size(); ++i)
        QVERIFY(gis::contains(*gis::Polygon::make(city.grids[i].area), atlas->grids()[i].label));
}

void TestAtlas::neighboursShareAnEdge() {
    const auto atlas = Atlas::make(pictureOf(support::tinyCity()));
    // 150302001001006 is the second in the second row of its community.
    QCOMPARE(atlas->grids()[5].code, std::string("150302001001006"));
    QCOMPARE(atlas->grids()[5].neighbours, (std::vector<std::int32_t>{1, 4, 6, 9}));
    QCOMPARE(atlas->grids()[0].neighbours, (std::vector<std::int32_t>{1, 4}));
}

void TestAtlas::aVertexOfOneSideOnlyStillGivesOutlines() {
    support::TinyCity city = support::tinyCity();
    dispatch::Ring& ring = city.grids[5].area[0].shell;
    const dispatch::LonLat middle{(ring[5].lon + ring[6].lon) / 2 + 1e-6,
                                  (ring[5].lat + ring[6].lat) / 2};
    ring.insert(ring.begin() + 6, middle);
    const auto atlas = Atlas::make(pictureOf(city));
    QVERIFY(!atlas->isExact());
    const auto whole = gis::areaSquareMetres(atlas->areas("city")[0].outline);
    const auto before = gis::areaSquareMetres(
        Atlas::make(pictureOf(support::tinyCity()))->areas("city")[0].outline);
    QVERIFY(std::abs(whole - before) < 100);
    QVERIFY(gis::validity(atlas->areas("community")[0].outline).valid);
}

void TestAtlas::levelsOfTheStoreAreTaken() {
    dispatch::Picture picture = pictureOf(support::tinyCity());
    dispatch::Level banner;
    banner.id.value = 1;
    banner.code = "banner";
    banner.codeDigits = 9;
    picture.levels = dispatch::Table<dispatch::Level>({banner});
    const auto atlas = Atlas::make(picture);
    QCOMPARE(atlas->areas("banner").size(), std::size_t(2));
    QVERIFY(atlas->areas("community").empty());
}

void TestAtlas::nothingGivesNothing() {
    const auto atlas = Atlas::make({});
    QVERIFY(atlas->grids().empty());
    QVERIFY(atlas->areas("city").empty());
}

void TestAtlas::speedOfAPrefecture() {
    support::TinyCityPlan plan;
    plan.columns = 100;
    plan.rows = 64;
    plan.sideVertices = 12;
    const auto picture = pictureOf(support::tinyCity(plan));
    QElapsedTimer timer;
    timer.start();
    const auto atlas = Atlas::make(picture);
    std::printf("atlas of 6,400 grids of 53 vertices: %lld ms\n", timer.elapsed());
    QVERIFY(atlas->isExact());
    QCOMPARE(atlas->areas("community").size(), std::size_t(400));
}

QTEST_APPLESS_MAIN(TestAtlas)
#include "tst_atlas.moc"
