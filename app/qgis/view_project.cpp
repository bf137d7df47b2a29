// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/qgis/view_project.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <cmath>
#include <map>
#include <set>

#include "app/ground/city_ground.h"
#include "app/ground/project_writer.h"
#include "app/ground/store_ground.h"
#include "app/sheet/sheet_words.h"
#include "app/text/words.h"
#include "gis/geometry/projection.h"
#include "gis/store/open_store.h"
#include "gis/store/view_sources.h"
#include "layers/catalog.h"
#include "layers/grid_map.h"
#include "layers/scene.h"
#include "layers/symbols/ground_style.h"
#include "layers/symbols/view_style.h"

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

constexpr int kRefreshSeconds = 10;
constexpr double kMargin = 0.03;  ///< Of the city's size, around what is shown first.

/// The store as far as the project needs it.
struct City {
    std::string id;
    std::string crs;
    dispatch::GeoBox extent;
    std::array<layers::ViewAreas, 4> areas;
};

/// Areas with their names, and the grids these stand on, as on screen.
std::array<layers::ViewAreas, 4> areasOf(const dispatch::Picture& picture,
                                         const layers::GridMap& map) {
    std::array<layers::ViewAreas, 4> areas;
    std::map<std::string, std::string> names;
    for (const layers::AreaLabel& label : map.areas()) {
        names[label.code] = label.name;
        const auto grid = map.gridAt(label.at);
        const auto rank = static_cast<std::size_t>(label.rank);
        if (grid && rank < areas.size())
            areas[rank].names.push_back(
                {map.items()[*grid].code, label.name, std::sqrt(label.squareMetres)});
    }
    const auto digits = layers::codeDigits(picture);
    for (std::size_t rank = 0; rank < areas.size(); ++rank) {
        std::set<std::string> codes;
        picture.grids.forEach([&](const dispatch::Grid& grid) {
            if (grid.kind != dispatch::GridKind::Dedicated && grid.code.size() >= digits[rank])
                codes.insert(grid.code.substr(0, digits[rank]));
        });
        areas[rank].digits = digits[rank];
        for (const std::string& code : codes) {
            const auto name = names.find(code);
            areas[rank].areas.push_back({code, name == names.end() ? code : name->second});
        }
    }
    return areas;
}

Result<City> readCity(const QString& uri) {
    const auto store = gis::openStore(uri.toStdString());
    if (!store) return store.error();
    const auto id = (*store)->identity();
    if (!id) return id.error();
    const auto picture = (*store)->load();
    if (!picture) return picture.error();
    City city;
    city.id = *id;
    city.extent = layers::extentOf(**picture, nullptr);
    // Only a city without grids is as large as its ground.
    if ((*picture)->grids.size() == 0) {
        const auto ground = readGround(**store);
        if (!ground) return ground.error();
        city.extent = layers::extentOf(**picture, ground->get());
    }
    const gis::Projection projection = gis::Projection::forExtent(city.extent);
    city.areas = areasOf(**picture, layers::GridMap(**picture, projection));
    city.crs = projection.definition();
    return city;
}

/// A file as the project names it.
std::string namedFrom(const QString& project, const QString& file) {
    const QString folder = QFileInfo(QFileInfo(project).absolutePath()).canonicalFilePath();
    const QFileInfo found(file);
    const QString path =
        QFileInfo(found.absolutePath()).canonicalFilePath() + QLatin1Char('/') + found.fileName();
    const QString inside = folder.endsWith(QLatin1Char('/')) ? folder : folder + QLatin1Char('/');
    if (!path.startsWith(inside)) return path.toStdString();
    return "./" + path.mid(inside.size()).toStdString();
}

/// Layers that do not start on screen are there, but not ticked.
bool startsHidden(const std::string& layer) {
    for (const layers::LayerSpec& row : layers::catalog())
        if (layer == row.name) return row.start == layers::Start::Off;
    return layer == "units";
}

gis::LayerSource sourceOf(const gis::LayerStyle& layer, const gis::ViewPlace& place,
                          const std::string& file) {
    const bool isArea = layer.shape == "area";
    gis::LayerSource source;
    source.layer = layer.id;
    source.provider = place.provider;
    source.uri = gis::viewSource(place, file, layer.table, isArea ? "shape" : "place",
                                 isArea ? "MultiPolygon" : "Point");
    source.crs = "EPSG:4490";
    source.hidden = startsHidden(layer.id);
    if (layer.id == "cases" || layer.id == "responders") source.refreshSeconds = kRefreshSeconds;
    return source;
}

