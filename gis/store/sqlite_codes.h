// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "gis/store/sqlite.h"

namespace gis {

/// Whether a new case of this code wants the next number of what stands before the '#'.
bool wantsNumber(const std::string& code);
/// Takes the next free number: "20261126-#" becomes "20261126-0001". Inside the write transaction
/// that makes the case, so that a number is neither lost nor given twice.
std::string numberedCode(Connection& connection, const std::string& wanted);
/// The code a case was given when it was made.
std::string firstCodeOf(Connection& connection, std::int64_t id);

}  // namespace gis
