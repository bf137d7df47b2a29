// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <random>

#include "layers/map_canvas.h"
#include "tests/layers/made_scene.h"
#include "tests/support/seed.h"

using namespace layers;
using dispatch::Kind;
using dispatch::RecordRef;

/// The canvas as a person uses it: never blank, the old picture until the new one is whole, hits,
/// ages, and only what listens is made anew.
class TestCanvas : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void noFrameIsBlankOnARandomWalk();
    void theOldPictureStaysUntilTheNewOneIsWhole();
    void settledMeansThatTheNewestSymbolsCanBeHit();
    void aThemeSwapsPictureAndSpritesAtOnce();
    void theGroundUnderTheCursorStaysWhileTheWheelTurns();
    void aDragMovesTheGroundWithTheHand();
    void keysMoveAndFit();
    void aClickSelectsTheTopSymbolAndTheNextOneBelow();
    void aClickBesideEverySymbolSelectsTheGrid();
    void thoseOffDutyAreNotDrawn();
    void aPositionPastItsLimitIsDrawnAndCountedAsStale();
    void changesTouchOnlyWhatListens();
    void aHiddenLayerIsNotHit();
    void aLayerMovedUpKeepsThePictureUntilTheNextOne();
    void theCodeUnderTheCursorIsThatOfTheGrid();
};

namespace {

struct Shown {
    support::MadeScene scene;
    MapCanvas canvas{Theme::hall()};
    explicit Shown(support::SceneSize size = {}, QSize pixels = {480, 360})
        : scene(support::makeScene(size)) {
        canvas.resize(pixels);
        canvas.setGround(scene.ground);
        canvas.setPicture(scene.picture, {});
        canvas.setStoreTime(scene.now);
        canvas.show();
    }
    bool settle() {
        return QTest::qWaitFor([&] { return canvas.isSettled() && !canvas.overview().isNull(); },
                               20000);
    }
    QImage frame() { return canvas.grab().toImage().convertToFormat(QImage::Format_RGB32); }
    void hideAllBut(const QStringList& names) {
        for (const auto& state : canvas.layerStates())
            canvas.setLayerVisible(state.name, names.contains(state.name));
    }
};

/// The scene with one responder at a grid's middle and nobody else.
support::SceneSize nobody() {
    support::SceneSize size;
    size.responders = 0;
    size.cases = 0;
    size.posts = 0;
    return size;
}

dispatch::LonLat middleOf(const support::MadeScene& scene) {
    return extentOf(*scene.picture, nullptr).centre();
}

std::shared_ptr<dispatch::Picture> withResponders(const dispatch::Picture& from, int count,
                                                  dispatch::LonLat place, dispatch::Millis time,
                                                  bool onDuty) {
    auto next = std::make_shared<dispatch::Picture>(from);
    std::vector<dispatch::Responder> responders;
    std::vector<dispatch::Fix> fixes;
    for (int i = 0; i < count; ++i) {
        dispatch::Responder r;
        r.id = {i + 1};
        r.code = "w" + std::to_string(i + 1);
        r.onDuty = onDuty;
        r.reportSeconds = 10;
        responders.push_back(r);
        dispatch::Fix fix;
        fix.responder = r.id;
        fix.place = place;
        fix.time = time;
        fixes.push_back(fix);
    }
    next->responders = dispatch::Table<dispatch::Responder>(responders);
    next->fixes = std::make_shared<const std::vector<dispatch::Fix>>(fixes);
    return next;
}

dispatch::Changes changed(std::initializer_list<Kind> kinds) {
    dispatch::Changes changes;
    for (const Kind kind : kinds) changes.add(kind);
    return changes;
}

/// How many pixels near a place have about a colour.
int pixelsLike(const QImage& image, QPointF at, int reach, QColor colour) {
    int count = 0;
    for (int y = int(at.y()) - reach; y <= int(at.y()) + reach; ++y)
        for (int x = int(at.x()) - reach; x <= int(at.x()) + reach; ++x) {
            if (!image.rect().contains(x, y)) continue;
            const QColor p = image.pixelColor(x, y);
            count += std::abs(p.red() - colour.red()) < 10 &&
                     std::abs(p.green() - colour.green()) < 10 &&
                     std::abs(p.blue() - colour.blue()) < 10;
        }
    return count;
}

}  // namespace

