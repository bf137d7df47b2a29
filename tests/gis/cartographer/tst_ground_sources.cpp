// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTest>

#include "tests/gis/cartographer/drawing_room.h"

using namespace support;
using gis::CartographerClient;

/// Files of the trade as grounds: each holds the same square, and is drawn where the square is.
class TestGroundSources : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void aFileIsDrawnWhereItLies_data();
    void aFileIsDrawnWhereItLies();

  private:
    bool run(const char* program, const QStringList& arguments) {
        QProcess process;
        process.start(QString::fromUtf8(program), arguments);
        process.waitForFinished(60000);
        if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return true;
        qWarning("%s: %s", program, process.readAllStandardError().constData());
        return false;
    }
    /// The square as another vector format.
    bool convert(const char* format, const char* file, const QStringList& more = {}) {
        return run("ogr2ogr", QStringList{QStringLiteral("-f"), QString::fromUtf8(format)} + more +
                                  QStringList{m_room.data(QString::fromUtf8(file)),
                                              m_room.data(QStringLiteral("ground.gpkg")),
                                              QStringLiteral("square")});
    }
    DrawingRoom m_room;
    std::unique_ptr<CartographerClient> m_files;
};

void TestGroundSources::initTestCase() {
    QVERIFY(convert("ESRI Shapefile", "square.shp"));
    QVERIFY(convert("GeoJSON", "square.geojson"));
    QVERIFY(convert("FlatGeobuf", "square.fgb"));
    QVERIFY(
        convert("GPKG", "mercator.gpkg", {QStringLiteral("-t_srs"), QStringLiteral("EPSG:3857")}));
    QVERIFY(convert("GPKG", "zone.gpkg", {QStringLiteral("-t_srs"), QStringLiteral("EPSG:4545")}));
    QVERIFY(
        convert("MVT", "shapes.mbtiles", {QStringLiteral("-dsco"), QStringLiteral("MAXZOOM=14")}));
    // Red where the square is, black around it.
    const auto number = [](double value) { return QString::number(value, 'f', 6); };
    QVERIFY(run("gdal_rasterize", {QStringLiteral("-q"),
                                   QStringLiteral("-burn"),
                                   QStringLiteral("220"),
                                   QStringLiteral("-burn"),
                                   QStringLiteral("20"),
                                   QStringLiteral("-burn"),
                                   QStringLiteral("20"),
                                   QStringLiteral("-ot"),
                                   QStringLiteral("Byte"),
                                   QStringLiteral("-te"),
                                   number(kAround[0]),
                                   number(kAround[1]),
                                   number(kAround[2]),
                                   number(kAround[3]),
                                   QStringLiteral("-ts"),
                                   QStringLiteral("600"),
                                   QStringLiteral("600"),
                                   QStringLiteral("-l"),
                                   QStringLiteral("square"),
                                   m_room.data(QStringLiteral("ground.gpkg")),
                                   m_room.data(QStringLiteral("square.tif"))}));
    QVERIFY(run("gdalwarp", {QStringLiteral("-q"), QStringLiteral("-t_srs"),
                             QStringLiteral("EPSG:3857"), m_room.data(QStringLiteral("square.tif")),
                             m_room.data(QStringLiteral("mercator.tif"))}));
    QVERIFY(run("gdalbuildvrt", {QStringLiteral("-q"), m_room.data(QStringLiteral("square.vrt")),
                                 m_room.data(QStringLiteral("square.tif"))}));
    QVERIFY(run("gdal_translate",
                {QStringLiteral("-q"), QStringLiteral("-of"), QStringLiteral("MBTILES"),
                 m_room.data(QStringLiteral("mercator.tif")),
                 m_room.data(QStringLiteral("tiles.mbtiles"))}));
    m_files = std::make_unique<CartographerClient>(m_room.place());
    m_files->start();
    QVERIFY(isReady(*m_files));
}

void TestGroundSources::aFileIsDrawnWhereItLies_data() {
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("isRaster");
    const auto row = [](const char* name, const char* provider, const char* file, bool isRaster) {
        QTest::newRow(name) << QString::fromUtf8(provider) << QString::fromUtf8(file) << isRaster;
    };
    row("Shapefile", "ogr", "square.shp", false);
    row("GeoJSON", "ogr", "square.geojson", false);
    row("FlatGeobuf", "ogr", "square.fgb", false);
    row("GeoPackage, one of several layers", "ogr", "ground.gpkg|layername=square", false);
    row("GeoPackage in Web Mercator", "ogr", "mercator.gpkg", false);
    row("GeoPackage in a 3-degree zone", "ogr", "zone.gpkg", false);
    row("vector tiles in MBTiles", "mbtiles", "shapes.mbtiles", false);
    row("GeoTIFF", "gdal", "square.tif", true);
    row("GeoTIFF in Web Mercator", "gdal", "mercator.tif", true);
    row("VRT", "gdal", "square.vrt", true);
    row("pictures in MBTiles", "mbtiles", "tiles.mbtiles", true);
}

void TestGroundSources::aFileIsDrawnWhereItLies() {
    QFETCH(QString, provider);
    QFETCH(QString, file);
    QFETCH(bool, isRaster);
    gis::MapSource source;
    source.name = "ground";
    source.provider = provider.toStdString();
    source.uri = m_room.data(file).toStdString();
    const Answer answer = ask(*m_files, pictureOf(source));
    QVERIFY2(answer.drawn && answer.drawn->reply.why.empty(), qPrintable(answer.text()));
    QVERIFY2(answer.drawn->reply.problems.empty(), qPrintable(answer.text()));
    const QColor inside = answer.at(kInSquare);
    const QColor beside = answer.at(kBesideSquare);
    if (isRaster) {
        QVERIFY2(inside.red() > 180 && inside.green() < 60, qPrintable(inside.name()));
        QVERIFY2(beside.red() < 60, qPrintable(beside.name()));
    } else {
        // The colours of what has no style are QGIS's own, some seen through.
        QVERIFY2(inside.alpha() > 50, qPrintable(inside.name(QColor::HexArgb)));
        QVERIFY2(beside.alpha() == 0, qPrintable(beside.name(QColor::HexArgb)));
    }
}

QTEST_GUILESS_MAIN(TestGroundSources)
#include "tst_ground_sources.moc"
