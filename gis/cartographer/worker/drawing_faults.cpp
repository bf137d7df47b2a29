// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/drawing_faults.h"

#include <qgsapplication.h>
#include <qgscoordinatetransform.h>
#include <qgsmaplayer.h>
#include <qgsmessagelog.h>
#include <qgsnetworkaccessmanager.h>
#include <qgsnetworkreply.h>

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <cmath>

namespace cartographer {

namespace {

constexpr int kNotFound = 404;
constexpr int kFirstBadStatus = 400;

/// Scheme, host and port: what is asked for behind them may hold a key.
QString serverOf(const QString& url) {
    return QUrl(url)
        .adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                  QUrl::RemoveFragment)
        .toString();
}

QString whyOf(const QgsNetworkReplyContent& reply) {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= kFirstBadStatus) return QStringLiteral("answered with code %1").arg(status);
    switch (reply.error()) {
        case QNetworkReply::NoError:
            return {};
        case QNetworkReply::ConnectionRefusedError:
            return QStringLiteral("refuses connections");
        case QNetworkReply::HostNotFoundError:
            return QStringLiteral("is not known to the network");
        case QNetworkReply::SslHandshakeFailedError:
            return QStringLiteral("does not prove who it is");
        case QNetworkReply::OperationCanceledError:
            return {};  // Nobody waits any more; a server that was too slow is told of by itself.
        default:
            return QStringLiteral("broke off");
    }
}

/// How much of what a layer asks for is named in its source.
int likeness(const QgsMapLayer& layer, const QString& url) {
    const QString source = QUrl::fromPercentEncoding(layer.source().toUtf8());
    const QString server = serverOf(url);
    const int at = server.isEmpty() ? -1 : source.indexOf(server);
    if (at < 0) return 0;
    int same = 0;
    while (same < url.size() && at + same < source.size() && url[same] == source[at + same]) ++same;
    return std::max(same, 1);
}

}  // namespace

DrawingFaults::DrawingFaults() {
    auto* network = QgsNetworkAccessManager::instance();
    connect(network, qOverload<QgsNetworkReplyContent>(&QgsNetworkAccessManager::finished), this,
            [this](const QgsNetworkReplyContent& reply) {
                const QString url = reply.request().url().toString();
                const QString why = whyOf(reply);
                if (!why.isEmpty())
                    m_heard.push_back(
                        {url, why,
                         reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() ==
                             kNotFound});
                else if (reply.error() == QNetworkReply::NoError)
                    m_answered << serverOf(url);
            });
    connect(network,
            qOverload<QgsNetworkRequestParameters>(&QgsNetworkAccessManager::requestTimedOut), this,
            [this](const QgsNetworkRequestParameters& request) {
                m_heard.push_back({request.request().url().toString(),
                                   QStringLiteral("did not answer within %1 s")
                                       .arg(QgsNetworkAccessManager::timeout() / 1000.0)});
            });
    connect(QgsApplication::messageLog(),
            qOverload<const QString&, const QString&, Qgis::MessageLevel>(
                &QgsMessageLog::messageReceived),
            this, [this](const QString& words, const QString&, Qgis::MessageLevel level) {
                static const QRegularExpression named(QStringLiteral("https?://[^\\s\\])]+"));
                const auto match = named.match(words);
                if (level == Qgis::MessageLevel::Info || !match.hasMatch()) return;
                m_heard.push_back({match.captured(),
                                   QStringLiteral("answered with something that is no picture"),
                                   false, true});
            });
}

void DrawingFaults::hearAll() {
    QCoreApplication::sendPostedEvents(QgsNetworkAccessManager::instance(), QEvent::MetaCall);
    QCoreApplication::sendPostedEvents(QgsApplication::messageLog(), QEvent::MetaCall);
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
}

void DrawingFaults::begin() {
    m_heard.clear();
    m_answered.clear();
}

std::vector<gis::LayerProblem> DrawingFaults::told(const QList<QgsMapLayer*>& layers,
                                                   const std::string& source) const {
    std::vector<gis::LayerProblem> problems;
    std::vector<Heard> all = m_heard;
    // The log knows no more than that there was no picture.
    std::stable_partition(all.begin(), all.end(),
                          [](const Heard& heard) { return !heard.isFromLog; });
    for (const Heard& heard : all) {
        if (heard.isGap && m_answered.contains(serverOf(heard.url))) continue;
        const auto nearest = std::max_element(
            layers.begin(), layers.end(), [&](const QgsMapLayer* a, const QgsMapLayer* b) {
                return likeness(*a, heard.url) < likeness(*b, heard.url);
            });
        const bool isOfLayer = nearest != layers.end() && likeness(**nearest, heard.url) > 0;
        gis::LayerProblem problem{
            isOfLayer ? (*nearest)->name().toStdString() : source,
            QStringLiteral("%1 %2").arg(QUrl(heard.url).authority(), heard.why).toStdString()};
        const bool isTold = std::any_of(problems.begin(), problems.end(), [&](const auto& one) {
            return one.layer == problem.layer;
        });
        if (!isTold) problems.push_back(std::move(problem));
    }
    return problems;
}

namespace {

/// Whether any of nine places of the extent wanted can be found in the layer.
bool canBeLaid(const QgsCoordinateTransform& toMap, const QgsRectangle& extent) {
    if (!toMap.isValid()) return false;
    for (int i = 0; i < 9; ++i) {
        const QgsPointXY place(extent.xMinimum() + extent.width() * (i % 3) / 2,
                               extent.yMinimum() + extent.height() * (i / 3) / 2);
        try {
            const QgsPointXY there = toMap.transform(place, Qgis::TransformDirection::Reverse);
            if (std::isfinite(there.x()) && std::isfinite(there.y())) return true;
        } catch (QgsCsException&) {
            continue;
        }
    }
    return false;
}

}  // namespace

std::vector<gis::LayerProblem> takeOutMisplaced(QgsMapSettings& settings) {
    std::vector<gis::LayerProblem> problems;
    QList<QgsMapLayer*> kept;
    for (QgsMapLayer* layer : settings.layers()) {
        const QgsCoordinateReferenceSystem crs = layer->crs();
        std::string why;
        if (!layer->isSpatial()) continue;
        if (!crs.isValid())
            why = "it does not say in which CRS it is, or in one that is unknown";
        else if (crs != settings.destinationCrs() &&
                 !canBeLaid(QgsCoordinateTransform(crs, settings.destinationCrs(),
                                                   settings.transformContext()),
                            settings.extent()))
            why = "its CRS " + crs.userFriendlyIdentifier().toStdString() +
                  " cannot be transformed to the map's here";
        if (why.empty())
            kept << layer;
        else
            problems.push_back({layer->name().toStdString(), why});
    }
    settings.setLayers(kept);
    return problems;
}

}  // namespace cartographer
