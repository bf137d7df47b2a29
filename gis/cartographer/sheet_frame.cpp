// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/sheet_frame.h"

#include <algorithm>

namespace gis {

namespace {

constexpr double kMargin = 10;
constexpr double kCoordinates = 5;  ///< Room for coordinates around the map.
constexpr double kTitleHeight = 17;
constexpr double kFootHeight = 60;  ///< Portrait: legend and facts below the map.
constexpr double kSideWidth = 70;   ///< Width of scale and facts; landscape: beside the map.
constexpr double kScaleHeight = 21;
constexpr double kFactsHeight = 42;
constexpr double kGap = 4;

constexpr std::array kScales{500.0,    1000.0,   2000.0,   2500.0,   5000.0,   7500.0,   10000.0,
                             12500.0,  15000.0,  20000.0,  25000.0,  30000.0,  40000.0,  50000.0,
                             75000.0,  100000.0, 125000.0, 150000.0, 200000.0, 250000.0, 300000.0,
                             400000.0, 500000.0, 750000.0, 1000000.0};

struct PaperSize {
    double width, height;
};
constexpr std::array<PaperSize, 4> kSizes{{{210, 297}, {297, 420}, {420, 594}, {594, 841}}};

void placeScale(SheetFrame& frame, double left, double top) {
    constexpr double kNorth = 14;
    frame.scale = {left, top, kSideWidth - kNorth - 2, 7};
    frame.scaleBar = {left, top + 8, kSideWidth - kNorth - 4, 11};
    frame.north = {left + kSideWidth - kNorth, top, kNorth, kScaleHeight - 3};
}

}  // namespace

std::optional<SheetFrame> sheetFrame(std::string_view paper, bool landscape) {
    const auto at = std::find(kPapers.begin(), kPapers.end(), paper);
    if (at == kPapers.end()) return std::nullopt;
    PaperSize size = kSizes[static_cast<std::size_t>(at - kPapers.begin())];
    if (landscape) std::swap(size.width, size.height);

    SheetFrame frame;
    frame.width = size.width;
    frame.height = size.height;
    const double inner = size.width - 2 * kMargin;
    constexpr double kPage = 40;
    frame.title = {kMargin, kMargin - 1, inner - kPage, 9};
    frame.page = {size.width - kMargin - kPage, kMargin - 1, kPage, 9};
    frame.subtitle = {kMargin, kMargin + 8, inner, 6};
    const double top = kMargin + kTitleHeight + kCoordinates;
    const double bottom = size.height - kMargin;
    const double side = size.width - kMargin - kSideWidth;
    if (landscape) {
        frame.map = {kMargin + kCoordinates, top, side - kGap - 2 * kCoordinates - kMargin,
                     bottom - kCoordinates - top};
        placeScale(frame, side, top);
        frame.facts = {side, top + kScaleHeight, kSideWidth, kFactsHeight};
        const double legend = frame.facts.bottom() + kGap;
        frame.legend = {side, legend, kSideWidth, bottom - legend};
    } else {
        const double foot = bottom - kFootHeight;
        frame.map = {kMargin + kCoordinates, top, inner - 2 * kCoordinates,
                     foot - kCoordinates - 2 - top};
        placeScale(frame, side, foot);
        frame.facts = {side, foot + kScaleHeight, kSideWidth, kFootHeight - kScaleHeight};
        frame.legend = {kMargin, foot, side - kGap - kMargin, kFootHeight};
    }
    return frame;
}

double roundScale(double metresWide, double metresHigh, const PaperBox& map) {
    const double least = std::max(metresWide / map.width, metresHigh / map.height) * 1000;
    const auto scale = std::lower_bound(kScales.begin(), kScales.end(), least);
    return scale == kScales.end() ? kScales.back() : *scale;
}

}  // namespace gis
