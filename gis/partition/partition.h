// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/result.h"
#include "gis/geometry/projection.h"

namespace gis {

/// What a line on the ground is worth as a border between two grids, best first. `Chord` is a
/// straight cut of our own through a block that is too large; it is never given, only reported.
enum class CutClass : std::uint8_t {
    Major,  ///< Motorway, trunk.
    River,  ///< Centre line of a river; banks make empty slivers.
    Rail,
    Secondary,  ///< Primary, secondary.
    Tertiary,
    Local,  ///< Residential, unclassified, living street.
    Low,    ///< Service, track, path: used only where blocks are too large without it.
    Chord,
};
inline constexpr int kCutClassCount = 8;

/// "motorways and trunks", "rivers" ... for reports.
const char* cutClassName(CutClass kind);

/// A line that borders may follow.
struct CutLine {
    CutClass kind = CutClass::Local;
    std::vector<ScenePoint> points;
};

/// People (or whatever is to be shared out evenly) at a place.
struct WeightPoint {
    ScenePoint place;
    double weight = 0;  ///< Not negative.
};

/// A level above the grids: how many areas of it, top-down.
struct PartitionLevel {
    std::string name;  ///< "district"
    int count = 1;
};

/// The ground to cut, in metres of one plane.
struct PartitionInput {
    std::vector<CutLine> lines;
    /// Empty: road length is shared out evenly, and where there are no roads, area.
    std::vector<WeightPoint> weights;
    /// Each weight is spread evenly over a square of this side, metres; 0 keeps it a point.
    double cellMetres = 0;
    /// Closed or open rings, even-odd: shells and holes. Empty: the hull of the weights.
    std::vector<std::vector<ScenePoint>> outline;
};

struct PartitionOptions {
    int count = 640;                     ///< Grids wanted, at least 1.
    std::uint64_t seed = 1;              ///< Same seed, same bytes.
    std::vector<PartitionLevel> levels;  ///< Coarsest first; empty: no nesting.
    /// Lines and outline already meet only in shared vertices (equal to 0.1 m): skips the noding.
    bool planar = false;
    double effort = 1.0;  ///< Factor on the annealing's proposals; 0.5 is a little worse, faster.
    /// Measures validity, overlap and union with the geometry engine; a demonstration may do
    /// without.
    bool verify = true;
    /// Told the step and the share done, 0 to 1; on the calling thread.
    std::function<void(std::string_view step, double share)> progress;
    std::stop_token stop;
};

/// One polygon; rings are open (the last vertex does not repeat the first), shell
/// counter-clockwise, holes clockwise.
struct CellPolygon {
    std::vector<ScenePoint> shell;
    std::vector<std::vector<ScenePoint>> holes;
};

/// One grid, or one area of a level. Neighbours share exactly the same vertices.
struct PartitionCell {
    int parent = -1;                    ///< Index in the level above; -1 at the top.
    std::vector<CellPolygon> polygons;  ///< One, unless `contiguous` was not reached.
    double weight = 0;
    double areaSquareMetres = 0;
    double deviation = 0;    ///< weight / wanted weight - 1
    double compactness = 0;  ///< Polsby-Popper, 4 pi A / P^2, 0 to 1.
    ScenePoint inside;       ///< A position inside, away from the border.
};

/// How even one level came out.
struct BalanceReport {
    std::string name;
    int cells = 0;
    double within5 = 0;  ///< Share of cells within 5 % of what was wanted, 0 to 1.
    double within10 = 0;
    double within15 = 0;
    double within20 = 0;
    double worst = 0;  ///< Largest |deviation|.
};

/// Every figure of a cut.
struct PartitionReport {
    std::string weight;  ///< "people", "road length" or "area".
    double weightTotal = 0;
    double weightOutside = 0;  ///< Lies outside the outline or in no face; not shared out.
    BalanceReport grids;
    std::vector<BalanceReport> levels;
    double compactnessP5 = 0;  ///< Polsby-Popper, 5th percentile.
    double compactnessMedian = 0;
    double innerBorderMetres = 0;
    std::array<double, kCutClassCount> borderShare{};  ///< Of the inner border, by class.
    double borderOnLines = 0;                          ///< Share of the inner border not on chords.
    int necks = 0;  ///< Grids that fall apart when 10 m are taken off all round.
    int necksRepaired = 0;
    int notContiguous = 0;
    int withHoles = 0;
    int invalid = 0;
    double areaSquareMetres = 0;  ///< Of the faces.
    double areaOfGrids = 0;       ///< Sum over grids.
    double areaOfUnion = 0;
    double overlapSquareMetres = 0;  ///< Sum over pairs of neighbours.
    int neighbourPairs = 0;
    int outlinePieces = 1;  ///< Only the largest is cut.
    double droppedPiecesSquareMetres = 0;
    int segments = 0;
    int faces = 0;
    int blocks = 0;  ///< Faces after slivers joined a neighbour.
    int chords = 0;
    std::vector<std::pair<std::string, double>> secondsByStep;
    double seconds = 0;
    double cpuSeconds = 0;     ///< Of this thread; less than `seconds` on a busy machine.
    double peakMebibytes = 0;  ///< Of the process.
    std::uint64_t fingerprint =
        0;  ///< Of every vertex of every grid, in order: same cut, same value.
};

/// A cut: the grids, and the areas of each level above them in the order of the options.
struct Partition {
    std::vector<PartitionCell> cells;
    std::vector<std::vector<PartitionCell>> levels;
    PartitionReport report;
};

/// Cuts ground into balanced grids whose borders follow its lines.
///
/// Lines and outline become a planar graph; its faces are shared out, top-down through the levels,
/// by bisection and annealing for balance, compactness and good border lines. No geometry is
/// computed after the noding, so neighbours share their vertices exactly.
///
/// @error BadInput  nothing to cut, or more grids wanted than blocks there are; detail has the
/// figures.
/// @error Cancelled the stop token was used.
/// @thread any; reads nothing but its arguments. One thread.
dispatch::Result<Partition> cutGround(const PartitionInput& input, const PartitionOptions& options);

/// The report as lines of plain text, for people.
std::string reportText(const PartitionReport& report);
/// The report as one JSON object.
std::string reportJson(const PartitionReport& report);

}  // namespace gis
