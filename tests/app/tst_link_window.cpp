// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QDir>
#include <QPointer>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include "app/console.h"
#include "app/look/language.h"
#include "app/look/look.h"
#include "app/text/figures.h"
#include "app/text/link_words.h"
#include "app/watchful_application.h"
#include "tests/support/fake_store.h"
#include "tests/support/small_city.h"

using namespace std::chrono_literals;
using app::Console;
using app::LinkState;
using dispatch::ErrorCode;
using dispatch::Kind;
using support::FakeStore;
using support::FakeStoreScript;

namespace {

struct Hall {
    std::shared_ptr<FakeStoreScript> script = std::make_shared<FakeStoreScript>();
    std::unique_ptr<Console> console;

    explicit Hall(const char* language = "en", const char* theme = "hall", bool full = false) {
        script->away = full;
        script->failure = ErrorCode::ServerFull;
        app::speak(QString::fromUtf8(language));
        script->picture = support::smallCity(dispatch::SystemClock().now(), 20, 8);
        app::ConsoleOptions options;
        options.theme = QString::fromUtf8(theme);
        options.by = {"tester", "seat 1"};
        options.remember = false;
        console = std::make_unique<Console>(
            options, [s = script]() -> dispatch::Result<std::unique_ptr<dispatch::Store>> {
                std::chrono::milliseconds delay;
                {
                    const std::scoped_lock guard(s->lock);
                    delay = s->delay;
                }
                std::this_thread::sleep_for(delay);
                const std::scoped_lock guard(s->lock);
                if (s->away) return dispatch::Error{s->failure, "the store of the test is away"};
                return std::unique_ptr<dispatch::Store>(new FakeStore(s));
            });
        window().resize(1440, 860);
        console->start();
    }
    ~Hall() { app::speak(QStringLiteral("en")); }
    app::DutyWindow& window() { return console->window(); }
    app::LinkNotice& notice() { return window().map().linkNotice(); }
    QString chip() { return window().topBar().linkWords(); }
    const app::Link& link() { return console->state().link(); }
    bool open() {
        return QTest::qWaitForWindowExposed(&window()) &&
               QTest::qWaitFor([this] { return console->state().hasPicture(); }) &&
               QTest::qWaitFor([this] { return link().state == LinkState::Live; }) &&
               QTest::qWaitFor([this] { return window().canvas().isSettled(); }, 10000);
    }
    void set(bool away, ErrorCode failure, std::chrono::milliseconds delay = 0ms) {
        const std::scoped_lock guard(script->lock);
        script->away = away;
        script->failure = failure;
        script->delay = delay;
    }
    void leaveOut(const std::vector<dispatch::Quarantined>& rows) {
        dispatch::Delta delta;
        delta.quarantined = rows;
        script->push(std::move(delta));
    }
    void mend(std::int64_t id) {
        dispatch::Delta delta;
        delta.upserts.push_back(*script->picture.cases.find(dispatch::CaseId{id}));
        script->push(std::move(delta));
    }
};

/// Keeps a picture of a widget where a folder is named by GRIDHALL_SHOTS, to be looked at.
void keepShot(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("GRIDHALL_SHOTS");
    if (folder.isEmpty()) return;
    QDir().mkpath(folder);
    widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

std::vector<dispatch::Quarantined> threeBadRows() {
    return {{{Kind::Responder, 7}, "W7", "responder W7 (7): its kind 9 is none of 0 to 6"},
            {{Kind::Case, 3},
             "LL-261122-1003",
             "case LL-261122-1003 (3): its place 206.8 39.7 lies outside the world, longitudes go "
             "from -180 to 180"},
            {{Kind::Case, 5}, "", "case 5: its title is not UTF-8"}};
}

bool overlaps(const QWidget& one, const QWidget& other) {
    const auto rect = [](const QWidget& widget) {
        return QRect(widget.mapTo(widget.window(), QPoint()), widget.size());
    };
    return rect(one).intersects(rect(other));
}

/// A label cut off by its own width or height.
QString clipped(QWidget& in) {
    for (const QLabel* label : in.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty()) continue;
        const int wanted =
            label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        if (label->height() < wanted ||
            (!label->wordWrap() && label->width() < label->sizeHint().width()))
            return label->text();
    }
    return {};
}

}  // namespace

