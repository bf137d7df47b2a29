// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verb.h"

namespace app {

// One declaration and one row a verb.

std::span<const Verb> verbs() {
    return {};
}

}  // namespace app
