// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <array>
#include <functional>

#include "app/intake/case_draft.h"
#include "app/intake/near_list.h"
#include "app/intake/place_reader.h"
#include "app/intake/text_field.h"
#include "app/panels/command_line.h"
#include "app/panels/empty_note.h"
#include "dispatch/proposal.h"

namespace app {

/// What the store said to one thing the form sent.
struct IntakeAnswer {
    std::string key;  ///< Intake::key or Command::key.
    bool done = false;
    dispatch::CaseId record;
    dispatch::Revision revision;
    std::string code;  ///< The case's code for life.
    QString refusal;   ///< One sentence that says who was first, or what is wrong.
    /// The store did not say: it may have been written. The same is sent again under its key.
    bool isUnknown = false;
};

/// Takes in a case (受理) by keyboard alone, beside the map: what, category, where, who, risk,
/// source, details.
///
/// Enter on the first line saves it, so that the case is in everyone's queue; what follows is sent
/// as amendments, one at a time, as each field is left. Nothing typed is lost: a refused or closed
/// draft stays as it is.
///
/// @thread GUI.
class IntakeForm : public QWidget {
    Q_OBJECT
  public:
    IntakeForm(const Finder& finder, layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void apply(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Changes& changes);
    /// Moves ages on; call once a second while it is shown.
    void setNow(dispatch::Millis now);
    void setPlaces(std::shared_ptr<const PlaceIndex> places) { m_places = std::move(places); }
    /// Code of the grid at a position, as the map knows it.
    void setGridNames(std::function<QString(dispatch::LonLat)> gridAt) {
        m_gridAt = std::move(gridAt);
    }
    /// The limits a category and risk would have, in words: "accepted 5 min · handling 2 h".
    void setLimitWords(std::function<QString(const std::string&, dispatch::Risk)> words) {
        m_limitWords = std::move(words);
    }

    /// Opened by its key: goes on with the draft, or begins the next case where the last is saved.
    void open();
    /// First words of the next case, typed elsewhere; a title that is there stays.
    void setTitle(const QString& words);
    /// Begins another case. A draft that is not saved yet is kept and said.
    void beginNext();
    /// The answer of the map to `pickWanted`.
    void takePlace(dispatch::LonLat place);
    void answer(const IntakeAnswer& answer);

    const CaseDraft& draft() const { return m_draft; }
    NearList& nearList() { return *m_near; }
    DockHeader& header() { return *m_header; }
    /// What stands under the fields: saved as, refused because.
    QString state() const { return m_state->text(); }

  Q_SIGNALS:
    /// A first line: a case to be made.
    void intakeReady(const dispatch::Intake& intake);
    /// What was completed since. @param whole Every field as it should be, the contact too.
    void amendReady(const dispatch::Command& command, const dispatch::Intake& whole);
    /// Somebody wants the case merged into another: `record`, `seen` and `target` are set.
    void mergeWanted(const dispatch::Command& command);
    /// Somebody wants what is typed kept as a note of an open case.
    void noteWanted(dispatch::CaseId other, const QString& words);
    void showWanted(dispatch::CaseId other);
    void pickWanted();
    /// Esc: the window takes the form away, the draft stays in it.
    void left();

  protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Row {
        QLabel* name = nullptr;
        QLabel* note = nullptr;  ///< Below: what it means, or what is wrong.
    };
    enum class Say { Quiet, Good, Wrong };

    // intake_form_layout.cpp
    void build();
    Row addRow(QBoxLayout& to, const QString& name, QWidget* field, bool isBox = false);
    QWidget* buildRisk();
    void follow(TextField& field, const Row& row, std::string dispatch::Intake::*member);
    void arrange();
    void note(const Row& row, const QString& words, bool wrong = false);

    // intake_form.cpp
    void save();
    void goOn();
    void showState(const QString& words, Say how);
    void showDraft();
    void refreshNear();
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void wantMerge(dispatch::CaseId other);
    void wantNote(dispatch::CaseId other);
    QString fault() const;

    // intake_form_fields.cpp
    void categoryEdited(const QString& words);
    void setCategory(const std::string& code);
    void refreshProposal();
    void takeProposal();
    void placeEdited(const QString& words);
    void setPlace(const PlaceCandidate& candidate);
    void placeNote();
    /// A sure place is named as the city names it, once the field is left.
    void settlePlace();
    void setRisk(dispatch::Risk risk);
    void showRisk();
    void choose(const QString& line);
    void showChoices(QWidget* under, const Reading& reading);
    void phoneEdited();

    const Finder& m_finder;
    layers::Theme m_theme;
    std::shared_ptr<const dispatch::Picture> m_picture = std::make_shared<dispatch::Picture>();
    std::shared_ptr<const PlaceIndex> m_places;
    std::function<QString(dispatch::LonLat)> m_gridAt;
    std::function<QString(const std::string&, dispatch::Risk)> m_limitWords;
    dispatch::Millis m_now{};
    CaseDraft m_draft;
    std::vector<PlaceCandidate> m_candidates;
    bool m_picked = false;      ///< The place was shown on the map: typing does not move it.
    bool m_placeTyped = false;  ///< Since the place was last settled.
    bool m_again = false;       ///< Saving was asked for while an answer was on its way.
    bool m_resent = false;      ///< The next answer is to something sent a second time.
    bool m_riskSet = false;     ///< A person chose the risk.

    DockHeader* m_header;
    QBoxLayout* m_halves = nullptr;
    QWidget* m_under = nullptr;  ///< The line between the halves.
    QScrollArea* m_scroll = nullptr;
    TextField* m_title;
    TextField* m_category;
    TextField* m_where;
    TextField* m_name;
    TextField* m_phone;
    TextField* m_address;
    std::array<QPushButton*, 3> m_risks{};
    QComboBox* m_source;
    TextBox* m_text;
    Row m_titleRow, m_categoryRow, m_whereRow, m_nameRow, m_phoneRow, m_addressRow, m_riskRow,
        m_sourceRow, m_textRow;
    QLabel* m_proposal;
    QLabel* m_state;
    QLabel* m_keys;
    QPushButton* m_save;
    NearList* m_near;
    CompletionList* m_choices;
    QWidget* m_choosing = nullptr;  ///< Field the choices are for.
};

/// Categories whose code, name or pinyin initials fit; second levels before first ones.
std::vector<Completion> categoryChoices(const dispatch::Picture& picture, const QString& words,
                                        std::size_t limit);

}  // namespace app
