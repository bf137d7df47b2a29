// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run.h"

#include <QCoreApplication>
#include <QStringList>
#include <cstdio>
#include <string_view>

#include "app/verbs/verb.h"

namespace app {

int run(int argc, char** argv) {
    QCoreApplication::setApplicationName(QStringLiteral("gridhall"));
    QCoreApplication::setOrganizationName(QStringLiteral("GridHall"));
    if (argc > 1 && argv[1][0] != '-') {
        const std::string_view wanted = argv[1];
        for (const Verb& verb : verbs()) {
            if (wanted != verb.name) continue;
            return verb.run(argc, argv);
        }
        std::fprintf(stderr, "gridhall: there is no verb \"%s\"; see gridhall --help\n", argv[1]);
        return static_cast<int>(Exit::WrongUsage);
    }
    for (const Verb& verb : verbs()) std::printf("%-10s %s\n", verb.name, verb.summary);
    return static_cast<int>(Exit::Done);
}

}  // namespace app
