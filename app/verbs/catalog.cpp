// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verb.h"

#include <array>

namespace app {

// One declaration and one row a verb.
extern const Verb kClock;
extern const Verb kInit;

std::span<const Verb> verbs() {
    static const std::array all = {
        kInit,
        kClock,
    };
    return all;
}

}  // namespace app
