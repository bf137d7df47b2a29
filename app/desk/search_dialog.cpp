// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/search_dialog.h"

#include <QVBoxLayout>

#include "app/panels/empty_note.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {

SearchDialog::SearchDialog(const QString& words, QWidget* parent)
    : QDialog(parent), m_words(words), m_head(label("small")), m_list(new QListWidget) {
    setWindowTitle(tr("Cases with “%1”").arg(words));
    setMinimumSize(640, 480);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(10);
    column->addWidget(label("title", windowTitle()));
    m_head->setText(tr("Searching…"));
    column->addWidget(m_head);
    m_list->setAccessibleName(windowTitle());
    m_list->setUniformItemSizes(true);
    column->addWidget(m_list, 1);
    column->addWidget(label("caption", tr("Enter shows the case · Esc closes")));
    connect(m_list, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        Q_EMIT chosen(m_found[static_cast<std::size_t>(m_list->row(item))]);
        accept();
    });
}

void SearchDialog::setFound(std::vector<dispatch::Case> found, dispatch::Millis now) {
    m_found = std::move(found);
    m_list->clear();
    for (const dispatch::Case& row : m_found)
        m_list->addItem(text(row.code) + QStringLiteral("   ") + shortTime(row.reported, now) +
                        QStringLiteral("   ") + stageText(row.stage) + QStringLiteral("   ") +
                        text(row.title));
    if (m_found.empty())
        m_head->setText(tr("No case holds these words, open or closed."));
    else if (m_found.size() >= kMost)
        m_head->setText(tr("The newest %1 are listed; more words narrow it.").arg(kMost));
    else
        m_head->setText(tr("%n found, open and closed", nullptr, static_cast<int>(m_found.size())));
    m_list->setCurrentRow(m_found.empty() ? -1 : 0);
    m_list->setFocus();
}

void SearchDialog::setRefused(const QString& why) {
    m_head->setText(why);
}

}  // namespace app
