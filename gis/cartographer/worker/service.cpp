// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/service.h"

#include <qgsmaplayer.h>
#include <sys/mman.h>

#include <QCoreApplication>
#include <QTimer>
#include <algorithm>
#include <cstring>

namespace cartographer {

Service::Service(qintptr socket, int shared)
    : m_sources([this] { send(gis::MessageKind::Pong, "{}"); }), m_drawer(m_sources) {
    if (shared >= 0) {
        void* memory =
            ::mmap(nullptr, 2 * gis::kSharedHalf, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
        if (memory != MAP_FAILED) m_shared = static_cast<char*>(memory);
    }
    connect(&m_socket, &QLocalSocket::disconnected, qApp, &QCoreApplication::quit);
    connect(&m_socket, &QLocalSocket::readyRead, this, &Service::read);
    connect(&m_drawer, &MapDrawer::drawn, this,
            [this](const gis::DrawReply& reply, const QImage& picture) {
                m_drawing = false;
                sendPicture(reply, picture);
                QTimer::singleShot(0, this, &Service::next);
            });
    if (!m_socket.setSocketDescriptor(socket)) {
        qCritical("the socket %d is none", int(socket));
        QTimer::singleShot(0, qApp, [] { QCoreApplication::exit(2); });
        return;
    }
    send(gis::MessageKind::Hello, "{}");
}

Service::~Service() {
    if (m_shared) ::munmap(m_shared, 2 * gis::kSharedHalf);
}

void Service::sendPicture(gis::DrawReply reply, const QImage& picture) {
    const auto bytes = std::size_t(picture.sizeInBytes());
    if (!m_shared || picture.isNull() || bytes > gis::kSharedHalf)
        return send(gis::MessageKind::Drawn, gis::toJson(reply), picture);
    reply.half = m_half;
    std::memcpy(m_shared + std::size_t(m_half) * gis::kSharedHalf, picture.constBits(), bytes);
    m_half = 1 - m_half;
    send(gis::MessageKind::Drawn, gis::toJson(reply));
}

void Service::read() {
    m_buffer += m_socket.readAll();
    for (;;) {
        gis::Frame frame;
        if (m_buffer.size() < int(sizeof(frame))) return;
        std::memcpy(&frame, m_buffer.constData(), sizeof(frame));
        if (frame.magic != gis::kFrameMagic || frame.version != gis::kFrameVersion ||
            frame.words > gis::kMostWords || frame.bytes > gis::kMostBytes) {
            qCritical("the console speaks another protocol");
            QCoreApplication::exit(3);
            return;
        }
        const auto whole = qint64(sizeof(frame)) + frame.words + frame.bytes;
        if (m_buffer.size() < whole) return;
        const QByteArray words = m_buffer.mid(int(sizeof(frame)), int(frame.words));
        m_buffer.remove(0, int(whole));
        take(frame.kind, words);
    }
}

void Service::take(gis::MessageKind kind, const QByteArray& words) {
    const std::string_view text(words.constData(), std::size_t(words.size()));
    switch (kind) {
        case gis::MessageKind::Ping:
            send(gis::MessageKind::Pong, "{}");
            return;
        case gis::MessageKind::Draw:
            if (auto request = gis::fromJson<gis::DrawRequest>(text))
                m_waiting.push_back(std::move(*request));
            else
                qWarning("a request that cannot be read");
            // Not at once: a Cancel may stand in the same bytes.
            QTimer::singleShot(0, this, &Service::next);
            return;
        case gis::MessageKind::Cancel:
            if (const auto number = gis::fromJson<std::uint64_t>(text)) {
                const auto at =
                    std::find_if(m_waiting.begin(), m_waiting.end(),
                                 [&](const auto& request) { return request.number == *number; });
                if (at == m_waiting.end()) {
                    m_drawer.cancel(*number);
                } else {
                    gis::DrawReply reply;
                    reply.number = *number;
                    reply.cancelled = true;
                    m_waiting.erase(at);
                    send(gis::MessageKind::Drawn, gis::toJson(reply));
                }
            }
            return;
        case gis::MessageKind::Describe:
            if (const auto request = gis::fromJson<gis::DescribeRequest>(text)) describe(*request);
            return;
        default:
            return;
    }
}

void Service::next() {
    if (m_drawing || m_waiting.empty()) return;
    const gis::DrawRequest request = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_drawing = true;
    m_drawer.draw(request);
}

void Service::describe(const gis::DescribeRequest& request) {
    const OpenSource& source = m_sources.open(request.source);
    gis::DescribeReply reply;
    reply.number = request.number;
    reply.why = source.why.toStdString();
    reply.title = source.title.toStdString();
    reply.attribution = source.attribution.toStdString();
    reply.crs = source.project->crs().authid().toStdString();
    reply.problems = source.problems;
    const QgsCoordinateReferenceSystem degrees(QStringLiteral("EPSG:4326"));
    QgsRectangle extent;
    for (const QgsMapLayer* layer : source.layers) {
        reply.layers.push_back(layer->name().toStdString());
        // A layer without features lies nowhere, not at 0, 0.
        if (layer->extent().isEmpty()) continue;
        try {
            const QgsCoordinateTransform turn(layer->crs(), degrees,
                                              source.project->transformContext());
            extent.combineExtentWith(turn.transformBoundingBox(layer->extent()));
        } catch (QgsCsException&) {
            reply.problems.push_back(
                {layer->name().toStdString(),
                 "its CRS " + layer->crs().authid().toStdString() + " cannot be transformed"});
        }
    }
    if (!extent.isEmpty())
        reply.extent = {extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()};
    send(gis::MessageKind::Described, gis::toJson(reply));
}

void Service::send(gis::MessageKind kind, const std::string& words, const QImage& picture) {
    gis::Frame frame;
    frame.kind = kind;
    frame.words = std::uint32_t(words.size());
    frame.bytes = std::uint32_t(picture.sizeInBytes());
    m_socket.write(reinterpret_cast<const char*>(&frame), sizeof(frame));
    m_socket.write(words.data(), qint64(words.size()));
    if (!picture.isNull())
        m_socket.write(reinterpret_cast<const char*>(picture.constBits()), picture.sizeInBytes());
    m_socket.flush();
}

}  // namespace cartographer
