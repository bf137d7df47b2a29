// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How layers of a file are drawn, in words that both the console and QGIS can follow: made from
/// the tables that feed the screen, turned into QGIS symbols by the worker.
///
/// Lengths are logical pixels of 0.28 mm, so that 1:n means the same on screen and on paper, and
/// no resolution changes a width. Colours are "#rrggbb" or "#aarrggbb". Filters and values are
/// QGIS expressions.
namespace gis {

constexpr double kPixelMillimetres = 0.28;

/// Grows with the scale: width * clamp(least, (10000 / n) ^ power, most) at 1:n.
struct Growth {
    double power = 0;  ///< 0: the same at every scale.
    double least = 1;
    double most = 1;
    friend bool operator==(const Growth&, const Growth&) = default;
};

/// A mark's size from a scale on.
struct SizeStep {
    double beyond = 0;  ///< n of 1:n.
    double size = 0;
    friend bool operator==(const SizeStep&, const SizeStep&) = default;
};

/// One stroke, fill or mark of a symbol; symbols are drawn from the first to the last.
struct MarkStyle {
    std::string kind;   ///< "fill", "line", "hatch", "svg".
    std::string color;  ///< Of the fill or stroke; empty for none.
    std::string outline;
    double width = 0;          ///< Of the stroke or outline.
    std::vector<double> dash;  ///< Lengths of dash and gap in turn.
    bool roundEnds = false;
    Growth growth{};
    double addedWidth = 0;          ///< Of a casing: grows like the rest, up to its own size.
    std::string svg;                ///< The drawing itself, for "svg".
    double size = 0;                ///< Of its box.
    std::string angle;              ///< Expression, degrees clockwise; empty for none.
    std::vector<SizeStep> steps{};  ///< Other sizes at smaller scales, in their order.
    double offsetX = 0;             ///< Of the mark's middle, to the right.
    double offsetY = 0;             ///< Down.
    friend bool operator==(const MarkStyle&, const MarkStyle&) = default;
};

/// What is drawn for the features that pass a filter.
struct RuleStyle {
    std::string title;      ///< In the legend; empty: not listed.
    std::string filter;     ///< Empty: all.
    double hideBeyond = 0;  ///< n of 1:n from which on it is hidden; 0: never.
    std::vector<MarkStyle> marks;
    friend bool operator==(const RuleStyle&, const RuleStyle&) = default;
};

struct LabelStyle {
    std::string text;   ///< Expression.
    std::string place;  ///< "line", "point", "area"; "right" and "below" of a symbol.
    std::string color;
    std::string halo;
    double size = 12;
    double haloWidth = 3;
    bool bold = false;
    bool italic = false;
    double spacing = 0;
    double hideBeyond = 0;
    double priority = 5;  ///< 0 to 10.
    double offset = 0;    ///< From the point, for "right" and "below".
    friend bool operator==(const LabelStyle&, const LabelStyle&) = default;
};

/// Features that are drawn as one: areas of which only the outlines are known, from their parts.
struct MergeStyle {
    struct Area {
        std::string value;  ///< What `by` gives for its parts.
        std::string title;
        friend bool operator==(const Area&, const Area&) = default;
    };
    std::string by;           ///< Expression; features for which it gives nothing are not drawn.
    std::vector<Area> areas;  ///< Others are not drawn.
    friend bool operator==(const MergeStyle&, const MergeStyle&) = default;
};

struct LayerStyle {
    std::string id;     ///< Word of the layer, unique in the style.
    std::string title;  ///< In legends and in QGIS's list.
    std::string table;  ///< Of the file.
    std::string shape;  ///< "point", "line", "area".
    double opacity = 1;
    std::vector<RuleStyle> rules;
    std::optional<LabelStyle> label{};
    /// What a printed legend lists, where it is not the rules that have a title.
    std::vector<RuleStyle> legend{};
    std::optional<MergeStyle> merge{};  ///< Each area is drawn by the first rule.
    std::string order{};  ///< Expression: features with the least value are drawn first.
    friend bool operator==(const LayerStyle&, const LayerStyle&) = default;
};

/// Layers of one file, bottom to top.
struct MapStyle {
    std::string title;
    std::string background;
    std::string crs;  ///< Of the map.
    std::string attribution;
    std::vector<std::string> fonts;  ///< Families, the first that exists is taken.
    std::vector<LayerStyle> layers;
    friend bool operator==(const MapStyle&, const MapStyle&) = default;
};

/// Where QGIS finds a layer of a project that is written without opening it.
struct LayerSource {
    std::string layer;     ///< LayerStyle::id
    std::string provider;  ///< QGIS's word: "spatialite", "postgres", "ogr".
    std::string uri;       ///< As it is to stand in the project.
    std::string crs;
    std::string group{};     ///< Title of its group in QGIS's list; empty: in none.
    bool hidden = false;     ///< In the list, but not ticked.
    int refreshSeconds = 0;  ///< Drawn anew so often; 0: only when asked.
    friend bool operator==(const LayerSource&, const LayerSource&) = default;
};

/// A project to be written, for QGIS and for the worker itself.
struct ProjectJob {
    MapStyle style;
    std::string data;  ///< The GeoPackage the layers are read from, unless there are `sources`.
    std::string file;  ///< The project to write.
    /// One for every layer; none of them is opened.
    std::vector<LayerSource> sources{};
    /// What to show first where nothing is opened: degrees, west, south, east, north; all 0: all.
    std::array<double, 4> extent{};
};

std::string toJson(const MapStyle& style);
std::string toJson(const ProjectJob& job);
std::optional<MapStyle> mapStyleFrom(std::string_view words);
std::optional<ProjectJob> projectJobFrom(std::string_view words);

}  // namespace gis
