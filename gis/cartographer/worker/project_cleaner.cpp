// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/project_cleaner.h"

#include <qgsexpression.h>
#include <qgsnetworkaccessmanager.h>
#include <qgssettings.h>

#include <QDir>
#include <QFileInfo>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QTextStream>
#include <QUrl>
#include <QUrlQuery>
#include <algorithm>

namespace cartographer {

namespace {

constexpr const char* kFromAnotherProject = "it is taken from another project, which is not read";

/// Elements that run code, or that only a window of QGIS has a use for.
const char* const kTaken[] = {"Macros",
                              "attributeactions",
                              "editform",
                              "editforminit",
                              "editforminitcodesource",
                              "editforminitcode",
                              "editforminitfilepath",
                              "mapTip",
                              "Annotations",
                              "annotations",
                              "Layouts",
                              "Composer",
                              "previewExpression",
                              "expressionfields",
                              "Bookmarks",
                              "Sensors"};

void takeOut(QDomElement root, const char* name) {
    const QDomNodeList found = root.elementsByTagName(QString::fromLatin1(name));
    // The list is alive: it shrinks as elements go.
    while (!found.isEmpty()) {
        QDomNode node = found.at(0);
        node.parentNode().removeChild(node);
    }
}

/// The whole name of a file told relative to the project; other words as they are.
QString whole(const QString& words, const QDir& folder) {
    static const QRegularExpression relative(QStringLiteral("(^|=|'|\")(\\.{1,2}/[^|'\"&]*)"));
    QString out;
    qsizetype done = 0;
    auto matches = relative.globalMatch(words);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString path = QDir::cleanPath(folder.absoluteFilePath(match.captured(2)));
        if (!QFileInfo::exists(path)) continue;
        const auto from = match.capturedStart(2);
        out += words.mid(int(done), int(from - done)) + path;
        done = match.capturedEnd(2);
    }
    return out + words.mid(int(done));
}

void makeWhole(const QDomNode& node, const QDir& folder) {
    for (QDomNode child = node.firstChild(); !child.isNull(); child = child.nextSibling()) {
        if (child.isText()) {
            const QString words = child.nodeValue();
            if (words.contains(QLatin1String("./"))) child.setNodeValue(whole(words, folder));
        } else if (child.isElement()) {
            const QDomNamedNodeMap attributes = child.attributes();
            for (int i = 0; i < attributes.count(); ++i) {
                QDomNode attribute = attributes.item(i);
                if (attribute.nodeValue().contains(QLatin1String("./")))
                    attribute.setNodeValue(whole(attribute.nodeValue(), folder));
            }
            makeWhole(child, folder);
        }
    }
}

QString nameOf(const QDomElement& layer) {
    const QString name = layer.firstChildElement(QStringLiteral("layername")).text();
    return name.isEmpty() ? layer.firstChildElement(QStringLiteral("id")).text() : name;
}

QString fileOfUrl(const QString& words) {
    const QUrl url(words);
    return url.isLocalFile() ? url.toLocalFile() : words;
}

/// Groups and layers that the tree takes from another project, which nobody has cleaned.
void takeOutForeignNodes(const QDomElement& root, std::vector<gis::LayerProblem>& missed) {
    QList<QDomElement> foreign;
    for (const char* name : {"layer-tree-group", "layer-tree-layer"}) {
        const QDomNodeList nodes = root.elementsByTagName(QString::fromLatin1(name));
        for (int i = 0; i < nodes.count(); ++i) {
            const QDomElement node = nodes.at(i).toElement();
            QString words;
            QTextStream out(&words);
            node.firstChildElement(QStringLiteral("customproperties")).save(out, 0);
            if (words.contains(QLatin1String("embedded"))) foreign << node;
        }
    }
    for (QDomElement& node : foreign) {
        missed.push_back(
            {node.attribute(QStringLiteral("name")).toStdString(), kFromAnotherProject});
        node.parentNode().removeChild(node);
    }
}

std::string whyRefused(const QString& provider, const QString& source, Trust trust) {
    if (provider == QLatin1String("memory")) return {};
    const QString file = fileOf(provider, source);
    const bool isFile = isPlainFile(provider, source);
    if (trust.mayReachOut)
        return isFile ? "it is a file, and what may reach out reads no files" : std::string();
    if (isFile) return {};
    static const QRegularExpression path(QStringLiteral("^(/(?!vsi)|\\.{1,2}/)[^:]*$"));
    if (path.match(file).hasMatch()) return "its file " + file.toStdString() + " does not exist";
    return "it is not a file of this machine, and no administrator allowed this ground to reach "
           "out";
}

}  // namespace

