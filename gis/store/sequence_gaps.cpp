// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sequence_gaps.h"

#include <algorithm>

namespace gis {

void SequenceGaps::add(std::int64_t from, std::int64_t to, std::int64_t bound) {
    if (from <= to) m_ranges.push_back({from, to, bound});
}

void SequenceGaps::see(std::int64_t after, std::int64_t newest, std::span<const std::int64_t> seen,
                       std::int64_t xmin, std::int64_t bound) {
    std::vector<Range> left;
    for (const Range& range : m_ranges) {
        if (range.bound < xmin) continue;
        std::int64_t from = range.from;
        for (auto it = std::lower_bound(seen.begin(), seen.end(), range.from);
             it != seen.end() && *it <= range.to; ++it) {
            if (from < *it) left.push_back({from, *it - 1, range.bound});
            from = *it + 1;
        }
        if (from <= range.to) left.push_back({from, range.to, range.bound});
    }
    m_ranges = std::move(left);
    std::int64_t next = after + 1;
    for (auto it = std::upper_bound(seen.begin(), seen.end(), after); it != seen.end(); ++it) {
        add(next, *it - 1, bound);
        next = *it + 1;
    }
    add(next, newest, bound);
}

std::vector<std::int64_t> SequenceGaps::firsts() const {
    std::vector<std::int64_t> numbers;
    for (const Range& range : m_ranges) numbers.push_back(range.from);
    return numbers;
}

std::vector<std::int64_t> SequenceGaps::lasts() const {
    std::vector<std::int64_t> numbers;
    for (const Range& range : m_ranges) numbers.push_back(range.to);
    return numbers;
}

}  // namespace gis
