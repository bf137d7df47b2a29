// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QImage>
#include <QString>
#include <string_view>

#include "layers/theme.h"

namespace layers {

/// How a word on the map is written.
struct TextStyle {
    int pixels = 12;
    bool bold = false;
    bool italic = false;
    double spacing = 0;  ///< Extra pixels between letters.
    std::string_view token = "map.label";
    friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

/// The font of the map: the application's own family where it has one for Chinese, else those of
/// the house.
QFont mapFont();

/// A word with a halo of 3 px in the map's halo colour.
QImage haloText(const QString& text, const TextStyle& style, Theme theme, qreal devicePixelRatio,
                const QFont& font);

}  // namespace layers
