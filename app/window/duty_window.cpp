// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/duty_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMessageBox>
#include <QShortcut>
#include <QToolBar>

#include "app/desk/bulk_dialog.h"
#include "app/look/look.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr double kCloseMetresPerPixel = 2.5;
constexpr double kCameraDegrees = 0.004;  ///< Around a case, some 400 m.

bool takesText(const QWidget* widget) {
    return widget && (widget->inherits("QLineEdit") || widget->inherits("QAbstractSpinBox") ||
                      widget->inherits("QTextEdit"));
}

}  // namespace

DutyWindow::DutyWindow(LiveState& state, const dispatch::Author& by, layers::Theme theme,
                       WindowMemory* memory, std::unique_ptr<SoundPort> sound, QWidget* parent)
    : QMainWindow(parent),
      m_state(state),
      m_alarms(state, std::move(sound)),
      m_memory(memory),
      m_theme(theme),
      m_desk(state),
      m_top(new TopBar(by, theme)),
      m_map(new MapPane(m_finder, theme)),
      m_queue(new QueuePanel(m_cases, theme)),
      m_responderPanel(new ResponderPanel(m_responders)),
      m_facts(new FactsPanel(theme)),
      m_orders(new OrderPanel),
      m_intake(new IntakeForm(m_finder, theme)),
      m_seat(by.seat) {
    setWindowTitle(QStringLiteral("GridHall"));
    setObjectName(QStringLiteral("dutyWindow"));
    m_command = new CommandLine(
        [this](const QString& line) {
            std::vector<LayerWord> layers;
            const auto states = m_map->canvas().layerStates();
            for (const auto& layer : states)
                layers.push_back({layer.name, layerText(layer.name), layer.visible});
            return readCommand(line, {m_finder, *m_state.picture(), std::move(layers),
                                      m_desk.context().get(), m_selection, m_state.storeNow()});
        },
        this);
    arrange();
    connectPanels();
    connectDesk();
    connectIntake();
    makeKeys();
    setTheme(theme);
    recallKept();
    qApp->installEventFilter(this);

    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &DutyWindow::tick);
    m_tick.start(1000);
    connect(&m_state, &LiveState::changed, this, &DutyWindow::take);
    connect(&m_state, &LiveState::linkChanged, this, &DutyWindow::takeLink);
    takeLink(m_state.link());
    takeAlarms();
    if (m_state.hasPicture()) {
        dispatch::Changes all;
        all.kinds.set();
        all.reloaded.set();
        take(m_state.picture(), all);
    }
    tick();
}

DutyWindow::~DutyWindow() {
    qApp->removeEventFilter(this);
}

QDockWidget* DutyWindow::dock(const char* name, const QString& title, DockHeader& header,
                              QWidget* panel, Qt::DockWidgetArea area) {
    auto* made = new QDockWidget(title);
    made->setObjectName(QString::fromUtf8(name));
    made->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    made->setTitleBarWidget(&header);
    made->setWidget(panel);
    addDockWidget(area, made);
    return made;
}

