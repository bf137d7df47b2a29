// SPDX-License-Identifier: GPL-3.0-or-later
// For sources of this folder only: styles as JSON, for all messages that carry one.
#pragma once

#include "gis/cartographer/json.h"
#include "gis/cartographer/map_style.h"

namespace gis {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Growth, power, least, most)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SizeStep, beyond, size)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MarkStyle, kind, color, outline, width, dash,
                                                roundEnds, growth, addedWidth, svg, size, angle,
                                                steps, offsetX, offsetY)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RuleStyle, title, filter, hideBeyond, marks)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LabelStyle, text, place, color, halo, size,
                                                haloWidth, bold, italic, spacing, hideBeyond,
                                                priority, offset)

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MergeStyle::Area, value, title)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MergeStyle, by, areas)

// An optional label is an object or null.
inline void to_json(nlohmann::json& json, const LayerStyle& style) {
    json = {{"id", style.id},       {"title", style.title},     {"table", style.table},
            {"shape", style.shape}, {"opacity", style.opacity}, {"rules", style.rules}};
    if (style.label) json["label"] = *style.label;
    if (!style.legend.empty()) json["legend"] = style.legend;
    if (style.merge) json["merge"] = *style.merge;
    if (!style.order.empty()) json["order"] = style.order;
}
inline void from_json(const nlohmann::json& json, LayerStyle& style) {
    style.id = json.value("id", "");
    style.title = json.value("title", "");
    style.table = json.value("table", "");
    style.shape = json.value("shape", "");
    style.opacity = json.value("opacity", 1.0);
    style.rules = json.value("rules", std::vector<RuleStyle>{});
    if (json.contains("label")) style.label = json.at("label").get<LabelStyle>();
    style.legend = json.value("legend", std::vector<RuleStyle>{});
    if (json.contains("merge")) style.merge = json.at("merge").get<MergeStyle>();
    style.order = json.value("order", "");
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MapStyle, title, background, crs, attribution,
                                                fonts, layers)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LayerSource, layer, provider, uri, crs, group,
                                                hidden, refreshSeconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ProjectJob, style, data, file, sources, extent)

}  // namespace gis