/// Puts the city's own ground below everything.
void addGround(gis::ProjectJob& job, const std::string& file, layers::Ink ink) {
    gis::MapStyle ground = layers::groundStyle(ink, job.style.crs);
    for (const gis::LayerStyle& layer : ground.layers) {
        gis::LayerSource source;
        source.layer = layer.id;
        source.provider = "ogr";
        source.uri = file + "|layername=" + layer.table;
        source.crs = "EPSG:4490";
        source.group = QCoreApplication::translate("layers", "Ground").toStdString();
        job.sources.push_back(std::move(source));
    }
    job.style.layers.insert(job.style.layers.begin(), ground.layers.begin(), ground.layers.end());
}

void setExtent(gis::ProjectJob& job, const dispatch::GeoBox& box) {
    if (box.isEmpty()) return;
    const double across = kMargin * (box.east - box.west);
    const double up = kMargin * (box.north - box.south);
    job.extent = {box.west - across, box.south - up, box.east + across, box.north + up};
}

/// The worker writes into a folder of its own; what it wrote then takes the place of the file.
Result<void> deliver(gis::ProjectJob& job, const QString& file, const gis::WorkerPlace& worker) {
    const QTemporaryDir room;
    if (!room.isValid())
        return Error{ErrorCode::BadInput,
                     "no folder for the work can be made: " + room.errorString().toStdString()};
    const QString made = room.filePath(QStringLiteral("project.qgs"));
    job.file = made.toStdString();
    if (auto written = writeProject(job, worker); !written)
        return Error{ErrorCode::BadInput, written.error().detail};
    QFile in(made);
    if (!in.open(QIODevice::ReadOnly))
        return Error{ErrorCode::BadInput, "the cartographer wrote no project"};
    if (auto written = writeText(file, in.readAll().toStdString()); !written)
        return Error{ErrorCode::BadInput, written.error().detail};
    return {};
}

}  // namespace

void titleRules(gis::MapStyle& style) {
    for (gis::LayerStyle& layer : style.layers)
        for (gis::RuleStyle& rule : layer.rules) {
            if (!rule.title.empty()) continue;
            for (const gis::RuleStyle& row : layer.legend)
                if (!row.filter.empty() && rule.filter.find(row.filter) != std::string::npos)
                    rule.title += (rule.title.empty() ? "" : " · ") + row.title;
            // Badges have no row in a printed legend.
            using dispatch::WorkState;
            for (const auto& [word, state] :
                 {std::pair{"'sent'", WorkState::Sent}, std::pair{"'en_route'", WorkState::EnRoute},
                  std::pair{"'on_scene'", WorkState::OnScene}})
                if (rule.title.empty() && rule.filter.find(word) != std::string::npos)
                    rule.title = workStateText(state).toStdString();
        }
}

Result<ViewProjectReport> writeViewProject(const ViewProjectPlan& plan) {
    const gis::WorkerPlace worker = seatWorker();
    if (worker.program.isEmpty())
        return Error{ErrorCode::NotFound,
                     "no cartographer is installed (gridhall-cartographer), so no project can be"
                     " written"};
    const QFileInfo folder(QFileInfo(plan.file).absolutePath());
    if (!folder.isDir())
        return Error{ErrorCode::BadInput, "there is no folder " + folder.filePath().toStdString()};
    const auto place = gis::viewPlace(plan.store.toStdString());
    if (!place) return place.error();
    const auto city = readCity(plan.store);
    if (!city) return city.error();
    gis::ProjectJob job;
    job.style = layers::viewStyle(plan.ink, city->crs, city->areas);
    job.style.background = layers::groundStyle(plan.ink, city->crs).background;
    ViewProjectReport report;
    report.layers = static_cast<int>(job.style.layers.size());
    const std::string file =
        place->file.empty() ? "" : namedFrom(plan.file, QString::fromStdString(place->file));
    for (const gis::LayerStyle& layer : job.style.layers)
        job.sources.push_back(sourceOf(layer, *place, file));
    if (const QString ground = cityGroundFile(plan.store, city->id); !ground.isEmpty()) {
        addGround(job, namedFrom(plan.file, ground), plan.ink);
        report.hasGround = true;
    }
    setExtent(job, city->extent);
    translateTitles(job.style);
    titleRules(job.style);
    if (auto done = deliver(job, plan.file, worker); !done) return done.error();
    return report;
}

}  // namespace app
