// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <sys/prctl.h>

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QProgressBar>
#include <QThread>
#include <QTimer>
#include <QVBoxLayout>
#include <cstdio>
#include <memory>
#include <optional>
#include <stop_token>

#include "app/console.h"
#include "app/ground/store_ground.h"
#include "app/look/language.h"
#include "app/look/look.h"
#include "app/panels/empty_note.h"
#include "app/users/sign_in.h"
#include "app/users/state_folder.h"
#include "app/users/users.h"
#include "app/verbs/verb.h"
#include "app/watchful_application.h"
#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"

namespace app {

int demo(int argc, char** argv);

extern const Verb kDemo;
const Verb kDemo{"demo", "makes the demonstration city, simulates a live shift, opens the console",
                 &demo};

namespace {

using Made = dispatch::Result<gis::DemoReport>;

/// What is seen while the city is made.
class MakingWindow : public QWidget {
  public:
    MakingWindow() : m_bar(new QProgressBar), m_words(label("t2")) {
        setObjectName(QStringLiteral("panel"));
        setAttribute(Qt::WA_StyledBackground);
        setWindowTitle(QStringLiteral("GridHall"));
        setFixedSize(440, 120);
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(24, 20, 24, 20);
        column->addWidget(
            label("title", QCoreApplication::translate("Demo", "Making the demonstration city")));
        column->addWidget(m_words);
        m_bar->setRange(0, 100);
        m_bar->setTextVisible(false);
        column->addWidget(m_bar);
    }
    void show(const QString& phase, double share) {
        m_words->setText(phase);
        m_bar->setValue(static_cast<int>(share * 100));
        QWidget::show();
    }

