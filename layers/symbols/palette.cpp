// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/palette.h"

#include <algorithm>
#include <vector>

namespace layers {

std::optional<std::uint32_t> rgbOf(std::string_view token, Ink ink) {
    static const std::vector<const PaletteRow*> sorted = [] {
        std::vector<const PaletteRow*> rows;
        for (const PaletteRow& row : palette()) rows.push_back(&row);
        std::sort(rows.begin(), rows.end(),
                  [](const PaletteRow* a, const PaletteRow* b) { return a->token < b->token; });
        return rows;
    }();
    const auto row = std::lower_bound(
        sorted.begin(), sorted.end(), token,
        [](const PaletteRow* r, std::string_view wanted) { return r->token < wanted; });
    if (row == sorted.end() || (*row)->token != token) return std::nullopt;
    return (*row)->rgb[static_cast<std::size_t>(ink)];
}

}  // namespace layers
