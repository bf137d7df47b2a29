// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/partition.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "gis/partition/blocks.h"
#include "gis/partition/chords.h"
#include "gis/partition/figures.h"
#include "gis/partition/ground.h"
#include "gis/partition/necks.h"
#include "gis/partition/nesting.h"

namespace gis {

namespace {

using cut::idx;
using dispatch::Error;
using dispatch::ErrorCode;

/// A block above this share of a grid's mean weight is cut by chords.
constexpr double kLargestShare = 0.25;
/// Low classes are looked at in blocks above this share of a mean grid's weight or area.
constexpr double kLowShare = 0.15;
/// Inhabited blocks above this share of a mean grid's area are cut by chords.
constexpr double kLargestArea = 0.8;

const Error kCancelled{ErrorCode::Cancelled, "cutting the ground was stopped"};

/// Times the steps and passes progress on.
class Steps {
  public:
    Steps(const PartitionOptions& options, PartitionReport& report)
        : m_options(options), m_report(report) {}

    void begin(const char* name, double from, double to) {
        end();
        m_name = name, m_from = from, m_to = to;
        m_began = std::chrono::steady_clock::now();
        tell(0);
    }
    void tell(double share) const {
        if (m_options.progress) m_options.progress(m_name, m_from + (m_to - m_from) * share);
    }
    void end() {
        if (!*m_name) return;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - m_began;
        m_report.secondsByStep.emplace_back(m_name, took.count());
        m_report.seconds += took.count();
        m_name = "";
    }
    bool stopped() const { return m_options.stop.stop_requested(); }

  private:
    const PartitionOptions& m_options;
    PartitionReport& m_report;
    const char* m_name = "";
    double m_from = 0, m_to = 1;
    std::chrono::steady_clock::time_point m_began;
};

std::vector<double> faceWeights(const cut::PlanarGraph& graph, const cut::WeightRaster& raster) {
    std::vector<double> weights(graph.faces().size(), 0);
    raster.sweep(graph, [&](int face, cut::Vertex, double w) { weights[idx(face)] += w; });
    return weights;
}

double insideArea(const cut::PlanarGraph& graph) {
    double area = 0;
    for (const cut::Face& f : graph.faces())
        if (f.inside) area += double(f.area2) / 200;
    return area;
}

/// Switches paths and service roads on in the faces that are too large without them.
void addLowLines(cut::PlanarGraph& graph, std::vector<std::uint8_t>& on,
                 const cut::WeightRaster& raster, int count) {
    const std::vector<double> weights = faceWeights(graph, raster);
    const double meanWeight = std::accumulate(weights.begin(), weights.end(), 0.0) / count;
    const double meanArea = insideArea(graph) / count;
    std::vector<int> low;
    std::vector<ScenePoint> middles;
    for (int s = 0; s < static_cast<int>(on.size()); ++s) {
        if (on[idx(s)]) continue;
        const cut::Segment& segment = graph.segments()[idx(s)];
        const ScenePoint a = graph.toScene(graph.at(segment.a));
        const ScenePoint b = graph.toScene(graph.at(segment.b));
        low.push_back(s);
        middles.push_back({(a.x + b.x) / 2, (a.y + b.y) / 2});
    }
    const std::vector<int> faces = cut::facesOf(graph, middles);
    for (std::size_t i = 0; i < low.size(); ++i) {
        if (faces[i] < 0) continue;
        const cut::Face& face = graph.faces()[idx(faces[i])];
        if (face.inside && (weights[idx(faces[i])] > kLowShare * meanWeight ||
                            double(face.area2) / 200 > kLowShare * meanArea))
            on[idx(low[i])] = 1;
    }
    graph.trace(on);
}

void traceLines(cut::PlanarGraph& graph, const cut::WeightRaster* raster, int count) {
    std::vector<std::uint8_t> on(graph.segments().size(), 1);
    for (std::size_t s = 0; s < on.size(); ++s) {
        const cut::Segment& segment = graph.segments()[s];
        on[s] = segment.kind != CutClass::Low || segment.outline;
    }
    graph.trace(on);
    if (cut::losesLargeParts(graph)) {
        std::fill(on.begin(), on.end(), std::uint8_t{1});
        graph.trace(on);
        return;
    }
    if (raster) addLowLines(graph, on, *raster, count);
}

/// Blocks in other pieces than the largest cannot be reached and are left out.
void keepLargestPiece(cut::Blocks& blocks, PartitionReport& report) {
    const auto [piece, count] =
        cut::pieces(blocks.graph, std::vector<int>(idx(blocks.graph.size()), 0));
    if (count < 2) return;
    std::vector<double> areas(idx(count), 0);
    for (int b = 0; b < blocks.graph.size(); ++b)
        areas[idx(piece[idx(b)])] += blocks.graph.area[idx(b)];
    const int kept = static_cast<int>(std::max_element(areas.begin(), areas.end()) - areas.begin());
    std::vector<int> members, renumbered(idx(blocks.graph.size()), -1);
    for (int b = 0; b < blocks.graph.size(); ++b) {
        if (piece[idx(b)] == kept) {
            renumbered[idx(b)] = static_cast<int>(members.size());
            members.push_back(b);
        } else {
            report.droppedPiecesSquareMetres += blocks.graph.area[idx(b)];
            report.weightOutside += blocks.graph.weight[idx(b)];
        }
    }
    report.outlinePieces += count - 1;
    blocks.graph = blocks.graph.part(members);
    for (int& b : blocks.ofFace)
        if (b >= 0) b = renumbered[idx(b)];
}

Error tooFewBlocks(const PartitionOptions& options, int blocks) {
    return {ErrorCode::BadInput, "the ground falls into " + std::to_string(blocks) +
                                     " blocks only; " + std::to_string(options.count) +
                                     " grids cannot be made of them"};
}

dispatch::Result<void> checkOptions(const PartitionOptions& options) {
    if (options.count < 1)
        return Error{ErrorCode::BadInput, "the count of grids must be at least 1"};
    int above = 1;
    for (const PartitionLevel& level : options.levels) {
        if (level.count < above || level.count > options.count)
            return Error{ErrorCode::BadInput,
                         "level " + level.name + " has " + std::to_string(level.count) +
                             " areas; it must have at least as many as the level above and at "
                             "most as many as there are grids"};
        above = level.count;
    }
    return {};
}

double cpuSeconds() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

/// FNV-1a over the vertices in decimetres.
std::uint64_t fingerprintOf(const std::vector<PartitionCell>& cells) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    const auto add = [&](const std::vector<ScenePoint>& ring) {
        for (const ScenePoint& p : ring)
            for (const double v : {p.x, p.y}) {
                const auto whole = static_cast<std::uint64_t>(std::llround(v * 10));
                for (int byte = 0; byte < 8; ++byte)
                    hash = (hash ^ ((whole >> (8 * byte)) & 255U)) * 0x100000001b3U;
            }
    };
    for (const PartitionCell& cell : cells)
        for (const CellPolygon& polygon : cell.polygons) {
            add(polygon.shell);
            for (const auto& hole : polygon.holes) add(hole);
        }
    return hash;
}

double peakMebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

}  // namespace

