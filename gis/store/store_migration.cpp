// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/store_migration.h"

#include <chrono>
#include <filesystem>

#include "gis/store/connect.h"
#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"

namespace gis {

using namespace dispatch;

namespace {

class Watch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_began).count();
    }

  private:
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
};

Error newer(const std::string& name, int schema, int known) {
    return {ErrorCode::Unavailable, name + " is a newer store (schema " + std::to_string(schema) +
                                        "; this program knows up to " + std::to_string(known) +
                                        "): use a newer GridHall"};
}

std::string inQuotes(const std::string& word) {
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + '\'';
}

Result<MigrationReport> migrateServer(const std::string& uri, const MigrationOptions& options) {
    auto link = connectPostgis(uri, options.open);
    if (!link) return link.error();
    const std::string name = withoutPassword(uri);
    const auto named = [&](const Error& error) {
        return Error{error.code, name + ": " + error.detail};
    };
    const auto found = findPostgis(**link);
    if (!found) return named(found.error());
    MigrationReport report;
    report.from = found->schema;
    report.to = options.steps.back().schema;
    if (report.from > report.to) return newer(name, report.from, report.to);
    if (report.from == report.to && found->ready) return report;
    const bool asks = found->mayUse && found->ready && report.from > 0 && !options.backupMade;
    if (asks && !options.dryRun) {
        report.backupCommand = "pg_dump --format=custom --file=gridhall-schema-" +
                               std::to_string(report.from) + ".dump " + inQuotes(name);
        return report;
    }
    const Watch watch;
    const auto run = migratePostgis(**link, options.dryRun, options.steps);
    if (!run) return named(run.error());
    report.seconds = watch.seconds();
    report.done = !options.dryRun;
    return report;
}

/// On a copy that goes away again.
Result<void> rehearse(Connection& db, const OpenOptions& options) {
    const auto copy = backupBeside(db, kSchema);
    if (!copy) return copy.error();
    Result<void> done;
    {
        auto opened = connect(*copy, Purpose::Work, options);
        done = opened ? migrate(**opened, kSchema, true) : opened.error();
    }
    for (const char* ending : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(*copy + ending, ignored);
    }
    return done;
}

Result<MigrationReport> migrateFile(const std::string& path, const MigrationOptions& options) {
    if (auto local = refuseNetwork(path, options.open); !local) return local.error();
    if (auto ours = looksLikeStore(path); !ours) return ours.error();
    auto opened = connect(path, Purpose::Work, options.open);
    if (!opened) return opened.error();
    Connection& db = **opened;
    MigrationReport report;
    report.from = static_cast<int>(db.integer("PRAGMA user_version"));
    report.to = kSchema;
    if (db.failed()) return db.takeError();
    if (report.from > report.to) return newer(path, report.from, report.to);
    if (report.from == report.to) return report;
    if (report.from < 1)
        return Error{ErrorCode::Corrupt, path + " has no schema: it was never completed"};
    if (options.dryRun) {
        const Watch watch;
        if (auto done = rehearse(db, options.open); !done) return done.error();
        report.seconds = watch.seconds();
        return report;
    }
    auto backup = backupBeside(db, report.from);
    if (!backup) return backup.error();
    report.backup = std::move(*backup);
    const Watch watch;
    if (auto done = migrate(db, kSchema, false); !done) return done.error();
    report.seconds = watch.seconds();
    report.done = true;
    return report;
}

}  // namespace

Result<MigrationReport> migrateStore(const std::string& uri, const MigrationOptions& options) {
    if (isPostgresUri(uri)) return migrateServer(uri, options);
    const auto path = storePath(uri);
    if (!path) return path.error();
    return migrateFile(*path, options);
}

}  // namespace gis
