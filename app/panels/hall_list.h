// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QTableWidget>
#include <memory>
#include <vector>

#include "dispatch/store.h"

namespace app {

/// Who is in the hall: the seats on line with their officers, and how many responders are on duty.
class HallList : public QDialog {
    Q_OBJECT
  public:
    /// @param own This seat's name.
    HallList(std::string own, QWidget* parent);

    void setSeats(const std::vector<dispatch::SeatPresence>& seats);
    void setPicture(std::shared_ptr<const dispatch::Picture> picture);
    QTableWidget& table() { return *m_table; }
    QString duty() const { return m_duty->text(); }

  private:
    void refresh();
    std::string m_own;
    std::vector<dispatch::SeatPresence> m_seats;
    std::shared_ptr<const dispatch::Picture> m_picture;
    QLabel* m_title;
    QLabel* m_duty;
    QTableWidget* m_table;
};

}  // namespace app
