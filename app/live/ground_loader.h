// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>
#include <atomic>
#include <memory>

#include "app/intake/place_index.h"
#include "app/live/desk_runner.h"
#include "layers/ground_data.h"

namespace app {

/// Reads what lies still (ground, roads, cameras) through a connection of its own, so that the
/// desk never waits for it.
///
/// @thread construct, load() and stop() from the GUI thread.
class GroundLoader : public QObject {
    Q_OBJECT
  public:
    explicit GroundLoader(OpenStore open, QObject* parent = nullptr);
    ~GroundLoader() override;
    void load();
    /// Nothing more is read; the destructor waits for the one call that is under way.
    void stop();

  Q_SIGNALS:
    /// @param storeId StoreInfo::id
    void loaded(std::shared_ptr<const layers::GroundData> ground, const QString& storeId);
    /// Follows `loaded`: the names on that ground, for places typed while a case is taken in.
    void named(std::shared_ptr<const app::PlaceIndex> places);
    void failed(const dispatch::Error& error);

  private:
    void read();
    OpenStore m_open;
    QThread m_thread;
    QObject* m_there;
    std::atomic<bool> m_stop = false;
};

}  // namespace app
