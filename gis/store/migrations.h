// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/result.h"
#include "gis/store/open_store.h"
#include "gis/store/sqlite.h"

namespace gis {

/// In the file's header: tells our stores from other SQLite files ("GrHa").
inline constexpr std::int64_t kApplicationId = 0x47724861;

/// Brings a store from its schema up to another, migration by migration (sql/NNN_*.sql). Rows are
/// filled in slices, the last step of each is one short transaction that also raises the schema
/// number; cut off in between, it goes on at the next call.
///
/// @param exclusive No other process can see the store: no pauses.
dispatch::Result<void> migrate(Connection& connection, int upTo, bool exclusive);

/// Copies a store beside itself before it is migrated: PATH.schema-N.backup (and .2, .3 … where
/// there is one already), with its file mode.
/// @return The copy's path.
dispatch::Result<std::string> backupBeside(Connection& connection, int schema);

}  // namespace gis
