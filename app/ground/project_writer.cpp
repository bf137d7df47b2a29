// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/project_writer.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {
constexpr int kProjectMs = 60000;
}

Result<void> writeText(const QString& file, const std::string& words) {
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(words.data(), qint64(words.size())) >= 0 &&
        out.commit())
        return {};
    return Error{
        ErrorCode::Unavailable,
        QStringLiteral("%1 cannot be written: %2").arg(file, out.errorString()).toStdString()};
}

Result<void> writeProject(const gis::ProjectJob& job, const gis::WorkerPlace& worker) {
    const QString folder = QFileInfo(QString::fromStdString(job.file)).absolutePath();
    const QString jobFile = QString::fromStdString(job.file) + QStringLiteral(".json");
    if (auto written = writeText(jobFile, gis::toJson(job)); !written) return written;
    gis::WorkerPlace place = worker;
    place.writable << folder;
    QProcess process;
    gis::prepareWorker(process, place, {QStringLiteral("project"), jobFile});
    process.start();
    const bool done = process.waitForFinished(kProjectMs) &&
                      process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    QFile::remove(jobFile);
    if (done) return {};
    const QString said = QString::fromUtf8(process.readAllStandardError()).trimmed();
    return Error{ErrorCode::Unavailable,
                 "the cartographer could not write " + job.file + ": " +
                     (said.isEmpty() ? process.errorString() : said).toStdString()};
}

}  // namespace app
