// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "app/ground/ground_choice.h"
#include "dispatch/picture.h"
#include "dispatch/result.h"
#include "gis/cartographer/launch.h"
#include "layers/ground_data.h"

namespace app {

/// The setting that says whose data a city's ground is.
inline constexpr std::string_view kGroundAttribution = "city.ground_attribution";

/// A city's own ground as files for QGIS: ground.gpkg, and a project for each style. Analysts open
/// them, the cartographer draws from them.
struct CityGround {
    QString folder;
    QString stamp;  ///< Changes with the ground.
    QString crs;    ///< Of the map.
};

/// The worker of this seat: its program, sandbox and profile.
gis::WorkerPlace seatWorker();

/// Where the ground of a store lies: beside its file, else (a server, a folder that cannot be
/// written to) in this user's cache.
/// @param store Its URI.
/// @param id StoreInfo::id.
QString cityGroundFolder(const QString& store, const std::string& id);

/// The ground file of a store where it was written; empty where not. Makes nothing.
QString cityGroundFile(const QString& store, const std::string& id);

/// Sees to it that the files are those of this ground; writes them where they are not.
///
/// @thread any; takes seconds for a large city.
/// @error Unavailable no folder can be written to, or the worker cannot write a project.
///        NotFound there is no worker. Cancelled.
dispatch::Result<CityGround> ensureCityGround(const QString& folder,
                                              const dispatch::Picture& picture,
                                              const layers::GroundData& ground,
                                              const gis::WorkerPlace& worker,
                                              std::stop_token stop = {});

/// Night and day of a city's own ground.
std::vector<GroundChoice> choicesOf(const CityGround& ground);

}  // namespace app
