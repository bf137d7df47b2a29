// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <limits>

#include "tests/gis/cartographer/drawing_room.h"
#include "tests/gis/cartographer/hostile_project.h"
#include "tests/gis/cartographer/local_server.h"

using namespace support;
using namespace std::chrono_literals;
using gis::CartographerClient;
using gis::WorkerReach;

/// What cannot be drawn is named in one sentence, and the rest is drawn.
class TestBadGrounds : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void whatIsNoGroundIsNamed_data();
    void whatIsNoGroundIsNamed();
    void aLayerThatFailsIsNamedAndTheRestDrawn();
    void aGroundWrittenAnewIsReadAnew();
    void aLayerThatCannotBePlacedIsNamed_data();
    void aLayerThatCannotBePlacedIsNamed();
    void anExtentThatIsNoneIsNamed_data();
    void anExtentThatIsNoneIsNamed();
    void aPictureThatIsTooLargeIsRefused_data();
    void aPictureThatIsTooLargeIsRefused();
    void aCrsOfTheMapThatIsUnknownIsNamed();
    void aServiceThatFailsIsNamed_data();
    void aServiceThatFailsIsNamed();
    void manySilentServicesDoNotKillTheWorker();
    void aServiceNobodyAllowedIsNotAsked();
    void aSourceThatFailsIsDescribedSo();

  private:
    WrittenLayer good() const {
        return {QStringLiteral("good"), QStringLiteral("./ground.gpkg|layername=square")};
    }
    gis::MapSource projectOf(const QList<WrittenLayer>& layers) const {
        return m_room.project(QStringLiteral("ground.qgs"), WrittenProject{layers, {}, {}}.text());
    }
    DrawingRoom m_room;
    std::unique_ptr<CartographerClient> m_files;
};

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kEndless = std::numeric_limits<double>::infinity();

bool isSentence(const std::string& words, const std::string& part) {
    return words.find(part) != std::string::npos && words.find('\n') == std::string::npos &&
           words.size() < 400;
}

gis::MapSource sourceOf(const char* provider, const QString& uri) {
    gis::MapSource source;
    source.name = "ground";
    source.provider = provider;
    source.uri = uri.toStdString();
    source.mayReachOut = gis::isWeb(source);
    return source;
}

QString tilesOf(const LocalServer& server) {
    return QStringLiteral("type=xyz&url=%1/xyz/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax=18")
        .arg(server.address());
}

}  // namespace

void TestBadGrounds::initTestCase() {
    m_files = std::make_unique<CartographerClient>(m_room.place());
    m_files->start();
    QVERIFY(isReady(*m_files));
}

void TestBadGrounds::cleanup() {
    QCOMPARE(m_files->deaths(), 0);
    QCOMPARE(m_files->inFlight(), std::size_t{0});
}

void TestBadGrounds::whatIsNoGroundIsNamed_data() {
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("why");
    const QString project = QStringLiteral("project"), ogr = QStringLiteral("ogr");
    const QString none = QStringLiteral("is no QGIS project");
    const QByteArray whole = WrittenProject{{good()}, {}, {}}.text();
    const QByteArray package = packed(QStringLiteral("a.qgs"), whole);
    QTest::newRow("no file") << project << "absent.qgs" << QByteArray() << "does not exist";
    QTest::newRow("no data") << ogr << "absent.gpkg" << QByteArray() << "does not exist";
    QTest::newRow("empty") << project << "empty.qgs" << QByteArray("") << none;
    QTest::newRow("words") << project << "words.qgs" << QByteArray("hello there") << none;
    QTest::newRow("another kind") << project << "a.qgs" << QByteArray("<html><qgis/></html>")
                                  << none;
    QTest::newRow("cut short") << project << "cut.qgs" << whole.left(whole.size() / 2) << none;
    QTest::newRow("no package") << project << "no.qgz" << QByteArray("PK hello") << none;
    QTest::newRow("package cut short")
        << project << "cut.qgz" << package.left(package.size() / 2) << none;
    QByteArray damaged = package;
    for (int i = 200; i < 300; ++i) damaged[i] = char(damaged[i] ^ 0x55);
    QTest::newRow("package damaged") << project << "damaged.qgz" << damaged << none;
    QTest::newRow("package without a project")
        << project << "other.qgz" << packed(QStringLiteral("a.txt"), "hello") << none;
    QTest::newRow("data that is none") << ogr << "words.gpkg" << QByteArray("hello there") << "";
    QTest::newRow("raster that is none") << "gdal"
                                         << "a.tif" << QByteArray("II*\0aaaaaaaa", 12) << "";
}

