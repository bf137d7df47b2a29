// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/rules.h"

#include <charconv>

namespace dispatch {
namespace {

constexpr std::string_view kDesk = "desk.";
constexpr std::string_view kCentreZone = "centre.zone.";
constexpr std::string_view kCentreCalendar = "centre.calendar.";
constexpr const char* kDefaultZone = "Asia/Shanghai";

using Values = std::map<std::string, std::string>;

const std::string& textOf(const Values& values, const std::string& key,
                          const std::string& fallback) {
    const auto found = values.find(key);
    return found == values.end() || found->second.empty() ? fallback : found->second;
}

Error inSetting(const std::string& key, const Error& error) {
    return {error.code, "setting " + key + ": " + error.detail};
}

Result<ZoneTable> zoneOf(const ZoneLookup& zones, const std::string& key, const std::string& name) {
    ZoneTable table = zones(name);
    if (table.empty())
        return Error{ErrorCode::BadInput,
                     "setting " + key + ": unknown time zone \"" + name + "\""};
    return table;
}

/// Centres with a zone or a calendar of their own.
Result<void> readCentres(const Values& values, const ZoneLookup& zones, Rules& rules) {
    for (const auto& [key, value] : values) {
        if (!key.starts_with(kCentreCalendar)) continue;
        auto calendar = readWorkCalendar(value);
        if (!calendar) return inSetting(key, calendar.error());
        calendar->zone = rules.calendar.zone;
        rules.calendars[key.substr(kCentreCalendar.size())] = std::move(*calendar);
    }
    for (const auto& [key, value] : values) {
        if (!key.starts_with(kCentreZone)) continue;
        const std::string centre = key.substr(kCentreZone.size());
        auto zone = zoneOf(zones, key, value);
        if (!zone) return zone.error();
        rules.calendars.try_emplace(centre, rules.calendarOf(centre)).first->second.zone =
            std::move(*zone);
    }
    return {};
}

}  // namespace

const WorkCalendar& Rules::calendarOf(const std::string& centre) const {
    if (calendars.empty()) return calendar;
    for (std::size_t length = centre.size(); length > 0; --length) {
        const auto found = calendars.find(centre.substr(0, length));
        if (found != calendars.end()) return found->second;
    }
    return calendar;
}

std::int64_t Rules::number(const std::string& key, std::int64_t fallback) const {
    const auto found = numbers.find(key);
    if (found == numbers.end()) return fallback;
    const std::string& text = found->second;
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? value : fallback;
}

Result<Rules> readRules(const Table<Setting>& settings, const RuleTexts& defaults,
                        const ZoneLookup& zones) {
    Values values;
    settings.forEach([&](const Setting& row) { values[row.key] = row.value; });
    Rules rules;
    auto workflow = Workflow::read(textOf(values, "rules.workflow", defaults.workflow));
    if (!workflow) return inSetting("rules.workflow", workflow.error());
    rules.workflow = std::move(*workflow);
    auto limits = LimitPolicy::read(
        textOf(values, "rules.limits", textOf(values, "limits", defaults.limits)));
    if (!limits) return inSetting("rules.limits", limits.error());
    rules.limits = std::move(*limits);
    auto calendar = readWorkCalendar(textOf(values, "rules.calendar", defaults.calendar));
    if (!calendar) return inSetting("rules.calendar", calendar.error());
    rules.calendar = std::move(*calendar);
    auto zone = zoneOf(zones, "zone", textOf(values, "zone", kDefaultZone));
    if (!zone) return zone.error();
    rules.calendar.zone = std::move(*zone);
    if (auto centres = readCentres(values, zones, rules); !centres) return centres.error();
    for (const auto& [key, value] : values)
        if (key.starts_with(kDesk)) rules.numbers[key] = value;
    return rules;
}

}  // namespace dispatch
