// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/sheet_data.h"

#include <algorithm>
#include <cmath>

#include "gis/exchange/geopackage.h"
#include "gis/exchange/ground_file.h"
#include "layers/grid_map.h"
#include "layers/reach_layer.h"
#include "layers/symbols/ground_style.h"
#include "layers/symbols/map_table.h"
#include "layers/symbols/sheet_style.h"

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;
using gis::Cell;
using gis::CellType;
using gis::ExportRow;
using gis::ShapeType;

namespace {

Cell words(std::string_view text) {
    Cell cell;
    cell.text = text;
    cell.empty = false;
    return cell;
}
Cell number(double value) {
    Cell cell;
    cell.number = value;
    cell.empty = !std::isfinite(value);
    return cell;
}

std::string_view rankWord(layers::BorderRank rank) {
    const auto place = static_cast<std::size_t>(rank);
    return place < layers::kBorderStyles.size() ? layers::kBorderStyles[place].word : "grid";
}

std::string_view kindWord(dispatch::GridKind kind) {
    switch (kind) {
        case dispatch::GridKind::Community:
            return "community";
        case dispatch::GridKind::Rural:
            return "rural";
        case dispatch::GridKind::Dedicated:
            return "dedicated";
    }
    return {};
}

/// Writes table after table; the first failure is kept, and nothing is written behind it.
class Writer {
  public:
    Writer(const SheetPlan& plan, const layers::SceneInput& scene, gis::GeoPackage& file,
           std::stop_token stop)
        : m_plan(plan), m_scene(scene), m_file(file), m_stop(std::move(stop)) {}

    Result<void> writeAll() {
        writeGrids();
        writeZones();
        writeReach();
        writePlaces();
        writeResponders();
        writeCases();
        writeFocus();
        return m_result;
    }

  private:
    void begin(const char* table, ShapeType shape, std::vector<gis::ExportColumn> columns) {
        if (m_result) m_result = m_file.beginTable({table, shape, std::move(columns)});
    }
    void write(const ExportRow& row) {
        if (!m_result) return;
        if (m_stop.stop_requested())
            m_result = Error{ErrorCode::Cancelled, "the sheets were not written: stopped"};
        else
            m_result = m_file.write(row);
    }
    void writePoint(dispatch::LonLat at, std::vector<Cell> cells) {
        ExportRow row;
        row.cells = std::move(cells);
        row.point = at;
        write(row);
    }
    void writeArea(const dispatch::Area& area, std::vector<Cell> cells) {
        ExportRow row;
        row.cells = std::move(cells);
        row.area = &area;
        write(row);
    }
    bool shows(std::string_view layer) const {
        return std::find(m_plan.layers.begin(), m_plan.layers.end(), layer) != m_plan.layers.end();
    }

    void writeGrids() {
        begin("border", ShapeType::Line, {{"rank"}});
        const layers::GridMap& map = *m_scene.gridMap;
        for (std::size_t rank = 0; rank < layers::kBorderRanks; ++rank) {
            const layers::ShapeSet& lines = map.borders(layers::BorderRank(rank));
            for (std::size_t i = 0; i < lines.size(); ++i)
                for (std::size_t ring = 0; ring < lines.ringCount(i); ++ring) {
                    const auto points = lines.ring(i, ring);
                    dispatch::Line line(points.size());
                    m_scene.projection.toLonLat(points, line);
                    ExportRow row;
                    row.cells = {words(rankWord(layers::BorderRank(rank)))};
                    row.line = &line;
                    write(row);
                }
        }
        begin("area", ShapeType::Point, {{"rank"}, {"name"}, {"across", CellType::Real}});
        for (const layers::AreaLabel& area : map.areas())
            writePoint(m_scene.projection.toLonLat(area.at),
                       {words(rankWord(area.rank)), words(area.name),
                        number(std::sqrt(area.squareMetres))});
        begin("grid", ShapeType::Area, {{"code"}, {"name"}, {"kind"}, {"room", CellType::Real}});
        std::size_t i = 0;
        m_scene.picture->grids.forEach([&](const dispatch::Grid& grid) {
            writeArea(grid.area, {words(grid.code), words(grid.name), words(kindWord(grid.kind)),
                                  number(map.items()[i++].inner.radius)});
        });
    }

    void writeZones() {
        begin("zone", ShapeType::Area, {{"code"}, {"name"}});
        m_scene.picture->zones.forEach([&](const dispatch::Zone& zone) {
            writeArea(zone.area, {words(zone.code), words(zone.name)});
        });
    }

    void writeReach() {
        begin("reach", ShapeType::Area,
              {{"ring", CellType::Integer}, {"minutes", CellType::Integer}});
        if (!shows("reach")) return;
        const auto areas = layers::reachAreas(m_scene);
        for (std::size_t i = 0; i < areas.size(); ++i)
            writeArea(areas[i].area, {number(double(std::min(i, layers::kReachLines.size() - 1))),
                                      number(areas[i].minutes)});
    }

    void writePlaces() {
        begin("camera", ShapeType::Point, {{"code"}});
        if (shows("cameras") && m_scene.ground)
            for (const dispatch::Camera& camera : m_scene.ground->cameras)
                if (m_plan.extent.contains(camera.place))
                    writePoint(camera.place, {words(camera.code)});
        begin("post", ShapeType::Point, {{"code"}, {"name"}});
        m_scene.picture->posts.forEach([&](const dispatch::Post& post) {
            writePoint(post.place, {words(post.code), words(post.name)});
        });
        begin("centre", ShapeType::Point, {{"code"}, {"name"}, {"rank", CellType::Integer}});
        m_scene.picture->centres.forEach([&](const dispatch::Centre& centre) {
            if (!centre.place) return;
            const dispatch::Level* level = m_scene.picture->levelByCode(centre.level);
            writePoint(*centre.place, {words(centre.code), words(centre.name),
                                       number(level ? std::clamp(level->rank, 0, 3) : 3)});
        });
    }

