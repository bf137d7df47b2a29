// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsvectorlayer.h>

#include "gis/cartographer/map_style.h"

namespace cartographer {

/// Millimetres of a length in logical pixels.
double millimetres(double pixels);

/// Gives a layer the symbols, words and visible scales of a style.
void dressLayer(QgsVectorLayer& layer, const gis::LayerStyle& style,
                const std::vector<std::string>& fonts);

}  // namespace cartographer
