// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/picture.h"
#include "dispatch/store.h"
#include "gis/exchange/export.h"

namespace gis {

enum class CellType { Text, Integer, Real, Time };
enum class ShapeType { None, Point, Line, Area };

/// One value of an exported row; empty where there is none.
struct Cell {
    std::string text;   ///< Text, and times as written.
    double number = 0;  ///< Integer and Real.
    dispatch::Millis time{};
    bool empty = true;
};

struct ExportColumn {
    const char* name;
    CellType type = CellType::Text;
};

/// One row on its way out; its shape is borrowed from the record it was made of.
struct ExportRow {
    std::vector<Cell> cells;
    std::optional<dispatch::LonLat> point;
    const dispatch::Line* line = nullptr;
    const dispatch::Area* area = nullptr;
};

/// What a kind looks like in a file.
struct ExportTable {
    std::string kind;
    ShapeType shape = ShapeType::None;
    std::vector<ExportColumn> columns;
};

/// @return The table of a kind, or nothing where there is none.
std::optional<ExportTable> exportTable(const std::string& kind, bool notes);

using RowVisit = std::function<dispatch::Result<void>(const ExportRow&)>;

/// Hands every row of the plan's kind to `visit`.
dispatch::Result<void> exportRows(dispatch::Store& store, const ExportPlan& plan,
                                  const RowVisit& visit);

/// Writes rows into one file.
class RowWriter {
  public:
    virtual ~RowWriter() = default;
    virtual const std::string& format() const = 0;
    /// Columns the format has no room for.
    virtual std::vector<std::string> lost() const { return {}; }
    /// Rows the format cannot hold: without a position in GPX.
    virtual std::int64_t left() const { return 0; }
    virtual dispatch::Result<void> write(const ExportRow& row) = 0;
    /// Completes the file.
    virtual dispatch::Result<void> finish() = 0;
};

dispatch::Result<std::unique_ptr<RowWriter>> vectorWriter(const std::string& file,
                                                          const ExportTable& table);
dispatch::Result<std::unique_ptr<RowWriter>> xlsxWriter(const std::string& file,
                                                        const ExportTable& table);

}  // namespace gis
