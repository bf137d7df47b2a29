// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <memory>

#include "app/commands/command_language.h"
#include "app/desk/action_bar.h"
#include "app/desk/action_form.h"
#include "app/desk/recommend_list.h"
#include "app/panels/fact_widgets.h"

namespace app {

/// The working half of the case panel: actions, recommended responders, orders, supervision, and
/// the journal of the case that is shown.
class CaseDesk : public QWidget {
    Q_OBJECT
  public:
    explicit CaseDesk(layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    /// Who acts by which rules; null while nobody is signed in.
    /// Another officer sees no contact and no form the one before had open.
    void setDesk(std::shared_ptr<const DeskContext> desk);
    void setCase(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Case& record,
                 dispatch::Millis now);
    /// The journal of the case, newest first.
    void setTimeline(const std::vector<dispatch::JournalRow>& rows, dispatch::Millis now);
    /// How to reach who reported the case that is shown, opened by this seat.
    void setContacts(dispatch::CaseId record, const std::vector<dispatch::Contact>& contacts);
    /// Begins an action: asks for what it needs, or takes it at once.
    /// @param responder Filled in beforehand; empty: none.
    void begin(const QString& action, const QString& responder = {});
    /// Gives a responder an order on the case, by the first action of its stage that does so.
    /// @param record The case; nothing where it is not the one shown.
    void send(dispatch::CaseId record, const QString& responder);
    ActionBar& actions() { return *m_actions; }
    RecommendList& recommended() { return *m_recommended; }
    ActionForm* form() { return m_form; }
    FactList& linked() { return *m_linked; }
    /// What came of a command with a key.
    void answer(const std::string& key, const QString& refusal, bool isUnknown) {
        if (m_form) m_form->answer(key, refusal, isUnknown);
    }

  Q_SIGNALS:
    void commandReady(const dispatch::Command& command);
    void selected(dispatch::RecordRef ref);
    /// Somebody wants to see how to reach who reported it: the opening is journalled.
    void contactsWanted(const dispatch::Case& record);

  private:
    Verdict verdictOn(const dispatch::Command& command) const;
    void setOrders(const dispatch::Case& record, dispatch::Millis now);
    /// Cases merged into this one, and the one it was merged into.
    void setLinked(const dispatch::Case& record);
    void setSupervision(const dispatch::Case& record, dispatch::Millis now);
    std::shared_ptr<const DeskContext> m_desk;
    std::shared_ptr<const dispatch::Picture> m_picture;
    dispatch::CaseId m_case;
    std::vector<std::string> m_mergedFrom;  ///< Codes, as the journal tells them.
    dispatch::Millis m_now{};
    ActionBar* m_actions;
    RecommendList* m_recommended;
    QPushButton* m_contactButton;
    QLabel* m_contact;
    QLabel* m_ordersHead;
    FactList* m_orders;
    QLabel* m_supervisionHead;
    FactList* m_supervision;
    QLabel* m_linkedHead;
    FactList* m_linked;
    QLabel* m_timelineHead;
    FactList* m_timeline;
    QPointer<ActionForm> m_form;
};

}  // namespace app
