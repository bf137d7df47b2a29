// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "app/ground/ground_choice.h"
#include "app/ground/tile_folder.h"
#include "app/ground/tile_pictures.h"
#include "tests/support/seed.h"

using app::GroundChoice;
using app::TileFolder;
using app::TileKey;
using app::TilePictures;

namespace {

QImage plain(QRgb colour) {
    QImage image(app::kTilePixels, app::kTilePixels, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

layers::MapView viewOf(double metresPerPixel, QSizeF size = {1280, 720}) {
    layers::MapView view;
    view.centre = {500000, 4390000};
    view.metresPerPixel = metresPerPixel;
    view.size = size;
    return view;
}

}  // namespace

/// Tiles of a ground: which ones a view needs, which ones there are, how long they are kept.
class TestGroundTiles : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tilesOfAViewCoverItOnce();
    void aViewIsWholeWhenAllItsTilesAreThere();
    void tilesOfOtherScalesHelpOutCoarsestFirst();
    void memoryStaysWithinItsBound();
    void anotherSourceHasItsOwnTiles();
    void aTileComesBackFromDiskAsItWas();
    void aDamagedTileCountsAsAbsentAndGoes();
    void theFolderStaysWithinItsBound();
    void groundsAreReadFromSettings();
    void aSettingThatIsNoGroundIsNamed();
    void theProviderFollowsFromTheAddress_data();
    void theProviderFollowsFromTheAddress();
    void aFileWrittenAnewIsAnotherSource();
};

void TestGroundTiles::tilesOfAViewCoverItOnce() {
    const quint64 seed = support::seed("views");
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> scale(std::log(0.05), std::log(500));
    std::uniform_real_distribution<double> place(-3e6, 3e6);
    for (int i = 0; i < 300; ++i) {
        layers::MapView view = viewOf(std::exp(scale(random)));
        view.centre = {place(random), place(random)};
        view.devicePixelRatio = i % 2 == 0 ? 1 : 2;
        const QRectF seen = view.sceneRect();
        const auto tiles = app::tilesIn(app::levelOf(view), seen);
        double area = 0;
        for (const TileKey& key : tiles) {
            const QRectF part = app::sceneOf(key).intersected(seen);
            QVERIFY2(!part.isEmpty(), "a tile out of sight");
            area += part.width() * part.height();
        }
        const double whole = seen.width() * seen.height();
        QVERIFY2(std::abs(area - whole) < whole * 1e-6,
                 qPrintable(QStringLiteral("seed %1: %2 of %3").arg(seed).arg(area).arg(whole)));
    }
}

void TestGroundTiles::aViewIsWholeWhenAllItsTilesAreThere() {
    TilePictures pictures;
    const layers::MapView view = viewOf(5);
    QVERIFY(!pictures.cover(view, view.sceneRect()).isWanted);
    pictures.choose(QStringLiteral("a"), false);
    QVERIFY(pictures.cover(view, view.sceneRect()).isWanted);
    const auto tiles = app::tilesIn(app::levelOf(view), view.sceneRect());
    for (const TileKey& key : tiles) {
        QVERIFY(!pictures.cover(view, view.sceneRect()).isWhole);
        pictures.put(QStringLiteral("a"), key, plain(qRgb(1, 2, 3)));
        QVERIFY(pictures.has(key));
    }
    const auto cover = pictures.cover(view, view.sceneRect());
    QVERIFY(cover.isWhole);
    QCOMPARE(cover.pieces.size(), tiles.size());
    for (const auto& piece : cover.pieces) QVERIFY(piece.exact);
}

void TestGroundTiles::tilesOfOtherScalesHelpOutCoarsestFirst() {
    TilePictures pictures;
    pictures.choose(QStringLiteral("a"), false);
    for (const double metres : {2.5, 10.0, 40.0}) {
        const layers::MapView other = viewOf(metres);
        for (const TileKey& key : app::tilesIn(app::levelOf(other), other.sceneRect()))
            pictures.put(QStringLiteral("a"), key, plain(qRgb(int(metres), 0, 0)));
    }
    const layers::MapView view = viewOf(5);
    const auto cover = pictures.cover(view, view.sceneRect());
    QVERIFY(!cover.isWhole);
    QVERIFY(!cover.pieces.empty());
    double last = 1e9;
    for (const auto& piece : cover.pieces) {
        QVERIFY(!piece.exact);
        QVERIFY2(piece.scene.width() <= last, "a coarser piece would hide a finer one");
        last = piece.scene.width();
    }
}

void TestGroundTiles::memoryStaysWithinItsBound() {
    const qint64 bound = 20 * qint64(app::kTilePixels) * app::kTilePixels * 4;
    TilePictures pictures(bound);
    pictures.choose(QStringLiteral("a"), false);
    for (int i = 0; i < 200; ++i) {
        pictures.put(QStringLiteral("a"), {1000, i, 0}, plain(0));
        QVERIFY(pictures.bytes() <= bound);
    }
    QVERIFY(pictures.has({1000, 199, 0}));
    QVERIFY(!pictures.has({1000, 0, 0}));
}

void TestGroundTiles::anotherSourceHasItsOwnTiles() {
    TilePictures pictures;
    pictures.choose(QStringLiteral("a"), false);
    pictures.put(QStringLiteral("a"), {1000, 1, 1}, plain(0));
    pictures.choose(QStringLiteral("b"), true);
    QVERIFY(!pictures.has({1000, 1, 1}));
    pictures.choose(QStringLiteral("a"), false);
    QVERIFY(pictures.has({1000, 1, 1}));
}

void TestGroundTiles::aTileComesBackFromDiskAsItWas() {
    const QTemporaryDir there;
    QImage drawn = plain(qRgb(10, 20, 30));
    drawn.setPixel(7, 9, qRgb(200, 100, 50));
    {
        TileFolder folder(there.path());
        folder.keep(QStringLiteral("a"), {1000, -3, 4}, drawn);
        folder.settle();
    }
    TileFolder folder(there.path());
    QSignalSpy listed(&folder, &TileFolder::listed);
    folder.open(QStringLiteral("a"));
    QVERIFY(listed.wait(5000));
    QVERIFY(folder.has(QStringLiteral("a"), {1000, -3, 4}));
    QVERIFY(!folder.has(QStringLiteral("a"), {1000, 3, 4}));
    QImage back;
    connect(&folder, &TileFolder::read, this,
            [&](const QString&, const TileKey&, const QImage& image) { back = image; });
    folder.load(QStringLiteral("a"), {1000, -3, 4});
    QTRY_VERIFY(!back.isNull());
    QCOMPARE(back, drawn);
}

void TestGroundTiles::aDamagedTileCountsAsAbsentAndGoes() {
    const QTemporaryDir there;
    QVERIFY(QDir(there.path()).mkpath(QStringLiteral("a")));
    const QString file = there.filePath(QStringLiteral("a/1000_1_2.png"));
    QFile damaged(file);
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("\x89PNG but not for long");
    damaged.close();
    TileFolder folder(there.path());
    QSignalSpy listed(&folder, &TileFolder::listed);
    folder.open(QStringLiteral("a"));
    QVERIFY(listed.wait(5000));
    QVERIFY(folder.has(QStringLiteral("a"), {1000, 1, 2}));
    bool absent = false;
    connect(&folder, &TileFolder::absent, this, [&] { absent = true; });
    folder.load(QStringLiteral("a"), {1000, 1, 2});
    QTRY_VERIFY(absent);
    QVERIFY(!folder.has(QStringLiteral("a"), {1000, 1, 2}));
    QVERIFY(!QFile::exists(file));
}

void TestGroundTiles::theFolderStaysWithinItsBound() {
    const QTemporaryDir there;
    constexpr qint64 kBound = 200000;
    {
        TileFolder folder(there.path(), kBound);
        QImage noise = plain(0);
        std::mt19937 random(1);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < noise.width(); ++x) noise.setPixel(x, y, QRgb(random()));
        for (int i = 0; i < 12; ++i) {
            folder.keep(QStringLiteral("a"), {1000, i, 0}, noise);
            folder.settle();
            QCoreApplication::processEvents();
        }
        folder.settle();
    }
    const auto bytes = [&] {
        qint64 sum = 0;
        QDirIterator it(there.path(), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            it.next();
            sum += it.fileInfo().size();
        }
        return sum;
    };
    QVERIFY(bytes() > 0);
    { TileFolder again(there.path(), kBound); }
    QVERIFY2(bytes() <= kBound, qPrintable(QString::number(bytes())));
}

