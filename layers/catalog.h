// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "layers/layer.h"

namespace layers {

/// Every layer of the map, bottom to top. A new layer is a file pair and one row.
std::span<const LayerSpec> catalog();

}  // namespace layers
