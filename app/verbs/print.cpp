// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QTimer>
#include <array>
#include <csignal>
#include <cstdio>

#include "app/look/language.h"
#include "app/sheet/sheet_run.h"
#include "app/verbs/verb.h"
#include "app/watchful_application.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kPrint;

namespace {

volatile std::sig_atomic_t interrupted = 0;

int wrong(const QString& sentence) {
    std::fprintf(stderr, "gridhall print: %s\n", sentence.toUtf8().constData());
    return static_cast<int>(Exit::WrongUsage);
}

std::optional<SheetKind> kindIn(const QString& word) {
    struct Row {
        const char* word;
        SheetKind kind;
    };
    static constexpr std::array<Row, 5> kRows{{{"view", SheetKind::View},
                                               {"grid", SheetKind::Grid},
                                               {"zone", SheetKind::Zone},
                                               {"case", SheetKind::Case},
                                               {"atlas", SheetKind::Atlas}}};
    for (const Row& row : kRows)
        if (word == QLatin1String(row.word)) return row.kind;
    return {};
}

void declare(VerbParser& parser) {
    parser.parser().addOption(QCommandLineOption(
        {QStringLiteral("o"), QStringLiteral("output")},
        QStringLiteral("The file to write: .pdf, .png or .svg. Of an atlas as PNG or SVG each"
                       " sheet has a file of its own, FILE-0001.png and so on."),
        QStringLiteral("FILE")));
    parser.option("sheet", "view, grid, zone, case, or atlas: all grids of an area.", "WHAT",
                  "view");
    parser.option("code", "Of the grid, zone or case; for an atlas of the township or district.",
                  "CODE");
    parser.option("extent", "For a view: what to show, degrees; else the whole city.", "W,S,E,N");
    parser.option("paper", "A4, A3, A2 or A1.", "SIZE", "A4");
    parser.option("landscape", "Wider than high.");
    parser.option("dpi", "Dots an inch, 72 to 600; lines and words keep their size.", "N", "150");
    parser.option("scale", "n of 1:n; else the largest round one at which it fits.", "N", "0");
    parser.option("layers", "Layers by name, separated by commas; else those that start on.",
                  "NAMES");
    parser.option("title", "Title of the sheet; else what it is about.", "TEXT");
    parser.option("lang", "zh_CN or en; else the system's.", "CODE");
}

dispatch::Result<std::shared_ptr<const layers::GroundData>> readGround(dispatch::Store& store) {
    auto ground = std::make_shared<layers::GroundData>();
    dispatch::Result<void> result;
    const auto take = [&]<class Row>(dispatch::Kind kind, std::vector<Row>& rows) {
        if (!result) return;
        dispatch::Query query;
        query.kind = kind;
        result = store.read(query, [&](dispatch::Record&& record) {
            rows.push_back(std::get<Row>(std::move(record)));
            return true;
        });
    };
    take(dispatch::Kind::Ground, ground->grounds);
    take(dispatch::Kind::Road, ground->roads);
    take(dispatch::Kind::Camera, ground->cameras);
    if (!result) return result.error();
    return std::shared_ptr<const layers::GroundData>(ground);
}

dispatch::Result<layers::SceneInput> sceneOf(const QString& uri) {
    auto store = gis::openStore(uri.toStdString());
    if (!store) return store.error();
    auto picture = (*store)->load();
    if (!picture) return picture.error();
    auto ground = readGround(**store);
    if (!ground) return ground.error();
    layers::SceneInput scene;
    scene.picture = *picture;
    scene.ground = *ground;
    scene.storeTime = (*picture)->storeTime;
    scene.projection = gis::Projection::forExtent(layers::extentOf(**picture, ground->get()));
    return scene;
}

/// Runs to the end, or until somebody interrupts.
int write(const SheetRequest& request, layers::SceneInput scene) {
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
    SheetRun run(sheetWorker());
    const bool isWatched = ::isatty(STDERR_FILENO) != 0;
    QObject::connect(&run, &SheetRun::progress, &run, [&](int done, int total) {
        if (isWatched)
            std::fprintf(stderr, "\rsheet %d of %d%s", done, total, done == total ? "\n" : "");
    });
    QObject::connect(&run, &SheetRun::finished, &run, [](const QStringList& files) {
        for (const QString& file : files) std::printf("%s\n", qPrintable(file));
        QCoreApplication::exit(static_cast<int>(Exit::Done));
    });
    QObject::connect(&run, &SheetRun::failed, &run, [](const dispatch::Error& error) {
        std::fprintf(stderr, "gridhall print: %s\n", error.detail.c_str());
        QCoreApplication::exit(static_cast<int>(
            error.code == dispatch::ErrorCode::Cancelled ? Exit::Refused : Exit::BadInput));
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &run, [&] {
        if (interrupted) run.cancel();
    });
    look.start(50);
    run.start(request, std::move(scene));
    return QCoreApplication::exec();
}

int runVerb(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchfulApplication application(argc, argv);
    VerbParser parser(kPrint, true);
    declare(parser);
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 0, 0)) return *leave;
    SheetRequest request;
    request.dpi = static_cast<int>(parser.number("dpi", kLeastDpi, kMostDpi));
    request.scale = static_cast<double>(parser.number("scale", 0, 10'000'000));
    if (const auto failed = parser.failed()) return *failed;
    const auto kind = kindIn(parser.text("sheet"));
    if (!kind)
        return wrong(QStringLiteral("--sheet %1 is none of view, grid, zone, case and atlas")
                         .arg(parser.text("sheet")));
    request.kind = *kind;
    request.code = parser.text("code").toStdString();
    if (request.kind == SheetKind::View && !request.code.empty())
        return wrong(QStringLiteral("--code goes with --sheet grid, zone, case or atlas"));
    if (request.kind != SheetKind::View && request.code.empty())
        return wrong(QStringLiteral("--sheet %1 wants a --code").arg(parser.text("sheet")));
    if (parser.has("extent")) {
        const auto box = boxIn(parser.text("extent"));
        if (!box || request.kind != SheetKind::View)
            return wrong(QStringLiteral("--extent %1 is not W,S,E,N in degrees for a view")
                             .arg(parser.text("extent")));
        request.extent = *box;
    }
    request.file = parser.text("output");
    if (request.file.isEmpty()) return wrong(QStringLiteral("-o FILE is missing"));
    if (sheetFormat(request.file).empty())
        return wrong(QStringLiteral("-o %1 ends in none of .pdf, .png and .svg").arg(request.file));
    request.paper = parser.text("paper").toStdString();
    request.landscape = parser.has("landscape");
    request.layers = parser.text("layers").split(QLatin1Char(','), Qt::SkipEmptyParts);
    request.title = parser.text("title");
    const dispatch::Author author = currentAuthor();
    request.officer = QString::fromStdString(author.officer) + QStringLiteral(" · ") +
                      QString::fromStdString(author.seat);
    if (!speak(parser.text("lang")))
        return wrong(QStringLiteral("there is no language \"%1\"").arg(parser.text("lang")));
    auto scene = sceneOf(parser.store());
    if (!scene) return fail(kPrint.name, scene.error());
    return write(request, std::move(*scene));
}

}  // namespace

const Verb kPrint{"print", "map sheets as PDF, PNG or SVG, drawn by the cartographer", &runVerb};

}  // namespace app
