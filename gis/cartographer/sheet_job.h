// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/cartographer/map_style.h"

/// What `gridhall-cartographer sheets` is told: everything a map sheet shows, in words of the
/// console's language. The worker opens no store and knows no language.
namespace gis {

/// A style and the GeoPackage its tables are in.
struct SheetSource {
    MapStyle style;
    std::string data;
};

/// One line of what a reader must know: "Officer", "li-wei, seat 3".
struct SheetFact {
    std::string name;
    std::string value;
};

struct Sheet {
    std::string title;
    std::string subtitle;
    std::string page;   ///< "Page 3 of 12"; empty where there is one sheet.
    std::string scale;  ///< "1:5,000", as it is stated.
    double x = 0;       ///< Middle of the map, metres of its CRS.
    double y = 0;
    double denominator = 0;  ///< n of 1:n.
    double north = 0;        ///< True north, degrees clockwise from the paper's upper edge.
    std::string focus;       ///< Value of @sheet, see layers/symbols/sheet_style.h.
    std::vector<SheetFact> facts;
};

/// Colours of what is around the map, "#rrggbb".
struct SheetColours {
    std::string text;
    std::string softText;
    std::string line;
    std::string frame;
    std::string paper;
};

struct SheetJob {
    std::string paper;  ///< One of kPapers.
    bool landscape = false;
    double dpi = 150;
    std::string format;                ///< "pdf", "png", "svg"
    std::vector<SheetSource> sources;  ///< Bottom to top.
    SheetColours colours;
    std::string legend;  ///< Title of the legend.
    std::string north;   ///< Letter on the arrow.
    std::string metres;  ///< Units on the scale bar.
    std::string kilometres;
    std::vector<Sheet> sheets;
    int first = 0;  ///< Sheets this process writes: from here ...
    int last = 0;   ///< ... to before this one.
    /// A PDF of all of them, or a name to which "-0001.png" is added.
    std::string file;
};

/// The file of a sheet where each has one of its own.
/// @param number From 0.
std::string sheetFile(const std::string& file, int number, const std::string& format);

std::string toJson(const SheetJob& job);
std::optional<SheetJob> sheetJobFrom(std::string_view words);

}  // namespace gis
