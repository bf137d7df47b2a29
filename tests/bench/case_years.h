// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "dispatch/store.h"

namespace bench {

/// Brings in cases as years leave them, by one batch: "Y-0", "Y-1" ..., one of 300 still open. Ends
/// the program where that fails.
/// @param first Other rows that come in before them.
void addCaseYears(dispatch::Store& store, std::int64_t cases,
                  std::vector<dispatch::Record> first = {});

}  // namespace bench
