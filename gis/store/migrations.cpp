// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/migrations.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "gis/store/case_text.h"
#include "gis/store/embedded.h"
#include "gis/store/pace.h"
#include "gis/store/row_sql.h"

namespace gis {
namespace {

struct Migration {
    const char* file;
    bool spatialite;  ///< The file calls SpatiaLite's functions.
    /// Rows to write after the file ran, in slices of their own; null where there are none.
    bool (*fill)(Connection&, Pace&);
    /// What came in while the slices ran; in the transaction that raises the schema number.
    bool (*catchUp)(Connection&);
};

constexpr const char* kBoxesOfCases =
    "INSERT OR REPLACE INTO case_box SELECT id, lon, lon, lat, lat FROM case_record"
    " WHERE lon IS NOT NULL AND ";

bool fillCaseBoxes(Connection& connection, Pace& pace) {
    std::int64_t done = connection.integer("SELECT coalesce(max(id), 0) FROM case_box");
    std::size_t rows = 200;
    for (;;) {
        Statement next = connection.prepare(
            "SELECT max(id) FROM (SELECT id FROM case_record WHERE id > ? ORDER BY id LIMIT ?)");
        next.bindAll(done, static_cast<std::int64_t>(rows));
        if (!next.step() || next.isNull(0)) break;
        const std::int64_t last = next.integer(0);
        next.reset();
        pace.rest();
        SqlTransaction write(connection, SqlTransaction::Kind::Write);
        pace.holds();
        connection.prepare(std::string(kBoxesOfCases) + "id > ? AND id <= ?")
            .bindAll(done, last)
            .run();
        if (!write.commit()) return false;
        rows = pace.next(rows);
        done = last;
    }
    return !connection.failed();
}

bool catchUpCaseBoxes(Connection& connection) {
    return connection.exec(std::string(kBoxesOfCases) +
                           "(id > (SELECT coalesce(max(id), 0) FROM case_box) OR id IN"
                           " (SELECT record FROM change WHERE kind = 'case'"
                           " ORDER BY seq DESC LIMIT 1000))");
}

constexpr std::array<Migration, kSchema> kMigrations = {{
    {"001_base.sql", false, nullptr, nullptr},
    {"002_case_boxes.sql", false, &fillCaseBoxes, &catchUpCaseBoxes},
    {"003_views.sql", true, nullptr, nullptr},
    {"004_orders.sql", false, nullptr, nullptr},
    {"005_desk.sql", false, nullptr, nullptr},
    {"006_search.sql", false, &fillCaseText, &catchUpCaseText},
    {"007_drawn.sql", false, nullptr, nullptr},
}};

dispatch::Result<void> apply(Connection& connection, int schema, bool exclusive) {
    const Migration& migration = kMigrations[static_cast<std::size_t>(schema - 1)];
    const std::string context = std::string("migration ") + migration.file;
    if (migration.spatialite) connection.loadSpatialite();
    if (migration.fill) {
        {
            SqlTransaction write(connection, SqlTransaction::Kind::Write);
            connection.exec(std::string(embeddedFile(migration.file)));
            if (!write.commit()) return connection.takeError(context);
        }
        Pace pace(exclusive);
        if (!migration.fill(connection, pace)) return connection.takeError(context);
    }
    SqlTransaction write(connection, SqlTransaction::Kind::Write);
    if (connection.integer("PRAGMA user_version") >= schema) return connection.outcome(context);
    if (!migration.fill) connection.exec(std::string(embeddedFile(migration.file)));
    if (migration.catchUp) migration.catchUp(connection);
    connection.prepare("INSERT INTO migration VALUES (?, ?, unixepoch() * 1000)")
        .bindAll(schema, migration.file)
        .run();
    connection.exec("PRAGMA user_version = " + std::to_string(schema));
    if (!write.commit()) return connection.takeError(context);
    return {};
}

}  // namespace

dispatch::Result<void> migrate(Connection& connection, int upTo, bool exclusive) {
    for (;;) {
        const auto schema = static_cast<int>(connection.integer("PRAGMA user_version"));
        if (connection.failed()) return connection.takeError("migrating");
        if (schema >= upTo) return {};
        auto done = apply(connection, schema + 1, exclusive);
        if (!done) return done;
    }
}

dispatch::Result<std::string> backupBeside(Connection& connection, int schema) {
    const std::string base = connection.path() + ".schema-" + std::to_string(schema) + ".backup";
    std::string path = base;
    for (int i = 2; std::filesystem::exists(path); ++i) path = base + '.' + std::to_string(i);
    struct stat like {};
    stat(connection.path().c_str(), &like);
    const int file = open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0)
        return dispatch::Error{dispatch::ErrorCode::NotAllowed,
                               path + ": the backup before a migration cannot be made"};
    (void)!fchown(file, static_cast<uid_t>(-1), like.st_gid);
    fchmod(file, like.st_mode & 0777U);
    close(file);
    if (!connection.backupTo(path)) {
        std::filesystem::remove(path);
        return connection.takeError("backup before a migration");
    }
    const int made = open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (made < 0 || fsync(made) != 0) {
        if (made >= 0) close(made);
        return dispatch::Error{dispatch::ErrorCode::Unavailable, path + " cannot be flushed"};
    }
    close(made);
    return path;
}

}  // namespace gis
