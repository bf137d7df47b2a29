// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/queue_view.h"

#include "dispatch/search_text.h"
#include "dispatch/work_calendar.h"

namespace dispatch {
namespace {

/// "stage:handling" as its two halves; empty where the word is no such pair.
std::pair<std::string_view, std::string_view> keyed(std::string_view word) {
    const auto colon = word.find(':');
    if (colon == std::string_view::npos || colon + 1 == word.size()) return {};
    return {word.substr(0, colon), word.substr(colon + 1)};
}

std::optional<Risk> riskNamed(std::string_view word) {
    if (word == "low") return Risk::Low;
    if (word == "medium") return Risk::Medium;
    if (word == "high") return Risk::High;
    return {};
}

std::optional<std::chrono::seconds> ageNamed(std::string_view word) {
    const auto unit = word.find_first_not_of("0123456789");
    if (unit == 0 || unit == std::string_view::npos) return {};
    const auto allowed =
        readAllowed(std::string(word.substr(0, unit)) + ' ' + std::string(word.substr(unit)));
    if (!allowed) return {};
    switch (allowed->unit) {
        case LimitUnit::Minutes:
            return std::chrono::minutes(allowed->amount);
        case LimitUnit::Hours:
            return std::chrono::hours(allowed->amount);
        case LimitUnit::Days:
            return std::chrono::days(allowed->amount);
        case LimitUnit::WorkHours:
        case LimitUnit::WorkDays:
        case LimitUnit::EmergencyHours:
            break;
    }
    return {};
}

/// Whether a word was one of a view's own, and what it says was kept.
bool take(std::string_view word, QueueView& view) {
    for (const auto& [name, flag] :
         {std::pair{"overdue", &view.overdue}, std::pair{"suspended", &view.suspended},
          std::pair{"supervised", &view.supervised}, std::pair{"onspot", &view.onSpot},
          std::pair{"mine", &view.mine}})
        if (word == name) return *flag = true;
    const auto [key, value] = keyed(word);
    for (const auto& [name, field] :
         {std::pair{"stage", &view.stage}, std::pair{"level", &view.level},
          std::pair{"category", &view.category}, std::pair{"grid", &view.grid},
          std::pair{"unit", &view.unit}})
        if (key == name) {
            *field = value;
            return true;
        }
    if (key == "risk") return (view.risk = riskNamed(value)).has_value();
    if (key == "older") return (view.olderThan = ageNamed(value)).has_value();
    return false;
}

bool helps(const Case& record, const std::string& unit) {
    if (record.leadUnit == unit) return true;
    std::string_view rest = record.cooperating;
    while (!rest.empty()) {
        const auto space = rest.find(' ');
        if (rest.substr(0, space) == unit) return true;
        rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
    }
    return false;
}

}  // namespace

bool QueueView::narrowsNothing() const {
    return *this == QueueView{};
}

QueueView readQueueView(std::string_view line) {
    QueueView view;
    std::string text;
    while (!line.empty()) {
        if (line.front() == '"') {
            const auto end = line.find('"', 1);
            const auto quoted = line.substr(1, end == std::string_view::npos ? end : end - 1);
            text += ' ' + std::string(quoted);
            line = end == std::string_view::npos ? std::string_view() : line.substr(end + 1);
            continue;
        }
        const auto end = line.find_first_of(" \"");
        const std::string_view word = line.substr(0, end);
        if (!word.empty() && !take(word, view)) text += ' ' + std::string(word);
        line = end == std::string_view::npos ? std::string_view()
                                             : line.substr(line[end] == '"' ? end : end + 1);
    }
    view.words = searchWords(text);
    return view;
}

bool shows(const QueueView& view, const Case& record, const std::u32string& text, Seconds now,
           const std::string& centre) {
    if (!view.stage.empty() && record.stage != view.stage) return false;
    if (!view.level.empty() && record.level != view.level) return false;
    if (!record.category.starts_with(view.category)) return false;
    if (!record.grid.starts_with(view.grid)) return false;
    if (!view.unit.empty() && !helps(record, view.unit)) return false;
    if (view.risk && record.risk != *view.risk) return false;
    if (view.olderThan && now - record.reported < *view.olderThan) return false;
    if (view.suspended && !record.suspendedSince) return false;
    if (view.supervised && !record.supervised) return false;
    if (view.onSpot && !record.onSpot) return false;
    if (view.mine && !centre.empty() && record.centre != centre) return false;
    if (view.overdue && !isOverdue(record, now)) return false;
    return holdsWords(text, view.words);
}

Urgency urgencyOf(const Case& record) {
    Urgency urgency;
    if (record.lateSince)
        urgency.due = *record.lateSince;
    else if (record.due)
        urgency.due = *record.due;
    urgency.calm = static_cast<int>(Risk::High) - static_cast<int>(record.risk);
    urgency.id = record.id;
    return urgency;
}

}  // namespace dispatch
