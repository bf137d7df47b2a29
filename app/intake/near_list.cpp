// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/near_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/panels/empty_note.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr int kRow = 48;
constexpr int kSymbol = 24;
enum Roles {
    IdRole = Qt::UserRole,
    TitleRole,
    FactsRole,
    DistanceRole,
    AgeRole,
    LikelyRole,
    SymbolRole
};

class NearDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {280, kRow};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        const QPalette& look = option.palette;
        const bool chosen = option.state & QStyle::State_Selected;
        if (chosen) painter->fillRect(option.rect, look.color(QPalette::Highlight));
        const QRect box = option.rect.adjusted(16, 0, -16, 0);
        painter->setPen(look.color(QPalette::Mid));
        painter->drawLine(box.left(), option.rect.bottom(), box.right(), option.rect.bottom());
        painter->drawPixmap(box.left(), box.top() + (kRow - kSymbol) / 2,
                            index.data(SymbolRole).value<QPixmap>());
        const auto write = [&](const QRect& where, Type type, bool quiet, int role, bool right) {
            const QFont font = typeFont(type);
            painter->setFont(font);
            painter->setPen(
                look.color(quiet && !chosen ? QPalette::PlaceholderText : QPalette::Text));
            painter->drawText(
                where,
                (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine,
                QFontMetrics(font).elidedText(index.data(role).toString(), Qt::ElideRight,
                                              where.width()));
        };
        const int left = box.left() + kSymbol + 10;
        const QString distance = index.data(DistanceRole).toString();
        const QString age = index.data(AgeRole).toString();
        const int right =
            std::max(QFontMetrics(typeFont(Type::BodyBold)).horizontalAdvance(distance),
                     QFontMetrics(typeFont(Type::Small)).horizontalAdvance(age)) +
            2;
        const bool likely = index.data(LikelyRole).toBool();
        const QRect first(left, box.top() + 5, box.right() - left - right - 10, 19);
        const QRect second(left, box.top() + 25, first.width(), 17);
        write(first, likely ? Type::BodyBold : Type::Body, false, TitleRole, false);
        write(second, Type::Small, true, FactsRole, false);
        write({box.right() - right, first.top(), right, 19}, Type::BodyBold, false, DistanceRole,
              true);
        write({box.right() - right, second.top(), right, 17}, Type::Small, true, AgeRole, true);
        painter->restore();
    }
};

/// Text of others never turns the line around.
QString isolated(const QString& words) {
    return QChar(0x2068) + words + QChar(0x2069);
}

}  // namespace

NearList::NearList(layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_head(label("caption")),
      m_keys(label("caption", tr("Enter shows it · M merges into it · N adds a note to it"))),
      m_list(new QListWidget),
      m_empty(label("caption")),
      m_theme(theme) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(4);
    for (QLabel* words : {m_head, m_empty, m_keys}) {
        words->setContentsMargins(16, 0, 16, 0);
        words->setWordWrap(true);
    }
    m_list->setItemDelegate(new NearDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Likely duplicates and open cases near"));
    m_list->installEventFilter(this);
    m_list->setMinimumHeight(2 * kRow);
    column->addWidget(m_head);
    column->addWidget(m_empty);
    column->addWidget(m_list, 1);
    column->addWidget(m_keys);
    column->addStretch();
    setCases({}, {}, false, {});
}

void NearList::setTheme(layers::Theme theme) {
    m_theme = theme;
    m_list->viewport()->update();
}

void NearList::setCases(std::shared_ptr<const dispatch::Picture> picture,
                        std::vector<dispatch::NearCase> cases, bool hasPlace,
                        dispatch::Seconds now) {
    const auto before = current();
    m_list->clear();
    m_duplicates = 0;
    for (const dispatch::NearCase& its : cases) {
        const dispatch::Case* record = picture->cases.find(its.record);
        if (!record) continue;
        m_duplicates += its.isDuplicate;
        auto* item = new QListWidgetItem(m_list);
        const QString title = text(record->title);
        const QString age =
            its.age.count() < 0 ? tr("yet to come") : tr("%1 ago").arg(ageText(its.age));
        const QString distance = its.distance ? lengthText(its.distance->value) : tr("same words");
        QStringList facts;
        if (its.isDuplicate) facts << tr("likely the same");
        facts << shortCode(record->code) << categoryText(*picture, *record)
              << stageText(record->stage);
        facts.removeAll(QString());
        item->setData(IdRole, static_cast<qlonglong>(its.record.value));
        item->setData(TitleRole, isolated(title));
        item->setData(FactsRole, facts.join(QStringLiteral(" · ")));
        item->setData(DistanceRole, distance);
        item->setData(AgeRole, age);
        item->setData(LikelyRole, its.isDuplicate);
        item->setData(SymbolRole,
                      caseSymbolPixmap(record->risk, clockMark(*picture, *record, now),
                                       record->stage, kSymbol, m_theme, devicePixelRatioF()));
        item->setData(Qt::AccessibleTextRole,
                      QStringList{facts.join(QStringLiteral(", ")), title, distance, age}.join(
                          QStringLiteral(", ")));
        item->setToolTip(title.toHtmlEscaped());
        if (before == its.record) m_list->setCurrentItem(item);
    }
    const int count = m_list->count();
    m_head->setText(
        m_duplicates > 0
            ? tr("%1 likely the same · %2 open near").arg(m_duplicates).arg(count - m_duplicates)
            : tr("%1 open near").arg(count));
    m_empty->setText(hasPlace ? tr("No open case lies near.")
                              : tr("Cases near are shown once the place is known."));
    m_head->setVisible(count > 0);
    m_empty->setVisible(count == 0);
    m_list->setVisible(count > 0);
    m_keys->setVisible(count > 0);
}

std::optional<dispatch::CaseId> NearList::current() const {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item) return std::nullopt;
    return dispatch::CaseId{item->data(IdRole).toLongLong()};
}

void NearList::begin() {
    if (m_list->count() == 0) return;
    if (m_list->currentRow() < 0) m_list->setCurrentRow(0);
    m_list->setFocus(Qt::ShortcutFocusReason);
}

bool NearList::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto which = current();
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_M:
            if (which) Q_EMIT mergeAsked(*which);
            return true;
        case Qt::Key_N:
            if (which) Q_EMIT noteAsked(*which);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (which) Q_EMIT showAsked(*which);
            return true;
        case Qt::Key_Escape:
            Q_EMIT left();
            return true;
        default:
            return false;
    }
}

}  // namespace app