dispatch::Result<Partition> cutGround(const PartitionInput& input,
                                      const PartitionOptions& options) {
    if (const auto checked = checkOptions(options); !checked) return checked.error();
    const double cpuBefore = cpuSeconds();
    Partition partition;
    PartitionReport& report = partition.report;
    Steps steps(options, report);

    steps.begin("outline", 0, 0.1);
    dispatch::Result<cut::Ground> ground = cut::outlineOf(input);
    if (!ground) return ground.error();
    report.outlinePieces = ground->pieces;
    report.droppedPiecesSquareMetres = ground->droppedSquareMetres;
    if (steps.stopped()) return kCancelled;

    steps.begin("noding", 0.1, 0.3);
    dispatch::Result<cut::PlanarGraph> noded = cut::nodeGround(input, *ground, options.planar);
    if (!noded) return noded.error();
    cut::PlanarGraph& graph = *noded;
    report.segments = static_cast<int>(graph.segments().size());
    if (steps.stopped()) return kCancelled;

    steps.begin("blocks", 0.3, 0.45);
    traceLines(graph, nullptr, options.count);
    const cut::SharedWeight shared = cut::shareOf(input, *ground, graph, options.count);
    traceLines(graph, &shared.raster, options.count);
    report.weight = shared.what;
    std::vector<double> weights = faceWeights(graph, shared.raster);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (!(total > 0)) return Error{ErrorCode::BadInput, "the outline encloses no ground"};
    if (shared.what == "people")
        report.weightOutside = std::max(0.0, shared.raster.total() - total);
    cut::BlockLimits limits;
    limits.weight = kLargestShare * total / options.count;
    limits.areaSquareMetres = kLargestArea * insideArea(graph) / options.count;
    report.chords = cut::cutLargeFaces(graph, shared.raster, limits, weights, options.stop);
    if (steps.stopped()) return kCancelled;
    report.faces = static_cast<int>(std::count_if(graph.faces().begin(), graph.faces().end(),
                                                  [](const cut::Face& f) { return f.inside; }));
    cut::Blocks blocks = cut::makeBlocks(graph, weights);
    keepLargestPiece(blocks, report);
    if (!(blocks.graph.totalWeight() > 0)) {
        // Everybody lives in the pieces left out: what was kept is shared out by its area.
        report.weight = "area";
        blocks.graph.weight = blocks.graph.area;
    }
    report.blocks = blocks.graph.size();
    report.weightTotal = blocks.graph.totalWeight();
    if (report.blocks < options.count) return tooFewBlocks(options, report.blocks);

    steps.begin("sharing out", 0.45, 0.85);
    cut::Nesting nesting =
        cut::nest(blocks.graph, options, [&](double share) { steps.tell(share); });
    if (steps.stopped()) return kCancelled;
    if (nesting.emptyParts > 0)
        return Error{ErrorCode::BadInput,
                     "of " + std::to_string(report.blocks) + " blocks for " +
                         std::to_string(options.count) +
                         " grids, an area of a level got fewer blocks than it is to hold grids; "
                         "take fewer grids or fewer levels"};

    steps.begin("necks", 0.85, 0.9);
    const cut::NeckFigures necks =
        cut::repairNecks(graph, blocks, nesting.grids.labels, nesting.grids.wanted,
                         nesting.grids.parents, options.levels.empty() ? 0.15 : 0.19, options.stop);
    report.necks = necks.after;
    report.necksRepaired = necks.before - necks.after;
    if (steps.stopped()) return kCancelled;

    steps.begin("figures", 0.9, 1);
    cut::fill(partition, graph, blocks, nesting, options);
    steps.end();
    report.cpuSeconds = cpuSeconds() - cpuBefore;
    report.peakMebibytes = peakMebibytes();
    report.fingerprint = fingerprintOf(partition.cells);
    if (options.stop.stop_requested()) return kCancelled;
    return partition;
}

}  // namespace gis
