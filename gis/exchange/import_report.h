// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gis {

/// How often one thing happened, with the first rows it happened to.
struct ReportCount {
    std::int64_t count = 0;
    std::vector<std::string> examples;  ///< "row 17 (line 21), column latitude: ..."
    friend bool operator==(const ReportCount&, const ReportCount&) = default;
};

/// What an import took, repaired, left and refused, and why.
struct ImportReport {
    std::string kind;
    std::string file;
    std::string format;
    std::string layer;
    std::string crs;       ///< The CRS the positions were read in.
    std::string crsFrom;   ///< "stated by the file", "given", "assumed: the file states none".
    std::string timeZone;  ///< What times without a zone were read as; empty where none was met.
    std::map<std::string, std::string> columns;   ///< Field → column it was read from.
    std::int64_t rows = 0;                        ///< Rows (features, OSM objects) looked at.
    std::map<std::string, std::int64_t> taken;    ///< Records by kind.
    std::map<std::string, ReportCount> repaired;  ///< Taken, but not as they stood.
    std::map<std::string, ReportCount> refused;   ///< Not taken.
    std::map<std::string, std::int64_t> left;     ///< Left on purpose: classes we have no use for.
    std::map<std::string, std::int64_t> classes;  ///< Taken, by class or category.
    std::vector<std::string> notes;
    bool dryRun = false;
    double seconds = 0;

    std::int64_t takenTotal() const;
    std::int64_t refusedTotal() const;
    /// The report for people, in lines.
    std::string text() const;
};

}  // namespace gis
