// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dispatch/alarms.h"

namespace app {

/// Where alarms are heard.
///
/// @thread GUI; never waits for a device.
class SoundPort {
  public:
    virtual ~SoundPort() = default;
    /// Begins at once; what was playing stops.
    virtual void play(dispatch::AlarmSound sound) = 0;
    virtual void stop() = 0;
    /// Tells why nothing can be heard, in the window's language; empty where all is well.
    virtual QString trouble() const = 0;
};

}  // namespace app