void DutyWindow::arrange() {
    setMenuWidget(m_top);
    setCentralWidget(m_map);
    setDockNestingEnabled(true);
    setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::South);
    m_queueDock =
        dock("queueDock", tr("Case queue"), m_queue->header(), m_queue, Qt::LeftDockWidgetArea);
    m_responderDock = dock("responderDock", tr("Responders"), m_responderPanel->header(),
                           m_responderPanel, Qt::LeftDockWidgetArea);
    m_factsDock =
        dock("factsDock", tr("Facts"), m_facts->header(), m_facts, Qt::RightDockWidgetArea);
    m_ordersDock =
        dock("ordersDock", tr("Orders"), m_orders->header(), m_orders, Qt::LeftDockWidgetArea);
    tabifyDockWidget(m_queueDock, m_responderDock);
    tabifyDockWidget(m_responderDock, m_ordersDock);
    m_intakeDock =
        dock("intakeDock", tr("New case"), m_intake->header(), m_intake, Qt::RightDockWidgetArea);
    tabifyDockWidget(m_factsDock, m_intakeDock);
    m_intakeDock->hide();
    m_factsDock->raise();
    m_queueDock->raise();
    auto* bar = new QToolBar(tr("Command line"));
    bar->setObjectName(QStringLiteral("commandBar"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->toggleViewAction()->setEnabled(false);
    m_command->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(m_command);
    addToolBar(Qt::BottomToolBarArea, bar);
    resize(1440, 860);
}

void DutyWindow::connectPanels() {
    const auto choose = [this](dispatch::RecordRef ref) { select(ref); };
    connect(m_queue, &QueuePanel::selected, this, choose);
    connect(m_queue, &QueuePanel::activated, this, &DutyWindow::goTo);
    connect(m_responderPanel, &ResponderPanel::selected, this, choose);
    connect(m_responderPanel, &ResponderPanel::activated, this, &DutyWindow::goTo);
    connect(&canvas(), &layers::MapCanvas::selected, this, &DutyWindow::select);
    connect(&canvas(), &layers::MapCanvas::activated, this, &DutyWindow::goTo);
    connect(&m_map->search(), &SearchBox::chosen, this, &DutyWindow::goTo);
    connect(m_map, &MapPane::showSelectionAsked, this, [this] {
        if (m_selection) goTo(*m_selection);
    });
    connect(m_map, &MapPane::openStoreAsked, this, &DutyWindow::openStoreAsked);
    connect(m_map, &MapPane::demoAsked, this, &DutyWindow::demoAsked);
    connect(m_facts, &FactsPanel::notesWanted, this, &DutyWindow::notesWanted);
    connect(m_command, &CommandLine::entered, this, [this](const Deed& deed) { perform(deed); });
    connect(m_command, &CommandLine::left, this, [this] { m_queue->list().setFocus(); });
    connect(m_top, &TopBar::alarmsAsked, this, &DutyWindow::showAlarms);
    connect(&m_alarms, &AlarmDesk::changed, this, &DutyWindow::takeAlarms);
    connect(m_top, &TopBar::leftOutAsked, this, &DutyWindow::showLeftOut);
    connect(m_top, &TopBar::hallAsked, this, &DutyWindow::showHall);
    connect(m_top, &TopBar::themeAsked, this,
            [this] { setTheme(m_theme.isDark() ? layers::Theme::desk() : layers::Theme::hall()); });
}

void DutyWindow::connectDesk() {
    connect(&m_desk, &DutyDesk::said, this, &DutyWindow::say);
    connect(&m_desk, &DutyDesk::contextChanged, this, [this] {
        m_facts->setDesk(m_desk.context());
        canvas().setCarrying(m_desk.context() != nullptr);
        if (m_desk.context()) m_queue->queue().setCentre(m_desk.context()->actor.user.centre);
        m_facts->refresh(m_state.picture(), m_state.storeNow());
    });
    connect(&m_facts->desk(), &CaseDesk::commandReady, &m_desk, &DutyDesk::perform);
    connect(&m_desk, &DutyDesk::actionAnswered, &m_facts->desk(), &CaseDesk::answer);
    connect(&m_facts->desk(), &CaseDesk::selected, this, [this](dispatch::RecordRef ref) {
        canvas().goTo(boxOf(*m_state.picture(), ref).centre(), canvas().view().metresPerPixel);
    });
    connect(&canvas(), &layers::MapCanvas::carried, this,
            [this](dispatch::RecordRef what, dispatch::RecordRef onto) {
                const bool toCase = onto.kind == dispatch::Kind::Case;
                const auto* who = m_state.picture()->responders.find(
                    dispatch::ResponderId{toCase ? what.id : onto.id});
                if (!who) return;
                select(toCase ? onto : what);
                m_facts->desk().send(dispatch::CaseId{toCase ? onto.id : what.id}, text(who->code));
            });
    connect(m_queue, &QueuePanel::bulkWanted, this, &DutyWindow::openBulk);
    connect(m_orders, &OrderPanel::selected, this,
            [this](dispatch::RecordRef ref) { select(ref); });
    connect(m_orders, &OrderPanel::activated, this, &DutyWindow::goTo);
}

void DutyWindow::openBulk(const std::vector<dispatch::CaseId>& cases) {
    if (cases.empty() || !m_desk.context()) return;
    auto* dialog =
        new BulkDialog(cases, m_desk.context(), m_state.picture(), m_state.storeNow(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &BulkDialog::ready, &m_desk, &DutyDesk::performAll);
    dialog->open();
}

void DutyWindow::connectIntake() {
    m_picker = new PlacePicker(canvas(), this);
    m_intake->setGridNames([this](dispatch::LonLat place) { return canvas().gridCodeAt(place); });
    m_intake->setLimitWords([this](const std::string& category, dispatch::Risk risk) {
        return m_desk.limitWords(category, risk);
    });
    connect(m_intake, &IntakeForm::intakeReady, &m_desk, &DutyDesk::takeIn);
    connect(m_intake, &IntakeForm::amendReady, &m_desk, &DutyDesk::amend);
    connect(&m_desk, &DutyDesk::intakeAnswered, m_intake, &IntakeForm::answer);
    connect(m_intake, &IntakeForm::mergeWanted, &m_desk, &DutyDesk::perform);
    connect(m_intake, &IntakeForm::noteWanted, this,
            [this](dispatch::CaseId other, const QString& words) {
                dispatch::Command command;
                command.record = other;
                if (const auto* record = m_state.picture()->cases.find(other))
                    command.code = record->code;
                command.action = "note";
                command.text = words.toStdString();
                m_desk.perform(command);
            });
    connect(m_intake, &IntakeForm::showWanted, this, [this](dispatch::CaseId other) {
        goTo({dispatch::Kind::Case, other.value});
    });
    connect(m_intake, &IntakeForm::pickWanted, m_picker, &PlacePicker::begin);
    connect(m_picker, &PlacePicker::picked, m_intake, &IntakeForm::takePlace);
    connect(m_intake, &IntakeForm::left, this, [this] {
        m_picker->cancel();
        m_intakeDock->hide();
        m_factsDock->raise();
        m_queue->list().setFocus(Qt::ShortcutFocusReason);
    });
}

void DutyWindow::openIntake(const QString& title) {
    m_intakeDock->show();
    m_intakeDock->raise();
    m_intake->open();
    if (!title.isEmpty()) m_intake->setTitle(title);
}

void DutyWindow::makeKeys() {
    const auto key = [this](const QKeySequence& keys, auto deed) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, deed);
    };
    key(Qt::Key_F6, [this] { moveFocus(1); });
    key(Qt::SHIFT | Qt::Key_F6, [this] { moveFocus(-1); });
    key(Qt::Key_F1, [this] { showHelp({}); });
    key(Qt::Key_F2, [this] { showAlarms(-1); });
    key(Qt::Key_F5, [this] { showHall(); });
    key(Qt::Key_F4, [this] { openIntake(); });
    key(Qt::Key_F12, [this] { Q_EMIT signInAsked(); });
    key(Qt::Key_F9,
        [this] { setTheme(m_theme.isDark() ? layers::Theme::desk() : layers::Theme::hall()); });
    key(Qt::Key_F11, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    key(Qt::CTRL | Qt::Key_P, [this] { Q_EMIT printAsked(); });
    connect(m_map, &MapPane::printAsked, this, &DutyWindow::printAsked);
    key(Qt::CTRL | Qt::Key_G, [this] { m_map->layerPanel().grounds().next(); });
    key(Qt::CTRL | Qt::Key_K, [this] { m_map->search().begin(); });
    key(Qt::CTRL | Qt::Key_E, [this] {
        if (m_selection) goTo(*m_selection);
    });
    key(Qt::CTRL | Qt::Key_L,
        [this] { m_map->layerPanel().setFolded(!m_map->layerPanel().isFolded()); });
}

bool DutyWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress || !isActiveWindow())
        return QMainWindow::eventFilter(watched, event);
    const QWidget* focus = QApplication::focusWidget();
    if (watched != focus || !focus || focus->window() != this || takesText(focus))
        return QMainWindow::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return QMainWindow::eventFilter(watched, event);
    if (key->key() == Qt::Key_Escape) {
        m_queue->list().setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    const QString typed = key->text();
    if (typed == QLatin1String("/")) {
        m_queueDock->raise();
        m_queue->focusFilter();
        return true;
    }
    if (!typed.isEmpty() && typed.front().isLetter()) {
        m_command->begin(typed);
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

void DutyWindow::moveFocus(int by) {
    const QList<QWidget*> places{m_top->firstChip(), &m_queue->list(), &canvas(), m_facts,
                                 &m_command->edit()};
    int now = -1;
    for (int i = 0; i < places.size(); ++i) {
        const QWidget* focus = QApplication::focusWidget();
        const QWidget* panel = i == 0   ? static_cast<QWidget*>(m_top)
                               : i == 1 ? m_queue
                               : i == 2 ? static_cast<QWidget*>(m_map)
                               : i == 3 ? static_cast<QWidget*>(m_facts)
                                        : static_cast<QWidget*>(m_command);
        if (focus && (focus == panel || panel->isAncestorOf(focus))) now = i;
    }
    const int count = static_cast<int>(places.size());
    const int next = now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count;
    if (next == 1) m_queueDock->raise();
    places[next]->setFocus(Qt::ShortcutFocusReason);
}

void DutyWindow::take(std::shared_ptr<const dispatch::Picture> picture,
                      const dispatch::Changes& changes) {
    const dispatch::Millis now = m_state.storeNow();
    m_responders.setNow(now);
    m_cases.setNow(m_state.storeSecond());
    m_finder.apply(picture, changes);
    m_cases.apply(picture, changes);
    m_responders.apply(picture, changes);
    m_map->setPicture(picture, changes);
    using dispatch::Kind;
    if (changes.touches(Kind::Case)) m_queue->refresh();
    if (changes.touches(Kind::Responder)) m_responderPanel->refresh();
    m_orders->apply(picture, changes, now);
    m_intake->apply(picture, changes);
    if (changes.touches(Kind::Setting)) m_desk.takePicture(*picture);
    if (m_selection && m_selection->kind == Kind::Case) {
        const dispatch::CaseId shown{m_selection->id};
        // Answers from the field and notes leave the case itself as it is.
        if (changes.touches(Kind::Case) || changes.touches(Kind::Assignment) ||
            changes.touches(Kind::Supervision) || changes.touches(Kind::CaseNote))
            Q_EMIT timelineWanted(shown);
        if (changes.touches(Kind::CaseNote)) Q_EMIT notesWanted(shown);
    }
    if (changes.touches(Kind::Setting))
        m_top->setCity(text(picture->setting("city_name", picture->setting("city"))));
    m_facts->refresh(picture, now);
    if (changes.touches(Kind::Case) && m_selection) m_queue->setSelection(m_selection);
    m_map->clearNoStore();
    m_top->setLeftOut(static_cast<int>(picture->quarantined.size()));
    if (m_leftOut) m_leftOut->setRows(picture->quarantined);
    if (m_hallList && (changes.touches(Kind::User) || changes.touches(Kind::Responder)))
        m_hallList->setPicture(picture);
}

void DutyWindow::takeLink(const Link& link) {
    const dispatch::Millis now = m_state.storeNow();
    m_top->setLink(link, now);
    m_map->setLink(link, m_state.hasPicture(), now);
    const QString key = QStringLiteral("clock");
    if (!link.clockWhy.isEmpty())
        say(key, link.clockWhy, true);
    else
        m_map->toasts().drop(key);
}

void DutyWindow::tick() {
    const dispatch::Millis now = m_state.storeNow();
    m_top->setNow(now);
    if (m_state.link().state == LinkState::Lost) {
        m_top->setLink(m_state.link(), now);
        m_map->setLink(m_state.link(), m_state.hasPicture(), now);
    }
    if (!m_state.hasPicture()) return;
    m_cases.setNow(m_state.storeSecond());
    m_queue->refresh();
    m_map->setNow(now);
    m_orders->setNow(now);
    if (m_intake->isVisible()) m_intake->setNow(now);
    if (m_selection) m_facts->refresh(m_state.picture(), now);
}

void DutyWindow::select(std::optional<dispatch::RecordRef> ref) {
    if (m_selection == ref) return;
    m_selection = ref;
    canvas().setSelection(ref);
    m_queue->setSelection(ref);
    m_responderPanel->setSelection(ref);
    m_facts->show(m_state.picture(), ref, m_state.storeNow());
    if (!ref || ref->kind != dispatch::Kind::Case) return;
    Q_EMIT timelineWanted(dispatch::CaseId{ref->id});
    const dispatch::Case* record = m_state.picture()->cases.find(dispatch::CaseId{ref->id});
    if (!record || !record->place) return;
    dispatch::GeoBox box;
    box.add(
        dispatch::LonLat{record->place->lon - kCameraDegrees, record->place->lat - kCameraDegrees});
    box.add(
        dispatch::LonLat{record->place->lon + kCameraDegrees, record->place->lat + kCameraDegrees});
    Q_EMIT camerasWanted(box);
}

void DutyWindow::setCameras(const std::vector<dispatch::Camera>& cameras) {
    m_facts->setCameras(cameras);
    m_facts->refresh(m_state.picture(), m_state.storeNow());
}

void DutyWindow::openSearch(const QString& words) {
    delete m_search;
    m_search = new SearchDialog(words, this);
    m_search->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_search, &SearchDialog::chosen, this, [this](const dispatch::Case& record) {
        const dispatch::RecordRef ref{dispatch::Kind::Case, record.id.value};
        if (m_state.picture()->cases.find(record.id)) return goTo(ref);
        select(std::nullopt);
        m_facts->showClosed(m_state.picture(), record, m_state.storeNow());
        m_factsDock->raise();
        Q_EMIT timelineWanted(record.id);
    });
    m_search->open();
    Q_EMIT searchWanted(words);
}

void DutyWindow::goTo(dispatch::RecordRef ref) {
    select(ref);
    const dispatch::GeoBox box = boxOf(*m_state.picture(), ref);
    if (box.isEmpty()) {
        say(QStringLiteral("go"),
            tr("%1 has no position now.").arg(nameOf(*m_state.picture(), ref)));
        return;
    }
    const bool isPoint = box.west == box.east && box.south == box.north;
    if (isPoint)
        canvas().goTo(box.centre(), std::min(canvas().view().metresPerPixel, kCloseMetresPerPixel));
    else
        canvas().fit(box);
}

void DutyWindow::setNotes(const std::vector<dispatch::CaseNote>& notes) {
    m_facts->setNotes(notes, m_state.storeNow());
}

void DutyWindow::setTimeline(const std::vector<dispatch::JournalRow>& rows) {
    m_facts->desk().setTimeline(rows, m_state.storeNow());
}

void DutyWindow::say(const QString& key, const QString& words, bool stays) {
    m_map->toasts().say(key, words, stays, m_theme);
}

void DutyWindow::perform(const Deed& deed) {
    struct Doer {
        DutyWindow& window;
        void operator()(std::monostate) const {}
        void operator()(const GoToRecord& go) const { window.goTo(go.ref); }
        void operator()(const GoToPlace& go) const {
            window.canvas().goTo(
                go.place, std::min(window.canvas().view().metresPerPixel, kCloseMetresPerPixel));
        }
        void operator()(const FilterQueue& filter) const {
            window.m_queueDock->raise();
            window.m_queue->setWords(filter.words);
        }
        void operator()(const SelectRecord& selection) const { window.select(selection.ref); }
        void operator()(const SetLayer& layer) const {
            if (layer.opacity) {
                window.canvas().setLayerOpacity(layer.layer, *layer.opacity);
                return;
            }
            const auto states = window.canvas().layerStates();
            for (const auto& state : states)
                if (state.name == layer.layer)
                    window.canvas().setLayerVisible(layer.layer,
                                                    layer.visible.value_or(!state.visible));
        }
        void operator()(const SetView& view) const { window.perform(view.view); }
        void operator()(const ShowHelp& help) const { window.showHelp(help.topic); }
        void operator()(const TakeAction& action) const { window.m_desk.perform(action.command); }
        void operator()(const OpenIntake& intake) const { window.openIntake(intake.title); }
        void operator()(const SearchCases& search) const { window.openSearch(search.words); }
        void operator()(const UndoLast&) const { window.m_desk.undo(); }
    };
    std::visit(Doer{*this}, deed);
}

void DutyWindow::perform(const QString& view) {
    if (view == QLatin1String("city")) canvas().fitCity();
    if (view == QLatin1String("selection") && m_selection) goTo(*m_selection);
    if (view == QLatin1String("in")) canvas().zoomBy(2);
    if (view == QLatin1String("out")) canvas().zoomBy(0.5);
    if (view == QLatin1String("hall")) setTheme(layers::Theme::hall());
    if (view == QLatin1String("desk")) setTheme(layers::Theme::desk());
    if (view == QLatin1String("queue")) m_queueDock->raise();
    if (view == QLatin1String("responders")) m_responderDock->raise();
    if (view == QLatin1String("orders")) m_ordersDock->raise();
}

void DutyWindow::setTheme(layers::Theme theme) {
    m_theme = theme;
    dress(theme);
    m_top->setTheme(theme);
    if (m_alarmList) m_alarmList->setTheme(theme);
    m_map->setTheme(theme);
    Q_EMIT themeChanged(theme);
    m_queue->setTheme(theme);
    m_responderPanel->setTheme(theme);
    m_facts->setTheme(theme);
    m_intake->setTheme(theme);
    m_top->setLink(m_state.link(), m_state.storeNow());
    if (m_state.hasPicture()) {
        m_map->statusRow().setSources(*m_state.picture(), m_state.storeNow());
        m_facts->refresh(m_state.picture(), m_state.storeNow());
    }
}

void DutyWindow::takeAlarms() {
    m_top->strip().setSoundTrouble(m_alarms.soundTrouble());
    m_top->setAlarms(m_alarms.kinds(), m_alarms.lines());
}

void DutyWindow::showAlarms(int kind) {
    if (!m_alarmList) {
        m_alarmList = new AlarmList(m_alarms, m_theme, this);
        m_alarmList->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_alarmList, &AlarmList::goAsked, this, &DutyWindow::goTo);
        m_alarmList->move(m_top->strip().mapToGlobal(QPoint(0, m_top->height())));
    }
    m_alarmList->choose(kind);
    m_alarmList->show();
    m_alarmList->raise();
    m_alarmList->activateWindow();
}

