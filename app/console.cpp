// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileDialog>
#include <QPointer>
#include <QProcess>
#include <QThreadPool>
#include <QUuid>
#include <cstdio>

#include "app/alarms/speaker.h"
#include "app/look/language.h"
#include "app/look/look.h"
#include "app/sheet/print_desk.h"
#include "app/text/words.h"
#include "app/users/sign_in.h"
#include "app/users/state_folder.h"
#include "app/users/users.h"
#include "app/verbs/verb.h"
#include "app/watchful_application.h"
#include "app/window/sign_in_dialog.h"
#include "gis/store/open_store.h"

namespace app {
namespace {

constexpr std::chrono::seconds kGroundAgain{5};
constexpr std::size_t kTimelineRows = 100;

layers::Theme themeOf(const ConsoleOptions& options, WindowMemory* memory) {
    if (!options.theme.isEmpty()) return layers::Theme::named(options.theme);
    return layers::Theme::named(
        memory ? memory->settings().value(QStringLiteral("theme")).toString() : QString());
}

bool hasScreen() {
    return !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") ||
           !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

}  // namespace

OpenStore opener(const QString& uri) {
    return [name = uri.toStdString()] { return gis::openStore(name); };
}

Console::Console(const ConsoleOptions& options) : Console(options, opener(options.store)) {}

Console::Console(const ConsoleOptions& options, OpenStore open) : m_options(options) {
    if (options.remember) m_memory = std::make_unique<WindowMemory>(options.memoryFile);
    const layers::Theme theme = themeOf(options, m_memory.get());
    // Before any widget: one made earlier keeps the family it was made with.
    dress(theme);
    m_window =
        std::make_unique<DutyWindow>(m_state, options.by, theme, m_memory.get(),
                                     options.sound ? options.sound() : std::make_unique<Speaker>());
    m_groundDesk = std::make_unique<GroundDesk>(*m_window, m_memory.get());
    connect(m_window.get(), &DutyWindow::notesWanted, this, [this](dispatch::CaseId record) {
        dispatch::Query query;
        query.kind = dispatch::Kind::CaseNote;
        query.record = record;
        m_notesAsked = m_runner->read(query);
    });
    connect(m_window.get(), &DutyWindow::timelineWanted, this, [this](dispatch::CaseId record) {
        dispatch::JournalQuery query;
        query.record = record;
        query.newestFirst = true;
        query.limit = kTimelineRows;
        m_timelineAsked = m_runner->readJournal(query);
    });
    connect(m_window.get(), &DutyWindow::camerasWanted, this, [this](const dispatch::GeoBox& box) {
        dispatch::Query query;
        query.kind = dispatch::Kind::Camera;
        query.box = box;
        m_camerasAsked = m_runner->read(query);
    });
    connect(m_window.get(), &DutyWindow::searchWanted, this, [this](const QString& words) {
        dispatch::Query query;
        query.kind = dispatch::Kind::Case;
        query.text = words.toStdString();
        query.limit = SearchDialog::kMost;
        m_searchAsked = m_runner->read(query);
    });
    DutyDesk& desk = m_window->desk();
    if (m_options.actor) desk.setActor(*m_options.actor);
    connect(&desk, &DutyDesk::commandReady, this, [this](const dispatch::Command& command) {
        m_window->desk().sent(m_runner->perform(command));
    });
    connect(
        &m_window->facts().desk(), &CaseDesk::contactsWanted, this,
        [this](const dispatch::Case& record) { m_contactsAsked = m_runner->openContacts(record); });
    connect(&desk, &DutyDesk::amendReady, this,
            [this](const dispatch::Command& command, const dispatch::Intake& whole) {
                m_window->desk().sent(m_runner->amend(command, whole));
            });
    connect(&desk, &DutyDesk::intakeReady, this, [this](const dispatch::Intake& intake) {
        m_window->desk().sent(m_runner->takeIn(intake));
    });
    connect(&m_window->alarms(), &AlarmDesk::ordersWanted, this, [this](dispatch::CaseId record) {
        dispatch::Query query;
        query.kind = dispatch::Kind::Assignment;
        query.record = record;
        m_ordersAsked[m_runner->read(query)] = record;
    });
    m_window->alarms().setJournal(
        [this](const dispatch::JournalEntry& entry, AlarmDesk::Answer answer) {
            writeJournal(entry, std::move(answer));
        });
    connect(m_window.get(), &DutyWindow::signInAsked, this, &Console::askSignIn);
    connect(m_window.get(), &DutyWindow::printAsked, this,
            [this] { openPrint(*m_window, m_groundDesk->service(), m_state, m_options.by); });
    connect(m_window.get(), &DutyWindow::openStoreAsked, this, &Console::openOther);
    connect(m_window.get(), &DutyWindow::demoAsked, this, &Console::openDemo);
    connect(&m_state, &LiveState::changed, this,
            [this](const std::shared_ptr<const dispatch::Picture>& picture,
                   const dispatch::Changes& changes) {
                using dispatch::Kind;
                // A first picture touches every kind: the ground is asked for once, by it.
                if (changes.touches(Kind::Setting)) m_groundDesk->takeSettings(*picture);
                const bool touched = changes.touches(Kind::Ground) || changes.touches(Kind::Road) ||
                                     changes.touches(Kind::Camera);
                if (m_groundAsked && !touched) return;
                m_groundAsked = true;
                m_ground->load();
            });
    m_groundAgain.setSingleShot(true);
    m_groundAgain.setInterval(kGroundAgain);
    connect(&m_groundAgain, &QTimer::timeout, this, [this] {
        if (m_state.link().state == LinkState::Lost)
            m_groundAgain.start();
        else
            m_ground->load();
    });
    build(std::move(open));
}

Console::~Console() {
    m_groundDesk.reset();
    // The store's threads end before anything that hears them, and wait for their calls together.
    m_runner->stop();
    m_ground->stop();
    m_caretaker.reset();
    m_runner.reset();
    m_ground.reset();
}

void Console::build(OpenStore open) {
    m_groundAsked = false;
    m_ordersAsked.clear();
    m_journalAsked.clear();
    m_groundAgain.stop();
    m_ground = std::make_unique<GroundLoader>(open);
    m_caretaker = std::make_unique<gis::Caretaker>(open);
    m_runner = std::make_unique<DeskRunner>(std::move(open), m_options.by);
    connect(m_runner.get(), &DeskRunner::pictureReady, &m_state, &LiveState::take);
    connect(m_runner.get(), &DeskRunner::linkChanged, &m_state, &LiveState::takeLink);
    connect(&m_state, &LiveState::retired, m_runner.get(), &DeskRunner::retire);
    connect(m_runner.get(), &DeskRunner::answered, this,
            [this](const std::shared_ptr<const Rows>& rows) { answer(*rows); });
    connectDesk();
    connect(m_runner.get(), &DeskRunner::committed, this,
            [this](const std::shared_ptr<const Committed>& done) { committed(*done); });
    connect(m_runner.get(), &DeskRunner::seatsOnLine, m_window.get(), &DutyWindow::setSeats);
    connect(
        m_ground.get(), &GroundLoader::loaded, this,
        [this](const std::shared_ptr<const layers::GroundData>& ground, const QString& storeId) {
            m_window->canvas().setGround(ground);
            m_groundDesk->setFolder(cityGroundFolder(m_options.store, storeId.toStdString()));
            m_groundDesk->takeGround(m_state.picture(), ground);
            indexPlaces(ground);
            m_hasGround = true;
            m_window->map().toasts().drop(QStringLiteral("ground"));
            Q_EMIT groundShown();
        });
    connect(m_ground.get(), &GroundLoader::failed, this, &Console::groundFailed);
}

void Console::showContacts(const Contacts& contacts) {
    if (contacts.rows && !contacts.rows->empty())
        return m_window->facts().desk().setContacts(contacts.record, *contacts.rows);
    const QString key = QStringLiteral("contact");
    if (contacts.rows)
        m_window->say(key, tr("No contact is kept with this case."));
    else
        m_window->say(key, m_window->desk().refusalWords(contacts.rows.error(), contacts.refusal),
                      true);
}

void Console::indexPlaces(const std::shared_ptr<const layers::GroundData>& ground) {
    QThreadPool::globalInstance()->start([ground, console = QPointer<Console>(this)] {
        auto places = PlaceIndex::make(ground);
        QMetaObject::invokeMethod(qApp, [console, places = std::move(places)] {
            if (console) console->m_window->intake().setPlaces(places);
        });
    });
}

void Console::connectDesk() {
    if (m_options.actor) m_runner->signIn(*m_options.actor, m_options.anchors);
    connect(m_runner.get(), &DeskRunner::sealFailed, this, [this](const QString& why) {
        const QString key = QStringLiteral("seal");
        if (why.isEmpty())
            m_window->map().toasts().drop(key);
        else
            m_window->say(key, tr("The journal's head could not be signed: %1").arg(why), true);
    });
    connect(m_runner.get(), &DeskRunner::performed, this,
            [this](const std::shared_ptr<const DeskAnswer>& answer) {
                m_window->desk().answer(*answer);
            });
    connect(m_runner.get(), &DeskRunner::timeline, this,
            [this](const std::shared_ptr<const Timeline>& entries) {
                if (entries->number == m_timelineAsked && entries->result)
                    m_window->setTimeline(entries->rows);
            });
    connect(m_runner.get(), &DeskRunner::contactsOpened, this,
            [this](const std::shared_ptr<const Contacts>& contacts) {
                if (contacts->number == m_contactsAsked) showContacts(*contacts);
            });
    connect(m_runner.get(), &DeskRunner::tickRefused, this, [this](const QString& why) {
        const QString key = QStringLiteral("tick");
        if (why.isEmpty())
            m_window->map().toasts().drop(key);
        else
            m_window->say(key, tr("Something that is due could not be written: %1").arg(why), true);
    });
    connect(m_runner.get(), &DeskRunner::rulesRefused, this, [this](const QString& why) {
        if (!why.isEmpty())
            m_window->say(QStringLiteral("rules"),
                          tr("The city's own rules are not in use: %1").arg(why), true);
    });
}

void Console::answer(const Rows& rows) {
    const auto rowsOf = [&]<class Row>(Row) {
        std::vector<Row> found;
        for (const dispatch::Record& row : rows.rows)
            if (const auto* one = std::get_if<Row>(&row)) found.push_back(*one);
        return found;
    };
    const auto orders = m_ordersAsked.extract(rows.number);
    if (rows.number == m_searchAsked && m_window->searchList()) {
        if (rows.result)
            m_window->searchList()->setFound(rowsOf(dispatch::Case{}), m_state.storeNow());
        else
            m_window->searchList()->setRefused(QString::fromStdString(rows.result.error().detail));
        return;
    }
    if (!rows.result) return;
    if (rows.number == m_camerasAsked) return m_window->setCameras(rowsOf(dispatch::Camera{}));
    if (orders)
        m_window->alarms().setOrders(orders.mapped(), rowsOf(dispatch::Assignment{}));
    else if (rows.number == m_notesAsked)
        m_window->setNotes(rowsOf(dispatch::CaseNote{}));
}

void Console::writeJournal(const dispatch::JournalEntry& entry, AlarmDesk::Answer answer) {
    dispatch::Transaction transaction;
    transaction.key = QUuid::createUuid().toString(QUuid::Id128).toStdString();
    transaction.by = m_options.by;
    transaction.note = entry.what;
    transaction.entries.push_back(entry);
    m_journalAsked[m_runner->commit(transaction)] = std::move(answer);
}

void Console::committed(const Committed& done) {
    const auto asked = m_journalAsked.extract(done.number);
    if (!asked) return;
    const bool written = done.result && std::holds_alternative<dispatch::Receipt>(*done.result);
    const QString why = done.result
                            ? tr("Somebody was first; nothing was written.")
                            : tr("Not written: %1").arg(errorText(done.result.error().code));
    asked.mapped()(written ? QString() : why);
}

void Console::groundFailed(const dispatch::Error& error) {
    if (dispatch::isLinkFailure(error.code)) m_groundAgain.start();
    // A lost store is said already, and the ground follows when it is back.
    if (m_state.link().state == LinkState::Lost) return;
    m_window->say(QStringLiteral("ground"),
                  tr("The ground could not be read: %1").arg(QString::fromStdString(error.detail)),
                  true);
}

void Console::start() {
    m_window->show();
    m_runner->start();
}

void Console::takeActor(const dispatch::Actor& actor) {
    m_options.actor = actor;
    m_options.by = {actor.user.code, actor.seat};
    m_window->desk().setActor(actor);
    m_window->setAuthor(m_options.by);
    m_runner->signIn(actor, m_options.anchors);
}

void Console::askSignIn() {
    const std::string seat = m_options.by.seat;
    const auto check = [uri = m_options.store.toStdString(), seat](
                           const QString& name, const QString& password,
                           const QString& fresh) -> dispatch::Result<dispatch::Actor> {
        const auto store = gis::openStore(uri);
        if (!store) return store.error();
        const gis::Secret secret(password.toStdString());
        auto actor = app::signIn(**store, name.toStdString(), secret, seat);
        if (!actor || fresh.isEmpty()) return actor;
        const gis::Secret chosen(fresh.toStdString());
        if (auto done = choosePassword(**store, {actor->user.code, seat}, actor->user, chosen);
            !done)
            return done.error();
        return app::signIn(**store, name.toStdString(), chosen, seat);
    };
    auto* dialog = new SignInDialog(check, m_options.store, m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { takeActor(*dialog->actor()); });
    dialog->open();
}

void Console::openOther() {
    auto* dialog = new QFileDialog(m_window.get(), tr("Open a store"), QString(),
                                   tr("GridHall stores (*.gridhall *.sqlite);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_options.store = file;
        m_window->alarms().forget();
        build(opener(file));
        m_runner->start();
    });
    dialog->open();
}

void Console::openDemo() {
    if (QProcess::startDetached(QCoreApplication::applicationFilePath(), {QStringLiteral("demo")}))
        m_window->close();
}

int runConsole(int argc, char** argv) {
    if (!hasScreen()) {
        std::fprintf(stderr,
                     "gridhall: there is no screen here; see gridhall demo --headless and gridhall "
                     "snapshot\n");
        return static_cast<int>(Exit::NoStore);
    }
    WatchfulApplication application(argc, argv);
    QCoreApplication::setApplicationVersion(QStringLiteral(GRIDHALL_VERSION));
    static const Verb self{"console", "The console of a city's command hall.", nullptr};
    VerbParser parser(self, true);
    parser.option("workspace", "The workspace to open: duty.", "NAME", "duty");
    parser.option("seat", "This seat's name.", "NAME");
    parser.option("theme", "hall (dark) or desk (light); else as it was left.", "NAME");
    parser.option("lang", "zh_CN or en; else the system's.", "CODE");
    parser.option("anchors", "Where signed heads of the journal go; else this seat's own folder.",
                  "DIR");
    declareUser(parser);
    QStringList arguments = QCoreApplication::arguments();
    arguments.insert(1, QString());
    if (const auto left = parser.parse(arguments, 0, 0)) return *left;
    if (parser.text("workspace") != QLatin1String("duty")) {
        std::fprintf(stderr, "gridhall: there is no workspace \"%s\" yet; duty is there\n",
                     qPrintable(parser.text("workspace")));
        return static_cast<int>(Exit::WrongUsage);
    }
    const QString theme = parser.text("theme");
    if (!theme.isEmpty() && theme != QLatin1String("hall") && theme != QLatin1String("desk")) {
        std::fprintf(stderr, "gridhall: there is no theme \"%s\"; hall and desk are there\n",
                     qPrintable(theme));
        return static_cast<int>(Exit::WrongUsage);
    }
    if (!speak(parser.text("lang"))) {
        std::fprintf(stderr, "gridhall: there is no language \"%s\"; zh_CN and en are there\n",
                     qPrintable(parser.text("lang")));
        return static_cast<int>(Exit::WrongUsage);
    }
    ConsoleOptions options;
    options.store = parser.store();
    options.theme = theme;
    options.by = currentAuthor();
    if (parser.has("seat")) options.by.seat = parser.text("seat").toStdString();
    options.anchors = parser.has("anchors") ? parser.text("anchors").toStdString() : anchorFolder();
    const bool isSeen = QGuiApplication::platformName() != QLatin1String("offscreen");
    bool hasUsers = false;
    {
        const auto opened = gis::openStore(options.store.toStdString());
        // Where somebody sees the window, it says itself that the store is away.
        if (!opened && !isSeen) return fail("console", opened.error());
        if (opened) {
            const auto users = usersOf(**opened);
            hasUsers = users && !users->empty();
            const bool named = parser.has("user") || !qEnvironmentVariableIsEmpty("GRIDHALL_USER");
            if (named || !hasUsers) {
                auto actor = signInFor(parser, **opened);
                if (!actor) return fail("console", actor.error());
                if (actor->user.mustChange)
                    return fail("console", mustChangeFirst(actor->user.code));
                actor->seat = options.by.seat;
                options.by.officer = actor->user.code;
                options.actor = std::move(*actor);
            }
        }
    }
    Console console(options);
    console.start();
    if (hasUsers && !options.actor && isSeen) console.askSignIn();
    return QCoreApplication::exec();
}

}  // namespace app
