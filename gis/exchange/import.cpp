// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/import.h"

#include <array>
#include <chrono>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

std::span<const ImportKind> importKinds() {
    static const std::array kKinds = {
        ImportKind{"centres", "administrative areas and their centres", centreFields(),
                   readCentres},
        ImportKind{"grids", "grids, each a polygon", gridFields(), readGrids},
        ImportKind{"zones", "patrol responsibility zones", zoneFields(), readZones},
        ImportKind{"posts", "fixed places responders start from", postFields(), readPosts},
        ImportKind{"units", "departments that can lead or be called in", unitFields(), readUnits},
        ImportKind{"responders", "who can be sent", responderFields(), readResponders},
        ImportKind{"roads",
                   "roads with their nodes; OpenStreetMap files bring barriers, turn "
                   "restrictions, railways, waters, parks and buildings along",
                   roadFields(), readRoads},
        ImportKind{"cameras", "camera points", cameraFields(), readCameras},
        ImportKind{"population", "people in small cells", populationFields(), readPopulation},
        ImportKind{"cases", "cases; rows of one code are one case", caseFields(), readCases},
        ImportKind{"fixes", "position reports: GPX, CSV, OwnTracks .rec", fixFields(), readFixes},
    };
    return kKinds;
}

const ImportKind* importKind(const std::string& name) {
    for (const ImportKind& kind : importKinds())
        if (name == kind.name) return &kind;
    return nullptr;
}

Result<ImportReport> importFile(dispatch::Store& store, const ImportPlan& plan,
                                const ImportWatch& watch, std::stop_token stop) {
    const auto began = std::chrono::steady_clock::now();
    const ImportKind* kind = importKind(plan.kind);
    if (!kind) {
        std::string names;
        for (const ImportKind& known : importKinds())
            names += std::string(names.empty() ? "" : ", ") + known.name;
        return Error{ErrorCode::BadInput,
                     "there is no kind \"" + plan.kind + "\" to import; there are: " + names};
    }
    ImportRun run(store, plan, *kind, watch, std::move(stop));
    if (auto begun = run.begin(); !begun) return begun.error();
    if (auto read = kind->read(run); !read) return read.error();
    if (auto published = run.publish(); !published) return published.error();
    run.report().seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return std::move(run.report());
}

}  // namespace gis