    void writeResponders() {
        begin("responder", ShapeType::Point,
              {{"code"},
               {"kind"},
               {"age"},
               {"state"},
               {"moving", CellType::Integer},
               {"heading", CellType::Real}});
        if (!shows("responders")) return;
        m_scene.picture->responders.forEach([&](const dispatch::Responder& r) {
            const dispatch::Fix* fix = r.onDuty ? m_scene.picture->fixOf(r.id) : nullptr;
            if (!fix) return;
            const bool moving = double(fix->speedMetresPerSecond) > layers::kMovingAbove &&
                                std::isfinite(fix->headingDegrees);
            writePoint(fix->place, {words(r.code), words(layers::word(r.kind)),
                                    words(layers::word(dispatch::fixAge(
                                        fix->time, m_scene.storeTime, r.reportSeconds))),
                                    words(layers::word(r.state)), number(moving ? 1 : 0),
                                    number(moving ? double(fix->headingDegrees) : 0)});
        });
    }

    void writeCases() {
        begin("case", ShapeType::Point,
              {{"code"}, {"number"}, {"title"}, {"risk"}, {"clock"}, {"stage"}});
        if (!shows("cases")) return;
        std::string top = "city";
        int best = std::numeric_limits<int>::max();
        m_scene.picture->levels.forEach([&](const dispatch::Level& level) {
            if (level.rank >= best) return;
            best = level.rank;
            top = level.code;
        });
        const auto now = std::chrono::floor<std::chrono::seconds>(m_scene.storeTime);
        struct Mark {
            const dispatch::Case* record;
            layers::ClockMark clock;
        };
        std::vector<Mark> marks;
        m_scene.picture->cases.forEach([&](const dispatch::Case& record) {
            if (record.place)
                marks.push_back({&record, layers::clockMark(record, record.level == top, now)});
        });
        // The most urgent lies on top, as on screen.
        std::stable_sort(marks.begin(), marks.end(),
                         [](const Mark& a, const Mark& b) { return a.clock < b.clock; });
        for (const auto& [record, clock] : marks) {
            const std::size_t dash = record->code.find_last_of('-');
            writePoint(
                *record->place,
                {words(record->code),
                 words(dash == std::string::npos ? record->code : record->code.substr(dash + 1)),
                 words(record->title), words(layers::word(record->risk)),
                 words(layers::word(clock)),
                 words(layers::word(layers::stageMark(record->stage)))});
        }
    }

    void writeFocus() {
        begin("focus_area", ShapeType::Area, {{"sheet"}});
        for (const SheetFocus& focus : m_plan.focus)
            if (focus.area) writeArea(*focus.area, {words(focus.sheet)});
        begin("focus_point", ShapeType::Point, {{"sheet"}});
        for (const SheetFocus& focus : m_plan.focus)
            if (focus.point) writePoint(*focus.point, {words(focus.sheet)});
    }

    const SheetPlan& m_plan;
    const layers::SceneInput& m_scene;
    gis::GeoPackage& m_file;
    std::stop_token m_stop;
    Result<void> m_result;
};

std::string_view roadTable(dispatch::RoadClass kind) {
    return layers::kRoadStyles[layers::roadGroup(kind)].table;
}

dispatch::GeoBox boxOfGround(const dispatch::Ground& ground) {
    return ground.area.empty() ? boxOf(ground.line) : boxOf(ground.area);
}

}  // namespace

Result<void> writeSheetData(const std::string& file, const SheetPlan& plan,
                            const layers::SceneInput& scene, std::stop_token stop) {
    auto package = gis::GeoPackage::make(file);
    if (!package) return package.error();
    if (auto done = Writer(plan, scene, *package, std::move(stop)).writeAll(); !done) return done;
    return package->finish();
}

Result<void> writeSheetGround(const std::string& file, const SheetPlan& plan,
                              const layers::SceneInput& scene, std::stop_token stop) {
    std::vector<dispatch::Ground> grounds;
    std::vector<dispatch::Road> roads;
    bool hasLand = false;
    if (scene.ground) {
        for (const dispatch::Ground& ground : scene.ground->grounds) {
            hasLand = hasLand || ground.kind == dispatch::GroundKind::Land;
            if (plan.extent.intersects(boxOfGround(ground))) grounds.push_back(ground);
        }
        for (const dispatch::Road& road : scene.ground->roads)
            if (plan.extent.intersects(dispatch::boxOf(road.line))) roads.push_back(road);
    }
    std::vector<const dispatch::Area*> grids;
    if (!hasLand)
        scene.picture->grids.forEach([&](const dispatch::Grid& grid) {
            if (grid.kind != dispatch::GridKind::Dedicated) grids.push_back(&grid.area);
        });
    std::vector<std::string_view> tables;
    for (const layers::RoadStyle& road : layers::kRoadStyles) tables.push_back(road.table);
    return gis::writeGroundFile(file, {grounds, roads, grids, &roadTable, tables}, std::move(stop));
}

}  // namespace app
