// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/pace.h"

#include <algorithm>
#include <thread>

namespace gis {
namespace {

constexpr std::chrono::milliseconds kPause{20};
constexpr double kWantedMs = 12;
constexpr double kFewest = 50;
constexpr double kMost = 1000;

}  // namespace

void Pace::rest(bool needed) {
    if (needed && !m_exclusive && !m_first) std::this_thread::sleep_for(kPause);
    m_first = false;
}

void Pace::holds() {
    m_began = std::chrono::steady_clock::now();
}

std::size_t Pace::next(std::size_t rows) {
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - m_began;
    const double fit = static_cast<double>(rows) * kWantedMs / std::max(took.count(), 0.1);
    const double most = std::min(kMost, 2 * static_cast<double>(rows));
    return static_cast<std::size_t>(std::clamp(fit, kFewest, std::max(kFewest, most)));
}

}  // namespace gis
