// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/alarm_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QShortcut>
#include <QVBoxLayout>

#include "app/alarms/alarm_row_delegate.h"
#include "app/panels/empty_note.h"
#include "app/text/alarm_words.h"
#include "app/text/figures.h"

namespace app {
namespace {

constexpr int kFiguresAgainMs = 5000;
constexpr int kMinutes[] = {15, 30, 60, 120, 240};
constexpr int kRows = dispatch::Alarms::kMostLines;
constexpr int kRowHeight = 44;

bool isSame(const dispatch::AlarmLine& a, const dispatch::AlarmLine& b) {
    if (a.kind != b.kind || a.grouped != b.grouped) return false;
    return a.grouped ? a.priority == b.priority : a.record == b.record;
}

}  // namespace

AlarmListModel::AlarmListModel(AlarmDesk& desk, QObject* parent)
    : QAbstractListModel(parent), m_desk(desk), m_lines(desk.lines()) {
    connect(&desk, &AlarmDesk::changed, this, &AlarmListModel::refresh);
}

int AlarmListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant AlarmListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const dispatch::AlarmLine& one = line(index.row());
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return QStringLiteral("%1 %2, %3, %4, %5")
            .arg(countText(one.count), alarmText(one.kind), alarmSubjectText(one, picture()),
                 alarmStateText(one), timeOfDay(one.newest));
    if (role == Qt::ToolTipRole) return alarmSubjectText(one, picture());
    return {};
}

void AlarmListModel::refresh() {
    const auto& next = m_desk.lines();
    if (std::equal(next.begin(), next.end(), m_lines.begin(), m_lines.end(), isSame)) {
        m_lines = next;
        if (!m_lines.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_lines = next;
    endResetModel();
}

AlarmList::AlarmList(AlarmDesk& desk, layers::Theme theme, QWidget* parent)
    : QDialog(parent),
      m_desk(desk),
      m_model(desk),
      m_title(label("title")),
      m_view(new QListView),
      m_empty(label("t2", tr("No alarms. What was acknowledged leaves when its reason has gone."))),
      m_shelved(label("t2")),
      m_minutes(new QComboBox),
      m_wholeKind(new QCheckBox(tr("Whole kind"))),
      m_reason(new QLineEdit),
      m_refused(label("late")),
      m_figures(label("caption")),
      m_soundTrouble(label("warn")) {
    setObjectName(QStringLiteral("alarmList"));
    setWindowTitle(tr("Alarms"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(8);
    column->addWidget(m_title);
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new AlarmRowDelegate(theme, m_view));
    m_view->setUniformItemSizes(true);
    m_view->setMinimumHeight(kRows * kRowHeight);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("Alarms, highest first"));
    m_view->installEventFilter(this);
    column->addWidget(m_view, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty, 1);
    m_shelf = makeShelf();
    column->addWidget(m_shelf);
    column->addLayout(makeButtons());
    m_figures->setToolTip(
        tr("This seat's own alarm rate. About 1 in 10 minutes can be handled; a "
           "flood begins above 10 and ends below 5 (ISA-18.2)."));
    m_figures->setWordWrap(true);
    column->addWidget(m_figures);
    column->addWidget(m_soundTrouble);
    resize(860, 610);

    connect(m_view, &QListView::doubleClicked, this, &AlarmList::go);
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_kept = current() ? std::optional(*current()) : std::nullopt;
        m_row = std::max(0, m_view->currentIndex().row());
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &AlarmList::restoreCursor);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &AlarmList::refresh);
    connect(&m_desk, &AlarmDesk::changed, this, &AlarmList::refresh);
    connect(&m_desk, &AlarmDesk::shelved, this, &AlarmList::endShelf);
    connect(&m_desk, &AlarmDesk::shelfRefused, this, [this](const QString& why) {
        m_refused->setText(why);
        m_refused->show();
    });
    connect(&m_again, &QTimer::timeout, this, &AlarmList::refresh);
    m_again.start(kFiguresAgainMs);
    connect(new QShortcut(Qt::Key_F2, this), &QShortcut::activated, this, &QDialog::close);
    refresh();
    choose(-1);
    m_view->setFocus();
}

QWidget* AlarmList::makeShelf() {
    auto* shelf = new QFrame;
    shelf->setObjectName(QStringLiteral("card"));
    auto* column = new QVBoxLayout(shelf);
    column->setContentsMargins(12, 8, 12, 8);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (const int minutes : kMinutes)
        m_minutes->addItem(minutes < 60 ? tr("%1 min").arg(minutes) : tr("%1 h").arg(minutes / 60),
                           minutes);
    m_minutes->setAccessibleName(tr("Shelve for"));
    m_reason->setPlaceholderText(tr("Reason, for the journal"));
    m_reason->setAccessibleName(tr("Reason"));
    auto* done = new QPushButton(tr("Shelve (Enter)"));
    done->setProperty("primary", true);
    done->setAutoDefault(false);
    auto* leave = new QPushButton(tr("Leave (Esc)"));
    leave->setAutoDefault(false);
    row->addWidget(m_shelved);
    row->addWidget(m_wholeKind);
    row->addWidget(m_minutes);
    row->addWidget(m_reason, 1);
    row->addWidget(done);
    row->addWidget(leave);
    column->addLayout(row);
    m_refused->hide();
    column->addWidget(m_refused);
    for (QWidget* part : {static_cast<QWidget*>(m_minutes), static_cast<QWidget*>(m_reason),
                          static_cast<QWidget*>(m_wholeKind)})
        part->installEventFilter(this);
    connect(done, &QPushButton::clicked, this, &AlarmList::shelve);
    connect(leave, &QPushButton::clicked, this, &AlarmList::endShelf);
    shelf->hide();
    return shelf;
}

