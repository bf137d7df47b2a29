// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/record.h"
#include "gis/store/pg.h"

namespace gis {

/// Writes the statements that the store's functions run for each kind into `kind_table`, from the
/// same lists of columns this program reads and writes rows by.
dispatch::Result<void> describeKinds(PgLink& link);

/// A kept version of a kind as a row of its table, for FROM: "… x". Versions of an older schema
/// get what a row gets that was there when a column came.
std::string versionRow(dispatch::Kind kind, const std::string& version);

}  // namespace gis
