// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>
#include <string_view>

#include "layers/theme.h"

namespace app {

/// A line icon of resources/icons in a palette token's colour.
/// @param name File name without its ending.
/// @param size Side in logical pixels.
QPixmap uiPixmap(const QString& name, layers::Theme theme, std::string_view token, int size = 16,
                 qreal devicePixelRatio = 1);
/// The same with its states: t2, accent ink when on, disabled when off.
QIcon uiIcon(const QString& name, layers::Theme theme);

}  // namespace app