void DutyWindow::showLeftOut() {
    if (!m_leftOut) {
        m_leftOut = new LeftOutList(this);
        m_leftOut->setAttribute(Qt::WA_DeleteOnClose);
        m_leftOut->setRows(m_state.picture()->quarantined);
    }
    m_leftOut->show();
    m_leftOut->raise();
    m_leftOut->activateWindow();
}

void DutyWindow::setAuthor(const dispatch::Author& by) {
    m_seat = by.seat;
    m_top->setAuthor(by);
}

void DutyWindow::setSeats(const std::vector<dispatch::SeatPresence>& seats) {
    m_seats = seats;
    m_top->setSeats(static_cast<int>(seats.size()));
    if (m_hallList) m_hallList->setSeats(seats);
}

void DutyWindow::showHall() {
    if (!m_hallList) {
        m_hallList = new HallList(m_seat, this);
        m_hallList->setAttribute(Qt::WA_DeleteOnClose);
        m_hallList->setPicture(m_state.picture());
        m_hallList->setSeats(m_seats);
    }
    m_hallList->show();
    m_hallList->raise();
    m_hallList->activateWindow();
}

void DutyWindow::showHelp(const QString& topic) {
    QString lines;
    for (const CommandHelp& help : commandHelp())
        if (topic.isEmpty() || help.name == topic)
            lines += QStringLiteral("<p><b>%1</b><br>%2</p>")
                         .arg(help.grammar.toHtmlEscaped(), help.sentence);
    if (topic.isEmpty())
        lines +=
            QStringLiteral("<p>%1</p>")
                .arg(tr("Any letter opens the command line. / filters the queue, Ctrl+K finds "
                        "on the map, Ctrl+E shows the selection, Ctrl+L folds the layers, Ctrl+G "
                        "takes the next ground, Ctrl+P prints map sheets, F6 "
                        "goes on to the next panel, F2 to the alarms, F5 to who is in the hall, "
                        "F9 changes the theme, "
                        "F11 fills the screen, Esc goes back to the queue."));
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Commands and keys"), lines,
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::RichText);
    box->open();
}

