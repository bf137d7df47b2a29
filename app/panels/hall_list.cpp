// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/hall_list.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "app/panels/empty_note.h"
#include "app/panels/plain_table.h"
#include "app/text/desk_words.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr int kSeatWidth = 150;
constexpr int kOfficerWidth = 150;
constexpr int kRoleWidth = 110;

}  // namespace

HallList::HallList(std::string own, QWidget* parent)
    : QDialog(parent),
      m_own(std::move(own)),
      m_picture(std::make_shared<const dispatch::Picture>()),
      m_title(label("title")),
      m_duty(label("t2")),
      m_table(
          plainTable({tr("Seat"), tr("Officer"), tr("Role"), tr("Centre")}, tr("Seats on line"))) {
    setObjectName(QStringLiteral("hallList"));
    setWindowTitle(tr("The hall"));
    resize(600, 340);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_duty);
    m_table->setColumnWidth(0, kSeatWidth);
    m_table->setColumnWidth(1, kOfficerWidth);
    m_table->setColumnWidth(2, kRoleWidth);
    column->addWidget(m_table, 1);
    auto* closeButton = new QPushButton(tr("Close"));
    closeButton->setProperty("primary", true);
    closeButton->setDefault(true);
    column->addWidget(closeButton, 0, Qt::AlignRight);
    connect(closeButton, &QPushButton::clicked, this, &QDialog::close);
}

void HallList::setSeats(const std::vector<dispatch::SeatPresence>& seats) {
    m_seats = seats;
    refresh();
}

void HallList::setPicture(std::shared_ptr<const dispatch::Picture> picture) {
    m_picture = std::move(picture);
    refresh();
}

void HallList::refresh() {
    m_title->setText(m_seats.size() == 1 ? tr("1 seat on line")
                                         : tr("%1 seats on line").arg(m_seats.size()));
    int onDuty = 0;
    m_picture->responders.forEach([&](const dispatch::Responder& who) { onDuty += who.onDuty; });
    m_duty->setText(tr("%1 of %2 responders on duty")
                        .arg(countText(onDuty))
                        .arg(countText(static_cast<qint64>(m_picture->responders.size()))));
    m_table->setRowCount(static_cast<int>(m_seats.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const dispatch::SeatPresence& seat = m_seats[static_cast<std::size_t>(row)];
        const dispatch::User* user = nullptr;
        m_picture->users.forEach([&](const dispatch::User& one) {
            if (one.code == seat.officer) user = &one;
        });
        const QString name = text(seat.seat);
        const QString centre = user && user->centre.empty() ? tr("whole city")
                               : user ? communityText(*m_picture, user->centre)
                                      : QString();
        setCells(*m_table, row,
                 {seat.seat == m_own ? tr("%1 (this seat)").arg(name) : name,
                  user ? text(user->fullName) : text(seat.officer),
                  user ? roleText(user->role) : QString(), centre});
    }
}

}  // namespace app
