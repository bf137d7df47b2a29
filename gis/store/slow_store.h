// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "dispatch/store.h"

namespace gis {

/// How slow and unreliable a SlowStore is.
struct Slowness {
    std::chrono::milliseconds delay{50};
    int failEvery = 20;  ///< Every nth call is Unavailable; 0: none.
    /// Half of the failing commits were done all the same: the answer is lost, not the work, as on
    /// a broken line. That is what idempotency keys are for.
    bool loseAnswers = false;
};

/// A store over a bad line: waits before every call and fails some. For tests and for trying the
/// window by hand.
///
/// @thread as the store inside.
std::unique_ptr<dispatch::Store> makeSlowStore(std::unique_ptr<dispatch::Store> inside,
                                               Slowness slowness = {});

}  // namespace gis
