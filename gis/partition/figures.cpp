// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/figures.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "gis/geometry/noding.h"

namespace gis::cut {

namespace {

RingSet ringsOf(const CellPolygon& polygon) {
    RingSet rings{polygon.shell};
    rings.insert(rings.end(), polygon.holes.begin(), polygon.holes.end());
    return rings;
}

BalanceReport balanceOf(const std::string& name, const std::vector<PartitionCell>& cells) {
    BalanceReport report;
    report.name = name;
    report.cells = static_cast<int>(cells.size());
    if (cells.empty()) return report;
    for (const PartitionCell& cell : cells) {
        const double d = std::abs(cell.deviation);
        report.within5 += d <= 0.05;
        report.within10 += d <= 0.10;
        report.within15 += d <= 0.15;
        report.within20 += d <= 0.20;
        report.worst = std::max(report.worst, d);
    }
    for (double* share : {&report.within5, &report.within10, &report.within15, &report.within20})
        *share /= double(cells.size());
    return report;
}

std::vector<PartitionCell> cellsOf(const BlockGraph& graph, const NestedLevel& level,
                                   const std::vector<std::vector<int>>& facesOfBlock,
                                   Outlines& outlines, bool top) {
    const std::size_t n = level.wanted.size();
    std::vector<PartitionCell> cells(n);
    std::vector<std::vector<int>> faces(n);
    for (int b = 0; b < graph.size(); ++b) {
        const std::size_t label = idx(level.labels[idx(b)]);
        faces[label].insert(faces[label].end(), facesOfBlock[idx(b)].begin(),
                            facesOfBlock[idx(b)].end());
        cells[label].weight += graph.weight[idx(b)];
    }
    for (std::size_t i = 0; i < n; ++i) {
        PartitionCell& cell = cells[i];
        cell.parent = top ? -1 : level.parents[i];
        cell.polygons = outlines.around(faces[i]);
        double around = 0;
        for (const CellPolygon& polygon : cell.polygons) {
            cell.areaSquareMetres += ringArea(polygon.shell);
            around += ringLength(polygon.shell);
            for (const auto& hole : polygon.holes) {
                cell.areaSquareMetres += ringArea(hole);
                around += ringLength(hole);
            }
        }
        cell.compactness =
            around > 0 ? 4 * std::numbers::pi * cell.areaSquareMetres / (around * around) : 0;
        cell.deviation = cell.weight / level.wanted[i] - 1;
        if (!cell.polygons.empty()) {
            const auto inside = piecesAfterErosion(ringsOf(cell.polygons[0]), 0.0, 0.0);
            if (!inside.empty()) cell.inside = inside[0].first;
        }
    }
    return cells;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * double(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

}  // namespace

void fill(Partition& partition, const PlanarGraph& graph, const Blocks& blocks,
          const Nesting& nesting, const PartitionOptions& options) {
    PartitionReport& report = partition.report;
    std::vector<std::vector<int>> facesOfBlock(idx(blocks.graph.size()));
    for (std::size_t f = 0; f < blocks.ofFace.size(); ++f) {
        if (blocks.ofFace[f] < 0) continue;
        facesOfBlock[idx(blocks.ofFace[f])].push_back(static_cast<int>(f));
        report.areaSquareMetres += double(graph.faces()[f].area2) / 200;
    }
    Outlines outlines(graph);
    for (std::size_t l = 0; l < nesting.levels.size(); ++l) {
        partition.levels.push_back(
            cellsOf(blocks.graph, nesting.levels[l], facesOfBlock, outlines, l == 0));
        report.levels.push_back(balanceOf(options.levels[l].name, partition.levels.back()));
    }
    partition.cells =
        cellsOf(blocks.graph, nesting.grids, facesOfBlock, outlines, nesting.levels.empty());
    report.grids = balanceOf("grid", partition.cells);

    std::vector<double> compactness;
    for (const PartitionCell& cell : partition.cells) {
        compactness.push_back(cell.compactness);
        report.notContiguous += cell.polygons.size() != 1;
        report.withHoles += std::any_of(cell.polygons.begin(), cell.polygons.end(),
                                        [](const CellPolygon& p) { return !p.holes.empty(); });
    }
    report.compactnessP5 = quantile(compactness, 0.05);
    report.compactnessMedian = quantile(compactness, 0.5);

    std::array<double, kCutClassCount> metres{};
    std::vector<std::pair<int, int>> pairs;
    for (int s = 0; s < static_cast<int>(graph.segments().size()); ++s) {
        const int f = graph.face(2 * s), g = graph.face(2 * s + 1);
        if (f < 0 || g < 0) continue;
        const int a = blocks.ofFace[idx(f)], b = blocks.ofFace[idx(g)];
        if (a < 0 || b < 0) continue;
        const int p = nesting.grids.labels[idx(a)], q = nesting.grids.labels[idx(b)];
        if (p == q) continue;
        metres[static_cast<std::size_t>(graph.segments()[idx(s)].kind)] += graph.lengthMetres(s);
        pairs.emplace_back(std::min(p, q), std::max(p, q));
    }
    report.innerBorderMetres = std::accumulate(metres.begin(), metres.end(), 0.0);
    if (report.innerBorderMetres > 0)
        for (std::size_t i = 0; i < metres.size(); ++i)
            report.borderShare[i] = metres[i] / report.innerBorderMetres;
    report.borderOnLines = report.innerBorderMetres > 0
                               ? 1 - report.borderShare[static_cast<std::size_t>(CutClass::Chord)]
                               : 1;
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());

    std::vector<std::vector<RingSet>> polygons;
    for (const PartitionCell& cell : partition.cells) {
        polygons.emplace_back();
        for (const CellPolygon& polygon : cell.polygons)
            polygons.back().push_back(ringsOf(polygon));
    }
    if (!options.verify) return;
    const CoverageFigures figures = coverageFigures(polygons, pairs);
    report.invalid = figures.invalid;
    report.areaOfGrids = figures.areaOfAll;
    report.areaOfUnion = figures.areaOfUnion;
    report.overlapSquareMetres = figures.overlap;
    report.neighbourPairs = figures.pairs;
}

}  // namespace gis::cut
