// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/seat_desk.h"

#include <unistd.h>

#include "app/users/state_folder.h"
#include "dispatch/roster.h"
#include "gis/seal/digest.h"

namespace app {
namespace {

using namespace std::chrono_literals;

/// Another seat takes the ticker over when this one has not renewed it for so long.
constexpr auto kLease = 4s;
constexpr auto kDutiesEvery = 30s;

std::string randomKey() {
    return gis::randomHex(16);
}

}  // namespace

SeatDesk::SeatDesk(std::string seat) : m_seat(std::move(seat)) {
    m_holder = m_seat + '/' + std::to_string(getpid()) + '/' + randomKey();
}

void SeatDesk::setStore(dispatch::Store* store) {
    m_store = store;
    m_desk.reset();
    m_dutiesRead = {};
    if (store)
        m_desk = std::make_unique<dispatch::Desk>(
            *store, &randomKey, [](const std::string& bytes) { return gis::sha256Hex(bytes); });
}

dispatch::Result<dispatch::Performed> SeatDesk::perform(const dispatch::Picture& picture,
                                                        dispatch::Millis now,
                                                        const dispatch::Command& command) {
    return m_desk->perform({*m_book.of(picture), picture, now}, *m_actor, command);
}

dispatch::Result<dispatch::Performed> SeatDesk::takeIn(const dispatch::Picture& picture,
                                                       dispatch::Millis now,
                                                       const dispatch::Intake& intake) {
    return m_desk->takeIn({*m_book.of(picture), picture, now}, *m_actor, intake);
}

dispatch::Result<dispatch::Performed> SeatDesk::amend(const dispatch::Picture& picture,
                                                      dispatch::Millis now,
                                                      const dispatch::Command& command,
                                                      const dispatch::Intake& whole) {
    return m_desk->amend({*m_book.of(picture), picture, now}, *m_actor, command, whole);
}

dispatch::Result<std::vector<dispatch::Contact>> SeatDesk::openContacts(
    const dispatch::Picture& picture, dispatch::Millis now, const dispatch::Case& record) {
    return m_desk->openContacts({*m_book.of(picture), picture, now}, *m_actor, record);
}

const std::optional<dispatch::Refusal>& SeatDesk::refusal() const {
    static const std::optional<dispatch::Refusal> none;
    return m_desk ? m_desk->refusal() : none;
}

dispatch::Result<bool> SeatDesk::tick(const dispatch::Picture& picture, dispatch::Millis now) {
    const auto mine = m_store->holdLease("ticker", m_holder, kLease);
    if (!mine) return mine.error();
    if (!*mine) return false;
    if (now - m_dutiesRead >= kDutiesEvery)
        if (auto read = readDuties(now); !read) return read.error();
    const auto done =
        dispatch::tick(*m_store, {*m_book.of(picture), picture, now}, m_duties, m_seat, &randomKey);
    if (!done) return done.error();
    m_tickProblem = done->because;
    return done->warned + done->climbed + done->supervised + done->notes + done->orders +
               done->duties >
           0;
}

dispatch::Result<void> SeatDesk::seal() {
    if (m_anchors.empty() || !m_store || !m_actor) return {};
    if (!m_anchorage) {
        auto key = gis::SealKey::openOrMake(sealKeyFile());
        if (!key) return key.error();
        m_anchorage.emplace(std::move(*key), m_anchors);
    }
    const auto signedHead = m_anchorage->anchor(*m_store);
    if (!signedHead) return signedHead.error();
    return {};
}

dispatch::Result<void> SeatDesk::readDuties(dispatch::Millis now) {
    auto read = dispatch::readDuties(*m_store);
    if (!read) return read.error();
    m_duties = std::move(*read);
    m_dutiesRead = now;
    return {};
}

}  // namespace app
