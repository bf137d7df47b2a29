// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "dispatch/result.h"

namespace bench {

/// The value; a failure ends the program with its sentence.
template <class Value>
Value must(dispatch::Result<Value> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().detail.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

}  // namespace bench
