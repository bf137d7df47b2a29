// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/ground/city_ground.h"
#include "app/ground/ground_service.h"
#include "app/look/look.h"
#include "app/watchful_application.h"
#include "tests/layers/made_scene.h"

using app::GroundService;

namespace {

/// A process and all below it: in a sandbox the worker is not the process that was started.
QList<pid_t> family(pid_t root) {
    QList<pid_t> found{root};
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(name));
        if (name.toInt() <= 0 || !stat.open(QIODevice::ReadOnly)) continue;
        const QByteArray words = stat.readAll();
        const auto parent = words.mid(words.lastIndexOf(')') + 4).split(' ').value(0).toInt();
        if (parent == root) found += family(pid_t(name.toInt()));
    }
    return found;
}

/// A map with a made-up city, and the real cartographer behind it.
struct Desk {
    QTemporaryDir there;
    support::MadeScene scene = support::makeScene();
    layers::MapCanvas canvas{layers::Theme::hall()};
    gis::WorkerPlace place;
    std::unique_ptr<GroundService> service;

    explicit Desk(bool withWorker = true) {
        qputenv("GRIDHALL_CARTOGRAPHER", withWorker ? GRIDHALL_WORKER : "none");
        place = gis::findWorker(there.filePath(QStringLiteral("profile")));
        gis::Patience patience;
        patience.silence = std::chrono::milliseconds(1500);
        patience.again = std::chrono::milliseconds(800);
        service = std::make_unique<GroundService>(
            canvas, place, there.filePath(QStringLiteral("tiles")), patience);
        canvas.resize(800, 600);
        canvas.show();
        canvas.setPicture(scene.picture, {});
        canvas.setGround(scene.ground);
    }
    ~Desk() { service.reset(); }

    dispatch::Result<app::CityGround> files() {
        return app::ensureCityGround(there.filePath(QStringLiteral("ground")), *scene.picture,
                                     *scene.ground, place);
    }
    bool open() {
        auto made = files();
        if (!made) {
            qWarning("%s", made.error().detail.c_str());
            return false;
        }
        service->setChoices(app::choicesOf(*made));
        return settled();
    }
    bool settled() {
        return QTest::qWaitFor([this] { return service->isComplete() && canvas.isSettled(); },
                               20000);
    }
    /// Everything but the ground is off, so that the picture is the ground's alone.
    QImage groundAlone() {
        for (const auto& layer : canvas.layerStates())
            canvas.setLayerVisible(layer.name, layer.name == QLatin1String("ground"));
        settled();
        return canvas.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    void killWorkers(int signal) {
        for (const auto* worker : service->workers())
            if (worker->processId() > 0)
                for (const pid_t pid : family(pid_t(worker->processId()))) ::kill(pid, signal);
    }
};

double shareOf(const QImage& image, QRgb colour) {
    qint64 hits = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if ((image.pixel(x, y) & RGB_MASK) == (colour & RGB_MASK)) ++hits;
    return double(hits) / double(image.width()) / double(image.height());
}

}  // namespace

/// The ground of the map, drawn by QGIS in its own process: it comes, changes with the theme, goes
/// on after a crash, and the console draws its own where there is none.
class TestGroundService : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void filesOfTheCityAreWrittenOnce();
    void theCityAppearsAsQgisDrawsIt();
    void theGroundFollowsTheTheme();
    void withoutAWorkerTheConsoleDrawsItsOwn();
    void aKilledWorkerLeavesThePictureAndComesBack();
    void aHangingWorkerIsNoticed();
    void tilesOfYesterdayNeedNoWorker();
    void aGroundThatCannotBeOpenedIsNamed();
    void aPanBringsTheTilesItNeeds();
    void aProjectSavedAnewIsDrawnAnew();
    void aGroundThatComesBackIsDrawn();
    void whoseGroundItIsStandsInTheProject();
};

void TestGroundService::filesOfTheCityAreWrittenOnce() {
    Desk desk;
    const auto first = desk.files();
    QVERIFY2(first, first ? "" : first.error().detail.c_str());
    for (const char* name : {"ground.gpkg", "night.qgs", "day.qgs", "stamp"})
        QVERIFY2(QFileInfo::exists(first->folder + QLatin1Char('/') + QLatin1String(name)), name);
    const QFileInfo project(first->folder + QStringLiteral("/night.qgs"));
    const QDateTime written = project.lastModified();
    QTest::qWait(20);
    const auto again = desk.files();
    QVERIFY(again);
    QCOMPARE(again->stamp, first->stamp);
    QCOMPARE(QFileInfo(project.filePath()).lastModified(), written);
    // Another street is another ground.
    auto changed = std::make_shared<layers::GroundData>(*desk.scene.ground);
    changed->roads.pop_back();
    desk.scene.ground = changed;
    const auto third = desk.files();
    QVERIFY(third);
    QVERIFY(third->stamp != first->stamp);
    QVERIFY(QFileInfo(project.filePath()).lastModified() > written);
}