  private:
    QProgressBar* m_bar;
    QLabel* m_words;
};

/// Makes the city on a thread of its own while the loop turns.
Made makeCity(const std::string& uri, const gis::DemoOptions& options, bool headless) {
    std::optional<Made> made;
    QObject here;
    std::unique_ptr<MakingWindow> window;
    std::stop_source stop;
    QEventLoop loop;
    const auto progress = [&](const char* phase, double share) {
        QMetaObject::invokeMethod(&here,
                                  [&window, headless, phase = QString::fromUtf8(phase), share] {
                                      if (headless) {
                                          std::fprintf(stderr, "gridhall demo: %3.0f %% %s\n",
                                                       share * 100, phase.toUtf8().constData());
                                          return;
                                      }
                                      if (!window) window = std::make_unique<MakingWindow>();
                                      window->show(phase, share);
                                  });
    };
    std::unique_ptr<QThread> thread(QThread::create(
        [&] { made.emplace(gis::makeDemoCity(uri, options, progress, stop.get_token())); }));
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    QObject::connect(qApp, &QGuiApplication::lastWindowClosed, &here, [&] { stop.request_stop(); });
    thread->start();
    loop.exec();
    thread->wait();
    return std::move(*made);
}

/// Looks after a demonstration city that has stood still for 12 hours: everything open in it is
/// long overdue. A file is renamed; on a server it stays, with a word. Leaves any other store, and
/// one that somebody has open, where it is.
/// @return The exit code where the store cannot be opened.
std::optional<int> layOldCityAside(const std::string& uri) {
    const auto lived = gis::demoCityLastLived(uri);
    if (!lived) return fail("demo", lived.error());
    if (!*lived) return {};
    const auto last = QDateTime::fromSecsSinceEpoch((*lived)->time_since_epoch().count());
    if (last.secsTo(QDateTime::currentDateTime()) < 12 * 3600) return {};
    const auto path = gis::storePath(uri);
    if (!path) {
        std::fprintf(stderr,
                     "gridhall demo: the city on the server stood still since %s; it is opened as"
                     " it is\n",
                     qPrintable(last.toString(Qt::ISODate)));
        return {};
    }
    const QFileInfo place(QString::fromStdString(*path));
    if (QFileInfo::exists(place.filePath() + QStringLiteral("-wal"))) return {};
    const QString aside =
        QStringLiteral("%1/%2-until-%3.%4")
            .arg(place.absolutePath(), place.completeBaseName(),
                 last.toString(QStringLiteral("yyyyMMdd-HHmmss")), place.suffix());
    if (QFile::rename(place.filePath(), aside))
        std::fprintf(stderr, "gridhall demo: the city stood still since %s; it lies in %s now\n",
                     qPrintable(last.toString(Qt::ISODate)), qPrintable(aside));
    return {};
}

/// Makes a user of the new city and keeps its password or token, by which the demo signs in later.
dispatch::Result<void> makeUser(dispatch::Store& store, const char* code, const char* role,
                                const std::string& file) {
    dispatch::User draft;
    draft.code = code;
    draft.role = role;
    const auto made = addUser(store, currentAuthor(), std::move(draft), SecretUse::Lasting);
    if (!made) return made.error();
    if (auto kept = gis::keepSecret(file, made->secret); !kept) return kept;
    if (made->user.role != kDevice)
        std::fprintf(stderr, "gridhall demo: administrator %s, password %s (kept in %s)\n", code,
                     std::string(made->secret.text()).c_str(), file.c_str());
    return {};
}

std::string handsetTokenFile(const std::string& store) {
    return demoPasswordFile(store) + ".handsets";
}

/// The new city's administrator, and the device that answers for all handsets.
dispatch::Result<void> makeUsers(const std::string& uri) {
    const auto store = gis::openStore(uri);
    if (!store) return store.error();
    const auto id = (*store)->identity();
    if (!id) return id.error();
    if (auto made = makeUser(**store, "admin", kAdministrator, demoPasswordFile(*id)); !made)
        return made;
    return makeUser(**store, "handsets", kDevice, handsetTokenFile(*id));
}

/// Lays the ground of the new city beside it, for QGIS. Without it the console draws its own.
void shipGround(const std::string& uri) {
    const auto store = gis::openStore(uri);
    if (!store) return;
    const auto made = makeStoreGround(**store, uri);
    if (made)
        std::fprintf(stderr, "gridhall demo: its ground for QGIS is in %s\n",
                     qPrintable(made->folder));
    else
        std::fprintf(stderr, "gridhall demo: its ground was not written for QGIS: %s\n",
                     made.error().detail.c_str());
}

/// Signs in as the administrator the demo made, where nobody else is named; the shift does so too.
dispatch::Result<dispatch::Actor> signInDemo(const VerbParser& parser, const std::string& uri) {
    const auto store = gis::openStore(uri);
    if (!store) return store.error();
    const auto id = (*store)->identity();
    if (!id) return id.error();
    const QString file = QString::fromStdString(demoPasswordFile(*id));
    const bool named = parser.has("user") || !qEnvironmentVariableIsEmpty("GRIDHALL_USER");
    if (named) {
        if (parser.has("user")) qputenv("GRIDHALL_USER", parser.text("user").toUtf8());
    } else if (QFileInfo::exists(file)) {
        qputenv("GRIDHALL_USER", "admin");
        qputenv("GRIDHALL_PASSWORD_FILE", file.toUtf8());
    }
    qputenv("GRIDHALL_HANDSET_TOKEN_FILE", handsetTokenFile(*id).c_str());
    return signInFor(parser, **store);
}

/// Sees to it that there is a city at the URI: opens it, or makes it.
/// @return The exit code where that failed.
std::optional<int> readyCity(const std::string& uri, const gis::DemoOptions& options, bool keep,
                             bool headless) {
    auto there = gis::storeExists(uri);
    if (there && *there && !keep) {
        if (const auto left = layOldCityAside(uri)) return left;
        there = gis::storeExists(uri);
    }
    if (!there) return fail("demo", there.error());
    if (*there) {
        const auto opened = gis::openStore(uri);
        return opened ? std::nullopt : std::optional(fail("demo", opened.error()));
    }
    if (const auto path = gis::storePath(uri))
        QDir().mkpath(QFileInfo(QString::fromStdString(*path)).absolutePath());
    QApplication::setQuitOnLastWindowClosed(false);
    const Made made = makeCity(uri, options, headless);
    QApplication::setQuitOnLastWindowClosed(true);
    if (!made) return fail("demo", made.error());
    if (const auto users = makeUsers(uri); !users) return fail("demo", users.error());
    shipGround(uri);
    std::fprintf(stderr, "gridhall demo: %s made in %.1f s, content %s\n", made->cityName.c_str(),
                 made->seconds, made->contentHash.c_str());
    return {};
}

/// The simulated shift: a child process that ends with this one, however this one ends.
std::unique_ptr<QProcess> startShift(const QString& store, qint64 seed) {
    auto shift = std::make_unique<QProcess>();
    shift->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    shift->setStandardOutputFile(QProcess::nullDevice());
    shift->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    shift->start(
        QCoreApplication::applicationFilePath(),
        {QStringLiteral("simulate"), QStringLiteral("--store"), store, QStringLiteral("--seed"),
         QString::number(seed), QStringLiteral("--handsets"), QStringLiteral("handsets")});
    return shift;
}

void endShift(QProcess& shift) {
    shift.terminate();
    if (!shift.waitForFinished(3000)) {
        shift.kill();
        shift.waitForFinished(1000);
    }
}

/// Shows what makes the picture tell something: the streets around the most urgent case that still
/// has time left, else around the latest one.
void showMostUrgent(DutyWindow& window) {
    constexpr double kStreetsMetresPerPixel = 5;
    auto& queue = window.queue().queue();
    const dispatch::Case* chosen = nullptr;
    for (int row = 0; row < queue.rowCount(); ++row) {
        const dispatch::Case* record = queue.caseAt(queue.index(row, 0));
        if (!record || !record->place) continue;
        const auto clock = dispatch::clockState(*record, window.cases().now());
        if (!chosen || clock == dispatch::ClockState::Warn) chosen = record;
        if (clock == dispatch::ClockState::Warn) break;
    }
    if (!chosen) return;
    window.select(dispatch::RecordRef{dispatch::Kind::Case, chosen->id.value});
    window.canvas().goTo(*chosen->place, kStreetsMetresPerPixel);
}

int shoot(Console& console, int seconds, const QString& file) {
    DutyWindow& window = console.window();
    QElapsedTimer lived;
    lived.start();
    int code = static_cast<int>(Exit::NoStore);
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &console, [&] {
        const bool longEnough = lived.elapsed() >= qint64(seconds) * 1000;
        if (longEnough && console.state().hasPicture() && !window.canvas().selection())
            showMostUrgent(window);
        const bool ready =
            console.state().hasPicture() && console.hasGround() && window.canvas().isSettled();
        if (longEnough && ready && lived.elapsed() >= qint64(seconds) * 1000 + 1500) {
            const QPixmap shot = window.grab();
            const bool saved = file.isEmpty() || shot.save(file, "PNG");
            if (!saved)
                std::fprintf(stderr, "gridhall demo: %s cannot be written\n", qPrintable(file));
            code = static_cast<int>(saved ? Exit::Done : Exit::BadInput);
            QCoreApplication::exit(code);
        } else if (lived.elapsed() > qint64(seconds) * 1000 + 30000) {
            std::fprintf(stderr,
                         "gridhall demo: the picture was not complete 30 s after its time\n");
            QCoreApplication::exit(code);
        }
    });
    look.start(100);
    return QCoreApplication::exec();
}

}  // namespace

