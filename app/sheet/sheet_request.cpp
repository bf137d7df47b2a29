// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/sheet_request.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/sheet/sheet_words.h"
#include "gis/cartographer/sheet_frame.h"
#include "layers/catalog.h"
#include "layers/grid_map.h"
#include "layers/symbols/ground_style.h"
#include "layers/symbols/sheet_style.h"

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

constexpr double kRim = 1.12;        ///< Of what is around the thing a sheet is about.
constexpr double kCaseScale = 2500;  ///< A case has no extent of its own.
constexpr double kLeastScale = 100;
constexpr double kMostScale = 10'000'000;

layers::SceneBox sceneBox(const dispatch::GeoBox& box, const gis::Projection& projection) {
    layers::SceneBox made;
    for (const double lon : {box.west, box.centre().lon, box.east})
        for (const double lat : {box.south, box.north}) made.add(projection.toScene({lon, lat}));
    return made;
}

/// True north as seen on the plane, degrees clockwise.
double northAt(gis::ScenePoint at, const gis::Projection& projection) {
    dispatch::LonLat place = projection.toLonLat(at);
    place.lat += 0.001;
    const gis::ScenePoint north = projection.toScene(place);
    return std::atan2(north.x - at.x, north.y - at.y) * 180 / std::numbers::pi;
}

class Planner {
  public:
    Planner(const SheetRequest& request, const layers::SceneInput& scene)
        : m_request(request), m_scene(scene) {}

    Result<SheetPlan> make() {
        if (auto checked = checkWords(); !checked) return checked.error();
        if (auto added = addSheets(); !added) return added.error();
        const std::size_t pages = m_plan.job.sheets.size();
        const auto facts = sheetFacts(m_request, m_scene, m_plan.layers);
        for (std::size_t i = 0; i < pages; ++i) {
            gis::Sheet& sheet = m_plan.job.sheets[i];
            sheet.facts = facts;
            if (pages > 1) sheet.page = pageText(i + 1, pages).toStdString();
        }
        m_plan.job.last = static_cast<int>(pages);
        addSheetWords(m_plan.job);
        return std::move(m_plan);
    }

  private:
    Result<void> checkWords() {
        gis::SheetJob& job = m_plan.job;
        const auto frame = gis::sheetFrame(m_request.paper, m_request.landscape);
        if (!frame)
            return Error{ErrorCode::BadInput, "there is no paper \"" + m_request.paper +
                                                  "\"; there are A4, A3, A2 and A1"};
        m_frame = *frame;
        job.paper = m_request.paper;
        job.landscape = m_request.landscape;
        job.dpi = m_request.dpi;
        if (m_request.dpi < kLeastDpi || m_request.dpi > kMostDpi)
            return Error{ErrorCode::BadInput,
                         std::to_string(m_request.dpi) + " dots an inch are not from 72 to 600"};
        job.format = sheetFormat(m_request.file);
        if (job.format.empty())
            return Error{ErrorCode::BadInput,
                         m_request.file.toStdString() + " ends in none of .pdf, .png and .svg"};
        if (m_request.scale != 0 && (m_request.scale < kLeastScale || m_request.scale > kMostScale))
            return Error{ErrorCode::BadInput, "a scale is from 1:100 to 1:10,000,000"};
        for (const layers::LayerSpec& row : layers::catalog()) {
            const QString name = QString::fromLatin1(row.name);
            const bool isEmpty = name == QLatin1String("reach") &&
                                 m_scene.reach.around == layers::ReachAround::Nothing;
            if (m_request.layers.isEmpty() && isEmpty) continue;
            if (m_request.layers.isEmpty() ? row.start == layers::Start::On
                                           : m_request.layers.contains(name))
                m_plan.layers.push_back(row.name);
        }
        for (const QString& name : m_request.layers)
            if (std::find(m_plan.layers.begin(), m_plan.layers.end(), name.toStdString()) ==
                m_plan.layers.end())
                return Error{ErrorCode::BadInput,
                             "there is no layer \"" + name.toStdString() + '"'};
        return {};
    }

