// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <unordered_set>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> centreFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "the area's code, a prefix of the codes of its grids", true,
                  "adcode district_adcode area_code 行政区划代码 代码 编码"},
        FieldSpec{"name", "name of the area or centre", false, "district_name area_name 名称"},
        FieldSpec{"level", "city, district, township, community; else told by the code's length",
                  false, "rank_name 层级"},
        FieldSpec{"parent", "code of the area above; else told by the code", false,
                  "parent_code city_adcode 上级代码"},
        FieldSpec{"lon", "longitude of the centre, or x", false, "lng long longitude 经度"},
        FieldSpec{"lat", "latitude of the centre, or y", false, "latitude 纬度"},
        FieldSpec{"wkt", "the outline as WKT, where the file has no geometry", false,
                  "geometry geom"},
    };
    return kFields;
}

namespace {

using Levels = std::vector<dispatch::Level>;

Levels levelsOf(const ImportRun& run) {
    Levels levels;
    run.picture().levels.forEach([&](const dispatch::Level& level) { levels.push_back(level); });
    std::sort(levels.begin(), levels.end(),
              [](const auto& a, const auto& b) { return a.rank < b.rank; });
    return levels;
}

/// The digits of a code that may stand in an object: { "adcode": 150300 }.
std::string bareCode(std::string_view told) {
    if (!told.starts_with('{')) return std::string(told);
    std::string digits;
    for (char c : told) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (!digits.empty())
            break;
    }
    return digits;
}

/// The level whose codes are this long; 150300 is a city's, padded with noughts to six digits.
const dispatch::Level* levelByCode(const Levels& levels, std::string& code) {
    for (const dispatch::Level& level : levels)
        if (static_cast<std::size_t>(level.codeDigits) == code.size()) {
            if (!code.ends_with("00") || code.size() != 6) return &level;
            for (const dispatch::Level& above : levels) {
                const auto digits = static_cast<std::size_t>(above.codeDigits);
                if (digits < code.size() &&
                    code.find_first_not_of('0', digits) == std::string::npos) {
                    code.resize(digits);
                    return &above;
                }
            }
            return &level;
        }
    return nullptr;
}

}  // namespace

Result<void> readCentres(ImportRun& run) {
    run.replaces({dispatch::Kind::Centre});
    if (auto opened = run.open(); !opened) return opened;
    const Levels levels = levelsOf(run);
    std::vector<dispatch::Record> centres;
    std::unordered_set<std::string> codes;
    std::unordered_set<std::string> derivedParents;
    std::int64_t withoutAbove = 0;
    if (!run.plan().replace)
        run.picture().centres.forEach([&](const dispatch::Centre& c) { codes.insert(c.code); });
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) break;
        dispatch::Centre centre;
        if (!row.shape.area.empty() || !run.text(row, "wkt").empty()) {
            auto area = run.needArea(row);
            if (!area) continue;
            centre.reference = std::move(*area);
        }
        auto code = run.needCode(row, dispatch::Kind::Centre);
        if (!code) continue;
        centre.code = *code;
        const dispatch::Level* level = levelByCode(levels, centre.code);
        if (codes.contains(centre.code)) {
            run.refuse(row, "code already taken, in the file or in the store",
                       shownText(centre.code));
            continue;
        }
        const std::string told = lowered(run.text(row, "level"));
        for (const dispatch::Level& known : levels)
            if (told == known.code || told == lowered(known.nameEn) || told == known.nameZh)
                level = &known;
        if (!level && !levels.empty()) {
            run.refuse(row, "no level has codes of this length",
                       shownText(*code) + "; name a column with --map level=COLUMN");
            continue;
        }
        centre.level = level ? level->code : told;
        centre.name = run.shortText(row, "name");
        PlaceFault fault = PlaceFault::None;
        centre.place = run.columnPlace(row, fault);
        if (!centre.place && !row.shape.points.empty()) centre.place = run.place(row, fault);
        if (fault != PlaceFault::None)
            run.repair(row, std::string(faultText(fault)) + ": the centre was left without a place",
                       centre.code);
        centre.parent = bareCode(run.text(row, "parent"));
        if (!centre.parent.empty()) levelByCode(levels, centre.parent);
        const bool derived = centre.parent.empty() && level;
        if (derived) {
            for (const dispatch::Level& above : levels)
                if (above.rank < level->rank)
                    centre.parent =
                        centre.code.substr(0, static_cast<std::size_t>(above.codeDigits));
        }
        if (derived) derivedParents.insert(centre.code);
        codes.insert(centre.code);
        ++run.report().classes[centre.level];
        centres.emplace_back(std::move(centre));
    }
    for (dispatch::Record& record : centres) {
        auto& centre = std::get<dispatch::Centre>(record);
        if (!centre.parent.empty() && !codes.contains(centre.parent)) {
            if (derivedParents.contains(centre.code))
                ++withoutAbove;
            else
                run.repair("the area above is not there: its code was left out",
                           centre.code + ": " + centre.parent);
            centre.parent.clear();
        }
        if (auto taken = run.take(std::move(record)); !taken) return taken;
    }
    if (withoutAbove)
        run.report().notes.push_back(std::to_string(withoutAbove) +
                                     " areas have no area above them, in the file or in the store");
    return {};
}

}  // namespace gis
