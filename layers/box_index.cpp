// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/box_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace layers {

// Sort-tile-recursive packing: slices by x, within a slice by y.
BoxIndex::BoxIndex(const std::vector<SceneBox>& boxes) {
    if (boxes.empty()) return;
    m_order.resize(boxes.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    const auto midX = [&](std::uint32_t i) { return boxes[i].minX + boxes[i].maxX; };
    const auto midY = [&](std::uint32_t i) { return boxes[i].minY + boxes[i].maxY; };
    std::sort(m_order.begin(), m_order.end(),
              [&](auto a, auto b) { return midX(a) != midX(b) ? midX(a) < midX(b) : a < b; });
    const double leaves = std::ceil(double(boxes.size()) / double(kFan));
    const auto slice = static_cast<std::size_t>(std::ceil(std::sqrt(leaves))) * kFan;
    for (std::size_t from = 0; from < m_order.size(); from += slice) {
        const std::size_t to = std::min(m_order.size(), from + slice);
        std::sort(m_order.begin() + std::ptrdiff_t(from), m_order.begin() + std::ptrdiff_t(to),
                  [&](auto a, auto b) { return midY(a) != midY(b) ? midY(a) < midY(b) : a < b; });
    }
    std::vector<SceneBox> level(boxes.size());
    for (std::size_t i = 0; i < m_order.size(); ++i) level[i] = boxes[m_order[i]];
    m_levels.push_back(std::move(level));
    while (m_levels.back().size() > kFan) {
        const std::vector<SceneBox>& below = m_levels.back();
        std::vector<SceneBox> next((below.size() + kFan - 1) / kFan);
        for (std::size_t i = 0; i < below.size(); ++i) next[i / kFan].add(below[i]);
        m_levels.push_back(std::move(next));
    }
}

}  // namespace layers
