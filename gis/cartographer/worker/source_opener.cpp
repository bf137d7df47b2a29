// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/source_opener.h"

#include <qgslayertree.h>
#include <qgsmbtiles.h>
#include <qgsrasterlayer.h>
#include <qgsvectorlayer.h>
#include <qgsvectortilelayer.h>

#include <QDomDocument>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <algorithm>

#include "gis/cartographer/worker/project_cleaner.h"
#include "gis/cartographer/worker/project_file.h"

namespace cartographer {

namespace {

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

bool isFile(const gis::MapSource& source) {
    return source.provider == "project" || source.provider == "ogr" || source.provider == "gdal" ||
           source.provider == "mbtiles";
}

QString pathOf(const gis::MapSource& source) {
    return text(source.uri).section(QLatin1Char('|'), 0, 0);
}

/// One sentence on why a layer of QGIS is not valid. QGIS's own words about what is no file are not
/// used: they hold addresses, with keys in them.
std::string whyInvalid(QgsMapLayer& layer, DrawingFaults& faults) {
    const QString provider = layer.providerType();
    const QString file = fileOf(provider, layer.source());
    if (file.isEmpty()) {
        faults.hearAll();
        const std::vector<gis::LayerProblem> heard = faults.told({&layer}, {});
        return heard.empty() || heard.front().layer.empty()
                   ? "its service cannot be reached, or has no such layer"
                   : heard.front().why;
    }
    QString words;
    if (layer.dataProvider() && !layer.dataProvider()->error().isEmpty())
        words = layer.dataProvider()->error().message(QgsErrorMessage::Text);
    words = words.simplified();
    if (words.isEmpty())
        words = QStringLiteral("%1 cannot be read, or has no such layer").arg(file);
    return words.left(300).toStdString();
}

void openProject(OpenSource& open, const std::function<void()>& alive, DrawingFaults& faults) {
    const QString file = text(open.source.uri);
    QDomDocument document;
    open.why = readProjectFile(file, document);
    if (!open.why.isEmpty()) return;
    open.problems = cleanProject(document, QFileInfo(file).absolutePath(),
                                 {.mayReachOut = open.source.mayReachOut});
    const QTemporaryDir folder;
    const QString clean = folder.filePath(QStringLiteral("clean.qgs"));
    QFile out(clean);
    if (!out.open(QIODevice::WriteOnly) || out.write(document.toByteArray(-1)) < 0) {
        open.why = QStringLiteral("no room to read %1 into").arg(file);
        return;
    }
    out.close();
    QObject::connect(open.project.get(), &QgsProject::layerLoaded, open.project.get(), alive);
    if (!open.project->read(clean, QgsProject::ReadFlag::FlagDontLoadLayouts)) {
        open.why = QStringLiteral("%1 cannot be read: %2").arg(file, open.project->error());
        return;
    }
    open.title = open.project->title();
    open.background = open.project->backgroundColor();
    for (QgsMapLayer* layer : open.project->layerTreeRoot()->checkedLayers()) {
        if (!layer) continue;
        if (layer->isValid())
            open.layers << layer;
        else
            open.problems.push_back({layer->name().toStdString(), whyInvalid(*layer, faults)});
    }
    // The order of the tree, or the author's own where the project has one.
    const QList<QgsMapLayer*> order = open.project->layerTreeRoot()->layerOrder();
    std::sort(open.layers.begin(), open.layers.end(),
              [&](QgsMapLayer* a, QgsMapLayer* b) { return order.indexOf(a) < order.indexOf(b); });
}

std::unique_ptr<QgsMapLayer> layerOf(const OpenSource& open) {
    const gis::MapSource& source = open.source;
    const QString name = text(source.name), uri = text(source.uri);
    const QString provider = text(source.provider);
    const QgsCoordinateTransformContext context = open.project->transformContext();
    if (provider == QLatin1String("mbtiles")) {
        const QString url = QStringLiteral("type=mbtiles&url=%1")
                                .arg(QUrl::fromLocalFile(pathOf(source)).toString());
        // QGIS opens shapes as pictures, too, and draws nothing then.
        QgsMbTiles tiles(pathOf(source));
        if (tiles.open() && tiles.metadataValue(QStringLiteral("format")) == QLatin1String("pbf"))
            return std::make_unique<QgsVectorTileLayer>(url, name);
        return std::make_unique<QgsRasterLayer>(url, name, QStringLiteral("wms"));
    }
    if (provider == QLatin1String("vectortile"))
        return std::make_unique<QgsVectorTileLayer>(uri, name);
    if (provider == QLatin1String("gdal") || provider == QLatin1String("wms"))
        return std::make_unique<QgsRasterLayer>(uri, name, provider);
    QgsVectorLayer::LayerOptions options(context);
    return std::make_unique<QgsVectorLayer>(uri, name, provider, options);
}

/// Layers of a file that holds several (a GeoPackage) come one by one.
void openFile(OpenSource& open, DrawingFaults& faults) {
    auto first = layerOf(open);
    const QStringList parts = first->dataProvider() && open.source.provider == "ogr" &&
                                      !text(open.source.uri).contains(QLatin1String("|layer"))
                                  ? first->dataProvider()->subLayers()
                                  : QStringList();
    if (parts.size() < 2) {
        if (!first->isValid()) {
            open.why = QStringLiteral("%1: %2").arg(
                text(open.source.uri), QString::fromStdString(whyInvalid(*first, faults)));
            return;
        }
        open.layers << open.project->addMapLayer(first.release());
        return;
    }
    for (const QString& part : parts) {
        const QString table = part.section(QgsDataProvider::sublayerSeparator(), 1, 1);
        OpenSource one;
        one.project = std::make_unique<QgsProject>();
        one.source = open.source;
        one.source.name = table.toStdString();
        one.source.uri += "|layername=" + table.toStdString();
        auto layer = layerOf(one);
        if (layer->isValid())
            open.layers.prepend(open.project->addMapLayer(layer.release()));
        else
            open.problems.push_back({table.toStdString(), whyInvalid(*layer, faults)});
    }
}

/// What the layers' authors demand to be named by, each once.
QString attributionOf(const QList<QgsMapLayer*>& layers) {
    QStringList words;
    for (const QgsMapLayer* layer : layers)
        for (const QString& right : layer->metadata().rights())
            if (!right.isEmpty() && !words.contains(right)) words << right;
    return words.join(QStringLiteral("; "));
}

}  // namespace

const OpenSource& SourceOpener::open(const gis::MapSource& source) {
    const QDateTime fileTime =
        isFile(source) ? QFileInfo(pathOf(source)).lastModified() : QDateTime();
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [&](const auto& open) { return open->source == source; });
    if (found != m_open.end()) {
        // A service that was down may have come back.
        const bool tryAgain = gis::isWeb(source) && !(*found)->problems.empty() &&
                              (*found)->opened.hasExpired(kTryAgainMilliseconds);
        if ((*found)->fileTime == fileTime && (*found)->why.isEmpty() && !tryAgain) {
            std::rotate(found, found + 1, m_open.end());
            return *m_open.back();
        }
        m_open.erase(found);
    }
    auto open = std::make_unique<OpenSource>();
    open->source = source;
    open->fileTime = fileTime;
    open->project = std::make_unique<QgsProject>();
    open->opened.start();
    m_faults.begin();
    if (!isFile(source) && !source.mayReachOut)
        // Its address may hold a key, and is not said.
        open->why = QStringLiteral(
                        "%1 lies on the network, and no administrator allowed this ground to reach "
                        "out")
                        .arg(text(source.name));
    else if (isFile(source) && !(source.mayReachOut && source.provider != "project") &&
             !QFileInfo::exists(pathOf(source)))
        open->why = QStringLiteral("%1 does not exist").arg(pathOf(source));
    else if (source.provider == "project")
        openProject(*open, m_alive, m_faults);
    else
        openFile(*open, m_faults);
    open->attribution = attributionOf(open->layers);
    if (m_open.size() >= kKept) m_open.erase(m_open.begin());
    m_open.push_back(std::move(open));
    return *m_open.back();
}

}  // namespace cartographer
