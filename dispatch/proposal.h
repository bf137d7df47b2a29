// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/picture.h"

namespace dispatch {

/// What a category proposes while a case is taken in; a person accepts it or not.
struct Proposal {
    Risk risk = Risk::Low;
    std::string leadUnit;    ///< Unit::code; empty where nothing is known.
    bool fromHabit = false;  ///< The unit most of the category's open cases have, no setting.
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// The proposal of a category: its own risk, and the unit of the setting `desk.lead.CODE` (else of
/// its first level), else the unit that leads most open cases of the category.
///
/// @param category Category::code.
/// @return Empty where the picture has no such category.
std::optional<Proposal> proposalOf(const Picture& picture, const std::string& category);

}  // namespace dispatch
