// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QImage>
#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>

#include "gis/geometry/offset.h"
#include "gis/geometry/projection.h"
#include "tests/gis/cartographer/drawing_room.h"
#include "tests/gis/cartographer/hostile_project.h"
#include "tests/gis/cartographer/processes.h"
#include "tests/support/program.h"

using namespace support;
using namespace std::chrono_literals;
using dispatch::LonLat;
using gis::CartographerClient;
using State = CartographerClient::State;

/// The client with the real worker: what is drawn lies where it belongs, and a worker that dies,
/// hangs or is none is noticed, named and replaced.
class TestCartographerClient : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    // Pictures.
    void whatIsDrawnLiesWhereItBelongs_data();
    void whatIsDrawnLiesWhereItBelongs();
    void aShiftedGroundLiesWhereTheOtherDoes_data();
    void aShiftedGroundLiesWhereTheOtherDoes();
    void labelsAreDrawnWhenWanted();
    void onlyTheLayersWantedAreDrawn();
    void aPictureLosesColourAndLight();
    void aPictureNobodyWantsIsNotDrawn();
    // Supervision.
    void theConsoleDoesNotWaitForTheWorker();
    void aWorkerKilledWhileItDrawsIsReplaced_data();
    void aWorkerKilledWhileItDrawsIsReplaced();
    void aWorkerThatHangsIsReplaced();
    void aPictureThatTakesTooLongEndsItsWorker();
    void waitingForItsTurnIsNotTakingLong();
    void noMemoryIsNamed();
    void aRequestThatKillsTwoWorkersIsDroppedAndNamed();
    void theWorkerDiesWithTheConsole_data();
    void theWorkerDiesWithTheConsole();
    void nothingIsLeftBehindByTwentyKills();
    void withoutAWorkerNothingBreaks();
    void aWorkerThatIsNoneIsNamedAndTriedLessAndLess_data();
    void aWorkerThatIsNoneIsNamedAndTriedLessAndLess();
    void aWorkerThatSpeaksNonsenseIsEnded_data();
    void aWorkerThatSpeaksNonsenseIsEnded();
    void whatWasAskedIsForgottenWithTheClient();

  private:
    gis::DrawRequest square() const { return pictureOf(m_square); }
    /// A picture that takes a while.
    gis::DrawRequest large(int side = 6000) const {
        gis::DrawRequest request = square();
        request.width = request.height = side;
        return request;
    }
    QString script(const QString& words);

    DrawingRoom m_room;
    gis::MapSource m_square;
    std::unique_ptr<CartographerClient> m_client;
};

namespace {

struct MapPoint {
    double x = 0, y = 0;  ///< East and north.
};

MapPoint mercator(LonLat place) {
    constexpr double kRadius = 6378137, kDegree = std::numbers::pi / 180;
    return {kRadius * place.lon * kDegree,
            kRadius * std::log(std::tan(std::numbers::pi / 4 + place.lat * kDegree / 2))};
}

/// Where red begins and ends on the lines through its middle: west, north, east, south in pixels.
std::array<double, 4> redBox(const Answer& answer) {
    const int width = answer.drawn->reply.width, height = answer.drawn->reply.height;
    const QImage picture(reinterpret_cast<const uchar*>(answer.drawn->pixels.constData()), width,
                         height, QImage::Format_ARGB32_Premultiplied);
    // The share of an edge's pixel that is covered counts.
    const auto share = [&](int x, int y) {
        const QColor colour = picture.pixelColor(x, y);
        return colour.redF() > colour.greenF() ? colour.alphaF() * (1 - colour.greenF()) : 0.0F;
    };
    qint64 sumX = 0, sumY = 0, count = 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (share(x, y) > 0.99F) sumX += x, sumY += y, ++count;
    if (count == 0) return {};
    const int midX = int(sumX / count), midY = int(sumY / count);
    const auto walk = [&](int stepX, int stepY) {
        double length = 0;
        for (int x = midX, y = midY; picture.valid(x, y) && share(x, y) > 0.01F;
             x += stepX, y += stepY)
            length += double(share(x, y));
        return length;
    };
    return {midX + 1 - walk(-1, 0), midY + 1 - walk(0, -1), midX + walk(1, 0), midY + walk(0, 1)};
}

}  // namespace

