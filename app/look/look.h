// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

#include "layers/theme.h"

namespace app {

/// The roles text has in the window; pixels at 100 %.
enum class Type { Caption, Small, Body, BodyBold, Title, Figure, Clock, Mono };

/// The font of a role: the first family of the house that is installed.
QFont typeFont(Type role);

/// Dresses the whole program: Fusion, palette, style sheet, fonts. A theme change swaps all at
/// once.
void dress(layers::Theme theme);

}  // namespace app