QString fileOf(const QString& provider, const QString& source) {
    if (provider == QLatin1String("ogr") || provider == QLatin1String("gdal")) {
        const QString path = source.section(QLatin1Char('|'), 0, 0);
        // GPKG:file:table and the like name one table of a file.
        static const QRegularExpression table(
            QStringLiteral("^(?:GPKG|SQLITE):(?:\"([^\"]+)\"|([^\":]+))(?::.*)?$"));
        const auto match = table.match(path);
        return match.hasMatch() ? match.captured(1) + match.captured(2) : path;
    }
    if (provider == QLatin1String("spatialite")) {
        static const QRegularExpression named(QStringLiteral("dbname='([^']+)'"));
        return named.match(source).captured(1);
    }
    if (provider == QLatin1String("delimitedtext"))
        return fileOfUrl(source.section(QLatin1Char('?'), 0, 0));
    if (provider == QLatin1String("wms") || provider == QLatin1String("vectortile")) {
        const QUrlQuery query(source);
        if (query.queryItemValue(QStringLiteral("type")) != QLatin1String("mbtiles")) return {};
        return fileOfUrl(query.queryItemValue(QStringLiteral("url"), QUrl::FullyDecoded));
    }
    return {};
}

bool isPlainFile(const QString& provider, const QString& source) {
    if (provider == QLatin1String("memory")) return true;
    const QString file = fileOf(provider, source);
    return !file.isEmpty() && QFileInfo(file).isFile();
}

std::vector<gis::LayerProblem> cleanProject(QDomDocument& project, const QString& folder,
                                            Trust trust) {
    std::vector<gis::LayerProblem> missed;
    QDomElement root = project.documentElement();
    makeWhole(root, QDir(folder));
    for (const char* name : kTaken) takeOut(root, name);
    const auto refuse = [&](QDomElement layer, const std::string& why) {
        missed.push_back({nameOf(layer).toStdString(), why});
        layer.parentNode().removeChild(layer);
    };
    QList<QDomElement> layers;
    const QDomNodeList found = root.elementsByTagName(QStringLiteral("maplayer"));
    for (int i = 0; i < found.count(); ++i) layers << found.at(i).toElement();
    for (const QDomElement& layer : layers) {
        if (layer.attribute(QStringLiteral("embedded")) == QLatin1String("1")) {
            refuse(layer, kFromAnotherProject);
            continue;
        }
        const QString provider = layer.firstChildElement(QStringLiteral("provider")).text();
        const QString source = layer.firstChildElement(QStringLiteral("datasource")).text();
        const std::string why = whyRefused(provider, source, trust);
        if (!why.empty()) refuse(layer, why);
    }
    takeOutForeignNodes(root, missed);
    // What the tree still lists of them is only a name without a layer; QGIS drops it.
    return missed;
}

void forbidWritingExpressions() {
    QgsExpression::unregisterFunction(QStringLiteral("sqlite_fetch_and_increment"));
}

void limitWaiting(int milliseconds) {
    QgsNetworkAccessManager::setTimeout(milliseconds);
    QgsSettings settings;
    settings.setValue(QStringLiteral("qgis/defaultTileMaxRetry"), 1);
    settings.setValue(QStringLiteral("PostgreSQL/default_timeout"),
                      std::max(1, milliseconds / 1000));
}

void stayOffTheNetwork() {
    QgsNetworkAccessManager::setRequestPreprocessor([](QNetworkRequest* request) {
        const QString scheme = request->url().scheme();
        if (scheme != QLatin1String("file") && scheme != QLatin1String("qrc") &&
            scheme != QLatin1String("data"))
            request->setUrl(QUrl(QStringLiteral("data:,")));
    });
}

}  // namespace cartographer