void TestCanvas::noFrameIsBlankOnARandomWalk() {
    Shown shown;
    QVERIFY(shown.settle());
    std::mt19937_64 random(support::seed("random walk of the view"));
    const auto from = [&](double low, double high) {
        return low + (high - low) * double(random() >> 11) / double(1ULL << 53);
    };
    const QColor outside = Theme::hall().color(std::string_view("map.outside"));
    const dispatch::GeoBox city = extentOf(*shown.scene.picture, nullptr);
    const int steps = support::soakCount(150, 5000);
    for (int i = 0; i < steps; ++i) {
        switch (random() % 4) {
            case 0:
            case 1:
                shown.canvas.panBy({from(-120, 120), from(-120, 120)});
                break;
            case 2:
                shown.canvas.zoomBy(from(0.5, 2), QPointF(from(0, 480), from(0, 360)));
                break;
            case 3:
                if (!city.contains(shown.canvas.placeAt({240, 180}))) shown.canvas.fitCity();
                QTest::qWait(int(random() % 12));
                break;
        }
        const QImage frame = shown.frame();
        int inside = 0, blank = 0;
        for (int y = 4; y < 360; y += 16)
            for (int x = 4; x < 480; x += 16) {
                const dispatch::LonLat place = shown.canvas.placeAt(QPointF(x, y));
                // The land of the made city is a little wider than its grids.
                if (!city.contains(place)) continue;
                ++inside;
                blank += frame.pixelColor(x, y) == outside;
            }
        // Only the thin casings of roads share the colour of the outside.
        QVERIFY2(
            blank * 3 <= inside + 6,
            qPrintable(QStringLiteral("step %1: %2 of %3 blank").arg(i).arg(blank).arg(inside)));
    }
}

void TestCanvas::theOldPictureStaysUntilTheNewOneIsWhole() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    QTest::qWait(300);
    const QImage before = shown.frame();
    shown.canvas.setLayerVisible(QStringLiteral("ground"), false);
    QVERIFY(!shown.canvas.isSettled());
    QCOMPARE(shown.frame(), before);
    QVERIFY(shown.settle());
    QVERIFY(shown.frame() != before);
}

void TestCanvas::settledMeansThatTheNewestSymbolsCanBeHit() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    const QSignalSpy settled(&shown.canvas, &MapCanvas::settled);
    const dispatch::LonLat place = middleOf(shown.scene);
    shown.canvas.setPicture(withResponders(*shown.scene.picture, 1, place, shown.scene.now, true),
                            changed({Kind::Responder, Kind::Fix}));
    QVERIFY(!shown.canvas.isSettled());
    QVERIFY(shown.settle());
    QVERIFY(!settled.isEmpty());
    const std::vector<Hit> hits = shown.canvas.hitsAt(shown.canvas.pixelOf(place));
    QVERIFY(!hits.empty());
    QCOMPARE(hits.front().record, (RecordRef{Kind::Responder, 1}));
}

void TestCanvas::aThemeSwapsPictureAndSpritesAtOnce() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    const QImage dark = shown.frame();
    shown.canvas.setTheme(Theme::desk());
    QCOMPARE(shown.frame(), dark);
    QVERIFY(shown.settle());
    const QColor corner = shown.frame().pixelColor(1, 1);
    QCOMPARE(corner.name(), Theme::desk().color(std::string_view("map.outside")).name());
}

