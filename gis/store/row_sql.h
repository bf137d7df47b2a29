// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/store.h"
#include "gis/store/row_io.h"
#include "gis/store/sqlite.h"

namespace gis {

/// Schema this program writes; a newer one is refused, an older one is migrated.
inline constexpr int kSchema = 7;

/// What a row carries besides its own columns.
struct RowMarks {
    std::int64_t generation = 0;
    std::int64_t batch = 0;
    std::int64_t revision = 1;
    std::int64_t validFrom = 0;
    std::int64_t action = 0;
};

/// A row as found in force.
struct Standing {
    std::int64_t revision = 0;  ///< 0 where there is none.
    std::int64_t row = 0;       ///< rowid
    std::int64_t at = 0;        ///< When it came into force, ms.
    dispatch::Author by;
};

/// "r is in force", for a table aliased r.
std::string inForce(dispatch::Kind kind);
std::int64_t generationOf(Connection& connection, dispatch::Kind kind);
/// Takes `count` fresh ids of a kind; the first of them.
std::int64_t takeIds(Connection& connection, dispatch::Kind kind, std::int64_t count);
/// Sees to it that no fresh id collides with one that came from outside.
void reserveId(Connection& connection, dispatch::Kind kind, std::int64_t id);

/// Puts a row in, its box too. A row of a dead import that still holds its code or id gives way.
/// @return False with a failure that names the row (BadInput where code or id is taken).
bool insertRow(Connection& connection, const dispatch::Record& record, const RowMarks& marks);
/// Replaces the row in force; its old version goes to the past.
bool updateRow(Connection& connection, const dispatch::Record& record, const RowMarks& marks);
/// Takes the row out of force; versioned kinds keep it in the past.
bool removeRow(Connection& connection, dispatch::Kind kind, std::int64_t row, std::int64_t at,
               std::int64_t action);
/// Deletes a row that never was in force, its box too.
bool dropRow(Connection& connection, dispatch::Kind kind, std::int64_t row);
Standing standing(Connection& connection, dispatch::Kind kind, std::int64_t id);
/// The live order that keeps another of its responder from becoming live.
/// @return Its id; 0 where `order` is not live, is a unit's, or there is none in its way.
std::int64_t liveOrderBeside(Connection& connection, const dispatch::Assignment& order);

/// Writes down who does what; its id goes with every change.
std::int64_t addAction(Connection& connection, const std::string& key, const dispatch::Author& by,
                       const std::string& note, std::int64_t at);
/// Deletes a person's latest position and tells those who follow the log.
void dropPosition(Connection& connection, std::int64_t responder, std::int64_t action);
/// Appends to the change log. op: 1 row is now, 2 row is gone, 3 the whole kind.
std::int64_t logChange(Connection& connection, dispatch::Kind kind, std::int64_t id, int op,
                       std::int64_t revision, std::int64_t action);
/// Newest place in the log, also where the log was trimmed.
std::int64_t newestChange(Connection& connection);
/// Refuses where another program has migrated the store meanwhile. Inside a transaction.
bool schemaIsOurs(Connection& connection);

/// Tells whether the process that began a batch still runs.
bool processRuns(std::int64_t pid, const std::string& process);
/// This process, as `processRuns` wants it: boot and start time.
std::string thisProcess();

}  // namespace gis
