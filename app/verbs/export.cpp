// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/export.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <csignal>
#include <cstdio>

#include "app/verbs/verb.h"
#include "gis/exchange/import.h"
#include "gis/exchange/time_text.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kExport;

namespace {

volatile std::sig_atomic_t interrupted = 0;

/// The option as a time; false where it is given and cannot be read.
bool readOption(const VerbParser& parser, const char* name,
                std::optional<dispatch::Seconds>& time) {
    if (!parser.has(name)) return true;
    const auto read = gis::readTime(parser.text(name).toStdString(), std::chrono::hours(8));
    if (!read) {
        std::fprintf(stderr, "gridhall export: --%s wants a time like 2024-05-01T08:00Z\n", name);
        return false;
    }
    time = std::chrono::floor<std::chrono::seconds>(read->time);
    return true;
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kExport, true);
    parser.option("since", "Cases reported, fixes measured at or after this time.", "TIME");
    parser.option("until", "Cases reported, fixes measured before this time.", "TIME");
    parser.option("open", "Cases: open ones only.");
    parser.option("notes", "Cases: one row a note, as the import reads them back.");
    parser.parser().addPositionalArgument(
        QStringLiteral("KIND"),
        QStringLiteral("centres, grids, zones, posts, units, responders, roads, "
                       "cameras, population, cases, fixes"));
    parser.parser().addPositionalArgument(
        QStringLiteral("FILE"),
        QStringLiteral(
            "its ending is the format: geojson, gpkg, shp, csv, kml, fgb, gpx, xlsx ..."));
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 2, 2)) return *leave;
    gis::ExportPlan plan;
    plan.kind = parser.positional().at(0).toStdString();
    plan.file = parser.positional().at(1).toStdString();
    plan.openOnly = parser.has("open");
    plan.notes = parser.has("notes");
    if (!gis::importKind(plan.kind)) {
        std::fprintf(stderr, "gridhall export: there is no kind \"%s\"; see --help\n",
                     plan.kind.c_str());
        return static_cast<int>(Exit::WrongUsage);
    }
    if (!readOption(parser, "since", plan.since) || !readOption(parser, "until", plan.until))
        return static_cast<int>(Exit::WrongUsage);
    auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kExport.name, store.error());
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
    std::stop_source stop;
    const auto report = gis::exportFile(
        **store, plan,
        [&](const gis::ImportProgress&) {
            if (interrupted) stop.request_stop();
        },
        stop.get_token());
    if (!report) return fail(kExport.name, report.error());
    if (parser.json()) {
        const QJsonObject object{
            {QStringLiteral("kind"), QString::fromStdString(report->kind)},
            {QStringLiteral("file"), QString::fromStdString(report->file)},
            {QStringLiteral("format"), QString::fromStdString(report->format)},
            {QStringLiteral("crs"), QString::fromStdString(report->crs)},
            {QStringLiteral("rows"), static_cast<qint64>(report->rows)},
            {QStringLiteral("left"), static_cast<qint64>(report->left)},
            {QStringLiteral("seconds"), report->seconds},
        };
        std::fputs(QJsonDocument(object).toJson().constData(), stdout);
    } else {
        std::printf("%s: %lld rows written to %s (%s%s%s)\n", report->kind.c_str(),
                    static_cast<long long>(report->rows), report->file.c_str(),
                    report->format.c_str(), report->crs.empty() ? "" : ", ", report->crs.c_str());
    }
    std::string lost;
    for (const std::string& column : report->lost) lost += (lost.empty() ? "" : ", ") + column;
    if (!lost.empty())
        std::fprintf(stderr, "gridhall export: %s has no room for: %s\n", report->format.c_str(),
                     lost.c_str());
    if (report->left > 0)
        std::fprintf(stderr, "gridhall export: %lld rows without a position cannot be held by %s\n",
                     static_cast<long long>(report->left), report->format.c_str());
    return static_cast<int>(Exit::Done);
}

}  // namespace

const Verb kExport = {"export", "writes a kind of rows to a file; its ending names the format",
                      run};

}  // namespace app
