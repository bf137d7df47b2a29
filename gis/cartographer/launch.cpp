// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/launch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <utility>

namespace gis {

namespace {

constexpr int kWorkerNiceness = 10;

/// The sandbox with nothing in it but the system.
QStringList bareRoom() {
    QStringList words{QStringLiteral("--die-with-parent"),
                      QStringLiteral("--unshare-all"),
                      QStringLiteral("--new-session"),
                      QStringLiteral("--cap-drop"),
                      QStringLiteral("ALL"),
                      QStringLiteral("--ro-bind"),
                      QStringLiteral("/usr"),
                      QStringLiteral("/usr")};
    // Links into /usr on a merged system, folders of their own on others.
    for (const char* name : {"/lib", "/lib64", "/bin", "/sbin", "/etc/fonts", "/etc/alternatives",
                             "/etc/ld.so.cache", "/var/cache/fontconfig"})
        words << QStringLiteral("--ro-bind-try") << QString::fromLatin1(name)
              << QString::fromLatin1(name);
    words << QStringLiteral("--proc") << QStringLiteral("/proc") << QStringLiteral("--dev")
          << QStringLiteral("/dev") << QStringLiteral("--tmpfs") << QStringLiteral("/tmp")
          << QStringLiteral("--dir") << QStringLiteral("/run");
    return words;
}

struct Sandbox {
    QString program;
    QString problem;
};

/// Tried once: a kernel or container may forbid what bubblewrap needs.
const Sandbox& sandbox() {
    static const Sandbox found = [] {
        Sandbox tried;
        const QString program = QStandardPaths::findExecutable(QStringLiteral("bwrap"));
        if (program.isEmpty()) {
            tried.problem = QStringLiteral("bubblewrap is not installed");
            return tried;
        }
        QProcess probe;
        probe.start(program, bareRoom() << QStringLiteral("/usr/bin/true"));
        probe.waitForFinished(5000);
        if (probe.exitStatus() == QProcess::NormalExit && probe.exitCode() == 0 &&
            probe.state() == QProcess::NotRunning)
            tried.program = program;
        else
            tried.problem = QStringLiteral("bubblewrap cannot work here: %1")
                                .arg(QString::fromUtf8(probe.readAllStandardError()).simplified());
        return tried;
    }();
    return found;
}

void limit(decltype(RLIMIT_AS) what, rlim_t most, rlim_t grace = 0) {
    const rlimit bounds{most, most + grace};
    static_cast<void>(::setrlimit(what, &bounds));
}

}  // namespace

QString sandboxProblem() {
    return sandbox().problem;
}

WorkerPlace findWorker(const QString& profile) {
    WorkerPlace place;
    place.profile = profile;
    place.sandbox = sandbox().program;
    const QString told = qEnvironmentVariable("GRIDHALL_CARTOGRAPHER");
    if (told == QLatin1String("none")) return place;
    const QString here = QCoreApplication::applicationDirPath();
    const QString name = QStringLiteral("gridhall-cartographer");
    for (const QString& candidate : {told, here + QLatin1Char('/') + name,
                                     here + QStringLiteral("/../libexec/gridhall/") + name,
                                     here + QStringLiteral("/../lib/gridhall/") + name}) {
        const QFileInfo file(candidate);
        if (candidate.isEmpty() || !file.isExecutable() || !file.isFile()) continue;
        place.program = file.canonicalFilePath();
        break;
    }
    return place;
}

void prepareWorker(QProcess& process, const WorkerPlace& place, const QStringList& arguments,
                   const std::vector<int>& inherited) {
    QDir().mkpath(place.profile);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // The user's own folder for what is temporary does not exist in the sandbox; without one, what
    // a killed worker left is cleared away here.
    const bool isBare = place.sandbox.isEmpty();
    environment.insert(QStringLiteral("TMPDIR"), isBare ? place.profile : QStringLiteral("/tmp"));
    if (isBare) {
        const QDir profile(place.profile);
        for (const QString& left : profile.entryList(
                 {QFileInfo(place.program).fileName() + QStringLiteral("-*")}, QDir::Dirs))
            QDir(profile.filePath(left)).removeRecursively();
    }
    environment.insert(QStringLiteral("QGIS_CUSTOM_CONFIG_PATH"), place.profile);
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), QStringLiteral("/tmp"));
    environment.insert(QStringLiteral("HOME"), place.profile);
    // A PostGIS ground is opened with the user's own passwords, though its home is another one.
    QStringList passwords;
    if (place.reach == WorkerReach::Web)
        for (const auto& [variable, name] : {std::pair{"PGPASSFILE", "/.pgpass"},
                                             std::pair{"PGSERVICEFILE", "/.pg_service.conf"}}) {
            const QString file = environment.value(QString::fromLatin1(variable),
                                                   QDir::homePath() + QLatin1String(name));
            if (!QFileInfo(file).isFile()) continue;
            environment.insert(QString::fromLatin1(variable), file);
            passwords << file;
        }
    // Settings of the console's own Qt are none of the worker's.
    for (const char* name : {"QT_PLUGIN_PATH", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE",
                             "GRIDHALL_PASSWORD_FILE", "GRIDHALL_HANDSET_TOKEN_FILE"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    if (place.sandbox.isEmpty()) {
        process.setProgram(place.program);
        process.setArguments(arguments);
    } else {
        QStringList words = bareRoom();
        if (place.reach == WorkerReach::Web) {
            words << QStringLiteral("--share-net");
            for (const char* name : {"/etc/ssl", "/etc/ca-certificates", "/etc/resolv.conf",
                                     "/etc/hosts", "/etc/nsswitch.conf"})
                words << QStringLiteral("--ro-bind-try") << QString::fromLatin1(name)
                      << QString::fromLatin1(name);
        }
        const auto bind = [&](const char* how, const QString& path) {
            words << QString::fromLatin1(how) << path << path;
        };
        bind("--ro-bind", place.program);
        for (const QString& path : place.readable + passwords) bind("--ro-bind-try", path);
        for (const QString& path : place.writable) bind("--bind-try", path);
        bind("--bind", place.profile);
        words << QStringLiteral("--chdir") << QStringLiteral("/tmp") << place.program << arguments;
        process.setProgram(place.sandbox);
        process.setArguments(words);
    }
    process.setChildProcessModifier(
        [inherited, memory = place.memoryBytes, seconds = place.cpuSeconds] {
            // Between fork and exec: only what is safe in a signal handler.
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            for (const int descriptor : inherited) ::fcntl(descriptor, F_SETFD, 0);
            ::setpriority(PRIO_PROCESS, 0, kWorkerNiceness);
            limit(RLIMIT_CORE, 0);
            if (memory > 0) limit(RLIMIT_AS, static_cast<rlim_t>(memory));
            // First a signal that tells what it was about, then the end.
            if (seconds > 0) limit(RLIMIT_CPU, static_cast<rlim_t>(seconds), 1);
        });
}

}  // namespace gis
