// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

namespace support {

/// Everything that descends from a process, from the kernel's own list.
std::vector<qint64> processesUnder(qint64 parent);
/// Whether there is such a process that is not merely waiting to be reaped.
bool isAlive(qint64 process);
/// The process itself under a sandbox: the last of those that descend from it, or it.
qint64 innermost(qint64 process);
/// Sends a signal to one process: never to a group, which 0 would be.
void signalTo(qint64 process, int signal);
/// What this process has open: the targets of its descriptors, sorted.
QStringList openDescriptors();

}  // namespace support
