// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/command_line.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "app/look/look.h"
#include "app/panels/empty_note.h"

namespace app {
namespace {

constexpr int kRow = 32;
constexpr int kMostHistory = 200;
enum Roles { LineRole = Qt::UserRole, WordRole, NameRole, DetailRole };

class CompletionDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {380, kRow};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        const QPalette& look = option.palette;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, look.color(QPalette::Highlight));
        const QRect box = option.rect.adjusted(12, 0, -12, 0);
        const auto put = [&](const QRect& where, const QFont& type, QPalette::ColorRole ink,
                             int role) {
            painter->setFont(type);
            painter->setPen(look.color(ink));
            painter->drawText(where, Qt::AlignVCenter | Qt::TextSingleLine,
                              QFontMetrics(type).elidedText(index.data(role).toString(),
                                                            Qt::ElideRight, where.width()));
        };
        QFont mono = typeFont(Type::Mono);
        mono.setPixelSize(13);
        mono.setBold(true);
        const QString word = index.data(WordRole).toString();
        const int wordWidth =
            word.isEmpty() ? 0 : std::max(92, QFontMetrics(mono).horizontalAdvance(word) + 12);
        put({box.left(), box.top(), wordWidth, kRow}, mono, QPalette::Text, WordRole);
        const int left = box.left() + wordWidth;
        const bool hasDetail = !index.data(DetailRole).toString().isEmpty();
        const int nameWidth = hasDetail ? (box.right() - left) * 5 / 9 : box.right() - left;
        put({left, box.top(), nameWidth - 8, kRow}, typeFont(Type::Body), QPalette::Text, NameRole);
        if (hasDetail)
            put({left + nameWidth, box.top(), box.right() - left - nameWidth, kRow},
                typeFont(Type::Small), QPalette::PlaceholderText, DetailRole);
        painter->restore();
    }
};

}  // namespace

