// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace bench {

namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
    return out + '"';
}

std::string number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", std::isfinite(value) ? value : -1.0);
    return text;
}

}  // namespace

void emit(const Row& row) {
    std::string line = "{\"name\":" + quoted(row.name) + ",\"value\":" + number(row.value) +
                       ",\"unit\":" + quoted(row.unit) + ",\"direction\":\"" +
                       (row.better == Better::Lower ? "max" : "min") + '"';
    if (row.target) line += ",\"target\":" + number(*row.target);
    if (!row.peer.empty()) line += ",\"peer\":" + quoted(row.peer);
    if (row.peerValue) line += ",\"peerValue\":" + number(*row.peerValue);
    if (row.size) line += ",\"size\":" + number(*row.size);
    if (!row.note.empty()) line += ",\"note\":" + quoted(row.note);
    std::printf("%s}\n", line.c_str());
    std::fflush(stdout);
}

void skip(const std::string& name, const std::string& why) {
    std::printf("{\"name\":%s,\"skipped\":%s}\n", quoted(name).c_str(), quoted(why).c_str());
    std::fflush(stdout);
}

bool full() {
    return std::getenv("GRIDHALL_BENCH_FULL") != nullptr;
}

double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto last = static_cast<double>(values.size() - 1);
    const auto at = static_cast<std::ptrdiff_t>(std::ceil(share * last));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

}  // namespace bench
