// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/clock.h"

namespace app {

/// What a search through all cases found, open and closed, newest first. Enter shows one.
class SearchDialog : public QDialog {
    Q_OBJECT
  public:
    /// At most so many are asked for and listed.
    static constexpr std::size_t kMost = 200;

    explicit SearchDialog(const QString& words, QWidget* parent = nullptr);
    /// The answer of the store.
    void setFound(std::vector<dispatch::Case> found, dispatch::Millis now);
    void setRefused(const QString& why);
    QListWidget& list() { return *m_list; }

  Q_SIGNALS:
    void chosen(const dispatch::Case& record);

  private:
    QString m_words;
    QLabel* m_head;
    QListWidget* m_list;
    std::vector<dispatch::Case> m_found;
};

}  // namespace app
