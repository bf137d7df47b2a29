// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace support {

/// What a finished program was like.
struct Ran {
    int exitCode = -1;         ///< Negative: the number of the signal that ended it.
    double seconds = 0;        ///< From its start to its end.
    double cpuSeconds = 0;     ///< On all cores, what the machine's other work does not change.
    double peakMebibytes = 0;  ///< Largest memory it ever held, by looking every few milliseconds.
    std::string out;           ///< Its stdout; empty where that went to a file.
    std::string err;
};

/// A program that runs beside the test; killed with SIGKILL when this goes out of scope.
class Program {
  public:
    /// Starts it with its output in files of its own.
    /// @param command  Path of the program, then its arguments.
    /// @param stdinFile, stdoutFile  Empty: nothing to read; kept and given by finish().
    explicit Program(const std::vector<std::string>& command, const std::string& stdinFile = {},
                     const std::string& stdoutFile = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    pid_t pid() const { return m_pid; }
    bool isRunning();
    void kill(int signal);
    /// Waits for its end, or kills it when the time is over.
    Ran finish(std::chrono::milliseconds patience = std::chrono::minutes(10));
    /// What it has written so far.
    std::string outSoFar() const;

  private:
    void reap(int options);
    void sampleMemory();

    pid_t m_pid = -1;
    std::chrono::steady_clock::time_point m_start;
    std::string m_outFile;
    std::string m_errFile;
    bool m_keepsOut = true;
    bool m_ended = false;
    Ran m_ran;
};

/// Runs a program to its end.
Ran run(const std::vector<std::string>& command, const std::string& stdinFile = {},
        const std::string& stdoutFile = {});

}  // namespace support
