// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>

#include "app/live/link.h"
#include "dispatch/picture.h"

namespace app {

/// Holds the picture every view of this window draws from. The first change after a quiet spell is
/// told at once; further ones are joined: within 16 ms, or 100 ms where only positions moved.
///
/// @thread GUI.
class LiveState : public QObject {
    Q_OBJECT
  public:
    explicit LiveState(QObject* parent = nullptr);

    /// @return Never null; empty before the store has answered.
    const std::shared_ptr<const dispatch::Picture>& picture() const { return m_picture; }
    bool hasPicture() const { return m_hasPicture; }
    const Link& link() const { return m_link; }

    /// Store time now: the newest time the store told, moved on by this machine's steady clock.
    dispatch::Millis storeNow() const;
    dispatch::Seconds storeSecond() const;

    void take(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Changes& changes);
    void takeLink(const Link& link);

  Q_SIGNALS:
    void changed(std::shared_ptr<const dispatch::Picture> picture,
                 const dispatch::Changes& changes);
    /// A picture nobody needs any more; let it die on another thread.
    void retired(std::shared_ptr<const dispatch::Picture> picture);
    void linkChanged(const app::Link& link);

  private:
    void flush();
    void hearTime(dispatch::Millis time);

    std::shared_ptr<const dispatch::Picture> m_picture;
    std::shared_ptr<const dispatch::Picture> m_pending;
    dispatch::Changes m_pendingChanges;
    QTimer m_join;
    QElapsedTimer m_sinceTold;
    Link m_link;
    dispatch::Millis m_heardTime{};
    QElapsedTimer m_sinceHeard;
    bool m_hasPicture = false;
};

}  // namespace app
