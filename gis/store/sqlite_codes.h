// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "gis/store/sqlite.h"

namespace gis {

/// Takes the next free number: "20261126-#" becomes "20261126-0001". Inside the write transaction
/// that makes the case, so that a number is neither lost nor given twice.
std::string numberedCode(Connection& connection, const std::string& wanted);

}  // namespace gis
