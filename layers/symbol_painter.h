// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainterPath>
#include <QPointF>
#include <string_view>

#include "layers/symbols/symbol.h"
#include "layers/theme.h"

class QPainter;

namespace layers {

/// A Part's outline in units of the symbol's box.
QPainterPath pathOf(std::string_view commands);

/// Draws a symbol with its box's middle at a point.
/// @param size           Pixels of the whole box.
/// @param headingDegrees Turns the parts that turn, clockwise from north.
void paintSymbol(QPainter& painter, const Symbol& symbol, QPointF middle, double size, Theme theme,
                 double headingDegrees = 0);

/// The symbol alone on nothing, for lists, legends and sprites.
QImage symbolImage(const Symbol& symbol, double size, Theme theme, qreal devicePixelRatio,
                   double headingDegrees = 0);

}  // namespace layers