void DutyWindow::remember() {
    if (!m_memory) return;
    QSettings& kept = m_memory->settings();
    m_memory->keepPlace(*this);
    kept.setValue(QStringLiteral("theme"), m_theme.name());
    kept.setValue(QStringLiteral("queue/chip"), static_cast<int>(m_queue->chip()));
    kept.setValue(QStringLiteral("queue/words"), m_queue->queue().words());
    QVariantMap views;
    const auto named = m_queue->views();
    for (auto view = named.cbegin(); view != named.cend(); ++view) views[view.key()] = view.value();
    kept.setValue(QStringLiteral("queue/views"), views);
    kept.setValue(QStringLiteral("responders/columns"),
                  m_responderPanel->table().horizontalHeader()->saveState());
    kept.setValue(QStringLiteral("commands"), m_command->keepableHistory());
    kept.setValue(QStringLiteral("layers/folded"), m_map->layerPanel().isFolded());
    const auto states = canvas().layerStates();
    QStringList order;
    for (const auto& layer : states) {
        order << layer.name;
        kept.setValue(QStringLiteral("layers/%1/visible").arg(layer.name), layer.visible);
        kept.setValue(QStringLiteral("layers/%1/opacity").arg(layer.name), layer.opacity);
    }
    kept.setValue(QStringLiteral("layers/order"), order);
    kept.sync();
}

