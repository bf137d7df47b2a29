// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "gis/store/case_text.h"
#include "gis/store/connect.h"
#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/row_sql.h"
#include "gis/store/shape_blob.h"
#include "gis/store/sqlite_image.h"
#include "gis/store/track_blocks.h"

namespace gis {

using namespace dispatch;

namespace {

/// Columns this engine has besides those of the image, and what they get.
std::pair<std::string, std::string> extrasOf(const ImageTable& table) {
    if (table.table == "batch") return {", pid, process", ", 0, ''"};
    if (table.table == "batch_kind") return {", first_row, last_row, rows", ", 0, 0, 0"};
    return {};
}

std::string insertInto(const ImageTable& table) {
    std::string marks;
    for (const ImageColumn& column : table.columns) {
        const bool none = table.part == ImageTable::Part::Latest && column.name == "grid";
        marks += (marks.empty() ? "" : ", ") + std::string(none ? "nullif(?, 0)" : "?");
    }
    const auto [columns, values] = extrasOf(table);
    return "INSERT INTO " + table.table + (table.part == ImageTable::Part::Past ? "_past" : "") +
           " (" + table.list() + columns + ") VALUES (" + marks + values + ")";
}

/// Where the box of a row comes from.
struct Places {
    int lon = -1;
    int lat = -1;
};

Places placesOf(const ImageTable& table) {
    Places places;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name == "lon") places.lon = static_cast<int>(i);
        if (table.columns[i].name == "lat") places.lat = static_cast<int>(i);
    }
    return places;
}

class SqliteImageTarget final : public ImageTarget {
  public:
    SqliteImageTarget(std::string path, CreateOptions options)
        : m_path(std::move(path)), m_options(std::move(options)) {}
    ~SqliteImageTarget() override {
        closeAll();
        if (m_file >= 0) close(m_file);
    }

    /// Takes hold of what an earlier copy left, if anything.
    Result<void> claim() {
        if (!std::filesystem::exists(copying())) return {};
        auto file = claimFile(copying());
        if (!file) return file.error();
        m_file = *file;
        return open();
    }

    Result<CopyMark> mark() override {
        CopyMark mark;
        if (!m_connection) return mark;
        Connection& db = *m_connection;
        if (db.integer("SELECT count(*) FROM sqlite_master WHERE name = 'copy_state'") > 0) {
            mark.source = db.text("SELECT source FROM copy_state");
            mark.fingerprint = db.text("SELECT fingerprint FROM copy_state");
            Statement positions = db.prepare("SELECT name, position FROM copy_position");
            while (positions.step()) mark.positions[positions.text(0)] = positions.integer(1);
            Statement left =
                db.prepare("SELECT name, position, \"row\", why FROM copy_left_out ORDER BY rowid");
            while (left.step())
                mark.leftOut.push_back({left.text(0), left.integer(1), left.text(2), left.text(3)});
        }
        // What is no database, or was cut off before it was one, is begun anew.
        if (db.failed()) {
            db.clearError();
            return CopyMark{};
        }
        return mark;
    }

    Result<void> restart(const ImageState& source, const std::string& fingerprint) override {
        closeAll();
        if (m_file >= 0) close(m_file);
        m_file = -1;
        for (const char* ending : {"-wal", "-shm"}) unlink((copying() + ending).c_str());
        const auto file = makeFile(copying(), m_options.group);
        if (!file) return file.error();
        m_file = *file;
        if (auto opened = open(); !opened) return opened;
        Connection& db = *m_connection;
        if (auto made = gis::migrate(db, kSchema, true); !made) return made;
        SqlTransaction write(db, SqlTransaction::Kind::Write);
        db.exec("DELETE FROM generation; DELETE FROM kind_state; DELETE FROM batch");
        db.exec(kCopyTables);
        dropIndexes(db);
        db.prepare("INSERT INTO store_state (one, id, crs, trimmed_to) VALUES (1, ?, ?, ?)")
            .bindAll(source.id, source.crs, source.trimmedTo)
            .run();
        db.prepare("INSERT INTO copy_state VALUES (?, ?)").bindAll(source.id, fingerprint).run();
        if (!write.commit()) return db.takeError();
        alignSideFiles(copying());
        return {};
    }

    Result<ImageState> state() override { return m_reader->state(); }
    Result<std::int64_t> count(const ImageTable& table) override { return m_reader->count(table); }
    Result<std::vector<ImageRow>> scan(const ImageTable& table, std::int64_t position,
                                       std::size_t limit) override {
        return m_reader->scan(table, position, limit);
    }

