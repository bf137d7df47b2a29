// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/pgbench.h"

#include <QTemporaryDir>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/bench/bench.h"
#include "tests/support/program.h"

namespace bench {
namespace {

/// A program of the newest PostgreSQL that is installed.
std::string programOf(const std::string& name) {
    std::string found;
    std::error_code none;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
        const std::string path = version.path().string() + "/bin/" + name;
        if (std::filesystem::exists(path)) found = std::max(found, path);
    }
    return found;
}

std::string written(const QTemporaryDir& folder, const std::string& statements) {
    const std::string file = folder.filePath(QStringLiteral("script.sql")).toStdString();
    std::ofstream(file) << statements;
    return file;
}

/// Latencies of all logs in a folder: the third column, microseconds.
std::vector<double> latencies(const std::string& folder) {
    std::vector<double> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.path().filename().string().starts_with("log.")) continue;
        std::ifstream log(entry.path());
        for (std::string line; std::getline(log, line);) {
            std::istringstream words(line);
            double client = 0, number = 0, microseconds = 0;
            if (words >> client >> number >> microseconds) found.push_back(microseconds / 1000);
        }
    }
    return found;
}

}  // namespace

std::string psql(const std::string& uri, const std::string& statements) {
    const QTemporaryDir folder;
    const auto ran = support::run({programOf("psql"), uri, "-X", "-q", "-v", "ON_ERROR_STOP=1",
                                   "-f", written(folder, statements)});
    return ran.exitCode == 0 ? std::string() : "psql: " + ran.err;
}

PgbenchRun pgbench(const std::string& uri, const std::string& statements, int clients, int seconds,
                   double rate) {
    const QTemporaryDir folder;
    const std::string program = programOf("pgbench");
    PgbenchRun run;
    std::vector<std::string> command{program,
                                     "-n",
                                     "-c",
                                     std::to_string(clients),
                                     "-j",
                                     "2",
                                     "-T",
                                     std::to_string(seconds),
                                     "-l",
                                     "--log-prefix",
                                     folder.filePath(QStringLiteral("log")).toStdString()};
    if (statements.empty()) {
        const auto made = support::run({program, "-i", "-q", "-s", "10", uri});
        if (made.exitCode != 0) return run.failure = "pgbench -i: " + made.err, run;
        command.insert(command.end(), {"-b", "simple-update"});
    } else {
        command.insert(command.end(), {"-f", written(folder, statements)});
    }
    if (rate > 0) command.insert(command.end(), {"-R", std::to_string(rate)});
    command.push_back(uri);
    const auto ran = support::run(command);
    const auto at = ran.out.find("tps = ");
    if (ran.exitCode != 0 || at == std::string::npos)
        return run.failure = "pgbench: " + ran.err, run;
    run.perSecond = std::strtod(ran.out.c_str() + at + 6, nullptr);
    run.latencyP99Ms = percentile(latencies(folder.path().toStdString()), 0.99);
    return run;
}

}  // namespace bench
