// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace layers {

/// The three grounds everything is drawn on: dark hall, light desk, white paper.
enum class Ink { Hall, Desk, Print };

/// One colour word and its value for each Ink, 0xRRGGBB.
struct PaletteRow {
    std::string_view token;  ///< "t1", "status.late.ink", "map.water"
    std::array<std::uint32_t, 3> rgb;
};

/// Every colour of the product, as written in resources/palette.json.
std::span<const PaletteRow> palette();

/// @return 0xRRGGBB, or nothing where no such token exists.
std::optional<std::uint32_t> rgbOf(std::string_view token, Ink ink);

}  // namespace layers
