// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/record.h"

#include <array>

namespace dispatch {

const char* kindName(Kind kind) {
    static constexpr std::array<const char*, kKindCount> kNames = {
        "level",       "centre",           "grid",       "zone",       "post",
        "unit",        "responder",        "duty",       "category",   "case",
        "case_note",   "camera",           "population", "ground",     "road",
        "barrier",     "turn_restriction", "setting",    "assignment", "user",
        "supervision", "contact",          "fix"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::int64_t idOf(const Record& record) {
    return std::visit(
        [](const auto& row) {
            if constexpr (requires { row.id; })
                return row.id.value;
            else
                return row.seq.value;
        },
        record);
}

std::string codeOf(const Record& record) {
    return std::visit(
        [](const auto& row) -> std::string {
            if constexpr (requires { row.code; })
                return row.code;
            else if constexpr (requires { row.key; })
                return row.key;
            else
                return {};
        },
        record);
}

Revision revisionOf(const Record& record) {
    return std::visit(
        [](const auto& row) -> Revision {
            if constexpr (requires { row.revision; })
                return row.revision;
            else
                return {};
        },
        record);
}

}  // namespace dispatch
