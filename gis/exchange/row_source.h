// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/place.h"
#include "dispatch/result.h"

namespace gis {

/// A geometry as the file has it, in the file's CRS, x in `lon`, y in `lat`.
struct RawShape {
    std::vector<dispatch::LonLat> points;
    std::vector<dispatch::Line> lines;
    dispatch::Area area;
    bool isEmpty() const { return points.empty() && lines.empty() && area.empty(); }
};

/// One row or feature of a file, before anyone believes it.
struct RawRow {
    std::int64_t number = 0;  ///< As a spreadsheet counts: the header of a CSV is row 1.
    std::int64_t line = 0;  ///< Line of the text file where it begins; 0 where there are no lines.
    std::vector<std::string> values;  ///< One a column; empty where the file has none.
    RawShape shape;
    std::string fault;    ///< Why the row cannot be read at all, for counting; empty where it can.
    std::string faultAt;  ///< The column or detail of the fault.

    /// "row 17 (line 21)"
    std::string where() const;
};

/// What a file says about itself.
struct SourceFacts {
    std::string format;
    std::string layer;
    std::vector<std::string> columns;
    std::string crs;         ///< What PROJ can read; empty where the file states none.
    std::string crsName;     ///< For people.
    std::string crsFault;    ///< Why what the file states as its CRS cannot be understood.
    bool hasShapes = false;  ///< Features carry geometries.
    std::vector<std::string> notes;
};

/// The rows of one layer of one file, in the file's order.
///
/// @thread one.
class RowSource {
  public:
    virtual ~RowSource() = default;
    virtual const SourceFacts& facts() const = 0;
    /// @return False at the end.
    virtual dispatch::Result<bool> next(RawRow& row) = 0;
    /// Starts again before the first row.
    virtual dispatch::Result<void> rewind() = 0;
    /// Part of the file already read, 0 to 1; an estimate.
    virtual double share() const = 0;
};

/// How a file is to be opened.
struct SourceOptions {
    std::string file;
    std::string layer;
    std::string encoding;
    std::string wantedLayer;  ///< Taken among several where --layer names none: "track_points".
};

/// Opens CSV (also gzipped) and everything else GDAL reads.
///
/// @error NotFound no such file. BadInput no format GDAL knows, several layers and none named, not
///        UTF-8.
dispatch::Result<std::unique_ptr<RowSource>> openRows(const SourceOptions& options);

dispatch::Result<std::unique_ptr<RowSource>> openCsv(const SourceOptions& options);
dispatch::Result<std::unique_ptr<RowSource>> openVector(const SourceOptions& options);

}  // namespace gis