    Result<void> addSheets() {
        const dispatch::Picture& picture = *m_scene.picture;
        switch (m_request.kind) {
            case SheetKind::View: {
                const dispatch::GeoBox box = m_request.extent.isEmpty()
                                                 ? layers::extentOf(picture, m_scene.ground.get())
                                                 : m_request.extent;
                if (box.isEmpty())
                    return Error{ErrorCode::NotFound, "the store holds nothing that has a place"};
                addSheet(viewHeading(m_scene), sceneBox(box, m_scene.projection),
                         m_request.extent.isEmpty() ? kRim : 1);
                return {};
            }
            case SheetKind::Grid: {
                const dispatch::Grid* grid = picture.gridByCode(m_request.code);
                if (!grid) return missing("grid");
                addGrid(*grid);
                return {};
            }
            case SheetKind::Zone: {
                const dispatch::Zone* found = nullptr;
                picture.zones.forEach([&](const dispatch::Zone& zone) {
                    if (zone.code == m_request.code) found = &zone;
                });
                if (!found) return missing("patrol zone");
                const std::string sheet = addSheet(
                    zoneHeading(*found), sceneBox(boxOf(found->area), m_scene.projection), kRim);
                m_plan.focus.push_back({sheet, &found->area, {}});
                return {};
            }
            case SheetKind::Case: {
                const dispatch::Case* record = picture.caseByCode(m_request.code);
                if (!record) return missing("open case");
                if (!record->place)
                    return Error{ErrorCode::BadInput,
                                 "case " + record->code + " has no place on the map"};
                layers::SceneBox box;
                box.add(m_scene.projection.toScene(*record->place));
                const std::string sheet = addSheet(caseHeading(*record), box, 1, kCaseScale);
                m_plan.focus.push_back({sheet, nullptr, record->place});
                return {};
            }
            case SheetKind::Atlas:
                return addAtlas();
        }
        return {};
    }

    Error missing(const std::string& what) const {
        if (m_request.code.empty())
            return {ErrorCode::BadInput, "the code of a " + what + " is missing"};
        return {ErrorCode::NotFound, "there is no " + what + ' ' + m_request.code};
    }

    Result<void> addAtlas() {
        if (m_request.code.empty()) return missing("township or district");
        std::vector<const dispatch::Grid*> grids;
        const bool isArea = m_scene.picture->centreByCode(m_request.code) != nullptr ||
                            m_request.code.size() == 6 || m_request.code.size() == 9;
        m_scene.picture->grids.forEach([&](const dispatch::Grid& grid) {
            if (grid.code.starts_with(m_request.code)) grids.push_back(&grid);
        });
        if (!isArea || grids.empty())
            return Error{ErrorCode::NotFound,
                         "there is no township or district " + m_request.code + " with grids"};
        std::sort(grids.begin(), grids.end(),
                  [](const auto* a, const auto* b) { return a->code < b->code; });
        for (const dispatch::Grid* grid : grids) addGrid(*grid);
        return {};
    }

    void addGrid(const dispatch::Grid& grid) {
        const auto place = m_scene.gridMap->find(grid.id);
        const layers::SceneBox box = place ? m_scene.gridMap->shapes().box(*place)
                                           : sceneBox(boxOf(grid.area), m_scene.projection);
        const std::string sheet = addSheet(gridHeading(m_scene, grid), box, kRim);
        m_plan.focus.push_back({sheet, &grid.area, {}});
    }

    /// @return The sheet's word for its focus.
    std::string addSheet(const SheetHeading& heading, const layers::SceneBox& box, double rim,
                         double scale = 0) {
        gis::Sheet sheet;
        sheet.title = heading.title.toStdString();
        sheet.subtitle = heading.subtitle.toStdString();
        if (!m_request.title.isEmpty()) {
            // In an atlas each sheet still says which grid it is.
            if (m_request.kind != SheetKind::View)
                sheet.subtitle =
                    (heading.title + QStringLiteral(" · ") + heading.subtitle).toStdString();
            sheet.title = m_request.title.toStdString();
        }
        sheet.x = (box.minX + box.maxX) / 2;
        sheet.y = (box.minY + box.maxY) / 2;
        sheet.denominator = m_request.scale > 0 ? m_request.scale
                            : scale > 0         ? scale
                                                : gis::roundScale((box.maxX - box.minX) * rim,
                                                                  (box.maxY - box.minY) * rim, m_frame.map);
        sheet.scale = scaleText(sheet.denominator).toStdString();
        sheet.north = northAt({sheet.x, sheet.y}, m_scene.projection);
        sheet.focus = 's' + std::to_string(m_plan.job.sheets.size());
        const double wide = m_frame.map.width / 2000 * sheet.denominator;
        const double high = m_frame.map.height / 2000 * sheet.denominator;
        for (const double x : {-wide, wide})
            for (const double y : {-high, high})
                m_plan.extent.add(m_scene.projection.toLonLat({sheet.x + x, sheet.y + y}));
        m_plan.job.sheets.push_back(std::move(sheet));
        return m_plan.job.sheets.back().focus;
    }

    const SheetRequest& m_request;
    const layers::SceneInput& m_scene;
    gis::SheetFrame m_frame;
    SheetPlan m_plan;
};

}  // namespace

std::string sheetFormat(const QString& file) {
    for (const char* format : {"pdf", "png", "svg"})
        if (file.endsWith(QLatin1Char('.') + QLatin1String(format), Qt::CaseInsensitive))
            return format;
    return {};
}

Result<SheetPlan> planSheets(const SheetRequest& request, const layers::SceneInput& scene) {
    return Planner(request, scene).make();
}

}  // namespace app