Q_DECLARE_METATYPE(std::function<MapPoint(dispatch::LonLat)>)

void TestCartographerClient::initTestCase() {
    m_square = m_room.project(
        QStringLiteral("square.qgs"),
        WrittenProject{
            {{QStringLiteral("square"), QStringLiteral("./ground.gpkg|layername=square")}}, {}, {}}
            .text());
    m_client = std::make_unique<CartographerClient>(m_room.place());
    m_client->start();
    QVERIFY(isReady(*m_client));
}

void TestCartographerClient::whatIsDrawnLiesWhereItBelongs_data() {
    QTest::addColumn<QString>("crs");
    QTest::addColumn<std::function<MapPoint(LonLat)>>("turn");
    const std::function<MapPoint(LonLat)> degrees = [](LonLat place) {
        return MapPoint{place.lon, place.lat};
    };
    const auto metres = [](const gis::Projection& projection) {
        return std::function<MapPoint(LonLat)>([projection](LonLat place) {
            const gis::ScenePoint point = projection.toScene(place);
            return MapPoint{point.x, point.y};
        });
    };
    QTest::newRow("CGCS2000") << QStringLiteral("EPSG:4490") << degrees;
    // Whose first axis is the latitude, in print; a picture's is not.
    QTest::newRow("WGS 84") << QStringLiteral("EPSG:4326") << degrees;
    QTest::newRow("longitude first") << QStringLiteral("OGC:CRS84") << degrees;
    QTest::newRow("Mercator") << QStringLiteral("EPSG:3857")
                              << std::function<MapPoint(LonLat)>(mercator);
    for (const gis::Projection& projection :
         {gis::Projection(), gis::Projection::onMeridian(106.81)})
        QTest::newRow(projection.name().c_str())
            << QString::fromStdString(projection.definition()) << metres(projection);
}

void TestCartographerClient::whatIsDrawnLiesWhereItBelongs() {
    QFETCH(QString, crs);
    QFETCH(std::function<MapPoint(LonLat)>, turn);
    gis::DrawRequest request = square();
    request.crs = crs.toStdString();
    const MapPoint from = turn({kAround[0], kAround[1]}), to = turn({kAround[2], kAround[3]});
    request.extent = {from.x, from.y, to.x, to.y};
    request.width = 600;
    request.height = 600;
    const Answer answer = ask(*m_client, request);
    QVERIFY2(answer.why().empty(), qPrintable(answer.text()));
    QCOMPARE(answer.drawn->pixels.size(), 600 * 600 * 4);
    // Two pixels within each side and two beyond it.
    const double step = 2 * (kAround[2] - kAround[0]) / 600;
    const double west = kSquareWest, south = kSquareSouth, side = kSquareSide, half = side / 2;
    // QGIS keeps pixels square: of an extent that is not, more is drawn around the same middle.
    const double perPixel = std::max(to.x - from.x, to.y - from.y) / 600;
    const auto isRed = [&](LonLat place) {
        const MapPoint point = turn(place);
        const int x = int(300 + (point.x - (from.x + to.x) / 2) / perPixel);
        const int y = int(300 - (point.y - (from.y + to.y) / 2) / perPixel);
        const auto* pixel =
            reinterpret_cast<const QRgb*>(answer.drawn->pixels.constData()) + y * 600 + x;
        return *pixel == qRgb(255, 0, 0);
    };
    const double in = step, out = -step;
    for (const double by : {in, out}) {
        const bool isIn = by > 0;
        QCOMPARE(isRed({west + by, south + half}), isIn);
        QCOMPARE(isRed({west + side - by, south + half}), isIn);
        QCOMPARE(isRed({west + half, south + by}), isIn);
        QCOMPARE(isRed({west + half, south + side - by}), isIn);
    }
}

