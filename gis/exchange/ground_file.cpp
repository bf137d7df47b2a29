// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/ground_file.h"

#include <algorithm>

#include "gis/exchange/geopackage.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Ground;
using dispatch::GroundKind;
using dispatch::Result;

namespace {

/// Stops every few rows, and says so.
class Watch {
  public:
    explicit Watch(std::stop_token stop) : m_stop(std::move(stop)) {}
    Result<void> look() const {
        if (!m_stop.stop_requested()) return {};
        return Error{ErrorCode::Cancelled, "the ground file was not written: stopped"};
    }

  private:
    std::stop_token m_stop;
};

Result<void> writeNamed(GeoPackage& file, const std::string& name, const dispatch::Area* area,
                        const dispatch::Line* line) {
    ExportRow row;
    row.cells.resize(1);
    row.cells[0].text = name;
    row.cells[0].empty = name.empty();
    row.area = area;
    row.line = line;
    return file.write(row);
}

/// Which table a piece of ground goes into. A river with a width is water, its line a name.
std::string_view tableOf(const Ground& ground) {
    if (ground.kind == GroundKind::River ||
        (ground.kind == GroundKind::Water && ground.area.empty()))
        return "river";
    return kGroundTables[static_cast<std::size_t>(ground.kind)];
}

Result<void> writeGrounds(GeoPackage& file, const GroundFileRows& rows, const Watch& watch) {
    for (const std::string_view table : kGroundTables) {
        const bool isLine = table == "river" || table == "rail";
        if (auto begun = file.beginTable(
                {std::string(table), isLine ? ShapeType::Line : ShapeType::Area, {{"name"}}});
            !begun)
            return begun;
        bool any = false;
        for (const Ground& ground : rows.grounds) {
            if (tableOf(ground) != table) {
                // The area of a wide river belongs to the water.
                if (table != "water" || ground.kind != GroundKind::River) continue;
            }
            const bool fits = isLine ? ground.line.size() > 1 : !ground.area.empty();
            if (!fits) continue;
            if (auto go = watch.look(); !go) return go;
            any = true;
            if (auto done = writeNamed(file, ground.name, isLine ? nullptr : &ground.area,
                                       isLine ? &ground.line : nullptr);
                !done)
                return done;
        }
        if (table != "land" || any) continue;
        for (const dispatch::Area* grid : rows.grids)
            if (auto done = writeNamed(file, {}, grid, nullptr); !done) return done;
    }
    return {};
}

Result<void> writeRoads(GeoPackage& file, const GroundFileRows& rows, const Watch& watch) {
    for (const std::string_view table : rows.roadTables) {
        if (auto begun = file.beginTable({std::string(table), ShapeType::Line, {{"name"}}}); !begun)
            return begun;
        for (const dispatch::Road& road : rows.roads) {
            if (rows.roadTable(road.kind) != table || road.line.size() < 2) continue;
            if (auto go = watch.look(); !go) return go;
            if (auto done = writeNamed(file, road.name, nullptr, &road.line); !done) return done;
        }
    }
    return {};
}

}  // namespace

Result<void> writeGroundFile(const std::string& file, const GroundFileRows& rows,
                             std::stop_token stop) {
    auto package = GeoPackage::make(file);
    if (!package) return package.error();
    const Watch watch(std::move(stop));
    if (auto done = writeGrounds(*package, rows, watch); !done) return done;
    if (auto done = writeRoads(*package, rows, watch); !done) return done;
    return package->finish();
}

}  // namespace gis