int demo(int argc, char** argv) {
    for (int i = 2; i < argc; ++i)
        if (qstrcmp(argv[i], "--headless") == 0 && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
    const bool noScreen = qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") &&
                          qEnvironmentVariableIsEmpty("DISPLAY") &&
                          qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (noScreen) qputenv("QT_QPA_PLATFORM", "offscreen");
    WatchfulApplication application(argc, argv);
    VerbParser parser(kDemo, true);
    parser.option("seed", "Another number makes another city.", "N", "1");
    parser.option("history", "Past cases; more than 25000 fill a year.", "N", "20000");
    parser.option("headless", "Works where there is no screen.");
    parser.option("seconds", "With --headless: how long to live before the picture.", "N", "10");
    parser.option("shot", "With --headless: the picture of the window.", "FILE.png");
    parser.option("size", "Size of the window with --headless.", "WxH", "1920x1080");
    parser.option("theme", "hall (dark) or desk (light).", "NAME", "hall");
    parser.option("lang", "zh_CN or en; else the system's.", "CODE");
    parser.option("keep", "Opens a city that has stood still for 12 hours as it is.");
    declareUser(parser);
    parser.option("no-shift", "Opens the city without a simulated shift.");
    if (const auto left = parser.parse(QCoreApplication::arguments(), 0, 0)) return *left;
    gis::DemoOptions options;
    options.seed = static_cast<std::uint64_t>(parser.number("seed", 0, 1000000000));
    options.history = parser.number("history", 0, 10000000);
    const int seconds = static_cast<int>(parser.number("seconds", 0, 86400));
    if (const auto wrong = parser.failed()) return *wrong;
    const bool headless = parser.has("headless") || noScreen;
    const QStringList size = parser.text("size").split(QLatin1Char('x'));
    const QSize wanted(size.value(0).toInt(), size.value(1).toInt());
    if (wanted.width() < 640 || wanted.height() < 480 || wanted.width() > 8192 ||
        wanted.height() > 8192) {
        std::fprintf(stderr,
                     "gridhall demo: --size %s is not WIDTHxHEIGHT of 640x480 to 8192x8192\n",
                     qPrintable(parser.text("size")));
        return static_cast<int>(Exit::WrongUsage);
    }
    speak(parser.text("lang").isEmpty() && headless ? QStringLiteral("zh_CN")
                                                    : parser.text("lang"));
    dress(layers::Theme::named(parser.text("theme")));

    const QString uri = parser.store();
    if (const auto left = readyCity(uri.toStdString(), options, parser.has("keep"), headless))
        return *left;

    auto actor = signInDemo(parser, uri.toStdString());
    if (!actor) return fail(kDemo.name, actor.error());
    std::unique_ptr<QProcess> shift;
    if (!parser.has("no-shift")) shift = startShift(uri, static_cast<qint64>(options.seed));
    ConsoleOptions console;
    console.store = uri;
    console.theme = parser.text("theme");
    console.by = {actor->user.code, actor->seat};
    console.actor = std::move(*actor);
    console.anchors = anchorFolder();
    console.remember = !headless;
    int code = 0;
    {
        Console desk(console);
        if (headless) desk.window().resize(wanted);
        desk.start();
        code = headless ? shoot(desk, seconds, parser.text("shot")) : QCoreApplication::exec();
    }
    if (shift) {
        const bool ranOut = shift->state() == QProcess::NotRunning && shift->exitCode() != 0;
        if (ranOut)
            std::fprintf(stderr, "gridhall demo: the simulated shift ended early with code %d\n",
                         shift->exitCode());
        endShift(*shift);
        if (ranOut && code == 0) code = static_cast<int>(Exit::NoStore);
    }
    return code;
}

}  // namespace app
