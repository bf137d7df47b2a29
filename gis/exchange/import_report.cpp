// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/import_report.h"

#include <algorithm>
#include <cstdio>

namespace gis {

namespace {

std::string counted(const char* head, const std::map<std::string, ReportCount>& counts) {
    std::string text;
    for (const auto& [reason, count] : counts) {
        text += std::string(head) + " " + std::to_string(count.count) + ": " + reason + "\n";
        for (const std::string& example : count.examples) text += "    " + example + "\n";
        const auto more = count.count - static_cast<std::int64_t>(count.examples.size());
        if (more > 0 && !count.examples.empty())
            text += "    and " + std::to_string(more) + " more\n";
    }
    return text;
}

std::string listed(const char* head, const std::map<std::string, std::int64_t>& counts) {
    if (counts.empty()) return {};
    std::vector<std::pair<std::string, std::int64_t>> order(counts.begin(), counts.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text = head;
    for (const auto& [name, count] : order)
        text += (text.size() > std::char_traits<char>::length(head) ? ", " : " ") + name + " " +
                std::to_string(count);
    return text + "\n";
}

}  // namespace

std::int64_t ImportReport::takenTotal() const {
    std::int64_t total = 0;
    for (const auto& [kindName, count] : taken) total += count;
    return total;
}

std::int64_t ImportReport::refusedTotal() const {
    std::int64_t total = 0;
    for (const auto& [reason, count] : refused) total += count.count;
    return total;
}

std::string ImportReport::text() const {
    std::string text = kind + " from " + file + " (" + format;
    if (!layer.empty()) text += ", layer " + layer;
    text += ")\n";
    if (!crs.empty()) text += "CRS: " + crs + " (" + crsFrom + ")\n";
    if (!timeZone.empty()) text += "times: " + timeZone + "\n";
    if (!columns.empty()) {
        text += "columns:";
        for (const auto& [field, column] : columns) text += " " + field + "=" + column;
        text += "\n";
    }
    text += "rows read: " + std::to_string(rows) + "\n";
    text += listed(dryRun ? "would be taken:" : "taken:", taken);
    if (taken.empty()) text += dryRun ? "would be taken: nothing\n" : "taken: nothing\n";
    text += listed("by class:", classes);
    text += listed("left on purpose:", left);
    text += counted("repaired", repaired);
    text += counted("refused", refused);
    for (const std::string& note : notes) text += "note: " + note + "\n";
    char time[64];
    std::snprintf(time, sizeof time, "%.1f s%s\n", seconds,
                  dryRun ? ", a dry run: nothing was written" : "");
    return text + time;
}

}  // namespace gis
