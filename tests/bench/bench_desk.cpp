// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStandardPaths>

#include "app/watchful_application.h"
#include "tests/bench/desk_bench.h"
#include "tests/soak/store_place.h"

/// The case desk at a city's size. A word narrows it to "action", "queue", "tick" or "journal",
/// another one to an engine.
int main(int argc, char** argv) {
    const std::string only = argc > 1 ? argv[1] : "";
    if (only == "--move" && argc > 2) return bench::moveEverybody(argv[2]);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    const app::WatchfulApplication application(argc, argv);
    const auto wanted = [&](const char* name) { return only.empty() || only == name; };
    if (wanted("queue")) bench::benchQueue();
    if (wanted("tick")) bench::benchDue();
    if (wanted("journal")) bench::benchJournal();
    for (const std::string& engine : soak::engines()) {
        if (argc > 2 && engine != argv[2]) continue;
        if (wanted("tick")) bench::benchTick(engine);
        if (wanted("journal")) bench::benchJournalOf(engine);
        if (wanted("action"))
            bench::benchActions(QCoreApplication::applicationFilePath().toStdString(), engine);
    }
    return 0;
}
