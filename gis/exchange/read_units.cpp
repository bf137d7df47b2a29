// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> unitFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "code of the unit", true, "unit_code id 单位编码 编码 编号"},
        FieldSpec{"name", "name of the unit", false, "unit_name 单位名称 名称"},
        FieldSpec{"field", "what it does: urban management, fire, health ...", false, "职能"},
        FieldSpec{"centre", "code of the centre it belongs to", false, "centre_code 综治中心"},
        FieldSpec{"lon", "longitude, or x", false, "lng long longitude x 经度"},
        FieldSpec{"lat", "latitude, or y", false, "latitude y 纬度"},
    };
    return kFields;
}

Result<void> readUnits(ImportRun& run) {
    run.replaces({dispatch::Kind::Unit});
    if (auto opened = run.open(); !opened) return opened;
    std::unordered_set<std::string> centres;
    run.picture().centres.forEach(
        [&](const dispatch::Centre& centre) { centres.insert(centre.code); });
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return {};
        auto code = run.needCode(row, dispatch::Kind::Unit);
        if (!code) continue;
        dispatch::Unit unit;
        unit.code = std::move(*code);
        unit.name = run.shortText(row, "name");
        unit.field = run.shortText(row, "field");
        unit.centre = run.shortText(row, "centre", 64);
        if (!unit.centre.empty() && !centres.contains(unit.centre)) {
            run.repair(row, "there is no such centre: its code was left out",
                       shownText(unit.centre));
            unit.centre.clear();
        }
        PlaceFault fault = PlaceFault::None;
        unit.place = run.place(row, fault);
        if (fault != PlaceFault::None)
            run.repair(row, std::string(faultText(fault)) + ": taken without a place");
        if (auto taken = run.take(std::move(unit)); !taken) return taken;
    }
}

}  // namespace gis
