// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/case.h"

#include <algorithm>

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
    const Seconds began = record.stageEntered;
    if (!record.due || *record.due <= began) return 0;
    const Seconds due = *record.due;
    const Seconds warn = record.warnAt.value_or(due);
    if (!record.warnAt || warn >= due) return partOf(began, now, due);
    // What was used before a suspension, as the two ends of the limit tell it.
    const double lastFifth = partOf(began, warn, due);
    const double spent =
        record.spentSeconds > 0
            ? std::clamp(1 - (1 - kWarnShare) / std::max(1e-9, 1 - lastFifth), 0.0, kWarnShare)
            : 0;
    if (now >= due) return 1 + (1 - spent) * partOf(due, now, due + (due - began));
    if (now >= warn) return kWarnShare + (1 - kWarnShare) * partOf(warn, now, due);
    return spent + (kWarnShare - spent) * partOf(began, now, warn);
}

namespace {
constexpr std::string_view kAttachment = "attachment: ";
}

std::string attachmentText(const std::string& reference) {
    return std::string(kAttachment) + reference;
}

std::optional<std::string> attachmentOf(const CaseNote& note) {
    if (!note.text.starts_with(kAttachment)) return std::nullopt;
    return note.text.substr(kAttachment.size());
}

ClockState clockState(const Case& record, Seconds now) {
    if (record.closed) return ClockState::None;
    if (record.suspendedSince) return ClockState::Suspended;
    if (!record.due) return ClockState::None;
    if (now >= *record.due) return record.supervised ? ClockState::Supervised : ClockState::Late;
    return clockShare(record, now) < kWarnShare ? ClockState::Ok : ClockState::Warn;
}

bool isOverdue(const Case& record, Seconds now) {
    if (record.closed || record.suspendedSince) return false;
    return record.lateSince || (record.due && now >= *record.due);
}

}  // namespace dispatch
