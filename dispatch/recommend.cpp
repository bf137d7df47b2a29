// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/recommend.h"

#include <algorithm>
#include <cstdlib>

#include "dispatch/distance.h"

namespace dispatch {
namespace {

/// Streets are longer than the straight line.
/// @source measured on the demonstration city and usual in the literature: 1.2 to 1.4.
constexpr double kDetour = 1.3;
/// What knowing the grid, or belonging to the lead unit, is worth.
constexpr std::chrono::seconds kFamiliar{60};

double speedOf(const Picture& picture, const char* key, double fallback) {
    const std::string text = picture.setting(key);
    const double read = text.empty() ? 0 : std::strtod(text.c_str(), nullptr);
    return read > 0 ? read : fallback;
}

struct Ranked {
    Candidate candidate;
    bool busy = false;
    std::chrono::seconds rank{};
};

}  // namespace

StraightTravelTime::StraightTravelTime(const Picture& picture)
    : m_kmh{speedOf(picture, "speed.foot_kmh", 5), speedOf(picture, "speed.bicycle_kmh", 15),
            speedOf(picture, "speed.car_kmh", 40)} {}

std::optional<std::chrono::seconds> StraightTravelTime::between(LonLat from, LonLat to,
                                                                Vehicle by) const {
    const double metresPerSecond = m_kmh[static_cast<std::size_t>(by)] / 3.6;
    return std::chrono::seconds(static_cast<std::int64_t>(
        std::lround(groundDistance(from, to).value * kDetour / metresPerSecond)));
}

Recommendation recommend(const Picture& picture, const Case& record, Millis now,
                         const TravelTime& travel, std::size_t count) {
    Recommendation result;
    result.byRoad = travel.byRoad();
    if (!record.place) return result;
    std::vector<Ranked> ranked;
    picture.responders.forEach([&](const Responder& who) {
        if (!who.onDuty) return;
        if (who.state == WorkState::Resting) {
            ++result.resting;
            return;
        }
        const Fix* fix = picture.fixOf(who.id);
        if (!fix) {
            ++result.unlocated;
            return;
        }
        Ranked one;
        one.candidate.age = fixAge(fix->time, now, std::max(1, who.reportSeconds));
        if (one.candidate.age == FixAge::Stale) {
            ++result.stale;
            return;
        }
        const auto time = travel.between(fix->place, *record.place, who.vehicle);
        if (!time) return;
        one.candidate.responder = who.id;
        one.candidate.distance = groundDistance(fix->place, *record.place);
        one.candidate.travel = one.rank = *time;
        one.busy = who.state != WorkState::Free;
        auto& reasons = one.candidate.reasons;
        reasons.push_back(one.busy ? Reason::Busy : Reason::Free);
        if (!who.grid.empty() && who.grid == record.grid) {
            reasons.push_back(Reason::HomeGrid);
            one.rank -= kFamiliar;
        }
        if (!who.unit.empty() && who.unit == record.leadUnit) {
            reasons.push_back(Reason::SameUnit);
            one.rank -= kFamiliar;
        }
        if (one.candidate.age == FixAge::Ageing) reasons.push_back(Reason::AgeingPosition);
        ranked.push_back(std::move(one));
    });
    const auto before = [](const Ranked& a, const Ranked& b) {
        if (a.busy != b.busy) return b.busy;
        if (a.rank != b.rank) return a.rank < b.rank;
        return a.candidate.responder < b.candidate.responder;
    };
    const auto kept = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(count, ranked.size()));
    std::partial_sort(ranked.begin(), kept, ranked.end(), before);
    const auto nearest = std::min_element(ranked.begin(), kept, [](const auto& a, const auto& b) {
        return a.candidate.travel < b.candidate.travel;
    });
    if (nearest != kept)
        nearest->candidate.reasons.insert(nearest->candidate.reasons.begin(), Reason::Nearest);
    for (auto one = ranked.begin(); one != kept; ++one)
        result.candidates.push_back(std::move(one->candidate));
    return result;
}

}  // namespace dispatch
