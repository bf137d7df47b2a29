// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "dispatch/alarms.h"

namespace app {

constexpr int kToneRate = 48'000;  ///< Samples a second, one channel, 16 bit.

/// Pitch of a kind, hertz: each a quarter above the one below, from 400 up, so that no two mask
/// each other and all lie between 200 and 5,000.
/// @source NUREG-0700: alarm tones at least 20 % apart.
double toneHertz(dispatch::AlarmKind kind);

/// One beat of a rhythm.
struct Beat {
    int soundMs = 0;
    int restMs = 0;
};
/// What tells a priority by ear: high five quick beats, medium three, low one long.
std::vector<Beat> rhythm(dispatch::AlarmPriority priority);

/// The whole sound as samples: a tone that swells and fades over 8 ms in each beat, no louder than
/// half of full scale, so that a sink never clips it.
std::vector<std::int16_t> toneWave(dispatch::AlarmSound sound);

}  // namespace app