class TestLinkWindow : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void eachFailureIsSaidOnTheMapAndInTheBar_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<ErrorCode>("failure");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<QString>("sentence");
        struct Way {
            const char* name;
            ErrorCode code;
            const char* chipEn;
            const char* en;
            const char* chipZh;
            const char* zh;
        };
        const Way ways[] = {{"down", ErrorCode::ServerDown, "Server down",
                             "The store's server is down or restarting.", "服务器停机",
                             "数据库服务器已停机或正在重启。"},
                            {"full", ErrorCode::ServerFull, "Server full",
                             "The store's server takes no more connections.", "服务器连接已满",
                             "数据库服务器的连接已满。"},
                            {"refused", ErrorCode::SignInRefused, "Sign-in refused",
                             "The store's server refuses the role or password.", "登录被拒绝",
                             "数据库服务器拒绝该角色或密码。"},
                            {"timed-out", ErrorCode::TimedOut, "No answer",
                             "The store's server does not answer in time.", "服务器无应答",
                             "数据库服务器未及时应答。"}};
        for (const Way& way : ways) {
            // Every language in every theme is for the eye.
            const bool all = qEnvironmentVariableIsSet("GRIDHALL_SHOTS");
            for (const char* theme : {"hall", "desk"}) {
                const bool hall = qstrcmp(theme, "hall") == 0;
                if (all || hall)
                    QTest::addRow("%s-en-%s", way.name, theme)
                        << "en" << theme << way.code << way.chipEn << way.en;
                if (all || !hall)
                    QTest::addRow("%s-zh-%s", way.name, theme)
                        << "zh_CN" << theme << way.code << way.chipZh << way.zh;
            }
        }
    }
    void eachFailureIsSaidOnTheMapAndInTheBar() {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QFETCH(ErrorCode, failure);
        QFETCH(QString, chip);
        QFETCH(QString, sentence);
        Hall hall(qPrintable(language), qPrintable(theme));
        QVERIFY(hall.open());
        QVERIFY(hall.notice().isHidden());
        hall.set(true, failure);
        QTRY_VERIFY(hall.notice().saysLost());
        QVERIFY2(hall.chip().startsWith(chip), qPrintable(hall.chip()));
        const QString words = hall.notice().words();
        QVERIFY2(words.startsWith(sentence), qPrintable(words));
        QVERIFY2(words.contains(app::timeOfDay(hall.link().storeTime)), qPrintable(words));
        QVERIFY(
            app::writeRefusal(hall.link(), hall.console->state().storeNow()).contains(sentence));
        // Ages count up with store time, by themselves.
        const QString before = hall.notice().words();
        QTRY_VERIFY_WITH_TIMEOUT(hall.notice().words() != before, 3000);
        QVERIFY(hall.window().cases().rowCount() == 8);

        QCOMPARE(clipped(hall.notice()), QString());
        QCOMPARE(clipped(hall.window().topBar()), QString());
        QVERIFY(!overlaps(hall.notice(), hall.window().map().search()));
        QVERIFY(!overlaps(hall.notice(), hall.window().map().layerPanel()));
        keepShot(hall.window(), QString::fromUtf8(QTest::currentDataTag()));
    }

    void whatIsShownWhereThereNeverWasAPicture_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("never-en") << "en"
                                  << "The store's server takes no more connections.";
        QTest::newRow("never-zh") << "zh_CN"
                                  << "数据库服务器的连接已满。";
    }
    void whatIsShownWhereThereNeverWasAPicture() {
        QFETCH(QString, language);
        QFETCH(QString, sentence);
        Hall hall(qPrintable(language), "hall", true);
        QTRY_VERIFY(hall.window().map().saysNoStore());
        const QString words = hall.window().map().noStoreWords();
        QVERIFY2(words.startsWith(sentence), qPrintable(words));
        QVERIFY(hall.notice().isHidden());
        QTest::qWait(50);
        keepShot(hall.window(), QString::fromUtf8(QTest::currentDataTag()));
        hall.set(false, {});
        QTRY_VERIFY_WITH_TIMEOUT(!hall.window().map().saysNoStore(), 15000);
        QVERIFY(hall.notice().isHidden());
    }

    void slowIsSaidWithItsNumber_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("chip");
        QTest::newRow("slow-en") << "en"
                                 << "Store slow · ";
        QTest::newRow("slow-zh") << "zh_CN"
                                 << "库 迟缓 · ";
    }
    void slowIsSaidWithItsNumber() {
        QFETCH(QString, language);
        QFETCH(QString, chip);
        Hall hall(qPrintable(language));
        QVERIFY(hall.open());
        hall.set(false, {}, 50ms);
        hall.mend(1);
        QTRY_VERIFY(hall.link().roundTrip >= 50ms);
        QCOMPARE(hall.link().state, LinkState::Live);
        hall.set(false, {}, 340ms);
        hall.mend(1);
        QTRY_VERIFY2(hall.chip().startsWith(chip + QStringLiteral("34")), qPrintable(hall.chip()));
        QVERIFY(hall.notice().isHidden());
        keepShot(hall.window(), QString::fromUtf8(QTest::currentDataTag()));
    }

    void backIsSaidAndGoesByItself_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QString>("pattern");
        QTest::newRow("back-en") << "en"
                                 << "desk"
                                 << "^Back after \\d+ s; everything is up to date\\.$";
        QTest::newRow("back-zh") << "zh_CN"
                                 << "hall"
                                 << "^中断 \\d+ 秒后已恢复，内容均为最新。$";
    }
    void backIsSaidAndGoesByItself() {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QFETCH(QString, pattern);
        Hall hall(qPrintable(language), qPrintable(theme));
        QVERIFY(hall.open());
        hall.set(true, ErrorCode::ServerDown);
        QTRY_VERIFY(hall.notice().saysLost());
        hall.set(false, {});
        QTRY_VERIFY_WITH_TIMEOUT(!hall.notice().saysLost(), 15000);
        const QString words = hall.notice().words();
        QVERIFY2(QRegularExpression(pattern).match(words).hasMatch(), qPrintable(words));
        QVERIFY(hall.notice().isVisible());
        QCOMPARE(app::writeRefusal(hall.link(), hall.console->state().storeNow()), QString());
        keepShot(hall.window(), QString::fromUtf8(QTest::currentDataTag()));
        QTRY_VERIFY_WITH_TIMEOUT(hall.notice().isHidden(), 8000);
    }

    void rowsLeftOutAreCountedListedAndCopied_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::newRow("left-out-en-hall") << "en"
                                          << "hall";
        QTest::newRow("left-out-en-desk") << "en"
                                          << "desk";
        QTest::newRow("left-out-zh-hall") << "zh_CN"
                                          << "hall";
        QTest::newRow("left-out-zh-desk") << "zh_CN"
                                          << "desk";
    }
    void rowsLeftOutAreCountedListedAndCopied() {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        Hall hall(qPrintable(language), qPrintable(theme));
        QVERIFY(hall.open());
        auto& chip = hall.window().topBar().leftOut();
        QVERIFY(chip.isHidden());
        hall.leaveOut(threeBadRows());
        QTRY_VERIFY(chip.isVisible());
        QCOMPARE(chip.count(), 3);
        QCOMPARE(hall.window().cases().rowCount(), 6);
        QVERIFY(chip.accessibleName().endsWith(QStringLiteral(" 3")));
        QVERIFY(chip.focusPolicy() & Qt::TabFocus);
        QCOMPARE(clipped(hall.window().topBar()), QString());
        keepShot(hall.window(), QString::fromUtf8(QTest::currentDataTag()));

        chip.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&chip, Qt::Key_Return);
        QPointer<app::LeftOutList> list = hall.window().leftOutList();
        QVERIFY(list && list->isVisible());
        QTest::qWait(50);
        QCOMPARE(list->table().rowCount(), 3);
        QCOMPARE(clipped(*list), QString());
        keepShot(*list, QString::fromUtf8(QTest::currentDataTag()) + QStringLiteral("-list"));
        QVERIFY(list->copyText().contains(QStringLiteral("LL-261122-1003\tcase LL-261122-1003")));
        QCOMPARE(list->copyText().count(QLatin1Char('\n')), 2);
        list->table().selectRow(0);
        QTest::keyClick(&list->table(), Qt::Key_C, Qt::ControlModifier);
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QStringLiteral("W7")) && !copied.contains(QLatin1Char('\n')),
                 qPrintable(copied));

        hall.mend(3);
        QTRY_COMPARE(list->table().rowCount(), 2);
        QCOMPARE(chip.count(), 2);
        QTest::keyClick(list, Qt::Key_Escape);
        QTRY_VERIFY(!list);
        hall.mend(5);
        dispatch::Delta delta;
        delta.upserts.push_back(*hall.script->picture.responders.find(dispatch::ResponderId{7}));
        hall.script->push(std::move(delta));
        QTRY_VERIFY(chip.isHidden());
    }

    void theBarHoldsEverythingAtOnce_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("crowded-en") << "en";
        QTest::newRow("crowded-zh") << "zh_CN";
    }
    void theBarHoldsEverythingAtOnce() {
        QFETCH(QString, language);
        app::speak(language);
        app::dress(layers::Theme::hall());
        app::TopBar bar({"tester", "seat 1"}, layers::Theme::hall());
        std::vector<dispatch::AlarmLine> kinds;
        for (const auto kind : {dispatch::AlarmKind::SupervisionNote, dispatch::AlarmKind::Red,
                                dispatch::AlarmKind::NoAcknowledgement, dispatch::AlarmKind::Silent,
                                dispatch::AlarmKind::Amber}) {
            dispatch::AlarmLine line;
            line.kind = kind;
            line.count = line.lit = line.sources = 12;
            kinds.push_back(line);
        }
        bar.setAlarms(kinds, kinds);
        bar.setLeftOut(3);
        app::Link link;
        link.state = LinkState::Lost;
        link.failure = ErrorCode::SignInRefused;
        link.storeTime = dispatch::Millis{1000000s};
        bar.setNow(link.storeTime);
        bar.setLink(link, link.storeTime + 12min);
        bar.resize(1440, 44);
        bar.show();
        QVERIFY2(bar.minimumSizeHint().width() <= 1280,
                 qPrintable(QString::number(bar.minimumSizeHint().width())));
        QTest::qWait(20);
        QCOMPARE(clipped(bar), QString());
        const auto briefOnes = [&] {
            int found = 0;
            for (const auto* chip : bar.findChildren<app::AlarmChip*>()) {
                found += chip->isBrief() ? 1 : 0;
                if (chip->width() < chip->sizeHint().width()) return -1;
            }
            return found;
        };
        QVERIFY(briefOnes() > 0 && briefOnes() < 5);
        bar.resize(1920, 44);
        QTest::qWait(20);
        QCOMPARE(briefOnes(), 0);
        bar.resize(1440, 44);
        QTest::qWait(20);
        keepShot(bar, QString::fromUtf8(QTest::currentDataTag()));
        app::speak(QStringLiteral("en"));
    }

    void closingHidesTheWindowAtOnceWhileACallWaits() {
        auto hall = std::make_unique<Hall>();
        QVERIFY(hall->open());
        hall->set(true, ErrorCode::TimedOut, 1000ms);
        QTest::qWait(400);
        QElapsedTimer took;
        took.start();
        hall->window().close();
        QVERIFY(!hall->window().isVisible());
        QVERIFY2(took.elapsed() < 200, qPrintable(QStringLiteral("%1 ms").arg(took.elapsed())));
        hall.reset();
        QVERIFY2(took.elapsed() < 2200, qPrintable(QStringLiteral("%1 ms").arg(took.elapsed())));
    }

    void losingAndFindingTheStoreHoldsNoHandler() {
        Hall hall;
        QVERIFY(hall.open());
        std::vector<dispatch::Quarantined> many;
        for (int i = 0; i < 3000; ++i)
            many.push_back({{Kind::Case, 1000 + i},
                            "LL-" + std::to_string(i),
                            "case " + std::to_string(i) + ": its stage is no stage"});
        hall.leaveOut(many);
        QTRY_COMPARE(hall.window().topBar().leftOut().count(), 3000);
        QTest::qWait(300);
        auto& watching = static_cast<app::WatchfulApplication&>(*qApp);
        watching.resetWatch();
        hall.set(true, ErrorCode::ServerDown);
        QTRY_VERIFY(hall.notice().saysLost());
        hall.window().topBar().leftOut().click();
        QTest::qWait(1500);
        hall.set(false, {});
        QTRY_VERIFY_WITH_TIMEOUT(!hall.notice().saysLost(), 15000);
        QCOMPARE(hall.window().leftOutList()->table().rowCount(), 100);
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
    TestLinkWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_link_window.moc"
