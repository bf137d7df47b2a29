// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/response_area.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gis {

using dispatch::Metres;
using dispatch::Picture;
using dispatch::Vehicle;

double TravelSpeeds::kmh(Vehicle vehicle) const {
    switch (vehicle) {
        case Vehicle::Foot:
            return footKmh;
        case Vehicle::Bicycle:
            return bicycleKmh;
        case Vehicle::Car:
            return carKmh;
    }
    return footKmh;
}

Metres TravelSpeeds::reach(Vehicle vehicle, int minutes) const {
    return {kmh(vehicle) * 1000 / 60 * minutes};
}

TravelSpeeds travelSpeeds(const Picture& picture) {
    auto read = [&](const char* key, double fallback) {
        const std::string text = picture.setting(key);
        double value = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool good = fault == std::errc() && end == text.data() + text.size() && value > 0;
        return good && std::isfinite(value) ? value : fallback;
    };
    const TravelSpeeds usual;
    return {read("speed.foot_kmh", usual.footKmh), read("speed.bicycle_kmh", usual.bicycleKmh),
            read("speed.car_kmh", usual.carKmh)};
}

std::vector<int> responseMinutes(const Picture& picture) {
    const std::string text = picture.setting("response.minutes", "1,3,5");
    std::vector<int> minutes;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        int value = 0;
        const auto [stop, fault] = std::from_chars(at, end, value);
        if (fault == std::errc() && value > 0 && value <= 24 * 60) minutes.push_back(value);
        at = std::max(stop, at + 1);
    }
    std::sort(minutes.begin(), minutes.end());
    minutes.erase(std::unique(minutes.begin(), minutes.end()), minutes.end());
    if (minutes.empty()) minutes = {1, 3, 5};
    return minutes;
}

std::vector<ReachStart> onDutyStarts(const Picture& picture, std::optional<Vehicle> vehicle) {
    std::vector<ReachStart> starts;
    picture.responders.forEach([&](const dispatch::Responder& responder) {
        if (!responder.onDuty) return;
        if (const dispatch::Fix* fix = picture.fixOf(responder.id))
            starts.push_back({fix->place, vehicle.value_or(responder.vehicle)});
    });
    return starts;
}

std::vector<ReachStart> postStarts(const Picture& picture, Vehicle vehicle) {
    std::vector<ReachStart> starts;
    picture.posts.forEach([&](const dispatch::Post& post) {
        starts.push_back({post.place, vehicle});
    });
    return starts;
}

std::vector<ResponseArea> responseAreas(std::span<const ReachStart> starts,
                                        const TravelSpeeds& speeds, std::span<const int> minutes,
                                        int corners) {
    std::vector<ResponseArea> areas;
    std::vector<GroundCircle> circles;
    for (const int tier : minutes) {
        circles.clear();
        for (const ReachStart& start : starts)
            circles.push_back({start.place, speeds.reach(start.vehicle, tier)});
        areas.push_back({tier, unionOfCircles(circles, corners)});
    }
    return areas;
}

}  // namespace gis