void TestGroundService::theCityAppearsAsQgisDrawsIt() {
    Desk desk;
    QVERIFY(desk.open());
    QVERIFY(desk.service->shown());
    QCOMPARE(desk.service->shown()->name, QStringLiteral("night"));
    QTRY_COMPARE(desk.service->attribution(), QStringLiteral("GridHall"));
    const QImage byQgis = desk.groundAlone();
    QVERIFY(desk.service->pictures().bytes() > 0);
    desk.service->choose(app::kOwnGround);
    const QImage own = desk.groundAlone();
    // The same palette at the same places: what is land in one is land in the other.
    const QRgb land = layers::Theme::hall().color(QStringLiteral("map.land")).rgb();
    const QRgb outside = layers::Theme::hall().color(QStringLiteral("map.outside")).rgb();
    QVERIFY2(
        std::abs(shareOf(byQgis, land) - shareOf(own, land)) < 0.03,
        qPrintable(QStringLiteral("%1 %2").arg(shareOf(byQgis, land)).arg(shareOf(own, land))));
    QVERIFY(std::abs(shareOf(byQgis, outside) - shareOf(own, outside)) < 0.01);
    QVERIFY2(byQgis != own, "the console drew both");
    int differ = 0;
    for (int y = 0; y < own.height(); ++y)
        for (int x = 0; x < own.width(); ++x) {
            const bool a = (own.pixel(x, y) & RGB_MASK) == (outside & RGB_MASK);
            const bool b = (byQgis.pixel(x, y) & RGB_MASK) == (outside & RGB_MASK);
            if (a != b) ++differ;
        }
    // Only along the outline, where edges are smoothed.
    QVERIFY2(differ < own.width() * own.height() / 100, qPrintable(QString::number(differ)));
}

void TestGroundService::theGroundFollowsTheTheme() {
    Desk desk;
    QVERIFY(desk.open());
    desk.canvas.setTheme(layers::Theme::desk());
    desk.service->setTheme(layers::Theme::desk());
    const QImage day = desk.groundAlone();
    QCOMPARE(desk.service->shown()->name, QStringLiteral("day"));
    const QRgb land = layers::Theme::desk().color(QStringLiteral("map.land")).rgb();
    QVERIFY(shareOf(day, land) > 0.1);
    // Night by day is what somebody chose.
    desk.service->choose(QStringLiteral("night"));
    const QImage night = desk.groundAlone();
    QVERIFY(shareOf(night, layers::Theme::hall().color(QStringLiteral("map.land")).rgb()) > 0.1);
}

void TestGroundService::withoutAWorkerTheConsoleDrawsItsOwn() {
    Desk desk(false);
    QVERIFY(!desk.service->hasWorker());
    const auto made = desk.files();
    QVERIFY(!made);
    QCOMPARE(made.error().code, dispatch::ErrorCode::NotFound);
    QVERIFY(desk.settled());
    QVERIFY(!desk.service->shown());
    const QImage own = desk.groundAlone();
    QVERIFY(shareOf(own, layers::Theme::hall().color(QStringLiteral("map.land")).rgb()) > 0.1);
}

void TestGroundService::aKilledWorkerLeavesThePictureAndComesBack() {
    Desk desk;
    QVERIFY(desk.open());
    const QImage before = desk.groundAlone();
    QSignalSpy changed(desk.service.get(), &GroundService::changed);
    desk.killWorkers(SIGKILL);
    QTRY_VERIFY(!desk.service->trouble().isEmpty());
    QCOMPARE(desk.canvas.grab().toImage().convertToFormat(QImage::Format_RGB32), before);
    QTRY_VERIFY_WITH_TIMEOUT(desk.service->trouble().isEmpty(), 15000);
    desk.canvas.zoomBy(1.7);
    QVERIFY(desk.settled());
    const auto view = desk.canvas.view();
    QVERIFY(desk.service->pictures().cover(view, view.sceneRect()).isWhole);
}

