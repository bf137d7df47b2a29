// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/progress.h"

#include <algorithm>

#include "dispatch/routing.h"

namespace dispatch {
namespace {

void markLate(Case& record, Seconds now) {
    if (record.due && now >= *record.due && !record.lateSince) record.lateSince = record.due;
}

/// Warning and limit from where the limit began.
void count(const Rules& rules, Case& record) {
    const Deadline limit = deadline(rules.limits, rules.calendarOf(record.centre), record,
                                    record.stageEntered, std::chrono::seconds(record.spentSeconds));
    if (limit.due != record.due || limit.warnAt != record.warnAt) record.warned = false;
    record.due = limit.due;
    record.warnAt = limit.warnAt;
}

void begin(const Rules& rules, Case& record, Seconds now) {
    record.stageEntered = now;
    record.spentSeconds = 0;
    record.warned = false;
    if (record.suspendedSince) {
        // It goes on standing still, with all of the new limit left.
        record.suspendedSince = now;
        return;
    }
    count(rules, record);
}

std::chrono::seconds usedOf(const Rules& rules, const Case& record, Seconds from, Seconds until) {
    const auto allowed =
        rules.limits.allowed(record.category, record.risk, record.level, record.stage);
    if (!allowed || until <= from) return {};
    return usedBetween(rules.calendarOf(record.centre), allowed->unit, from, until);
}

}  // namespace

void enterStage(const Rules& rules, Case& record, const std::string& stage, Seconds now) {
    record.stage = stage;
    record.lateSince.reset();
    record.suspendedSince.reset();
    begin(rules, record, now);
}

void enterLevel(const Rules& rules, const Picture& picture, Case& record, const std::string& level,
                Seconds now) {
    if (record.level == level) return;
    markLate(record, now);
    record.level = level;
    record.centre = centreAt(picture, level, record.grid);
    begin(rules, record, now);
}

void renewLimit(const Rules& rules, Case& record, Seconds now) {
    if (!record.due || now < *record.due) return;
    markLate(record, now);
    begin(rules, record, now);
}

void recountLimit(const Rules& rules, Case& record, Seconds now) {
    if (record.suspendedSince || record.closed) return;
    markLate(record, now);
    count(rules, record);
}

void stopClock(const Rules& rules, Case& record, Seconds now) {
    markLate(record, now);
    record.spentSeconds += usedOf(rules, record, record.stageEntered, now).count();
    record.suspendedSince = now;
    record.due.reset();
    record.warnAt.reset();
}

void startClock(const Rules& rules, Case& record, Seconds now) {
    record.suspendedSince.reset();
    record.stageEntered = now;
    count(rules, record);
}

void extendClock(const Rules& rules, Case& record, std::chrono::seconds longer, Seconds now) {
    if (!record.due) return;
    markLate(record, now);
    const Seconds before = *record.due;
    const auto amber = record.warnAt ? before - *record.warnAt : std::chrono::seconds(0);
    record.due = std::max(before, now) + longer;
    record.warnAt = *record.due - amber;
    record.warned = false;
    record.spentSeconds -= usedOf(rules, record, before, *record.due).count();
}

void closeCase(Case& record, Seconds now) {
    // A caller's time may be a little ahead of ours.
    record.closed = std::max(now, record.reported);
    record.due.reset();
    record.warnAt.reset();
    record.warned = false;
    record.suspendedSince.reset();
    record.spentSeconds = 0;
}

}  // namespace dispatch
