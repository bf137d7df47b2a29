// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/defaults.h"

#include <cassert>
#include <charconv>

#include "gis/store/embedded.h"

namespace gis {
namespace {

using namespace dispatch;

/// Rows of one of our own lists, without its heading. Fields may be quoted.
std::vector<std::vector<std::string>> rowsOf(std::string_view file) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (const char c : embeddedFile(file)) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            row.emplace_back();
        } else if (c == '\n') {
            rows.push_back(std::move(row));
            row.assign(1, {});
        } else if (c != '\r') {
            row.back() += c;
        }
    }
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
}

int number(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Risk riskOf(const std::string& word) {
    if (word == "high") return Risk::High;
    return word == "medium" ? Risk::Medium : Risk::Low;
}

Setting setting(const std::string& key, const std::string& value) {
    Setting made;
    made.key = key;
    made.value = value;
    return made;
}

}  // namespace

std::string_view embeddedFile(std::string_view name) {
    for (const EmbeddedFile& file : embeddedFiles())
        if (file.name == name) return file.text;
    return {};
}

std::vector<Level> defaultLevels() {
    std::vector<Level> levels;
    for (const auto& row : rowsOf("levels.csv")) {
        Level level;
        level.code = row.at(0);
        level.nameZh = row.at(1);
        level.nameEn = row.at(2);
        level.rank = number(row.at(3));
        level.codeDigits = number(row.at(4));
        levels.push_back(std::move(level));
    }
    return levels;
}

std::vector<Category> defaultCategories() {
    std::vector<Category> categories;
    for (const auto& row : rowsOf("categories.csv")) {
        Category category;
        category.code = row.at(0);
        category.parent = row.at(1);
        category.nameZh = row.at(2);
        category.nameEn = row.at(3);
        category.risk = riskOf(row.at(4));
        categories.push_back(std::move(category));
    }
    return categories;
}

LimitPolicy defaultLimits() {
    auto limits = LimitPolicy::read(embeddedFile("limits.csv"));
    assert(limits);
    return std::move(limits).value();
}

std::vector<Setting> defaultSettings() {
    std::vector<Setting> settings;
    for (const auto& row : rowsOf("settings.csv"))
        settings.push_back(setting(row.at(0), row.at(1)));
    return settings;
}

std::chrono::minutes allowedTime(const LimitPolicy& limits, const Case& record) {
    const auto allowed = limits.allowed(record.category, record.risk, record.level, record.stage);
    if (!allowed) return {};
    switch (allowed->unit) {
        case LimitUnit::Minutes:
            return std::chrono::minutes(allowed->amount);
        case LimitUnit::Hours:
        case LimitUnit::WorkHours:
        case LimitUnit::EmergencyHours:
            return std::chrono::hours(allowed->amount);
        case LimitUnit::Days:
        case LimitUnit::WorkDays:
            return std::chrono::days(allowed->amount);
    }
    return {};
}

RuleTexts defaultRuleTexts() {
    return {std::string(embeddedFile("workflow.csv")), std::string(embeddedFile("limits.csv")),
            std::string(embeddedFile("calendar.csv"))};
}

Transaction defaultsFor(const CreateOptions& options) {
    Transaction first;
    first.key = "init";
    first.by = options.by;
    first.note = "store made";
    const auto add = [&](Record record) { first.writes.push_back({std::move(record), {}, false}); };
    add(setting("city.name", options.cityName));
    if (!options.mapCrs.empty()) add(setting("map.crs", options.mapCrs));
    if (!options.defaults) return first;
    for (Setting& row : defaultSettings()) add(std::move(row));
    add(setting("rules.workflow", std::string(embeddedFile("workflow.csv"))));
    add(setting("rules.limits", std::string(embeddedFile("limits.csv"))));
    for (Level& row : defaultLevels()) add(std::move(row));
    for (Category& row : defaultCategories()) add(std::move(row));
    return first;
}

}  // namespace gis
