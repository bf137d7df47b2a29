// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/numbering.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "gis/geometry/ops.h"
#include "gis/geometry/serial_order.h"

namespace gis {

namespace {

using dispatch::Error;
using dispatch::ErrorCode;

constexpr double kRuralPeoplePerKm2 = 1000;
constexpr double kRuralTimesMedianArea = 4;
constexpr std::size_t kGridDigits = 15;

struct KnownLevel {
    const char* name;
    std::size_t digits;
    const char* title;
};
constexpr std::array<KnownLevel, 3> kLevels{
    {{"district", 6, "区"}, {"township", 9, "镇街"}, {"community", 12, "社区"}}};

dispatch::Area areaOf(const PartitionCell& cell, const Projection& projection) {
    const auto ringOf = [&](const std::vector<ScenePoint>& points) {
        dispatch::Ring ring(points.size());
        projection.toLonLat(points, ring);
        ring.push_back(ring.front());
        return ring;
    };
    dispatch::Area area;
    for (const CellPolygon& polygon : cell.polygons) {
        area.push_back({ringOf(polygon.shell), {}});
        for (const auto& hole : polygon.holes) area.back().holes.push_back(ringOf(hole));
    }
    return area;
}

/// `above` with the n-th number below it; the districts of a city count on from the first.
std::string codeBelow(const std::string& above, std::size_t digits, int n) {
    char text[32];
    std::snprintf(text, sizeof text, "%0*d", static_cast<int>(digits - above.size()), n);
    return above + text;
}

std::string padded(std::string code, std::size_t digits) {
    while (code.size() < digits)
        code += code.size() + 1 == digits || code.size() % 3 == 2 ? '1' : '0';
    return code;
}

}  // namespace

dispatch::Result<NumberedCity> numberGrids(const Partition& partition, const Projection& projection,
                                           const NumberingRules& rules) {
    const std::string& prefix = rules.prefix;
    const bool digitsOnly =
        std::all_of(prefix.begin(), prefix.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digitsOnly || (prefix.size() != 6 && prefix.size() != 9 && prefix.size() != 12))
        return Error{ErrorCode::BadInput,
                     "--prefix " + prefix + " is not a code of 6, 9 or 12 digits"};
    std::vector<KnownLevel> levels;
    for (const std::string& name : rules.levels) {
        const auto known = std::find_if(kLevels.begin(), kLevels.end(),
                                        [&](const KnownLevel& l) { return name == l.name; });
        if (known == kLevels.end() || (!levels.empty() && known->digits <= levels.back().digits))
            return Error{ErrorCode::BadInput, "--levels: " + name +
                                                  " is not one of district, township, community in "
                                                  "this order"};
        levels.push_back(*known);
    }
    NumberedCity city;
    // Codes and names of the areas of the level above, from the top.
    std::vector<std::string> codes{prefix}, names{""};
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const KnownLevel& level = levels[l];
        const std::vector<PartitionCell>& cells = partition.levels[l];
        const bool sameRank = l == 0 && level.digits == prefix.size();
        std::vector<std::string> codesHere(cells.size()), namesHere(cells.size());
        for (std::size_t above = 0; above < codes.size(); ++above) {
            std::vector<std::size_t> members;
            std::vector<dispatch::Area> areas;
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (l == 0 || cells[i].parent == static_cast<int>(above)) {
                    members.push_back(i);
                    areas.push_back(areaOf(cells[i], projection));
                }
            if (!sameRank && level.digits <= codes[above].size())
                return Error{ErrorCode::BadInput,
                             "--prefix " + prefix + " is too long for level " + level.name};
            int n = 0;
            for (const std::size_t place : serialOrder(areas)) {
                const std::size_t i = members[place];
                ++n;
                codesHere[i] =
                    sameRank ? codeBelow(prefix.substr(0, level.digits - 2), level.digits,
                                         std::stoi(prefix.substr(level.digits - 2)) + n - 1)
                             : codeBelow(padded(codes[above], level.digits - 3), level.digits, n);
                if (codesHere[i].size() != level.digits)
                    return Error{ErrorCode::BadInput, std::string("--prefix ") + prefix +
                                                          " leaves no room for the codes of " +
                                                          level.name + " level"};
                namesHere[i] = names[above] + "第" + std::to_string(n) + level.title;
            }
        }
        std::vector<dispatch::Centre> centres;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            dispatch::Centre centre;
            centre.code = codesHere[i];
            centre.name = namesHere[i];
            centre.level = level.name;
            if (l > 0) centre.parent = codes[static_cast<std::size_t>(cells[i].parent)];
            centre.place = projection.toLonLat(cells[i].inside);
            centres.push_back(std::move(centre));
        }
        std::sort(centres.begin(), centres.end(),
                  [](const auto& a, const auto& b) { return a.code < b.code; });
        city.centres.insert(city.centres.end(), centres.begin(), centres.end());
        codes = std::move(codesHere);
        names = std::move(namesHere);
    }

    std::vector<double> sizes;
    for (const PartitionCell& cell : partition.cells) sizes.push_back(cell.areaSquareMetres);
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    const double medianArea = sizes.empty() ? 0 : *middle;

    for (std::size_t above = 0; above < codes.size(); ++above) {
        std::vector<std::size_t> members;
        std::vector<dispatch::Area> areas;
        for (std::size_t i = 0; i < partition.cells.size(); ++i)
            if (levels.empty() || partition.cells[i].parent == static_cast<int>(above)) {
                members.push_back(i);
                areas.push_back(areaOf(partition.cells[i], projection));
            }
        const std::string community = padded(codes[above], 12);
        if (members.size() > 999)
            return Error{ErrorCode::BadInput,
                         std::to_string(members.size()) + " grids in community " + community +
                             ": serials have three digits; add --levels with more communities"};
        int n = 0;
        for (const std::size_t place : serialOrder(areas)) {
            const PartitionCell& cell = partition.cells[members[place]];
            dispatch::Grid grid;
            grid.code = codeBelow(community, kGridDigits, ++n);
            grid.name = names[above] + "第" + std::to_string(n) + "网格";
            grid.numbering = rules.numbering;
            const double km2 = cell.areaSquareMetres / 1e6;
            const bool rural = rules.people
                                   ? cell.weight < kRuralPeoplePerKm2 * km2
                                   : cell.areaSquareMetres > kRuralTimesMedianArea * medianArea;
            grid.kind = rural ? dispatch::GridKind::Rural : dispatch::GridKind::Community;
            if (rules.people) grid.people = cell.weight;
            grid.area = std::move(areas[place]);
            city.invalid += !validity(grid.area).valid;
            city.grids.push_back(std::move(grid));
        }
    }
    std::sort(city.grids.begin(), city.grids.end(),
              [](const auto& a, const auto& b) { return a.code < b.code; });
    return city;
}

}  // namespace gis
