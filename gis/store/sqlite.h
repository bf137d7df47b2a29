// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gis {

class Statement;

/// One connection to an SQLite file. The first failure of a call sticks: everything after it does
/// nothing until `takeError`, so a sequence is written straight and asked once at its end.
///
/// @thread one at a time.
class Connection {
  public:
    enum class Mode { ReadWrite, ReadOnly };
    static dispatch::Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode,
                                                              std::chrono::milliseconds patience);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A prepared statement from the cache; it goes back, reset, when the handle dies.
    Statement prepare(std::string_view sql);
    /// Runs statements without parameters, one or many.
    bool exec(const std::string& sql);
    /// First column of the first row of a query, 0 or empty where there is none.
    std::int64_t integer(std::string_view sql);
    std::string text(std::string_view sql);

    /// Loads SpatiaLite's functions; only making, migrating and checking a store need them.
    bool loadSpatialite();
    /// Copies everything into a new file with the backup interface.
    bool backupTo(const std::string& path);

    bool failed() const { return m_error.has_value(); }
    bool uniqueFailed() const { return m_unique; }
    /// The failure, with `context` before its words; clears it.
    dispatch::Error takeError(const std::string& context = {});
    /// `takeError` as a Result.
    dispatch::Result<void> outcome(const std::string& context = {});
    void clearError() { m_error.reset(), m_unique = false; }
    void fail(int code, const std::string& what);

    std::int64_t lastRow() const;
    int changed() const;
    const std::string& path() const { return m_path; }
    sqlite3* handle() { return m_handle; }

  private:
    friend class Statement;
    struct Cached {
        sqlite3_stmt* statement = nullptr;
        bool busy = false;
    };
    Connection() = default;

    sqlite3* m_handle = nullptr;
    void* m_spatialite = nullptr;
    std::string m_path;
    std::chrono::milliseconds m_patience{};
    std::chrono::steady_clock::time_point m_waitingSince;
    std::map<std::string, Cached, std::less<>> m_statements;
    std::optional<dispatch::Error> m_error;
    bool m_unique = false;
    static int onBusy(void* self, int tries);
};

/// A statement in use. Parameters are bound in order, columns are read by place from 0.
class Statement {
  public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(std::int64_t value);
    Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(double value);
    Statement& bind(std::string_view value);
    Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
    Statement& bind(const char* value) { return bind(std::string_view(value)); }
    Statement& bindBlob(std::span<const std::byte> value);
    Statement& bindNull();
    template <class... Values>
    Statement& bindAll(const Values&... values) {
        (bind(values), ...);
        return *this;
    }

    /// @return True where there is a row to read.
    bool step();
    /// Runs to the end and is ready for the next binding.
    bool run();
    void reset();

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::string_view view(int column) const;
    std::span<const std::byte> blob(int column) const;
    bool isNull(int column) const;

  private:
    friend class Connection;
    Statement(Connection* owner, sqlite3_stmt* statement, Connection::Cached* slot)
        : m_owner(owner), m_statement(statement), m_slot(slot) {}
    Connection* m_owner;
    sqlite3_stmt* m_statement;
    Connection::Cached* m_slot;
    int m_next = 1;
};

/// A transaction that rolls back unless it was committed.
class SqlTransaction {
  public:
    enum class Kind { Read, Write };
    SqlTransaction(Connection& connection, Kind kind);
    ~SqlTransaction();
    SqlTransaction(const SqlTransaction&) = delete;
    SqlTransaction& operator=(const SqlTransaction&) = delete;
    /// @return False where anything failed since it began; nothing was written then.
    bool commit();

  private:
    Connection& m_connection;
    bool m_open = false;
};

}  // namespace gis
