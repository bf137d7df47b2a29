// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pg_server.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <QtGlobal>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "tests/support/program.h"

namespace support {

using namespace std::chrono_literals;

namespace {

// Not TMPDIR: the server's user may have no way into it, and a socket's path is short.
constexpr const char* folderPattern = "/tmp/gridhall-pg-XXXXXX";

std::vector<std::string> cluster(const std::string& verb, const std::string& folder,
                                 const std::vector<std::string>& words = {}) {
    std::vector<std::string> command = {GRIDHALL_SOURCE_DIR "/tests/support/pg_cluster.sh", verb,
                                        folder};
    command.insert(command.end(), words.begin(), words.end());
    return command;
}

std::string done(const std::vector<std::string>& command, const std::string& what,
                 const std::string& stdinFile = {}) {
    const Ran ran = Program(command, stdinFile).finish(2min);
    if (ran.exitCode != 0)
        qFatal("PgServer: %s failed (%d): %s", what.c_str(), ran.exitCode, ran.err.c_str());
    return ran.out;
}

}  // namespace

PgServer::PgServer() : m_folder(folderPattern) {
    if (!mkdtemp(m_folder.data())) qFatal("PgServer: no folder can be made in /tmp");
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) qFatal("PgServer: no pipe to its keeper");
    m_leash = ends[1];
    // In a session of its own and nobody's child, so that what ends the test does not end it too.
    std::vector<std::string> keeper = cluster("keep", m_folder);
    keeper.insert(keeper.begin(), {"/usr/bin/setsid", "--fork"});
    done(keeper, "starting its keeper", "/proc/self/fd/" + std::to_string(ends[0]));
    close(ends[0]);
    done(cluster("make", m_folder), "making the cluster");
    start();
}

PgServer::~PgServer() {
    close(m_leash);
    // The keeper waits until the server is gone, and that is when we have heard of its end.
    for (int i = 0; i < 6000 && std::filesystem::exists(m_folder); ++i) {
        if (m_server) m_server->isRunning();
        std::this_thread::sleep_for(5ms);
    }
}

PgServer& PgServer::shared() {
    static PgServer server;
    return server;
}

std::string PgServer::makeDatabase() {
    return copyDatabase("gridhall_template");
}

std::string PgServer::copyDatabase(const std::string& of) {
    static std::atomic<int> made = 0;
    const std::string name = "hall_" + std::to_string(++made);
    sql("postgres", "CREATE DATABASE " + name + " TEMPLATE " + of + " OWNER gridhall_owner;");
    return name;
}

void PgServer::dropDatabase(const std::string& database) {
    sql("postgres", "DROP DATABASE " + database + " WITH (FORCE);");
}

std::string PgServer::uri(const std::string& database, const std::string& role) const {
    return "postgresql://" + role + "@/" + database + "?host=" + m_folder;
}

void PgServer::sql(const std::string& database, const std::string& statements) const {
    static std::atomic<int> files = 0;
    const std::string file = m_folder + "/statements-" + std::to_string(++files) + ".sql";
    std::ofstream(file) << statements;
    done(cluster("psql", m_folder, {database, "-f", file}),
         "\"" + statements.substr(0, 200) + "\"");
    std::filesystem::remove(file);
}

std::string PgServer::ask(const std::string& database, const std::string& query) const {
    std::string answer =
        done(cluster("psql", m_folder, {database, "-At", "-c", query}), "\"" + query + "\"");
    if (answer.ends_with('\n')) answer.pop_back();
    return answer;
}

void PgServer::start() {
    if (m_server && m_server->isRunning()) return;
    m_server = std::make_unique<Program>(cluster("serve", m_folder));
    done(cluster("wait", m_folder, {std::to_string(pid())}), "starting");
}

void PgServer::end(int signal) {
    if (!m_server) return;
    m_server->kill(signal);
    m_server->finish(1min);
    m_server.reset();
}

void PgServer::stop() {
    end(SIGINT);
}

void PgServer::stopHard() {
    end(SIGQUIT);
}

void PgServer::killHard() {
    if (!m_server) return;
    done(cluster("signal", m_folder, {"KILL"}), "killing");
    m_server.reset();
}

void PgServer::restart() {
    stop();
    start();
}

void PgServer::freeze() {
    done(cluster("signal", m_folder, {"STOP"}), "freezing");
}

void PgServer::thaw() {
    done(cluster("signal", m_folder, {"CONT"}), "thawing");
}

pid_t PgServer::pid() const {
    return m_server ? m_server->pid() : -1;
}

}  // namespace support
