// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "dispatch/duplicates.h"
#include "layers/theme.h"

namespace app {

/// Likely duplicates of the case being taken in and open cases near it, each with distance and age.
/// Nothing is merged by it: it only says what is wanted.
class NearList : public QWidget {
    Q_OBJECT
  public:
    explicit NearList(layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    /// @param hasPlace Whether the draft has a place to look around.
    void setCases(std::shared_ptr<const dispatch::Picture> picture,
                  std::vector<dispatch::NearCase> cases, bool hasPlace, dispatch::Seconds now);
    int duplicates() const { return m_duplicates; }
    QListWidget& list() { return *m_list; }
    QString head() const { return m_head->text(); }
    void begin();

  Q_SIGNALS:
    void mergeAsked(dispatch::CaseId other);
    void noteAsked(dispatch::CaseId other);
    void showAsked(dispatch::CaseId other);
    void left();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    std::optional<dispatch::CaseId> current() const;
    QLabel* m_head;
    QLabel* m_keys;
    QListWidget* m_list;
    QLabel* m_empty;
    layers::Theme m_theme;
    int m_duplicates = 0;
};

}  // namespace app
