// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>
#include <memory>

#include "app/ground/city_ground.h"
#include "app/ground/ground_service.h"
#include "app/window/duty_window.h"

namespace app {

/// Joins the grounds with the window: makes the files of the city's own ground, lists what there
/// is to choose from, keeps the choice, says what is wrong.
///
/// @thread GUI.
class GroundDesk : public QObject {
    Q_OBJECT
  public:
    GroundDesk(DutyWindow& window, WindowMemory* memory, QObject* parent = nullptr);
    ~GroundDesk() override;

    /// Another store: its grounds are other ones.
    /// @param folder Where the files of its own ground lie.
    void setFolder(const QString& folder);
    /// The store's ground, from which its files are made where they are not there yet.
    void takeGround(std::shared_ptr<const dispatch::Picture> picture,
                    std::shared_ptr<const layers::GroundData> ground);
    /// The store's settings, some of which are grounds.
    void takeSettings(const dispatch::Picture& picture);
    GroundService& service() { return m_service; }
    /// Whether nothing of the ground is under way.
    bool isSettled() const { return !m_making && m_service.isComplete(); }

  private:
    void listChoices();
    void showWords();

    DutyWindow& m_window;
    WindowMemory* m_memory;
    gis::WorkerPlace m_place;
    GroundService m_service;
    QString m_folder;
    std::vector<GroundChoice> m_city;
    std::vector<GroundChoice> m_named;  ///< By settings.
    bool m_making = false;
    std::stop_source m_stop;
    QThreadPool m_pool;
};

}  // namespace app
