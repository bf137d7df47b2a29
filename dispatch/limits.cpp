// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/limits.h"

#include <algorithm>
#include <tuple>

#include "dispatch/table_rows.h"

namespace dispatch {
namespace {

constexpr std::string_view kTable = "limits";
constexpr std::string_view kAll = "*";

/// Where a table's fields stand; the older one has no level and gives minutes.
struct Columns {
    std::size_t category = 0, risk = 1, level = 2, stage = 3, limit = 4;
    bool isOld() const { return limit == 3; }
    std::size_t count() const { return limit + 1; }
};

std::optional<Columns> columnsOf(const TableRow& heading) {
    using Fields = std::vector<std::string_view>;
    if (heading.fields == Fields{"category", "risk", "level", "stage", "limit"}) return Columns{};
    if (heading.fields == Fields{"category", "risk", "stage", "minutes"})
        return Columns{0, 1, 4, 2, 3};
    return std::nullopt;
}

std::string orAll(std::string_view field) {
    return std::string(field.empty() ? kAll : field);
}

/// @return What is wrong with the row, else empty.
std::string readRow(const TableRow& row, const Columns& columns, LimitRow& read) {
    if (row.fields.size() != columns.count())
        return "it has " + std::to_string(row.fields.size()) + " fields, not " +
               std::to_string(columns.count());
    read.category = row.at(columns.category);
    if (read.category.empty()) return "category is empty";
    const std::string_view risk = row.at(columns.risk);
    if (risk == "low")
        read.risk = Risk::Low;
    else if (risk == "medium")
        read.risk = Risk::Medium;
    else if (risk == "high")
        read.risk = Risk::High;
    else if (!risk.empty() && risk != kAll)
        return "risk " + quoted(risk) + " is none of low, medium, high and *";
    read.level = orAll(row.at(columns.level));
    read.stage = row.at(columns.stage);
    if (read.stage.empty() || read.stage == kAll) return "stage is not named";
    const std::string limit(row.at(columns.limit));
    const auto allowed = readAllowed(columns.isOld() ? limit + " min" : limit);
    if (!allowed) return "limit " + allowed.error().detail;
    read.allowed = *allowed;
    return {};
}

auto particularity(const LimitRow& row) {
    return std::tuple(row.category == kAll ? std::size_t{0} : row.category.size(),
                      row.level != kAll, row.risk.has_value());
}

bool areAlike(const LimitRow& a, const LimitRow& b) {
    return a.category == b.category && a.risk == b.risk && a.level == b.level && a.stage == b.stage;
}

}  // namespace

Result<LimitPolicy> LimitPolicy::read(std::string_view table) {
    const std::vector<TableRow> rows = tableRows(table);
    const auto columns = rows.empty() ? std::nullopt : columnsOf(rows.front());
    if (!columns)
        return badRow(kTable, rows.empty() ? 1 : rows.front().line,
                      "the heading is not category,risk,level,stage,limit");
    LimitPolicy policy;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        LimitRow read;
        if (const std::string what = readRow(rows[i], *columns, read); !what.empty())
            return badRow(kTable, rows[i].line, what);
        for (const LimitRow& other : policy.m_rows)
            if (areAlike(other, read))
                return badRow(kTable, rows[i].line,
                              "a row before it gives the limit of the same category, risk, level "
                              "and stage");
        policy.m_rows.push_back(std::move(read));
    }
    std::stable_sort(
        policy.m_rows.begin(), policy.m_rows.end(),
        [](const LimitRow& a, const LimitRow& b) { return particularity(a) > particularity(b); });
    return policy;
}

std::optional<Allowed> LimitPolicy::allowed(const std::string& category, Risk risk,
                                            const std::string& level,
                                            const std::string& stage) const {
    for (const LimitRow& row : m_rows) {
        if (row.stage != stage || (row.risk && *row.risk != risk)) continue;
        if (row.level != kAll && row.level != level) continue;
        if (row.category == kAll || category.starts_with(row.category)) return row.allowed;
    }
    return std::nullopt;
}

Deadline deadline(const std::optional<Allowed>& allowed, const WorkCalendar& calendar, Seconds from,
                  std::chrono::seconds spent) {
    if (!allowed) return {};
    const auto due = reached(calendar, *allowed, 1, from, spent);
    if (!due) return {};
    return {reached(calendar, *allowed, kWarnShare, from, spent), due};
}

Deadline deadline(const LimitPolicy& policy, const WorkCalendar& calendar, const Case& record,
                  Seconds from, std::chrono::seconds spent) {
    return deadline(policy.allowed(record.category, record.risk, record.level, record.stage),
                    calendar, from, spent);
}

}  // namespace dispatch
