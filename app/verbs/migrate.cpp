// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

#include "app/verbs/verb.h"
#include "gis/store/store_migration.h"

namespace app {

extern const Verb kMigrate;

namespace {

void printJson(const gis::MigrationReport& report, bool dryRun) {
    const QJsonObject object{
        {QStringLiteral("from"), report.from},
        {QStringLiteral("to"), report.to},
        {QStringLiteral("dryRun"), dryRun},
        {QStringLiteral("done"), report.done},
        {QStringLiteral("backup"), QString::fromStdString(report.backup)},
        {QStringLiteral("backupCommand"), QString::fromStdString(report.backupCommand)},
        {QStringLiteral("seconds"), report.seconds},
    };
    std::fputs(QJsonDocument(object).toJson().constData(), stdout);
}

void printText(const gis::MigrationReport& report, bool dryRun) {
    std::printf("schema %d now, %d wanted\n", report.from, report.to);
    if (report.from == report.to)
        std::puts("nothing to do");
    else if (dryRun)
        std::printf("tried and taken back in %.1f s; nothing was changed\n", report.seconds);
    else if (report.done)
        std::printf("migrated in %.1f s\n", report.seconds);
    if (!report.backup.empty()) std::printf("backup     %s\n", report.backup.c_str());
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kMigrate, true);
    parser.option("dry-run", "Runs it for real and takes it back; a file's on a copy.");
    parser.option("backup-made", "A server's store: a backup was made, go on.");
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 0, 0)) return *leave;
    gis::MigrationOptions options;
    options.dryRun = parser.has("dry-run");
    options.backupMade = parser.has("backup-made");
    const auto report = gis::migrateStore(parser.store().toStdString(), options);
    if (!report) return fail(kMigrate.name, report.error());
    if (parser.json())
        printJson(*report, options.dryRun);
    else
        printText(*report, options.dryRun);
    if (report->backupCommand.empty()) return static_cast<int>(Exit::Done);
    std::fprintf(stderr, "gridhall migrate: make a backup first, then say --backup-made:\n  %s\n",
                 report->backupCommand.c_str());
    return static_cast<int>(Exit::Refused);
}

}  // namespace

const Verb kMigrate = {"migrate", "brings a store to this program's schema, after a backup", run};

}  // namespace app
