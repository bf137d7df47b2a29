// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dispatch/result.h"

namespace dispatch {

/// One row of a rule table, a view into its text.
struct TableRow {
    int line = 0;  ///< From 1.
    std::vector<std::string_view> fields;
    /// A field, empty where the row is shorter.
    std::string_view at(std::size_t field) const {
        return field < fields.size() ? fields[field] : std::string_view();
    }
};

/// The rows of a rule table: fields by comma, spaces around them left out; '#' begins a comment,
/// empty lines are no rows.
std::vector<TableRow> tableRows(std::string_view text);
/// The words of a field that holds several, none of them empty.
std::vector<std::string_view> wordsOf(std::string_view field, char between);
/// BadInput with the sentence "TABLE, line LINE: WHAT".
Error badRow(std::string_view table, int line, const std::string& what);
/// A field between quotation marks, at most 60 bytes of it, for such a sentence.
std::string quoted(std::string_view field);

}  // namespace dispatch
