// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/ids.h"
#include "dispatch/place.h"

namespace dispatch {

/// Fixed place responders start from (驻点、警务站).
struct Post {
    PostId id;
    std::string code;
    std::string name;
    std::string kind;  ///< "police", "street", "fire", "service"
    LonLat place;
    Revision revision;
    friend bool operator==(const Post&, const Post&) = default;
};

/// A department or organisation that can lead, cooperate or be called in (单位).
struct Unit {
    UnitId id;
    std::string code;
    std::string name;
    std::string field;   ///< What it does: "urban management", "fire", "health" ...
    std::string centre;  ///< Centre::code it belongs to.
    std::optional<LonLat> place;
    Revision revision;
    friend bool operator==(const Unit&, const Unit&) = default;
};

/// A camera point (视频点位); opening one is journalled.
struct Camera {
    CameraId id;
    std::string code;
    std::string name;
    LonLat place;
    friend bool operator==(const Camera&, const Camera&) = default;
};

}  // namespace dispatch
