// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/store/open_store.h"
#include "gis/store/store_image.h"

namespace gis {

/// How far a copy is.
struct CopyProgress {
    const char* phase = "";  ///< "copying", "comparing".
    std::string table;       ///< For people: "case", "case, past", "fix_track".
    std::int64_t done = 0;
    std::int64_t of = 0;
};

struct CopyOptions {
    bool leaveOut = false;  ///< Go on without rows the other engine cannot hold, and list them.
    std::string group;      ///< As CreateOptions::group.
    OpenOptions open;
    /// Called from the copying thread after every portion; null for nobody.
    std::function<void(const CopyProgress&)> progress;
};

struct CopiedTable {
    std::string name;
    std::int64_t rows = 0;
    std::string hash;  ///< Over every row, equal in both stores.
};

struct CopyReport {
    std::string id;  ///< Of the store, the same in both.
    std::vector<CopiedTable> tables;
    std::vector<LeftOut> leftOut;
    /// What differs after all, naming table and row: then the copy was not completed.
    std::string difference;
    bool resumed = false;
    std::string note;      ///< One sentence where an earlier copy had to be begun again.
    bool movedOn = false;  ///< The source was written to meanwhile; the copy is as it was.
    double seconds = 0;
};

/// Copies a whole store into a place that has none, either engine to either, and compares both
/// row by row. The copy is the same store: same id, same numbers. The source is read under one
/// snapshot and never written; the target opens for nobody before all of it is there and compared.
/// Run again after it was stopped or killed, it goes on where it was.
///
/// @error NotAllowed the target has a store, or a half-made copy of another one.
/// @error BadInput   a row the target cannot hold; detail names it. Nothing opens the target.
/// @error Cancelled  `stop` was requested; it can be gone on with.
/// @error otherwise as openStore.
/// @thread any one.
dispatch::Result<CopyReport> copyStore(const std::string& from, const std::string& to,
                                       const CopyOptions& options, std::stop_token stop = {});

}  // namespace gis