void TestCartographerClient::aShiftedGroundLiesWhereTheOtherDoes_data() {
    QTest::addColumn<QString>("datum");
    QTest::addColumn<QString>("crs");
    QTest::addColumn<double>("side");
    for (const char* datum : {"gcj02", "bd09"}) {
        // Half of the picture's side: a few streets, a city.
        for (const double side : {0.012, 0.1})
            QTest::addRow("%s, %g degrees", datum, side)
                << QString::fromLatin1(datum) << QStringLiteral("EPSG:4490") << side;
        QTest::addRow("%s, metres", datum)
            << QString::fromLatin1(datum) << QStringLiteral("EPSG:4545") << 3000.0;
    }
}

void TestCartographerClient::aShiftedGroundLiesWhereTheOtherDoes() {
    QFETCH(QString, datum);
    QFETCH(QString, crs);
    QFETCH(double, side);
    const QString file = datum + QStringLiteral(".gpkg");
    writeGround(m_room.data(file),
                datum == QLatin1String("bd09") ? gis::bd09FromCgcs2000 : gis::gcj02FromCgcs2000);
    gis::DrawRequest request = pictureOf(m_room.project(
        datum + QStringLiteral(".qgs"),
        WrittenProject{
            {{QStringLiteral("square"), QStringLiteral("./%1|layername=square").arg(file)}}, {}, {}}
            .text()));
    MapPoint middle{kSquareWest + kSquareSide * 0.7, kSquareSouth + kSquareSide * 0.6};
    if (crs == QLatin1String("EPSG:4545")) {
        const gis::ScenePoint point = gis::Projection().toScene({middle.x, middle.y});
        middle = {point.x, point.y};
    }
    request.extent = {middle.x - side, middle.y - side, middle.x + side, middle.y + side};
    request.crs = crs.toStdString();
    request.width = request.height = 800;
    gis::DrawRequest plain = square();
    plain.extent = request.extent;
    plain.crs = request.crs;
    plain.width = plain.height = request.width;
    const auto unshifted = redBox(ask(*m_client, plain));
    // Without the shift it lies half a kilometre away or more.
    const auto wrong = redBox(ask(*m_client, request));
    QVERIFY(std::abs(wrong[0] - unshifted[0]) > 5);
    request.source.datum = datum.toStdString();
    const auto shifted = redBox(ask(*m_client, request));
    for (std::size_t i = 0; i < 4; ++i)
        QVERIFY2(std::abs(shifted[i] - unshifted[i]) < 1.5,
                 qPrintable(QStringLiteral("side %1: %2 instead of %3")
                                .arg(i)
                                .arg(shifted[i])
                                .arg(unshifted[i])));
}

void TestCartographerClient::labelsAreDrawnWhenWanted() {
    WrittenLayer layer{QStringLiteral("square"), QStringLiteral("./ground.gpkg|layername=square")};
    layer.attributes = QStringLiteral("labelsEnabled=\"1\"");
    layer.extra = QStringLiteral(
        "<labeling type=\"simple\"><settings><text-style fieldName=\"title\" fontSize=\"30\" "
        "fontSizeUnit=\"Point\" textColor=\"0,0,255,255\"/><placement placement=\"1\"/>"
        "</settings></labeling>");
    gis::DrawRequest request = pictureOf(
        m_room.project(QStringLiteral("labels.qgs"), WrittenProject{{layer}, {}, {}}.text()));
    const auto blue = [&] {
        const Answer answer = ask(*m_client, request);
        int count = 0;
        for (int i = 0; i < kPictureSide * kPictureSide; ++i)
            count +=
                qBlue(reinterpret_cast<const QRgb*>(answer.drawn->pixels.constData())[i]) > 200 &&
                qRed(reinterpret_cast<const QRgb*>(answer.drawn->pixels.constData())[i]) < 50;
        return count;
    };
    QVERIFY(blue() > 30);
    request.labels = false;
    QCOMPARE(blue(), 0);
}

void TestCartographerClient::onlyTheLayersWantedAreDrawn() {
    WrittenLayer green{QStringLiteral("lower"), QStringLiteral("./ground.gpkg|layername=square")};
    green.symbol.replace(QStringLiteral("255,0,0,255"), QStringLiteral("0,255,0,255"));
    gis::DrawRequest request = pictureOf(m_room.project(
        QStringLiteral("two.qgs"),
        WrittenProject{
            {{QStringLiteral("upper"), QStringLiteral("./ground.gpkg|layername=square")}, green},
            {},
            {}}
            .text()));
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(Qt::red));
    request.layers = {"lower"};
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(Qt::green));
    request.layers = {"upper_of_a_test"};
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(Qt::red));
    request.layers = {"neither"};
    QVERIFY(ask(*m_client, request).at(kInSquare) != QColor(Qt::red));
}

