// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/console.h"
#include "app/look/look.h"
#include "app/panels/fact_widgets.h"
#include "app/watchful_application.h"
#include "gis/store/open_store.h"
#include "gis/store/slow_store.h"
#include "tests/support/fake_store.h"
#include "tests/support/small_city.h"

using namespace std::chrono_literals;
using app::Console;
using dispatch::Kind;
using dispatch::RecordRef;
using support::FakeStore;
using support::FakeStoreScript;

namespace {

struct Hall {
    std::shared_ptr<FakeStoreScript> script = std::make_shared<FakeStoreScript>();
    std::unique_ptr<Console> console;

    explicit Hall(const QString& memory = {}, int responders = 20, int cases = 8) {
        script->picture = support::smallCity(dispatch::SystemClock().now(), responders, cases);
        app::ConsoleOptions options;
        options.theme = QStringLiteral("hall");
        options.by = {"tester", "seat 1"};
        options.remember = !memory.isEmpty();
        options.memoryFile = memory;
        console = std::make_unique<Console>(
            options, [s = script]() -> dispatch::Result<std::unique_ptr<dispatch::Store>> {
                const std::scoped_lock guard(s->lock);
                if (s->away)
                    return dispatch::Error{dispatch::ErrorCode::Unavailable,
                                           "there is no store at /nowhere"};
                return std::unique_ptr<dispatch::Store>(new FakeStore(s));
            });
    }
    app::DutyWindow& window() { return console->window(); }
    bool open(bool hidden = false) {
        window().resize(1440, 860);
        console->start();
        if (hidden) return true;
        return QTest::qWaitForWindowExposed(&window()) &&
               QTest::qWaitFor([this] { return console->state().hasPicture(); }) &&
               QTest::qWaitFor([this] { return window().canvas().isSettled(); }, 10000);
    }
    void type(const char* line) {
        auto& edit = window().commandLine().edit();
        edit.setFocus();
        edit.setText(QString::fromUtf8(line));
        QTest::keyClick(&edit, Qt::Key_Return);
    }
};

constexpr RecordRef kCase{Kind::Case, 2};

/// A real store with the grids, people and cases of a made picture.
bool fill(const std::string& uri, const dispatch::Picture& city) {
    auto store = gis::createStore(uri, {});
    if (!store) return false;
    auto batch = (*store)->beginBatch({{"tester", "seat 1"}, "a small city", {}, false, false});
    if (!batch) return false;
    std::vector<dispatch::Record> rows;
    const auto take = [&](const auto& row) {
        auto fresh = row;
        fresh.id = {};
        fresh.revision = {};
        rows.emplace_back(std::move(fresh));
    };
    city.grids.forEach(take);
    city.responders.forEach(take);
    city.cases.forEach(take);
    return (*batch)->append(rows).has_value() && (*batch)->publish().has_value();
}

/// Gives a case another title, as another seat does.
bool retitle(dispatch::Store& store, dispatch::CaseId id, const std::string& title) {
    const auto picture = store.load();
    const dispatch::Case* found = picture ? (*picture)->cases.find(id) : nullptr;
    if (!found) return false;
    dispatch::Case record = *found;
    record.title = title;
    const auto done =
        store.commit({title, {"other", "seat 2"}, {{record, record.revision, false}}, "retitled"});
    return done && std::holds_alternative<dispatch::Receipt>(*done);
}

}  // namespace

class TestWindow : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void selectingAnywhereSelectsEverywhere() {
        Hall hall({}, 20, 5);
        QVERIFY(hall.open());
        auto& window = hall.window();
        window.queue().list().setCurrentIndex(window.queue().queue().index(0));
        const auto first = window.canvas().selection();
        QVERIFY(first && first->kind == Kind::Case);
        QCOMPARE(window.facts().shown(), first);

        hall.type("select w3");
        const RecordRef w3{Kind::Responder, 3};
        QCOMPARE(window.canvas().selection(), std::optional(w3));
        QCOMPARE(window.facts().shown(), std::optional(w3));
        QVERIFY(!window.queue().list().currentIndex().isValid());
        QCOMPARE(window.responders().table().currentIndex().data(app::RefRole).value<RecordRef>(),
                 w3);

