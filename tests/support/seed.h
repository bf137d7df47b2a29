// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace support {

/// A fresh seed for a property test, printed so that a failure can be repeated; GRIDHALL_SEED fixes
/// it.
std::uint64_t seed(const char* what);

/// A count that is small in the suite and whole under `./dev soak` (GRIDHALL_SOAK=1).
int soakCount(int small, int whole);

}  // namespace support