void TestCartographerClient::aPictureLosesColourAndLight() {
    gis::DrawRequest request = square();
    request.saturation = 0;
    // @source ITU-R BT.709: red is 0.2126 of the light.
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(54, 54, 54));
    request.saturation = 0.5;
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(155, 27, 27));
    request.saturation = 1;
    request.brightness = 0.5;
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(128, 0, 0));
    request.saturation = 0.5;
    request.brightness = 3;
    QCOMPARE(ask(*m_client, request).at(kInSquare), QColor(255, 81, 81));
}

void TestCartographerClient::aPictureNobodyWantsIsNotDrawn() {
    QSignalSpy drawn(m_client.get(), &CartographerClient::drawn);
    const quint64 first = m_client->draw(large());
    const quint64 second = m_client->draw(large());
    const quint64 third = m_client->draw(square());
    m_client->cancel(first);
    m_client->cancel(second);
    m_client->cancel(12345);
    QTRY_COMPARE(drawn.count(), 1);
    QCOMPARE(drawn[0][0].value<std::shared_ptr<const gis::Drawn>>()->reply.number, third);
    QTRY_COMPARE(m_client->inFlight(), std::size_t{0});
    // And in the middle of it.
    const quint64 fourth = m_client->draw(large(12000));
    QTest::qWait(100);
    m_client->cancel(fourth);
    QElapsedTimer since;
    since.start();
    QCOMPARE(ask(*m_client, square()).at(kInSquare), QColor(Qt::red));
    QVERIFY2(since.elapsed() < 12000, qPrintable(QString::number(since.elapsed())));
    QCOMPARE(drawn.count(), 2);
    QCOMPARE(m_client->deaths(), 0);
}

void TestCartographerClient::theConsoleDoesNotWaitForTheWorker() {
    QElapsedTimer since;
    since.start();
    CartographerClient client(m_room.place());
    QSignalSpy drawn(&client, &CartographerClient::drawn);
    client.draw(square());
    client.start();
    QVERIFY2(since.elapsed() < 1000, qPrintable(QString::number(since.elapsed())));
    QCOMPARE(client.state(), State::Starting);
    QTRY_COMPARE(drawn.count(), 1);
    QCOMPARE(client.state(), State::Ready);
}

void TestCartographerClient::aWorkerKilledWhileItDrawsIsReplaced_data() {
    QTest::addColumn<bool>("isBare");
    QTest::addColumn<bool>("isInner");
    if (gis::sandboxProblem().isEmpty()) {
        QTest::newRow("the sandbox") << false << false;
        QTest::newRow("within the sandbox") << false << true;
    }
    QTest::newRow("bare") << true << false;
}

void TestCartographerClient::aWorkerKilledWhileItDrawsIsReplaced() {
    QFETCH(bool, isBare);
    QFETCH(bool, isInner);
    CartographerClient client(m_room.place(gis::WorkerReach::Files, isBare));
    client.start();
    QVERIFY(isReady(client));
    QSignalSpy died(&client, &CartographerClient::died);
    QSignalSpy drawn(&client, &CartographerClient::drawn);
    const quint64 number = client.draw(large(2000));
    client.draw(square());
    QTest::qWait(10);
    QCOMPARE(drawn.count(), 0);
    const qint64 worker = innermost(client.processId());
    QElapsedTimer since;
    since.start();
    signalTo(isInner ? worker : client.processId(), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), 2, 12000);
    QVERIFY2(since.elapsed() < 12000, qPrintable(QString::number(since.elapsed())));
    QCOMPARE(drawn[0][0].value<std::shared_ptr<const gis::Drawn>>()->reply.number, number);
    QCOMPARE(died.count(), 1);
    QCOMPARE(died[0][0].toString().section(QStringLiteral(" ("), 0, 0),
             QStringLiteral("it was killed or crashed"));
    QVERIFY(!isAlive(worker));
}

