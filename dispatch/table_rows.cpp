// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/table_rows.h"

#include "dispatch/text.h"

namespace dispatch {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

template <class Take>
void splitAt(std::string_view text, char between, Take take) {
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(between, start), text.size());
        take(trimmed(text.substr(start, end - start)));
        start = end + 1;
    }
}

}  // namespace

std::vector<TableRow> tableRows(std::string_view text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    std::vector<TableRow> rows;
    int number = 0;
    splitAt(text, '\n', [&](std::string_view line) {
        ++number;
        line = trimmed(line.substr(0, line.find('#')));
        if (line.empty()) return;
        TableRow row{number, {}};
        splitAt(line, ',', [&](std::string_view field) { row.fields.push_back(field); });
        rows.push_back(std::move(row));
    });
    return rows;
}

std::vector<std::string_view> wordsOf(std::string_view field, char between) {
    std::vector<std::string_view> words;
    splitAt(field, between, [&](std::string_view word) {
        if (!word.empty()) words.push_back(word);
    });
    return words;
}

Error badRow(std::string_view table, int line, const std::string& what) {
    return {ErrorCode::BadInput,
            std::string(table) + ", line " + std::to_string(line) + ": " + what};
}

std::string quoted(std::string_view field) {
    return '"' + printable(field, 60) + '"';
}

}  // namespace dispatch
