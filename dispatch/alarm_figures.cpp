// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/alarm_figures.h"

#include <algorithm>

namespace dispatch {
namespace {

using std::chrono::minutes;
using Minutes = std::chrono::sys_time<minutes>;

constexpr minutes kKept{24 * 60};
constexpr minutes kWindow{10};
constexpr int kFloodBeginsAbove = 10;
constexpr int kFloodEndsBelow = 5;

}  // namespace

double AlarmFigures::percent(AlarmPriority priority) const {
    if (raised == 0) return 0;
    return 100.0 * byPriority[static_cast<std::size_t>(priority)] / raised;
}

void AlarmRates::begin(Millis now) {
    if (!m_from) m_from = std::chrono::floor<minutes>(now);
}

void AlarmRates::add(Millis time, AlarmPriority priority) {
    begin(time);
    Minutes minute = std::chrono::floor<minutes>(time);
    // Store time never goes back; where it did, the newest minute takes it.
    if (!m_minutes.empty()) minute = std::max(minute, m_minutes.back().at);
    if (m_minutes.empty() || m_minutes.back().at < minute) m_minutes.push_back({minute, {}});
    ++m_minutes.back().raised[static_cast<std::size_t>(priority)];
    while (m_minutes.front().at + kKept <= minute) m_minutes.pop_front();
}

AlarmFigures AlarmRates::at(Millis now) const {
    AlarmFigures figures;
    figures.watched = minutes(1);
    if (!m_from) return figures;
    const Minutes last = std::chrono::floor<minutes>(now);
    const Minutes first = std::max(*m_from, last - kKept + minutes(1));
    figures.watched = std::max(minutes(1), last - first + minutes(1));
    auto next = m_minutes.begin();
    while (next != m_minutes.end() && next->at < first) ++next;
    auto gone = next;
    int inWindow = 0;
    int flooded = 0;
    bool flood = false;
    for (Minutes minute = first; minute <= last; minute += minutes(1)) {
        if (next != m_minutes.end() && next->at == minute) {
            inWindow += next->all();
            for (std::size_t i = 0; i < figures.byPriority.size(); ++i)
                figures.byPriority[i] += next->raised[i];
            figures.raised += next->all();
            ++next;
        }
        for (; gone != next && gone->at + kWindow <= minute; ++gone) inWindow -= gone->all();
        if (inWindow > kFloodBeginsAbove) flood = true;
        if (inWindow < kFloodEndsBelow) flood = false;
        if (flood) ++flooded;
        figures.peak = std::max(figures.peak, inWindow);
    }
    const double watched = static_cast<double>(figures.watched.count());
    figures.perTenMinutes = figures.raised / std::max(1.0, watched / 10);
    figures.floodShare = flooded / watched;
    return figures;
}

}  // namespace dispatch
