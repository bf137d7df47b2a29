// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/city_ground.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/ground/project_writer.h"
#include "app/users/state_folder.h"
#include "gis/cartographer/map_style.h"
#include "gis/exchange/ground_file.h"
#include "gis/geometry/projection.h"
#include "gis/store/open_store.h"
#include "layers/scene.h"
#include "layers/symbols/ground_style.h"

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

constexpr int kWriterVersion = 1;  ///< Raised when the same ground is written otherwise.
const QLatin1String kGroundFile("/ground.gpkg");

/// Whose data the city's ground is: a setting of the store, set by imports of OpenStreetMap.
std::string attributionOf(const dispatch::Picture& picture) {
    std::string words = "GridHall";
    picture.settings.forEach([&](const dispatch::Setting& row) {
        if (row.key == kGroundAttribution) words = row.value;
    });
    return words;
}

struct StyleFile {
    layers::Ink ink;
    const char* name;
};
constexpr StyleFile kStyles[] = {{layers::Ink::Hall, "night"}, {layers::Ink::Desk, "day"}};

/// Feeds numbers and words of the ground into a hash.
class Stamp {
  public:
    void add(const void* bytes, std::size_t size) {
        m_hash.addData(QByteArrayView(static_cast<const char*>(bytes), qsizetype(size)));
    }
    void add(const std::string& words) { add(words.data(), words.size()); }
    void add(const dispatch::Line& line) { add(line.data(), line.size() * sizeof(line[0])); }
    void add(const dispatch::Area& area) {
        for (const dispatch::PolygonRings& polygon : area) {
            add(polygon.shell);
            for (const dispatch::Ring& hole : polygon.holes) add(hole);
        }
    }
    QString text() const { return QString::fromLatin1(m_hash.result().toHex()); }

  private:
    QCryptographicHash m_hash{QCryptographicHash::Sha1};
};

QString stampOf(const layers::GroundData& ground, const std::vector<const dispatch::Area*>& grids,
                const std::string& styles) {
    Stamp stamp;
    stamp.add(std::to_string(kWriterVersion) + styles);
    for (const dispatch::Ground& row : ground.grounds) {
        stamp.add(&row.kind, sizeof(row.kind));
        stamp.add(row.name);
        stamp.add(row.area);
        stamp.add(row.line);
    }
    for (const dispatch::Road& row : ground.roads) {
        stamp.add(&row.kind, sizeof(row.kind));
        stamp.add(row.name);
        stamp.add(row.line);
    }
    for (const dispatch::Area* grid : grids) stamp.add(*grid);
    return stamp.text();
}

QString folderBeside(const std::string& store) {
    const QFileInfo file(QString::fromStdString(store));
    return file.absolutePath() + QLatin1Char('/') + file.completeBaseName() +
           QStringLiteral(".ground");
}

}  // namespace

gis::WorkerPlace seatWorker() {
    return gis::findWorker(QString::fromStdString(cacheFolder() + "/cartographer"));
}

QString cityGroundFolder(const QString& store, const std::string& id) {
    if (const auto path = gis::storePath(store.toStdString())) {
        const QString beside = folderBeside(*path);
        if (QDir().mkpath(beside) && QFileInfo(beside).isWritable()) return beside;
    }
    return QString::fromStdString(cacheFolder() + "/grounds/" + id);
}

QString cityGroundFile(const QString& store, const std::string& id) {
    QStringList folders{QString::fromStdString(cacheFolder() + "/grounds/" + id)};
    if (const auto path = gis::storePath(store.toStdString())) folders.prepend(folderBeside(*path));
    for (const QString& folder : folders)
        // The stamp comes last: without it the ground is being written.
        if (QFileInfo::exists(folder + QStringLiteral("/stamp")) &&
            QFileInfo::exists(folder + kGroundFile))
            return folder + kGroundFile;
    return {};
}

Result<CityGround> ensureCityGround(const QString& folder, const dispatch::Picture& picture,
                                    const layers::GroundData& ground,
                                    const gis::WorkerPlace& worker, std::stop_token stop) {
    if (worker.program.isEmpty())
        return Error{ErrorCode::NotFound, "the cartographer is not installed"};
    std::vector<const dispatch::Area*> grids;
    picture.grids.forEach([&](const dispatch::Grid& grid) {
        if (grid.kind != dispatch::GridKind::Dedicated) grids.push_back(&grid.area);
    });
    CityGround city;
    city.folder = folder;
    city.crs = QString::fromStdString(
        gis::Projection::forExtent(layers::extentOf(picture, &ground)).definition());
    std::string styles;
    std::vector<gis::ProjectJob> jobs;
    for (const StyleFile& file : kStyles) {
        gis::ProjectJob job{
            layers::groundStyle(file.ink, city.crs.toStdString()),
            (folder + kGroundFile).toStdString(),
            QStringLiteral("%1/%2.qgs").arg(folder, QString::fromLatin1(file.name)).toStdString()};
        job.style.attribution = attributionOf(picture);
        styles += gis::toJson(job.style);
        jobs.push_back(std::move(job));
    }
    city.stamp = stampOf(ground, grids, styles);
    const QString stampFile = folder + QStringLiteral("/stamp");
    QFile kept(stampFile);
    if (kept.open(QIODevice::ReadOnly) && QString::fromLatin1(kept.readAll()) == city.stamp)
        return city;
    kept.close();
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::Unavailable, folder.toStdString() + " cannot be made"};
    QFile::remove(stampFile);
    std::vector<std::string_view> roadTables;
    for (const layers::RoadStyle& road : layers::kRoadStyles) roadTables.push_back(road.table);
    const gis::GroundFileRows rows{
        ground.grounds, ground.roads, grids,
        [](dispatch::RoadClass kind) { return layers::kRoadStyles[layers::roadGroup(kind)].table; },
        std::move(roadTables)};
    if (auto written = gis::writeGroundFile(jobs.front().data, rows, stop); !written)
        return written.error();
    for (const gis::ProjectJob& job : jobs) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped"};
        if (auto written = writeProject(job, worker); !written) return written.error();
    }
    if (auto written = writeText(stampFile, city.stamp.toStdString()); !written)
        return written.error();
    return city;
}

std::vector<GroundChoice> choicesOf(const CityGround& ground) {
    std::vector<GroundChoice> choices;
    const auto add = [&](const char* name, const QString& title, const QString& theme) {
        GroundChoice choice;
        choice.name = QString::fromLatin1(name);
        choice.title = title;
        choice.source.name = title.toStdString();
        choice.source.provider = "project";
        choice.source.uri =
            QStringLiteral("%1/%2.qgs").arg(ground.folder, choice.name).toStdString();
        choice.theme = theme;
        choice.stamp = ground.stamp;
        choice.hasNames = false;
        choices.push_back(std::move(choice));
    };
    add("night", QCoreApplication::translate("Grounds", "Night"), QStringLiteral("hall"));
    add("day", QCoreApplication::translate("Grounds", "Day"), QStringLiteral("desk"));
    return choices;
}

}  // namespace app
