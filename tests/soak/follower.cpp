// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/follower.h"

#include <poll.h>

#include <QtGlobal>
#include <algorithm>
#include <array>

namespace soak {

using namespace std::chrono_literals;

namespace {

constexpr auto kPoll = 250ms;
constexpr auto kHeartbeat = 5s;
constexpr std::array<std::chrono::milliseconds, 4> kLooksAgain{4ms, 10ms, 25ms, 60ms};

}  // namespace

Follower::Follower(std::unique_ptr<dispatch::Store> store, dispatch::Author by)
    : m_store(std::move(store)),
      m_by(std::move(by)),
      m_nextPoll(Steady::now() + kPoll),
      m_nextBeat(Steady::now()),
      m_again(Steady::time_point::max()) {
    load();
}

void Follower::load() {
    auto loaded = m_store->load();
    if (!loaded) qFatal("%s", loaded.error().detail.c_str());
    m_picture = std::move(*loaded);
}

void Follower::wait(Steady::time_point until) {
    const auto next = std::min({until, m_nextPoll, m_nextBeat, m_again});
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(std::max(next - Steady::now(), 0ns));
    pollfd hint{m_store->hintDescriptor(), POLLIN, 0};
    const bool hinted = ::poll(&hint, hint.fd >= 0 ? 1 : 0, static_cast<int>(left.count())) > 0;
    const auto now = Steady::now();
    if (now >= m_nextBeat) {
        m_failures += !m_store->heartbeat(m_by);
        m_nextBeat = now + kHeartbeat;
    }
    if (hinted) {
        look();
        m_looksAgain = 0;
        m_again = Steady::now() + kLooksAgain[0];
    } else if (now >= m_again) {
        look();
        m_again = ++m_looksAgain < kLooksAgain.size() ? Steady::now() + kLooksAgain[m_looksAgain]
                                                      : Steady::time_point::max();
    } else if (now >= m_nextPoll) {
        look();
    }
    if (now >= m_nextPoll) m_nextPoll = now + kPoll;
}

void Follower::look() {
    const auto changed = m_store->mayHaveChanged();
    if (!changed || *changed) m_owed = true;
    if (!m_owed) return;
    auto delta = m_store->changesSince(m_picture->seq, m_picture->fixSeq);
    if (!delta) {
        ++m_failures;
        return;
    }
    m_owed = false;
    if (delta->tooOld) {
        ++m_reloads;
        load();
        return;
    }
    if (delta->isEmpty()) return;
    if (arrived) arrived(*delta, Steady::now());
    m_picture = dispatch::nextPicture(*m_picture, std::move(*delta)).first;
}

}  // namespace soak
