// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "dispatch/picture.h"
#include "gis/store/row_io.h"
#include "gis/store/sqlite.h"

namespace gis {

/// Kinds whose rows are in a Picture.
inline constexpr std::array<dispatch::Kind, 11> kPictureKinds = {
    dispatch::Kind::Setting, dispatch::Kind::Level,     dispatch::Kind::Centre,
    dispatch::Kind::Grid,    dispatch::Kind::Zone,      dispatch::Kind::Post,
    dispatch::Kind::Unit,    dispatch::Kind::Category,  dispatch::Kind::Responder,
    dispatch::Kind::Case,    dispatch::Kind::Assignment};
bool isPictureKind(dispatch::Kind kind);

/// Rows of a kind a picture shows: those in force; of cases only open ones, of orders
/// only unfinished ones.
std::vector<dispatch::Record> rowsInForce(Connection& connection, dispatch::Kind kind);
std::optional<dispatch::Record> rowInForce(Connection& connection, dispatch::Kind kind,
                                           std::int64_t id);
/// The same as they were at a time (ms), from what is in force and what is past.
std::vector<dispatch::Record> rowsAt(Connection& connection, dispatch::Kind kind, std::int64_t at);
void putRows(dispatch::Picture& picture, dispatch::Kind kind, std::vector<dispatch::Record> rows);

/// Latest positions of people on duty with a sequence above `after`, by responder.
std::vector<dispatch::Fix> latestFixes(Connection& connection, std::int64_t after);
std::vector<dispatch::FixSource> fixSources(Connection& connection);

/// Columns of a fix in its tables: seq, responder, time, lon, lat, heading, speed, accuracy,
/// source, grid; positions to 1e-7 degrees, which is what a fix keeps.
inline constexpr const char* kFixColumns =
    "seq, responder, time, lon, lat, heading, speed, accuracy, source, grid";
dispatch::Fix readFix(const Statement& statement, int first = 0);
/// Binds responder, seq, time; then, after what the caller binds, see `bindFixBody`.
void bindFixBody(Statement& statement, const dispatch::Fix& fix, std::int32_t source);
std::int64_t fixMillis(const dispatch::Fix& fix);

}  // namespace gis