void TestGroundService::aHangingWorkerIsNoticed() {
    Desk desk;
    QVERIFY(desk.open());
    desk.killWorkers(SIGSTOP);
    desk.canvas.zoomBy(1.3);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.service->trouble().isEmpty(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(desk.service->trouble().isEmpty(), 15000);
    QVERIFY(desk.settled());
    const auto view = desk.canvas.view();
    QVERIFY(desk.service->pictures().cover(view, view.sceneRect()).isWhole);
}

void TestGroundService::tilesOfYesterdayNeedNoWorker() {
    Desk desk;
    QVERIFY(desk.open());
    QTest::qWait(500);
    const auto choices = desk.service->choices();
    desk.service.reset();
    // A worker that never comes up.
    gis::WorkerPlace place = desk.place;
    place.program = QStringLiteral("/bin/false");
    desk.service = std::make_unique<GroundService>(desk.canvas, place,
                                                   desk.there.filePath(QStringLiteral("tiles")));
    desk.service->setChoices(choices);
    const auto view = desk.canvas.view();
    QTRY_VERIFY(desk.service->pictures().cover(view, view.sceneRect()).isWhole);
}

void TestGroundService::aGroundThatCannotBeOpenedIsNamed() {
    Desk desk;
    QVERIFY(desk.open());
    app::GroundChoice gone;
    gone.name = QStringLiteral("gone");
    gone.title = QStringLiteral("Gone");
    gone.source = {"Gone", "project", "/nowhere/at/all.qgz", "", false};
    auto choices = desk.service->choices();
    choices.push_back(gone);
    desk.service->setChoices(choices);
    desk.service->choose(QStringLiteral("gone"));
    QTRY_VERIFY_WITH_TIMEOUT(
        desk.service->trouble().contains(QStringLiteral("/nowhere/at/all.qgz does not exist")),
        10000);
    QVERIFY(desk.settled());
    // And the map is not blank: the console draws its own.
    const QImage own = desk.groundAlone();
    QVERIFY(shareOf(own, layers::Theme::hall().color(QStringLiteral("map.land")).rgb()) > 0.1);
    desk.service->choose(QStringLiteral("night"));
    QVERIFY(desk.settled());
    QVERIFY2(desk.service->trouble().isEmpty(), qPrintable(desk.service->trouble()));
}

void TestGroundService::aPanBringsTheTilesItNeeds() {
    Desk desk;
    QVERIFY(desk.open());
    desk.canvas.zoomBy(4);
    QVERIFY(desk.settled());
    for (int i = 0; i < 6; ++i) {
        desk.canvas.panBy({310, i % 2 == 0 ? 170.0 : -170.0});
        QVERIFY(desk.settled());
        const auto view = desk.canvas.view();
        QVERIFY(desk.service->pictures().cover(view, view.sceneRect()).isWhole);
    }
}

void TestGroundService::aProjectSavedAnewIsDrawnAnew() {
    Desk desk;
    const auto made = desk.files();
    QVERIFY(made);
    // An analyst's project: no stamp of ours says when it changes.
    app::GroundChoice own = app::choicesOf(*made).front();
    own.stamp.clear();
    own.name = QStringLiteral("survey");
    own.theme.clear();
    desk.service->setChoices({own});
    desk.service->choose(QStringLiteral("survey"));
    QVERIFY(desk.settled());
    QFile project(made->folder + QStringLiteral("/night.qgs"));
    QVERIFY(project.open(QIODevice::ReadOnly));
    const QByteArray before = project.readAll();
    project.close();
    // The land turns white; dark grounds of nobody's theme are toned, white becomes grey.
    const QColor land = layers::Theme::hall().color(QStringLiteral("map.land"));
    const QByteArray old = QStringLiteral("%1,%2,%3,255")
                               .arg(land.red())
                               .arg(land.green())
                               .arg(land.blue())
                               .toLatin1();
    QVERIFY(before.contains(old));
    const QRgb grey = qRgb(115, 115, 115);
    QVERIFY(shareOf(desk.groundAlone(), grey) < 0.01);
    QTest::qWait(50);
    QVERIFY(project.open(QIODevice::WriteOnly));
    project.write(QByteArray(before).replace(old, "255,255,255,255"));
    project.close();
    QTRY_VERIFY_WITH_TIMEOUT(shareOf(desk.groundAlone(), grey) > 0.1, 20000);
}

void TestGroundService::aGroundThatComesBackIsDrawn() {
    Desk desk;
    const auto made = desk.files();
    QVERIFY(made);
    app::GroundChoice night = app::choicesOf(*made).front();
    const QString file = QString::fromStdString(night.source.uri);
    QVERIFY(QFile::rename(file, file + QStringLiteral(".away")));
    desk.service->setChoices({night});
    QTRY_VERIFY_WITH_TIMEOUT(!desk.service->trouble().isEmpty(), 10000);
    QVERIFY(QFile::rename(file + QStringLiteral(".away"), file));
    const auto view = desk.canvas.view();
    QTRY_VERIFY_WITH_TIMEOUT(desk.service->pictures().cover(view, view.sceneRect()).isWhole, 10000);
    QTRY_VERIFY2(desk.service->trouble().isEmpty(), qPrintable(desk.service->trouble()));
}

void TestGroundService::whoseGroundItIsStandsInTheProject() {
    Desk desk;
    dispatch::Setting setting;
    setting.id = dispatch::SettingId{1};
    setting.key = app::kGroundAttribution;
    setting.value = "© somebody else";
    desk.scene.picture->settings = dispatch::Table<dispatch::Setting>({setting});
    QVERIFY(desk.open());
    QTRY_COMPARE(desk.service->attribution(), QString::fromStdString(setting.value));
}

int main(int argc, char** argv) {
    app::WatchfulApplication application(argc, argv);
    app::dress(layers::Theme::hall());
    TestGroundService test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ground_service.moc"
