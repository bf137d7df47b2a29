// SPDX-License-Identifier: GPL-3.0-or-later
// gridhall-cartographer: draws with QGIS what the console asks for. Never started by people.
#include <qgsapplication.h>

#include <QFile>
#include <QLoggingCategory>
#include <QTextStream>
#include <cstdio>

#include "gis/cartographer/worker/gdal_gate.h"
#include "gis/cartographer/worker/linked_project.h"
#include "gis/cartographer/worker/project_cleaner.h"
#include "gis/cartographer/worker/project_maker.h"
#include "gis/cartographer/worker/service.h"
#include "gis/cartographer/worker/sheet_printer.h"
#include "gis/cartographer/worker/walls.h"

namespace {

int usage() {
    std::fputs(
        "usage: gridhall-cartographer serve SOCKET MEMORY files|web MILLISECONDS (started by "
        "gridhall)\n"
        "       gridhall-cartographer project JOB.json                      (writes a QGIS "
        "project)\n"
        "       gridhall-cartographer sheets JOB.json                       (writes map sheets)\n",
        stderr);
    return 2;
}

QByteArray wordsOf(const QString& jobFile) {
    QFile in(jobFile);
    if (!in.open(QIODevice::ReadOnly)) return {};
    return in.readAll();
}

int ended(const QString& why) {
    if (why.isEmpty()) return 0;
    std::fprintf(stderr, "%s\n", qPrintable(why));
    return 4;
}

QString writeAnyProject(const gis::ProjectJob& job) {
    return job.sources.empty() ? cartographer::writeProject(job)
                               : cartographer::writeLinkedProject(job);
}

/// Does what a job file asks for.
template <class Job>
int perform(const QString& jobFile, std::optional<Job> (*read)(std::string_view),
            QString (*work)(const Job&)) {
    const QByteArray words = wordsOf(jobFile);
    const auto job = read({words.constData(), std::size_t(words.size())});
    return ended(job ? work(*job) : QStringLiteral("%1 is no job").arg(jobFile));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return usage();
    const QString verb = QString::fromLocal8Bit(argv[1]);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // What watches the machine's networks has nothing to do here, and may not.
    qputenv("QT_EXCLUDE_GENERIC_BEARER", "1");
    // QGIS asks for the user's name with every expression; where neither /etc/passwd nor this says
    // it, as in the sandbox, it starts a process to find out, each time.
    qputenv("USER", "gridhall");
    if (qEnvironmentVariableIsEmpty("TZ")) qputenv("TZ", "UTC");
    // The console names a folder of its own; without it QGIS writes into the user's.
    if (qEnvironmentVariableIsEmpty("QGIS_CUSTOM_CONFIG_PATH"))
        qputenv("QGIS_CUSTOM_CONFIG_PATH", "/tmp");
    const bool isWeb = argc == 6 && qstrcmp(argv[4], "web") == 0;
    cartographer::raiseWalls(isWeb);
    const int patience = argc == 6 ? QByteArray(argv[5]).toInt() : 0;
    if (isWeb) cartographer::limitGdalWaiting(patience);
    QgsApplication application(argc, argv, false);
    QgsApplication::setPrefixPath(QStringLiteral("/usr"), true);
    QgsApplication::initQgis();
    cartographer::forbidWritingExpressions();
    if (isWeb)
        cartographer::limitWaiting(patience);
    else
        cartographer::keepGdalToFiles();
    int code = 0;
    if (verb == QLatin1String("serve") && argc == 6) {
        if (!isWeb) cartographer::stayOffTheNetwork();
        cartographer::Service service(qintptr(QByteArray(argv[2]).toLongLong()),
                                      QByteArray(argv[3]).toInt());
        code = QgsApplication::exec();
    } else if (verb == QLatin1String("project")) {
        cartographer::stayOffTheNetwork();
        code = perform(QString::fromLocal8Bit(argv[2]), &gis::projectJobFrom, &writeAnyProject);
    } else if (verb == QLatin1String("sheets")) {
        cartographer::stayOffTheNetwork();
        code = perform(QString::fromLocal8Bit(argv[2]), &gis::sheetJobFrom,
                       &cartographer::printSheets);
    } else {
        return usage();
    }
    QgsApplication::exitQgis();
    return code;
}
