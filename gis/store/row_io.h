// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dispatch/picture.h"
#include "gis/store/sqlite.h"

namespace gis {

/// What a column holds.
enum class ColumnType {
    Integer,
    Real,
    Text,
    Bytes,
    Area,  ///< A MULTIPOLYGON.
    Line,  ///< A LINESTRING.
};

/// How one kind of record lies in its table. Every table has the columns id, those of the kind,
/// generation, batch; versioned ones also revision, valid_from and action, and a twin "_past".
struct KindTable {
    const char* name = "";  ///< Table; empty for Kind::Fix, which has tables of its own.
    bool versioned = false;
    bool ownIds = false;    ///< Ids come from outside (OSM) and need not be new.
    const char* code = "";  ///< Column of the unique code, if any.
    const char* box = "";   ///< R*Tree table, if any.
    std::vector<std::string> columns;
    std::vector<ColumnType> types;  ///< Of each column.

    /// "a, b, c" with an optional prefix "r." before each.
    std::string list(const std::string& prefix = {}) const;
};

const KindTable& tableOf(dispatch::Kind kind);
/// @return False where there is no kind of that name.
bool kindFromName(std::string_view name, dispatch::Kind& kind);

/// Binds the kind's columns in the order of KindTable::columns.
void bindColumns(Statement& statement, const dispatch::Record& record);
/// Reads id, the kind's columns and, for versioned kinds, the revision: the order of `selectList`.
/// @param wrong Gets the name of a column that could not be read, else stays as it is.
dispatch::Record readRow(const Statement& statement, dispatch::Kind kind, const char*& wrong);
/// "r.id, r.a, r.b, r.revision" as `readRow` wants them.
std::string selectList(dispatch::Kind kind);

/// The word a risk is stored as.
std::string_view storedWord(dispatch::Risk risk);

void setId(dispatch::Record& record, std::int64_t id);
/// Box around the record's place, line or area; empty where it has none.
dispatch::GeoBox boxOfRecord(const dispatch::Record& record);
/// The longest text a row may hold, bytes.
inline constexpr std::size_t kLongestText = 64 * 1024;
/// Whether a time lies in the years 1900 to 2199, as every stored time does.
bool isPossible(dispatch::Seconds time);

/// What no row may hold, whoever wrote it: empty code, place outside the earth, text that is no
/// UTF-8 or too long, times centuries away. A commit refuses it, a reader leaves it out.
/// @return Empty where the row is good, else a sentence naming row and field.
std::string faultOf(const dispatch::Record& record);
std::string faultOf(const dispatch::Fix& fix);
std::string faultOf(const dispatch::FixSource& source);
/// Why a row just read cannot be used; nothing where it can.
/// @param wrong Name of the column that could not be read, or null.
std::optional<dispatch::Quarantined> quarantineOf(const dispatch::Record& record,
                                                  const char* wrong);
/// "grid 150303001001001" or "fix 7": a record as people call it; printable, at most 80 bytes of
/// the code.
std::string nameOf(const dispatch::Record& record);

}  // namespace gis
