// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <vector>

#include "dispatch/desk.h"

namespace app {

/// The actions of a case's stage as buttons, the first possible one that moves it on as the primary
/// one; all others in a menu. What may not be done is shown disabled, with its reason.
class ActionBar : public QWidget {
    Q_OBJECT
  public:
    explicit ActionBar(QWidget* parent = nullptr);

    /// @param stage The case's stage: why an action that leads on is refused is said below.
    void setOffers(const std::vector<dispatch::Offer>& offers, const std::string& stage,
                   const dispatch::Workflow& workflow);
    /// The button or menu entry of an action; null where the stage does not offer it.
    QAction* actionFor(const std::string& code) const;

  Q_SIGNALS:
    void chosen(const QString& action);

  private:
    static constexpr int kButtons = 4;
    void fillButtons(const std::vector<QAction*>& shown, const dispatch::Workflow& workflow);
    std::vector<QAction*> m_actions;
    std::vector<QPushButton*> m_buttons;
    std::string m_shown;  ///< What the bar was made from: the same offers make no new buttons.
    QToolButton* m_more;
    QMenu* m_menu;
    QLabel* m_why;
};

}  // namespace app
