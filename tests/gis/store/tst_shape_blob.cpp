// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "gis/store/shape_blob.h"
#include "tests/support/seed.h"

using namespace dispatch;

namespace {

Ring randomRing(std::mt19937_64& random) {
    std::uniform_real_distribution<double> degrees(-180, 180);
    Ring ring;
    const std::size_t corners = 3 + random() % 6;
    for (std::size_t i = 0; i < corners; ++i)
        ring.push_back({degrees(random), degrees(random) / 2});
    ring.push_back(ring.front());
    return ring;
}

Area randomArea(std::mt19937_64& random) {
    Area area(1 + random() % 3);
    for (PolygonRings& polygon : area) {
        polygon.shell = randomRing(random);
        for (std::size_t holes = random() % 3; holes > 0; --holes)
            polygon.holes.push_back(randomRing(random));
    }
    return area;
}

}  // namespace

/// Shapes and lists of numbers as they lie in the store.
class TestShapeBlob : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatWasWrittenIsReadToTheLastBit();
    void cutOffOrSpoiltBytesAreNeverRead();
};

void TestShapeBlob::whatWasWrittenIsReadToTheLastBit() {
    std::mt19937_64 random(support::seed("shape blob"));
    for (int i = 0; i < 500; ++i) {
        const Area area = randomArea(random);
        Area areaRead;
        QVERIFY(gis::readArea(gis::areaBlob(area), areaRead));
        QVERIFY(areaRead == area);
        const Line line = randomRing(random);
        Line lineRead;
        QVERIFY(gis::readLine(gis::lineBlob(line), lineRead));
        QVERIFY(lineRead == line);
        std::vector<std::int64_t> numbers(random() % 20);
        for (auto& number : numbers) number = static_cast<std::int64_t>(random()) >> random() % 64;
        std::vector<std::int64_t> numbersRead;
        QVERIFY(gis::readNumbers(gis::numbersBlob(numbers), numbersRead));
        QVERIFY(numbersRead == numbers);
    }
    Area nothing = {{}};
    QVERIFY(gis::areaBlob({}).empty());
    QVERIFY(gis::readArea({}, nothing));
    QVERIFY(nothing.empty());
}

void TestShapeBlob::cutOffOrSpoiltBytesAreNeverRead() {
    std::mt19937_64 random(support::seed("spoilt shape blob"));
    const gis::Bytes whole = gis::areaBlob(randomArea(random));
    Area area;
    Line line;
    for (std::size_t size = 1; size < whole.size(); ++size)
        QVERIFY(!gis::readArea(std::span(whole).first(size), area));
    QVERIFY(!gis::readLine(whole, line));
    for (int i = 0; i < 2000; ++i) {
        gis::Bytes spoilt = whole;
        for (std::size_t flips = 1 + random() % 8; flips > 0; --flips)
            spoilt[random() % spoilt.size()] = static_cast<std::byte>(random());
        // It may be read or refused; it must end and stay within its bytes.
        (void)gis::readArea(spoilt, area);
    }
    std::vector<std::int64_t> numbers;
    const gis::Bytes endless(12, std::byte{0xff});
    QVERIFY(!gis::readNumbers(endless, numbers));
}

QTEST_APPLESS_MAIN(TestShapeBlob)
#include "tst_shape_blob.moc"
