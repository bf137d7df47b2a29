// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QMainWindow>
#include <QSignalSpy>
#include <QTest>

#include "app/intake/intake_form.h"
#include "app/intake/place_picker.h"
#include "app/look/language.h"
#include "app/look/look.h"
#include "app/text/mask.h"
#include "tests/support/small_city.h"

using app::IntakeAnswer;
using app::IntakeForm;
using namespace std::chrono_literals;

namespace {

dispatch::Road road(int id, const char* name, std::vector<int> nodes, dispatch::Line line) {
    dispatch::Road made;
    made.id = dispatch::RoadId{id};
    made.name = name;
    for (const int node : nodes) made.nodes.push_back(dispatch::RoadNodeId{node});
    made.line = std::move(line);
    return made;
}

/// The store's side, played by the test: makes cases, amends them, or says who was first.
struct FakeDesk {
    dispatch::Picture city;
    std::vector<dispatch::Intake> taken;
    std::vector<std::pair<dispatch::Command, dispatch::Intake>> amended;
    std::vector<dispatch::Command> merges;
    std::vector<std::pair<dispatch::CaseId, QString>> notes;
    QString refuse;       ///< The next answer, where not empty.
    bool silent = false;  ///< Answers wait until `speak()`.
    std::vector<IntakeAnswer> waiting;

    std::shared_ptr<const dispatch::Picture> picture() const {
        return std::make_shared<const dispatch::Picture>(city);
    }
};

struct Hall {
    FakeDesk desk;
    app::Finder finder;
    QMainWindow window;
    IntakeForm form;
    dispatch::Millis now = dispatch::SystemClock().now();

    explicit Hall(layers::Theme theme = layers::Theme::hall()) : form(finder, theme) {
        app::dress(theme);
        makeCity();
        QObject::connect(&form, &IntakeForm::intakeReady, &form,
                         [this](const dispatch::Intake& intake) { takeIn(intake); });
        QObject::connect(&form, &IntakeForm::amendReady, &form,
                         [this](const dispatch::Command& command, const dispatch::Intake& whole) {
                             amend(command, whole);
                         });
        QObject::connect(
            &form, &IntakeForm::mergeWanted, &form,
            [this](const dispatch::Command& command) { desk.merges.push_back(command); });
        QObject::connect(&form, &IntakeForm::noteWanted, &form,
                         [this](dispatch::CaseId other, const QString& words) {
                             desk.notes.emplace_back(other, words);
                         });
        auto* dock = new QDockWidget;
        dock->setTitleBarWidget(&form.header());
        dock->setWidget(&form);
        window.addDockWidget(Qt::RightDockWidgetArea, dock);
        window.setCentralWidget(new QWidget);
        window.resize(900, 860);
        window.resizeDocks({dock}, {420}, Qt::Horizontal);
        form.setGridNames([](dispatch::LonLat) { return QStringLiteral("990302003004001"); });
        form.setLimitWords(
            [](const std::string&, dispatch::Risk) { return QStringLiteral("5 min"); });
        auto ground = std::make_shared<layers::GroundData>();
        ground->roads = {
            road(1, "人民路", {1, 2}, {{106.800, 39.6720}, {106.803, 39.6721}}),
            road(2, "中山街", {2, 3}, {{106.803, 39.6721}, {106.803, 39.675}}),
            road(3, "和平路", {4, 5}, {{106.812, 39.660}, {106.812, 39.668}}),
        };
        form.setPlaces(app::PlaceIndex::make(ground));
        form.setNow(now);
        show();
    }
    ~Hall() { form.setParent(nullptr); }

