// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/case.h"

namespace dispatch {

double clockShare(const Case& record, Seconds now) {
    if (!record.due || *record.due <= record.stageEntered) return 0;
    const auto used = now - record.stageEntered;
    const auto allowed = *record.due - record.stageEntered;
    return static_cast<double>(used.count()) / static_cast<double>(allowed.count());
}

ClockState clockState(const Case& record, Seconds now) {
    if (!record.due || record.closed) return ClockState::None;
    if (now >= *record.due) return ClockState::Late;
    return clockShare(record, now) < 0.8 ? ClockState::Ok : ClockState::Warn;
}

}  // namespace dispatch
