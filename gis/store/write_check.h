// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "dispatch/store.h"

namespace gis {

/// What both adapters refuse before they ask their engine: no key, a fix, a row with a fault.
/// @error BadInput names the row and the field.
dispatch::Result<void> refuseBadWrites(const dispatch::Transaction& transaction);
/// The same for rows of a batch; fixes only where the batch is of the past.
dispatch::Result<void> refuseBadRows(std::span<const dispatch::Record> rows, bool pastFixes);

}  // namespace gis
