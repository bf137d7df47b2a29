// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>

#include "dispatch/result.h"
#include "dispatch/store.h"
#include "gis/exchange/import_plan.h"
#include "gis/exchange/import_report.h"

namespace gis {

/// One field of a kind of import or export.
struct FieldSpec {
    const char* name;  ///< As `--map` and exported files call it.
    const char* help;
    bool required = false;
    /// Columns taken by themselves where --map names none, separated by spaces, after the name
    /// itself.
    const char* candidates = "";
};

class ImportRun;

/// One kind of import: what `gridhall import KIND` accepts. A new kind is one reader file and one
/// row.
struct ImportKind {
    const char* name;
    const char* summary;
    std::span<const FieldSpec> fields;
    dispatch::Result<void> (*read)(ImportRun& run);
};

/// All kinds of import.
std::span<const ImportKind> importKinds();
/// @return The kind, or null where there is none of this name.
const ImportKind* importKind(const std::string& name);

/// Reads a file into a store, all of it or nothing: rows that are broken are counted and named in
/// the report, the others become visible at once at the end. Works with any adapter of the port.
///
/// Where the report's `takenTotal()` is 0, nothing was written.
///
/// @param watch  Called now and then with how far it is; may be empty.
/// @param stop   Ends the import early; nothing is written then.
/// @error NotFound  there is no such file. BadInput  the file as a whole cannot be read: no known
///        format, a required column is missing, no CRS is known. Cancelled  stopped.
///        Others from the store.
/// @thread the one that owns the store.
dispatch::Result<ImportReport> importFile(dispatch::Store& store, const ImportPlan& plan,
                                          const ImportWatch& watch = {}, std::stop_token stop = {});

}  // namespace gis
