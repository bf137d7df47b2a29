// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/store/pg.h"

namespace gis {

/// Writes the statements that the store's functions run for each kind into `kind_table`, from the
/// same lists of columns this program reads and writes rows by.
dispatch::Result<void> describeKinds(PgLink& link);

}  // namespace gis
