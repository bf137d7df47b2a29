// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "gis/partition/partition.h"

namespace gis {

namespace {

template <class... Args>
void add(std::string& text, const char* format, Args... args) {
    char line[512];
    std::snprintf(line, sizeof line, format, args...);
    text += line;
}

void addBalance(std::string& text, const BalanceReport& b) {
    add(text, "%-10s %6d   within 5/10/15/20 %%: %.1f / %.1f / %.1f / %.1f %%   worst %.1f %%\n",
        b.name.c_str(), b.cells, 100 * b.within5, 100 * b.within10, 100 * b.within15,
        100 * b.within20, 100 * b.worst);
}

std::string balanceJson(const BalanceReport& b) {
    std::string text;
    add(text,
        "{\"name\":\"%s\",\"cells\":%d,\"within5\":%.4f,\"within10\":%.4f,\"within15\":%.4f,"
        "\"within20\":%.4f,\"worst\":%.4f}",
        b.name.c_str(), b.cells, b.within5, b.within10, b.within15, b.within20, b.worst);
    return text;
}

}  // namespace

const char* cutClassName(CutClass kind) {
    switch (kind) {
        case CutClass::Major:
            return "motorways and trunks";
        case CutClass::River:
            return "rivers";
        case CutClass::Rail:
            return "railways";
        case CutClass::Secondary:
            return "primary and secondary roads";
        case CutClass::Tertiary:
            return "tertiary roads";
        case CutClass::Local:
            return "local streets";
        case CutClass::Low:
            return "service roads and paths";
        case CutClass::Chord:
            return "chords";
    }
    return "";
}

std::string reportText(const PartitionReport& r) {
    std::string text;
    add(text, "shared out %s, %.0f in all, %.0f outside\n", r.weight.c_str(), r.weightTotal,
        r.weightOutside);
    for (const BalanceReport& level : r.levels) addBalance(text, level);
    addBalance(text, r.grids);
    add(text, "compactness (Polsby-Popper) 5th percentile %.3f, median %.3f\n", r.compactnessP5,
        r.compactnessMedian);
    add(text,
        "inner borders %.1f km, %.1f %% on roads, railways and rivers:", r.innerBorderMetres / 1000,
        100 * r.borderOnLines);
    const char* comma = " ";
    for (int i = 0; i < kCutClassCount; ++i) {
        const double share = r.borderShare[static_cast<std::size_t>(i)];
        if (share <= 0) continue;
        add(text, "%s%s %.1f %%", comma, cutClassName(static_cast<CutClass>(i)), 100 * share);
        comma = ", ";
    }
    add(text, "\ngrids with a neck under 20 m: %d (%.2f %%), %d repaired\n", r.necks,
        r.grids.cells ? 100.0 * r.necks / r.grids.cells : 0.0, r.necksRepaired);
    add(text, "not contiguous %d, with holes %d, invalid %d\n", r.notContiguous, r.withHoles,
        r.invalid);
    add(text, "area of faces %.1f m2, of grids %.1f m2, of their union %.1f m2\n",
        r.areaSquareMetres, r.areaOfGrids, r.areaOfUnion);
    add(text, "overlap of %d neighbouring pairs %.6f m2\n", r.neighbourPairs,
        r.overlapSquareMetres);
    if (r.outlinePieces > 1)
        add(text, "the outline has %d pieces; the largest was cut, %.2f km2 were left out\n",
            r.outlinePieces, r.droppedPiecesSquareMetres / 1e6);
    add(text, "%d segments, %d faces, %d blocks, %d chords\n", r.segments, r.faces, r.blocks,
        r.chords);
    add(text, "%.2f s (", r.seconds);
    comma = "";
    for (const auto& [step, seconds] : r.secondsByStep) {
        add(text, "%s%s %.2f", comma, step.c_str(), seconds);
        comma = ", ";
    }
    add(text, "), %.2f s of processor, peak %.0f MiB, fingerprint %016llx\n", r.cpuSeconds,
        r.peakMebibytes, static_cast<unsigned long long>(r.fingerprint));
    return text;
}

std::string reportJson(const PartitionReport& r) {
    std::string text = "{";
    add(text, "\"weight\":\"%s\",\"weightTotal\":%.3f,\"weightOutside\":%.3f,", r.weight.c_str(),
        r.weightTotal, r.weightOutside);
    text += "\"grids\":" + balanceJson(r.grids) + ",\"levels\":[";
    for (std::size_t i = 0; i < r.levels.size(); ++i)
        text += (i ? "," : "") + balanceJson(r.levels[i]);
    add(text, "],\"compactnessP5\":%.4f,\"compactnessMedian\":%.4f,", r.compactnessP5,
        r.compactnessMedian);
    add(text, "\"innerBorderMetres\":%.1f,\"borderOnLines\":%.4f,\"borderShare\":{",
        r.innerBorderMetres, r.borderOnLines);
    for (int i = 0; i < kCutClassCount; ++i)
        add(text, "%s\"%s\":%.4f", i ? "," : "", cutClassName(static_cast<CutClass>(i)),
            r.borderShare[static_cast<std::size_t>(i)]);
    add(text, "},\"necks\":%d,\"necksRepaired\":%d,\"notContiguous\":%d,\"withHoles\":%d,", r.necks,
        r.necksRepaired, r.notContiguous, r.withHoles);
    add(text, "\"invalid\":%d,\"areaSquareMetres\":%.2f,\"areaOfGrids\":%.2f,\"areaOfUnion\":%.2f,",
        r.invalid, r.areaSquareMetres, r.areaOfGrids, r.areaOfUnion);
    add(text, "\"overlapSquareMetres\":%.6f,\"neighbourPairs\":%d,\"outlinePieces\":%d,",
        r.overlapSquareMetres, r.neighbourPairs, r.outlinePieces);
    add(text, "\"segments\":%d,\"faces\":%d,\"blocks\":%d,\"chords\":%d,", r.segments, r.faces,
        r.blocks, r.chords);
    add(text, "\"seconds\":%.3f,\"cpuSeconds\":%.3f,\"peakMebibytes\":%.1f,", r.seconds,
        r.cpuSeconds, r.peakMebibytes);
    add(text, "\"fingerprint\":\"%016llx\"}", static_cast<unsigned long long>(r.fingerprint));
    return text;
}

}  // namespace gis
