// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ground/ground_service.h"
#include "app/live/live_state.h"
#include "app/window/duty_window.h"

namespace app {

class PrintDialog;

/// Opens the dialog that puts what the window shows on paper; while it writes, no ground is drawn
/// ahead.
/// @param by Who stands on the sheets.
/// @return Null where there is no picture yet.
PrintDialog* openPrint(DutyWindow& window, GroundService& grounds, const LiveState& state,
                       const dispatch::Author& by);

}  // namespace app
