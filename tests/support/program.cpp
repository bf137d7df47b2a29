// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>

namespace support {

namespace {

std::string temporaryFile() {
    const char* folder = std::getenv("TMPDIR");
    std::string path = std::string(folder ? folder : "/tmp") + "/gridhall-test-XXXXXX";
    const int descriptor = mkstemp(path.data());
    if (descriptor >= 0) close(descriptor);
    return path;
}

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

Program::Program(const std::vector<std::string>& command, const std::string& stdinFile,
                 const std::string& stdoutFile)
    : m_start(std::chrono::steady_clock::now()),
      m_outFile(stdoutFile.empty() ? temporaryFile() : stdoutFile),
      m_errFile(temporaryFile()),
      m_keepsOut(stdoutFile.empty()) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const std::string in = stdinFile.empty() ? "/dev/null" : stdinFile;
    // posix_spawn, never fork: the tests have threads, and a fork would leave the child the locks
    // the others held (the allocator's, the environment's) with nobody to open them.
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const int written = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&files, 0, in.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, m_outFile.c_str(), written, 0600);
    posix_spawn_file_actions_addopen(&files, 2, m_errFile.c_str(), written, 0600);
    const int failure =
        posix_spawn(&m_pid, arguments[0], &files, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failure == 0) return;
    m_pid = -1;
    m_ended = true;
    m_ran.exitCode = 127;
    std::ofstream(m_errFile) << command.front() << ": " << std::strerror(failure) << '\n';
}

Program::~Program() {
    if (!m_ended) {
        kill(SIGKILL);
        reap(0);
    }
    if (m_keepsOut) unlink(m_outFile.c_str());
    unlink(m_errFile.c_str());
}

// The kernel's own figure at the end counts what the parent held when it forked; the status of the
// running program does not.
void Program::sampleMemory() {
    std::ifstream status("/proc/" + std::to_string(m_pid) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            m_ran.peakMebibytes = std::strtod(line.c_str() + 6, nullptr) / 1024.0;
}

void Program::reap(int options) {
    if (m_ended || m_pid <= 0) return;
    int status = 0;
    rusage usage{};
    sampleMemory();
    if (wait4(m_pid, &status, options, &usage) != m_pid) return;
    m_ended = true;
    m_ran.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    m_ran.cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    m_ran.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool Program::isRunning() {
    reap(WNOHANG);
    return !m_ended;
}

void Program::kill(int signal) {
    if (!m_ended && m_pid > 0) ::kill(m_pid, signal);
}

Ran Program::finish(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (isRunning() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    kill(SIGKILL);
    reap(0);
    if (m_keepsOut) m_ran.out = contents(m_outFile);
    m_ran.err = contents(m_errFile);
    return m_ran;
}

std::string Program::outSoFar() const {
    return contents(m_outFile);
}

Ran run(const std::vector<std::string>& command, const std::string& stdinFile,
        const std::string& stdoutFile) {
    return Program(command, stdinFile, stdoutFile).finish(std::chrono::hours(4));
}

}  // namespace support
