// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/tone.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace app {
namespace {

using dispatch::AlarmKind;
using dispatch::AlarmPriority;

constexpr double kLowestHertz = 400;
constexpr double kStep = 1.25;
constexpr double kLevel = 0.5;
constexpr int kFadeMs = 8;

std::size_t samples(int ms) {
    return static_cast<std::size_t>(ms) * kToneRate / 1000;
}

/// Low kinds low, urgent kinds high; kinds that come together lie far apart.
int stepOf(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::Silent:
            return 0;
        case AlarmKind::Amber:
            return 1;
        case AlarmKind::SupervisionNote:
            return 2;
        case AlarmKind::NewCase:
            return 3;
        case AlarmKind::Refused:
            return 4;
        case AlarmKind::NoAcknowledgement:
            return 5;
        case AlarmKind::Red:
            return 6;
        case AlarmKind::NotDelivered:
            return 7;
        case AlarmKind::SafetyCheck:
            return 8;
        case AlarmKind::LinkLost:
            return 9;
    }
    return 0;
}

}  // namespace

double toneHertz(AlarmKind kind) {
    return kLowestHertz * std::pow(kStep, stepOf(kind));
}

std::vector<Beat> rhythm(AlarmPriority priority) {
    switch (priority) {
        case AlarmPriority::High:
            return {{120, 60}, {120, 60}, {120, 180}, {120, 60}, {120, 0}};
        case AlarmPriority::Medium:
            return {{180, 120}, {180, 120}, {180, 0}};
        case AlarmPriority::Low:
            return {{350, 0}};
    }
    return {{350, 0}};
}

std::vector<std::int16_t> toneWave(dispatch::AlarmSound sound) {
    const double turn = 2 * std::numbers::pi * toneHertz(sound.kind) / kToneRate;
    const double fade = static_cast<double>(samples(kFadeMs));
    std::vector<std::int16_t> wave;
    for (const Beat& beat : rhythm(sound.priority)) {
        const std::size_t length = samples(beat.soundMs);
        for (std::size_t i = 0; i < length; ++i) {
            const double edge = static_cast<double>(std::min(i, length - 1 - i));
            const double swell = std::min(1.0, edge / fade);
            wave.push_back(static_cast<std::int16_t>(
                std::lround(kLevel * swell * 32767 * std::sin(turn * static_cast<double>(i)))));
        }
        wave.insert(wave.end(), samples(beat.restMs), 0);
    }
    return wave;
}

}  // namespace app
