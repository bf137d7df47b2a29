// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "dispatch/result.h"
#include "gis/exchange/export_rows.h"

namespace gis {

/// Writes several tables into one GeoPackage, in CGCS2000, longitude first: the ground of a city,
/// and what a map sheet shows. The file appears under its name only when finish() was called.
///
/// @thread one at a time.
class GeoPackage {
  public:
    /// @error Unavailable the folder cannot be written to.
    static dispatch::Result<GeoPackage> make(const std::string& file);
    /// Begins a table; rows go into the last one begun.
    dispatch::Result<void> beginTable(const ExportTable& table);
    /// @param row As many cells as the table has columns.
    dispatch::Result<void> write(const ExportRow& row);
    /// Completes the file; one of the same name is replaced.
    dispatch::Result<void> finish();

    GeoPackage(GeoPackage&&) noexcept;
    GeoPackage& operator=(GeoPackage&&) noexcept;
    /// Removes what was not finished.
    ~GeoPackage();

  private:
    struct State;
    explicit GeoPackage(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace gis
