// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <map>

#include "tests/gis/cartographer/drawing_room.h"
#include "tests/gis/cartographer/hostile_project.h"
#include "tests/gis/cartographer/local_server.h"
#include "tests/gis/cartographer/processes.h"

using namespace support;
using gis::CartographerClient;
using gis::WorkerReach;

/// Projects that each try one thing: to run code, to reach out, to read what is not theirs. With
/// the sandbox and without it.
class TestHostileProjects : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void nothingRunsAndNobodyIsReached_data();
    void nothingRunsAndNobodyIsReached();
    void whatAnAdministratorAllowedIsDrawn_data();
    void whatAnAdministratorAllowedIsDrawn();
    void whatMayReachOutReadsNoFiles();
    void aPathThatClimbsOutIsNotReadable();
    void entitiesDoNotGrow_data();
    void entitiesDoNotGrow();
    void aPackageCannotWriteBesideItself();
    void theSandboxHolds_data();
    void theSandboxHolds();
    void aWorkerStartsNoProgramAndOpensNoSocket_data();
    void aWorkerStartsNoProgramAndOpensNoSocket();

  private:
    CartographerClient& worker(bool isBare);
    WrittenLayer good() const;
    QString marker() const { return m_room.temporary().filePath(QStringLiteral("marker")); }
    QString local(const QString& path) const { return m_server.address() + path; }

    mutable DrawingRoom m_room;
    LocalServer m_server;
    QLocalServer m_postgres;  ///< The socket of a PostgreSQL of this machine.
    int m_local = 0;          ///< Connections to it.
    std::map<bool, std::unique_ptr<CartographerClient>> m_workers;
};

namespace {

/// What a hostile project is and what is expected of it.
struct Trial {
    WrittenProject project;
    std::string refused;  ///< Layer that must be named; empty: nothing is missed.
    std::string why;      ///< A part of the sentence.
};

QString outline(const QString& name, const QString& words) {
    return QStringLiteral("<%1>%2</%1>").arg(name, words);
}

constexpr const char* kNotAllowed = "no administrator allowed";

}  // namespace

Q_DECLARE_METATYPE(Trial)
Q_DECLARE_METATYPE(support::WrittenLayer)

WrittenLayer TestHostileProjects::good() const {
    return {QStringLiteral("good"), QStringLiteral("./ground.gpkg|layername=square")};
}

CartographerClient& TestHostileProjects::worker(bool isBare) {
    auto& client = m_workers[isBare];
    if (!client) {
        client = std::make_unique<CartographerClient>(m_room.place(WorkerReach::Files, isBare));
        client->start();
    }
    return *client;
}

void TestHostileProjects::initTestCase() {
    if (!gis::sandboxProblem().isEmpty())
        qInfo("without the sandbox only: %s", qPrintable(gis::sandboxProblem()));
    m_server.put(QStringLiteral("/remote.geojson"),
                 R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
"geometry":{"type":"Polygon","coordinates":[[[106.8,39.6],[106.82,39.6],[106.82,39.62],
[106.8,39.62],[106.8,39.6]]]}}]})");
    writeFile(m_room.data(QStringLiteral("remote.vrt")),
              QStringLiteral(R"(<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:4490</SRS>
<GeoTransform>106.8,0.0025,0,39.62,0,-0.0025</GeoTransform>
<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename relativeToVRT="0"
>/vsicurl/%1/tile.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>)")
                  .arg(m_server.address())
                  .toUtf8());
    writeFile(m_room.data(QStringLiteral("service.xml")),
              QStringLiteral(R"(<GDAL_WMS><Service name="TMS"><ServerUrl
>%1/tms/${z}/${x}/${y}.png</ServerUrl></Service><DataWindow><UpperLeftX>-180</UpperLeftX>
<UpperLeftY>90</UpperLeftY><LowerRightX>180</LowerRightX><LowerRightY>-90</LowerRightY>
<TileLevel>10</TileLevel></DataWindow><Projection>EPSG:4490</Projection><BandsCount>3</BandsCount>
<Cache/></GDAL_WMS>)")
                  .arg(m_server.address())
                  .toUtf8());
    writeFile(m_room.data(QStringLiteral("shapes.vrt")),
              QStringLiteral("<OGRVRTDataSource><OGRVRTLayer name=\"remote\"><SrcDataSource>"
                             "/vsicurl/%1/remote.geojson</SrcDataSource></OGRVRTLayer>"
                             "</OGRVRTDataSource>")
                  .arg(m_server.address())
                  .toUtf8());
    writeFile(m_room.data(QStringLiteral("cross.svg")),
              QStringLiteral("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink="
                             "\"http://www.w3.org/1999/xlink\" width=\"10\" height=\"10\">"
                             "<image xlink:href=\"%1/in.png\" width=\"10\" height=\"10\"/></svg>")
                  .arg(m_server.address())
                  .toUtf8());
    const WrittenProject other{{good()}, {}, {}};
    writeFile(m_room.data(QStringLiteral("other.qgs")), other.text());
    QVERIFY(m_postgres.listen(m_room.data(QStringLiteral(".s.PGSQL.5432"))));
    connect(&m_postgres, &QLocalServer::newConnection, this, [this] {
        ++m_local;
        m_postgres.nextPendingConnection()->abort();
    });
}

