// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <functional>

#include "app/commands/command_language.h"
#include "layers/theme.h"

namespace app {

/// The lines that fit what was typed, above the command line; the grammar below them.
class CompletionList : public QFrame {
    Q_OBJECT
  public:
    explicit CompletionList(QWidget* parent);
    void show(const Reading& reading);
    bool step(int by);
    /// @return The chosen line; empty where none is chosen.
    QString chosen() const;
    int count() const { return m_list->count(); }

  Q_SIGNALS:
    void picked(const QString& line);

  private:
    QListWidget* m_list;
    QLabel* m_grammar;
};

/// The line at the bottom: everything the hall does from the keyboard. Says beforehand what Enter
/// will do; where it can do nothing, it says why and Enter does nothing.
class CommandLine : public QWidget {
    Q_OBJECT
  public:
    using Reader = std::function<Reading(const QString& line)>;
    /// @param over The widget the completions float over.
    CommandLine(Reader reader, QWidget* over, QWidget* parent = nullptr);

    QLineEdit& edit() { return *m_edit; }
    /// Typed elsewhere: takes the focus and the letter.
    void begin(const QString& letters);
    QString preview() const { return m_preview->text(); }
    CompletionList& completions() { return *m_list; }
    /// Every line entered, oldest first.
    QStringList history() const { return m_history; }
    /// Those of them that may be kept on this machine: no line in somebody's own words.
    QStringList keepableHistory() const;
    void setHistory(const QStringList& lines) { m_history = lines; }

  Q_SIGNALS:
    void entered(const app::Deed& deed, const QString& line);
    /// Esc on an empty line.
    void left();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void read();
    void enter();
    void recall(int by);
    Reader m_reader;
    QLineEdit* m_edit;
    QLabel* m_preview;
    CompletionList* m_list;
    QWidget* m_over;
    Reading m_reading;
    QStringList m_history;
    QStringList m_ownWords;  ///< Lines of the history that are not kept.
    qsizetype m_place = 0;
};

}  // namespace app
