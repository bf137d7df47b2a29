// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/sheet_run.h"

#include <QDir>
#include <QPointer>
#include <QStandardPaths>

#include "app/sheet/sheet_room.h"

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;

namespace {

constexpr int kProcesses = 2;
constexpr int kWorthTwo = 4;  ///< Fewer sheets are done before a second process is ready.

}  // namespace

SheetRun::SheetRun(gis::WorkerPlace worker, QObject* parent)
    : QObject(parent), m_worker(std::move(worker)) {}

SheetRun::~SheetRun() {
    end();
    for (QProcess* process : m_processes) process->waitForFinished(500);
    // Ends within a row or a page, since it was asked to stop.
    if (m_aside.joinable()) m_aside.join();
}

void SheetRun::aside(std::function<Ready(std::stop_token)> work) {
    m_aside = std::jthread([this, work = std::move(work)](const std::stop_token& stop) {
        Ready ready = work(stop);
        // The destructor waits for this thread, so this object is there.
        QMetaObject::invokeMethod(
            this,
            [this, ready = std::move(ready)] {
                if (!m_isOver) ready();
            },
            Qt::QueuedConnection);
    });
}

void SheetRun::start(const SheetRequest& request, layers::SceneInput scene) {
    Error early;
    if (m_worker.program.isEmpty())
        early = {ErrorCode::Unavailable,
                 "no cartographer is installed (gridhall-cartographer), so no sheet can be drawn"};
    else if (!sheetFormat(request.file).empty() && !isWritable(request.file))
        early = {ErrorCode::Unavailable, request.file.toStdString() + " cannot be written"};
    if (!early.detail.empty()) {
        QMetaObject::invokeMethod(
            this, [this, early] { fail(early); }, Qt::QueuedConnection);
        return;
    }
    aside([this, request, scene = std::move(scene)](std::stop_token stop) -> Ready {
        auto room = SheetRoom::make(request, scene, std::move(stop));
        return [this, room = std::move(room)] {
            if (!room) {
                fail(room.error());
                return;
            }
            m_room = *room;
            launch();
        };
    });
}

void SheetRun::launch() {
    const int sheets = m_room->sheets();
    Q_EMIT progress(0, sheets);
    const int processes = sheets < kWorthTwo ? 1 : kProcesses;
    m_running = processes;
    for (int i = 0; i < processes; ++i)
        if (!startProcess(sheets * i / processes, sheets * (i + 1) / processes)) return;
}

bool SheetRun::startProcess(int first, int last) {
    const auto job = m_room->writeJob(first, last);
    if (!job) {
        fail(job.error());
        return false;
    }
    gis::WorkerPlace place = m_worker;
    // Two processes in one profile would write the same files when it is new.
    place.profile += QStringLiteral("/sheets-%1").arg(m_processes.size());
    place.readable = {m_room->readable()};
    place.writable = {m_room->writable()};
    place.cpuSeconds = 0;
    auto* process = new QProcess(this);
    m_processes.push_back(process);
    gis::prepareWorker(*process, place, {QStringLiteral("sheets"), *job});
    connect(process, &QProcess::readyReadStandardOutput, this, [this, process] { hear(*process); });
    connect(process, &QProcess::finished, this,
            [this, process](int code, QProcess::ExitStatus status) {
                processEnded(*process, status == QProcess::NormalExit && code == 0);
            });
    connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail({ErrorCode::Unavailable, "the cartographer cannot be started"});
    });
    process->start();
    return !m_isOver;
}

void SheetRun::hear(QProcess& process) {
    while (process.canReadLine())
        if (process.readLine().startsWith("sheet ") && !m_isOver)
            Q_EMIT progress(++m_written, m_room->sheets());
}

void SheetRun::processEnded(QProcess& process, bool isGood) {
    if (m_isOver) return;
    hear(process);
    if (!isGood) {
        const QStringList said = QString::fromUtf8(process.readAllStandardError())
                                     .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        fail({ErrorCode::Unavailable,
              process.exitStatus() == QProcess::NormalExit && !said.isEmpty()
                  ? "the cartographer gave up: " + said.last().trimmed().toStdString()
                  : "the cartographer broke down before all sheets were drawn"});
        return;
    }
    if (--m_running == 0) deliver();
}

void SheetRun::deliver() {
    aside([this, room = m_room](std::stop_token stop) -> Ready {
        auto files = room->deliver(std::move(stop));
        return [this, files = std::move(files)] {
            if (!files) {
                fail(files.error());
                return;
            }
            const QStringList written = *files;
            end();
            Q_EMIT finished(written);
        };
    });
}

void SheetRun::cancel() {
    if (!m_isOver) fail({ErrorCode::Cancelled, "stopped; nothing was written"});
}

void SheetRun::end() {
    m_isOver = true;
    m_aside.request_stop();
    for (QProcess* process : m_processes)
        if (process->state() != QProcess::NotRunning) process->kill();
    m_room.reset();
}

void SheetRun::fail(const Error& error) {
    if (m_isOver) return;
    end();
    Q_EMIT failed(error);
}

gis::WorkerPlace sheetWorker() {
    QString cache = QStandardPaths::writableLocation(QStandardPaths::CacheLocation);
    if (cache.isEmpty()) cache = QDir::tempPath() + QStringLiteral("/gridhall");
    return gis::findWorker(cache + QStringLiteral("/cartographer"));
}

}  // namespace app
