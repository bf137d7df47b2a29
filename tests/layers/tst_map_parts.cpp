// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGuiApplication>
#include <QTest>
#include <cmath>
#include <random>

#include "gis/geometry/geodesic.h"
#include "layers/box_index.h"
#include "layers/catalog.h"
#include "layers/grid_map.h"
#include "layers/labels.h"
#include "layers/render.h"
#include "layers/shape_set.h"
#include "tests/layers/made_scene.h"
#include "tests/support/seed.h"

using namespace layers;

/// The parts below the canvas: index, shapes, borders, words, and how layers are flattened.
class TestMapParts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theIndexFindsWhatAPlainWalkFinds();
    void everySharedBorderIsDrawnOnce();
    void bordersRankByTheCodesOnTheirSides();
    void theGridAtAPlaceIsTheOneThatContainsIt();
    void anInnerPointLiesInside();
    void wordsNeverLieOnEachOther();
    void moreThanThreeImagesAreNeverComposed();
    void liveLayersStayBetweenWhatLiesBelowAndAbove();
    void occupiedBoxesHoldEveryPixel();
    void aStoppedDrawingIsNotComplete();
};

void TestMapParts::theIndexFindsWhatAPlainWalkFinds() {
    std::mt19937_64 random(support::seed("boxes of the index"));
    const auto from = [&](double low, double high) {
        return low + (high - low) * double(random() >> 11) / double(1ULL << 53);
    };
    for (const int count : {0, 1, 12, 13, 145, 2000}) {
        std::vector<SceneBox> boxes;
        for (int i = 0; i < count; ++i) {
            const double x = from(0, 1000), y = from(0, 1000);
            boxes.push_back({x, y, x + from(0, 40), y + from(0, 40)});
        }
        const BoxIndex index(boxes);
        for (int round = 0; round < 50; ++round) {
            const double x = from(-50, 1000), y = from(-50, 1000);
            const SceneBox wanted{x, y, x + from(0, 300), y + from(0, 300)};
            std::vector<std::uint32_t> found, expected;
            index.query(wanted, [&](std::uint32_t i) { found.push_back(i); });
            for (std::uint32_t i = 0; i < boxes.size(); ++i)
                if (boxes[i].intersects(wanted)) expected.push_back(i);
            std::sort(found.begin(), found.end());
            QVERIFY(found == expected);
        }
    }
}

namespace {

struct City {
    support::MadeScene scene = support::makeScene({.columns = 8, .rows = 5});
    gis::Projection projection =
        gis::Projection::forExtent(extentOf(*scene.picture, scene.ground.get()));
    GridMap map{*scene.picture, projection};
};

double lengthOf(const ShapeSet& lines) {
    double length = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto points = lines.ring(i, 0);
        for (std::size_t k = 0; k + 1 < points.size(); ++k)
            length += std::hypot(points[k + 1].x - points[k].x, points[k + 1].y - points[k].y);
    }
    return length;
}

}  // namespace

void TestMapParts::everySharedBorderIsDrawnOnce() {
    const City city;
    double rings = 0, outline = 0, all = 0;
    for (std::size_t i = 0; i < city.map.shapes().size(); ++i) {
        if (city.map.items()[i].kind == dispatch::GridKind::Dedicated) continue;
        ShapeSet one;
        one.addLine(city.map.shapes().ring(i, 0));
        rings += lengthOf(one);
    }
    for (std::size_t rank = 0; rank < kBorderRanks; ++rank)
        all += lengthOf(city.map.borders(BorderRank(rank)));
    outline = lengthOf(city.map.borders(BorderRank::City));
    // Inner borders belong to two rings, the outline to one.
    QVERIFY2(std::abs((rings - outline) / 2 + outline - all) < 0.01,
             qPrintable(QStringLiteral("%1 %2 %3").arg(rings).arg(outline).arg(all)));
    QCOMPARE(city.map.borders(BorderRank::City).size(), std::size_t(1));
}

void TestMapParts::bordersRankByTheCodesOnTheirSides() {
    const City city;
    for (const BorderRank rank :
         {BorderRank::District, BorderRank::Township, BorderRank::Community, BorderRank::Grid}) {
        static constexpr std::size_t kDigits[] = {4, 6, 9, 12, 15};
        const ShapeSet& lines = city.map.borders(rank);
        QVERIFY(!lines.empty());
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto points = lines.ring(i, 0);
            for (std::size_t k = 0; k + 1 < points.size(); ++k) {
                const double dx = points[k + 1].x - points[k].x, dy = points[k + 1].y - points[k].y;
                const double step = 0.5 / std::hypot(dx, dy);
                const gis::ScenePoint middle{points[k].x + dx / 2, points[k].y + dy / 2};
                const auto a = city.map.gridAt({middle.x - dy * step, middle.y + dx * step});
                const auto b = city.map.gridAt({middle.x + dy * step, middle.y - dx * step});
                QVERIFY(a && b && *a != *b);
                const std::string& one = city.map.items()[*a].code;
                const std::string& two = city.map.items()[*b].code;
                const std::size_t at = std::size_t(rank);
                QVERIFY(one.substr(0, kDigits[at - 1]) == two.substr(0, kDigits[at - 1]));
                QVERIFY(one.substr(0, kDigits[at]) != two.substr(0, kDigits[at]));
            }
        }
    }
}

