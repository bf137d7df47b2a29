// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/recommend_list.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "app/look/look.h"
#include "app/models/record_table_model.h"
#include "app/panels/case_mark.h"
#include "app/panels/empty_note.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr int kRow = 44;
constexpr std::size_t kMost = 5;
enum Roles { NameRole = RefRole + 1, CodeRole, ReasonRole, MinutesRole, SymbolRole };

class RowDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {300, kRow};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        const QPalette& look = option.palette;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, look.color(QPalette::Highlight));
        const QRect box = option.rect.adjusted(16, 4, -16, -4);
        painter->drawPixmap(box.left(), box.center().y() - 9,
                            index.data(SymbolRole).value<QPixmap>());
        const QRect words = box.adjusted(28, 0, -64, 0);
        const int half = words.height() / 2;
        const auto put = [&](const QRect& where, Type type, QPalette::ColorRole ink,
                             const QString& what, Qt::Alignment align = Qt::AlignLeft) {
            const QFont font = typeFont(type);
            painter->setFont(font);
            painter->setPen(look.color(ink));
            painter->drawText(where, int(align | Qt::AlignVCenter | Qt::TextSingleLine),
                              QFontMetrics(font).elidedText(what, Qt::ElideRight, where.width()));
        };
        const QString code = index.data(CodeRole).toString();
        const int codeWidth = QFontMetrics(typeFont(Type::Mono)).horizontalAdvance(code) + 8;
        put({words.left(), words.top(), codeWidth, half}, Type::Mono, QPalette::PlaceholderText,
            code);
        put({words.left() + codeWidth, words.top(), words.width() - codeWidth, half},
            Type::BodyBold, QPalette::Text, index.data(NameRole).toString());
        put({words.left(), words.top() + half, words.width(), half}, Type::Small,
            QPalette::PlaceholderText, index.data(ReasonRole).toString());
        put({box.right() - 64, box.top(), 64, box.height()}, Type::Title, QPalette::Text,
            index.data(MinutesRole).toString(), Qt::AlignRight);
        painter->restore();
    }
};

QString reasonText(dispatch::Reason reason) {
    switch (reason) {
        case dispatch::Reason::Nearest:
            return RecommendList::tr("nearest");
        case dispatch::Reason::Free:
            return RecommendList::tr("free");
        case dispatch::Reason::Busy:
            return RecommendList::tr("busy");
        case dispatch::Reason::HomeGrid:
            return RecommendList::tr("own grid");
        case dispatch::Reason::SameUnit:
            return RecommendList::tr("of the lead unit");
        case dispatch::Reason::AgeingPosition:
            return RecommendList::tr("position ageing");
    }
    return {};
}

QString leftOutText(const dispatch::Recommendation& best) {
    QStringList parts;
    if (best.stale > 0) parts << RecommendList::tr("%n with a stale position", nullptr, best.stale);
    if (best.unlocated > 0)
        parts << RecommendList::tr("%n without a position", nullptr, best.unlocated);
    if (best.resting > 0) parts << RecommendList::tr("%n resting", nullptr, best.resting);
    if (parts.isEmpty()) return {};
    return RecommendList::tr("Not ranked: %1").arg(parts.join(QStringLiteral(" · ")));
}

}  // namespace

RecommendList::RecommendList(layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_head(label("caption")),
      m_list(new QListWidget),
      m_leftOut(label("caption")),
      m_theme(theme) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 4);
    column->setSpacing(4);
    m_head->setContentsMargins(16, 0, 16, 0);
    m_leftOut->setContentsMargins(16, 0, 16, 0);
    m_leftOut->setWordWrap(true);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAccessibleName(tr("Recommended responders"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_head);
    column->addWidget(m_list);
    column->addWidget(m_leftOut);
    connect(m_list, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        Q_EMIT dispatchWanted(item->data(CodeRole).toString());
    });
    connect(m_list, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        Q_EMIT selected(item->data(RefRole).value<dispatch::RecordRef>());
    });
}

void RecommendList::setTheme(layers::Theme theme) {
    m_theme = theme;
    m_case = {};
}

void RecommendList::setCase(const dispatch::Picture& picture, const dispatch::Case& record,
                            dispatch::Millis now) {
    const bool other = std::exchange(m_case, record.id) != record.id;
    const auto best =
        dispatch::recommend(picture, record, now, dispatch::StraightTravelTime(picture), kMost);
    const QListWidgetItem* current = other ? nullptr : m_list->currentItem();
    const QString kept = current ? current->data(CodeRole).toString() : QString();
    m_list->clear();
    for (const auto& one : best.candidates) {
        const auto* who = picture.responders.find(one.responder);
        QStringList reasons;
        for (const auto reason : one.reasons) reasons << reasonText(reason);
        auto* item = new QListWidgetItem(m_list);
        item->setData(CodeRole, text(who->code));
        item->setData(NameRole, text(who->name));
        item->setData(ReasonRole, reasons.join(QStringLiteral(" · ")) + QStringLiteral(" · ") +
                                      lengthText(one.distance.value));
        item->setData(MinutesRole,
                      tr("%1 min").arg(static_cast<double>(one.travel.count()) / 60, 0, 'f', 1));
        item->setData(RefRole, QVariant::fromValue(
                                   dispatch::RecordRef{dispatch::Kind::Responder, who->id.value}));
        item->setData(SymbolRole, symbolPixmap(layers::responderSymbol(who->kind, one.age, false),
                                               18, m_theme, devicePixelRatioF()));
        item->setData(Qt::AccessibleTextRole, text(who->code) + QLatin1Char(' ') + text(who->name));
    }
    m_list->setFixedHeight(kRow * m_list->count());
    m_list->setVisible(m_list->count() > 0);
    // The same person, wherever they stand now; nobody where they left the list.
    for (int row = 0; row < m_list->count() && !kept.isEmpty(); ++row)
        if (m_list->item(row)->data(CodeRole).toString() == kept) m_list->setCurrentRow(row);
    if (!record.place)
        m_head->setText(tr("No recommendation: the case has no position"));
    else if (best.candidates.empty())
        m_head->setText(tr("Nobody on duty can be ranked"));
    else
        m_head->setText(best.byRoad ? tr("Recommended · by road")
                                    : tr("Recommended · straight-line time"));
    const QString out = leftOutText(best);
    m_leftOut->setText(out);
    m_leftOut->setVisible(!out.isEmpty());
}

}  // namespace app
