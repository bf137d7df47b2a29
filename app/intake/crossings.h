// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "dispatch/ground.h"

namespace app {

/// Where two streets share nodes. Nodes of one junction, within 60 m, count once: at their middle,
/// or at the node itself where it is the only one.
std::vector<dispatch::LonLat> junctionsOf(const std::vector<const dispatch::Road*>& first,
                                          const std::vector<const dispatch::Road*>& second);

/// Where the lines of two streets cross, whether they meet there or not; within 60 m once.
std::vector<dispatch::LonLat> overpassesOf(const std::vector<const dispatch::Road*>& first,
                                           const std::vector<const dispatch::Road*>& second);

}  // namespace app