void TestBadGrounds::whatIsNoGroundIsNamed() {
    QFETCH(QString, provider);
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, why);
    if (!bytes.isNull()) writeFile(m_room.data(file), bytes);
    const Answer answer =
        ask(*m_files, pictureOf(sourceOf(qPrintable(provider), m_room.data(file))));
    QVERIFY2(answer.drawn, qPrintable(answer.text()));
    QCOMPARE(answer.drawn->reply.width, 0);
    QVERIFY2(isSentence(answer.why(), why.toStdString()), qPrintable(answer.text()));
    QVERIFY2(answer.why().find(file.toStdString()) != std::string::npos, qPrintable(answer.text()));
}

void TestBadGrounds::aLayerThatFailsIsNamedAndTheRestDrawn() {
    WrittenLayer second = good();
    second.name = QStringLiteral("second");
    writeFile(m_room.data(QStringLiteral("damaged.gpkg")), QByteArray(4096, 'x'));
    const Answer answer =
        ask(*m_files,
            pictureOf(projectOf(
                {{QStringLiteral("gone"), QStringLiteral("./gone.gpkg|layername=a")},
                 {QStringLiteral("damaged"), QStringLiteral("./damaged.gpkg")},
                 {QStringLiteral("no table"), QStringLiteral("./ground.gpkg|layername=nothing")},
                 second,
                 good()})));
    QVERIFY2(answer.at(kInSquare) == QColor(Qt::red), qPrintable(answer.text()));
    QVERIFY2(isSentence(answer.whyOf("gone"), "does not exist"), qPrintable(answer.text()));
    QVERIFY2(isSentence(answer.whyOf("damaged"), "damaged.gpkg"), qPrintable(answer.text()));
    QVERIFY2(isSentence(answer.whyOf("no table"), "ground.gpkg"), qPrintable(answer.text()));
    QCOMPARE(answer.drawn->reply.problems.size(), std::size_t{3});
}

void TestBadGrounds::aGroundWrittenAnewIsReadAnew() {
    const QString file = QStringLiteral("anew.qgs");
    writeFile(m_room.data(file), "hello");
    const gis::MapSource source = sourceOf("project", m_room.data(file));
    QVERIFY(!ask(*m_files, pictureOf(source)).why().empty());
    writeFile(m_room.data(file), WrittenProject{{good()}, {}, {}}.text());
    QTRY_VERIFY(ask(*m_files, pictureOf(source)).at(kInSquare) == QColor(Qt::red));
}

void TestBadGrounds::aLayerThatCannotBePlacedIsNamed_data() {
    QTest::addColumn<QString>("crs");
    QTest::newRow("none") << QString();
    QTest::newRow("unknown") << QStringLiteral("EPSG:999999");
    QTest::newRow("of a building site") << QStringLiteral(
        "LOCAL_CS[\"site\",UNIT[\"metre\",1],AXIS[\"x\",EAST],AXIS[\"y\",NORTH]]");
    // The other side of the earth cannot be seen from there.
    QTest::newRow("undefined here") << QStringLiteral(
        "PROJCRS[\"far side\",BASEGEOGCRS[\"WGS 84\",DATUM[\"World Geodetic System "
        "1984\",ELLIPSOID[\"WGS 84\",6378137,298.257223563]]],CONVERSION[\"far\","
        "METHOD[\"Orthographic\"],PARAMETER[\"Latitude of natural origin\",-39.6],"
        "PARAMETER[\"Longitude of natural origin\",-73.2]],CS[Cartesian,2],"
        "AXIS[\"x\",east],AXIS[\"y\",north],LENGTHUNIT[\"metre\",1]]");
}

void TestBadGrounds::aLayerThatCannotBePlacedIsNamed() {
    QFETCH(QString, crs);
    WrittenLayer lost = good();
    lost.name = QStringLiteral("lost");
    lost.source = QStringLiteral("./ground.gpkg|layername=square");
    lost.crs = crs;
    WrittenLayer placed = good();
    const Answer answer = ask(*m_files, pictureOf(projectOf({lost, placed})));
    QVERIFY2(answer.at(kInSquare) == QColor(Qt::red), qPrintable(answer.text()));
    QVERIFY2(isSentence(answer.whyOf("lost"), "CRS"), qPrintable(answer.text()));
    QCOMPARE(answer.drawn->reply.problems.size(), std::size_t{1});
    // Nor is it drawn at a place where it is not.
    const Answer alone = ask(*m_files, pictureOf(projectOf({lost})));
    QVERIFY2(alone.at(kInSquare) != QColor(Qt::red), qPrintable(alone.text()));
}

