// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/bulk_dialog.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "app/panels/empty_note.h"
#include "app/text/desk_words.h"
#include "app/text/words.h"

namespace app {

BulkDialog::BulkDialog(std::vector<dispatch::CaseId> cases, std::shared_ptr<const DeskContext> desk,
                       std::shared_ptr<const dispatch::Picture> picture, dispatch::Millis now,
                       QWidget* parent)
    : QDialog(parent),
      m_cases(std::move(cases)),
      m_desk(std::move(desk)),
      m_picture(std::move(picture)),
      m_now(now),
      m_actions(new QComboBox),
      m_summary(label("small")),
      m_list(new QListWidget),
      m_ok(new QPushButton(tr("Go on  Enter"))) {
    setWindowTitle(tr("One action for %n cases", nullptr, static_cast<int>(m_cases.size())));
    setMinimumWidth(560);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(label("title", windowTitle()));
    m_actions->setAccessibleName(tr("Action"));
    for (const auto& row : m_desk->rules.workflow.actions()) {
        bool offered = false;
        for (const dispatch::CaseId id : m_cases)
            if (const auto* record = m_picture->cases.find(id))
                offered = offered || m_desk->rules.workflow.step(record->stage, row.code);
        if (offered)
            m_actions->addItem(actionText(m_desk->rules.workflow, row.code), text(row.code));
    }
    column->addWidget(m_actions);
    m_summary->setWordWrap(true);
    column->addWidget(m_summary);
    m_list->setAccessibleName(tr("Cases and what is in the way"));
    m_list->setFocusPolicy(Qt::NoFocus);
    column->addWidget(m_list);
    auto* buttons = new QHBoxLayout;
    auto* leave = new QPushButton(tr("Leave it  Esc"));
    leave->setAutoDefault(false);
    m_ok->setProperty("primary", true);
    m_ok->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(leave);
    buttons->addWidget(m_ok);
    column->addLayout(buttons);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &BulkDialog::takeAction);
    connect(m_actions, &QComboBox::currentIndexChanged, this, &BulkDialog::review);
    review();
}

void BulkDialog::review() {
    const std::string action = m_actions->currentData().toString().toStdString();
    const auto& workflow = m_desk->rules.workflow;
    m_possible.clear();
    m_list->clear();
    int refused = 0;
    for (const dispatch::CaseId id : m_cases) {
        const dispatch::Case* record = m_picture->cases.find(id);
        if (!record) continue;
        const dispatch::Step* step = workflow.step(record->stage, action);
        std::optional<dispatch::Refusal> why;
        if (!step)
            why = dispatch::Refusal{dispatch::Refusal::Why::NoSuchAction, record->stage};
        else
            for (const auto& offer : dispatch::offersFor(situation(), m_desk->actor, *record))
                if (offer.action == action) why = offer.refused;
        QString line = text(record->code) + QStringLiteral("  ") + text(record->title);
        if (why) {
            ++refused;
            line += QStringLiteral("  —  ") + refusalText(*why, workflow);
        } else {
            m_possible.push_back(record);
        }
        m_list->addItem(line);
    }
    m_summary->setText(
        tr("It will be done for %1; %2 are left as they are.").arg(m_possible.size()).arg(refused));
    m_ok->setEnabled(!m_possible.empty());
}

void BulkDialog::takeAction() {
    if (m_possible.empty()) return;
    const dispatch::Case& first = *m_possible.front();
    const std::string action = m_actions->currentData().toString().toStdString();
    const auto* step = m_desk->rules.workflow.step(first.stage, action);
    if (!ActionForm::isNeeded(*step)) {
        dispatch::Command command;
        command.action = action;
        return send(command);
    }
    const auto check = [this, &first](const dispatch::Command& made) -> Verdict {
        const auto planned = dispatch::planAction(situation(), m_desk->actor, first, made);
        const auto* refused = std::get_if<dispatch::Refusal>(&planned);
        if (!refused) return {};
        return {refusalText(*refused, m_desk->rules.workflow),
                refused->why == dispatch::Refusal::Why::Busy};
    };
    delete m_form;
    m_form = new ActionForm(*step, first, situation(), check, this);
    connect(m_form, &ActionForm::ready, m_form, &QDialog::accept);
    connect(m_form, &ActionForm::ready, this, &BulkDialog::send);
    m_form->open();
}

void BulkDialog::send(const dispatch::Command& asked) {
    std::vector<dispatch::Command> commands;
    for (const dispatch::Case* record : m_possible) {
        dispatch::Command command = asked;
        command.key.clear();  // The form's is for one.
        command.record = record->id;
        command.code = record->code;
        command.seen = record->revision;
        commands.push_back(std::move(command));
    }
    Q_EMIT ready(commands);
    accept();
}

}  // namespace app
