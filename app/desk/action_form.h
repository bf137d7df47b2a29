// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <functional>
#include <map>

#include "dispatch/desk.h"

namespace app {

/// Whether a command may be taken.
struct Verdict {
    QString why;           ///< Empty where it may.
    bool mayWait = false;  ///< It is refused for a busy responder only: confirmed, the order waits.
};

/// Asks for what an action needs: one field a guard, filled from the store's lists. Enter takes the
/// action, Esc leaves everything as it is; a refusal stays in the form, in one sentence, with all
/// that was typed. It closes when it is told that the action is done.
class ActionForm : public QDialog {
    Q_OBJECT
  public:
    /// @param step   The row of the table the action comes from.
    using Check = std::function<Verdict(const dispatch::Command&)>;
    ActionForm(const dispatch::Step& step, const dispatch::Case& record,
               const dispatch::Situation& now, Check check, QWidget* parent = nullptr);

    /// Whether the action wants anything that has to be asked for.
    static bool isNeeded(const dispatch::Step& step);
    /// Fills a field beforehand: the responder that was dropped on the case.
    void preset(dispatch::Guard guard, const QString& value);
    QWidget* field(dispatch::Guard guard) const;
    /// Where references of attachments are typed; null where the action takes none.
    QLineEdit* attachments() { return m_attachments; }
    /// What came of the command with this key; others are not the form's.
    /// @param refusal   Empty where it is done.
    /// @param isUnknown The line broke: it may be done all the same, and the same command is sent
    ///                  again under its key.
    void answer(const std::string& key, const QString& refusal, bool isUnknown);
    QString refusal() const { return m_why->text(); }

  Q_SIGNALS:
    void ready(const dispatch::Command& command);

  private:
    void addField(dispatch::Guard guard, const dispatch::Case& record,
                  const dispatch::Situation& now);
    QComboBox* list(const std::vector<std::pair<QString, QString>>& rows);
    QString value(dispatch::Guard guard) const;
    dispatch::Command command() const;
    void review();
    void takeAction();

    dispatch::Command m_begun;
    dispatch::Command m_sent;  ///< As it was sent last; no key: what comes next gets a new one.
    bool m_isWaiting = false;  ///< For the store's answer.
    std::string m_text;        ///< The case's text, which an amendment goes on.
    bool m_orders = false;     ///< The responder asked for gets an order, and has none yet.
    Check m_check;
    std::map<dispatch::Guard, QWidget*> m_fields;
    QLineEdit* m_attachments = nullptr;  ///< Where something is reported or said.
    QLabel* m_why;
    QPushButton* m_confirm;
    QCheckBox* m_wait;
    QFormLayout* m_rows;
};

}  // namespace app
