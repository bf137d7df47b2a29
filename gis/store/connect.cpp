// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/connect.h"

#include <sqlite3.h>

namespace gis {

bool setSynchronous(Connection& connection, int level) {
    connection.exec("PRAGMA synchronous = " + std::to_string(level));
    const std::int64_t taken = connection.integer("PRAGMA synchronous");
    if (!connection.failed() && taken != level)
        connection.fail(SQLITE_ERROR,
                        "the engine did not take synchronous = " + std::to_string(level) +
                            " but has " + std::to_string(taken));
    return !connection.failed();
}

dispatch::Result<std::unique_ptr<Connection>> connect(const std::string& path, Purpose purpose,
                                                      const OpenOptions& options) {
    const bool reading = purpose == Purpose::Watch;
    auto opened = Connection::open(
        path, reading ? Connection::Mode::ReadOnly : Connection::Mode::ReadWrite, options.patience);
    if (!opened) return opened.error();
    Connection& db = **opened;
    db.exec("PRAGMA trusted_schema = OFF");
    if (reading) {
        db.integer("PRAGMA data_version");
    } else if (purpose == Purpose::InMaking) {
        db.text("PRAGMA journal_mode = MEMORY");
        setSynchronous(db, 0);
        db.exec("PRAGMA cache_size = -65536; PRAGMA foreign_keys = ON");
    } else {
        const std::string mode = db.text("PRAGMA journal_mode = WAL");
        if (!db.failed() && mode != "wal")
            db.fail(SQLITE_ERROR, "the engine did not take journal_mode = WAL but has " + mode);
        setSynchronous(db, purpose == Purpose::Work ? 2 : 1);
        db.exec("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
        db.integer("PRAGMA journal_size_limit = 67108864");
        db.exec(purpose == Purpose::Work ? "PRAGMA cache_size = -32768"
                                         : "PRAGMA cache_size = -65536");
        // A bulk writer cleans up its own log, so that a small commit rarely has to.
        db.integer(purpose == Purpose::Work ? "PRAGMA wal_autocheckpoint = 4000"
                                            : "PRAGMA wal_autocheckpoint = 2000");
        if (!db.failed() && db.integer("PRAGMA foreign_keys") != 1)
            db.fail(SQLITE_ERROR, "the engine did not take foreign_keys");
    }
    if (db.failed()) return db.takeError();
    return std::move(*opened);
}

}  // namespace gis
