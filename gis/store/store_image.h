// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dispatch/record.h"
#include "dispatch/result.h"
#include "gis/store/row_io.h"

namespace gis {

/// A store as both engines can say it: tables of typed rows in one order, so that a copy can be
/// written by one engine, read back by the other and compared row by row.

/// One value of a row.
struct Cell {
    enum class Is : unsigned char {
        Null,
        Integer,
        Real,
        Text,
        Binary,
        Shape,       ///< `data` is well-known binary, least significant byte first.
        Unreadable,  ///< A shape column with bytes that are no shape; `data` is those bytes.
    };
    Is is = Is::Null;
    std::int64_t integer = 0;
    double real = 0;
    std::string data;

    static Cell of(std::int64_t value);
    /// Zero has one sign: the engines do not keep two.
    static Cell of(double value);
    static Cell of(Is is, std::string data);
    friend bool operator==(const Cell& a, const Cell& b);
};

using ImageRow = std::vector<Cell>;

struct ImageColumn {
    std::string name;
    ColumnType type = ColumnType::Integer;
};

/// One table of the image.
struct ImageTable {
    enum class Part {
        Plain,   ///< Lies alike in both engines.
        Rows,    ///< Rows of a kind, in force or replaced.
        Past,    ///< Versions of a kind that were closed.
        Latest,  ///< Latest positions.
        Tracks,
    };
    std::string name;   ///< For people: "case", "case, past", "action".
    std::string table;  ///< In the engines; of Past, the table of the kind.
    Part part = Part::Plain;
    dispatch::Kind kind = dispatch::Kind::Fix;
    std::vector<ImageColumn> columns;  ///< The key first.
    std::size_t keys = 1;              ///< How many columns are the key; rows are in its order.

    /// "a, b, c" with an optional prefix before each.
    std::string list(const std::string& prefix = {}) const;
    /// The key as a list to order by; `text` follows each text column.
    std::string order(const std::string& prefix, const std::string& text) const;
    /// "case 17 (C-5)": a row as people call it.
    std::string rowName(const ImageRow& row) const;
};

/// Every table of a store, in the order they can be written. Rows of batches that were never
/// published are not in it; heartbeats, leases and migrations are each store's own.
const std::vector<ImageTable>& imageTables();

/// Negative, zero or positive as the key of one row comes before, with or after another's.
int compareKeys(const ImageTable& table, const ImageRow& a, const ImageRow& b);

/// Counts rows and mixes their canonical bytes into one number, whatever their order.
class ImageHash {
  public:
    void add(const ImageRow& row);
    std::int64_t rows() const { return m_rows; }
    /// 32 hex digits.
    std::string text() const;
    friend bool operator==(const ImageHash&, const ImageHash&) = default;

  private:
    std::int64_t m_rows = 0;
    std::uint64_t m_low = 0;
    std::uint64_t m_high = 0;
};

/// What a store holds besides rows.
struct ImageState {
    std::string id;
    std::string crs;
    std::int64_t trimmedTo = 0;  ///< Changes up to here have left the log.
    std::int64_t newestChange = 0;
    std::int64_t newestFix = 0;
    std::int64_t newestEntry = 0;  ///< Of the journal.
    std::int64_t newestStamp = 0;  ///< ms; 0 where the engine's own clock stamps.
    /// Highest number ever given out: "batch", "action", "change", "source", "fix" (a report),
    /// "feed" (what readers of positions follow) and each kind's table.
    std::map<std::string, std::int64_t> numbers;
};

/// A store to be read from, under one snapshot for as long as this lives.
///
/// @thread one at a time.
class StoreImage {
  public:
    virtual ~StoreImage() = default;
    virtual dispatch::Result<ImageState> state() = 0;
    virtual dispatch::Result<std::int64_t> count(const ImageTable& table) = 0;
    /// Rows in key order from a position on; going on where the last call ended costs nothing.
    /// @return At most `limit` rows; none at the end.
    virtual dispatch::Result<std::vector<ImageRow>> scan(const ImageTable& table,
                                                         std::int64_t position,
                                                         std::size_t limit) = 0;
};

/// A row that a store could not hold.
struct LeftOut {
    std::string table;
    std::int64_t position = 0;  ///< Of the row in the source.
    std::string row;
    std::string why;  ///< One sentence.
};

/// How far a copy has come; kept in the target until it is complete.
struct CopyMark {
    std::string source;       ///< The id of the store it is a copy of; empty where none was begun.
    std::string fingerprint;  ///< What the source was like then.
    std::map<std::string, std::int64_t> positions;  ///< Rows of the source done with, by table.
    std::vector<LeftOut> leftOut;
};

/// A store in the making that can be read back; no console opens it until finish().
class ImageTarget : public StoreImage {
  public:
    virtual dispatch::Result<CopyMark> mark() = 0;
    /// Makes everything anew: an empty store that says what it is a copy of.
    virtual dispatch::Result<void> restart(const ImageState& source,
                                           const std::string& fingerprint) = 0;
    /// Everything until commit() is written together.
    virtual dispatch::Result<void> begin() = 0;
    /// Rows of one table, all or none of them.
    /// @error BadInput this engine cannot hold one of them; what was written before stays.
    virtual dispatch::Result<void> write(const ImageTable& table,
                                         std::span<const ImageRow> rows) = 0;
    virtual dispatch::Result<void> leaveOut(const LeftOut& row) = 0;
    virtual dispatch::Result<void> commit(const ImageTable& table, std::int64_t position) = 0;
    virtual void rollback() = 0;
    /// Ready to be read back fast.
    virtual dispatch::Result<void> settle() = 0;
    /// The next copy will not go on from here.
    virtual dispatch::Result<void> spoil() = 0;
    /// Sets the numbers, makes it durable and lets consoles in.
    virtual dispatch::Result<void> finish(const ImageState& source) = 0;
};

/// What both targets keep of a copy under way; ends up in no store.
inline constexpr const char* kCopyTables =
    "CREATE TABLE copy_state (source TEXT NOT NULL, fingerprint TEXT NOT NULL);"
    "CREATE TABLE copy_position (name TEXT PRIMARY KEY, position BIGINT NOT NULL);"
    "CREATE TABLE copy_left_out (name TEXT NOT NULL, position BIGINT NOT NULL,"
    " \"row\" TEXT NOT NULL, why TEXT NOT NULL);";
inline constexpr const char* kDropCopyTables =
    "DROP TABLE copy_state; DROP TABLE copy_position; DROP TABLE copy_left_out;";

}  // namespace gis
