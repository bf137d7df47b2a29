// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/action_bar.h"

#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

#include "app/panels/empty_note.h"
#include "app/panels/flow_layout.h"
#include "app/text/desk_words.h"
#include "app/text/words.h"

namespace app {
namespace {

std::string fingerprint(const std::vector<dispatch::Offer>& offers) {
    std::string text = speaksChinese() ? "zh" : "en";
    for (const auto& offer : offers) {
        text += ' ' + offer.action;
        if (offer.refused)
            text +=
                '!' + std::to_string(static_cast<int>(offer.refused->why)) + offer.refused->detail;
    }
    return text;
}

}  // namespace

ActionBar::ActionBar(QWidget* parent)
    : QWidget(parent), m_more(new QToolButton), m_menu(new QMenu(this)), m_why(label("caption")) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 4);
    column->setSpacing(6);
    auto* row = new FlowLayout(6);
    for (int i = 0; i < kButtons; ++i) {
        auto* button = new QPushButton;
        m_buttons.push_back(button);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, i] {
            Q_EMIT chosen(m_buttons[static_cast<std::size_t>(i)]->property("action").toString());
        });
    }
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("All actions"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_menu);
    m_menu->setToolTipsVisible(true);
    row->addWidget(m_more);
    column->addLayout(row);
    m_why->setWordWrap(true);
    column->addWidget(m_why);
}

void ActionBar::setOffers(const std::vector<dispatch::Offer>& offers, const std::string& stage,
                          const dispatch::Workflow& workflow) {
    std::string now = fingerprint(offers);
    if (now == m_shown) return;
    m_shown = std::move(now);
    m_menu->clear();
    m_actions.clear();
    std::vector<QAction*> shown;
    QStringList reasons;
    for (const auto& offer : offers) {
        const auto* row = workflow.action(offer.action);
        const QString name = actionText(workflow, offer.action);
        QString words = name;
        if (offer.refused) {
            const QString why = refusalText(*offer.refused, workflow);
            words += QStringLiteral("  —  ") + why;
            if (offer.to != stage && offer.refused->why == dispatch::Refusal::Why::NotNow &&
                reasons.size() < 2)
                reasons << name + QStringLiteral(": ") + why;
        }
        auto* action = m_menu->addAction(words);
        action->setData(text(offer.action));
        action->setEnabled(!offer.refused);
        if (row && !row->key.empty()) action->setText(words + QLatin1Char('\t') + text(row->key));
        connect(action, &QAction::triggered, this,
                [this, action] { Q_EMIT chosen(action->data().toString()); });
        m_actions.push_back(action);
        if (!offer.refused) shown.push_back(action);
    }
    fillButtons(shown, workflow);
    m_why->setText(reasons.join(QLatin1Char('\n')));
    m_why->setVisible(!reasons.isEmpty());
}

void ActionBar::fillButtons(const std::vector<QAction*>& shown,
                            const dispatch::Workflow& workflow) {
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        QPushButton* button = m_buttons[i];
        button->setVisible(i < shown.size());
        if (i >= shown.size()) continue;
        const QString code = shown[i]->data().toString();
        const auto* row = workflow.action(code.toStdString());
        QString words = actionText(workflow, code.toStdString());
        button->setAccessibleName(words);
        if (row && !row->key.empty()) words += QStringLiteral("  ") + text(row->key);
        button->setText(words);
        button->setProperty("action", code);
        button->setProperty("primary", i == 0);
        button->style()->unpolish(button);
        button->style()->polish(button);
    }
}

QAction* ActionBar::actionFor(const std::string& code) const {
    const auto found = std::find_if(m_actions.begin(), m_actions.end(), [&](const QAction* action) {
        return action->data().toString().toStdString() == code;
    });
    return found == m_actions.end() ? nullptr : *found;
}

}  // namespace app
