// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QString>
#include <cstdio>
#include <string_view>
#include <vector>

#include "app/console.h"
#include "app/verbs/verb.h"

namespace app {
namespace {

void printHelp() {
    std::printf(
        "gridhall [FILE]         opens the console; --store URI --workspace duty --seat NAME\n"
        "                        --theme hall|desk --lang zh_CN|en\n"
        "gridhall VERB           works without a window; gridhall VERB --help explains it\n"
        "gridhall --version      prints the version\n\nVerbs:\n");
    for (const Verb& verb : verbs()) std::printf("  %-10s %s\n", verb.name, verb.summary);
}

}  // namespace

int run(int argc, char** argv) {
    QCoreApplication::setApplicationName(QStringLiteral("gridhall"));
    QCoreApplication::setOrganizationName(QStringLiteral("GridHall"));
    if (argc > 1 && argv[1][0] != '-') {
        const std::string_view wanted = argv[1];
        for (const Verb& verb : verbs()) {
            if (wanted != verb.name) continue;
            return verb.run(argc, argv);
        }
        if (QFileInfo(QFile::decodeName(argv[1])).isFile()) {
            // A file manager hands over the store alone.
            char option[] = "--store";
            std::vector<char*> arguments(argv, argv + argc);
            arguments.insert(arguments.begin() + 1, option);
            arguments.push_back(nullptr);
            return runConsole(argc + 1, arguments.data());
        }
        std::fprintf(stderr, "gridhall: there is no verb \"%s\"; see gridhall --help\n", argv[1]);
        return static_cast<int>(Exit::WrongUsage);
    }
    const std::string_view first = argc > 1 ? argv[1] : "";
    if (first == "--version") {
        std::printf("gridhall %s\n", GRIDHALL_VERSION);
        return static_cast<int>(Exit::Done);
    }
    if (first == "--help" || first == "-h") {
        printHelp();
        return static_cast<int>(Exit::Done);
    }
    return runConsole(argc, argv);
}

}  // namespace app
