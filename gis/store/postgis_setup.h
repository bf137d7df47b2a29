// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"

namespace gis {

/// Oldest server that is taken, as PostgreSQL numbers itself.
inline constexpr int kOldestPostgres = 130000;

/// @return Empty for a server that is new enough, else one sentence.
std::string refusalOfServer(int versionNumber);

bool isPostgresUri(const std::string& uri);

/// Opens the store of a database.
/// @error Unavailable there is none, it is still being made, newer or older than this program, or
///        the server is too old. NotAllowed the role may not use it.
dispatch::Result<std::unique_ptr<dispatch::Store>> openPostgis(const std::string& uri,
                                                               const OpenOptions& options);

/// Makes an empty store in a database that has none: the schema "gridhall", owned by the role that
/// signs in. CreateOptions::group is the role consoles sign in as; it may call and read, and owns
/// nothing. Until finish() no console opens it; one that was never finished is made anew.
/// @error NotAllowed the database has a store, or the role may not make one.
/// @error BadInput   there is no such role.
dispatch::Result<std::unique_ptr<NewStore>> newPostgis(const std::string& uri,
                                                       const CreateOptions& options);

/// One step of the schema: its files, run in one transaction.
struct PostgisMigration {
    int schema;
    std::vector<const char*> files;
};
/// Every step this program knows, the oldest first.
const std::vector<PostgisMigration>& postgisMigrations();

/// Runs the steps a store lacks, all or nothing, while no commit runs.
/// @param dryRun Runs them for real and takes them back.
/// @return The steps that were run.
/// @error NotAllowed the role does not own the store.
dispatch::Result<std::vector<int>> migratePostgis(PgLink& link, bool dryRun);

}  // namespace gis
