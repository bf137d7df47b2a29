// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>
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
    QListView& list() { return *m_list; }
    DockHeader& header() { return *m_header; }
    CaseQueueFilter& queue() { return m_queue; }

  Q_SIGNALS:
    void selected(dispatch::RecordRef ref);
    /// Enter or double click: show it on the map.
    void activated(dispatch::RecordRef ref);

  private:
    CaseTableModel& m_cases;
    CaseQueueFilter m_queue;
    CaseRowDelegate m_delegate;
    DockHeader* m_header;
    QLineEdit* m_words;
    std::array<QPushButton*, 3> m_chips{};
    QStackedWidget* m_stack;
    QListView* m_list;
    EmptyNote* m_empty;
    bool m_following = false;
};

}  // namespace app
