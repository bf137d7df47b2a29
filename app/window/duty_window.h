// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>
#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include "app/alarms/alarm_desk.h"
#include "app/alarms/alarm_list.h"
#include "app/desk/order_panel.h"
#include "app/desk/search_dialog.h"
#include "app/intake/intake_form.h"
#include "app/intake/place_picker.h"
#include "app/live/live_state.h"
#include "app/models/case_table_model.h"
#include "app/models/responder_table_model.h"
#include "app/panels/command_line.h"
#include "app/panels/facts_panel.h"
#include "app/panels/hall_list.h"
#include "app/panels/left_out_list.h"
#include "app/panels/map_pane.h"
#include "app/panels/queue_panel.h"
#include "app/panels/responder_panel.h"
#include "app/panels/top_bar.h"
#include "app/window/duty_desk.h"
#include "app/window/window_memory.h"

namespace app {

/// The duty workspace: arranges its panels and forwards between them. What is selected in one is
/// selected in all.
class DutyWindow : public QMainWindow {
    Q_OBJECT
  public:
    DutyWindow(LiveState& state, const dispatch::Author& by, layers::Theme theme,
               WindowMemory* memory = nullptr, std::unique_ptr<SoundPort> sound = nullptr,
               QWidget* parent = nullptr);
    ~DutyWindow() override;

    void select(std::optional<dispatch::RecordRef> ref);
    void goTo(dispatch::RecordRef ref);
    void perform(const Deed& deed);
    void setAuthor(const dispatch::Author& by);
    /// The seats on line.
    void setSeats(const std::vector<dispatch::SeatPresence>& seats);
    void setTheme(layers::Theme theme);
    layers::Theme theme() const { return m_theme; }
    /// Answer to the last question for notes.
    void setNotes(const std::vector<dispatch::CaseNote>& notes);
    /// Answer to the last question for a case's journal.
    void setTimeline(const std::vector<dispatch::JournalRow>& rows);
    void setCameras(const std::vector<dispatch::Camera>& cameras);
    /// The list a search fills; null where none is open.
    SearchDialog* searchList() { return m_search; }
    /// A message at the lower right of the map.
    void say(const QString& key, const QString& words, bool stays = false);

    layers::MapCanvas& canvas() { return m_map->canvas(); }
    MapPane& map() { return *m_map; }
    QueuePanel& queue() { return *m_queue; }
    FactsPanel& facts() { return *m_facts; }
    ResponderPanel& responders() { return *m_responderPanel; }
    CommandLine& commandLine() { return *m_command; }
    TopBar& topBar() { return *m_top; }
    AlarmDesk& alarms() { return m_alarms; }
    /// The open list of alarms, or null.
    AlarmList* alarmList() { return m_alarmList; }
    CaseTableModel& cases() { return m_cases; }
    DutyDesk& desk() { return m_desk; }
    OrderPanel& orders() { return *m_orders; }
    IntakeForm& intake() { return *m_intake; }
    /// Opens the form for a new case.
    /// @param title Its first words; may be empty.
    void openIntake(const QString& title = {});
    /// The open list of who is in the hall, or null.
    HallList* hallList() { return m_hallList; }
    /// The open list of rows that cannot be shown, or null.
    LeftOutList* leftOutList() { return m_leftOut; }

  Q_SIGNALS:
    void notesWanted(dispatch::CaseId record);
    /// The journal of a case is wanted from the store.
    void timelineWanted(dispatch::CaseId record);
    /// Cameras inside a box are wanted.
    void camerasWanted(const dispatch::GeoBox& box);
    /// Cases with these words are wanted, open and closed.
    void searchWanted(const QString& words);
    void openStoreAsked();
    /// Somebody else sits down (F12).
    void signInAsked();
    void demoAsked();
    /// What the map shows is wanted on paper (Ctrl+P).
    void printAsked();
    void themeChanged(layers::Theme theme);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void arrange();
    void connectPanels();
    void makeKeys();
    void take(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Changes& changes);
    void takeLink(const Link& link);
    void tick();
    void moveFocus(int by);
    void perform(const QString& view);
    void connectDesk();
    void connectIntake();
    void openSearch(const QString& words);
    void openBulk(const std::vector<dispatch::CaseId>& cases);
    void showAlarms(int kind);
    void takeAlarms();
    void showLeftOut();
    void showHall();
    void showHelp(const QString& topic);
    void remember();
    void recallKept();
    QDockWidget* dock(const char* name, const QString& title, DockHeader& header, QWidget* panel,
                      Qt::DockWidgetArea area);

    LiveState& m_state;
    AlarmDesk m_alarms;
    WindowMemory* m_memory;
    layers::Theme m_theme;
    Finder m_finder;
    CaseTableModel m_cases;
    ResponderTableModel m_responders;
    DutyDesk m_desk;
    std::optional<dispatch::RecordRef> m_selection;
    TopBar* m_top;
    MapPane* m_map;
    QueuePanel* m_queue;
    ResponderPanel* m_responderPanel;
    FactsPanel* m_facts;
    OrderPanel* m_orders;
    IntakeForm* m_intake;
    PlacePicker* m_picker = nullptr;
    CommandLine* m_command;
    QDockWidget* m_queueDock = nullptr;
    QDockWidget* m_responderDock = nullptr;
    QDockWidget* m_factsDock = nullptr;
    QDockWidget* m_ordersDock = nullptr;
    QDockWidget* m_intakeDock = nullptr;
    QPointer<LeftOutList> m_leftOut;
    QPointer<HallList> m_hallList;
    std::vector<dispatch::SeatPresence> m_seats;
    std::string m_seat;  ///< This one's name.
    QPointer<AlarmList> m_alarmList;
    QPointer<SearchDialog> m_search;
    QTimer m_tick;
    bool m_isSized = false;  ///< Docks have their widths: first ones, or as they were left.
};

}  // namespace app
