// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite.h"

#include <sqlite3.h>

#include <thread>

#include <spatialite.h>

namespace gis {
namespace {

dispatch::ErrorCode errorCodeOf(int code) {
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return dispatch::ErrorCode::Corrupt;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return dispatch::ErrorCode::NotAllowed;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            return dispatch::ErrorCode::BadInput;
        default:
            return dispatch::ErrorCode::Unavailable;
    }
}

}  // namespace

dispatch::Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode,
                                                               std::chrono::milliseconds patience) {
    std::unique_ptr<Connection> made(new Connection);
    made->m_path = path;
    made->m_patience = patience;
    const int flags = (mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &made->m_handle, flags, nullptr);
    if (code != SQLITE_OK) {
        made->fail(code, path);
        return made->takeError();
    }
    sqlite3_busy_handler(made->m_handle, &Connection::onBusy, made.get());
    return made;
}

Connection::~Connection() {
    for (auto& [sql, cached] : m_statements) sqlite3_finalize(cached.statement);
    sqlite3_close(m_handle);
    if (m_spatialite) spatialite_cleanup_ex(m_spatialite);
}

// SQLite's own handler sleeps up to 100 ms between tries and starves beside a busy writer.
int Connection::onBusy(void* self, int tries) {
    auto& connection = *static_cast<Connection*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) connection.m_waitingSince = now;
    if (now - connection.m_waitingSince >= connection.m_patience) return 0;
    std::this_thread::sleep_for(std::chrono::microseconds(tries < 10 ? 300 : 1000));
    return 1;
}

Statement Connection::prepare(std::string_view sql) {
    if (failed()) return {this, nullptr, nullptr};
    auto found = m_statements.find(sql);
    if (found != m_statements.end() && !found->second.busy) {
        found->second.busy = true;
        return {this, found->second.statement, &found->second};
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
        fail(code, std::string(sql));
        return {this, nullptr, nullptr};
    }
    if (found != m_statements.end()) return {this, statement, nullptr};
    Cached& slot = m_statements[std::string(sql)];
    slot = {statement, true};
    return {this, statement, &slot};
}

bool Connection::exec(const std::string& sql) {
    if (failed()) return false;
    const int code = sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql.substr(0, 200));
    return code == SQLITE_OK;
}

std::int64_t Connection::integer(std::string_view sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::string Connection::text(std::string_view sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.text(0) : std::string();
}

bool Connection::loadSpatialite() {
    if (m_spatialite || failed()) return !failed();
    m_spatialite = spatialite_alloc_connection();
    spatialite_init_ex(m_handle, m_spatialite, 0);
    return true;
}

bool Connection::backupTo(const std::string& path) {
    if (failed()) return false;
    sqlite3* target = nullptr;
    int code =
        sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_backup* backup = sqlite3_backup_init(target, "main", m_handle, "main");
        code = backup ? SQLITE_OK : sqlite3_errcode(target);
        while (backup && (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)) {
            code = sqlite3_backup_step(backup, 2000);
            if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (backup) {
            const int finished = sqlite3_backup_finish(backup);
            code = code == SQLITE_DONE ? finished : code;
        }
    }
    sqlite3_close(target);
    if (code != SQLITE_OK) fail(code, "backup to " + path);
    return code == SQLITE_OK;
}

dispatch::Error Connection::takeError(const std::string& context) {
    dispatch::Error error = m_error.value_or(
        dispatch::Error{dispatch::ErrorCode::Unavailable, "the store failed without a reason"});
    clearError();
    if (!context.empty()) error.detail = context + ": " + error.detail;
    return error;
}

dispatch::Result<void> Connection::outcome(const std::string& context) {
    if (failed()) return takeError(context);
    return {};
}

void Connection::fail(int code, const std::string& what) {
    if (m_error) return;
    m_unique = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
               code == SQLITE_CONSTRAINT_ROWID;
    std::string detail;
    if ((code & 0xff) == SQLITE_BUSY) {
        detail = m_path + " is locked: another process has been writing for more than " +
                 std::to_string(m_patience.count()) + " ms";
    } else {
        const char* words = m_handle ? sqlite3_errmsg(m_handle) : sqlite3_errstr(code);
        detail = m_path + ": " + words + " (" + what + ")";
    }
    m_error = dispatch::Error{errorCodeOf(code), std::move(detail)};
}

std::int64_t Connection::lastRow() const {
    return sqlite3_last_insert_rowid(m_handle);
}
int Connection::changed() const {
    return sqlite3_changes(m_handle);
}

Statement::Statement(Statement&& other) noexcept
    : m_owner(other.m_owner),
      m_statement(other.m_statement),
      m_slot(other.m_slot),
      m_next(other.m_next) {
    other.m_statement = nullptr;
    other.m_slot = nullptr;
}

Statement::~Statement() {
    if (!m_statement) return;
    if (m_slot) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
        m_slot->busy = false;
    } else {
        sqlite3_finalize(m_statement);
    }
}

Statement& Statement::bind(std::int64_t value) {
    if (m_statement) sqlite3_bind_int64(m_statement, m_next++, value);
    return *this;
}

Statement& Statement::bind(double value) {
    if (m_statement) sqlite3_bind_double(m_statement, m_next++, value);
    return *this;
}

Statement& Statement::bind(std::string_view value) {
    if (m_statement)
        sqlite3_bind_text64(m_statement, m_next++, value.data() ? value.data() : "", value.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindBlob(std::span<const std::byte> value) {
    if (m_statement)
        sqlite3_bind_blob64(m_statement, m_next++, value.data(), value.size(), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bindNull() {
    if (m_statement) sqlite3_bind_null(m_statement, m_next++);
    return *this;
}

bool Statement::step() {
    if (!m_statement || m_owner->failed()) return false;
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) m_owner->fail(code, sqlite3_sql(m_statement));
    return false;
}

bool Statement::run() {
    while (step()) {
    }
    reset();
    return !m_owner->failed();
}

void Statement::reset() {
    if (m_statement) sqlite3_reset(m_statement);
    m_next = 1;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    return std::string(view(column));
}

std::string_view Statement::view(int column) const {
    const auto* words = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return words ? std::string_view(words, size) : std::string_view();
}

std::span<const std::byte> Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(m_statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return bytes ? std::span(bytes, size) : std::span<const std::byte>();
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

SqlTransaction::SqlTransaction(Connection& connection, Kind kind) : m_connection(connection) {
    m_open = m_connection.exec(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

SqlTransaction::~SqlTransaction() {
    if (m_open) sqlite3_exec(m_connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool SqlTransaction::commit() {
    if (!m_open || m_connection.failed()) return false;
    m_open = !m_connection.exec("COMMIT");
    return !m_open;
}

}  // namespace gis
