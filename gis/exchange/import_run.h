// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dispatch/picture.h"
#include "gis/exchange/import.h"
#include "gis/exchange/placing.h"
#include "gis/exchange/row_source.h"

namespace gis {

/// What the readers share while one file is imported: the rows, the fields, the CRS, the counting,
/// and the way into the store. Made by importFile().
///
/// @thread the one that owns the store.
class ImportRun {
  public:
    ImportRun(dispatch::Store& store, const ImportPlan& plan, const ImportKind& kind,
              const ImportWatch& watch, std::stop_token stop);

    const ImportPlan& plan() const { return m_plan; }
    ImportReport& report() { return m_report; }
    dispatch::Store& store() { return m_store; }
    /// The store as it was when the import began.
    const dispatch::Picture& picture() const { return *m_picture; }
    Placing& placing() { return *m_placing; }

    /// Loads the picture.
    dispatch::Result<void> begin();

    // The file's rows.

    /// Opens the file, finds each field's column and settles the CRS.
    /// @error NotFound, BadInput as openRows(); BadInput also for a missing column or an unknown
    /// CRS.
    dispatch::Result<void> open(const std::string& wantedLayer = {});
    /// Settles the CRS for a format that has its own reader.
    dispatch::Result<void> openOther(const SourceFacts& facts);
    /// The next row that can be read; broken ones are counted and passed over.
    /// @return False at the end. @error Cancelled
    dispatch::Result<bool> next(RawRow& row);
    dispatch::Result<void> rewind();
    /// How often the reader goes through the file, for the progress.
    void passes(int count) { m_passes = count; }
    const SourceFacts& facts() const { return m_source->facts(); }
    /// Tells the watcher and looks whether to stop; for readers without rows.
    dispatch::Result<void> tick(std::int64_t rows, double share);

    // Fields of a row.

    bool has(const char* field) const { return m_columns.contains(field); }
    /// The trimmed text of a field; empty where there is no such column.
    std::string_view text(const RawRow& row, const char* field) const;
    /// The texts of a field mapped to several columns (field=a+b), each after its column's name.
    std::string joinedText(const RawRow& row, const char* field) const;
    /// @return Empty where the field is empty, or no number (that is counted as repaired).
    std::optional<double> number(const RawRow& row, const char* field);
    std::optional<bool> yes(const RawRow& row, const char* field) const;
    std::string where(const RawRow& row, const char* field) const;

    /// The row's position: its point, else its lon and lat columns.
    /// @param fault Why there is none; None with an empty result where the fields are empty.
    std::optional<dispatch::LonLat> place(const RawRow& row, PlaceFault& fault);
    /// The row's position from its columns only.
    std::optional<dispatch::LonLat> columnPlace(const RawRow& row, PlaceFault& fault);
    /// The row's position, refusing the row where there is none.
    std::optional<dispatch::LonLat> needPlace(const RawRow& row);
    /// The row's area, repaired where it must be, refusing the row where there is none.
    std::optional<dispatch::Area> needArea(const RawRow& row);
    /// The row's code, refusing the row where it is empty, over-long, doubled or already stored.
    std::optional<std::string> needCode(const RawRow& row, dispatch::Kind kind);
    /// A text no longer than `most` bytes; cut and counted where it is.
    std::string shortText(const RawRow& row, const char* field, std::size_t most = 200);

    // Counting.

    void refuse(const std::string& reason, const std::string& example);
    void repair(const std::string& reason, const std::string& example);
    void refuse(const RawRow& row, const std::string& reason, const std::string& detail = {});
    void repair(const RawRow& row, const std::string& reason, const std::string& detail = {});

    // Into the store.

    /// Takes one row; rows are handed on in slices.
    dispatch::Result<void> take(dispatch::Record record);
    /// Hands rows on at once; those with id 0 get one, written back.
    dispatch::Result<void> append(std::vector<dispatch::Record>& rows);
    dispatch::Result<void> flush();
    /// Hands live position reports to the store when everything else is published.
    dispatch::Result<void> takeLiveFixes(std::vector<dispatch::Fix> fixes,
                                         const std::string& source);
    /// Makes everything visible, or nothing where nothing was taken or the run is dry.
    dispatch::Result<void> publish();
    /// Kinds that go out of force under --replace.
    void replaces(std::vector<dispatch::Kind> kinds) { m_replaces = std::move(kinds); }

  private:
    dispatch::Result<void> findColumns();
    double share() const;
    /// Appends the value of each field that is read from several columns.
    void addJoined(RawRow& row) const;
    dispatch::Result<void> looksLikeDegrees();
    dispatch::Result<void> settleCrs(const SourceFacts& facts);
    void count(std::map<std::string, ReportCount>& counts, const std::string& reason,
               const std::string& example);

    dispatch::Store& m_store;
    const ImportPlan& m_plan;
    const ImportKind& m_kind;
    const ImportWatch& m_watch;
    std::stop_token m_stop;
    ImportReport m_report;
    std::shared_ptr<const dispatch::Picture> m_picture;
    std::unique_ptr<RowSource> m_source;
    std::optional<Placing> m_placing;
    std::unordered_map<std::string, int> m_columns;            ///< Field → column.
    std::unordered_map<std::string, std::string> m_constants;  ///< Field → text, from field==text.
    std::unordered_map<std::string, std::vector<int>> m_joined;  ///< Field → columns, from a+b.
    bool m_placeMapped = false;  ///< lon and lat were named with --map: they win over the geometry.
    std::unordered_set<std::string> m_codes;
    bool m_codesLoaded = false;
    std::vector<dispatch::Record> m_slice;
    std::vector<dispatch::Kind> m_replaces;
    std::unique_ptr<dispatch::Batch> m_batch;
    std::vector<dispatch::Fix> m_liveFixes;
    std::string m_liveSource;
    int m_passes = 1;
    int m_pass = 0;
    std::int64_t m_dryId = 0;
};

}  // namespace gis
