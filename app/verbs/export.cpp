// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/export.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <csignal>
#include <cstdio>

#include "app/look/language.h"
#include "app/qgis/view_project.h"
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

int wrong(const QString& sentence) {
    std::fprintf(stderr, "gridhall export: %s\n", sentence.toUtf8().constData());
    return static_cast<int>(Exit::WrongUsage);
}

/// `--qgis-project FILE`, which goes without KIND.
int writeProjectFile(const VerbParser& parser) {
    if (!parser.positional().isEmpty())
        return wrong(
            QStringLiteral("--qgis-project FILE takes all layers; KIND and FILE do not go"
                           " with it"));
    for (const char* name : {"since", "until", "open", "notes"})
        if (parser.has(name))
            return wrong(QStringLiteral("--%1 does not go with --qgis-project")
                             .arg(QString::fromLatin1(name)));
    ViewProjectPlan plan;
    plan.store = parser.store();
    plan.file = parser.text("qgis-project");
    if (!plan.file.endsWith(QStringLiteral(".qgs")))
        return wrong(QStringLiteral("--qgis-project %1 does not end in .qgs").arg(plan.file));
    const QString theme = parser.text("theme");
    if (theme == QLatin1String("desk"))
        plan.ink = layers::Ink::Desk;
    else if (theme == QLatin1String("print"))
        plan.ink = layers::Ink::Print;
    else if (theme != QLatin1String("hall"))
        return wrong(QStringLiteral("there is no theme \"%1\"").arg(theme));
    if (!speak(parser.text("lang")))
        return wrong(QStringLiteral("there is no language \"%1\"").arg(parser.text("lang")));
    const auto report = writeViewProject(plan);
    if (!report) return fail(kExport.name, report.error());
    if (parser.json()) {
        const QJsonObject object{{QStringLiteral("file"), plan.file},
                                 {QStringLiteral("layers"), report->layers},
                                 {QStringLiteral("ground"), report->hasGround}};
        std::fputs(QJsonDocument(object).toJson().constData(), stdout);
    } else {
        std::printf("%d layers%s written to %s\n", report->layers,
                    report->hasGround ? " and the ground" : "", qUtf8Printable(plan.file));
    }
    return static_cast<int>(Exit::Done);
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kExport, true);
    parser.option("since", "Cases reported, fixes measured at or after this time.", "TIME");
    parser.option("until", "Cases reported, fixes measured before this time.", "TIME");
    parser.option("open", "Cases: open ones only.");
    parser.option("notes", "Cases: one row a note, as the import reads them back.");
    parser.option("qgis-project",
                  "Instead of KIND FILE: a QGIS project with the store's live layers, drawn as on"
                  " screen.",
                  "FILE.qgs");
    parser.option("theme", "Of the project: hall (dark), desk (light) or print (white).", "NAME",
                  "hall");
    parser.option("lang", "Of the project's titles: zh_CN or en; else the system's.", "CODE");
    parser.parser().addPositionalArgument(
        QStringLiteral("KIND"),
        QStringLiteral("centres, grids, zones, posts, units, responders, roads, "
                       "cameras, population, cases, fixes"));
    parser.parser().addPositionalArgument(
        QStringLiteral("FILE"),
        QStringLiteral(
            "its ending is the format: geojson, gpkg, shp, csv, kml, fgb, gpx, xlsx ..."));
    const QStringList arguments = QCoreApplication::arguments();
    const bool isProject =
        arguments.indexOf(QRegularExpression(QStringLiteral("^--qgis-project(=.*)?$"))) > 0;
    if (const auto leave = parser.parse(arguments, isProject ? 0 : 2, 2)) return *leave;
    if (isProject) return writeProjectFile(parser);
    for (const char* name : {"theme", "lang"})
        if (parser.has(name))
            return wrong(
                QStringLiteral("--%1 goes with --qgis-project").arg(QString::fromLatin1(name)));
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
