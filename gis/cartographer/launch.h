// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <vector>

namespace gis {

/// What a worker may reach. Files and the network are never in one process.
enum class WorkerReach { Files, Web };

/// How the cartographer is started.
struct WorkerPlace {
    QString program;  ///< gridhall-cartographer; empty: there is none.
    QString profile;  ///< Folder of its own that QGIS keeps its settings in.
    QString sandbox;  ///< bwrap; empty: none, said by sandboxProblem().
    WorkerReach reach = WorkerReach::Files;
    QStringList readable;                  ///< Folders and files it may read besides the system's.
    QStringList writable;                  ///< Folders it may write into; made by the caller.
    qint64 memoryBytes = qint64(4) << 30;  ///< Of address space; beyond it, it dies.
    int cpuSeconds = 0;                    ///< Of processor time; 0: no limit.

    friend bool operator==(const WorkerPlace&, const WorkerPlace&) = default;
};

/// Looks for the worker beside the program, where an installation has it, or where
/// GRIDHALL_CARTOGRAPHER says ("none": there is none), and tries whether a sandbox works here.
/// @param profile A folder that is made on first use.
WorkerPlace findWorker(const QString& profile);

/// Why workers run without a sandbox, one sentence; empty where they run in one.
QString sandboxProblem();

/// Makes the process ready to start; descriptors `inherited` stay open in it. It dies with the
/// thread that starts it, runs at low priority and within its limits.
void prepareWorker(QProcess& process, const WorkerPlace& place, const QStringList& arguments,
                   const std::vector<int>& inherited = {});

}  // namespace gis
