// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace app {

/// What stands where a list is empty: what is absent, why, and the button that mends it.
class EmptyNote : public QWidget {
    Q_OBJECT
  public:
    explicit EmptyNote(QWidget* parent = nullptr);
    void say(const QString& what, const QString& why, const QString& mend = {});

  Q_SIGNALS:
    void mendRequested();

  private:
    QLabel* m_what;
    QLabel* m_why;
    QPushButton* m_mend;
};

/// A label in one of the style sheet's roles.
QLabel* label(const char* role, const QString& words = {}, QWidget* parent = nullptr);
/// The head of a dock: title bold, count beside it.
class DockHeader : public QWidget {
  public:
    explicit DockHeader(const QString& title, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {200, 32}; }
    void setTitle(const QString& title);
    void setCount(const QString& count);

  private:
    QLabel* m_title;
    QLabel* m_count;
};

}  // namespace app
