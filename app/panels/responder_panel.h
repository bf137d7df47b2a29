// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <optional>

#include "app/models/responder_table_model.h"
#include "app/panels/empty_note.h"
#include "layers/theme.h"

namespace app {

/// Everyone who can be sent, as a table.
class ResponderPanel : public QWidget {
    Q_OBJECT
  public:
    ResponderPanel(ResponderTableModel& responders, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setSelection(std::optional<dispatch::RecordRef> ref);
    void refresh();
    QTableView& table() { return *m_table; }
    DockHeader& header() { return *m_header; }

  Q_SIGNALS:
    void selected(dispatch::RecordRef ref);
    void activated(dispatch::RecordRef ref);

  private:
    ResponderTableModel& m_responders;
    QSortFilterProxyModel m_order;
    DockHeader* m_header;
    QLineEdit* m_words;
    QTableView* m_table;
    bool m_following = false;
};

}  // namespace app
