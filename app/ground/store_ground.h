// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "app/ground/city_ground.h"
#include "dispatch/store.h"
#include "layers/ground_data.h"

namespace app {

/// Reads what lies still in a store: ground, roads, cameras.
dispatch::Result<std::shared_ptr<const layers::GroundData>> readGround(dispatch::Store& store);

/// Says in the store whose data its ground is, where nothing is said yet.
dispatch::Result<void> setGroundAttribution(dispatch::Store& store, const dispatch::Author& by,
                                            const std::string& words);

/// Writes the files of a store's own ground, where they are not those of today.
/// @error as ensureCityGround, and what reading the store may say.
dispatch::Result<CityGround> makeStoreGround(dispatch::Store& store, const std::string& uri,
                                             std::stop_token stop = {});

}  // namespace app
