// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/queue_panel.h"

#include <algorithm>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

#include "app/look/icons.h"
#include "app/panels/flow_layout.h"
#include "app/text/figures.h"

namespace app {

using Chip = CaseQueueFilter::Chip;

QueuePanel::QueuePanel(CaseTableModel& cases, layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_cases(cases),
      m_queue(cases),
      m_delegate(m_queue, cases, theme),
      m_header(new DockHeader(tr("Case queue"))),
      m_words(new QLineEdit),
      m_viewButton(new QToolButton),
      m_stack(new QStackedWidget),
      m_list(new QListView),
      m_empty(new EmptyNote) {
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(320);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);

    m_words->setPlaceholderText(tr("Words, stage: risk: mine …"));
    m_words->setToolTip(
        tr("Words, and stage: level: category: grid: unit: risk: older: overdue "
           "suspended supervised onspot mine, in any order"));
    m_words->setAccessibleName(tr("Filter the case queue"));
    m_words->setClearButtonEnabled(true);
    auto* search = new QHBoxLayout;
    search->setContentsMargins(12, 0, 12, 0);
    search->addWidget(m_words);
    m_viewButton->setText(tr("Views"));
    m_viewButton->setAccessibleName(tr("Saved views and filters"));
    m_viewButton->setPopupMode(QToolButton::InstantPopup);
    m_viewButton->setMenu(new QMenu(m_viewButton));
    connect(m_viewButton->menu(), &QMenu::aboutToShow, this, &QueuePanel::fillViewMenu);
    search->addWidget(m_viewButton);
    column->addLayout(search);

    auto* chips = new FlowLayout(6);
    chips->setContentsMargins(12, 0, 12, 0);
    auto* group = new QButtonGroup(this);
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        m_chips[i] = new QPushButton;
        m_chips[i]->setProperty("chip", true);
        m_chips[i]->setCheckable(true);
        group->addButton(m_chips[i], static_cast<int>(i));
        chips->addWidget(m_chips[i]);
    }
    m_chips[0]->setChecked(true);
    column->addLayout(chips);

    m_list->setModel(&m_queue);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setItemDelegate(&m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Case queue"));
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);

    connect(group, &QButtonGroup::idClicked, this,
            [this](int id) { setChip(static_cast<Chip>(id)); });
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_queue.setWords(words);
        refresh();
    });
    connect(m_words, &QLineEdit::returnPressed, this, [this] {
        m_list->setFocus();
        if (m_queue.rowCount() > 0) m_list->setCurrentIndex(m_queue.index(0));
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                if (!m_following && now.isValid())
                    Q_EMIT selected(now.data(RefRole).value<dispatch::RecordRef>());
            });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT selected(index.data(RefRole).value<dispatch::RecordRef>());
    });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT activated(index.data(RefRole).value<dispatch::RecordRef>());
    });
    connect(m_empty, &EmptyNote::mendRequested, this, [this] {
        m_words->clear();
        setChip(Chip::All);
    });
    auto* bulk = new QShortcut(Qt::CTRL | Qt::Key_B, m_list, nullptr, nullptr, Qt::WidgetShortcut);
    connect(bulk, &QShortcut::activated, this, [this] { Q_EMIT bulkWanted(selection()); });
    setTheme(theme);
    refresh();
}

std::vector<dispatch::CaseId> QueuePanel::selection() const {
    std::vector<int> rows;
    const auto chosen = m_list->selectionModel()->selectedIndexes();
    for (const QModelIndex& index : chosen) rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    std::vector<dispatch::CaseId> cases;
    for (const int row : rows)
        if (const auto* record = m_queue.caseAt(m_queue.index(row))) cases.push_back(record->id);
    return cases;
}

void QueuePanel::setViews(const QMap<QString, QString>& views) {
    m_views = views;
}

void QueuePanel::keepView() {
    bool given = false;
    const QString name = QInputDialog::getText(this, tr("Keep this view"), tr("Name of the view"),
                                               QLineEdit::Normal, {}, &given);
    if (given && !name.trimmed().isEmpty()) m_views[name.trimmed()] = m_words->text();
}

