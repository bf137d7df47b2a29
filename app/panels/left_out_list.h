// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QTableWidget>

#include "dispatch/picture.h"

namespace app {

/// The rows of the store that cannot be shown: kind, code and the sentence that says why. Lines can
/// be selected and copied; rows come and go while it is open.
class LeftOutList : public QDialog {
    Q_OBJECT
  public:
    explicit LeftOutList(QWidget* parent);

    void setRows(const std::vector<dispatch::Quarantined>& rows);
    QTableWidget& table() { return *m_table; }
    /// The selected lines, all where none is selected: tabs between columns, one a line.
    QString copyText() const;
    void copy() const;

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QLabel* m_title;
    QLabel* m_more;
    QTableWidget* m_table;
};

}  // namespace app
