// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "app/sheet/sheet_request.h"

namespace app {

/// Writes what the seat may see at this moment for the cartographer: the tables that
/// layers/symbols/sheet_style.h lists. Positions of people on duty only; no contact, no name of a
/// person.
/// @error Unavailable the folder cannot be written to. Cancelled.
dispatch::Result<void> writeSheetData(const std::string& file, const SheetPlan& plan,
                                      const layers::SceneInput& scene, std::stop_token stop = {});

/// Writes the ground that lies under the sheets.
dispatch::Result<void> writeSheetGround(const std::string& file, const SheetPlan& plan,
                                        const layers::SceneInput& scene, std::stop_token stop = {});

}  // namespace app
