// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "app/alarms/tone.h"

using dispatch::AlarmKind;
using dispatch::AlarmPriority;

namespace {

constexpr AlarmPriority kPriorities[] = {AlarmPriority::Low, AlarmPriority::Medium,
                                         AlarmPriority::High};

std::vector<std::int16_t> waveOf(int kind, AlarmPriority priority) {
    return app::toneWave({static_cast<AlarmKind>(kind), priority});
}

/// Pitch of the first beat, found by the time between its first and last upward crossing of zero.
double pitchOf(const std::vector<std::int16_t>& wave) {
    const std::size_t end = 100 * app::kToneRate / 1000;
    double first = -1;
    double last = -1;
    int turns = 0;
    for (std::size_t i = 1; i < end; ++i) {
        if (wave[i - 1] >= 0 || wave[i] < 0) continue;
        const double at = static_cast<double>(i) - double(wave[i]) / (wave[i] - wave[i - 1]);
        if (first < 0)
            first = at;
        else
            ++turns;
        last = at;
    }
    return turns * app::kToneRate / (last - first);
}

/// Power of one pitch against that of the whole, 0 to 1 (Goertzel).
double shareOf(const std::vector<std::int16_t>& wave, std::size_t length, double hertz) {
    const double turn = 2 * std::numbers::pi * hertz / app::kToneRate;
    double one = 0;
    double two = 0;
    double all = 0;
    for (std::size_t i = 0; i < length; ++i) {
        const double next = wave[i] + 2 * std::cos(turn) * one - two;
        two = std::exchange(one, next);
        all += double(wave[i]) * wave[i];
    }
    const double power = one * one + two * two - 2 * std::cos(turn) * one * two;
    return power / (all * double(length) / 2);
}

/// Lengths of the stretches of sound in milliseconds: what is quieter than 1 % for over 20 ms
/// rests.
std::vector<int> beatsOf(const std::vector<std::int16_t>& wave) {
    std::vector<int> beats;
    std::size_t begin = 0;
    std::size_t last = 0;
    bool sounds = false;
    for (std::size_t i = 0; i < wave.size(); ++i) {
        if (std::abs(wave[i]) > 328) {
            if (!sounds) begin = i;
            sounds = true;
            last = i;
        } else if (sounds && i - last > app::kToneRate / 50) {
            beats.push_back(static_cast<int>((last - begin) * 1000 / app::kToneRate));
            sounds = false;
        }
    }
    if (sounds) beats.push_back(static_cast<int>((last - begin) * 1000 / app::kToneRate));
    return beats;
}

}  // namespace

class TestTone : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void anyTwoKindsAreTwentyPercentApartOnTheWave() {
        std::vector<double> pitches;
        for (int kind = 0; kind < dispatch::kAlarmKinds; ++kind)
            pitches.push_back(pitchOf(waveOf(kind, AlarmPriority::High)));
        std::sort(pitches.begin(), pitches.end());
        QVERIFY(pitches.front() >= 200);
        QVERIFY(pitches.back() <= 5000);
        for (std::size_t i = 1; i < pitches.size(); ++i)
            QVERIFY2(pitches[i] >= 1.2 * pitches[i - 1], qPrintable(QString::number(pitches[i])));
    }

    void aWaveIsItsOwnPitchAndNoOther() {
        const std::size_t length = 350 * app::kToneRate / 1000;
        for (int kind = 0; kind < dispatch::kAlarmKinds; ++kind) {
            const auto wave = waveOf(kind, AlarmPriority::Low);
            for (int other = 0; other < dispatch::kAlarmKinds; ++other) {
                const double share =
                    shareOf(wave, length, app::toneHertz(static_cast<AlarmKind>(other)));
                if (kind == other)
                    QVERIFY2(share > 0.9, qPrintable(QString::number(share)));
                else
                    QVERIFY2(share < 0.01, qPrintable(QString::number(share)));
            }
        }
    }

    void noWaveClipsClicksOrIsTooSoft() {
        for (int kind = 0; kind < dispatch::kAlarmKinds; ++kind) {
            for (const AlarmPriority priority : kPriorities) {
                const auto wave = waveOf(kind, priority);
                const auto peak = *std::max_element(wave.begin(), wave.end());
                QVERIFY(peak > 32767 * 0.45);
                QVERIFY(peak <= 32767 * 0.51);
                const double hertz = app::toneHertz(static_cast<AlarmKind>(kind));
                // A sine's own steepest step; a click would be steeper.
                const double steepest =
                    0.5 * 32767 * 2 * std::numbers::pi * hertz / app::kToneRate * 1.05 + 2;
                QVERIFY(std::abs(wave.front()) < 10);
                QVERIFY(std::abs(wave.back()) < 10);
                for (std::size_t i = 1; i < wave.size(); ++i)
                    QVERIFY(std::abs(wave[i] - wave[i - 1]) < steepest);
            }
        }
    }

    void aPriorityIsToldByItsBeats() {
        for (int kind = 0; kind < dispatch::kAlarmKinds; ++kind) {
            QCOMPARE(beatsOf(waveOf(kind, AlarmPriority::High)).size(), std::size_t(5));
            QCOMPARE(beatsOf(waveOf(kind, AlarmPriority::Medium)).size(), std::size_t(3));
            const auto low = beatsOf(waveOf(kind, AlarmPriority::Low));
            QCOMPARE(low.size(), std::size_t(1));
            QVERIFY(low.front() > 300);
        }
    }
};

QTEST_APPLESS_MAIN(TestTone)
#include "tst_tone.moc"
