// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "gis/store/open_store.h"
#include "gis/store/sqlite.h"

namespace gis {

/// What a connection to a store file is for.
enum class Purpose {
    Work,      ///< Reads and commits: every commit is on disk before it returns.
    Bulk,      ///< Rows nobody sees yet: only their publication is on disk before it returns.
    InMaking,  ///< A store no other process can see: nothing is on disk before the end.
    Watch,     ///< Only asks whether others wrote.
};

/// Opens a connection and sets it up: write-ahead log, flushing, foreign keys; each is read back.
/// @error Unavailable the engine did not take a setting.
dispatch::Result<std::unique_ptr<Connection>> connect(const std::string& path, Purpose purpose,
                                                      const OpenOptions& options);

/// Sets how far a commit is flushed: 2 (FULL) is on disk, 1 at the next FULL one, 0 never.
bool setSynchronous(Connection& connection, int level);

}  // namespace gis
