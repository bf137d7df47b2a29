// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "gis/demo_city/city.h"

namespace gis::demo {

/// Invents what was reported in the past and what is open now: in peopled grids, along streets, by
/// the rhythm of days and weeks.
class CaseHistory {
  public:
    CaseHistory(const City& city, std::span<const dispatch::Unit> units, dispatch::Seconds now);

    /// Makes `count` closed cases, oldest first, in portions; stops when `take` returns false.
    /// Up to 25,000 lie in the last 30 days, more in the last 365.
    bool makeClosed(std::int64_t count,
                    const std::function<bool(std::vector<dispatch::Case>&&)>& take);
    /// Cases open now, with clocks that are well, near their limit and over it.
    std::vector<dispatch::Case> makeOpen(std::size_t count);

  private:
    dispatch::Case invent(dispatch::Seconds reported);
    std::string codeFor(dispatch::Seconds reported);
    Vec placeFor(int scene, std::string& text);

    const City& m_city;
    std::unordered_map<std::string, std::string> m_leads;  ///< Area code + field to unit.
    dispatch::Seconds m_now;
    Random m_random;
    std::vector<double> m_byHour[24];  ///< Running sums of template weights.
    std::vector<double> m_hours;       ///< Running sums over hours.
    std::vector<double> m_homes;       ///< Running sums of households over buildings.
    std::vector<int> m_streetEdges, m_shopEdges, m_worksEdges, m_countryEdges, m_waterEdges;
    std::int64_t m_codeDay = -1;
    int m_codeSerial = 0;
};

}  // namespace gis::demo