void TestCanvas::theGroundUnderTheCursorStaysWhileTheWheelTurns() {
    Shown shown;
    QVERIFY(shown.settle());
    const QPointF at(100, 250);
    const dispatch::LonLat before = shown.canvas.placeAt(at);
    const double scale = shown.canvas.view().metresPerPixel;
    for (int i = 0; i < 5; ++i) {
        QWheelEvent event(at, shown.canvas.mapToGlobal(at), {}, {0, 120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&shown.canvas, &event);
    }
    QVERIFY(shown.canvas.view().metresPerPixel < scale / 2);
    const QPointF after = shown.canvas.pixelOf(before);
    QVERIFY2(QLineF(at, after).length() < 3,
             qPrintable(QString::number(QLineF(at, after).length())));
}

void TestCanvas::aDragMovesTheGroundWithTheHand() {
    Shown shown;
    QVERIFY(shown.settle());
    const dispatch::LonLat grabbed = shown.canvas.placeAt({200, 200});
    QTest::mousePress(&shown.canvas, Qt::LeftButton, {}, {200, 200});
    for (int i = 1; i <= 10; ++i) QTest::mouseMove(&shown.canvas, {200 + 7 * i, 200 - 4 * i});
    QTest::mouseRelease(&shown.canvas, Qt::LeftButton, {}, {270, 160});
    const QPointF now = shown.canvas.pixelOf(grabbed);
    QVERIFY2(QLineF(now, QPointF(270, 160)).length() < 2,
             qPrintable(QStringLiteral("%1 %2").arg(now.x()).arg(now.y())));
    QVERIFY(!shown.canvas.selection());
}

void TestCanvas::keysMoveAndFit() {
    Shown shown;
    QVERIFY(shown.settle());
    const MapView city = shown.canvas.view();
    QTest::keyClick(&shown.canvas, Qt::Key_Plus);
    QVERIFY(shown.canvas.view().metresPerPixel < city.metresPerPixel);
    QTest::keyClick(&shown.canvas, Qt::Key_Right);
    QVERIFY(shown.canvas.view().centre.x > city.centre.x + 1);
    QTest::keyClick(&shown.canvas, Qt::Key_Home);
    QCOMPARE(shown.canvas.view().metresPerPixel, city.metresPerPixel);
}

void TestCanvas::aClickSelectsTheTopSymbolAndTheNextOneBelow() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    auto picture =
        withResponders(*shown.scene.picture, 2, middleOf(shown.scene), shown.scene.now, true);
    dispatch::Case record;
    record.id = {7};
    record.code = "LL-261122-1007";
    record.place = middleOf(shown.scene);
    picture->cases = dispatch::Table<dispatch::Case>({record});
    shown.canvas.setPicture(picture, changed({Kind::Responder, Kind::Fix, Kind::Case}));
    const QPoint at = shown.canvas.pixelOf(middleOf(shown.scene)).toPoint();
    QTRY_COMPARE(shown.canvas.hitsAt(at).size(), std::size_t(4));
    QSignalSpy spy(&shown.canvas, &MapCanvas::selected);
    const std::vector<RecordRef> expected{
        {Kind::Case, 7}, {Kind::Responder, 2}, {Kind::Responder, 1}};
    for (const RecordRef& ref : expected) {
        QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, at);
        QVERIFY(shown.canvas.selection() == ref);
    }
    QCOMPARE(spy.size(), 3);
}

void TestCanvas::aClickBesideEverySymbolSelectsTheGrid() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    const QPoint at = shown.canvas.pixelOf(middleOf(shown.scene)).toPoint() + QPoint(9, 7);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, at);
    QVERIFY(shown.canvas.selection());
    QCOMPARE(shown.canvas.selection()->kind, Kind::Grid);
}

void TestCanvas::thoseOffDutyAreNotDrawn() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    shown.hideAllBut({QStringLiteral("responders")});
    QVERIFY(shown.settle());
    const QImage empty = shown.frame();
    const auto kinds = changed({Kind::Responder, Kind::Fix});
    shown.canvas.setPicture(
        withResponders(*shown.scene.picture, 1, middleOf(shown.scene), shown.scene.now, false),
        kinds);
    QTest::qWait(200);
    QCOMPARE(shown.frame(), empty);
    // The same person on duty is seen: the check above can fail.
    shown.canvas.setPicture(
        withResponders(*shown.scene.picture, 1, middleOf(shown.scene), shown.scene.now, true),
        kinds);
    QTRY_VERIFY(shown.frame() != empty);
}

