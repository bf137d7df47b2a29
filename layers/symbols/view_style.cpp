// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/view_style.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "layers/symbols/ground_style.h"
#include "layers/symbols/map_table.h"
#include "layers/symbols/sheet_style.h"
#include "layers/symbols/symbol_svg.h"

namespace layers {

using gis::LayerStyle;

namespace {

struct Change {
    std::string from;
    std::string to;
};

/// A table of the sheets, the view that shows the same, and what is called otherwise there.
struct View {
    std::string_view table;
    std::string_view view;
    std::vector<Change> changes;
};

const std::vector<View>& views() {
    static const std::vector<View> rows{
        // Four tenths of a square's side is about the inner circle of a crooked grid.
        {"grid", "grids", {{"\"room\"", "(0.4 * sqrt($area))"}}},
        {"zone", "zones", {}},
        {"camera", "cameras", {}},
        {"post", "posts", {}},
        {"centre", "centres", {}},
        {"responder",
         "responders",
         {{"'parttime'", "'part_time'"},
          {"'head'", "'grid_head'"},
          {"'enroute'", "'en_route'"},
          {"'onscene'", "'on_scene'"},
          {"\"heading\"", "if(\"moving\" = 1, \"heading\", 0)"}}},
        {"case", "open_cases", {{"\"clock\"", "\"clock_mark\""}, {"\"stage\"", "\"stage_mark\""}}},
    };
    return rows;
}

void change(std::string& expression, std::span<const Change> changes) {
    for (const auto& [from, to] : changes)
        for (std::size_t at = expression.find(from); at != std::string::npos;
             at = expression.find(from, at + to.size()))
            expression.replace(at, from.size(), to);
}

void change(std::vector<gis::RuleStyle>& rules, std::span<const Change> changes) {
    for (gis::RuleStyle& rule : rules) {
        change(rule.filter, changes);
        for (gis::MarkStyle& mark : rule.marks) change(mark.angle, changes);
    }
}

/// Outlines of areas, drawn from the grids they are made of.
void mergeGrids(LayerStyle& layer, const std::array<ViewAreas, 4>& areas) {
    for (std::size_t rank = 0; rank < areas.size(); ++rank) {
        if (layer.id != "boundaries_" + std::string(kBorderStyles[rank].word)) continue;
        layer.table = "grid";
        layer.shape = "area";
        layer.merge = gis::MergeStyle{"if(\"kind\" <> 'dedicated', left(\"code\", " +
                                          std::to_string(areas[rank].digits) + "), NULL)",
                                      areas[rank].areas};
    }
}

std::string quoted(const std::string& words) {
    std::string text = "'";
    for (const char letter : words) {
        if (letter == '\'' || letter == '\\') text += letter == '\'' ? '\'' : '\\';
        text += letter;
    }
    return text + '\'';
}

/// Words of areas, each on the grid it stands on.
void nameGrids(LayerStyle& layer, const std::array<ViewAreas, 4>& areas) {
    for (std::size_t rank = 0; rank < areas.size(); ++rank) {
        const std::string word(kBorderStyles[rank].word);
        if (layer.id != "names_" + word) continue;
        layer.table = "grid";
        layer.shape = "area";
        // Of constants alone: QGIS makes these once, not for each grid.
        std::string names = "map_get(map(";
        std::string rooms = names;
        for (const ViewName& row : areas[rank].names) {
            const std::string key =
                (&row == &areas[rank].names.front() ? "" : ", ") + quoted(row.grid) + ", ";
            names += key + quoted(row.name);
            rooms += key + std::to_string(std::lround(row.across));
        }
        const std::string end = "), \"code\")";
        const std::array<Change, 3> changes{{{"\"rank\" = ", "'" + word + "' = "},
                                             {"\"across\"", rooms + end},
                                             {"\"name\"", names + end}}};
        change(layer.label->text, changes);
    }
}

/// Makes a layer one of a view.
/// @return False where no view has what it draws.
bool turnToView(LayerStyle& layer) {
    if (layer.id == "grids") {
        // No borders there: each grid draws its own.
        layer.table = "grid";
        layer.shape = "area";
        layer.rules.front().filter = "\"kind\" <> 'dedicated'";
    }
    const auto found = std::find_if(views().begin(), views().end(),
                                    [&](const View& row) { return row.table == layer.table; });
    if (found == views().end()) return false;
    layer.table = found->view;
    change(layer.rules, found->changes);
    change(layer.legend, found->changes);
    if (layer.label) change(layer.label->text, found->changes);
    return true;
}

LayerStyle unitsLayer(Ink ink, const gis::LabelStyle& names) {
    LayerStyle units;
    units.id = "units";
    units.title = "Units";
    units.table = "units";
    units.shape = "point";
    const Symbol dot{{.path = "O12 12 4", .fill = "map.label", .line = "map.halo", .width = 2}};
    units.rules = {{"Units", "", 0, symbolMarks(dot, kSymbolBox, ink)}};
    units.label = names;
    return units;
}

}  // namespace

gis::MapStyle viewStyle(Ink ink, const std::string& crs, const std::array<ViewAreas, 4>& areas) {
    gis::MapStyle style = operationalStyle(
        ink, crs, {"grids", "boundaries", "zones", "cameras", "posts", "responders", "cases"});
    std::vector<LayerStyle> kept;
    for (LayerStyle& layer : style.layers) {
        mergeGrids(layer, areas);
        nameGrids(layer, areas);
        if (turnToView(layer)) kept.push_back(std::move(layer));
    }
    style.layers = std::move(kept);
    const auto at = [&](std::string_view id) {
        return std::find_if(style.layers.begin(), style.layers.end(),
                            [&](const LayerStyle& layer) { return layer.id == id; });
    };
    at("cases")->order =
        "array_find(array('ok', 'warn', 'late', 'supervised', 'suspended'), \"clock_mark\")";
    const auto posts = at("posts");
    style.layers.insert(posts, unitsLayer(ink, *posts->label));
    return style;
}

}  // namespace layers
