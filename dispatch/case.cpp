// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/case.h"

#include "dispatch/limits.h"

namespace dispatch {
namespace {

double partOf(Seconds from, Seconds at, Seconds to) {
    return to > from
               ? static_cast<double>((at - from).count()) / static_cast<double>((to - from).count())
               : 0;
}

}  // namespace

double clockShare(const Case& record, Seconds now) {
    if (!record.due || *record.due <= record.stageEntered) return 0;
    if (!record.warnAt || now >= *record.due) return partOf(record.stageEntered, now, *record.due);
    if (now < *record.warnAt) return kWarnShare * partOf(record.stageEntered, now, *record.warnAt);
    return kWarnShare + (1 - kWarnShare) * partOf(*record.warnAt, now, *record.due);
}

ClockState clockState(const Case& record, Seconds now) {
    if (record.closed) return ClockState::None;
    if (record.suspendedSince) return ClockState::Suspended;
    if (!record.due) return ClockState::None;
    if (now >= *record.due) return record.supervised ? ClockState::Supervised : ClockState::Late;
    return clockShare(record, now) < kWarnShare ? ClockState::Ok : ClockState::Warn;
}

}  // namespace dispatch
