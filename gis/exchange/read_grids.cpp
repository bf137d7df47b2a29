// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"
#include "gis/exchange/words.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> gridFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "15 digits: county, township, community, serial", true,
                  "grid_code gridcode wgbm 网格编码 网格编号 编码"},
        FieldSpec{"name", "name of the grid", false, "grid_name wgmc 网格名称 名称"},
        FieldSpec{"kind", "community, rural or dedicated", false, "grid_kind type 网格类型 类型"},
        FieldSpec{"numbering", "which publication gave the serial, 1 and up", false, ""},
        FieldSpec{"people", "people living in it", false, "population 人口 人口数"},
        FieldSpec{"households", "households in it", false, "户数"},
        FieldSpec{"wkt", "the polygon as WKT, where the file has no geometry", false,
                  "geometry geom"},
    };
    return kFields;
}

Result<void> readGrids(ImportRun& run) {
    run.replaces({dispatch::Kind::Grid});
    if (auto opened = run.open(); !opened) return opened;
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return {};
        auto area = run.needArea(row);
        if (!area) continue;
        auto code = run.needCode(row, dispatch::Kind::Grid);
        if (!code) continue;
        dispatch::Grid grid;
        grid.code = std::move(*code);
        grid.name = run.shortText(row, "name");
        if (const auto word = run.text(row, "kind"); !word.empty()) {
            if (const auto kind = gridKindOf(word))
                grid.kind = *kind;
            else
                run.repair(row, "an unknown kind of grid was taken as community", shownText(word));
        }
        grid.numbering =
            static_cast<int>(std::clamp(run.number(row, "numbering").value_or(1), 1.0, 1e6));
        grid.people = std::max(0.0, run.number(row, "people").value_or(0));
        grid.households = std::max(0.0, run.number(row, "households").value_or(0));
        grid.area = std::move(*area);
        ++run.report().classes[wordOf(grid.kind)];
        if (auto taken = run.take(std::move(grid)); !taken) return taken;
    }
}

}  // namespace gis