QLayout* AlarmList::makeButtons() {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    const auto button = [&](const QString& words, auto deed) {
        auto* made = new QPushButton(words);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, deed);
        row->addWidget(made);
        return made;
    };
    button(tr("Acknowledge (Space)"), [this] { acknowledge(); })->setProperty("primary", true);
    button(tr("The whole kind (Shift+Space)"), [this] { acknowledgeKind(); });
    m_shelveButton = button(tr("Shelve (S)"), [this] { beginShelf(); });
    button(tr("Sound off (M)"), [this] { m_desk.silence(); });
    row->addStretch();
    button(tr("Go there (Enter)"), [this] { go(); });
    return row;
}

void AlarmList::setTheme(layers::Theme theme) {
    static_cast<AlarmRowDelegate*>(m_view->itemDelegate())->setTheme(theme);
    m_view->viewport()->update();
}

void AlarmList::choose(int kind) {
    int row = 0;
    for (int i = m_model.rowCount() - 1; i >= 0; --i)
        if (static_cast<int>(m_model.line(i).kind) == kind) row = i;
    m_view->setCurrentIndex(m_model.index(row));
}

void AlarmList::restoreCursor() {
    int row = std::min(m_row, m_model.rowCount() - 1);
    for (int i = 0; m_kept && i < m_model.rowCount(); ++i)
        if (isSame(m_model.line(i), *m_kept)) row = i;
    if (row >= 0) m_view->setCurrentIndex(m_model.index(row));
}

const dispatch::AlarmLine* AlarmList::current() const {
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() && index.row() < m_model.rowCount() ? &m_model.line(index.row())
                                                               : nullptr;
}

bool AlarmList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const auto* press = static_cast<QKeyEvent*>(event);
    const bool enters = press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter;
    if (watched == m_view) return key(press->key(), press->modifiers());
    if (enters) {
        shelve();
        return true;
    }
    if (press->key() == Qt::Key_Escape) {
        endShelf();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

bool AlarmList::key(int key, Qt::KeyboardModifiers modifiers) {
    if (modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    switch (key) {
        case Qt::Key_Space:
            if (modifiers & Qt::ShiftModifier)
                acknowledgeKind();
            else
                acknowledge();
            return true;
        case Qt::Key_S:
            beginShelf();
            return true;
        case Qt::Key_M:
            m_desk.silence();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            go();
            return true;
        default:
            return false;
    }
}

void AlarmList::acknowledge() {
    if (const auto* line = current()) m_desk.acknowledge(dispatch::AlarmLine(*line));
}

void AlarmList::acknowledgeKind() {
    if (const auto* line = current()) m_desk.acknowledgeKind(line->kind);
}

void AlarmList::beginShelf() {
    const auto* line = current();
    if (!line) return;
    if (line->isShelved()) return m_desk.unshelve(dispatch::AlarmLine(*line));
    m_shelving = *line;
    m_shelved->setText(alarmText(line->kind));
    m_wholeKind->setChecked(line->grouped);
    m_wholeKind->setEnabled(!line->grouped);
    m_refused->hide();
    m_reason->clear();
    m_shelf->show();
    m_reason->setFocus();
}

void AlarmList::endShelf() {
    m_shelving.reset();
    m_shelf->hide();
    m_view->setFocus();
}

void AlarmList::shelve() {
    if (!m_shelving) return;
    m_refused->hide();
    m_desk.shelve(*m_shelving, m_wholeKind->isChecked(),
                  std::chrono::minutes(m_minutes->currentData().toInt()), m_reason->text());
}

void AlarmList::go() {
    const auto* line = current();
    if (!line || line->subject.id == 0) return;
    const dispatch::RecordRef ref = line->subject;
    close();
    Q_EMIT goAsked(ref);
}

void AlarmList::refresh() {
    int count = 0;
    int lit = 0;
    for (const dispatch::AlarmLine& line : m_desk.lines()) {
        count += line.count;
        lit += line.lit;
    }
    m_title->setText(tr("Alarms %1, unacknowledged %2").arg(countText(count), countText(lit)));
    m_view->setVisible(count > 0);
    m_empty->setVisible(count == 0);
    const auto* line = current();
    m_shelveButton->setText(line && line->isShelved() ? tr("End shelf (S)") : tr("Shelve (S)"));
    m_figures->setText(alarmFiguresText(m_desk.figures()));
    m_soundTrouble->setText(m_desk.soundTrouble());
    m_soundTrouble->setVisible(!m_soundTrouble->text().isEmpty());
}

}  // namespace app