void QueuePanel::fillViewMenu() {
    QMenu& menu = *m_viewButton->menu();
    menu.clear();
    const auto add = [&](const QString& name, const QString& line) {
        QAction* action = menu.addAction(name + QLatin1Char('\t') + line);
        connect(action, &QAction::triggered, this, [this, line] { setWords(line); });
    };
    for (auto view = m_views.cbegin(); view != m_views.cend(); ++view)
        add(view.key(), view.value());
    if (!m_views.isEmpty()) menu.addSeparator();
    add(tr("Waiting longer than an hour"), QStringLiteral("older:1h"));
    add(tr("Suspended"), QStringLiteral("suspended"));
    add(tr("Supervised matters"), QStringLiteral("supervised"));
    add(tr("Being handled, high risk"), QStringLiteral("stage:handling risk:high"));
    menu.addSeparator();
    QAction* keep = menu.addAction(tr("Keep this view under a name…"));
    keep->setEnabled(!m_words->text().trimmed().isEmpty());
    connect(keep, &QAction::triggered, this, &QueuePanel::keepView);
    if (m_views.isEmpty()) return;
    QMenu* drop = menu.addMenu(tr("Drop a view"));
    for (auto view = m_views.cbegin(); view != m_views.cend(); ++view)
        connect(drop->addAction(view.key()), &QAction::triggered, this,
                [this, name = view.key()] { m_views.remove(name); });
}

void QueuePanel::setTheme(layers::Theme theme) {
    m_delegate.setTheme(theme);
    const auto actions = m_words->actions();
    for (QAction* action : actions)
        if (action->objectName() == QLatin1String("look")) delete action;
    auto* look =
        m_words->addAction(uiIcon(QStringLiteral("search"), theme), QLineEdit::LeadingPosition);
    look->setObjectName(QStringLiteral("look"));
    m_list->viewport()->update();
}

void QueuePanel::setSelection(std::optional<dispatch::RecordRef> ref) {
    m_following = true;
    const int row = ref ? m_queue.rowOf(*ref) : -1;
    const QModelIndex index = row < 0 ? QModelIndex() : m_queue.index(row);
    if (index.isValid()) {
        if (index != m_list->currentIndex()) m_list->setCurrentIndex(index);
        m_list->selectionModel()->select(index, QItemSelectionModel::ClearAndSelect);
    } else {
        m_list->selectionModel()->clear();
    }
    m_following = false;
}

void QueuePanel::setWords(const QString& words) {
    m_words->setText(words);
}

void QueuePanel::setChip(Chip chip) {
    m_queue.setChip(chip);
    m_chips[static_cast<std::size_t>(chip)]->setChecked(true);
    refresh();
}

void QueuePanel::focusFilter() {
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void QueuePanel::refresh() {
    m_queue.refreshOverdue();
    const auto count = [&](Chip chip) { return countText(m_queue.countOf(chip)); };
    m_chips[0]->setText(tr("All %1").arg(count(Chip::All)));
    m_chips[1]->setText(tr("Overdue %1").arg(count(Chip::Overdue)));
    m_chips[2]->setText(tr("High risk %1").arg(count(Chip::HighRisk)));
    m_chips[3]->setText(tr("Mine %1").arg(count(Chip::Mine)));
    m_chips[4]->setText(tr("On the spot %1").arg(count(Chip::OnSpot)));
    const int shown = m_queue.rowCount();
    const int all = m_cases.rowCount();
    m_header->setCount(shown == all ? countText(all) : tr("%1 of %2").arg(shown).arg(all));
    m_stack->setCurrentIndex(shown > 0 ? 0 : 1);
    // Qt draws rows that moved a frame later, after a layout of its own.
    m_list->viewport()->update();
    if (shown > 0) return;
    if (all == 0)
        m_empty->say(tr("No open cases"), tr("New ones appear here by themselves."));
    else
        m_empty->say(tr("No case fits"), tr("%1 are hidden by the filter.").arg(countText(all)),
                     tr("Show all"));
}

QString QueuePanel::filterWords() const {
    QStringList words;
    if (chip() != Chip::All) words << m_chips[int(chip())]->text();
    if (!m_queue.words().isEmpty()) words << m_queue.words();
    return words.join(QStringLiteral(" · "));
}

}  // namespace app
