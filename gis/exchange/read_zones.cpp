// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> zoneFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "code of the zone", true, "zone_code id 编码 编号"},
        FieldSpec{"name", "name of the zone", false, "zone_name 名称"},
        FieldSpec{"wkt", "the polygon as WKT, where the file has no geometry", false,
                  "geometry geom"},
    };
    return kFields;
}

Result<void> readZones(ImportRun& run) {
    run.replaces({dispatch::Kind::Zone});
    if (auto opened = run.open(); !opened) return opened;
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return {};
        auto area = run.needArea(row);
        if (!area) continue;
        auto code = run.needCode(row, dispatch::Kind::Zone);
        if (!code) continue;
        dispatch::Zone zone;
        zone.code = std::move(*code);
        zone.name = run.shortText(row, "name");
        zone.area = std::move(*area);
        if (auto taken = run.take(std::move(zone)); !taken) return taken;
    }
}

}  // namespace gis
