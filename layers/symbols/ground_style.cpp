// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/ground_style.h"

#include <cassert>
#include <cstdio>

namespace layers {

namespace {

using gis::Growth;
using gis::LayerStyle;
using gis::MarkStyle;

constexpr Growth kRoadGrowth{.power = 0.55, .least = 0.2, .most = 2.6};

/// Builds the layers of one Ink, bottom to top.
class Builder {
  public:
    explicit Builder(Ink ink) : m_ink(ink) {}

    std::string colour(std::string_view token) const { return colourName(token, m_ink); }

    LayerStyle& area(const char* table, const char* title, std::string_view fill,
                     std::string_view edge = {}, double width = 0) {
        MarkStyle mark;
        mark.kind = "fill";
        mark.color = colour(fill);
        if (!edge.empty()) mark.outline = colour(edge);
        mark.width = width;
        return add(table, title, table, "area", mark);
    }

    LayerStyle& line(const std::string& id, std::string_view title, std::string_view table,
                     MarkStyle mark, double hideBeyond = 0) {
        LayerStyle& layer = add(id, title, table, "line", std::move(mark));
        layer.rules.front().hideBeyond = hideBeyond;
        return layer;
    }

    MarkStyle stroke(std::string_view token, double width, const Growth& growth) const {
        MarkStyle mark;
        mark.kind = "line";
        mark.color = colour(token);
        mark.width = width;
        mark.roundEnds = true;
        mark.growth = growth;
        return mark;
    }

    gis::LabelStyle name(const char* place, std::string_view token, double size,
                         double hideBeyond) const {
        gis::LabelStyle label;
        label.text = "\"name\"";
        label.place = place;
        label.color = colour(token);
        label.halo = colour("map.halo");
        label.size = size;
        label.hideBeyond = hideBeyond;
        return label;
    }

    std::vector<LayerStyle> take() { return std::move(m_layers); }

  private:
    LayerStyle& add(const std::string& id, std::string_view title, std::string_view table,
                    const char* shape, MarkStyle mark) {
        LayerStyle layer;
        layer.id = id;
        layer.title = title;
        layer.table = table;
        layer.shape = shape;
        layer.rules.push_back({std::string(title), "", 0, {std::move(mark)}});
        m_layers.push_back(std::move(layer));
        return m_layers.back();
    }
    Ink m_ink;
    std::vector<LayerStyle> m_layers;
};

void addRoads(Builder& b) {
    for (const RoadStyle& road : kRoadStyles) {
        MarkStyle casing = b.stroke("map.casing", road.width, kRoadGrowth);
        casing.addedWidth = kCasing;
        b.line(std::string(road.table) + "_casing", road.title, road.table, casing,
               road.hideAbove < 1e6 ? scaleOf(road.hideAbove) : 0)
            .rules.front()
            .title.clear();
    }
    for (const RoadStyle& road : kRoadStyles) {
        LayerStyle& layer = b.line(std::string(road.table), road.title, road.table,
                                   b.stroke(road.token, road.width, kRoadGrowth),
                                   road.hideAbove < 1e6 ? scaleOf(road.hideAbove) : 0);
        layer.label = b.name("line", "map.label.minor", 11, scaleOf(road.labelBelow));
        layer.label->priority = road.labelPriority / 2.0;
        // A sample is as wide as on a map of the standard scale.
        MarkStyle sample = b.stroke(road.token, road.width, {});
        MarkStyle rim = b.stroke("map.casing", road.width + kCasing, {});
        layer.legend = {{std::string(road.title), "", 0, {rim, sample}}};
    }
}

}  // namespace

std::size_t roadGroup(dispatch::RoadClass kind) {
    switch (kind) {
        case dispatch::RoadClass::Motorway:
        case dispatch::RoadClass::Trunk:
            return 4;
        case dispatch::RoadClass::Primary:
            return 3;
        case dispatch::RoadClass::Secondary:
        case dispatch::RoadClass::Tertiary:
            return 2;
        case dispatch::RoadClass::Residential:
        case dispatch::RoadClass::LivingStreet:
        case dispatch::RoadClass::Unclassified:
            return 1;
        case dispatch::RoadClass::Service:
        case dispatch::RoadClass::Track:
        case dispatch::RoadClass::Pedestrian:
        case dispatch::RoadClass::Footway:
        case dispatch::RoadClass::Cycleway:
        case dispatch::RoadClass::Path:
        case dispatch::RoadClass::Steps:
            return 0;
    }
    return 0;
}

double scaleOf(double metresPerPixel) {
    return metresPerPixel / (gis::kPixelMillimetres / 1000);
}

std::string colourName(std::string_view token, Ink ink) {
    const auto rgb = rgbOf(token, ink);
    assert(rgb);
    char text[8];
    std::snprintf(text, sizeof(text), "#%06x", rgb.value_or(0) & 0xFFFFFFU);
    return text;
}

std::vector<std::string> mapFonts() {
    return {"Noto Sans CJK SC", "WenQuanYi Micro Hei", "DejaVu Sans"};
}

gis::MapStyle groundStyle(Ink ink, const std::string& crs) {
    Builder b(ink);
    b.area("land", "Land", "map.land");
    b.area("hill", "Hills", "map.hill").label = b.name("area", "map.label.green", 12, 200000);
    b.area("green", "Green", "map.green").label = b.name("area", "map.label.green", 12, 100000);
    gis::LabelStyle waters = b.name("area", "map.label.water", 14, 200000);
    waters.italic = true;
    b.area("water", "Water", "map.water", "map.water.line", 1).label = waters;
    const double river = kRiverMetres / kStandardScale;
    waters.place = "line";
    waters.spacing = 2;
    b.line("river", "Rivers", "river",
           b.stroke("map.water", river, {.power = 1, .least = 1 / river, .most = 14 / river}))
        .label = waters;
    b.area("building", "Buildings", "map.building", "map.building.line", 0.6)
        .rules.front()
        .hideBeyond = scaleOf(kBuildingsBelow);
    b.line("rail", "Railways", "rail",
           b.stroke("map.rail", 2.2, {.power = 0.3, .least = 1 / 2.2, .most = 3 / 2.2}),
           scaleOf(kRailBeyond));
    addRoads(b);
    gis::MapStyle style;
    style.title = "GridHall";
    style.background = colourName("map.outside", ink);
    style.crs = crs;
    style.fonts = mapFonts();
    style.layers = b.take();
    return style;
}

}  // namespace layers