void TestHostileProjects::cleanup() {
    m_server.forget();
    m_local = 0;
}

void TestHostileProjects::nothingRunsAndNobodyIsReached_data() {
    QTest::addColumn<Trial>("trial");
    QTest::addColumn<bool>("isBare");
    const auto row = [&](const char* name, const Trial& trial) {
        for (const bool isBare : {false, true}) {
            if (!isBare && !gis::sandboxProblem().isEmpty()) continue;
            QTest::addRow("%s, %s", name, isBare ? "bare" : "sandbox") << trial << isBare;
        }
    };
    const QString python = QStringLiteral("open('%1','w').write('ran')").arg(marker());

    // What runs.
    row("macros", {{{good()},
                    outline(QStringLiteral("properties"),
                            QStringLiteral("<Macros><pythonCode type=\"QString\">def openProject():"
                                           "\n    %1\n</pythonCode></Macros>")
                                .arg(python)),
                    {}},
                   {},
                   {}});
    WrittenLayer form = good();
    form.extra = QStringLiteral(
                     "<editforminit>init</editforminit><editforminitcodesource>2"
                     "</editforminitcodesource><editforminitcode><![CDATA[%1\ndef init(d,l,f):\n"
                     "    %1\n]]></editforminitcode>")
                     .arg(python);
    row("form code", {{{form}, {}, {}}, {}, {}});
    WrittenLayer action = good();
    action.extra = QStringLiteral(
                       "<attributeactions><defaultAction key=\"Canvas\" value=\"{1}\"/>"
                       "<actionsetting id=\"{1}\" name=\"a\" type=\"1\" capture=\"0\" "
                       "action=\"touch %1\"/></attributeactions>")
                       .arg(marker());
    row("actions", {{{action}, {}, {}}, {}, {}});
    WrittenLayer words = good();
    words.extra = QStringLiteral(
                      "<labeling type=\"simple\"><settings><text-style isExpression=\"1\" "
                      "fieldName=\"evil('%1') || sqlite_fetch_and_increment('%2','gpkg_contents',"
                      "'srs_id','1=1',map('table_name','\\'evil\\''))\"/></settings></labeling>"
                      "<customproperties/>")
                      .arg(marker(), m_room.data(QStringLiteral("ground.gpkg")));
    row("expression functions",
        {{{words},
          outline(QStringLiteral("properties"),
                  QStringLiteral("<ExpressionFunctions><pythonCode type=\"QString\">%1"
                                 "</pythonCode></ExpressionFunctions>")
                      .arg(python)),
          {}},
         {},
         {}});
    row("annotations and sheets",
        {{{good()},
          QStringLiteral(
              "<Annotations><HtmlAnnotationItem><url>%1/page.html</url></HtmlAnnotationItem>"
              "<SVGAnnotation file=\"%1/a.svg\"/></Annotations><Layouts><Layout name=\"x\">"
              "<LayoutItem type=\"65640\" file=\"%1/b.png\"/><LayoutMultiFrame type=\"65643\" "
              "url=\"%1/c.html\"/></Layout></Layouts>")
              .arg(m_server.address()),
          {}},
         {},
         {}});

    // What reaches out for a picture of a symbol: the layer is drawn, without it.
    const auto spot = [&](const QString& symbol) {
        WrittenLayer layer{QStringLiteral("spot"), QStringLiteral("./ground.gpkg|layername=spot")};
        layer.symbol = symbol;
        return layer;
    };
    row("remote SVG",
        {{{spot(pictureMarker(QStringLiteral("SvgMarker"), local(QStringLiteral("/marker.svg")))),
           good()},
          {},
          {}},
         {},
         {}});
    row("remote picture", {{{spot(pictureMarker(QStringLiteral("RasterMarker"),
                                                local(QStringLiteral("/marker.png")))),
                             good()},
                            {},
                            {}},
                           {},
                           {}});
    row("SVG that names a remote picture",
        {{{spot(pictureMarker(QStringLiteral("SvgMarker"),
                              m_room.data(QStringLiteral("cross.svg")))),
           good()},
          {},
          {}},
         {},
         {}});

    // Layers that reach out.
    const auto away = [&](const char* name, const QString& source, const char* provider,
                          const char* type, const char* why) {
        row(name, {{{{QStringLiteral("away"), source, QString::fromLatin1(provider),
                      QString::fromLatin1(type)},
                     good()},
                    {},
                    {}},
                   "away",
                   why});
    };
    away("WMS",
         QStringLiteral("crs=EPSG:4326&format=image/png&layers=green&styles&url=%1/wms")
             .arg(m_server.address()),
         "wms", "raster", kNotAllowed);
    away("tiles",
         QStringLiteral("type=xyz&url=%1/xyz/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax=18")
             .arg(m_server.address()),
         "wms", "raster", kNotAllowed);
    away("vector tiles",
         QStringLiteral("type=xyz&url=%1/vt/%7Bz%7D/%7Bx%7D/%7By%7D.pbf&zmin=0&zmax=14")
             .arg(m_server.address()),
         "vectortile", "vector-tile", kNotAllowed);
    away("vsicurl", QStringLiteral("/vsicurl/") + local(QStringLiteral("/remote.geojson")), "ogr",
         "vector", kNotAllowed);
    away("GeoJSON of a server", local(QStringLiteral("/remote.geojson")), "ogr", "vector",
         kNotAllowed);
    away("raster through vsicurl", QStringLiteral("/vsicurl/") + local(QStringLiteral("/a.tif")),
         "gdal", "raster", kNotAllowed);
    away("WFS",
         QStringLiteral("srsname='EPSG:4326' typename='a' url='%1/wfs' version='2.0.0'")
             .arg(m_server.address()),
         "WFS", "vector", kNotAllowed);
    away("PostGIS",
         QStringLiteral("dbname='a' host=127.0.0.1 port=%1 user='u' key='id' table=\"a\" (g)")
             .arg(m_server.port()),
         "postgres", "vector", kNotAllowed);
    away("PostGIS of this machine",
         QStringLiteral("dbname='a' host='%1' port=5432 user='u' key='id' table=\"a\" (g)")
             .arg(m_room.folder()),
         "postgres", "vector", kNotAllowed);
    away("PostGIS through GDAL",
         QStringLiteral("PG:dbname=a host=127.0.0.1 port=%1").arg(m_server.port()), "ogr", "vector",
         kNotAllowed);
    away("ArcGIS", QStringLiteral("url='%1/FeatureServer/0'").arg(m_server.address()),
         "arcgisfeatureserver", "vector", kNotAllowed);
    away("virtual layer", QStringLiteral("?query=SELECT 1"), "virtual", "vector", kNotAllowed);
    // Files that reach out by themselves: GDAL opens them, but not what they name.
    row("virtual raster of a server", {{{{QStringLiteral("away"), QStringLiteral("./remote.vrt"),
                                          QStringLiteral("gdal"), QStringLiteral("raster")},
                                         good()},
                                        {},
                                        {}},
                                       {},
                                       {}});
    away("file that names a service", QStringLiteral("./service.xml"), "gdal", "raster", "");
    away("virtual shapes of a server", QStringLiteral("./shapes.vrt"), "ogr", "vector", "");

    // Projects within the project.
    WrittenLayer embedded{QStringLiteral("away"), {}, {}};
    embedded.attributes = QStringLiteral("embedded=\"1\" project=\"./other.qgs\" id=\"good\"");
    row("layer of another project", {{{embedded, good()}, {}, {}}, "away", "from another project"});
    row("group of another project",
        {{{good()},
          {},
          QStringLiteral(
              "<layer-tree-group name=\"away\" checked=\"Qt::Checked\"><customproperties>"
              "<property key=\"embedded\" value=\"1\"/><property key=\"embedded_project\""
              " value=\"./other.qgs\"/></customproperties></layer-tree-group>")},
         "away",
         "from another project"});
}

