// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/open_store.h"

#include <unistd.h>

#include <filesystem>

#include "gis/store/connect.h"
#include "gis/store/defaults.h"
#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/postgis_setup.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr std::uintmax_t kSmallEnoughToCheck = 16U << 20;

/// The cheap half of a check, at every opening; `verify` is the whole one.
Result<void> refuseDamaged(Connection& db) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(db.path(), ignored);
    const auto log = std::filesystem::file_size(db.path() + "-wal", ignored);
    const bool logged = !ignored && log > 0;
    const std::int64_t wanted = db.integer("PRAGMA page_count") * db.integer("PRAGMA page_size");
    if (!db.failed() && !logged && size < static_cast<std::uintmax_t>(wanted))
        return Error{ErrorCode::Corrupt, db.path() + " is damaged: it was cut off at " +
                                             std::to_string(size) + " of " +
                                             std::to_string(wanted) + " bytes; restore a backup"};
    if (size <= kSmallEnoughToCheck) {
        const std::string answer = db.text("PRAGMA quick_check(1)");
        if (!db.failed() && answer != "ok")
            return Error{ErrorCode::Corrupt,
                         db.path() + " is damaged (" + answer + "); restore a backup"};
    }
    return db.outcome();
}

Result<void> bringUpToDate(Connection& db, const OpenOptions& options) {
    const auto schema = static_cast<int>(db.integer("PRAGMA user_version"));
    if (db.failed()) return db.takeError();
    if (schema == kSchema) return {};
    if (schema > kSchema)
        return Error{ErrorCode::Unavailable,
                     db.path() + " is a newer store (schema " + std::to_string(schema) +
                         "; this program knows up to " + std::to_string(kSchema) +
                         "): use a newer GridHall"};
    if (schema < 1)
        return Error{ErrorCode::Corrupt, db.path() + " has no schema: it was never completed"};
    if (!options.migrate)
        return Error{ErrorCode::Unavailable, db.path() + " is an older store (schema " +
                                                 std::to_string(schema) + ") and is not migrated"};
    const auto backup = backupBeside(db, schema);
    if (!backup) return backup.error();
    return migrate(db, kSchema, false);
}

class SqliteNewStore final : public NewStore {
  public:
    SqliteNewStore(std::string path, int file) : m_path(std::move(path)), m_file(file) {}
    ~SqliteNewStore() override {
        m_store.reset();
        if (m_file < 0) return;
        unlink(partial().c_str());
        close(m_file);
    }
    std::string partial() const { return m_path + ".partial"; }
    Store& store() override { return *m_store; }

    Result<void> fill(const CreateOptions& options) {
        auto connection = connect(partial(), Purpose::InMaking, options.open);
        if (!connection) return connection.error();
        Connection& db = **connection;
        db.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
        auto migrated = migrate(db, kSchema, true);
        if (!migrated) return migrated;
        db.prepare(
              "INSERT INTO store_state (one, id, crs) VALUES (1, lower(hex(randomblob(16))), ?)")
            .bind(options.crs)
            .run();
        if (db.failed()) return db.takeError();
        m_store = std::make_unique<SqliteStore>(std::move(*connection), nullptr, options.open);
        const auto made = m_store->commit(defaultsFor(options));
        return made ? Result<void>() : made.error();
    }

    Result<void> finish() override {
        m_store.reset();
        {
            auto connection = Connection::open(partial(), Connection::Mode::ReadWrite,
                                               std::chrono::milliseconds(1000));
            if (!connection) return connection.error();
            (*connection)->exec("PRAGMA optimize");
            (*connection)->text("PRAGMA journal_mode = WAL");
            if ((*connection)->failed()) return (*connection)->takeError();
        }
        auto named = publishFile(m_file, partial(), m_path);
        if (!named) return named;
        close(m_file);
        m_file = -1;
        return {};
    }

  private:
    std::string m_path;
    int m_file;
    std::unique_ptr<SqliteStore> m_store;
};

}  // namespace

Result<std::string> storePath(const std::string& uri) {
    constexpr std::string_view kOurs = "spatialite:";
    if (uri.starts_with(kOurs)) return uri.substr(kOurs.size());
    if (isPostgresUri(uri))
        return Error{ErrorCode::BadInput, withoutPassword(uri) + " is no file but a database"};
    if (uri.empty()) return Error{ErrorCode::BadInput, "the store's URI is empty"};
    return uri;
}

Result<bool> storeExists(const std::string& uri, const OpenOptions& options) {
    if (!isPostgresUri(uri)) {
        const auto path = storePath(uri);
        if (!path) return path.error();
        return std::filesystem::exists(*path);
    }
    const auto link = connectPostgis(uri, options);
    if (!link) return link.error();
    const auto found = findPostgis(**link);
    if (!found) return found.error();
    return found->ready || !found->mayUse;
}

Result<std::unique_ptr<Store>> openStore(const std::string& uri, const OpenOptions& options) {
    if (isPostgresUri(uri)) return openPostgis(uri, options);
    const auto path = storePath(uri);
    if (!path) return path.error();
    if (auto local = refuseNetwork(*path, options); !local) return local.error();
    if (auto ours = looksLikeStore(*path); !ours) return ours.error();
    auto main = connect(*path, Purpose::Work, options);
    if (!main) return main.error();
    alignSideFiles(*path);
    if (auto sound = refuseDamaged(**main); !sound) return sound.error();
    if (auto current = bringUpToDate(**main, options); !current) return current.error();
    auto watch = connect(*path, Purpose::Watch, options);
    if (!watch) return watch.error();
    return std::unique_ptr<Store>(
        std::make_unique<SqliteStore>(std::move(*main), std::move(*watch), options));
}

Result<std::unique_ptr<NewStore>> newStore(const std::string& uri, const CreateOptions& options) {
    if (options.crs != "EPSG:4490")
        return Error{ErrorCode::BadInput,
                     options.crs + ": stores keep coordinates in EPSG:4490 (CGCS2000)"};
    if (isPostgresUri(uri)) return newPostgis(uri, options);
    const auto path = storePath(uri);
    if (!path) return path.error();
    if (auto local = refuseNetwork(*path, options.open); !local) return local.error();
    if (std::filesystem::exists(*path))
        return Error{ErrorCode::NotAllowed, *path + " exists already; nothing was overwritten"};
    const auto file = makeFile(*path + ".partial", options.group);
    if (!file) return file.error();
    auto made = std::make_unique<SqliteNewStore>(*path, *file);
    if (auto filled = made->fill(options); !filled) return filled.error();
    return std::unique_ptr<NewStore>(std::move(made));
}

Result<std::unique_ptr<Store>> createStore(const std::string& uri, const CreateOptions& options) {
    auto made = newStore(uri, options);
    if (!made) return made.error();
    if (auto finished = (*made)->finish(); !finished) return finished.error();
    return openStore(uri, options.open);
}

}  // namespace gis
