// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/store.h"

namespace gis {

/// A stretch of time in which an imported track's responder was on duty, as its importer declares.
struct DeclaredDuty {
    dispatch::Seconds from{};
    dispatch::Seconds until{};
};

/// Everything that decides how one file is read.
struct ImportPlan {
    std::string kind;  ///< "cases", "roads" ...: a row of importKinds().
    std::string file;
    std::string layer;  ///< Where the file has several; empty: the only one.
    std::map<std::string, std::string> columns;  ///< Field → column of the file, from --map.
    std::string crs;       ///< "EPSG:n", "gcj02", "bd09"; empty: what the file states.
    std::string encoding;  ///< "GB18030", "ISO-8859-1" ...; empty: UTF-8.
    /// Added to UTC by the clocks that wrote times without a zone.
    std::chrono::minutes utcOffset{8 * 60};
    bool dryRun = false;
    bool replace = false;  ///< What is there of this kind goes out of force.
    bool past =
        false;  ///< Fixes: history, exempt from retention. Cases: closed where no end is told.
    std::string responder;             ///< Fixes: whose, where the file names none.
    std::optional<DeclaredDuty> duty;  ///< Fixes: when that responder was on duty.
    std::string categories;            ///< Cases: CSV of foreign,code.
    dispatch::Author by;
    std::size_t examples = 10;  ///< How many rows are named for each reason.
};

/// How far an import is.
struct ImportProgress {
    std::int64_t rows = 0;  ///< Rows read so far.
    double share = 0;       ///< Of the file, 0 to 1.
};

using ImportWatch = std::function<void(const ImportProgress&)>;

}  // namespace gis