void TestBadGrounds::anExtentThatIsNoneIsNamed_data() {
    using Extent = std::array<double, 4>;
    QTest::addColumn<Extent>("extent");
    QTest::addColumn<QString>("crs");
    const QString degrees = QStringLiteral("EPSG:4490"), metres = QStringLiteral("EPSG:4545");
    QTest::newRow("no number") << Extent{kNone, 39, 107, 40} << degrees;
    QTest::newRow("no numbers") << Extent{kNone, kNone, kNone, kNone} << degrees;
    QTest::newRow("endless") << Extent{-kEndless, -kEndless, kEndless, kEndless} << degrees;
    QTest::newRow("turned round") << Extent{107, 40, 106, 39} << degrees;
    QTest::newRow("empty") << Extent{106, 39, 106, 39} << degrees;
    QTest::newRow("huge") << Extent{-1e300, -1e300, 1e300, 1e300} << degrees;
    QTest::newRow("huge metres") << Extent{-1e300, -1e300, 1e300, 1e300} << metres;
    QTest::newRow("beyond the earth") << Extent{100, 39, 900, 400} << degrees;
    QTest::newRow("too small to tell")
        << Extent{106.81, 39.61, 106.81 + 1e-13, 39.61 + 1e-13} << degrees;
}

void TestBadGrounds::anExtentThatIsNoneIsNamed() {
    using Extent = std::array<double, 4>;
    QFETCH(Extent, extent);
    QFETCH(QString, crs);
    gis::DrawRequest request = pictureOf(projectOf({good()}));
    request.extent = extent;
    request.crs = crs.toStdString();
    for (const char* datum : {"", "gcj02", "bd09"}) {
        request.source.datum = datum;
        const Answer answer = ask(*m_files, request);
        QVERIFY2(answer.drawn, qPrintable(answer.text()));
        QVERIFY2(isSentence(answer.why(), "extent"), qPrintable(answer.text()));
        QCOMPARE(answer.drawn->reply.width, 0);
    }
}

void TestBadGrounds::aPictureThatIsTooLargeIsRefused_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("too large") << 100000 << 100000;
    QTest::newRow("too wide") << 100000 << 1;
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("less than none") << -5 << 300;
}

void TestBadGrounds::aPictureThatIsTooLargeIsRefused() {
    QFETCH(int, width);
    QFETCH(int, height);
    gis::DrawRequest request = pictureOf(projectOf({good()}));
    request.width = width;
    request.height = height;
    const Answer answer = ask(*m_files, request);
    QVERIFY2(isSentence(answer.why(), "pixels"), qPrintable(answer.text()));
}

void TestBadGrounds::aCrsOfTheMapThatIsUnknownIsNamed() {
    gis::DrawRequest request = pictureOf(projectOf({good()}));
    for (const char* crs : {"", "EPSG:999999", "nonsense"}) {
        request.crs = crs;
        const Answer answer = ask(*m_files, request);
        QVERIFY2(isSentence(answer.why(), "CRS"), qPrintable(answer.text()));
    }
}

void TestBadGrounds::aServiceThatFailsIsNamed_data() {
    QTest::addColumn<LocalServer::Manner>("manner");
    QTest::addColumn<QString>("why");
    QTest::newRow("silent") << LocalServer::Manner::Silent << "did not answer within 1 s";
    QTest::newRow("failing") << LocalServer::Manner::Failing << "500";
    QTest::newRow("garbage") << LocalServer::Manner::Garbage << "no picture";
    QTest::newRow("hangs up") << LocalServer::Manner::Closing << "broke off";
}

