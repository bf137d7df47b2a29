// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <memory>

#include "app/commands/command_language.h"
#include "app/desk/action_form.h"

namespace app {

/// One action for many cases: says beforehand for how many it can be taken and why not for the
/// others, asks once for what it needs.
class BulkDialog : public QDialog {
    Q_OBJECT
  public:
    BulkDialog(std::vector<dispatch::CaseId> cases, std::shared_ptr<const DeskContext> desk,
               std::shared_ptr<const dispatch::Picture> picture, dispatch::Millis now,
               QWidget* parent = nullptr);

    QComboBox& actions() { return *m_actions; }
    QString summary() const { return m_summary->text(); }
    ActionForm* form() { return m_form; }

  Q_SIGNALS:
    void ready(const std::vector<dispatch::Command>& commands);

  private:
    void review();
    void takeAction();
    void send(const dispatch::Command& asked);
    dispatch::Situation situation() const { return {m_desk->rules, *m_picture, m_now}; }

    std::vector<dispatch::CaseId> m_cases;
    std::shared_ptr<const DeskContext> m_desk;
    std::shared_ptr<const dispatch::Picture> m_picture;
    dispatch::Millis m_now;
    std::vector<const dispatch::Case*> m_possible;
    QComboBox* m_actions;
    QLabel* m_summary;
    QListWidget* m_list;
    QPushButton* m_ok;
    QPointer<ActionForm> m_form;
};

}  // namespace app
