// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/seed.h"

#include <cstdio>
#include <cstdlib>
#include <random>

namespace support {

std::uint64_t seed(const char* what) {
    std::uint64_t value = std::random_device{}();
    if (const char* fixed = std::getenv("GRIDHALL_SEED")) value = std::strtoull(fixed, nullptr, 10);
    std::printf("%s: GRIDHALL_SEED=%llu\n", what, static_cast<unsigned long long>(value));
    std::fflush(stdout);
    return value;
}

int soakCount(int small, int whole) {
    return std::getenv("GRIDHALL_SOAK") ? whole : small;
}

}  // namespace support
