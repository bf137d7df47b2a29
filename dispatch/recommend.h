// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "dispatch/picture.h"

namespace dispatch {

/// How long a responder takes to a place. Straight-line until a road network answers behind the
/// same face.
class TravelTime {
  public:
    virtual ~TravelTime() = default;
    /// @return Empty where there is no way.
    virtual std::optional<std::chrono::seconds> between(LonLat from, LonLat to,
                                                        Vehicle by) const = 0;
    /// Whether it knows roads; lists say which of the two they were computed by.
    virtual bool byRoad() const = 0;
};

/// Straight-line distance at the city's speeds, lengthened by the detour streets usually make.
class StraightTravelTime final : public TravelTime {
  public:
    /// @param picture For the settings speed.foot_kmh, speed.bicycle_kmh, speed.car_kmh.
    explicit StraightTravelTime(const Picture& picture);
    std::optional<std::chrono::seconds> between(LonLat from, LonLat to, Vehicle by) const override;
    bool byRoad() const override { return false; }

  private:
    double m_kmh[3];
};

/// Why somebody stands where they do in the list; most telling first.
enum class Reason { Nearest, Free, Busy, HomeGrid, SameUnit, AgeingPosition };

/// One responder who could be sent.
struct Candidate {
    ResponderId responder;
    Metres distance;
    std::chrono::seconds travel{};
    FixAge age = FixAge::Fresh;
    std::vector<Reason> reasons;
};

/// Who could be sent, best first, and how many could not be ranked.
struct Recommendation {
    std::vector<Candidate> candidates;
    int stale = 0;      ///< On duty, but the position is too old to rank by.
    int unlocated = 0;  ///< On duty and never reported a position.
    int resting = 0;
    bool byRoad = false;
};

/// Ranks on-duty responders for a case: free ones by travel time, those who know the grid or belong
/// to its lead unit ahead of others within a minute; busy ones after all free ones. A stale
/// position is never ranked.
///
/// @param count At most so many.
/// @return No candidates where the case has no position.
Recommendation recommend(const Picture& picture, const Case& record, Millis now,
                         const TravelTime& travel, std::size_t count);

}  // namespace dispatch
