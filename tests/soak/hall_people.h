// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "dispatch/store.h"
#include "gis/geometry/grid_lookup.h"

namespace soak {

/// Puts a tiny city and so many people on duty into an empty store; ends the test program where
/// the store does not take them.
void preparePeople(dispatch::Store& store, int people);

/// People who wander through the city and report, each report with the grid it was made in.
///
/// @thread one.
class FixStream {
  public:
    /// @param picture With grids and people on duty.
    FixStream(const dispatch::Picture& picture, std::uint64_t seed);

    /// The next reports, everybody in turn.
    /// @param time Store time.
    std::vector<dispatch::Fix> next(std::size_t count, dispatch::Millis time);
    std::size_t people() const { return m_people.size(); }

  private:
    struct Person {
        dispatch::ResponderId id;
        dispatch::LonLat place;
    };
    gis::GridLookup m_grids;
    dispatch::GeoBox m_box;
    std::vector<Person> m_people;
    std::size_t m_turn = 0;
    std::mt19937_64 m_random;
};

}  // namespace soak
