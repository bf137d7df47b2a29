// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/responder.h"

namespace dispatch {

FixAge fixAge(Millis measured, Millis now, int reportSeconds) {
    const auto age = now - measured;
    const auto interval = std::chrono::seconds(reportSeconds > 0 ? reportSeconds : 1);
    if (age <= 3 * interval) return FixAge::Fresh;
    if (age <= 6 * interval) return FixAge::Ageing;
    return FixAge::Stale;
}

}  // namespace dispatch
