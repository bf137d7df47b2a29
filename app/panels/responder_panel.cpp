// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/responder_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "app/look/icons.h"
#include "app/text/figures.h"

namespace app {

ResponderPanel::ResponderPanel(ResponderTableModel& responders, QWidget* parent)
    : QWidget(parent),
      m_responders(responders),
      m_header(new DockHeader(tr("Responders"))),
      m_words(new QLineEdit),
      m_table(new QTableView) {
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_order.setSourceModel(&responders);
    m_order.setSortRole(SortRole);
    m_order.setFilterKeyColumn(-1);
    m_order.setFilterCaseSensitivity(Qt::CaseInsensitive);
    // Ages move every second; a list that reorders itself under the pointer cannot be read.
    m_order.setDynamicSortFilter(false);
    m_words->setPlaceholderText(tr("Code, name, kind, state"));
    m_words->setAccessibleName(tr("Filter the responders"));
    m_words->setClearButtonEnabled(true);
    m_table->setModel(&m_order);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ResponderTableModel::Code, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setAccessibleName(tr("Responders"));
    const int widths[] = {60, 70, 90, 72, 64, 80};
    for (int i = 0; i < int(std::size(widths)); ++i) m_table->setColumnWidth(i, widths[i]);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    auto* search = new QHBoxLayout;
    search->setContentsMargins(12, 0, 12, 0);
    search->addWidget(m_words);
    column->addLayout(search);
    column->addWidget(m_table, 1);

    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_order.setFilterFixedString(words.trimmed());
        refresh();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (!m_following && now.isValid())
                    Q_EMIT selected(now.data(RefRole).value<dispatch::RecordRef>());
            });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT activated(index.data(RefRole).value<dispatch::RecordRef>());
    });
    connect(&responders, &QAbstractItemModel::modelReset, this, [this] {
        m_order.sort(m_table->horizontalHeader()->sortIndicatorSection(),
                     m_table->horizontalHeader()->sortIndicatorOrder());
    });
}

void ResponderPanel::setTheme(layers::Theme theme) {
    const auto actions = m_words->actions();
    for (QAction* action : actions)
        if (action->objectName() == QLatin1String("look")) delete action;
    m_words->addAction(uiIcon(QStringLiteral("search"), theme), QLineEdit::LeadingPosition)
        ->setObjectName(QStringLiteral("look"));
}

void ResponderPanel::setSelection(std::optional<dispatch::RecordRef> ref) {
    m_following = true;
    const int row = ref ? m_responders.rowOf(*ref) : -1;
    const QModelIndex index =
        row < 0 ? QModelIndex() : m_order.mapFromSource(m_responders.index(row, 0));
    if (index.isValid()) {
        m_table->setCurrentIndex(index);
        m_table->selectRow(index.row());
    } else {
        m_table->selectionModel()->clear();
    }
    m_following = false;
}

void ResponderPanel::refresh() {
    int onDuty = 0;
    for (int row = 0; row < m_responders.rowCount(); ++row)
        onDuty += m_responders.rowAt(row)->onDuty;
    m_header->setCount(
        tr("%1 on duty of %2").arg(countText(onDuty), countText(m_responders.rowCount())));
}

}  // namespace app
