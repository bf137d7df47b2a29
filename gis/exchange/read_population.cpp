// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> populationFields() {
    static constexpr std::array kFields = {
        FieldSpec{"people", "people in the cell, 0 or more", true,
                  "population pop POP_2015 POP_2020 POP_2025 人口 人口数"},
        FieldSpec{"lon", "longitude of the cell's centre, or x", false,
                  "lng long longitude x 经度"},
        FieldSpec{"lat", "latitude of the cell's centre, or y", false, "latitude y 纬度"},
    };
    return kFields;
}

Result<void> readPopulation(ImportRun& run) {
    run.replaces({dispatch::Kind::PopulationCell});
    if (auto opened = run.open(); !opened) return opened;
    RawRow row;
    double sum = 0;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) break;
        const auto at = run.needPlace(row);
        if (!at) continue;
        const auto people = numberOf(run.text(row, "people"));
        if (!people || *people < 0) {
            run.refuse(row, people ? "fewer people than none" : "no number of people",
                       shownText(run.text(row, "people")));
            continue;
        }
        dispatch::PopulationCell cell;
        cell.place = *at;
        cell.people = *people;
        sum += *people;
        if (auto taken = run.take(cell); !taken) return taken;
    }
    char note[64];
    std::snprintf(note, sizeof note, "%.1f people in all", sum);
    run.report().notes.push_back(note);
    return {};
}

}  // namespace gis