void TestHostileProjects::nothingRunsAndNobodyIsReached() {
    QFETCH(Trial, trial);
    QFETCH(bool, isBare);
    CartographerClient& client = worker(isBare);
    const QByteArray before = [&] {
        QFile file(m_room.data(QStringLiteral("ground.gpkg")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }();
    static int count = 0;
    const gis::MapSource source =
        m_room.project(QStringLiteral("hostile%1.qgs").arg(++count), trial.project.text());
    const Answer answer = ask(client, pictureOf(source));
    const QByteArray said = answer.text().toUtf8();

    QVERIFY2(answer.drawn && answer.why().empty(), said.constData());
    QVERIFY2(answer.at({106.805, 39.605}) == QColor(Qt::red), said.constData());
    if (trial.refused.empty()) {
        QVERIFY2(answer.drawn->reply.problems.size() < 2, said.constData());
    } else {
        QVERIFY2(!answer.whyOf(trial.refused).empty(), said.constData());
        QVERIFY2(answer.whyOf(trial.refused).find(trial.why) != std::string::npos,
                 said.constData());
        QVERIFY2(answer.whyOf(trial.refused).find('\n') == std::string::npos, said.constData());
    }
    QCOMPARE(m_server.connections(), 0);
    QCOMPARE(m_local, 0);
    QVERIFY(!QFile::exists(marker()));
    QVERIFY(processesUnder(innermost(client.processId())).empty());
    QFile after(m_room.data(QStringLiteral("ground.gpkg")));
    QVERIFY(after.open(QIODevice::ReadOnly));
    QVERIFY(after.readAll() == before);
    QCOMPARE(client.deaths(), 0);
}

void TestHostileProjects::whatAnAdministratorAllowedIsDrawn_data() {
    QTest::addColumn<WrittenLayer>("layer");
    QTest::addColumn<bool>("isDrawn");
    const QString address = m_server.address();
    const QString raster = QStringLiteral("raster"), vector = QStringLiteral("vector");
    const QString wms = QStringLiteral("wms");
    QTest::newRow("WMS") << WrittenLayer{QStringLiteral("away"),
                                         QStringLiteral("crs=EPSG:4326&format=image/png&layers="
                                                        "green&styles&url=%1/wms")
                                             .arg(address),
                                         wms, raster, QStringLiteral("EPSG:4326")}
                         << true;
    QTest::newRow("tiles")
        << WrittenLayer{QStringLiteral("away"),
                        QStringLiteral("type=xyz&url=%1/xyz/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&"
                                       "zmax=18")
                            .arg(address),
                        wms, raster, QStringLiteral("EPSG:3857")}
        << true;
    QTest::newRow("vsicurl")
        << WrittenLayer{QStringLiteral("away"),
                        QStringLiteral("/vsicurl/%1/remote.geojson").arg(address)}
        << true;
    // Nobody speaks their tongue here: that they were asked is enough.
    QTest::newRow("WFS") << WrittenLayer{QStringLiteral("away"),
                                         QStringLiteral("srsname='EPSG:4326' typename='a' "
                                                        "url='%1/wfs' version='2.0.0'")
                                             .arg(address),
                                         QStringLiteral("WFS"), vector}
                         << false;
}

/// That a test saw nobody proves something only where it does see somebody.
void TestHostileProjects::whatAnAdministratorAllowedIsDrawn() {
    QFETCH(WrittenLayer, layer);
    QFETCH(bool, isDrawn);
    gis::WorkerPlace place = m_room.place(WorkerReach::Web);
    const gis::MapSource source =
        m_room.project(QStringLiteral("allowed.qgs"), WrittenProject{{layer}, {}, {}}.text(), true);
    place.readable << QString::fromStdString(source.uri);
    CartographerClient client(place);
    client.start();
    const Answer answer = ask(client, pictureOf(source));
    QVERIFY2(m_server.connections() > 0, qPrintable(answer.text()));
    if (!isDrawn) {
        QVERIFY2(!answer.whyOf("away").empty(), qPrintable(answer.text()));
        return;
    }
    const QColor colour = answer.at(kInSquare);
    QVERIFY2(colour == QColor(Qt::green) || colour == QColor(Qt::red), qPrintable(answer.text()));
    QVERIFY2(answer.drawn->reply.problems.empty(), qPrintable(answer.text()));
}

void TestHostileProjects::whatMayReachOutReadsNoFiles() {
    const gis::MapSource source = m_room.project(
        QStringLiteral("both.qgs"),
        WrittenProject{
            {good(),
             {QStringLiteral("tiles"),
              QStringLiteral("type=xyz&url=%1/xyz/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax=18")
                  .arg(m_server.address()),
              QStringLiteral("wms"), QStringLiteral("raster"), QStringLiteral("EPSG:3857")}},
            {},
            {}}
            .text(),
        true);
    for (const bool isBare : {false, true}) {
        if (!isBare && !gis::sandboxProblem().isEmpty()) continue;
        gis::WorkerPlace place = m_room.place(WorkerReach::Web, isBare);
        place.readable << QString::fromStdString(source.uri);
        CartographerClient client(place);
        client.start();
        const Answer answer = ask(client, pictureOf(source));
        QVERIFY2(answer.at(kInSquare) == QColor(Qt::green), qPrintable(answer.text()));
        QVERIFY2(!answer.whyOf("good").empty(), qPrintable(answer.text()));
        // Nor when it is asked for the file itself.
        if (isBare) continue;
        gis::MapSource file;
        file.name = "file";
        file.provider = "ogr";
        file.uri = m_room.data(QStringLiteral("ground.gpkg")).toStdString();
        const Answer plain = ask(client, pictureOf(file));
        QVERIFY2(plain.drawn && plain.drawn->reply.width == 0, qPrintable(plain.text()));
    }
}

void TestHostileProjects::aPathThatClimbsOutIsNotReadable() {
    if (!gis::sandboxProblem().isEmpty()) return;
    QString up = QStringLiteral("./");
    for (int i = 0; i < 12; ++i) up += QStringLiteral("../");
    const QString passwords = up + QStringLiteral("etc/passwd");
    const WrittenProject project{
        {{QStringLiteral("words"),
          QStringLiteral("file://%1?delimiter=:&useHeader=no&geomType=none").arg(passwords),
          QStringLiteral("delimitedtext")},
         {QStringLiteral("shapes"), passwords},
         {QStringLiteral("whole"), QStringLiteral("/etc/passwd")},
         good()},
        {},
        {}};
    const Answer answer = ask(
        worker(false), pictureOf(m_room.project(QStringLiteral("climbing.qgs"), project.text())));
    QVERIFY2(answer.at(kInSquare) == QColor(Qt::red), qPrintable(answer.text()));
    for (const char* layer : {"words", "shapes", "whole"})
        QVERIFY2(answer.whyOf(layer).find("does not exist") != std::string::npos,
                 qPrintable(answer.text()));
}

void TestHostileProjects::entitiesDoNotGrow_data() {
    QTest::addColumn<QString>("head");
    QString bomb = QStringLiteral("<!DOCTYPE qgis [<!ENTITY a0 \"aaaaaaaaaaaaaaaaaaaa\">");
    for (int i = 1; i < 12; ++i)
        bomb += QStringLiteral("<!ENTITY a%1 \"%2\">")
                    .arg(i)
                    .arg(QStringLiteral("&a%1;").arg(i - 1).repeated(10));
    QTest::newRow("grows") << bomb + QStringLiteral("]>\n");
    QTest::newRow("names a file") << QStringLiteral(
        "<!DOCTYPE qgis [<!ENTITY a11 SYSTEM \"file:///etc/passwd\">]>\n");
    QTest::newRow("behind a comment")
        << QStringLiteral("<!-- <qgis> --><!DOCTYPE qgis [<!ENTITY a11 \"b\">]>\n");
    QTest::newRow("types of a server")
        << QStringLiteral("<!DOCTYPE qgis SYSTEM \"%1/qgis.dtd\">\n").arg(m_server.address());
}

void TestHostileProjects::entitiesDoNotGrow() {
    QFETCH(QString, head);
    WrittenProject project{{good()}, QStringLiteral("<title>&a11;</title>"), {}, head};
    const Answer answer =
        ask(worker(true), pictureOf(m_room.project(QStringLiteral("types.qgs"), project.text())));
    QVERIFY2(answer.why().find("declares types of its own") != std::string::npos,
             qPrintable(answer.text()));
    QVERIFY(answer.seconds < 15);
    QCOMPARE(m_server.connections(), 0);
}

void TestHostileProjects::aPackageCannotWriteBesideItself() {
    const WrittenProject project{{good()}, {}, {}};
    const Answer good = ask(
        worker(true), pictureOf(m_room.project(QStringLiteral("packed.qgz"),
                                               packed(QStringLiteral("a.qgs"), project.text()))));
    QVERIFY2(good.at(kInSquare) == QColor(Qt::red), qPrintable(good.text()));
    const QString beside = m_room.temporary().filePath(QStringLiteral("escaped.qgs"));
    QString up;
    for (int i = 0; i < 12; ++i) up += QStringLiteral("../");
    static_cast<void>(
        ask(worker(true), pictureOf(m_room.project(QStringLiteral("climbing.qgz"),
                                                   packed(up + beside.mid(1), project.text())))));
    QVERIFY(!QFile::exists(beside));
}

void TestHostileProjects::theSandboxHolds_data() {
    QTest::addColumn<bool>("isWeb");
    QTest::newRow("files") << false;
    QTest::newRow("web") << true;
}

void TestHostileProjects::theSandboxHolds() {
    QFETCH(bool, isWeb);
    if (!gis::sandboxProblem().isEmpty()) return;
    const QString script = m_room.temporary().filePath(QStringLiteral("probe.sh"));
    const QString secret = m_room.data(QStringLiteral("secret"));
    writeFile(secret, "secret");
    writeFile(script,
              QStringLiteral("#!/bin/bash\n"
                             "cat %1 2>/dev/null && echo reads-data\n"
                             "cat /etc/passwd >/dev/null 2>&1 && echo reads-passwords\n"
                             "ls %4 >/dev/null 2>&1 && echo reads-home\n"
                             "touch %1 %1.new 2>/dev/null && echo writes-data\n"
                             "touch /usr/x 2>/dev/null && echo writes-system\n"
                             "(exec 3<>/dev/tcp/127.0.0.1/%2) 2>/dev/null && echo has-network\n"
                             "ls -d /proc/%3 >/dev/null 2>&1 && echo sees-console\n"
                             "touch $HOME/mine && echo has-profile\n")
                  .arg(secret)
                  .arg(m_server.port())
                  .arg(QCoreApplication::applicationPid())
                  .arg(QDir::homePath())
                  .toUtf8());
    QVERIFY(QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    gis::WorkerPlace place = m_room.place(isWeb ? WorkerReach::Web : WorkerReach::Files);
    place.program = script;
    QProcess process;
    gis::prepareWorker(process, place, {});
    process.start();
    QVERIFY(process.waitForFinished(30000));
    const QList<QByteArray> seen = process.readAllStandardOutput().split('\n');
    const QByteArray all = seen.join(' ');
    QVERIFY2(seen.contains("has-profile"), (all + process.readAllStandardError()).constData());
    QCOMPARE(all.contains("reads-data"), !isWeb);
    QCOMPARE(seen.contains("has-network"), isWeb);
    for (const char* never :
         {"reads-passwords", "reads-home", "writes-data", "writes-system", "sees-console"})
        QVERIFY2(!seen.contains(never), all.constData());
    QVERIFY(!QFile::exists(secret + QStringLiteral(".new")));
}

void TestHostileProjects::aWorkerStartsNoProgramAndOpensNoSocket_data() {
    QTest::addColumn<bool>("isBare");
    if (gis::sandboxProblem().isEmpty()) QTest::newRow("sandbox") << false;
    QTest::newRow("bare") << true;
}

/// The kernel tells: a filter holds, and a Files worker under the sandbox has no network but its
/// own loop.
void TestHostileProjects::aWorkerStartsNoProgramAndOpensNoSocket() {
    QFETCH(bool, isBare);
    CartographerClient& client = worker(isBare);
    QVERIFY(isReady(client));
    const qint64 process = innermost(client.processId());
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    QVERIFY(status.open(QIODevice::ReadOnly));
    const QByteArray words = status.readAll();
    QVERIFY2(words.contains("Seccomp:\t2"), words.constData());
    QVERIFY2(words.contains("NoNewPrivs:\t1"), words.constData());
    if (isBare) return;
    QFile network(QStringLiteral("/proc/%1/net/dev").arg(process));
    QVERIFY(network.open(QIODevice::ReadOnly));
    const QList<QByteArray> devices = network.readAll().trimmed().split('\n').mid(2);
    QCOMPARE(devices.size(), 1);
    QVERIFY(devices.first().trimmed().startsWith("lo:"));
}

QTEST_GUILESS_MAIN(TestHostileProjects)
#include "tst_hostile_projects.moc"
