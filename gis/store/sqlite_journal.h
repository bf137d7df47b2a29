// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/store.h"
#include "gis/store/sqlite.h"

namespace gis {

/// Appends an entry to the journal, chained to those before it. Inside the write transaction of
/// what it tells: where it cannot be written, nothing is.
/// @return False where it failed.
bool appendEntry(Connection& connection, const dispatch::JournalEntry& entry,
                 const dispatch::Author& by, dispatch::Millis at);

}  // namespace gis