/// Tiles, whose server is asked only while they are drawn, and WMS, asked when it is opened.
void TestBadGrounds::aServiceThatFailsIsNamed() {
    QFETCH(LocalServer::Manner, manner);
    QFETCH(QString, why);
    LocalServer server(manner), fine;
    const QString wms = QStringLiteral("wms"), raster = QStringLiteral("raster");
    const gis::MapSource source = m_room.project(
        QStringLiteral("services.qgs"),
        WrittenProject{
            {{QStringLiteral("tiles"), tilesOf(server), wms, raster, QStringLiteral("EPSG:3857")},
             {QStringLiteral("WMS"),
              QStringLiteral("crs=EPSG:4326&format=image/png&layers=green&styles&url="
                             "%1/wms")
                  .arg(server.address()),
              wms, raster, QStringLiteral("EPSG:4326")},
             {QStringLiteral("fine"), tilesOf(fine), wms, raster, QStringLiteral("EPSG:3857")}},
            {},
            {}}
            .text(),
        true);
    gis::Patience patience;
    patience.service = 1s;
    gis::WorkerPlace place = m_room.place(WorkerReach::Web);
    place.readable << QString::fromStdString(source.uri);
    CartographerClient web(place, patience);
    web.start();
    QVERIFY(isReady(web));
    const Answer answer = ask(web, pictureOf(source));
    QVERIFY2(answer.at(kInSquare) == QColor(Qt::green), qPrintable(answer.text()));
    QVERIFY2(isSentence(answer.whyOf("tiles"), why.toStdString()), qPrintable(answer.text()));
    QVERIFY2(isSentence(answer.whyOf("WMS"), ""), qPrintable(answer.text()));
    QVERIFY2(!answer.whyOf("WMS").empty(), qPrintable(answer.text()));
    QVERIFY2(answer.whyOf("fine").empty(), qPrintable(answer.text()));
    QVERIFY2(answer.seconds < 20, qPrintable(answer.text()));
    QCOMPARE(web.deaths(), 0);
}

/// Each of them keeps the worker waiting while it opens, for longer together than it may be silent.
void TestBadGrounds::manySilentServicesDoNotKillTheWorker() {
    LocalServer server(LocalServer::Manner::Silent), fine;
    QList<WrittenLayer> layers;
    for (int i = 0; i < 4; ++i)
        layers << WrittenLayer{QStringLiteral("silent%1").arg(i),
                               QStringLiteral("crs=EPSG:4326&format=image/png&layers=green&styles&"
                                              "url=%1/wms%2")
                                   .arg(server.address())
                                   .arg(i),
                               QStringLiteral("wms"), QStringLiteral("raster"),
                               QStringLiteral("EPSG:4326")};
    layers << WrittenLayer{QStringLiteral("fine"), tilesOf(fine), QStringLiteral("wms"),
                           QStringLiteral("raster"), QStringLiteral("EPSG:3857")};
    const gis::MapSource source =
        m_room.project(QStringLiteral("silent.qgs"), WrittenProject{layers, {}, {}}.text(), true);
    gis::Patience patience;
    patience.service = 700ms;
    patience.silence = 1500ms;
    gis::WorkerPlace place = m_room.place(WorkerReach::Web);
    place.readable << QString::fromStdString(source.uri);
    CartographerClient web(place, patience);
    web.start();
    QVERIFY(isReady(web));
    const Answer answer = ask(web, pictureOf(source));
    QVERIFY2(answer.at(kInSquare) == QColor(Qt::green), qPrintable(answer.text()));
    QCOMPARE(answer.drawn->reply.problems.size(), std::size_t{4});
    QCOMPARE(web.deaths(), 0);
}

void TestBadGrounds::aServiceNobodyAllowedIsNotAsked() {
    LocalServer server;
    CartographerClient web(m_room.place(WorkerReach::Web));
    web.start();
    gis::MapSource source = sourceOf("wms", tilesOf(server));
    source.mayReachOut = false;
    const Answer refused = ask(web, pictureOf(source));
    QVERIFY2(isSentence(refused.why(), "no administrator allowed"), qPrintable(refused.text()));
    QCOMPARE(server.connections(), 0);
    // The same, allowed: it is asked, so this test could fail.
    source.mayReachOut = true;
    ask(web, pictureOf(source));
    QVERIFY(server.connections() > 0);
}

void TestBadGrounds::aSourceThatFailsIsDescribedSo() {
    const gis::DescribeReply absent =
        describe(*m_files, sourceOf("project", m_room.data(QStringLiteral("absent.qgs"))));
    QVERIFY(isSentence(absent.why, "does not exist"));
    WrittenLayer lost = good();
    lost.name = QStringLiteral("gone");
    lost.source = QStringLiteral("./gone.gpkg");
    const gis::DescribeReply part = describe(*m_files, projectOf({lost, good()}));
    QCOMPARE(part.why, std::string());
    QCOMPARE(part.layers, std::vector<std::string>{"good"});
    QCOMPARE(part.problems.size(), std::size_t{1});
    QCOMPARE(part.problems.front().layer, std::string("gone"));
    QVERIFY(std::abs(part.extent[0] - kSquareWest) < 1e-9);
}

QTEST_GUILESS_MAIN(TestBadGrounds)
#include "tst_bad_grounds.moc"
