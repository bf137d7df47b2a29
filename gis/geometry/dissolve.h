// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "dispatch/place.h"
#include "dispatch/result.h"

namespace gis {

/// One outline for many areas: shared edges cancel each other, exactly and fast; where neighbours
/// do not share their vertices, GEOS takes over.
///
/// @error BadInput an area's rings are so broken that not even GEOS can join them.
/// @thread any.
dispatch::Result<dispatch::Area> dissolve(std::span<const dispatch::Area* const> areas);

}  // namespace gis
