// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/cartographer/local_server.h"

#include <QBuffer>
#include <QImage>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>
#include <algorithm>

namespace support {

namespace {

QByteArray greenPicture(int width, int height) {
    QImage picture(width, height, QImage::Format_RGB32);
    picture.fill(Qt::green);
    QByteArray bytes;
    QBuffer out(&bytes);
    out.open(QIODevice::WriteOnly);
    picture.save(&out, "PNG");
    return bytes;
}

QByteArray capabilities(const QString& address) {
    return QStringLiteral(R"(<?xml version="1.0"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
  xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Name>WMS</Name><Title>green</Title></Service>
<Capability><Request>
<GetCapabilities><Format>text/xml</Format></GetCapabilities>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:type="simple"
  xlink:href="%1/wms"/></Get></HTTP></DCPType></GetMap></Request>
<Layer queryable="0"><Name>green</Name><Title>green</Title><CRS>EPSG:4326</CRS>
<EX_GeographicBoundingBox><westBoundLongitude>-180</westBoundLongitude>
<eastBoundLongitude>180</eastBoundLongitude><southBoundLatitude>-90</southBoundLatitude>
<northBoundLatitude>90</northBoundLatitude></EX_GeographicBoundingBox>
<BoundingBox CRS="EPSG:4326" minx="-90" miny="-180" maxx="90" maxy="180"/></Layer>
</Capability></WMS_Capabilities>)")
        .arg(address)
        .toUtf8();
}

QByteArray reply(const char* status, const char* type, const QByteArray& body) {
    return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace

LocalServer::LocalServer(Manner manner) : m_manner(manner) {
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            ++m_connections;
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            if (m_manner == Manner::Closing)
                socket->abort();
            else
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
        }
    });
}

QString LocalServer::address() const {
    return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort());
}

void LocalServer::forget() {
    m_connections = 0;
    m_asked.clear();
}

void LocalServer::take(QTcpSocket* socket) {
    const QByteArray words = socket->peek(1 << 16);
    if (!words.contains("\r\n\r\n")) return;
    socket->readAll();
    const QString target = QString::fromUtf8(words.split(' ').value(1));
    m_asked << target;
    switch (m_manner) {
        case Manner::Silent:
        case Manner::Closing:
            return;
        case Manner::Failing:
            socket->write(reply("500 Broken", "text/plain", "no"));
            break;
        case Manner::Garbage:
            socket->write(reply("200 OK", "image/png", QByteArray(3000, '\x5a')));
            break;
        case Manner::Good:
            socket->write(answer(target));
            break;
    }
    socket->disconnectFromHost();
}

QByteArray LocalServer::answer(const QString& target) const {
    const QUrl url(target);
    if (m_put.contains(url.path()))
        return reply("200 OK", "application/octet-stream", m_put.value(url.path()));
    const QString words = target.toLower();
    if (words.contains(QLatin1String("getcapabilities")))
        return reply("200 OK", "text/xml", capabilities(address()));
    const QUrlQuery query(words.section(QLatin1Char('?'), 1));
    const auto size = [&](const QString& name) {
        return std::clamp(query.queryItemValue(name).toInt(), 0, 4096);
    };
    const int width = size(QStringLiteral("width")), height = size(QStringLiteral("height"));
    return reply("200 OK", "image/png",
                 width > 0 && height > 0 ? greenPicture(width, height) : greenPicture(256, 256));
}

}  // namespace support
