// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/memory_watch.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bench/bench.h"

namespace soak {
namespace {

double fieldMebibytes(const std::string& file, const char* field) {
    std::ifstream status(file);
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::strtod(line.c_str() + std::string(field).size(), nullptr) / 1024;
    return 0;
}

/// What a process and its children hold for themselves: a server has a process for each connection.
/// The buffers these share are of a fixed size and fill up by design; what programs share with
/// other programs changes as those come and go: both are left out.
double held(int pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    double sum = fieldMebibytes(folder + "/smaps_rollup", "Anonymous:");
    std::ifstream children(folder + "/task/" + std::to_string(pid) + "/children");
    for (int child = 0; children >> child;) sum += held(child);
    return sum;
}

}  // namespace

void MemoryWatch::add(const std::string& name, int pid) {
    if (pid > 0) m_processes[name] = pid;
}

void MemoryWatch::look(double second) {
    for (const auto& [name, pid] : m_processes)
        if (const double now = held(pid); now > 0) m_looks[name].push_back({second, now});
}

double MemoryWatch::growth(const std::string& name, double fromSecond) const {
    const auto looks = m_looks.find(name);
    if (looks == m_looks.end()) return 0;
    std::vector<double> later;
    for (const Look& one : looks->second)
        if (one.second >= fromSecond) later.push_back(one.mebibytes);
    if (later.size() < 20) return 0;
    const double first = bench::percentile({later.begin(), later.begin() + 10}, 0.5);
    const double end = bench::percentile({later.end() - 10, later.end()}, 0.5);
    return end / first - 1;
}

double MemoryWatch::last(const std::string& name) const {
    const auto looks = m_looks.find(name);
    return looks == m_looks.end() || looks->second.empty() ? 0 : looks->second.back().mebibytes;
}

std::vector<std::string> MemoryWatch::names() const {
    std::vector<std::string> list;
    for (const auto& [name, pid] : m_processes) list.push_back(name);
    return list;
}

}  // namespace soak
