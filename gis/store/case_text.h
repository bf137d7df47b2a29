// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gis/store/pace.h"
#include "gis/store/sqlite.h"

namespace gis {

/// A case's entry in the text index.
struct CaseText {
    std::int64_t row = 0;
    std::string grams;
    friend bool operator==(const CaseText&, const CaseText&) = default;
};

/// The entry of a case as it lies in its table now; none where it is not there.
std::optional<CaseText> caseTextOf(Connection& connection, std::int64_t id);
/// Takes the entry of before out and puts the one of after in; does nothing where they are alike.
bool replaceCaseText(Connection& connection, const std::optional<CaseText>& before,
                     const std::optional<CaseText>& after);

/// Brings cases of an older store into the text index, in slices; goes on where it was cut off.
bool fillCaseText(Connection& connection, Pace& pace);
/// What others wrote meanwhile.
bool catchUpCaseText(Connection& connection);

/// Streams the ids of cases that may hold the words, newest first by `reported`, then id. Longer
/// words are only found pair by pair: whoever takes an id looks at the row.
///
/// @param where  " FROM case_record r WHERE …", which rows count.
/// @param bind   Binds the values of `where`.
/// @param words  At least one.
/// @param take   False ends it. May ask the same connection.
void eachTextCandidate(Connection& connection, const std::string& where,
                       const std::function<void(Statement&)>& bind,
                       const std::vector<std::u32string>& words,
                       const std::function<bool(std::int64_t)>& take);

}  // namespace gis
