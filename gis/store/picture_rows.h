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
inline constexpr std::array<dispatch::Kind, 13> kPictureKinds = {
    dispatch::Kind::Setting,    dispatch::Kind::Level,      dispatch::Kind::Centre,
    dispatch::Kind::Grid,       dispatch::Kind::Zone,       dispatch::Kind::Post,
    dispatch::Kind::Unit,       dispatch::Kind::Category,   dispatch::Kind::Responder,
    dispatch::Kind::Case,       dispatch::Kind::Assignment, dispatch::Kind::User,
    dispatch::Kind::Supervision};
bool isPictureKind(dispatch::Kind kind);

/// Whether a picture shows a row that is in force: of cases only open ones, of orders only
/// unfinished ones, of supervisions only running ones.
bool isShown(const dispatch::Record& record);

/// Rows as read: those that can be used, and those a picture would show but for their fault.
struct Rows {
    std::vector<dispatch::Record> good;
    std::vector<dispatch::Quarantined> bad;
};
/// Rows of a kind a picture shows: those in force.
Rows rowsInForce(Connection& connection, dispatch::Kind kind);
/// The row in force with an id, shown or not; empty where there is none.
Rows rowInForce(Connection& connection, dispatch::Kind kind, std::int64_t id);
/// The rows a picture showed at a time (ms), from what is in force and what is past.
Rows rowsAt(Connection& connection, dispatch::Kind kind, std::int64_t at);
/// Puts the good rows into their table and the others into quarantine.
void putRows(dispatch::Picture& picture, dispatch::Kind kind, Rows rows);
/// Sorts the quarantine by kind and id, each row named once.
void sortQuarantine(dispatch::Picture& picture);

/// Latest positions of people on duty with a sequence above `after`, by responder; impossible ones
/// are left out.
std::vector<dispatch::Fix> latestFixes(Connection& connection, std::int64_t after);
/// Sources whose row can be read.
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
