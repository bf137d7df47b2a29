// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QListView>
#include <QMap>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <array>
#include <optional>

#include "app/models/case_queue_filter.h"
#include "app/panels/case_row_delegate.h"
#include "app/panels/empty_note.h"

namespace app {

/// The open cases, most urgent first, with filters.
class QueuePanel : public QWidget {
    Q_OBJECT
  public:
    QueuePanel(CaseTableModel& cases, layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setSelection(std::optional<dispatch::RecordRef> ref);
    /// Counts on chips, overdue filter, empty note; after each change and once a second.
    void refresh();
    void setWords(const QString& words);
    void setChip(CaseQueueFilter::Chip chip);
    CaseQueueFilter::Chip chip() const { return m_queue.chip(); }
    void focusFilter();
    /// Chip and words that narrow the queue, as people read them; empty where none do.
    QString filterWords() const;
    /// Views kept under a name: lines as they are typed.
    QMap<QString, QString> views() const { return m_views; }
    void setViews(const QMap<QString, QString>& views);
    /// The cases that are selected, most urgent first.
    std::vector<dispatch::CaseId> selection() const;
    QListView& list() { return *m_list; }
    DockHeader& header() { return *m_header; }
    CaseQueueFilter& queue() { return m_queue; }

  Q_SIGNALS:
    void selected(dispatch::RecordRef ref);
    /// Enter or double click: show it on the map.
    void activated(dispatch::RecordRef ref);
    /// One action for every selected case.
    void bulkWanted(const std::vector<dispatch::CaseId>& cases);

  private:
    CaseTableModel& m_cases;
    CaseQueueFilter m_queue;
    CaseRowDelegate m_delegate;
    DockHeader* m_header;
    void fillViewMenu();
    void keepView();
    QLineEdit* m_words;
    QToolButton* m_viewButton;
    QMap<QString, QString> m_views;
    std::array<QPushButton*, CaseQueueFilter::kChips> m_chips{};
    QStackedWidget* m_stack;
    QListView* m_list;
    EmptyNote* m_empty;
    bool m_following = false;
};

}  // namespace app
