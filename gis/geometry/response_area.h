// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dispatch/picture.h"

namespace gis {

/// How fast responders are in a straight line, km/h.
/// @source resources/defaults/settings.csv, the store's settings `speed.foot_kmh` and so on.
struct TravelSpeeds {
    double footKmh = 5;
    double bicycleKmh = 15;
    double carKmh = 40;

    double kmh(dispatch::Vehicle vehicle) const;
    /// How far one gets in a straight line.
    dispatch::Metres reach(dispatch::Vehicle vehicle, int minutes) const;
    friend bool operator==(const TravelSpeeds&, const TravelSpeeds&) = default;
};

/// The store's speeds; a setting that is no positive number counts as not set.
TravelSpeeds travelSpeeds(const dispatch::Picture& picture);
/// The store's rings, `response.minutes`, ascending; 1, 3, 5 where it has none.
std::vector<int> responseMinutes(const dispatch::Picture& picture);

/// Where somebody or something starts from.
struct ReachStart {
    dispatch::LonLat place;
    dispatch::Vehicle vehicle = dispatch::Vehicle::Foot;
};

/// Latest positions of everybody on duty.
/// @param vehicle Instead of each one's own.
std::vector<ReachStart> onDutyStarts(const dispatch::Picture& picture,
                                     std::optional<dispatch::Vehicle> vehicle = {});
std::vector<ReachStart> postStarts(const dispatch::Picture& picture, dispatch::Vehicle vehicle);

/// What can be reached within some minutes in a straight line: one outline for all starts.
struct ResponseArea {
    int minutes = 0;
    dispatch::Area area;
};

/// The response circles (响应圈) of many starts, dissolved.
///
/// Circles are geodesic: their corners lie at the distance on the ground, to 0.1 m within 3 degrees
/// of the starts' middle meridian.
///
/// @param minutes Any; the answer has one area for each, in this order.
/// @param corners Of a whole circle, at least 12.
/// @thread any; 3,400 starts take some tens of milliseconds.
std::vector<ResponseArea> responseAreas(std::span<const ReachStart> starts,
                                        const TravelSpeeds& speeds, std::span<const int> minutes,
                                        int corners = 72);

/// A circle on the ground.
struct GroundCircle {
    dispatch::LonLat centre;
    dispatch::Metres radius;
};

/// The outline of many circles together, as above.
dispatch::Area unionOfCircles(std::span<const GroundCircle> circles, int corners = 72);

}  // namespace gis