    Result<void> begin() override {
        m_reader->close();
        m_connection->exec("BEGIN IMMEDIATE");
        return m_connection->outcome();
    }

    Result<void> write(const ImageTable& table, std::span<const ImageRow> rows) override {
        Connection& db = *m_connection;
        db.exec("SAVEPOINT rows");
        const bool tracks = table.part == ImageTable::Part::Tracks;
        std::string why;
        if (tracks ? m_blocks->write(rows) : put(table, rows, why)) {
            db.exec("RELEASE rows");
            return db.outcome();
        }
        const Error error = why.empty() ? db.takeError() : Error{ErrorCode::BadInput, why};
        m_blocks.emplace(db);
        db.exec("ROLLBACK TO rows; RELEASE rows");
        if (db.failed()) return db.takeError();
        return error;
    }

    Result<void> leaveOut(const LeftOut& row) override {
        Connection& db = *m_connection;
        db.prepare("INSERT INTO copy_left_out VALUES (?, ?, ?, ?)")
            .bindAll(row.table, row.position, row.row, row.why)
            .run();
        return db.outcome();
    }

    Result<void> commit(const ImageTable& table, std::int64_t position) override {
        Connection& db = *m_connection;
        db.prepare("INSERT OR REPLACE INTO copy_position VALUES (?, ?)")
            .bindAll(table.name, position)
            .run();
        db.exec("COMMIT");
        return db.outcome();
    }

    void rollback() override {
        m_connection->clearError();
        m_connection->exec("ROLLBACK");
        m_connection->clearError();
        m_blocks.emplace(*m_connection);
    }

    Result<void> settle() override {
        Connection& db = *m_connection;
        std::vector<std::string> indexes;
        {
            Statement left = db.prepare("SELECT definition FROM copy_index ORDER BY rowid");
            while (left.step()) indexes.push_back(left.text(0));
        }
        for (const std::string& index : indexes) {
            SqlTransaction write(db, SqlTransaction::Kind::Write);
            db.exec(index);
            db.prepare("DELETE FROM copy_index WHERE definition = ?").bind(index).run();
            if (!write.commit()) return db.takeError("the copy's indexes");
        }
        return db.outcome();
    }

    Result<void> spoil() override {
        m_reader->close();
        m_connection->exec("UPDATE copy_state SET fingerprint = ''");
        return m_connection->outcome();
    }

    Result<void> finish(const ImageState& source) override {
        Connection& db = *m_connection;
        m_reader->close();
        SqlTransaction write(db, SqlTransaction::Kind::Write);
        setNumbers(db, source);
        db.exec(kDropCopyTables);
        db.exec("DROP TABLE copy_index");
        db.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
        if (!write.commit()) return db.takeError("finishing the copy");
        db.exec("PRAGMA optimize");
        db.integer("PRAGMA wal_checkpoint(TRUNCATE)");
        if (db.failed()) return db.takeError("finishing the copy");
        closeAll();
        if (std::filesystem::exists(copying() + "-wal"))
            return Error{ErrorCode::Unavailable, copying() + " is open in another process"};
        if (auto named = publishFile(m_file, copying(), m_path); !named) return named;
        close(m_file);
        m_file = -1;
        return {};
    }

  private:
    std::string copying() const { return m_path + ".copying"; }

    Result<void> open() {
        auto connection = connect(copying(), Purpose::Bulk, m_options.open);
        if (!connection) return connection.error();
        m_connection = std::move(*connection);
        // Rows are copied as they are, also those that lead nowhere.
        m_connection->exec("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -262144");
        m_reader.emplace(*m_connection);
        m_blocks.emplace(*m_connection);
        return {};
    }

    /// They are made in one go when all rows are there.
    static void dropIndexes(Connection& db) {
        db.exec(
            "CREATE TABLE copy_index AS SELECT name, sql AS definition FROM sqlite_master"
            " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
            " (SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND sql LIKE '%STRICT')");
        std::vector<std::string> names;
        {
            Statement all = db.prepare("SELECT name FROM copy_index");
            while (all.step()) names.push_back(all.text(0));
        }
        for (const std::string& name : names) db.exec("DROP INDEX \"" + name + '"');
    }

    void closeAll() {
        m_blocks.reset();
        m_reader.reset();
        m_connection.reset();
    }

