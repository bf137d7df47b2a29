// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dispatch/picture.h"
#include "gis/store/pg.h"
#include "gis/store/row_io.h"

namespace gis {

/// A record as the JSON object the store's functions take: its columns by name, shapes as
/// hexadecimal WKB, number lists as bytea.
std::string rowJson(const dispatch::Record& record);
/// A text as a JSON string.
std::string jsonText(std::string_view text);

/// A row as the store's functions give it, or why it cannot be shown.
struct DecodedRow {
    std::optional<dispatch::Record> record;
    dispatch::Quarantined fault;  ///< Where there is no record.
};
/// @param id Known also where the row cannot be read.
DecodedRow decodeRow(dispatch::Kind kind, std::int64_t id, std::string_view text);

/// A fix as `kFixColumns` of PostgreSQL: seq, responder, time, lon, lat, heading, speed, accuracy,
/// source, grid.
/// @return Empty where it is no position on the earth.
std::optional<dispatch::Fix> decodeFix(const PgRow& row);
inline constexpr const char* kPgFixRow =
    "ROW(f.seq, f.responder, f.time, f.lon, f.lat, f.heading, f.speed, f.accuracy, f.source,"
    " f.grid)::text";

/// Position reports as the arrays the store's functions take.
struct FixArrays {
    explicit FixArrays(std::span<const dispatch::Fix> fixes);
    std::string responders, times, lons, lats, headings, speeds, accuracies, sources, grids;
};

/// The columns `decodeRow` wants, as one text: "ROW(r.id, r.a, …)::text".
std::string pgSelectRow(dispatch::Kind kind);
/// Which rows a picture shows, as " AND …"; empty where all.
std::string pgPictureFilter(dispatch::Kind kind, const std::string& prefix);

}  // namespace gis
