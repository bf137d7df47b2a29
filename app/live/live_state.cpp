// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/live_state.h"

#include <algorithm>

namespace app {
namespace {

constexpr qint64 kFrameMs = 16;
constexpr qint64 kPositionsMs = 100;

bool onlyPositions(const dispatch::Changes& changes) {
    auto others = changes.kinds;
    others.reset(static_cast<std::size_t>(dispatch::Kind::Fix));
    return others.none();
}

}  // namespace

LiveState::LiveState(QObject* parent)
    : QObject(parent), m_picture(std::make_shared<const dispatch::Picture>()) {
    m_join.setSingleShot(true);
    m_join.setTimerType(Qt::PreciseTimer);
    connect(&m_join, &QTimer::timeout, this, &LiveState::flush);
}

dispatch::Millis LiveState::storeNow() const {
    if (!m_sinceHeard.isValid()) return dispatch::SystemClock().now();
    return m_heardTime + std::chrono::milliseconds(m_sinceHeard.elapsed());
}

dispatch::Seconds LiveState::storeSecond() const {
    return std::chrono::floor<std::chrono::seconds>(storeNow());
}

void LiveState::hearTime(dispatch::Millis time) {
    if (time.time_since_epoch().count() == 0) return;
    if (m_sinceHeard.isValid() && time < storeNow()) return;
    m_heardTime = time;
    m_sinceHeard.start();
}

void LiveState::take(std::shared_ptr<const dispatch::Picture> picture,
                     const dispatch::Changes& changes) {
    hearTime(picture->storeTime);
    if (m_pending) Q_EMIT retired(std::move(m_pending));
    m_pending = std::move(picture);
    m_pendingChanges.merge(changes);
    const qint64 quiet = onlyPositions(m_pendingChanges) ? kPositionsMs : kFrameMs;
    const qint64 since = m_sinceTold.isValid() ? m_sinceTold.elapsed() : quiet;
    if (since >= quiet) return flush();
    const qint64 wait = quiet - since;
    if (!m_join.isActive() || m_join.remainingTime() > wait) m_join.start(static_cast<int>(wait));
}

void LiveState::flush() {
    m_join.stop();
    if (!m_pending) return;
    std::shared_ptr<const dispatch::Picture> old = std::move(m_picture);
    m_picture = std::move(m_pending);
    m_pending.reset();
    m_hasPicture = true;
    const dispatch::Changes changes = std::exchange(m_pendingChanges, {});
    m_sinceTold.start();
    Q_EMIT changed(m_picture, changes);
    Q_EMIT retired(std::move(old));
}

void LiveState::takeLink(const Link& link) {
    hearTime(link.storeTime);
    if (m_link == link) return;
    m_link = link;
    Q_EMIT linkChanged(link);
}

}  // namespace app