        const auto& picture = *hall.console->state().picture();
        hall.type("go 1002");
        hall.type("select");
        QVERIFY(!window.facts().shown());
        QTest::qWait(300);
        QTRY_VERIFY(window.canvas().isSettled());
        const QPointF pixel =
            window.canvas().pixelOf(*picture.cases.find(dispatch::CaseId{2})->place);
        QTest::mouseClick(&window.canvas(), Qt::LeftButton, {}, pixel.toPoint());
        const auto hit = window.facts().shown();
        QVERIFY2(hit, qPrintable(QStringLiteral("nothing at %1 %2, scale %3")
                                     .arg(pixel.x())
                                     .arg(pixel.y())
                                     .arg(window.canvas().view().metresPerPixel)));
        QCOMPARE(QStringLiteral("%1 %2").arg(int(hit->kind)).arg(hit->id), QStringLiteral("9 2"));
        QCOMPARE(window.facts().shown(), std::optional(kCase));
        QCOMPARE(window.queue().list().currentIndex().data(app::RefRole).value<RecordRef>(), kCase);
    }

    void aChangeElsewhereIsSeenHere() {
        Hall hall;
        QVERIFY(hall.open());
        hall.window().select(kCase);
        auto record = *hall.script->picture.cases.find(dispatch::CaseId{2});
        record.title = "井盖缺失";
        dispatch::Delta delta;
        delta.upserts.push_back(record);
        hall.script->push(std::move(delta));
        QTRY_COMPARE(hall.window().facts().title(), QStringLiteral("井盖缺失"));
        QCOMPARE(hall.window().cases().rowAt(1)->title, record.title);
        record.closed = record.reported;
        delta.upserts = {record};
        hall.script->push(std::move(delta));
        QTRY_COMPARE(hall.window().cases().rowCount(), 7);
    }

    void lettersGoToTheCommandLineAndSlashToTheFilter() {
        Hall hall;
        QVERIFY(hall.open());
        auto& window = hall.window();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.queue().list().setFocus();
        QTest::keyClicks(&window.queue().list(), QStringLiteral("g"));
        QVERIFY(window.commandLine().edit().hasFocus());
        QCOMPARE(window.commandLine().edit().text(), QStringLiteral("g"));
        QTest::keyClick(&window.commandLine().edit(), Qt::Key_Escape);
        QTest::keyClick(&window.commandLine().edit(), Qt::Key_Escape);
        QVERIFY(window.queue().list().hasFocus());
        QTest::keyClicks(&window.queue().list(), QStringLiteral("/"));
        QVERIFY(!window.queue().list().hasFocus());
        QVERIFY(window.queue().isAncestorOf(QApplication::focusWidget()));
    }

    void focusGoesRoundWithF6AndBack() {
        Hall hall;
        QVERIFY(hall.open());
        auto& window = hall.window();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.queue().list().setFocus();
        QTest::keyClick(&window, Qt::Key_F6);
        QVERIFY(window.canvas().hasFocus());
        QTest::keyClick(&window, Qt::Key_F6);
        QTest::keyClick(&window, Qt::Key_F6);
        QVERIFY(window.commandLine().edit().hasFocus());
        QTest::keyClick(&window, Qt::Key_F6, Qt::ShiftModifier);
        QTest::keyClick(&window, Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(window.canvas().hasFocus());
    }

    void whatIsImpossibleStaysTypedAndDoesNothing() {
        Hall hall;
        QVERIFY(hall.open());
        auto& window = hall.window();
        window.select(kCase);
        hall.type("go nowhere");
        QCOMPARE(window.commandLine().edit().text(), QStringLiteral("go nowhere"));
        QVERIFY(window.commandLine().preview().contains(QStringLiteral("nowhere")));
        QCOMPARE(window.facts().shown(), std::optional(kCase));
        hall.type("view desk");
        QCOMPARE(window.theme().name(), QStringLiteral("desk"));
        QCOMPARE(window.commandLine().history().last(), QStringLiteral("view desk"));
        hall.type("layer grids off");
        for (const auto& layer : window.canvas().layerStates())
            if (layer.name == QLatin1String("grids")) QVERIFY(!layer.visible);
        hall.type("find 冒烟");
        QCOMPARE(window.queue().queue().rowCount(), 1);
    }

    void aStoreThatIsNotThereIsSaidInOneSentence() {
        Hall hall;
        hall.script->away = true;
        hall.open(true);
        QTRY_VERIFY(hall.window().map().saysNoStore());
        {
            const std::scoped_lock guard(hall.script->lock);
            hall.script->away = false;
        }
        QTRY_VERIFY_WITH_TIMEOUT(!hall.window().map().saysNoStore(), 15000);
    }

    void theWindowComesBackAsItWasLeft() {
        QTemporaryDir folder;
        const QString memory = folder.filePath(QStringLiteral("console.ini"));
        {
            Hall hall(memory);
            QVERIFY(hall.open());
            hall.type("layer zones on");
            hall.type("layer grids 40");
            hall.window().queue().setChip(app::CaseQueueFilter::Chip::HighRisk);
            hall.window().responders().table().setColumnWidth(1, 133);
            hall.window().close();
        }
        Hall hall(memory);
        QVERIFY(hall.open());
        QCOMPARE(hall.window().queue().chip(), app::CaseQueueFilter::Chip::HighRisk);
        QCOMPARE(hall.window().responders().table().columnWidth(1), 133);
        for (const auto& layer : hall.window().canvas().layerStates()) {
            if (layer.name == QLatin1String("zones")) QVERIFY(layer.visible);
            if (layer.name == QLatin1String("grids")) QCOMPARE(layer.opacity, 0.4);
        }
        QCOMPARE(hall.window().commandLine().history().last(), QStringLiteral("layer grids 40"));
    }

    void wordsAreBrokenOnlyWhereOneIsTooLong() {
        const QFont type = app::typeFont(app::Type::Body);
        const auto breaksWords = [&](const QString& words) {
            return (app::wrapFlags(words, 218, type) & Qt::TextWrapAnywhere) != 0;
        };
        QVERIFY(!breaksWords(
            QStringLiteral("80 % of the limit of 30 min for accepted at township are used up")));
        QVERIFY(
            !breaksWords(QStringLiteral("网格员巡查发现：15号楼4单元停电超过2小时。").repeated(5)));
        QVERIFY(breaksWords(QString(200, QLatin1Char('x'))));
    }

    void whatWasSaidInOwnWordsIsNotKept() {
        QWidget over;
        app::CommandLine line(
            [](const QString& typed) {
                app::Reading reading;
                app::TakeAction action;
                action.command.reason = typed.section(QLatin1Char(' '), 2).toStdString();
                if (typed.startsWith(QLatin1String("new")))
                    reading.deed = app::OpenIntake{typed.mid(4)};
                else if (typed.startsWith(QLatin1String("records")))
                    reading.deed = app::SearchCases{typed.mid(8)};
                else
                    reading.deed = action;
                return reading;
            },
            &over, &over);
        for (const char* typed :
             {"new", "new Mrs Li fell", "records Li", "reject it's a neighbour", "accept C-1"}) {
            line.edit().setText(QString::fromUtf8(typed));
            QTest::keyClick(&line.edit(), Qt::Key_Return);
        }
        QCOMPARE(line.history().size(), 5);
        QCOMPARE(line.keepableHistory(),
                 (QStringList{QStringLiteral("new"), QStringLiteral("accept C-1")}));
    }

    void aMissingScreenIsMadeUpFor_data() {
        QTest::addColumn<QRect>("wanted");
        QTest::addColumn<QRect>("placed");
        QTest::newRow("as it was") << QRect(2000, 100, 800, 600) << QRect(2000, 100, 800, 600);
        QTest::newRow("screen gone to the right")
            << QRect(4000, 100, 800, 600) << QRect(3040, 100, 800, 600);
        QTest::newRow("screen gone to the left, above")
            << QRect(-1900, -900, 800, 600) << QRect(0, 0, 800, 600);
        QTest::newRow("larger than any screen")
            << QRect(0, 0, 5000, 3000) << QRect(1920, 0, 1920, 1080);
        QTest::newRow("title above the edge")
            << QRect(100, -300, 800, 600) << QRect(100, 0, 800, 600);
    }
    void aMissingScreenIsMadeUpFor() {
        QFETCH(QRect, wanted);
        QTEST(app::placeOnScreens(wanted, {{0, 0, 1920, 1040}, {1920, 0, 1920, 1080}}), "placed");
    }

    void everyIconOnlyButtonHasAName() {
        Hall hall;
        QVERIFY(hall.open());
        int seen = 0;
        for (const QToolButton* button : hall.window().findChildren<QToolButton*>()) {
            if (button->objectName().startsWith(QLatin1String("qt_")) || !button->isVisible())
                continue;
            if (qobject_cast<QLineEdit*>(button->parentWidget())) continue;
            ++seen;
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                     qPrintable(button->toolTip() + button->parentWidget()->objectName()));
        }
        QVERIFY(seen > 6);
    }

    void aSlowStoreHoldsNoHandlerOfTheWindow() {
        Hall hall({}, 3400, 300);
        QVERIFY(hall.open());
        auto& watching = static_cast<app::WatchfulApplication&>(*qApp);
        {
            const std::scoped_lock guard(hall.script->lock);
            hall.script->delay = 50ms;
            hall.script->failEvery = 20;
        }
        QTest::qWait(300);
        watching.resetWatch();
        for (int round = 0; round < 15; ++round) {
            dispatch::Delta delta;
            for (const auto& fix : *hall.script->picture.fixes) {
                auto moved = fix;
                moved.time = dispatch::SystemClock().now();
                moved.place.lon += 0.0001 * round;
                delta.fixes.push_back(moved);
            }
            auto record = *hall.script->picture.cases.find(dispatch::CaseId{1 + round});
            record.title = "again";
            delta.upserts.push_back(record);
            hall.script->push(std::move(delta));
            hall.window().select(RecordRef{Kind::Case, 1 + round});
            hall.window().canvas().panBy({3, 2});
            QTest::qWait(150);
        }
        const auto& watch = watching.watch();
        QVERIFY2(watch.overLimit == 0, qPrintable(QStringLiteral("%1 over, longest %2 ms in %3")
                                                      .arg(watch.overLimit)
                                                      .arg(watch.longestMs)
                                                      .arg(watch.longest)));
    }

    void theRealStoreOverABadLineHoldsNoHandlerEither() {
        const QTemporaryDir folder;
        const std::string uri = folder.filePath(QStringLiteral("hall.gridhall")).toStdString();
        QVERIFY(fill(uri, support::smallCity(dispatch::SystemClock().now(), 200, 60)));
        app::ConsoleOptions options;
        options.theme = QStringLiteral("hall");
        options.by = {"tester", "seat 1"};
        options.remember = false;
        Console console(options, [uri]() -> dispatch::Result<std::unique_ptr<dispatch::Store>> {
            auto store = gis::openStore(uri);
            if (!store) return store.error();
            return gis::makeSlowStore(std::move(*store));
        });
        console.window().resize(1440, 860);
        console.start();
        QTRY_VERIFY_WITH_TIMEOUT(console.state().hasPicture(), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(console.window().canvas().isSettled(), 20000);
        auto& watching = static_cast<app::WatchfulApplication&>(*qApp);
        watching.resetWatch();

        auto other = gis::openStore(uri);
        QVERIFY(other.has_value());
        const dispatch::CaseId id = console.state().picture()->cases.at(0).id;
        for (int round = 0; round < 20; ++round) {
            QVERIFY(retitle(**other, id, "round " + std::to_string(round)));
            console.window().select(RecordRef{Kind::Case, id.value});
            console.window().canvas().panBy({3, 2});
            QTest::qWait(100);
        }
        QTRY_COMPARE_WITH_TIMEOUT(console.state().picture()->cases.find(id)->title,
                                  std::string("round 19"), 20000);
        const auto& watch = watching.watch();
        QVERIFY2(watch.overLimit == 0, qPrintable(QStringLiteral("%1 over, longest %2 ms in %3")
                                                      .arg(watch.overLimit)
                                                      .arg(watch.longestMs)
                                                      .arg(watch.longest)));
    }
};

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    app::WatchfulApplication application(argc, argv);
    TestWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window.moc"
