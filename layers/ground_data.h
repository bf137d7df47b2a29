// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "dispatch/ground.h"
#include "dispatch/post.h"

namespace layers {

/// What lies still and is loaded once: no part of the live Picture.
struct GroundData {
    std::vector<dispatch::Ground> grounds;
    std::vector<dispatch::Road> roads;
    std::vector<dispatch::Camera> cameras;
};

}  // namespace layers