void TestCanvas::aPositionPastItsLimitIsDrawnAndCountedAsStale() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    const auto kinds = changed({Kind::Responder, Kind::Fix});
    shown.canvas.setPicture(
        withResponders(*shown.scene.picture, 1, middleOf(shown.scene), shown.scene.now, true),
        kinds);
    shown.canvas.goTo(middleOf(shown.scene), 1.0);
    QVERIFY(shown.settle());
    const auto responders = [&] {
        for (const auto& state : shown.canvas.layerStates())
            if (state.name == QStringLiteral("responders")) return state;
        return MapCanvas::LayerState{};
    };
    const QPointF at = shown.canvas.pixelOf(middleOf(shown.scene));
    const QColor fresh = Theme::hall().color(std::string_view("responder.gridworker"));
    const QColor stale = Theme::hall().color(std::string_view("age.stale"));
    QTRY_VERIFY(pixelsLike(shown.frame(), at, 7, fresh) > 60);
    QCOMPARE(responders().stale, std::size_t(0));
    // Six reporting intervals of 10 s are still ageing, one second more is stale.
    shown.canvas.setStoreTime(shown.scene.now + std::chrono::seconds(60));
    QCOMPARE(responders().stale, std::size_t(0));
    QVERIFY(pixelsLike(shown.frame(), at, 7, fresh) > 10);
    shown.canvas.setStoreTime(shown.scene.now + std::chrono::seconds(61));
    QCOMPARE(responders().stale, std::size_t(1));
    QCOMPARE(pixelsLike(shown.frame(), at, 9, fresh), 0);
    QVERIFY(pixelsLike(shown.frame(), at, 9, stale) > 5);
    QVERIFY(responders().newest == shown.scene.now);
}

void TestCanvas::changesTouchOnlyWhatListens() {
    Shown shown;
    QVERIFY(shown.settle());
    QTest::qWait(300);
    QSignalSpy redrawing(&shown.canvas, &MapCanvas::redrawing);
    shown.canvas.resetFrameStats();
    shown.canvas.setPicture(support::movedOn(*shown.scene.picture, 1), changed({Kind::Fix}));
    QTest::qWait(300);
    QCOMPARE(redrawing.size(), 0);
    QVERIFY(shown.canvas.frameStats().render.empty());
    // A post is flattened: that does ask for a drawing.
    shown.canvas.setPicture(support::movedOn(*shown.scene.picture, 2), changed({Kind::Post}));
    QTRY_VERIFY(!redrawing.isEmpty());
    QVERIFY(shown.settle());
    QTRY_VERIFY(!shown.canvas.frameStats().render.empty());
}

void TestCanvas::aHiddenLayerIsNotHit() {
    Shown shown(nobody());
    QVERIFY(shown.settle());
    shown.canvas.setPicture(
        withResponders(*shown.scene.picture, 1, middleOf(shown.scene), shown.scene.now, true),
        changed({Kind::Responder, Kind::Fix}));
    const QPointF at = shown.canvas.pixelOf(middleOf(shown.scene));
    QTRY_VERIFY(!shown.canvas.hitsAt(at).empty() && !shown.canvas.hitsAt(at).front().isArea);
    shown.canvas.setLayerVisible(QStringLiteral("responders"), false);
    QVERIFY(shown.canvas.hitsAt(at).empty() || shown.canvas.hitsAt(at).front().isArea);
}

void TestCanvas::aLayerMovedUpKeepsThePictureUntilTheNextOne() {
    Shown shown;
    QVERIFY(shown.settle());
    QTest::qWait(300);
    const QImage before = shown.frame();
    shown.canvas.moveLayer(QStringLiteral("ground"), 20);
    QCOMPARE(shown.canvas.layerStates().front().name, QStringLiteral("ground"));
    QCOMPARE(shown.frame(), before);
    QVERIFY(shown.settle());
    QVERIFY(shown.frame() != before);
}

void TestCanvas::theCodeUnderTheCursorIsThatOfTheGrid() {
    Shown shown;
    QVERIFY(shown.settle());
    QSignalSpy moved(&shown.canvas, &MapCanvas::cursorMoved);
    QTest::mouseMove(&shown.canvas, {240, 180});
    QTRY_VERIFY(!moved.isEmpty());
    const QString code = moved.back().at(1).toString();
    QCOMPARE(code.size(), 15);
    QCOMPARE(shown.canvas.gridCodeAt({100.0, 30.0}), QString());
}

QTEST_MAIN(TestCanvas)
#include "tst_canvas.moc"