    void makeCity() {
        desk.city = support::smallCity(now, 6, 5);
        dispatch::Unit fire;
        fire.id = dispatch::UnitId{1};
        fire.code = "U-FIRE";
        fire.name = "望河消防救援站";
        desk.city.units = dispatch::Table<dispatch::Unit>({fire});
        desk.city.settings = dispatch::Table<dispatch::Setting>(
            {{dispatch::SettingId{1}, "desk.lead.01", "U-FIRE", {}}});
        // A case of the same matter, three minutes old, 30 m from 人民路/中山街.
        dispatch::Case twin = *desk.city.cases.find(dispatch::CaseId{1});
        twin.id = dispatch::CaseId{77};
        twin.code = "LL-261122-1077";
        twin.title = "商铺着火";
        twin.place = dispatch::LonLat{106.8033, 39.6722};
        twin.reported = std::chrono::floor<std::chrono::seconds>(now) - 3min;
        put(twin);
    }
    void put(const dispatch::Case& record) { desk.city.cases = desk.city.cases.with({record}, {}); }
    void show() {
        dispatch::Changes all;
        all.kinds.set();
        finder.apply(desk.picture(), all);
        form.apply(desk.picture(), all);
    }
    void say(const IntakeAnswer& answer) {
        if (desk.silent)
            desk.waiting.push_back(answer);
        else
            form.answer(answer);
    }
    void speak() {
        desk.silent = false;
        for (const IntakeAnswer& answer : std::exchange(desk.waiting, {})) form.answer(answer);
    }
    bool refused(const std::string& key) {
        if (desk.refuse.isEmpty()) return false;
        say({key, false, {}, {}, {}, std::exchange(desk.refuse, {})});
        return true;
    }
    void takeIn(const dispatch::Intake& intake) {
        desk.taken.push_back(intake);
        if (refused(intake.key)) return;
        dispatch::Case record = intake.draft;
        record.id = dispatch::CaseId{100 + std::int64_t(desk.taken.size())};
        record.code = "20261126-" + std::to_string(desk.taken.size());
        record.reported = std::chrono::floor<std::chrono::seconds>(now);
        record.revision = dispatch::Revision{1};
        put(record);
        say({intake.key, true, record.id, record.revision, record.code, {}});
        show();
    }
    void amend(const dispatch::Command& command, const dispatch::Intake& whole) {
        desk.amended.emplace_back(command, whole);
        if (refused(command.key)) return;
        dispatch::Case record = whole.draft;
        const dispatch::Case before = *desk.city.cases.find(command.record);
        record.id = before.id;
        record.code = before.code;
        record.reported = before.reported;
        record.revision = dispatch::Revision{before.revision.value + 1};
        put(record);
        say({command.key, true, record.id, record.revision, record.code, {}});
        show();
    }
    const dispatch::Case& stored(std::int64_t id = 101) {
        return *desk.city.cases.find(dispatch::CaseId{id});
    }

    bool open() {
        window.show();
        form.open();
        return QTest::qWaitForWindowActive(&window);
    }
    QWidget* focus() { return QApplication::focusWidget(); }
    QString focusName() { return focus() ? focus()->accessibleName() : QString(); }
    void type(const QString& words) {
        for (const QChar c : words)
            if (c.unicode() < 128)
                QTest::keyClick(focus(), c.toLatin1());
            else
                QTest::sendKeyEvent(QTest::Click, focus(), Qt::Key_unknown, QString(c), {});
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(focus(), key, modifiers);
    }
    void paste(const QString& words) {
        QGuiApplication::clipboard()->setText(words);
        QTest::keyClick(focus(), Qt::Key_V, Qt::ControlModifier);
    }
    app::TextField& field(const QString& name) {
        for (auto* its : form.findChildren<app::TextField*>())
            if (its->accessibleName() == name) return *its;
        qFatal("no field %s", qPrintable(name));
    }
    QString shown() {
        QStringList words;
        for (const QLabel* label : form.findChildren<QLabel*>())
            if (label->isVisible()) words << label->text();
        return words.join(QLatin1Char('\n'));
    }
};

}  // namespace

