// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/users/state_folder.h"

#include <QDir>

namespace app {

std::string stateFolder() {
    const QString named = qEnvironmentVariable("XDG_STATE_HOME");
    const bool usable = QDir::isAbsolutePath(named);
    return (usable ? named : QDir::homePath() + QStringLiteral("/.local/state")).toStdString() +
           "/gridhall";
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
