// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <random>
#include <set>

#include "gis/partition/partition.h"
#include "tests/support/seed.h"

using gis::CutClass;
using gis::PartitionInput;
using gis::PartitionOptions;
using gis::ScenePoint;

namespace {

/// A town of side x side crossings 100 m apart, a little crooked, one street in ten left out.
PartitionInput town(int side, bool withPeople = true) {
    const auto at = [](int i, int j) {
        const unsigned h = static_cast<unsigned>(i * 73 + j * 151) * 2654435761U;
        return ScenePoint{i * 100.0 + (h >> 8) % 30, j * 100.0 + (h >> 16) % 30};
    };
    const auto kind = [](int line) {
        return line % 20 == 0  ? CutClass::Major
               : line % 5 == 0 ? CutClass::Secondary
                               : CutClass::Local;
    };
    PartitionInput input;
    std::vector<ScenePoint> south, east, north, west;
    for (int i = 0; i < side; ++i)
        for (int j = 0; j < side; ++j) {
            const bool rim = i == 0 || j == 0 || i == side - 1 || j == side - 1;
            const bool gone = !rim && (i * 7 + j * 13) % 10 == 0;
            if (i + 1 < side && (!gone || j % 5 == 0))
                input.lines.push_back({kind(j), {at(i, j), at(i + 1, j)}});
            if (j + 1 < side && (!gone || i % 5 == 0))
                input.lines.push_back({kind(i), {at(i, j), at(i, j + 1)}});
            if (withPeople && i + 1 < side && j + 1 < side) {
                const double far = std::hypot(i - side / 2.0, j - side / 3.0) / side;
                input.weights.push_back({{at(i, j).x + 50, at(i, j).y + 50}, 80 / (0.3 + far)});
            }
        }
    for (int i = 0; i < side - 1; ++i) {
        south.push_back(at(i, 0));
        east.push_back(at(side - 1, i));
        north.push_back(at(side - 1 - i, side - 1));
        west.push_back(at(0, side - 1 - i));
    }
    std::vector<ScenePoint> ring;
    for (const auto* part : {&south, &east, &north, &west})
        ring.insert(ring.end(), part->begin(), part->end());
    input.outline = {ring};
    return input;
}

PartitionOptions options(int count, bool planar = true) {
    PartitionOptions made;
    made.count = count;
    made.planar = planar;
    return made;
}

std::string bytesOf(const gis::Partition& partition) {
    std::string text;
    for (const gis::PartitionCell& cell : partition.cells)
        for (const gis::CellPolygon& polygon : cell.polygons)
            text.append(reinterpret_cast<const char*>(polygon.shell.data()),
                        polygon.shell.size() * sizeof(ScenePoint));
    return text;
}

void verifyClean(const gis::Partition& partition, int count) {
    const gis::PartitionReport& r = partition.report;
    QCOMPARE(static_cast<int>(partition.cells.size()), count);
    QCOMPARE(r.notContiguous, 0);
    QCOMPARE(r.invalid, 0);
    QVERIFY2(std::abs(r.areaOfGrids - r.areaSquareMetres) < 1, gis::reportText(r).c_str());
    QVERIFY2(std::abs(r.areaOfGrids - r.areaOfUnion) < 1, gis::reportText(r).c_str());
    QVERIFY2(r.overlapSquareMetres < 1e-3, gis::reportText(r).c_str());
    double weight = 0;
    for (const gis::PartitionCell& cell : partition.cells) weight += cell.weight;
    QVERIFY2(std::abs(weight - r.weightTotal) < 1e-3 * r.weightTotal,
             (std::to_string(weight) + " in the grids; " + gis::reportText(r)).c_str());
}

}  // namespace

