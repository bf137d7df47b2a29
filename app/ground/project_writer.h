// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/result.h"
#include "gis/cartographer/launch.h"
#include "gis/cartographer/map_style.h"

namespace app {

/// Lets the worker write one project into the folder of its file; the thread waits.
/// @error Unavailable the folder cannot be written to, or the worker gave up.
dispatch::Result<void> writeProject(const gis::ProjectJob& job, const gis::WorkerPlace& worker);

/// Writes words into a file, all or nothing.
/// @error Unavailable
dispatch::Result<void> writeText(const QString& file, const std::string& words);

}  // namespace app