void TestCartographerClient::aWorkerThatHangsIsReplaced() {
    gis::Patience patience;
    patience.silence = 700ms;
    CartographerClient client(m_room.place(), patience);
    client.start();
    QVERIFY(isReady(client));
    QSignalSpy died(&client, &CartographerClient::died);
    signalTo(innermost(client.processId()), SIGSTOP);
    const Answer answer = ask(client, square());
    QCOMPARE(answer.at(kInSquare), QColor(Qt::red));
    QVERIFY2(answer.seconds < 15, qPrintable(answer.text()));
    QCOMPARE(died.count(), 1);
    QCOMPARE(died[0][0].toString(), QStringLiteral("it does not answer any more"));
    // A worker that is merely idle is none that hangs.
    QTest::qWait(1500);
    QCOMPARE(died.count(), 1);
}

void TestCartographerClient::aPictureThatTakesTooLongEndsItsWorker() {
    gis::Patience patience;
    patience.request = 300ms;
    CartographerClient client(m_room.place(), patience);
    client.start();
    QVERIFY(isReady(client));
    const Answer answer = ask(client, large(14000));
    QVERIFY2(answer.dropped.contains(QStringLiteral("took longer than 0.3 s")),
             qPrintable(answer.text()));
    QVERIFY2(answer.dropped.startsWith(QStringLiteral("square.qgs:")), qPrintable(answer.text()));
    QCOMPARE(ask(client, square()).at(kInSquare), QColor(Qt::red));
}

/// Many pictures asked for at once: the last waits longer than one may take, and nothing is wrong.
void TestCartographerClient::waitingForItsTurnIsNotTakingLong() {
    const gis::DrawRequest picture = large(2500);
    static_cast<void>(ask(*m_client, picture));
    const double seconds = ask(*m_client, picture).seconds;
    gis::Patience patience;
    patience.request = std::max(300ms, std::chrono::milliseconds(int(4000 * seconds)));
    CartographerClient client(m_room.place(), patience);
    client.start();
    QVERIFY(isReady(client));
    QSignalSpy drawn(&client, &CartographerClient::drawn);
    const int asked = 4 + int(double(patience.request.count()) / 1000 / seconds);
    for (int i = 0; i < asked; ++i) client.draw(picture);
    QTRY_COMPARE_WITH_TIMEOUT(drawn.count(), asked, 30000);
    QCOMPARE(client.deaths(), 0);
}

void TestCartographerClient::noMemoryIsNamed() {
    gis::WorkerPlace place = m_room.place();
    place.memoryBytes = qint64(1500) << 20;
    CartographerClient client(place);
    client.start();
    QVERIFY(isReady(client));
    const Answer answer = ask(client, large(16384));
    const QString said = answer.text();
    QVERIFY2(said.contains(QStringLiteral("memory")), qPrintable(said));
    QCOMPARE(ask(client, square()).at(kInSquare), QColor(Qt::red));
}

void TestCartographerClient::aRequestThatKillsTwoWorkersIsDroppedAndNamed() {
    gis::WorkerPlace place = m_room.place();
    place.cpuSeconds = 1;
    CartographerClient client(place);
    client.start();
    QSignalSpy died(&client, &CartographerClient::died);
    QSignalSpy drawn(&client, &CartographerClient::drawn);
    client.draw(square());
    gis::DrawRequest poison = large(16000);
    poison.saturation = 0.5;
    QSignalSpy dropped(&client, &CartographerClient::dropped);
    const quint64 number = client.draw(poison);
    client.draw(square());
    QTRY_COMPARE_WITH_TIMEOUT(dropped.count(), 1, 30000);
    QCOMPARE(dropped[0][0].toULongLong(), number);
    QVERIFY2(dropped[0][1].toString().contains(QStringLiteral("square.qgs")),
             qPrintable(dropped[0][1].toString()));
    QVERIFY2(dropped[0][1].toString().contains(QStringLiteral("processor time")),
             qPrintable(dropped[0][1].toString()));
    // What was asked before and after it is answered.
    QTRY_COMPARE(drawn.count(), 2);
    QCOMPARE(died.count(), 2);
    QCOMPARE(client.inFlight(), std::size_t{0});
}

