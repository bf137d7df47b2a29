// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>

#include "app/ground/ground_desk.h"
#include "app/live/desk_runner.h"
#include "app/live/ground_loader.h"
#include "app/live/live_state.h"
#include "app/window/duty_window.h"
#include "app/window/window_memory.h"
#include "gis/store/caretaker.h"

namespace app {

struct ConsoleOptions {
    QString store;  ///< URI of the store.
    QString workspace = QStringLiteral("duty");
    QString theme;  ///< "hall", "desk"; empty: as it was left.
    dispatch::Author by;
    std::optional<dispatch::Actor> actor;  ///< Who is signed in; none: the window only shows.
    std::string anchors;   ///< Folder for signed heads of the journal; empty: none are written.
    bool remember = true;  ///< Restore and keep places, filters, layers.
    QString memoryFile;    ///< Empty: the user's settings.
    /// Makes what alarms are heard by; empty: the system's sound device.
    std::function<std::unique_ptr<SoundPort>()> sound{};
};

/// Builds the console and owns its threads: store, ground, window, and who hears whom.
///
/// @thread GUI.
class Console : public QObject {
    Q_OBJECT
  public:
    explicit Console(const ConsoleOptions& options);
    /// With a store of the caller's making; for tests.
    Console(const ConsoleOptions& options, OpenStore open);
    ~Console() override;

    void start();
    /// Asks who sits down at this seat; whoever did before signs out.
    void askSignIn();
    DutyWindow& window() { return *m_window; }
    LiveState& state() { return m_state; }
    /// Whether the ground is there, as files and as pictures of what is in sight.
    bool hasGround() const { return m_hasGround && m_groundDesk->isSettled(); }
    GroundDesk& grounds() { return *m_groundDesk; }

  Q_SIGNALS:
    void groundShown();

  private:
    void build(OpenStore open);
    void connectDesk();
    /// Makes the index of street names and the like, off the GUI thread.
    void showContacts(const Contacts& contacts);
    void takeActor(const dispatch::Actor& actor);
    void indexPlaces(const std::shared_ptr<const layers::GroundData>& ground);
    void answer(const Rows& rows);
    void writeJournal(const dispatch::JournalEntry& entry, AlarmDesk::Answer answer);
    void committed(const Committed& done);
    void groundFailed(const dispatch::Error& error);
    void openOther();
    void openDemo();
    ConsoleOptions m_options;
    LiveState m_state;
    std::unique_ptr<WindowMemory> m_memory;
    std::unique_ptr<DutyWindow> m_window;
    std::unique_ptr<GroundDesk> m_groundDesk;
    std::unique_ptr<DeskRunner> m_runner;
    std::unique_ptr<GroundLoader> m_ground;
    std::unique_ptr<gis::Caretaker> m_caretaker;
    quint64 m_notesAsked = 0;
    quint64 m_timelineAsked = 0;
    quint64 m_contactsAsked = 0;
    quint64 m_camerasAsked = 0;
    quint64 m_searchAsked = 0;
    std::map<quint64, dispatch::CaseId> m_ordersAsked;
    std::map<quint64, AlarmDesk::Answer> m_journalAsked;
    bool m_hasGround = false;
    bool m_groundAsked = false;
    QTimer m_groundAgain;
};

/// Opens the store at a URI on the calling thread.
OpenStore opener(const QString& uri);

/// Runs the console without a verb.
/// @return The process's exit code.
int runConsole(int argc, char** argv);

}  // namespace app
