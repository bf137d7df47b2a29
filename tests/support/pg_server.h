// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

namespace support {

class Program;

/// A PostgreSQL with PostGIS of the test's own: a cluster in a temporary folder, reached by a Unix
/// socket there and nowhere else. It flushes as a real one does (`fsync` is on). Server and folder
/// go with this object, and also when the test is killed.
///
/// Roles, all without a password on that socket: `postgres` (superuser), `gridhall_owner` (may make
/// databases and roles), `gridhall_app` and `gridhall_reader` (own nothing), and `gridhall_locked`,
/// which must give `lockedPassword`.
///
/// What cannot be done ends the test program with a sentence that says why.
/// @thread Databases, sql() and ask() from any; the rest from one.
class PgServer {
  public:
    static constexpr const char* lockedPassword = "linlan";

    PgServer();  ///< Makes a cluster and starts it; about two seconds.
    ~PgServer();
    PgServer(const PgServer&) = delete;
    PgServer& operator=(const PgServer&) = delete;

    /// One a test program: started on first use, stopped at the program's end.
    static PgServer& shared();

    /// A fresh database with the postgis extension, owned by `gridhall_owner`; its name.
    std::string makeDatabase();
    /// A copy of one nobody is connected to; its name.
    std::string copyDatabase(const std::string& of);
    /// Also while others are connected to it.
    void dropDatabase(const std::string& database);
    std::string uri(const std::string& database, const std::string& role = "gridhall_owner") const;

    /// Statements as the superuser; each commits on its own.
    void sql(const std::string& database, const std::string& statements) const;
    /// The answer of one query: a line a row, `|` between columns.
    std::string ask(const std::string& database, const std::string& query) const;

    void start();     ///< Returns when it takes connections.
    void stop();      ///< Orderly: connections are cut, all is written.
    void stopHard();  ///< At once, without writing; the next start recovers from the log.
    void killHard();  ///< SIGKILL to every process of it, as when the machine's memory ran out.
    void restart();
    void freeze();  ///< Takes connections but never answers, until thaw().
    void thaw();

    /// Of its first process; -1 while it does not run.
    pid_t pid() const;
    std::string folder() const { return m_folder; }

  private:
    void end(int signal);

    std::string m_folder;
    int m_leash = -1;  ///< The keeper reads the other end; closed, it cleans up.
    std::unique_ptr<Program> m_server;
};

}  // namespace support