void TestCartographerClient::theWorkerDiesWithTheConsole_data() {
    QTest::addColumn<bool>("isBare");
    if (gis::sandboxProblem().isEmpty()) QTest::newRow("sandbox") << false;
    QTest::newRow("bare") << true;
}

void TestCartographerClient::theWorkerDiesWithTheConsole() {
    QFETCH(bool, isBare);
    const gis::WorkerPlace place = m_room.place(gis::WorkerReach::Files, isBare);
    std::vector<std::string> command{CLIENT_ALONE, place.program.toStdString(),
                                     place.profile.toStdString()};
    if (!isBare) command.push_back(place.sandbox.toStdString());
    support::Program console(command);
    QTRY_VERIFY_WITH_TIMEOUT(console.outSoFar().find("ready") != std::string::npos, 20000);
    const std::vector<qint64> workers = processesUnder(console.pid());
    QCOMPARE(workers.size(), isBare ? std::size_t{1} : std::size_t{3});
    // A worker that hangs dies, too.
    signalTo(workers.back(), SIGSTOP);
    console.kill(SIGKILL);
    console.finish();
    for (const qint64 worker : workers) QTRY_VERIFY_WITH_TIMEOUT(!isAlive(worker), 2000);
}

void TestCartographerClient::nothingIsLeftBehindByTwentyKills() {
    gis::Patience patience;
    patience.firstBackOff = 1ms;
    patience.longestBackOff = 5ms;
    CartographerClient client(m_room.place(), patience);
    client.start();
    QVERIFY(isReady(client));
    QCOMPARE(ask(client, square()).at(kInSquare), QColor(Qt::red));
    QTest::qWait(50);
    const QStringList open = openDescriptors();
    const auto leftovers = [&] {
        const QStringList names{QStringLiteral("gridhall-cartographer*")};
        return QDir::temp().entryList(names) + QDir(client.place().profile).entryList(names);
    };
    const QStringList files = leftovers();
    const std::size_t processes = processesUnder(QCoreApplication::applicationPid()).size();
    for (int i = 0; i < 20; ++i) {
        QTRY_VERIFY(client.processId() != 0);
        const int deaths = client.deaths();
        signalTo(client.processId(), SIGKILL);
        QTRY_COMPARE(client.deaths(), deaths + 1);
        // Each second one while it still starts.
        if (i % 2 == 0) QVERIFY(isReady(client));
    }
    QVERIFY(isReady(client));
    QCOMPARE(ask(client, square()).at(kInSquare), QColor(Qt::red));
    QTRY_COMPARE(processesUnder(QCoreApplication::applicationPid()).size(), processes);
    QCOMPARE(openDescriptors().size(), open.size());
    QCOMPARE(leftovers(), files);
}

void TestCartographerClient::withoutAWorkerNothingBreaks() {
    gis::WorkerPlace place = m_room.place();
    place.program.clear();
    CartographerClient client(place);
    QSignalSpy changed(&client, &CartographerClient::stateChanged);
    client.start();
    const quint64 number = client.draw(square());
    client.describe(m_square);
    QTest::qWait(50);
    QCOMPARE(client.state(), State::None);
    QCOMPARE(client.processId(), qint64{0});
    client.cancel(number);
    client.stop();
    client.start();
    QCOMPARE(client.inFlight(), std::size_t{0});
    QCOMPARE(changed.count(), 0);
}

QString TestCartographerClient::script(const QString& words) {
    const QString file = m_room.temporary().filePath(QStringLiteral("worker.sh"));
    writeFile(file, (QStringLiteral("#!/bin/bash\n") + words).toUtf8());
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file;
}

void TestCartographerClient::aWorkerThatIsNoneIsNamedAndTriedLessAndLess_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("why");
    QTest::newRow("fails") << "/bin/false"
                           << "it ended with code 1";
    QTest::newRow("is content") << "/bin/true"
                                << "it ended with code 0";
    QTest::newRow("speaks of it") << "/bin/cat"
                                  << "it ended with code 1 (";
    QTest::newRow("does not exist") << "/no/such/program"
                                    << "";
    QTest::newRow("cannot be run") << "/etc/hostname"
                                   << "";
}

