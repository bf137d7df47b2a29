// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsvectorlayer.h>

#include "gis/cartographer/map_style.h"

namespace cartographer {

/// Millimetres of a length in logical pixels.
double millimetres(double pixels);

/// The first of the families that is installed; empty: none is.
QString familyOf(const std::vector<std::string>& fonts);

/// On the map, or in a legend, where there is no feature.
enum class DrawnAs { Feature, Sample };

/// What a rule draws for a shape: "point", "line", "area". The caller owns it.
QgsSymbol* symbolOf(const gis::RuleStyle& rule, const std::string& shape,
                    DrawnAs as = DrawnAs::Feature);

/// Gives a layer the symbols, words and visible scales of a style.
void dressLayer(QgsVectorLayer& layer, const gis::LayerStyle& style,
                const std::vector<std::string>& fonts);

}  // namespace cartographer
