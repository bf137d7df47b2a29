// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
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
    std::string sql = {};  ///< Runs after the files.
    std::string name() const { return files.empty() ? "step" : files.front(); }
};
/// Every step this program knows, the oldest first.
const std::vector<PostgisMigration>& postgisMigrations();

/// What a database holds of a store.
struct PostgisFound {
    int schema = 0;  ///< 0 where there is no store.
    bool ready = false;
    bool foreign = false;  ///< A schema of that name is no store of ours.
    bool mayUse = true;    ///< False where this role may not look into it.
};
dispatch::Result<PostgisFound> findPostgis(PgLink& link);

/// Connects, refusing servers that are too old; errors name the URI.
dispatch::Result<std::unique_ptr<PgLink>> connectPostgis(const std::string& uri,
                                                         const OpenOptions& options);
/// Takes the right to make a store in this database for as long as the connection lives.
/// @error NotAllowed another process has it.
dispatch::Result<void> claimPostgis(PgLink& link, std::chrono::milliseconds patience);
/// Lays an empty schema in the place of what was never finished, not ready yet.
/// @param id        Empty for a fresh one.
/// @param consoles  Role consoles sign in as; empty for gridhall_app where there is one.
/// @param steps     Every step there is; tests lay older stores.
dispatch::Result<void> layPostgis(PgLink& link, const std::string& id, const std::string& crs,
                                  const std::string& consoles,
                                  const std::vector<PostgisMigration>& steps = postgisMigrations());
/// The roles that may use the store, as "role: rights", for people.
dispatch::Result<std::vector<std::string>> grantedRoles(const std::string& uri,
                                                        const OpenOptions& options);

/// Runs the steps a store lacks, all or nothing, while no commit runs.
/// @param dryRun Runs them for real and takes them back.
/// @param steps  Every step there is; tests bring their own.
/// @return The steps that were run.
/// @error NotAllowed  the role does not own the store.
/// @error Unavailable there is no store, or it is still being made.
dispatch::Result<std::vector<int>> migratePostgis(
    PgLink& link, bool dryRun, const std::vector<PostgisMigration>& steps = postgisMigrations());

}  // namespace gis