void TestGroundTiles::groundsAreReadFromSettings() {
    dispatch::Picture picture;
    GroundChoice given;
    given.name = QStringLiteral("imagery");
    given.title = QStringLiteral("Imagery");
    given.source = {"Imagery", "wms", "type=xyz&url=http://tiles.example/{x}/{y}/{z}.png", "gcj02",
                    true};
    given.attribution = QStringLiteral("© the survey");
    given.folders = {QStringLiteral("/srv/maps")};
    dispatch::Setting row;
    row.id = dispatch::SettingId{1};
    row.key = "ground.imagery";
    row.value = app::groundSetting(given, QStringLiteral("影像")).toStdString();
    picture.settings = dispatch::Table<dispatch::Setting>({row});
    QStringList problems;
    const auto english = app::groundsOf(picture, QStringLiteral("en_GB"), problems);
    QCOMPARE(problems, QStringList());
    QCOMPARE(english.size(), std::size_t(1));
    QVERIFY(english.front() == given);
    const auto chinese = app::groundsOf(picture, QStringLiteral("zh_CN"), problems);
    QCOMPARE(chinese.front().title, QStringLiteral("影像"));
}

void TestGroundTiles::aSettingThatIsNoGroundIsNamed() {
    dispatch::Picture picture;
    dispatch::Setting row;
    row.id = dispatch::SettingId{1};
    row.key = "ground.bad";
    row.value = "{\"title\":";
    dispatch::Setting other;
    other.id = dispatch::SettingId{2};
    other.key = "ground.empty";
    other.value = "{}";
    picture.settings = dispatch::Table<dispatch::Setting>({row, other});
    QStringList problems;
    QVERIFY(app::groundsOf(picture, QStringLiteral("en"), problems).empty());
    QCOMPARE(problems.size(), 2);
    QVERIFY2(problems[0].startsWith(QStringLiteral("ground.bad: ")), qPrintable(problems[0]));
    QCOMPARE(problems[1], QStringLiteral("ground.empty: uri is missing"));
}

