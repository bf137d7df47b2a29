// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/map_drawer.h"

#include <qgsexpressioncontextutils.h>
#include <qgslabelingenginesettings.h>
#include <qgsmaprendererparalleljob.h>
#include <qgsmapsettings.h>
#include <qgsrange.h>

#include <QDateTime>
#include <algorithm>
#include <chrono>
#include <cmath>

#include "gis/cartographer/map_style.h"
#include "gis/cartographer/worker/project_maker.h"
#include "gis/geometry/offset.h"

namespace cartographer {

namespace {

constexpr double kInchMillimetres = 25.4;
/// Twice around the earth: a map may show much beside it.
constexpr double kMostDegrees = 720;
constexpr double kMostMetres = 1e9;
constexpr int kMostPixels = 16384;

/// Where a shifted source has what lies at an extent, right at its middle: the shift differs by up
/// to 8 m (GCJ-02) or 34 m (BD-09) a kilometre away. Pictures are put right by ShiftWarp.
QgsRectangle shifted(const QgsRectangle& extent, const QgsCoordinateReferenceSystem& crs,
                     const std::string& datum, const QgsCoordinateTransformContext& context) {
    const QgsCoordinateTransform toDegrees(
        crs, QgsCoordinateReferenceSystem(QStringLiteral("EPSG:4326")), context);
    const QgsPointXY middle = toDegrees.transform(extent.center());
    const dispatch::LonLat place{middle.x(), middle.y()};
    const dispatch::LonLat there =
        datum == "bd09" ? gis::bd09FromCgcs2000(place) : gis::gcj02FromCgcs2000(place);
    const QgsPointXY moved =
        toDegrees.transform(QgsPointXY(there.lon, there.lat), Qgis::TransformDirection::Reverse);
    QgsRectangle out = extent;
    out += QgsVector(moved.x() - extent.center().x(), moved.y() - extent.center().y());
    return out;
}

/// Takes colour and light out of a picture, so that what lies on it keeps its contrast.
void tone(QImage& picture, double saturation, double brightness) {
    if (saturation >= 1 && brightness >= 1) return;
    for (int y = 0; y < picture.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb pixel = line[x];
            const double grey =
                0.2126 * qRed(pixel) + 0.7152 * qGreen(pixel) + 0.0722 * qBlue(pixel);
            const auto turned = [&](int part) {
                return std::clamp(
                    int(std::lround((grey + (part - grey) * saturation) * brightness)), 0,
                    qAlpha(pixel));
            };
            line[x] = qRgba(turned(qRed(pixel)), turned(qGreen(pixel)), turned(qBlue(pixel)),
                            qAlpha(pixel));
        }
    }
}

bool isWanted(const QgsMapLayer& layer, const std::vector<std::string>& names) {
    return names.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
               const QString word = QString::fromStdString(name);
               return layer.id() == word || layer.name() == word;
           });
}

}  // namespace

QString settingsFor(const gis::DrawRequest& request, const OpenSource& source,
                    QgsMapSettings& settings) {
    if (!source.why.isEmpty()) return source.why;
    const QgsCoordinateReferenceSystem crs = crsOf(request.crs);
    if (!crs.isValid())
        return QStringLiteral("the map's CRS \"%1\" is unknown to QGIS")
            .arg(QString::fromStdString(request.crs));
    const auto& [west, south, east, north] = request.extent;
    QgsRectangle extent(west, south, east, north);
    const double farthest =
        std::max({std::abs(west), std::abs(east), std::abs(south), std::abs(north)});
    const bool sane = std::isfinite(west + south + east + north) && east > west && north > south &&
                      farthest < (crs.isGeographic() ? kMostDegrees : kMostMetres);
    if (!sane) return QStringLiteral("the extent wanted is not on the earth");
    if (request.width < 1 || request.height < 1 || request.width > kMostPixels ||
        request.height > kMostPixels)
        return QStringLiteral("a picture of %1 x %2 pixels is too large")
            .arg(request.width)
            .arg(request.height);
    settings.setTransformContext(source.project->transformContext());
    settings.setDestinationCrs(crs);
    if (!request.source.datum.empty()) {
        try {
            extent = shifted(extent, crs, request.source.datum, settings.transformContext());
        } catch (QgsCsException&) {
            return QStringLiteral("the extent wanted cannot be shifted to %1")
                .arg(QString::fromStdString(request.source.datum));
        }
    }
    settings.setExtent(extent);
    settings.setOutputSize({request.width, request.height});
    settings.setOutputDpi(kInchMillimetres / gis::kPixelMillimetres * request.ratio);
    settings.setBackgroundColor(source.background.isValid() ? source.background
                                                            : QColor(0, 0, 0, 0));
    settings.setFlag(Qgis::MapSettingsFlag::DrawLabeling, request.labels);
    settings.setFlag(Qgis::MapSettingsFlag::RenderMapTile, true);
    settings.setFlag(Qgis::MapSettingsFlag::UseAdvancedEffects, true);
    settings.setTextRenderFormat(Qgis::TextRenderFormat::AlwaysText);
    QgsLabelingEngineSettings words = settings.labelingEngineSettings();
    // A word that does not fit into this picture would be cut at its edge.
    words.setFlag(QgsLabelingEngineSettings::UsePartialCandidates, false);
    words.setDefaultTextRenderFormat(Qgis::TextRenderFormat::AlwaysText);
    settings.setLabelingEngineSettings(words);
    if (!settings.hasValidSettings())
        return QStringLiteral("the extent wanted is too small to be drawn");
    if (request.time != 0) {
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(request.time, Qt::UTC);
        settings.setIsTemporal(true);
        settings.setTemporalRange(QgsDateTimeRange(at, at));
    }
    QList<QgsMapLayer*> layers;
    for (QgsMapLayer* layer : source.layers)
        if (isWanted(*layer, request.layers)) layers << layer;
    settings.setLayers(layers);
    settings.setExpressionContext(
        QgsExpressionContext({QgsExpressionContextUtils::globalScope(),
                              QgsExpressionContextUtils::projectScope(source.project.get()),
                              QgsExpressionContextUtils::mapSettingsScope(settings)}));
    return {};
}

