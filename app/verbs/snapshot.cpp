// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QElapsedTimer>
#include <QTimer>
#include <cstdio>

#include "app/console.h"
#include "app/ground/store_ground.h"
#include "app/look/language.h"
#include "app/look/look.h"
#include "app/verbs/verb.h"
#include "app/watchful_application.h"
#include "gis/store/open_store.h"
#include "layers/catalog.h"
#include "layers/map_picture.h"

namespace app {

int snapshot(int argc, char** argv);

extern const Verb kSnapshot;
const Verb kSnapshot{"snapshot", "the map, or with --window the whole window, as PNG", &snapshot};

namespace {

int wrong(const QString& sentence) {
    std::fprintf(stderr, "gridhall snapshot: %s\n", sentence.toUtf8().constData());
    return static_cast<int>(Exit::WrongUsage);
}

int windowShot(const QString& uri, const QSize& size, const QString& theme, const QString& file,
               const std::optional<dispatch::GeoBox>& extent) {
    ConsoleOptions options;
    options.store = uri;
    options.theme = theme;
    options.by = currentAuthor();
    options.remember = false;
    Console console(options);
    console.window().resize(size);
    console.start();
    QElapsedTimer waited;
    waited.start();
    QTimer look;
    bool placed = false;
    QObject::connect(&look, &QTimer::timeout, &console, [&] {
        const bool ready = console.state().hasPicture() && console.hasGround() &&
                           console.window().canvas().isSettled();
        if (ready && extent && !placed) {
            console.window().canvas().fit(*extent);
            placed = true;
        } else if (ready && waited.elapsed() > 1500) {
            const bool saved = console.window().grab().save(file, "PNG");
            if (!saved)
                std::fprintf(stderr, "gridhall snapshot: %s cannot be written\n", qPrintable(file));
            QCoreApplication::exit(static_cast<int>(saved ? Exit::Done : Exit::BadInput));
        } else if (waited.elapsed() > 60000) {
            std::fprintf(stderr, "gridhall snapshot: the window was not complete after 60 s\n");
            QCoreApplication::exit(static_cast<int>(Exit::NoStore));
        }
    });
    look.start(50);
    return QCoreApplication::exec();
}

}  // namespace

int snapshot(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchfulApplication application(argc, argv);
    VerbParser parser(kSnapshot, true);
    parser.parser().addOption(QCommandLineOption({QStringLiteral("o"), QStringLiteral("output")},
                                                 QStringLiteral("The picture to write."),
                                                 QStringLiteral("FILE.png")));
    parser.option("size", "Size in logical pixels.", "WxH", "1920x1080");
    parser.option("extent", "What to show, degrees; else the whole city.", "W,S,E,N");
    parser.option("layers", "Layers by name, separated by commas; else those that start on.",
                  "NAMES");
    parser.option("theme", "hall (dark), desk (light) or print (white).", "NAME", "hall");
    parser.option("window", "The whole window instead of the map alone.");
    parser.option("time", "The hall as it was then, e.g. 2026-11-22T21:47:00Z.", "TIME");
    parser.option("scale", "Pixels per logical pixel: 1 or 2.", "N", "1");
    parser.option("lang", "zh_CN or en; else the system's.", "CODE");
    if (const auto left = parser.parse(QCoreApplication::arguments(), 0, 0)) return *left;
    const int scale = static_cast<int>(parser.number("scale", 1, 2));
    if (const auto failed = parser.failed()) return *failed;
    const QString file = parser.text("output");
    if (file.isEmpty()) return wrong(QStringLiteral("-o FILE.png is missing"));
    const QStringList sides = parser.text("size").split(QLatin1Char('x'));
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    if (size.width() < 16 || size.height() < 16 || size.width() > 16384 || size.height() > 16384)
        return wrong(QStringLiteral("--size %1 is not WIDTHxHEIGHT").arg(parser.text("size")));
    const QString theme = parser.text("theme");
    if (!QStringList{QStringLiteral("hall"), QStringLiteral("desk"), QStringLiteral("print")}
             .contains(theme))
        return wrong(QStringLiteral("there is no theme \"%1\"").arg(theme));
    std::optional<dispatch::GeoBox> extent;
    if (parser.has("extent") && !(extent = boxIn(parser.text("extent"))))
        return wrong(
            QStringLiteral("--extent %1 is not W,S,E,N in degrees").arg(parser.text("extent")));
    QStringList names = parser.text("layers").split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& name : names) {
        bool known = false;
        for (const layers::LayerSpec& row : layers::catalog())
            known = known || name == QLatin1String(row.name);
        if (!known) return wrong(QStringLiteral("there is no layer \"%1\"").arg(name));
    }
    std::optional<dispatch::Millis> then;
    if (parser.has("time")) {
        const QDateTime time = QDateTime::fromString(parser.text("time"), Qt::ISODate);
        if (!time.isValid())
            return wrong(QStringLiteral("--time %1 is not a time like 2026-11-22T21:47:00Z")
                             .arg(parser.text("time")));
        then = dispatch::Millis(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    }
    if (then && parser.has("window"))
        return wrong(QStringLiteral("--window shows now; --time goes with the map alone"));
    if (!speak(parser.text("lang")))
        return wrong(QStringLiteral("there is no language \"%1\"").arg(parser.text("lang")));
    dress(layers::Theme::named(theme));

    auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail("snapshot", store.error());
    if (parser.has("window")) {
        store->reset();
        return windowShot(parser.store(), size, theme, file, extent);
    }
    auto picture = then ? (*store)->pictureAt(*then) : (*store)->load();
    if (!picture) return fail("snapshot", picture.error());
    layers::SceneInput input;
    auto ground = readGround(**store);
    if (!ground) return fail("snapshot", ground.error());
    input.ground = std::move(*ground);
    input.picture = *picture;
    input.storeTime = then ? *then : (*picture)->storeTime;
    const dispatch::GeoBox box = extent ? *extent : layers::extentOf(**picture, input.ground.get());
    if (box.isEmpty()) {
        std::fprintf(stderr, "gridhall snapshot: the store holds nothing that has a place\n");
        return static_cast<int>(Exit::BadInput);
    }
    input.projection = gis::Projection::forExtent(box);
    const layers::MapView view = layers::viewOf(box, input.projection, size, scale);
    const QImage image = layers::drawMap(input, view, layers::Theme::named(theme), names);
    if (!image.save(file, "PNG")) {
        std::fprintf(stderr, "gridhall snapshot: %s cannot be written\n", qPrintable(file));
        return static_cast<int>(Exit::BadInput);
    }
    std::printf("%s %dx%d\n", qPrintable(file), image.width(), image.height());
    return static_cast<int>(Exit::Done);
}

}  // namespace app
