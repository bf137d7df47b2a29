// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/users/state_folder.h"

#include <QDir>

namespace app {

namespace {

/// A folder of the XDG base directories.
std::string xdgFolder(const char* variable, const char* otherwise) {
    const QString named = qEnvironmentVariable(variable);
    const bool usable = QDir::isAbsolutePath(named);
    return (usable ? named : QDir::homePath() + QLatin1String(otherwise)).toStdString() +
           "/gridhall";
}

}  // namespace

std::string stateFolder() {
    return xdgFolder("XDG_STATE_HOME", "/.local/state");
}

std::string cacheFolder() {
    return xdgFolder("XDG_CACHE_HOME", "/.cache");
}

std::string sealKeyFile() {
    return stateFolder() + "/seal.key";
}

std::string anchorFolder() {
    return stateFolder() + "/anchors";
}

std::string demoPasswordFile(const std::string& store) {
    return stateFolder() + "/demo/" + store + ".password";
}

}  // namespace app
