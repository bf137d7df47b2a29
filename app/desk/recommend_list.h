// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QListWidget>

#include "dispatch/recommend.h"
#include "layers/theme.h"

namespace app {

/// Who could be sent to the case that is shown, best first, with the reasons and the minutes;
/// below, who was left out and why. Enter or a double click dispatches.
class RecommendList : public QWidget {
    Q_OBJECT
  public:
    explicit RecommendList(layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setCase(const dispatch::Picture& picture, const dispatch::Case& record,
                 dispatch::Millis now);
    QListWidget& list() { return *m_list; }

  Q_SIGNALS:
    void dispatchWanted(const QString& responder);
    void selected(dispatch::RecordRef responder);

  private:
    QLabel* m_head;
    QListWidget* m_list;
    QLabel* m_leftOut;
    layers::Theme m_theme;
    dispatch::CaseId m_case;
};

}  // namespace app