CompletionList::CompletionList(QWidget* parent)
    : QFrame(parent), m_list(new QListWidget), m_grammar(label("caption")) {
    setObjectName(QStringLiteral("card"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 4, 1, 4);
    column->setSpacing(0);
    m_list->setItemDelegate(new CompletionDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setStyleSheet(QStringLiteral("background: transparent;"));
    m_grammar->setWordWrap(true);
    m_grammar->setContentsMargins(12, 6, 12, 4);
    column->addWidget(m_list);
    column->addWidget(m_grammar);
    connect(m_list, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { Q_EMIT picked(item->data(LineRole).toString()); });
    hide();
}

void CompletionList::show(const Reading& reading) {
    m_list->clear();
    for (const Completion& completion : reading.completions) {
        auto* item = new QListWidgetItem(m_list);
        item->setData(LineRole, completion.line);
        item->setData(WordRole, completion.word);
        item->setData(NameRole, completion.name);
        item->setData(DetailRole, completion.detail);
    }
    m_list->setFixedHeight(kRow * m_list->count());
    m_list->setVisible(m_list->count() > 0);
    m_grammar->setText(reading.grammar);
    m_grammar->setVisible(!reading.grammar.isEmpty());
    setVisible(m_list->count() > 0 || !reading.grammar.isEmpty());
    if (isVisible()) raise();
}

bool CompletionList::step(int by) {
    const int count = m_list->count();
    if (count == 0 || !isVisible()) return false;
    const int now = m_list->currentRow();
    m_list->setCurrentRow(now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count);
    return true;
}

QString CompletionList::chosen() const {
    const QListWidgetItem* item = m_list->currentItem();
    if (!isVisible()) return {};
    return item ? item->data(LineRole).toString() : QString();
}

CommandLine::CommandLine(Reader reader, QWidget* over, QWidget* parent)
    : QWidget(parent),
      m_reader(std::move(reader)),
      m_edit(new QLineEdit),
      m_preview(label("t2")),
      m_list(new CompletionList(over)),
      m_over(over) {
    setFixedHeight(40);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(10);
    row->addWidget(label("prompt", QStringLiteral("›")));
    m_edit->setObjectName(QStringLiteral("commandEdit"));
    m_edit->setFont(typeFont(Type::Mono));
    m_edit->setPlaceholderText(tr("d w17, e 1023 …, new, undo, go, find, help"));
    m_edit->setAccessibleName(tr("Command line"));
    m_edit->setMinimumWidth(280);
    m_edit->setMaximumWidth(420);
    m_edit->installEventFilter(this);
    m_preview->setTextFormat(Qt::RichText);
    m_preview->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_edit, 1);
    row->addWidget(m_preview, 3);
    for (const auto& [words, key] : {std::pair{tr("run"), QStringLiteral("Enter")},
                                     std::pair{tr("complete"), QStringLiteral("Tab")},
                                     std::pair{tr("cancel"), QStringLiteral("Esc")}}) {
        row->addWidget(label("caption", words));
        row->addWidget(label("key", key));
    }
    connect(m_edit, &QLineEdit::textChanged, this, &CommandLine::read);
    connect(m_list, &CompletionList::picked, this, [this](const QString& line) {
        m_edit->setText(line);
        m_edit->setFocus();
    });
}

void CommandLine::begin(const QString& letters) {
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->setText(letters);
}

void CommandLine::read() {
    m_reading = m_reader(m_edit->text());
    m_preview->setText(m_reading.preview);
    m_preview->setToolTip(m_reading.preview);
    m_preview->setProperty("role",
                           m_reading.impossible ? QStringLiteral("late") : QStringLiteral("t2"));
    m_preview->style()->polish(m_preview);
    m_list->show(m_reading);
    if (!m_list->isVisible()) return;
    m_list->setFixedWidth(420);
    m_list->adjustSize();
    const QPoint corner = mapTo(m_over, QPoint(8, 0));
    m_list->move(corner.x(), corner.y() - m_list->height() - 6);
}

void CommandLine::enter() {
    const QString chosen = m_list->chosen();
    if (!chosen.isEmpty() && chosen != m_edit->text()) {
        m_edit->setText(chosen);
        return;
    }
    if (!m_reading.possible()) return;
    const QString line = m_edit->text().trimmed();
    m_history.removeAll(line);
    m_history << line;
    while (m_history.size() > kMostHistory) m_history.removeFirst();
    m_place = m_history.size();
    const Deed deed = m_reading.deed;
    m_ownWords.removeAll(line);
    if (saysOwnWords(deed)) m_ownWords << line;
    while (m_ownWords.size() > kMostHistory) m_ownWords.removeFirst();
    m_edit->clear();
    m_list->hide();
    Q_EMIT entered(deed, line);
}

QStringList CommandLine::keepableHistory() const {
    QStringList kept = m_history;
    kept.removeIf([this](const QString& line) { return m_ownWords.contains(line); });
    return kept;
}

void CommandLine::recall(int by) {
    if (m_history.isEmpty()) return;
    m_place = std::clamp<qsizetype>(m_place + by, 0, m_history.size());
    m_edit->setText(m_place < m_history.size() ? m_history[m_place] : QString());
    m_list->hide();
}

bool CommandLine::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::FocusOut) m_list->hide();
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            enter();
            return true;
        case Qt::Key_Tab:
            if (m_list->count() == 0) return false;
            if (m_list->chosen().isEmpty()) m_list->step(1);
            m_edit->setText(m_list->chosen());
            return true;
        case Qt::Key_Down:
            if (!m_list->step(1)) recall(1);
            return true;
        case Qt::Key_Up:
            if (m_edit->text().isEmpty() || !m_list->step(-1)) recall(-1);
            return true;
        case Qt::Key_Escape:
            if (m_edit->text().isEmpty()) Q_EMIT left();
            m_edit->clear();
            m_list->hide();
            return true;
        default:
            return false;
    }
}

}  // namespace app
