// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/link_watch.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace app {
namespace {

using namespace std::chrono_literals;
using dispatch::ErrorCode;

constexpr auto kSlowAnswer = 200ms;
constexpr std::chrono::milliseconds kFirstBackOff = 250ms;
constexpr std::chrono::milliseconds kLongestBackOff = 10s;
constexpr std::chrono::milliseconds kRefusedBackOff = 5s;
constexpr double kSpread = 0.2;
constexpr int kFailuresUntilLost = 4;
constexpr int kFailuresUntilNeverOpened = 3;

/// How much a failure weighs: what no second try can mend loses the store at once, and an answer
/// that did not come in time has cost seconds already.
int weightOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::SignInRefused:
        case ErrorCode::ServerFull:
            return kFailuresUntilLost;
        case ErrorCode::TimedOut:
            return 2;
        case ErrorCode::ServerDown:
        case ErrorCode::Unavailable:
        case ErrorCode::NotFound:
        case ErrorCode::NotAllowed:
        case ErrorCode::Conflict:
        case ErrorCode::BadInput:
        case ErrorCode::Corrupt:
        case ErrorCode::Cancelled:
            return 1;
    }
    return 1;
}

double anyChance() {
    static thread_local std::minstd_rand source{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(source);
}

}  // namespace

LinkWatch::LinkWatch(std::function<double()> chance)
    : m_chance(chance ? std::move(chance) : &anyChance), m_backOff(kFirstBackOff) {}

void LinkWatch::judge(std::chrono::milliseconds roundTrip) {
    m_link.roundTrip = roundTrip;
    m_link.state = roundTrip > kSlowAnswer ? LinkState::Slow : LinkState::Live;
}

void LinkWatch::answered(std::optional<std::chrono::milliseconds> roundTrip,
                         dispatch::Millis storeTime) {
    m_failures = 0;
    m_backOff = kFirstBackOff;
    m_link.failure.reset();
    m_link.detail.clear();
    m_link.nextTry.reset();
    m_link.storeTime = storeTime;
    if (roundTrip)
        judge(*roundTrip);
    else
        m_link.state = LinkState::Live;
}

void LinkWatch::stamped(const dispatch::ClockReport& report, std::chrono::milliseconds roundTrip) {
    m_link.mayStamp = report.mayStamp;
    m_link.clockWhy = QString::fromStdString(report.why);
    // While questions fail the picture does not grow younger, and nothing is well yet.
    if (m_failures > 0 || m_link.state == LinkState::Connecting || m_link.state == LinkState::Lost)
        return;
    m_link.storeTime = report.storeTime;
    judge(roundTrip);
}

void LinkWatch::mayNotStamp(const std::string& why) {
    m_link.mayStamp = false;
    m_link.clockWhy = QString::fromStdString(why);
}

bool LinkWatch::failed(const dispatch::Error& error, bool hasPicture) {
    m_failures += weightOf(error.code);
    if (m_failures >= (hasPicture ? kFailuresUntilLost : kFailuresUntilNeverOpened)) return true;
    if (m_link.state != LinkState::Lost)
        m_link.state = hasPicture ? LinkState::Slow : LinkState::Connecting;
    m_link.failure = error.code;
    m_link.detail = QString::fromStdString(error.detail);
    return false;
}

std::chrono::milliseconds LinkWatch::lost(const dispatch::Error& error, Now now) {
    auto wait = m_backOff;
    if (error.code == ErrorCode::SignInRefused)
        wait = std::max(wait, std::chrono::milliseconds(kRefusedBackOff * 5 / 4));
    m_backOff = std::min(m_backOff * 2, kLongestBackOff);
    const double spread = 1 + kSpread * (2 * m_chance() - 1);
    wait = std::chrono::milliseconds(std::llround(static_cast<double>(wait.count()) * spread));
    m_link.state = LinkState::Lost;
    m_link.failure = error.code;
    m_link.detail = QString::fromStdString(error.detail);
    m_link.nextTry = now + wait;
    return wait;
}

}  // namespace app
