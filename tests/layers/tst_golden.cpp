// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGuiApplication>
#include <QTest>

#include "layers/catalog.h"
#include "layers/map_picture.h"
#include "tests/layers/made_scene.h"
#include "tests/support/golden.h"

using namespace layers;

/// A reference picture for each row of the catalog, in both themes and at both scales.
class TestGolden : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void everyLayerLooksAsItDid_data();
    void everyLayerLooksAsItDid();
    void allLayersTogetherLookAsTheyDid_data() { themesAndScales(); }
    void allLayersTogetherLookAsTheyDid();
    void theComparisonCanFail();

  private:
    static void themesAndScales();
    static QImage draw(const QStringList& names, Theme theme, int scale);
};

void TestGolden::initTestCase() {
    QFont font(QStringLiteral("WenQuanYi Micro Hei"));
    font.setFamilies({QStringLiteral("WenQuanYi Micro Hei"), QStringLiteral("DejaVu Sans")});
    QGuiApplication::setFont(font);
}

void TestGolden::themesAndScales() {
    QTest::addColumn<QString>("theme");
    QTest::addColumn<int>("scale");
    for (const char* theme : {"hall", "desk"})
        for (const int scale : {1, 2})
            QTest::addRow("%s at %d", theme, scale) << QString::fromLatin1(theme) << scale;
}

QImage TestGolden::draw(const QStringList& names, Theme theme, int scale) {
    const support::MadeScene scene = support::makeScene();
    SceneInput input;
    input.picture = scene.picture;
    input.ground = scene.ground;
    input.storeTime = scene.now;
    const dispatch::GeoBox box = extentOf(*scene.picture, scene.ground.get());
    input.projection = gis::Projection::forExtent(box);
    input.selection = dispatch::RecordRef{dispatch::Kind::Case, 3};
    input.reach.around = ReachAround::Posts;
    input.reach.vehicle = dispatch::Vehicle::Foot;
    MapView view = viewOf(box, input.projection, QSizeF(320, 240), scale);
    view.metresPerPixel = 2.9;
    return drawMap(input, view, theme, names);
}

void TestGolden::everyLayerLooksAsItDid_data() {
    QTest::addColumn<QString>("layer");
    QTest::addColumn<QString>("theme");
    QTest::addColumn<int>("scale");
    QVERIFY(!catalog().empty());
    for (const LayerSpec& spec : catalog())
        for (const char* theme : {"hall", "desk"})
            for (const int scale : {1, 2})
                QTest::addRow("%s, %s at %d", spec.name, theme, scale)
                    << QString::fromLatin1(spec.name) << QString::fromLatin1(theme) << scale;
}

void TestGolden::everyLayerLooksAsItDid() {
    QFETCH(QString, layer);
    QFETCH(QString, theme);
    QFETCH(int, scale);
    const QString why = support::compareWithGolden(
        draw({layer}, Theme::named(theme), scale),
        QStringLiteral("layers/%1-%2-%3x").arg(layer, theme).arg(scale), {12, 60 * scale});
    QVERIFY2(why.isEmpty(), qPrintable(why));
}

void TestGolden::allLayersTogetherLookAsTheyDid() {
    QFETCH(QString, theme);
    QFETCH(int, scale);
    QStringList names;
    for (const LayerSpec& spec : catalog()) names.append(QString::fromLatin1(spec.name));
    const QString why = support::compareWithGolden(
        draw(names, Theme::named(theme), scale),
        QStringLiteral("layers/all-%1-%2x").arg(theme).arg(scale), {12, 120 * scale});
    QVERIFY2(why.isEmpty(), qPrintable(why));
}

void TestGolden::theComparisonCanFail() {
    if (qEnvironmentVariableIsSet("GRIDHALL_ACCEPT")) return;
    QImage spoilt = draw({QStringLiteral("ground")}, Theme::hall(), 1);
    QPainter(&spoilt).fillRect(10, 10, 20, 20, Theme::hall().color(std::string_view("t1")));
    QVERIFY(!support::compareWithGolden(spoilt, QStringLiteral("layers/ground-hall-1x"), {12, 60})
                 .isEmpty());
    QVERIFY(!support::compareWithGolden(spoilt, QStringLiteral("layers/no-such"), {}).isEmpty());
}

QTEST_MAIN(TestGolden)
#include "tst_golden.moc"