class TestIntakeForm : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { app::speak(QStringLiteral("en")); }

    void aStreetFireIsTakenInByKeyboardAlone() {
        Hall hall;
        QVERIFY(hall.open());
        QCOMPARE(hall.focusName(), QStringLiteral("What happened"));
        hall.type(QStringLiteral("沿街商铺起火"));
        QVERIFY(hall.desk.taken.empty());
        hall.key(Qt::Key_Return);
        // The first line alone is a case in everyone's queue, with its code shown.
        QCOMPARE(hall.desk.taken.size(), std::size_t{1});
        QCOMPARE(hall.stored().title, std::string("沿街商铺起火"));
        QCOMPARE(hall.stored().source, std::string("hotline"));
        QVERIFY(!hall.stored().place);
        QVERIFY(hall.form.state().contains(QStringLiteral("20261126-1")));

        QCOMPARE(hall.focusName(), QStringLiteral("Category"));
        hall.type(QStringLiteral("cqhq"));  // 初起火情
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.stored().category, std::string("0101"));
        QCOMPARE(hall.stored().risk, dispatch::Risk::Low);
        QVERIFY2(hall.shown().contains(
                     QStringLiteral("Proposed: High risk · lead 望河消防救援站 · 5 min")),
                 qPrintable(hall.shown()));
        hall.key(Qt::Key_F3);
        QCOMPARE(hall.stored().risk, dispatch::Risk::High);
        QCOMPARE(hall.stored().leadUnit, std::string("U-FIRE"));

        QCOMPARE(hall.focusName(), QStringLiteral("Where"));
        hall.type(QStringLiteral("rml/zsj"));
        hall.key(Qt::Key_Return);
        QVERIFY(hall.stored().place);
        QCOMPARE(hall.stored().place->lon, 106.803);
        QVERIFY(hall.shown().contains(QStringLiteral("990302 003 004 001")));
        // The twin three minutes ago stands beside the form; nothing was merged.
        QCOMPARE(hall.form.nearList().duplicates(), 1);
        QVERIFY(hall.desk.merges.empty());

        QCOMPARE(hall.focusName(), QStringLiteral("High risk"));
        hall.key(Qt::Key_2);
        QCOMPARE(hall.stored().risk, dispatch::Risk::Medium);
        hall.key(Qt::Key_3);
        hall.key(Qt::Key_Tab);
        QCOMPARE(hall.focusName(), QStringLiteral("Reporter's name"));
        hall.type(QStringLiteral("贺知夏"));
        hall.key(Qt::Key_Return);
        hall.type(QStringLiteral("138 0000 0012"));
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.desk.amended.back().second.contactPhone, std::string("138 0000 0012"));
        QCOMPARE(hall.desk.amended.back().second.contactName, std::string("贺知夏"));
        for (const auto& [command, whole] : hall.desk.amended) {
            QCOMPARE(command.action, std::string("amend"));
            QCOMPARE(command.record, dispatch::CaseId{101});
            QCOMPARE(command.key, whole.key);
        }
        // Each saw the revision before it.
        for (std::size_t i = 0; i < hall.desk.amended.size(); ++i)
            QCOMPARE(hall.desk.amended[i].first.seen.value, std::int64_t(i) + 1);
        QCOMPARE(hall.stored().risk, dispatch::Risk::High);
    }

    void anOfficerWithAMouseIsNotNeededForDuplicates() {
        Hall hall;
        QVERIFY(hall.open());
        hall.type(QStringLiteral("起火"));
        hall.key(Qt::Key_F8);  // nothing is near yet: the cursor stays
        QCOMPARE(hall.focusName(), QStringLiteral("What happened"));
        hall.key(Qt::Key_Tab);
        hall.type(QStringLiteral("0101"));
        hall.key(Qt::Key_Tab);
        hall.type(QStringLiteral("人民路/中山街"));
        QVERIFY(hall.desk.taken.empty());
        QCOMPARE(hall.form.nearList().duplicates(), 0);  // no category was chosen with Enter
        hall.key(Qt::Key_Backtab);
        hall.type(QStringLiteral(" "));
        hall.field(QStringLiteral("Category")).selectAll();
        hall.type(QStringLiteral("0101"));
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.desk.taken.size(), std::size_t{1});
        QCOMPARE(hall.form.nearList().duplicates(), 1);
        hall.key(Qt::Key_F8);
        QCOMPARE(hall.focus(), &hall.form.nearList().list());
        QVERIFY(hall.form.nearList()
                    .list()
                    .currentItem()
                    ->data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("likely the same")));
        hall.key(Qt::Key_N);
        QCOMPARE(hall.desk.notes.size(), std::size_t{1});
        QCOMPARE(hall.desk.notes[0].first, dispatch::CaseId{77});
        QVERIFY(hall.desk.notes[0].second.startsWith(QStringLiteral("起火\n人民路 / 中山街")));
        hall.key(Qt::Key_M);
        QCOMPARE(hall.desk.merges.size(), std::size_t{1});
        QCOMPARE(hall.desk.merges[0].action, std::string("merge"));
        QCOMPARE(hall.desk.merges[0].record, dispatch::CaseId{101});
        QCOMPARE(hall.desk.merges[0].target, std::string("LL-261122-1077"));
        hall.key(Qt::Key_Escape);
        QCOMPARE(hall.focusName(), QStringLiteral("What happened"));
    }

    void beforeTheFirstLineNothingCanBeMerged() {
        Hall hall;
        QVERIFY(hall.open());
        hall.type(QStringLiteral("x"));
        Q_EMIT hall.form.nearList().mergeAsked(dispatch::CaseId{77});
        QVERIFY(hall.desk.merges.empty());
        QVERIFY(hall.form.state().contains(QStringLiteral("nothing to merge")));
    }

    void severalPlacesAreAChoiceAndNeverBlock() {
        Hall hall;
        QVERIFY(hall.open());
        hall.type(QStringLiteral("噪声"));
        hall.key(Qt::Key_Return);
        hall.key(Qt::Key_Tab);
        hall.type(QStringLiteral("清渠"));
        QVERIFY2(hall.shown().contains(QStringLiteral("places may be meant")),
                 qPrintable(hall.shown()));
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.stored().placeText, std::string("清渠"));
        QVERIFY(!hall.stored().place);

        hall.key(Qt::Key_Backtab);
        QCOMPARE(hall.focusName(), QStringLiteral("Where"));
        hall.field(QStringLiteral("Where")).selectAll();
        hall.type(QStringLiteral("清渠警"));
        hall.field(QStringLiteral("Where")).selectAll();
        hall.type(QStringLiteral("人民路"));
        hall.key(Qt::Key_Down);
        hall.key(Qt::Key_Return);
        QVERIFY(hall.stored().place);

        hall.key(Qt::Key_Backtab);
        hall.field(QStringLiteral("Where")).selectAll();
        hall.type(QStringLiteral("老槐树下"));
        hall.key(Qt::Key_Return);
        QVERIFY(!hall.stored().place);
        QCOMPARE(hall.stored().placeText, std::string("老槐树下"));
        QVERIFY(hall.shown().contains(QStringLiteral("no position is known")));
    }

    void aPlaceIsShownOnTheMap() {
        Hall hall;
        QVERIFY(hall.open());
        layers::MapCanvas canvas(layers::Theme::hall());
        canvas.resize(400, 300);
        dispatch::Changes all;
        all.kinds.set();
        canvas.setPicture(hall.desk.picture(), all);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        app::PlacePicker picker(canvas);
        hall.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&hall.window));
        hall.form.open();
        connect(&hall.form, &IntakeForm::pickWanted, &picker, &app::PlacePicker::begin);
        connect(&picker, &app::PlacePicker::picked, &hall.form, &IntakeForm::takePlace);
        QSignalSpy chosen(&canvas, &layers::MapCanvas::selected);

        hall.type(QStringLiteral("井盖缺失"));
        hall.key(Qt::Key_Return);
        hall.key(Qt::Key_F7);
        QVERIFY(picker.isPicking());
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, QPoint(120, 90));
        QVERIFY(!picker.isPicking());
        const dispatch::LonLat clicked = canvas.placeAt(QPointF(120, 90));
        QCOMPARE(hall.stored().place->lon, clicked.lon);
        QCOMPARE(hall.stored().place->lat, clicked.lat);
        QVERIFY(chosen.isEmpty());

        picker.begin();
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QVERIFY(!picker.isPicking());
        QCOMPARE(hall.stored().place->lon, clicked.lon);
        picker.begin();
        QTest::keyClick(&canvas, Qt::Key_Return);
        QCOMPARE(hall.stored().place->lon, canvas.placeAt(QPointF(200, 150)).lon);
        // Words typed afterwards describe the place and do not move it.
        const dispatch::LonLat middle = *hall.stored().place;
        auto& where = hall.field(QStringLiteral("Where"));
        hall.window.activateWindow();
        where.setFocus();
        where.selectAll();
        QTest::keyClicks(&where, QStringLiteral("opposite the gate"));
        QTest::keyClick(&where, Qt::Key_Return);
        QCOMPARE(hall.stored().place, std::optional(middle));
        QCOMPARE(hall.stored().placeText, std::string("opposite the gate"));
    }

    void aRefusalIsSaidAndNothingIsLost() {
        Hall hall;
        QVERIFY(hall.open());
        hall.desk.refuse = QStringLiteral("The store cannot be reached; nothing was written.");
        hall.type(QStringLiteral("路灯不亮"));
        hall.key(Qt::Key_Return);
        QVERIFY(hall.form.state().contains(QStringLiteral("cannot be reached")));
        QCOMPARE(hall.field(QStringLiteral("What happened")).value(), QStringLiteral("路灯不亮"));
        hall.key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(hall.desk.taken.size(), std::size_t{2});
        QVERIFY(hall.desk.taken[0].key != hall.desk.taken[1].key);
        QVERIFY(hall.form.draft().isSaved());
        hall.desk.refuse = QStringLiteral("Seat 5 was first at 21:46:58; nothing was written.");
        hall.type(QStringLiteral("路灯"));
        hall.key(Qt::Key_Tab);
        QVERIFY(hall.form.state().contains(QStringLiteral("Seat 5 was first")) ||
                hall.desk.amended.empty());
        // An answer to something else changes nothing.
        hall.form.answer(
            {"no such key", true, dispatch::CaseId{5}, dispatch::Revision{9}, "X", {}});
        QCOMPARE(hall.form.draft().record(), dispatch::CaseId{102});
    }

    void whatIsTypedWhileTheAnswerIsAwayFollows() {
        Hall hall;
        QVERIFY(hall.open());
        hall.desk.silent = true;
        hall.type(QStringLiteral("有人摔倒"));
        hall.key(Qt::Key_Return);
        hall.key(Qt::Key_Tab);
        hall.type(QStringLiteral("P01"));
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.desk.taken.size(), std::size_t{1});
        QVERIFY(hall.desk.amended.empty());
        hall.speak();
        QCOMPARE(hall.desk.amended.size(), std::size_t{1});
        QCOMPARE(hall.stored().placeText, std::string("清渠警务站"));
    }

    void anotherSeatsChangeIsFollowedAndOnesOwnWordsStay() {
        Hall hall;
        QVERIFY(hall.open());
        hall.type(QStringLiteral("积水"));
        hall.key(Qt::Key_Return);
        hall.key(Qt::Key_Tab);
        hall.type(QStringLiteral("河边"));
        dispatch::Case theirs = hall.stored();
        theirs.title = "积水很深";
        theirs.placeText = "桥下";
        theirs.revision = dispatch::Revision{2};
        hall.put(theirs);
        hall.show();
        QCOMPARE(hall.field(QStringLiteral("What happened")).value(), QStringLiteral("积水很深"));
        QCOMPARE(hall.field(QStringLiteral("Where")).value(), QStringLiteral("河边"));
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.desk.amended.back().first.seen, dispatch::Revision{2});
        QCOMPARE(hall.stored().title, std::string("积水很深"));
        QCOMPARE(hall.stored().placeText, std::string("河边"));
    }

    void escClosesAndTheDraftIsKept() {
        Hall hall;
        QVERIFY(hall.open());
        QSignalSpy left(&hall.form, &IntakeForm::left);
        hall.type(QStringLiteral("半句"));
        hall.key(Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
        hall.form.open();
        QCOMPARE(hall.field(QStringLiteral("What happened")).value(), QStringLiteral("半句"));
        hall.form.beginNext();
        QVERIFY(hall.form.state().contains(QStringLiteral("not saved yet")));
        QCOMPARE(hall.field(QStringLiteral("What happened")).value(), QStringLiteral("半句"));
        hall.key(Qt::Key_Return);
        hall.form.open();  // saved whole: the key begins the next one
        QCOMPARE(hall.field(QStringLiteral("What happened")).value(), QString());
        QVERIFY(!hall.form.draft().isSaved());
        hall.key(Qt::Key_Return);
        QVERIFY(hall.form.state().contains(QStringLiteral("Say what happened")));
        QCOMPARE(hall.desk.taken.size(), std::size_t{1});
    }

    void whatCannotBeKeptExactlyIsRefusedInASentence_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("1 MB") << QString(1 << 20, u'火')
                              << QStringLiteral("longer than 200 characters");
        QTest::newRow("one too many")
            << QString(201, u'x') << QStringLiteral("longer than 200 characters");
        QTest::newRow("NUL") << QStringLiteral("a") + QChar(0) + QStringLiteral("b")
                             << QStringLiteral("U+0000 at character 3");
        QTest::newRow("escape") << QStringLiteral("\u001b[2J")
                                << QStringLiteral("U+001B at character 2");
        QTest::newRow("line break")
            << QStringLiteral("a\nb") << QStringLiteral("line break at character 3");
        QTest::newRow("half a character")
            << QString(QChar(0xD83D)) << QStringLiteral("half a character");
    }
    void whatCannotBeKeptExactlyIsRefusedInASentence() {
        QFETCH(QString, words);
        QFETCH(QString, sentence);
        Hall hall;
        QVERIFY(hall.open());
        hall.type(QStringLiteral("前"));
        hall.paste(words);
        QVERIFY2(hall.shown().contains(sentence), qPrintable(hall.shown()));
        QCOMPARE(hall.field(QStringLiteral("What happened")).value(), QStringLiteral("前"));
        hall.key(Qt::Key_Return);
        QCOMPARE(hall.stored().title, std::string("前"));
    }

    void hostileWordsAreKeptExactly_data() {
        QTest::addColumn<QString>("words");
        QTest::newRow("SQL") << QStringLiteral("'; DROP TABLE cases; --");
        QTest::newRow("right to left") << QStringLiteral("a\u202Egpj.exe\u200F\u2067x");
        QTest::newRow("markup") << QStringLiteral("<b>x</b>&amp;<img src=file:///etc/passwd>");
        QTest::newRow("rare character") << QStringLiteral("𠮷家 \U0001F525");
        QTest::newRow("200 characters") << QString(200, u'火');
        QTest::newRow("combining") << QStringLiteral("e\u0301\u0323");
        QTest::newRow("percent") << QStringLiteral("%1 %2 %n 100%");
    }
    void hostileWordsAreKeptExactly() {
        QFETCH(QString, words);
        Hall hall;
        QVERIFY(hall.open());
        hall.paste(words);
        hall.key(Qt::Key_Return);
        QCOMPARE(QString::fromStdString(hall.stored().title), words);
        hall.key(Qt::Key_Tab);
        hall.paste(words);
        hall.key(Qt::Key_Return);
        QCOMPARE(QString::fromStdString(hall.stored().placeText), words);
        for (int i = 0; i < 20 && !qobject_cast<app::TextBox*>(hall.focus()); ++i)
            hall.key(Qt::Key_Tab);
        hall.paste(words + QStringLiteral("\n\tmore"));
        hall.key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(QString::fromStdString(hall.stored().text), words + QStringLiteral("\n\tmore"));
        hall.paste(QString(1 << 20, u'x'));
        QVERIFY(hall.shown().contains(QStringLiteral("longer than 20,000 characters")));
        QCOMPARE(QString::fromStdString(hall.form.draft().now.draft.text),
                 words + QStringLiteral("\n\tmore"));
    }

    void contactDataIsMaskedWhenShownAgain() {
        Hall hall;
        QVERIFY(hall.open());
        hall.type(QStringLiteral("x"));
        hall.key(Qt::Key_Return);
        auto& phone = hall.field(QStringLiteral("Telephone"));
        phone.setFocus();
        hall.type(QStringLiteral("13800000012"));
        hall.key(Qt::Key_Return);
        QCOMPARE(phone.text(), QStringLiteral("138****0012"));
        // Going through it changes nothing; typing begins afresh.
        hall.key(Qt::Key_Backtab);
        QCOMPARE(hall.focus(), &phone);
        QCOMPARE(phone.text(), QString());
        hall.key(Qt::Key_Tab);
        QCOMPARE(phone.text(), QStringLiteral("138****0012"));
        QCOMPARE(hall.form.draft().now.contactPhone, std::string("13800000012"));
        hall.key(Qt::Key_Backtab);
        hall.type(QStringLiteral("139"));
        QCOMPARE(hall.form.draft().now.contactPhone, std::string("139"));
        hall.type(QStringLiteral("x"));
        hall.key(Qt::Key_Return);
        QVERIFY(hall.shown().contains(QStringLiteral("digits, blanks")));
        QCOMPARE(hall.desk.amended.back().second.contactPhone, std::string("13800000012"));
        QCOMPARE(app::maskedName(QStringLiteral("贺知夏")), QStringLiteral("贺**"));
        QCOMPARE(app::maskedPhone(QStringLiteral("110")), QStringLiteral("*10"));
        QCOMPARE(app::maskedAddress(QStringLiteral("清渠路41号3楼")), QStringLiteral("清渠路4***"));
    }

    void everyFieldHasANameAndIsReachedByTab() {
        Hall hall;
        QVERIFY(hall.open());
        QStringList names;
        for (int i = 0; i < 12; ++i) {
            names << hall.focusName();
            hall.key(Qt::Key_Tab);
        }
        QCOMPARE(names.mid(0, 9),
                 QStringList({QStringLiteral("What happened"), QStringLiteral("Category"),
                              QStringLiteral("Where"), QStringLiteral("Low risk"),
                              QStringLiteral("Reporter's name"), QStringLiteral("Telephone"),
                              QStringLiteral("Reporter's address"), QStringLiteral("Source"),
                              QStringLiteral("Details")}));
        hall.key(Qt::Key_F1);
        QVERIFY(hall.shown().contains(QStringLiteral("F3 takes the proposal")));
    }

    void itFitsInBothLanguagesAndThemes_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("width");
        for (const char* language : {"zh_CN", "en"})
            for (const bool dark : {true, false})
                for (const int width : {360, 420, 720})
                    QTest::newRow(
                        qPrintable(QStringLiteral("%1 %2 %3")
                                       .arg(QString::fromUtf8(language))
                                       .arg(dark ? QLatin1String("hall") : QLatin1String("desk"))
                                       .arg(width)))
                        << QString::fromUtf8(language) << dark << width;
    }
    void itFitsInBothLanguagesAndThemes() {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        QFETCH(int, width);
        QVERIFY(app::speak(language));
        Hall hall(dark ? layers::Theme::hall() : layers::Theme::desk());
        hall.form.setParent(nullptr);
        hall.form.resize(width, 816);
        hall.form.show();
        hall.form.open();
        QVERIFY(QTest::qWaitForWindowActive(&hall.form));
        hall.type(QStringLiteral("沿街商铺起火，浓烟"));
        hall.key(Qt::Key_Return);
        hall.type(QStringLiteral("0101"));
        hall.key(Qt::Key_Return);
        hall.type(QStringLiteral("人民路/中山街"));
        hall.key(Qt::Key_Return);
        const QString pictures = qEnvironmentVariable("GRIDHALL_PICTURES");
        const auto keep = [&](const char* what) {
            if (!pictures.isEmpty())
                hall.form.grab().save(QStringLiteral("%1/%2-%3-%4-%5.png")
                                          .arg(pictures, QString::fromUtf8(what), language)
                                          .arg(dark ? QLatin1String("hall") : QLatin1String("desk"))
                                          .arg(width));
        };
        QTest::qWait(20);
        keep("filled");
        // No words beyond their widget, none over another.
        for (const QPushButton* button : hall.form.findChildren<QPushButton*>())
            QVERIFY2(button->width() >=
                         QFontMetrics(button->font()).horizontalAdvance(button->text()) + 4,
                     qPrintable(button->text()));
        for (const QLabel* label : hall.form.findChildren<QLabel*>())
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                         qPrintable(label->text()));
        auto& where = hall.field(language == QLatin1String("en") ? QStringLiteral("Where")
                                                                 : QStringLiteral("地点"));
        where.setFocus();
        where.selectAll();
        QTest::keyClicks(&where, QStringLiteral("990302"));
        QTest::qWait(20);
        keep("choosing");
        app::speak(QStringLiteral("en"));
    }
};

QTEST_MAIN(TestIntakeForm)
#include "tst_intake_form.moc"
