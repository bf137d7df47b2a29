// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/cartographer/drawing_room.h"

#include <QElapsedTimer>
#include <QImage>
#include <QTest>
#include <optional>

#include "gis/exchange/geopackage.h"
#include "tests/gis/cartographer/hostile_project.h"

namespace support {

using namespace dispatch;

std::string Answer::whyOf(const std::string& layer) const {
    if (!drawn) return {};
    for (const gis::LayerProblem& problem : drawn->reply.problems)
        if (problem.layer == layer) return problem.why;
    return {};
}

QColor Answer::at(LonLat place, const std::array<double, 4>& extent) const {
    if (!drawn || drawn->reply.width == 0) return QColor(0, 0, 0, 0);
    const auto& [west, south, east, north] = extent;
    const QImage picture(reinterpret_cast<const uchar*>(drawn->pixels.constData()),
                         drawn->reply.width, drawn->reply.height,
                         QImage::Format_ARGB32_Premultiplied);
    return picture.pixelColor(int((place.lon - west) / (east - west) * picture.width()),
                              int((north - place.lat) / (north - south) * picture.height()));
}

QString Answer::text() const {
    QString words = QStringLiteral("%1 s; dropped: %2; why: %3")
                        .arg(seconds)
                        .arg(dropped, QString::fromStdString(why()));
    if (drawn)
        for (const gis::LayerProblem& problem : drawn->reply.problems)
            words += QStringLiteral("; %1: %2")
                         .arg(QString::fromStdString(problem.layer),
                              QString::fromStdString(problem.why));
    return words;
}

void writeGround(const QString& file, const std::function<LonLat(LonLat)>& shift) {
    const auto must = [](const auto& result) {
        if (!result) qFatal("%s", result.error().detail.c_str());
    };
    auto ground = gis::GeoPackage::make(file.toStdString());
    must(ground);
    const auto at = [&](double right, double up) {
        const LonLat place{kSquareWest + right * kSquareSide, kSquareSouth + up * kSquareSide};
        return shift ? shift(place) : place;
    };
    // Many positions a side: a shift bends it.
    constexpr int kParts = 20;
    Ring ring;
    for (int i = 0; i < 4 * kParts; ++i) {
        const double along = double(i % kParts) / kParts;
        const std::array<std::array<double, 2>, 4> sides{
            {{along, 0}, {1, along}, {1 - along, 1}, {0, 1 - along}}};
        const auto& [right, up] = sides[std::size_t(i / kParts)];
        ring.push_back(at(right, up));
    }
    ring.push_back(ring.front());
    const Area square{{ring, {}}};
    gis::ExportRow row;
    row.cells.resize(1);
    row.cells[0].text = "here";
    row.cells[0].empty = false;
    row.area = &square;
    must(ground->beginTable({"square", gis::ShapeType::Area, {{"title"}}}));
    must(ground->write(row));
    row.area = nullptr;
    row.point = at(0.5, 0.5);
    must(ground->beginTable({"spot", gis::ShapeType::Point, {{"title"}}}));
    must(ground->write(row));
    must(ground->finish());
}

DrawingRoom::DrawingRoom() : m_data(m_folder.path()) {
    m_data.mkdir(QStringLiteral("data"));
    m_data.cd(QStringLiteral("data"));
    writeGround(data(QStringLiteral("ground.gpkg")));
}

gis::WorkerPlace DrawingRoom::place(gis::WorkerReach reach, bool isBare) const {
    gis::WorkerPlace place = gis::findWorker(m_folder.filePath(
        reach == gis::WorkerReach::Web ? QStringLiteral("web") : QStringLiteral("files")));
    place.program = QStringLiteral(GRIDHALL_CARTOGRAPHER_PROGRAM);
    // Another worker to compare with, by hand only.
    if (qEnvironmentVariableIsSet("GRIDHALL_CARTOGRAPHER"))
        place.program = qEnvironmentVariable("GRIDHALL_CARTOGRAPHER");
    place.reach = reach;
    if (reach == gis::WorkerReach::Files) place.readable << m_data.path();
    if (isBare) place.sandbox.clear();
    return place;
}

gis::MapSource DrawingRoom::project(const QString& name, const QByteArray& text,
                                    bool mayReachOut) const {
    writeFile(data(name), text);
    gis::MapSource source;
    source.name = name.toStdString();
    source.provider = "project";
    source.uri = data(name).toStdString();
    source.mayReachOut = mayReachOut;
    return source;
}

gis::DrawRequest pictureOf(const gis::MapSource& source) {
    gis::DrawRequest request;
    request.source = source;
    request.extent = kAround;
    request.width = request.height = kPictureSide;
    request.crs = "EPSG:4490";
    return request;
}

Answer ask(gis::CartographerClient& client, const gis::DrawRequest& request,
           std::chrono::milliseconds patience) {
    Answer answer;
    QElapsedTimer since;
    since.start();
    QObject here;
    quint64 number = 0;
    QObject::connect(&client, &gis::CartographerClient::drawn, &here,
                     [&](std::shared_ptr<const gis::Drawn> drawn) {
                         if (drawn->reply.number == number) answer.drawn = std::move(drawn);
                     });
    QObject::connect(&client, &gis::CartographerClient::dropped, &here,
                     [&](quint64 which, const QString& why) {
                         if (which == number) answer.dropped = why;
                     });
    number = client.draw(request);
    static_cast<void>(QTest::qWaitFor([&] { return answer.drawn || !answer.dropped.isEmpty(); },
                                      int(patience.count())));
    answer.seconds = double(since.elapsed()) / 1000;
    return answer;
}

gis::DescribeReply describe(gis::CartographerClient& client, const gis::MapSource& source) {
    std::optional<gis::DescribeReply> reply;
    QObject here;
    QObject::connect(&client, &gis::CartographerClient::described, &here,
                     [&](const gis::DescribeReply& told) { reply = told; });
    client.describe(source);
    static_cast<void>(QTest::qWaitFor([&] { return reply.has_value(); }, 40000));
    return reply.value_or(gis::DescribeReply{0, "no answer", {}, {}, {}, {}, {}, {}});
}

bool isReady(gis::CartographerClient& client) {
    return QTest::qWaitFor([&] { return client.state() == gis::CartographerClient::State::Ready; },
                           20000);
}

}  // namespace support
