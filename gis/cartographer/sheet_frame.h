// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gis {

/// A box on paper, millimetres from the upper left.
struct PaperBox {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    double right() const { return left + width; }
    double bottom() const { return top + height; }
};

/// Where everything stands on a map sheet. Words keep their size on every paper; the map takes
/// what a larger one has more.
struct SheetFrame {
    double width = 0;   ///< Of the paper, millimetres.
    double height = 0;  ///< Of the paper.
    PaperBox title;
    PaperBox subtitle;
    PaperBox page;
    PaperBox map;
    PaperBox scale;     ///< The stated scale.
    PaperBox scaleBar;  ///< Below it.
    PaperBox north;
    PaperBox facts;
    PaperBox legend;
};

inline constexpr std::array<std::string_view, 4> kPapers{"A4", "A3", "A2", "A1"};

/// @param paper One of kPapers.
/// @return Nothing for another paper.
std::optional<SheetFrame> sheetFrame(std::string_view paper, bool landscape);

/// The largest scale of the usual ones at which so many metres fit into the map's box.
/// @return n of 1:n; 1,000,000 at least where nothing fits.
double roundScale(double metresWide, double metresHigh, const PaperBox& map);

}  // namespace gis