class TestPartition : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aTownIsSharedOutEvenlyAlongItsStreets() {
        const auto cut = gis::cutGround(town(41), options(80));
        QVERIFY2(cut.has_value(), cut ? "" : cut.error().detail.c_str());
        verifyClean(*cut, 80);
        const gis::PartitionReport& r = cut->report;
        QVERIFY2(r.grids.within20 == 1, gis::reportText(r).c_str());
        QVERIFY2(r.compactnessMedian > 0.5, gis::reportText(r).c_str());
        QVERIFY2(r.borderOnLines > 0.94, gis::reportText(r).c_str());
        QCOMPARE(QString::fromStdString(r.weight), QStringLiteral("people"));
    }

    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
        const auto input = town(25);
        const auto first = gis::cutGround(input, options(30));
        const auto second = gis::cutGround(input, options(30));
        PartitionOptions other = options(30);
        other.seed = 2;
        const auto third = gis::cutGround(input, other);
        QVERIFY(first && second && third);
        QVERIFY(bytesOf(*first) == bytesOf(*second));
        QVERIFY(bytesOf(*first) != bytesOf(*third));
    }

    void nodingGivesTheSameFacesAsPlanarInput() {
        const auto input = town(15);
        const auto planar = gis::cutGround(input, options(12, true));
        const auto noded = gis::cutGround(input, options(12, false));
        QVERIFY(planar && noded);
        QCOMPARE(planar->report.faces, noded->report.faces);
        QVERIFY(std::abs(planar->report.areaSquareMetres - noded->report.areaSquareMetres) < 50);
    }

    void neighboursShareEveryVertexOfTheirBorder() {
        const auto cut = gis::cutGround(town(21), options(20));
        QVERIFY(cut.has_value());
        // Every inner edge is there twice, once each way; the rest is the outline.
        std::set<std::pair<std::pair<double, double>, std::pair<double, double>>> edges;
        for (const gis::PartitionCell& cell : cut->cells)
            for (const gis::CellPolygon& polygon : cell.polygons) {
                std::vector<std::vector<ScenePoint>> rings{polygon.shell};
                rings.insert(rings.end(), polygon.holes.begin(), polygon.holes.end());
                for (const auto& ring : rings)
                    for (std::size_t i = 0; i < ring.size(); ++i) {
                        const ScenePoint a = ring[i], b = ring[(i + 1) % ring.size()];
                        QVERIFY(edges.insert({{a.x, a.y}, {b.x, b.y}}).second);
                    }
            }
        double alone = 0;
        for (const auto& [from, to] : edges)
            if (!edges.count({to, from}))
                alone += std::hypot(from.first - to.first, from.second - to.second);
        double around = 0;
        const auto ring = town(21).outline[0];
        for (std::size_t i = 0; i < ring.size(); ++i)
            around += std::hypot(ring[i].x - ring[(i + 1) % ring.size()].x,
                                 ring[i].y - ring[(i + 1) % ring.size()].y);
        QVERIFY2(std::abs(alone - around) < 1, qPrintable(QString::number(alone - around)));
    }

    void levelsNestAndEachIsEven() {
        PartitionOptions wanted = options(120);
        wanted.levels = {{"district", 2}, {"township", 6}, {"community", 18}};
        const auto cut = gis::cutGround(town(61), wanted);
        QVERIFY2(cut.has_value(), cut ? "" : cut.error().detail.c_str());
        verifyClean(*cut, 120);
        QCOMPARE(cut->levels.size(), std::size_t{3});
        for (const auto& level : cut->report.levels)
            QVERIFY2(level.worst <= 0.05, gis::reportText(cut->report).c_str());
        QVERIFY2(cut->report.grids.within20 >= 0.99, gis::reportText(cut->report).c_str());
        QVERIFY2(cut->report.grids.worst <= 0.40, gis::reportText(cut->report).c_str());
        std::vector<double> sums(18, 0);
        for (const gis::PartitionCell& cell : cut->cells)
            sums[static_cast<std::size_t>(cell.parent)] += cell.areaSquareMetres;
        for (std::size_t i = 0; i < sums.size(); ++i)
            QVERIFY(std::abs(sums[i] - cut->levels[2][i].areaSquareMetres) < 1);
        for (const auto& level : cut->levels)
            for (const gis::PartitionCell& area : level)
                QCOMPARE(area.polygons.size(), std::size_t{1});
    }

    void withoutPeopleRoadLengthIsSharedOutAndWithoutRoadsArea() {
        const auto roads = gis::cutGround(town(21, false), options(20));
        QVERIFY(roads.has_value());
        QCOMPARE(QString::fromStdString(roads->report.weight), QStringLiteral("road length"));
        PartitionInput field;
        field.outline = {{{0, 0}, {3000, 0}, {3000, 2000}, {0, 2000}}};
        const auto area = gis::cutGround(field, options(7));
        QVERIFY2(area.has_value(), area ? "" : area.error().detail.c_str());
        QCOMPARE(QString::fromStdString(area->report.weight), QStringLiteral("area"));
        verifyClean(*area, 7);
        QVERIFY2(area->report.grids.within20 == 1, gis::reportText(area->report).c_str());
    }

    void aKeptPieceWhereNobodyLivesIsSharedOutByItsArea() {
        PartitionInput input;  // a ring that crosses itself; the people live in its smaller half
        input.outline = {{{0, 0}, {2600, 1950}, {2600, 1050}, {0, 3000}}};
        for (int i = 0; i < 50; ++i) input.weights.push_back({{2300.0 + 5 * i, 1500}, 20});
        for (double y = 300; y < 3000; y += 300)
            input.lines.push_back({CutClass::Major, {{-50, y}, {1900, y}}});
        for (double x = 300; x < 1900; x += 300)
            input.lines.push_back({CutClass::Major, {{x, -50}, {x, 3050}}});
        const auto cut = gis::cutGround(input, options(6, false));
        QVERIFY2(cut.has_value(), cut ? "" : cut.error().detail.c_str());
        QCOMPARE(QString::fromStdString(cut->report.weight), QStringLiteral("area"));
        verifyClean(*cut, 6);
        QVERIFY2(cut->report.weightOutside > 900, gis::reportText(cut->report).c_str());
    }

    void oneGridIsTheWholeOutline() {
        const auto cut = gis::cutGround(town(11), options(1));
        QVERIFY(cut.has_value());
        verifyClean(*cut, 1);
    }

    void aSingleRoadThroughAnOutlineIsEnough() {
        PartitionInput input;
        input.outline = {{{0, 0}, {2000, 0}, {2000, 1000}, {0, 1000}}};
        input.lines.push_back({CutClass::Major, {{-50, 480}, {2050, 530}}});
        const auto cut = gis::cutGround(input, options(2, false));
        QVERIFY2(cut.has_value(), cut ? "" : cut.error().detail.c_str());
        verifyClean(*cut, 2);
    }

    void streetsThatNeverTouchTheOutlineStillCut() {
        PartitionInput input = town(15);
        input.outline = {{{-400, -400}, {1900, -400}, {1900, 1900}, {-400, 1900}}};
        const auto cut = gis::cutGround(input, options(10, false));
        QVERIFY2(cut.has_value(), cut ? "" : cut.error().detail.c_str());
        verifyClean(*cut, 10);
        QVERIFY(std::abs(cut->report.areaSquareMetres - 2300.0 * 2300) < 100);
        QVERIFY2(cut->report.faces > 100, gis::reportText(cut->report).c_str());
    }

    void ofSeveralPiecesOnlyTheLargestIsCut() {
        PartitionInput input;
        for (int i = 0; i < 12; ++i)
            for (int j = 0; j < 12; ++j) input.weights.push_back({{i * 100.0, j * 100.0}, 10});
        for (int i = 0; i < 4; ++i) input.weights.push_back({{9000 + i * 100.0, 0}, 10});
        for (int i = 0; i < 12; ++i) {
            input.lines.push_back(
                {CutClass::Local, {{i * 100.0 + 40, -900}, {i * 100.0 + 40, 2100}}});
            input.lines.push_back(
                {CutClass::Local, {{-900, i * 100.0 + 40}, {9900, i * 100.0 + 40}}});
        }
        input.cellMetres = 100;
        const auto cut = gis::cutGround(input, options(9, false));
        QVERIFY2(cut.has_value(), cut ? "" : cut.error().detail.c_str());
        verifyClean(*cut, 9);
        QVERIFY2(cut->report.weightOutside > 35 && cut->report.weightOutside < 80,
                 gis::reportText(cut->report).c_str());
    }

    void whatCannotBeCutIsRefusedInOneSentence_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("empty");
        QTest::addColumn<QString>("says");
        QTest::newRow("no grid") << 0 << false << QStringLiteral("at least 1");
        QTest::newRow("nothing at all") << 5 << true << QStringLiteral("no ground to cut");
        QTest::newRow("more grids than blocks") << 400000 << false << QStringLiteral("blocks only");
    }
    void whatCannotBeCutIsRefusedInOneSentence() {
        QFETCH(int, count);
        QFETCH(bool, empty);
        QFETCH(QString, says);
        const auto cut = gis::cutGround(empty ? PartitionInput{} : town(5), options(count));
        QVERIFY(!cut);
        QVERIFY2(QString::fromStdString(cut.error().detail).contains(says),
                 cut.error().detail.c_str());
    }

    void randomGroundIsCutCleanlyOrRefused() {
        std::mt19937 random(static_cast<unsigned>(support::seed("random ground")));
        const auto between = [&](double a, double b) {
            return a + (b - a) * double(random()) / 4294967296.0;
        };
        const auto pick = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
        int cutClean = 0;
        const int rounds = support::soakCount(25, 1000);
        for (int round = 0; round < rounds; ++round) {
            PartitionInput input;
            const double size = between(800, 5000);
            for (unsigned i = pick(60); i > 0; --i) {
                gis::CutLine line{static_cast<CutClass>(pick(7)), {}};
                ScenePoint p{between(0, size), between(0, size)};
                for (unsigned k = 2 + pick(5); k > 0; --k) {
                    line.points.push_back(p);
                    p.x += between(-size / 3, size / 3), p.y += between(-size / 3, size / 3);
                }
                input.lines.push_back(line);
            }
            for (unsigned i = pick(4) == 0 ? 0 : pick(300); i > 0; --i)
                input.weights.push_back({{between(0, size), between(0, size)}, between(0, 50)});
            for (unsigned rings = pick(3); rings > 0; --rings) {
                const double x = between(0.3, 0.7) * size, y = between(0.3, 0.7) * size;
                const unsigned corners = 3 + pick(12);
                std::vector<ScenePoint> ring;
                for (unsigned k = 0; k < corners; ++k) {
                    const double far = size * between(0.1, 0.5), angle = 6.2831853 * k / corners;
                    ring.push_back({x + far * std::cos(angle), y + far * std::sin(angle)});
                }
                input.outline.push_back(ring);
            }
            PartitionOptions wanted = options(1 + static_cast<int>(pick(30)), false);
            wanted.effort = 0.3;
            const auto cut = gis::cutGround(input, wanted);
            if (!cut) {
                QVERIFY(!cut.error().detail.empty());
                continue;
            }
            verifyClean(*cut, wanted.count);
            if (QTest::currentTestFailed()) return;
            ++cutClean;
        }
        QVERIFY2(cutClean > rounds / 3, qPrintable(QString::number(cutClean)));
    }

    void stoppingGivesCancelled() {
        std::stop_source source;
        PartitionOptions wanted = options(80);
        wanted.stop = source.get_token();
        wanted.progress = [&](std::string_view step, double) {
            if (step == "sharing out") source.request_stop();
        };
        const auto cut = gis::cutGround(town(41), wanted);
        QVERIFY(!cut);
        QCOMPARE(static_cast<int>(cut.error().code),
                 static_cast<int>(dispatch::ErrorCode::Cancelled));
    }
};

QTEST_APPLESS_MAIN(TestPartition)
#include "tst_partition.moc"
