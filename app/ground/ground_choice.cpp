// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/ground_choice.h"

#include <QCryptographicHash>
#include <QDate>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace app {

namespace {

constexpr int kDrawingVersion = 1;  ///< Raised when the worker draws the same source otherwise.
constexpr int kMostFiles = 500;     ///< Of a project's folder that count for its fingerprint.

QString word(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

/// The folder of the server's socket, where it is one of this machine.
QStringList postgresFiles(const GroundChoice& choice) {
    static const QRegularExpression host(QStringLiteral("host='?(/[^' ]+)"));
    const auto match = host.match(QString::fromStdString(choice.source.uri));
    return match.hasMatch() ? QStringList{match.captured(1)} : QStringList();
}

}  // namespace

std::string providerOf(const QString& uri) {
    const QString file = uri.section(QLatin1Char('|'), 0, 0).toLower();
    const auto ends = [&](const char* ending) { return file.endsWith(QLatin1String(ending)); };
    if (ends(".qgs") || ends(".qgz")) return "project";
    if (ends(".mbtiles")) return "mbtiles";
    for (const char* raster : {".tif", ".tiff", ".vrt", ".jp2", ".img", ".asc", ".png", ".jpg"})
        if (ends(raster) && !uri.contains(QLatin1String("://"))) return "gdal";
    if (uri.startsWith(QLatin1String("dbname=")) || uri.startsWith(QLatin1String("service=")))
        return "postgres";
    if (uri.contains(QLatin1String("url="))) {
        const bool isVector =
            uri.contains(QLatin1String(".pbf")) || uri.contains(QLatin1String(".mvt"));
        return isVector ? "vectortile" : "wms";
    }
    return "ogr";
}

std::vector<GroundChoice> groundsOf(const dispatch::Picture& picture, const QString& language,
                                    QStringList& problems) {
    static const std::string prefix = "ground.";
    std::vector<GroundChoice> grounds;
    picture.settings.forEach([&](const dispatch::Setting& row) {
        if (!row.key.starts_with(prefix)) return;
        const QString key = QString::fromStdString(row.key);
        QJsonParseError fault{};
        const QJsonDocument read =
            QJsonDocument::fromJson(QByteArray::fromStdString(row.value), &fault);
        const QJsonObject object = read.object();
        const QString uri = word(object, "uri");
        if (!read.isObject() || uri.isEmpty()) {
            problems << QStringLiteral("%1: %2").arg(
                key, read.isObject() ? QStringLiteral("uri is missing") : fault.errorString());
            return;
        }
        GroundChoice choice;
        choice.name = key.mid(qsizetype(prefix.size()));
        choice.title = word(object, "title");
        if (language.startsWith(QLatin1String("zh")) && !word(object, "title_zh").isEmpty())
            choice.title = word(object, "title_zh");
        if (choice.title.isEmpty()) choice.title = choice.name;
        choice.source.name = choice.title.toStdString();
        choice.source.uri = uri.toStdString();
        choice.source.provider = word(object, "provider").toStdString();
        if (choice.source.provider.empty()) choice.source.provider = providerOf(uri);
        choice.source.datum = word(object, "datum").toStdString();
        choice.source.mayReachOut = object.value(QLatin1String("reach_out")).toBool();
        choice.attribution = word(object, "attribution");
        choice.theme = word(object, "theme");
        for (const QJsonValue& folder : object.value(QLatin1String("folders")).toArray())
            choice.folders << folder.toString();
        grounds.push_back(std::move(choice));
    });
    return grounds;
}

QString groundSetting(const GroundChoice& choice, const QString& titleZh) {
    QJsonObject object;
    const auto put = [&](const char* name, const QString& value) {
        if (!value.isEmpty()) object.insert(QLatin1String(name), value);
    };
    put("title", choice.title);
    put("title_zh", titleZh);
    put("uri", QString::fromStdString(choice.source.uri));
    put("provider", QString::fromStdString(choice.source.provider));
    put("datum", QString::fromStdString(choice.source.datum));
    put("attribution", choice.attribution);
    put("theme", choice.theme);
    if (choice.source.mayReachOut) object.insert(QStringLiteral("reach_out"), true);
    if (!choice.folders.isEmpty())
        object.insert(QStringLiteral("folders"), QJsonArray::fromStringList(choice.folders));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString fingerprintOf(const GroundChoice& choice, const QString& crs, double saturation,
                      double brightness) {
    QCryptographicHash hash(QCryptographicHash::Sha1);
    const auto add = [&](const QString& word) {
        hash.addData(word.toUtf8());
        hash.addData(QByteArrayView("\n"));
    };
    add(QString::number(kDrawingVersion));
    for (const std::string& word : {choice.source.provider, choice.source.uri, choice.source.datum})
        add(QString::fromStdString(word));
    add(crs);
    add(QStringLiteral("%1 %2 %3").arg(saturation).arg(brightness).arg(choice.hasNames));
    const auto addFile = [&](const QFileInfo& file) {
        add(QStringLiteral("%1 %2 %3")
                .arg(file.filePath())
                .arg(file.size())
                .arg(file.lastModified().toMSecsSinceEpoch()));
    };
    add(choice.stamp);
    if (gis::isWeb(choice.source)) add(QDate::currentDate().toString(Qt::ISODate));
    const QFileInfo file(QString::fromStdString(choice.source.uri).section(QLatin1Char('|'), 0, 0));
    if (choice.stamp.isEmpty() && file.isFile()) {
        addFile(file);
        // A project's data lie beside it; a database may have its newest rows in a log.
        const auto beside = file.dir().entryInfoList(QDir::Files, QDir::Name);
        for (const QFileInfo& one : beside.mid(0, kMostFiles))
            if (choice.source.provider == "project" ||
                one.fileName().startsWith(file.completeBaseName()))
                addFile(one);
    }
    return QString::fromLatin1(hash.result().toHex());
}

gis::WorkerPlace workerFor(const GroundChoice& choice, gis::WorkerPlace place, int number) {
    place.profile += QStringLiteral("-%1").arg(number);
    place.reach = gis::isWeb(choice.source) ? gis::WorkerReach::Web : gis::WorkerReach::Files;
    if (place.reach == gis::WorkerReach::Web) {
        // A project whose layers are on the web is one file; its data are not files of ours.
        if (choice.source.provider == "project")
            place.readable << QString::fromStdString(choice.source.uri);
        if (choice.source.provider == "postgres") place.readable << postgresFiles(choice);
        return place;
    }
    const QFileInfo file(QString::fromStdString(choice.source.uri).section(QLatin1Char('|'), 0, 0));
    place.readable << file.absolutePath() << choice.folders;
    return place;
}

}  // namespace app
