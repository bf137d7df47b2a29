// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/left_out_list.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "app/panels/empty_note.h"
#include "app/panels/plain_table.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

/// More than a person reads; `gridhall check` lists them all.
constexpr std::size_t kMostLines = 100;
constexpr int kKindWidth = 110;
constexpr int kCodeWidth = 150;

}  // namespace

LeftOutList::LeftOutList(QWidget* parent)
    : QDialog(parent),
      m_title(label("title")),
      m_more(label("caption")),
      m_table(plainTable({tr("Kind"), tr("Code"), tr("Why")}, tr("Rows left out"))) {
    setObjectName(QStringLiteral("leftOutList"));
    setWindowTitle(tr("Rows left out"));
    resize(720, 400);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(m_title);
    auto* why = label("t2", tr("These rows of the store break its rules: another program or a hand "
                               "put them there. They are kept out of map, lists and counts; all "
                               "others are shown. gridhall check lists them too; a row that is "
                               "mended comes back by itself."));
    why->setWordWrap(true);
    column->addWidget(why);
    m_table->setColumnWidth(0, kKindWidth);
    m_table->setColumnWidth(1, kCodeWidth);
    column->addWidget(m_table, 1);
    column->addWidget(m_more);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* copyButton = new QPushButton(tr("Copy"));
    copyButton->setAutoDefault(false);
    auto* closeButton = new QPushButton(tr("Close"));
    closeButton->setProperty("primary", true);
    closeButton->setDefault(true);
    buttons->addWidget(copyButton);
    buttons->addWidget(closeButton);
    column->addLayout(buttons);
    connect(copyButton, &QPushButton::clicked, this, &LeftOutList::copy);
    connect(closeButton, &QPushButton::clicked, this, &QDialog::close);
}

void LeftOutList::setRows(const std::vector<dispatch::Quarantined>& rows) {
    const auto shown = static_cast<int>(std::min(rows.size(), kMostLines));
    m_title->setText(rows.size() == 1
                         ? tr("1 row is left out")
                         : tr("%1 rows are left out").arg(countText(qint64(rows.size()))));
    m_more->setText(tr("The first %1 are listed; gridhall check lists all.").arg(shown));
    m_more->setVisible(rows.size() > kMostLines);
    m_table->setRowCount(shown);
    for (int i = 0; i < shown; ++i) {
        const dispatch::Quarantined& row = rows[static_cast<std::size_t>(i)];
        setCells(*m_table, i,
                 {kindText(row.record.kind),
                  row.code.empty() ? QStringLiteral("#%1").arg(row.record.id) : text(row.code),
                  text(row.why)});
    }
    m_table->resizeRowsToContents();
}

QString LeftOutList::copyText() const {
    std::set<int> lines;
    for (const QTableWidgetItem* item : m_table->selectedItems()) lines.insert(item->row());
    if (lines.empty())
        for (int i = 0; i < m_table->rowCount(); ++i) lines.insert(i);
    QStringList out;
    for (const int line : lines) {
        QStringList cells;
        for (int cell = 0; cell < m_table->columnCount(); ++cell)
            cells << m_table->item(line, cell)->text();
        out << cells.join(QLatin1Char('\t'));
    }
    return out.join(QLatin1Char('\n'));
}

void LeftOutList::copy() const {
    QGuiApplication::clipboard()->setText(copyText());
}

void LeftOutList::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    QDialog::keyPressEvent(event);
}

void LeftOutList::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    m_table->resizeRowsToContents();
}

}  // namespace app
