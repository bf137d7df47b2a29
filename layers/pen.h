// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPen>

#include "layers/symbols/map_table.h"
#include "layers/theme.h"

namespace layers {

/// The pen of a line of the map's table.
QPen penOf(const LineStyle& line, Theme theme, Qt::PenCapStyle cap = Qt::FlatCap);

}  // namespace layers
