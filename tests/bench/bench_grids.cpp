// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "gis/partition/partition.h"
#include "tests/bench/bench.h"
#include "tests/bench/osm_extract.h"
#include "tests/support/program.h"
#include "tests/support/test_data.h"

namespace {

/// Warped streets of a city of `side` x `side` crossings, some minor ones left out, three centres.
gis::PartitionInput syntheticCity(int side) {
    gis::PartitionInput input;
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> share(0, 1);
    constexpr double kBlock = 120;
    const double width = kBlock * (side - 1);
    const auto at = [&](int i, int j) {
        const double x = i * kBlock, y = j * kBlock;
        const bool rim = i == 0 || j == 0 || i == side - 1 || j == side - 1;
        const double bend = rim ? 0 : 35;
        return gis::ScenePoint{x + bend * std::sin(y / 900 + x / 2100),
                               y + bend * std::cos(x / 1100 - y / 1700)};
    };
    const auto kindOf = [](int line) {
        if (line % 32 == 0) return gis::CutClass::Major;
        if (line % 12 == 0) return gis::CutClass::Secondary;
        return line % 4 == 0 ? gis::CutClass::Tertiary : gis::CutClass::Local;
    };
    for (int i = 0; i < side; ++i)
        for (int j = 0; j < side; ++j) {
            const bool minorColumn = i % 4 != 0 && i != side - 1;
            const bool minorRow = j % 4 != 0 && j != side - 1;
            if (j + 1 < side && !(minorColumn && share(random) < 0.12))
                input.lines.push_back({kindOf(i), {at(i, j), at(i, j + 1)}});
            if (i + 1 < side && !(minorRow && share(random) < 0.12))
                input.lines.push_back({kindOf(j), {at(i, j), at(i + 1, j)}});
            if (i + 1 == side || j + 1 == side) continue;
            double people = 20;
            for (const auto& [x, y] : {std::pair{0.3, 0.35}, {0.7, 0.6}, {0.4, 0.8}})
                people += 400 * std::exp(-(std::pow(i / double(side) - x, 2) +
                                           std::pow(j / double(side) - y, 2)) *
                                         40);
            const auto a = at(i, j), b = at(i + 1, j + 1);
            input.weights.push_back({{(a.x + b.x) / 2, (a.y + b.y) / 2}, people});
        }
    input.cellMetres = kBlock * 0.8;
    input.outline = {{{0, 0}, {width, 0}, {width, width}, {0, width}, {0, 0}}};
    return input;
}

bool takesSynthetic() {
    for (const auto& [side, count] : {std::pair{110, 460}, {190, 1360}, {300, 3400}}) {
        const gis::PartitionInput input = syntheticCity(side);
        gis::PartitionOptions options;
        options.count = count;
        const auto cut = gis::cutGround(input, options);
        if (!cut) {
            std::fprintf(stderr, "%s\n", cut.error().detail.c_str());
            return false;
        }
        const gis::PartitionReport& report = cut->report;
        bench::Row row{"synthetic city cut into grids", report.seconds, "s"};
        row.size = report.faces;
        char note[160];
        std::snprintf(note, sizeof note,
                      "%d faces, %d grids, %.0f MiB, within 15 %%: %.1f %%, 20 %%: %.1f %%",
                      report.faces, report.grids.cells, report.peakMebibytes,
                      100 * report.grids.within15, 100 * report.grids.within20);
        row.note = note;
        bench::emit(row);
    }
    return true;
}

/// The lines of a CSV whose first two numeric columns lie in an extent; `lng,lat` by header.
void cutPopulation(const std::string& gzip, const bench::Extent& extent,
                   const std::string& target) {
    const std::string plain = target + ".all";
    const support::Ran unpacked = support::run({"/usr/bin/env", "gzip", "-dc", gzip}, {}, plain);
    if (unpacked.exitCode != 0) std::exit(1);
    std::FILE* from = std::fopen(plain.c_str(), "r");
    std::FILE* to = std::fopen(target.c_str(), "w");
    char line[4096];
    int lonColumn = -1, latColumn = -1;
    for (bool header = true; std::fgets(line, sizeof line, from); header = false) {
        double lon = 0, lat = 0;
        int column = 0;
        std::string word;
        for (const char* c = line;; ++c) {
            if (*c != ',' && *c != '\n' && *c != '\r' && *c != 0) {
                word += *c;
                continue;
            }
            if (header && (word == "lng" || word == "lon")) lonColumn = column;
            if (header && word == "lat") latColumn = column;
            if (!header && column == lonColumn) lon = std::atof(word.c_str());
            if (!header && column == latColumn) lat = std::atof(word.c_str());
            ++column;
            word.clear();
            if (*c != ',') break;
        }
        if (header ||
            (lon >= extent[0] && lon <= extent[2] && lat >= extent[1] && lat <= extent[3]))
            std::fputs(line, to);
    }
    std::fclose(from);
    std::fclose(to);
}

bool takesPorto() {
    const std::string roads = support::testData("roads/porto_r5.osm.pbf").toStdString();
    const std::string people =
        support::testData("population/porto_ghsl_pop2015_grid.csv.gz").toStdString();
    if (roads.empty() || people.empty()) {
        bench::skip("640 grids of Porto made", support::kNoTestData);
        return true;
    }
    const QTemporaryDir folder;
    // The populated extent, so that a share of it has that share of the grids.
    const bench::Extent whole{-8.7285, 40.9927, -8.4422, 41.2799};
    for (const auto& [share, count] : {std::pair{0.1, 64}, {1.0 / 3, 213}, {1.0, 640}}) {
        const std::string base = folder.filePath(QStringLiteral("c%1").arg(count)).toStdString();
        const std::string store = base + ".gridhall";
        std::string roadFile = roads, peopleFile = people;
        if (share < 1) {
            const bench::Extent part = bench::shareOf(whole, share);
            roadFile = base + ".osm.pbf";
            peopleFile = base + ".csv";
            bench::extract(roads, part, roadFile);
            cutPopulation(people, part, peopleFile);
        }
        for (const std::vector<std::string>& step :
             {std::vector<std::string>{"init", "--without-users", store},
              {"import", "roads", roadFile, "--store", store},
              {"import", "population", peopleFile, "--crs", "EPSG:4326", "--store", store}}) {
            std::vector<std::string> command{GRIDHALL_PROGRAM};
            command.insert(command.end(), step.begin(), step.end());
            const support::Ran ran = support::run(command);
            if (ran.exitCode != 0) {
                std::fprintf(stderr, "%s: %s%s", step[0].c_str(), ran.out.c_str(), ran.err.c_str());
                return false;
            }
        }
        const support::Ran ran =
            support::run({GRIDHALL_PROGRAM, "grids", "make", "--hull-of", "population", "--count",
                          std::to_string(count), "--store", store});
        if (ran.exitCode != 0) {
            std::fprintf(stderr, "%s%s", ran.out.c_str(), ran.err.c_str());
            return false;
        }
        bench::Row row{"grids of Porto made", ran.seconds, "s"};
        bench::Row memory{"grids of Porto made, memory", ran.peakMebibytes, "MiB"};
        row.size = memory.size = share;
        char note[120];
        std::snprintf(note, sizeof note, "%d grids, %.1f s of processor, store read and written",
                      count, ran.cpuSeconds);
        row.note = note;
        if (count == 640) {
            row.target = 20;
            memory.target = 500;
        }
        bench::emit(row);
        bench::emit(memory);
    }
    return true;
}

}  // namespace

/// Cutting ground into grids: Porto at a tenth, a third and the whole of its populated extent
/// through the verb, and a synthetic city of up to 73,000 faces.
int main() {
    const bool porto = takesPorto();
    return takesSynthetic() && porto ? 0 : 1;
}