    /// @param why Gets what the engine was not even asked for, else its own failure counts.
    bool put(const ImageTable& table, std::span<const ImageRow> rows, std::string& why) {
        Connection& db = *m_connection;
        const std::string boxes =
            table.part == ImageTable::Part::Rows ? tableOf(table.kind).box : "";
        const bool hasText = table.part == ImageTable::Part::Rows && table.kind == Kind::Case;
        const Places places = placesOf(table);
        Statement insert = db.prepare(insertInto(table));
        std::optional<Statement> putBox;
        if (!boxes.empty())
            putBox.emplace(db.prepare("INSERT INTO " + boxes + " VALUES (?, ?, ?, ?, ?)"));
        for (const ImageRow& row : rows) {
            GeoBox box;
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (bind(insert, row[i], box)) continue;
                why = table.columns[i].name + " cannot be kept in a file: it is no number or shape";
                return false;
            }
            if (!insert.run()) return false;
            const std::int64_t number = db.lastRow();
            if (hasText && !replaceCaseText(db, {}, caseTextOf(db, number))) return false;
            if (!putBox) continue;
            if (places.lon >= 0) {
                const Cell& lon = row[static_cast<std::size_t>(places.lon)];
                const Cell& lat = row[static_cast<std::size_t>(places.lat)];
                if (lon.is == Cell::Is::Real && lat.is == Cell::Is::Real)
                    box.add(LonLat{lon.real, lat.real});
            }
            if (box.isEmpty()) continue;
            putBox->bind(number).bindAll(box.west, box.east, box.south, box.north);
            if (!putBox->run()) return false;
        }
        return true;
    }

    static bool bind(Statement& to, const Cell& cell, GeoBox& box) {
        switch (cell.is) {
            case Cell::Is::Null:
                to.bindNull();
                return true;
            case Cell::Is::Integer:
                to.bind(cell.integer);
                return true;
            case Cell::Is::Real:
                to.bind(cell.real);
                return !std::isnan(cell.real);
            case Cell::Is::Text:
                to.bind(cell.data);
                return true;
            case Cell::Is::Binary:
            case Cell::Is::Unreadable:
                to.bindBlob(std::as_bytes(std::span(cell.data)));
                return true;
            case Cell::Is::Shape: {
                const auto blob = blobOfWkb(cell.data, box);
                if (blob) to.bindBlob(*blob);
                return blob.has_value();
            }
        }
        return false;
    }

    static void setNumbers(Connection& db, const ImageState& source) {
        const auto known = [&](const char* name) {
            const auto found = source.numbers.find(name);
            return found == source.numbers.end() ? std::int64_t{0} : found->second;
        };
        for (const char* table : {"batch", "action", "change"}) {
            db.prepare("DELETE FROM sqlite_sequence WHERE name = ?").bind(table).run();
            db.prepare(std::string("INSERT INTO sqlite_sequence (name, seq) SELECT ?1, max(?2,"
                                   " coalesce((SELECT max(rowid) FROM ") +
                       table + "), 0))")
                .bindAll(table, known(table))
                .run();
        }
        for (int i = 0; i < kKindCount; ++i) {
            const KindTable& kind = tableOf(static_cast<Kind>(i));
            if (!*kind.name) continue;
            db.prepare(std::string("UPDATE kind_state SET next_id = 1 + max(?, coalesce((SELECT"
                                   " max(id) FROM ") +
                       kind.name + "), 0)) WHERE kind = ?")
                .bindAll(known(kind.name), kindName(static_cast<Kind>(i)))
                .run();
        }
        db.exec(
            "UPDATE kind_state SET changed = coalesce((SELECT max(seq) FROM change c WHERE"
            " c.kind = kind_state.kind), (SELECT trimmed_to FROM store_state))");
        db.prepare(
              "UPDATE store_state SET fix_seq = max(?, ?), newest_stamp = max(?,"
              " coalesce((SELECT max(at) FROM action), 0),"
              " coalesce((SELECT max(published_at) FROM batch), 0)),"
              " fix_block = coalesce((SELECT max(id) FROM fix_block WHERE batch = 0), 0)")
            .bindAll(known("fix"), known("feed"), source.newestStamp)
            .run();
    }

    std::string m_path;
    CreateOptions m_options;
    int m_file = -1;
    std::unique_ptr<Connection> m_connection;
    std::optional<SqliteImageReader> m_reader;
    std::optional<TrackBlocks> m_blocks;
};

}  // namespace

Result<std::unique_ptr<ImageTarget>> beginSqliteImage(const std::string& path,
                                                      const CreateOptions& options) {
    if (auto local = refuseNetwork(path, options.open); !local) return local.error();
    if (std::filesystem::exists(path))
        return Error{ErrorCode::NotAllowed, path + " exists already; nothing was overwritten"};
    auto target = std::make_unique<SqliteImageTarget>(path, options);
    if (auto claimed = target->claim(); !claimed) return claimed.error();
    return std::unique_ptr<ImageTarget>(std::move(target));
}

}  // namespace gis
