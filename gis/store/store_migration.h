// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "gis/store/open_store.h"
#include "gis/store/postgis_setup.h"

namespace gis {

struct MigrationOptions {
    bool dryRun = false;      ///< Runs it for real and takes it back.
    bool backupMade = false;  ///< A server's store: somebody has made one. A file's is made here.
    OpenOptions open;
    /// Every step a server's store may need; tests bring their own.
    std::vector<PostgisMigration> steps = postgisMigrations();
};

struct MigrationReport {
    int from = 0;
    int to = 0;
    bool done = false;          ///< The store is at `to` now.
    std::string backup;         ///< The file the store was copied to before.
    std::string backupCommand;  ///< What to run first, where nothing was done for want of it.
    double seconds = 0;         ///< That the steps took.
};

/// Brings a store to the schema this program works with.
///
/// A file is copied beside itself first. A server's store is not touched unless a backup was made:
/// the report names the command for one.
///
/// @error Unavailable there is no store, or a newer one than this program knows.
/// @error NotAllowed  the role does not own it.
dispatch::Result<MigrationReport> migrateStore(const std::string& uri,
                                               const MigrationOptions& options);

}  // namespace gis