void DutyWindow::recallKept() {
    if (!m_memory) return;
    QSettings& kept = m_memory->settings();
    m_isSized = m_memory->restorePlace(*this);
    const int chip = kept.value(QStringLiteral("queue/chip"), 0).toInt();
    if (chip >= 0 && chip < CaseQueueFilter::kChips)
        m_queue->setChip(static_cast<CaseQueueFilter::Chip>(chip));
    m_queue->setWords(kept.value(QStringLiteral("queue/words")).toString());
    QMap<QString, QString> views;
    const auto named = kept.value(QStringLiteral("queue/views")).toMap();
    for (auto view = named.cbegin(); view != named.cend(); ++view)
        views[view.key()] = view.value().toString();
    m_queue->setViews(views);
    m_responderPanel->table().horizontalHeader()->restoreState(
        kept.value(QStringLiteral("responders/columns")).toByteArray());
    m_command->setHistory(kept.value(QStringLiteral("commands")).toStringList());
    const auto states = canvas().layerStates();
    for (const auto& layer : states) {
        const QString visible = QStringLiteral("layers/%1/visible").arg(layer.name);
        if (kept.contains(visible))
            canvas().setLayerVisible(layer.name, kept.value(visible).toBool());
        const QString opacity = QStringLiteral("layers/%1/opacity").arg(layer.name);
        if (kept.contains(opacity))
            canvas().setLayerOpacity(layer.name, kept.value(opacity).toDouble());
    }
    const QStringList order = kept.value(QStringLiteral("layers/order")).toStringList();
    // Top first: each known layer is lifted above those that follow it.
    for (qsizetype i = order.size() - 1; i >= 0; --i)
        canvas().moveLayer(order[i], static_cast<int>(order.size()));
    if (kept.value(QStringLiteral("layers/folded")).toBool()) m_map->layerPanel().setFolded(true);
}

void DutyWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    // Docks take a width only once the window has one.
    if (!std::exchange(m_isSized, true))
        resizeDocks({m_queueDock, m_factsDock}, {384, 408}, Qt::Horizontal);
}

void DutyWindow::closeEvent(QCloseEvent* event) {
    remember();
    QMainWindow::closeEvent(event);
}

}  // namespace app
