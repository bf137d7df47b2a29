// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "dispatch/result.h"
#include "dispatch/store.h"
#include "gis/exchange/import_plan.h"

namespace gis {

/// What is to be written, and where.
struct ExportPlan {
    std::string kind;                        ///< As for importing: "grids", "cases" ...
    std::string file;                        ///< Its ending names the format.
    std::optional<dispatch::Seconds> since;  ///< Cases reported, fixes measured at or after.
    std::optional<dispatch::Seconds> until;  ///< Cases reported, fixes measured before.
    bool openOnly = false;                   ///< Cases.
    bool notes = false;  ///< Cases: one row a note, as the import reads them back.
};

struct ExportReport {
    std::string kind;
    std::string file;
    std::string format;
    std::string crs;
    std::int64_t rows = 0;
    std::int64_t left = 0;          ///< Rows the format cannot hold, not written.
    std::vector<std::string> lost;  ///< Columns the format has no room for.
    double seconds = 0;
};

/// Writes all rows of a kind into a file, under field names that the import understands. The file
/// appears, or takes the place of an older one, only when it is complete.
///
/// @error BadInput  no such kind, no format of this ending, or a format that cannot hold the kind.
///        Unavailable  the folder cannot be written to. Cancelled  stopped; no file was written.
/// @thread the one that owns the store.
dispatch::Result<ExportReport> exportFile(dispatch::Store& store, const ExportPlan& plan,
                                          const ImportWatch& watch = {}, std::stop_token stop = {});

}  // namespace gis
