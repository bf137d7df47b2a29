// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "app/sheet/sheet_request.h"
#include "gis/cartographer/launch.h"

namespace app {

class SheetRoom;

/// Writes map sheets once: plans them, hands the cartographer what the seat may see as files, and
/// puts what it wrote under the name asked for when all of it is there. An atlas is written by two
/// processes. Nothing is left behind where it fails or is stopped.
///
/// @thread construct and use on the thread that starts processes, the GUI's; nothing blocks it.
class SheetRun : public QObject {
    Q_OBJECT
  public:
    /// @param worker As findWorker() found it; its folders are this class's own matter.
    explicit SheetRun(gis::WorkerPlace worker, QObject* parent = nullptr);
    /// Stops, as cancel() does.
    ~SheetRun() override;

    /// Begins; once for each object. finished() or failed() follows, never before this returns.
    /// @param scene Its gridMap is made where it is null.
    void start(const SheetRequest& request, layers::SceneInput scene);
    /// Stops at once: processes are killed and failed() is emitted with Cancelled.
    void cancel();

  Q_SIGNALS:
    void progress(int done, int total);
    /// @param files What was written, in the order of the sheets.
    void finished(const QStringList& files);
    /// @param error As planSheets(); Unavailable where there is no cartographer or it broke down.
    void failed(const dispatch::Error& error);

  private:
    using Ready = std::function<void()>;
    /// Runs work on another thread; what it returns runs on this one, unless it was stopped.
    void aside(std::function<Ready(std::stop_token)> work);
    void launch();
    bool startProcess(int first, int last);
    void hear(QProcess& process);
    void processEnded(QProcess& process, bool isGood);
    void deliver();
    void fail(const dispatch::Error& error);
    void end();

    gis::WorkerPlace m_worker;
    std::shared_ptr<SheetRoom> m_room;
    std::vector<QProcess*> m_processes;
    std::jthread m_aside;
    int m_running = 0;
    int m_written = 0;
    bool m_isOver = false;
};

/// The cartographer for sheets, with a folder for QGIS's settings in this user's cache.
gis::WorkerPlace sheetWorker();

}  // namespace app
