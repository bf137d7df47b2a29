// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/cartographer/processes.h"

#include <signal.h>

#include <QDir>
#include <QFile>
#include <algorithm>

namespace support {

namespace {

/// State and parent as the kernel tells them; nothing where the process is gone.
QStringList statusOf(qint64 process) {
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QString words = QString::fromUtf8(file.readAll());
    return words.mid(words.lastIndexOf(QLatin1Char(')')) + 2).split(QLatin1Char(' '));
}

}  // namespace

std::vector<qint64> processesUnder(qint64 parent) {
    std::vector<qint64> found;
    if (parent <= 0) return found;
    const QStringList all = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& name : all) {
        const qint64 process = name.toLongLong();
        const QStringList status = process > 0 ? statusOf(process) : QStringList();
        if (status.size() < 2 || status[1].toLongLong() != parent) continue;
        found.push_back(process);
        const std::vector<qint64> more = processesUnder(process);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

bool isAlive(qint64 process) {
    const QStringList status = statusOf(process);
    return !status.isEmpty() && status[0] != QLatin1String("Z");
}

qint64 innermost(qint64 process) {
    const std::vector<qint64> under = processesUnder(process);
    return under.empty() ? process : under.back();
}

void signalTo(qint64 process, int signal) {
    if (process <= 1) qFatal("there is no process to be signalled");
    ::kill(pid_t(process), signal);
}

QStringList openDescriptors() {
    QStringList open;
    const QDir folder(QStringLiteral("/proc/self/fd"));
    for (const QString& name :
         folder.entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot)) {
        const QString target = QFile::symLinkTarget(folder.filePath(name));
        // The list's own descriptor is gone by now.
        if (!target.contains(QLatin1String("/proc/"))) open << target;
    }
    open.sort();
    return open;
}

}  // namespace support
