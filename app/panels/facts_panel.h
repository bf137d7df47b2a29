// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <optional>

#include "app/desk/case_desk.h"
#include "app/live/desk_runner.h"
#include "app/panels/empty_note.h"
#include "app/panels/fact_widgets.h"

namespace app {

/// The facts of what is selected: case with stage, clock, desk and notes; responder, grid, post,
/// centre.
class FactsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit FactsPanel(layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    /// Shows a record, or the empty note.
    void show(std::shared_ptr<const dispatch::Picture> picture,
              std::optional<dispatch::RecordRef> ref, dispatch::Millis now);
    /// A newer picture of the same selection.
    void refresh(std::shared_ptr<const dispatch::Picture> picture, dispatch::Millis now);
    /// Shows a closed case, which no picture holds.
    void showClosed(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Case& record,
                    dispatch::Millis now);
    /// Cameras around the case that is shown; the nearest few are named.
    void setCameras(const std::vector<dispatch::Camera>& cameras);
    /// Notes and references of attachments kept with the case that is shown.
    void setNotes(const std::vector<dispatch::CaseNote>& notes, dispatch::Millis now);
    std::optional<dispatch::RecordRef> shown() const { return m_ref; }
    QString title() const { return m_title->text(); }
    DockHeader& header() { return *m_header; }
    /// Who acts, by which rules; null while nobody is signed in.
    void setDesk(std::shared_ptr<const DeskContext> desk);
    CaseDesk& desk() { return *m_desk; }
    FactList& attachments() { return *m_attachments; }

  Q_SIGNALS:
    /// The case's notes are wanted from the store.
    void notesWanted(dispatch::CaseId record);

  private:
    void fill(const FactSheet& sheet, dispatch::Millis now);
    layers::Theme m_theme;
    std::shared_ptr<const dispatch::Picture> m_picture;
    std::optional<dispatch::RecordRef> m_ref;
    std::optional<dispatch::Case> m_closed;
    QString m_cameras;
    DockHeader* m_header;
    QStackedWidget* m_stack;
    EmptyNote* m_empty;
    QScrollArea* m_scroll;
    QLabel* m_symbol;
    QLabel* m_title;
    QLabel* m_subtitle;
    ChipRow* m_chips;
    StageStepper* m_stepper;
    ClockCard* m_clock;
    FactList* m_facts;
    CaseDesk* m_desk;
    QLabel* m_footing;
    QLabel* m_attachmentsHead;
    FactList* m_attachments;
    QLabel* m_notesHead;
    FactList* m_notes;
};

}  // namespace app