void TestGroundTiles::theProviderFollowsFromTheAddress_data() {
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("provider");
    const auto row = [](const char* uri, const char* provider) {
        QTest::newRow(uri) << QString::fromUtf8(uri) << QString::fromUtf8(provider);
    };
    row("/srv/city.QGZ", "project");
    row("/srv/city.qgs", "project");
    row("/srv/city.gpkg", "ogr");
    row("/srv/city.gpkg|layername=roads", "ogr");
    row("/srv/image.tif", "gdal");
    row("/srv/tiles.mbtiles", "mbtiles");
    row("type=xyz&url=https://t.example/{z}/{x}/{y}.png&zmax=18", "wms");
    row("type=xyz&url=https://t.example/{z}/{x}/{y}.pbf", "vectortile");
    row("contextualWMSLegend=0&crs=EPSG:4490&layers=vec&url=http://wms.example", "wms");
    row("dbname='city' host=db table=\"public\".\"roads\" (geom)", "postgres");
}

void TestGroundTiles::theProviderFollowsFromTheAddress() {
    QFETCH(QString, uri);
    QTEST(QString::fromStdString(app::providerOf(uri)), "provider");
}

void TestGroundTiles::aFileWrittenAnewIsAnotherSource() {
    const QTemporaryDir there;
    QFile file(there.filePath(QStringLiteral("a.qgs")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<qgis/>");
    file.close();
    GroundChoice choice;
    choice.source.uri = file.fileName().toStdString();
    choice.source.provider = "project";
    const auto print = [&] {
        return app::fingerprintOf(choice, QStringLiteral("EPSG:4545"), 1, 1);
    };
    const QString before = print();
    QCOMPARE(print(), before);
    QVERIFY(file.open(QIODevice::Append));
    file.write(" ");
    file.close();
    QVERIFY(print() != before);
    // Also what lies beside a project is drawn by it.
    const QString between = print();
    QFile data(there.filePath(QStringLiteral("data.gpkg")));
    QVERIFY(data.open(QIODevice::WriteOnly));
    data.write("x");
    data.close();
    QVERIFY(print() != between);
    QVERIFY(app::fingerprintOf(choice, QStringLiteral("EPSG:4545"), 0.25, 1) != print());
    QVERIFY(app::fingerprintOf(choice, QStringLiteral("EPSG:4547"), 1, 1) != print());
}

QTEST_GUILESS_MAIN(TestGroundTiles)
#include "tst_ground_tiles.moc"