void TestMapParts::theGridAtAPlaceIsTheOneThatContainsIt() {
    const City city;
    for (std::size_t i = 0; i < city.map.items().size(); ++i) {
        const auto& item = city.map.items()[i];
        const bool dedicated = item.kind == dispatch::GridKind::Dedicated;
        const auto found = city.map.gridAt(item.inner.at, dedicated);
        QVERIFY(found && *found == i);
        QVERIFY(city.map.find(item.id) == i);
    }
    QVERIFY(!city.map.gridAt({0, 0}));
}

void TestMapParts::anInnerPointLiesInside() {
    // A U whose centre of gravity lies outside it.
    dispatch::Ring ring{{0, 0},       {0.05, 0},    {0.05, 0.05}, {0.04, 0.05}, {0.04, 0.01},
                        {0.01, 0.01}, {0.01, 0.05}, {0, 0.05},    {0, 0}};
    ShapeSet shapes;
    shapes.addArea({{ring, {}}}, gis::Projection::onMeridian(0));
    shapes.finish();
    const InnerPoint inner = innerPoint(shapes, 0);
    QVERIFY(shapes.contains(0, inner.at));
    QVERIFY2(inner.radius > 450 && inner.radius < 800, qPrintable(QString::number(inner.radius)));
}

void TestMapParts::wordsNeverLieOnEachOther() {
    std::mt19937_64 random(support::seed("places of words"));
    LabelSet labels(QRectF(0, 0, 800, 600));
    LabelImages images(Theme::hall(), 1, mapFont());
    for (int i = 0; i < 400; ++i)
        labels.add({.text = QString::number(random() % 1000),
                    .at = QPointF(double(random() % 800), double(random() % 600)),
                    .angle = double(random() % 4) * 30,
                    .priority = int(random() % 3)});
    labels.place(images);
    const auto boxes = labels.placedBoxes();
    QVERIFY(boxes.size() > 50);
    for (std::size_t a = 0; a < boxes.size(); ++a)
        for (std::size_t b = a + 1; b < boxes.size(); ++b) QVERIFY(!boxes[a].intersects(boxes[b]));
}

void TestMapParts::moreThanThreeImagesAreNeverComposed() {
    // Every way to put still, changing and live layers on each other, up to seven of them.
    for (int count = 0; count <= 7; ++count) {
        int ways = 1;
        for (int i = 0; i < count; ++i) ways *= 3;
        for (int way = 0; way < ways; ++way) {
            std::vector<std::pair<std::size_t, Manner>> manners;
            for (int i = 0, rest = way; i < count; ++i, rest /= 3)
                manners.emplace_back(std::size_t(i), Manner(rest % 3));
            const Composition result = compose(manners);
            std::size_t images = 0, live = 0, flat = 0;
            for (const FrameItem& item : result.frame) (item.isImage ? images : live) += 1;
            for (const auto& segment : result.segments) flat += segment.size();
            QVERIFY(images <= kSegments);
            QCOMPARE(flat + live, std::size_t(count));
            QVERIFY(result.frame.front() == (FrameItem{true, 0}));
        }
    }
}

void TestMapParts::liveLayersStayBetweenWhatLiesBelowAndAbove() {
    const Composition result = compose({{0, Manner::Still},
                                        {1, Manner::Changing},
                                        {2, Manner::Still},
                                        {3, Manner::Live},
                                        {4, Manner::Live}});
    const std::vector<FrameItem> expected{{true, 0}, {true, 1}, {false, 3}, {false, 4}, {true, 2}};
    QVERIFY(result.frame == expected);
    QVERIFY(result.segments[0] == std::vector<std::size_t>{0});
    QVERIFY((result.segments[1] == std::vector<std::size_t>{1, 2}));
    QCOMPARE(result.labelSegment, std::size_t(2));
}

void TestMapParts::occupiedBoxesHoldEveryPixel() {
    QImage image(333, 217, QImage::Format_ARGB32_Premultiplied);
    image.fill(0);
    std::mt19937_64 random(support::seed("pixels"));
    for (int i = 0; i < 60; ++i)
        image.setPixel(int(random() % 333), int(random() % 217), qRgba(9, 9, 9, 9));
    const auto boxes = occupiedBoxes(image);
    int held = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const auto inside = std::count_if(boxes.begin(), boxes.end(),
                                              [&](const QRect& b) { return b.contains(x, y); });
            QVERIFY(inside <= 1);
            if (image.pixel(x, y) != 0) {
                QCOMPARE(inside, std::ptrdiff_t(1));
                ++held;
            }
        }
    QVERIFY(held > 30);
}

void TestMapParts::aStoppedDrawingIsNotComplete() {
    RenderRequest request;
    request.view.size = {200, 100};
    request.wanted.set();
    request.composition = compose({});
    QVERIFY(layers::render(request, nullptr).complete);
    *request.cancelled = true;
    QVERIFY(!layers::render(request, nullptr).complete);
}

QTEST_MAIN(TestMapParts)
#include "tst_map_parts.moc"