MapDrawer::~MapDrawer() {
    if (m_job) m_job->cancel();
}

void MapDrawer::draw(const gis::DrawRequest& request) {
    m_since.start();
    m_request = request;
    m_cancelled = false;
    m_source = &m_sources.open(request.source);
    const auto refuse = [&](const QString& words) {
        gis::DrawReply reply;
        reply.number = request.number;
        reply.why = words.toStdString();
        reply.problems = m_source->problems;
        Q_EMIT drawn(reply, {});
    };
    QgsMapSettings settings;
    const QString why = settingsFor(request, *m_source, settings);
    if (!why.isEmpty()) return refuse(why);
    m_warp.reset();
    if (!request.source.datum.empty()) {
        const auto& [west, south, east, north] = request.extent;
        settings.setExtent(QgsRectangle(west, south, east, north));
        try {
            m_warp.emplace(settings, request.source.datum);
        } catch (QgsCsException&) {
            return refuse(QStringLiteral("the extent wanted cannot be shifted to %1")
                              .arg(QString::fromStdString(request.source.datum)));
        }
        settings.setExtent(m_warp->extent());
        settings.setOutputSize(m_warp->size());
    }
    m_problems = takeOutMisplaced(settings);
    m_faults.begin();
    m_job = std::make_unique<QgsMapRendererParallelJob>(settings);
    connect(m_job.get(), &QgsMapRendererJob::finished, this, &MapDrawer::finish);
    m_job->start();
}

void MapDrawer::cancel(std::uint64_t number) {
    if (!m_job || m_request.number != number) return;
    m_cancelled = true;
    m_job->cancelWithoutBlocking();
}

void MapDrawer::finish() {
    gis::DrawReply reply;
    reply.number = m_request.number;
    reply.cancelled = m_cancelled;
    reply.problems = m_source->problems;
    // One sentence a layer: what was found first lies nearest to the cause.
    const auto add = [&](const std::vector<gis::LayerProblem>& more) {
        for (const gis::LayerProblem& problem : more)
            if (std::none_of(reply.problems.begin(), reply.problems.end(),
                             [&](const auto& told) { return told.layer == problem.layer; }))
                reply.problems.push_back(problem);
    };
    add(m_problems);
    add(m_faults.told(m_job->mapSettings().layers(), m_request.source.name));
    std::vector<gis::LayerProblem> failed;
    for (const QgsMapRendererJob::Error& error : m_job->errors()) {
        const QgsMapLayer* layer = m_source->project->mapLayer(error.layerID);
        failed.push_back({layer ? layer->name().toStdString() : error.layerID.toStdString(),
                          error.message.simplified().toStdString()});
    }
    add(failed);
    QImage picture;
    if (!m_cancelled) {
        picture = m_job->renderedImage().convertToFormat(QImage::Format_ARGB32_Premultiplied);
        if (m_warp) picture = m_warp->undo(picture);
        if (picture.isNull())
            reply.why = QStringLiteral("there is no memory for a picture of %1 x %2 pixels")
                            .arg(m_request.width)
                            .arg(m_request.height)
                            .toStdString();
        tone(picture, m_request.saturation, m_request.brightness);
        reply.width = picture.width();
        reply.height = picture.height();
    }
    reply.milliseconds = double(m_since.nsecsElapsed()) / 1e6;
    reply.drawnAt = std::chrono::steady_clock::now().time_since_epoch().count();
    // The job is still on the stack of this signal.
    m_job.release()->deleteLater();
    Q_EMIT drawn(reply, picture);
}

}  // namespace cartographer