void TestCartographerClient::aWorkerThatIsNoneIsNamedAndTriedLessAndLess() {
    QFETCH(QString, program);
    QFETCH(QString, why);
    for (const bool isBare : {true, false}) {
        // Once under the sandbox, which tells of its end in its own way.
        if (!isBare && (!gis::sandboxProblem().isEmpty() || program != QLatin1String("/bin/false")))
            continue;
        gis::WorkerPlace place = m_room.place(gis::WorkerReach::Files, isBare);
        place.program = program;
        gis::Patience patience;
        patience.firstBackOff = 40ms;
        patience.longestBackOff = 400ms;
        CartographerClient client(place, patience);
        QSignalSpy died(&client, &CartographerClient::died);
        QSignalSpy dropped(&client, &CartographerClient::dropped);
        client.start();
        client.draw(square());
        QTRY_VERIFY(died.count() >= 2);
        QTest::qWait(700);
        // At 0, 40, 120, 280, 600 and 1000 ms, and what starting takes.
        QVERIFY2(died.count() >= 3 && died.count() <= 6, qPrintable(QString::number(died.count())));
        const QString said = died[0][0].toString();
        QVERIFY2(!said.isEmpty() && said.startsWith(why), qPrintable(said));
        // The request killed nobody: it waits for a worker that is one.
        QCOMPARE(dropped.count(), 0);
        QCOMPARE(client.inFlight(), std::size_t{1});
    }
}

void TestCartographerClient::aWorkerThatSpeaksNonsenseIsEnded_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("why");
    const QString protocol = QStringLiteral("it speaks another protocol");
    const QString late = QStringLiteral("it did not start in time");
    QTest::newRow("nothing") << "sleep 60" << late;
    QTest::newRow("zeros") << "head -c 100 /dev/zero >&$2; sleep 60" << protocol;
    QTest::newRow("another version")
        << "printf 'GHC1\\2\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0' >&$2; sleep 60"
        << protocol;
    QTest::newRow("too much")
        << "printf 'GHC1\\1\\0\\0\\0\\1\\0\\0\\0\\377\\377\\377\\377\\0\\0\\0\\0' >&$2; sleep 60"
        << protocol;
    QTest::newRow("half a message")
        << "printf 'GHC1\\1\\0\\0\\0\\1\\0\\0\\0\\12\\0\\0\\0\\0\\0\\0\\0{}' >&$2; sleep 60"
        << late;
    // Hello, then an answer that is none.
    QTest::newRow("an answer that is none")
        << "printf 'GHC1\\1\\0\\0\\0\\1\\0\\0\\0\\2\\0\\0\\0\\0\\0\\0\\0{}' >&$2;"
           "printf 'GHC1\\1\\0\\0\\0\\3\\0\\0\\0\\4\\0\\0\\0\\0\\0\\0\\0spam' >&$2; sleep 60"
        << "its answer cannot be read";
    QTest::newRow("ready and gone")
        << "printf 'GHC1\\1\\0\\0\\0\\1\\0\\0\\0\\2\\0\\0\\0\\0\\0\\0\\0{}' >&$2; exit 7"
        << "it ended with code 7";
}

void TestCartographerClient::aWorkerThatSpeaksNonsenseIsEnded() {
    QFETCH(QString, words);
    QFETCH(QString, why);
    gis::WorkerPlace place = m_room.place(gis::WorkerReach::Files, true);
    place.program = script(words);
    gis::Patience patience;
    patience.start = 500ms;
    patience.firstBackOff = 10s;
    CartographerClient client(place, patience);
    QSignalSpy died(&client, &CartographerClient::died);
    client.start();
    QTRY_COMPARE(died.count(), 1);
    QCOMPARE(died[0][0].toString(), why);
    QCOMPARE(client.state(), State::Down);
}

void TestCartographerClient::whatWasAskedIsForgottenWithTheClient() {
    qint64 worker = 0;
    {
        CartographerClient client(m_room.place());
        client.start();
        QVERIFY(isReady(client));
        worker = innermost(client.processId());
        client.draw(large());
        QTest::qWait(20);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(worker), 2000);
}

QTEST_GUILESS_MAIN(TestCartographerClient)
#include "tst_cartographer_client.moc"
