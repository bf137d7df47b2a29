// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "app/alarms/sound_port.h"
#include "app/live/live_state.h"
#include "dispatch/alarms.h"

namespace app {

/// This seat's alarms: watches the live state, sounds, and takes what the officer does about them.
///
/// @thread GUI.
class AlarmDesk : public QObject {
    Q_OBJECT
  public:
    /// Writes an entry to the journal and answers with why it could not, empty once it is written.
    using Answer = std::function<void(const QString& refused)>;
    using Journal = std::function<void(const dispatch::JournalEntry& entry, Answer answer)>;

    /// @param sound None: silent.
    AlarmDesk(LiveState& state, std::unique_ptr<SoundPort> sound, QObject* parent = nullptr);

    /// Another store is opened: what was seen of the last one means nothing in it.
    void forget();
    void setJournal(Journal journal) { m_journal = std::move(journal); }

    /// At most ten, highest first.
    const std::vector<dispatch::AlarmLine>& lines() const { return m_lines; }
    /// One a kind, highest first.
    const std::vector<dispatch::AlarmLine>& kinds() const { return m_kinds; }
    dispatch::AlarmFigures figures() const;
    const dispatch::Picture& picture() const { return *m_last; }
    QString soundTrouble() const { return m_sound ? m_sound->trouble() : QString(); }

    void acknowledge(const dispatch::AlarmLine& line);
    /// Everything of the line's kind that is lit now.
    void acknowledgeKind(dispatch::AlarmKind kind);
    /// Shelves the line's source, or its kind, once the journal has it; else `shelfRefused`.
    void shelve(const dispatch::AlarmLine& line, bool wholeKind, std::chrono::minutes length,
                const QString& reason);
    /// Ends the shelves of a line's source and kind.
    void unshelve(const dispatch::AlarmLine& line);
    void silence();
    /// The answer to `ordersWanted`.
    void setOrders(dispatch::CaseId record, const std::vector<dispatch::Assignment>& orders);

  Q_SIGNALS:
    void changed();
    /// All orders of a case are wanted, ended ones too.
    void ordersWanted(dispatch::CaseId record);
    void shelved();
    void shelfRefused(const QString& why);

  private:
    void take(const std::shared_ptr<const dispatch::Picture>& picture,
              const dispatch::Changes& changes);
    void tick();
    void sound();
    void refresh();
    void askForOrders();

    LiveState& m_state;
    std::unique_ptr<SoundPort> m_sound;
    Journal m_journal;
    dispatch::Alarms m_alarms;
    std::shared_ptr<const dispatch::Picture> m_last;
    std::vector<dispatch::AlarmLine> m_lines;
    std::vector<dispatch::AlarmLine> m_kinds;
    QTimer m_tick;
    QTimer m_soundEnds;
    dispatch::AlarmPriority m_sounding = dispatch::AlarmPriority::Low;
    std::map<dispatch::CaseId, QElapsedTimer> m_asked;
};

}  // namespace app
