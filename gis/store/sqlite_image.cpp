// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite_image.h"

#include <filesystem>

#include "gis/store/connect.h"
#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/row_sql.h"
#include "gis/store/shape_blob.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr const char* kPublished = "(SELECT id FROM batch WHERE published_at IS NOT NULL)";

std::string fromOf(const ImageTable& table) {
    const std::string batches = std::string(" WHERE r.batch IN ") + kPublished;
    switch (table.part) {
        case ImageTable::Part::Plain:
            if (table.table == "batch") return "batch r WHERE r.published_at IS NOT NULL";
            return table.table + " r" + (table.table == "batch_kind" ? batches : "");
        case ImageTable::Part::Rows:
            return table.table + " r" + batches;
        case ImageTable::Part::Past:
            return table.table + "_past r";
        case ImageTable::Part::Latest:
            return "fix_latest r";
        case ImageTable::Part::Tracks:
            return std::string("fix_track r JOIN fix_block k ON k.id = r.block WHERE k.batch IN ") +
                   kPublished;
    }
    return {};
}

std::string columnsOf(const ImageTable& table) {
    if (table.part == ImageTable::Part::Latest)
        return "r.responder, r.seq, r.time, r.lon, r.lat, r.heading, r.speed, r.accuracy, r.source,"
               " coalesce(r.grid, 0)";
    if (table.part == ImageTable::Part::Tracks)
        return "r.seq, r.responder, r.time, r.time + r.delay, r.lon, r.lat, r.heading, r.speed,"
               " r.accuracy, r.source, coalesce(r.grid, 0), k.batch";
    return table.list("r.");
}

std::string bytesAt(const Statement& row, int column) {
    const auto blob = row.blob(column);
    return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

Cell cellAt(const Statement& row, int column, ColumnType type) {
    if (row.isNull(column)) return {};
    switch (type) {
        case ColumnType::Integer:
            return Cell::of(row.integer(column));
        case ColumnType::Real:
            return Cell::of(row.real(column));
        case ColumnType::Text:
            return Cell::of(Cell::Is::Text, row.text(column));
        case ColumnType::Bytes: {
            std::string bytes = bytesAt(row, column);
            return bytes.empty() ? Cell() : Cell::of(Cell::Is::Binary, std::move(bytes));
        }
        case ColumnType::Area:
        case ColumnType::Line: {
            if (row.blob(column).empty()) return {};
            const char wanted = type == ColumnType::Area ? 6 : 2;
            auto wkb = wkbOfBlob(row.blob(column));
            if (!wkb || (*wkb)[1] != wanted)
                return Cell::of(Cell::Is::Unreadable, bytesAt(row, column));
            return Cell::of(Cell::Is::Shape, std::move(*wkb));
        }
    }
    return {};
}

class SqliteImage final : public StoreImage {
  public:
    explicit SqliteImage(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection)),
          m_snapshot(*m_connection, SqlTransaction::Kind::Read),
          m_reader(*m_connection) {}
    ~SqliteImage() override { m_reader.close(); }
    Result<ImageState> state() override { return m_reader.state(); }
    Result<std::int64_t> count(const ImageTable& table) override { return m_reader.count(table); }
    Result<std::vector<ImageRow>> scan(const ImageTable& table, std::int64_t position,
                                       std::size_t limit) override {
        return m_reader.scan(table, position, limit);
    }

  private:
    std::unique_ptr<Connection> m_connection;
    SqlTransaction m_snapshot;
    SqliteImageReader m_reader;
};

}  // namespace

Result<ImageState> SqliteImageReader::state() {
    Connection& db = m_connection;
    ImageState state;
    state.id = db.text("SELECT id FROM store_state");
    state.crs = db.text("SELECT crs FROM store_state");
    state.trimmedTo = db.integer("SELECT trimmed_to FROM store_state");
    state.newestChange = newestChange(db);
    state.newestFix = db.integer("SELECT fix_seq FROM store_state");
    state.newestEntry = db.integer("SELECT max(seq) FROM journal");
    state.newestStamp = db.integer("SELECT newest_stamp FROM store_state");
    state.numbers["fix"] = state.numbers["feed"] = state.newestFix;
    state.numbers["source"] = db.integer("SELECT max(idx) FROM source");
    for (const char* table : {"batch", "action", "change"})
        state.numbers[table] =
            db.integer(std::string("SELECT seq FROM sqlite_sequence WHERE name = '") + table + "'");
    Statement kinds = db.prepare("SELECT kind, next_id - 1 FROM kind_state");
    while (kinds.step()) {
        Kind kind{};
        if (kindFromName(kinds.view(0), kind) && *tableOf(kind).name)
            state.numbers[tableOf(kind).name] = kinds.integer(1);
    }
    if (db.failed()) return db.takeError("reading the store");
    return state;
}

Result<std::int64_t> SqliteImageReader::count(const ImageTable& table) {
    const std::int64_t rows = m_connection.integer("SELECT count(*) FROM " + fromOf(table));
    if (m_connection.failed()) return m_connection.takeError("counting " + table.name);
    return rows;
}

Result<std::vector<ImageRow>> SqliteImageReader::scan(const ImageTable& table,
                                                      std::int64_t position, std::size_t limit) {
    Connection& db = m_connection;
    if (!m_open || m_table != table.name || m_position != position) {
        close();
        m_open.emplace(db.prepare("SELECT " + columnsOf(table) + " FROM " + fromOf(table) +
                                  " ORDER BY " + table.order("", "") + " LIMIT -1 OFFSET ?"));
        m_open->bind(position);
        m_table = table.name;
        m_position = position;
    }
    std::vector<ImageRow> rows;
    rows.reserve(limit);
    while (rows.size() < limit && m_open->step()) {
        ImageRow& row = rows.emplace_back();
        row.reserve(table.columns.size());
        for (const ImageColumn& column : table.columns)
            row.push_back(cellAt(*m_open, static_cast<int>(row.size()), column.type));
    }
    m_position += static_cast<std::int64_t>(rows.size());
    if (rows.size() < limit) close();
    if (db.failed()) return db.takeError("reading " + table.name);
    return rows;
}

Result<std::unique_ptr<StoreImage>> openSqliteImage(const std::string& path,
                                                    const OpenOptions& options) {
    if (auto local = refuseNetwork(path, options); !local) return local.error();
    if (!std::filesystem::exists(path))
        return Error{ErrorCode::Unavailable, "there is no store at " + path};
    auto opened = Connection::open(path, Connection::Mode::ReadOnly, options.patience);
    if (!opened) return opened.error();
    Connection& db = **opened;
    db.exec("PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536");
    const std::int64_t application = db.integer("PRAGMA application_id");
    const std::int64_t schema = db.integer("PRAGMA user_version");
    if (db.failed()) return db.takeError();
    if (application != kApplicationId)
        return Error{ErrorCode::Corrupt, path + " is no GridHall store"};
    if (schema != kSchema)
        return Error{ErrorCode::Unavailable,
                     path + " is schema " + std::to_string(schema) + ", this program copies " +
                         std::to_string(kSchema) +
                         (schema < kSchema ? "; gridhall migrate takes it there"
                                           : ": use a newer GridHall")};
    return std::unique_ptr<StoreImage>(std::make_unique<SqliteImage>(std::move(*opened)));
}

}  // namespace gis
