// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/case_desk.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <utility>

#include "app/panels/empty_note.h"
#include "app/text/desk_words.h"
#include "app/text/figures.h"
#include "app/text/words.h"
#include "dispatch/effects.h"

namespace app {

CaseDesk::CaseDesk(layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_actions(new ActionBar),
      m_recommended(new RecommendList(theme)),
      m_contactButton(new QPushButton(tr("Show who reported it"))),
      m_contact(label("small")),
      m_ordersHead(label("caption", tr("Orders"))),
      m_orders(new FactList(theme)),
      m_supervisionHead(label("caption", tr("Supervision"))),
      m_supervision(new FactList(theme)),
      m_linkedHead(label("caption", tr("Linked cases"))),
      m_linked(new FactList(theme)),
      m_timelineHead(label("caption", tr("Journal"))),
      m_timeline(new FactList(theme)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QLabel* head : {m_ordersHead, m_supervisionHead, m_linkedHead, m_timelineHead})
        head->setContentsMargins(16, 12, 16, 0);
    column->addWidget(m_actions);
    column->addWidget(m_recommended);
    auto* contactRow = new QHBoxLayout;
    contactRow->setContentsMargins(16, 8, 16, 0);
    m_contactButton->setToolTip(tr("Opening it is written to the journal."));
    m_contact->setWordWrap(true);
    m_contact->setTextInteractionFlags(Qt::TextSelectableByMouse);
    contactRow->addWidget(m_contactButton);
    contactRow->addWidget(m_contact, 1);
    column->addLayout(contactRow);
    connect(m_contactButton, &QPushButton::clicked, this, [this] {
        if (const auto* record = m_picture ? m_picture->cases.find(m_case) : nullptr)
            Q_EMIT contactsWanted(*record);
    });
    column->addWidget(m_ordersHead);
    column->addWidget(m_orders);
    column->addWidget(m_supervisionHead);
    column->addWidget(m_supervision);
    column->addWidget(m_linkedHead);
    column->addWidget(m_linked);
    column->addWidget(m_timelineHead);
    column->addWidget(m_timeline);
    connect(m_actions, &ActionBar::chosen, this, [this](const QString& action) { begin(action); });
    connect(m_recommended, &RecommendList::selected, this, &CaseDesk::selected);
    connect(m_recommended, &RecommendList::dispatchWanted, this,
            [this](const QString& responder) { begin(QStringLiteral("dispatch"), responder); });
}

void CaseDesk::setTheme(layers::Theme theme) {
    m_recommended->setTheme(theme);
    for (FactWidget* part : {m_orders, m_supervision, m_linked, m_timeline}) part->setTheme(theme);
}

void CaseDesk::setCase(std::shared_ptr<const dispatch::Picture> picture,
                       const dispatch::Case& record, dispatch::Millis now) {
    m_picture = std::move(picture);
    if (std::exchange(m_case, record.id) != record.id) {
        setContacts(record.id, {});
        m_mergedFrom.clear();
    }
    m_now = now;
    m_contactButton->setVisible(m_desk && m_contact->text().isEmpty());
    m_actions->setVisible(m_desk != nullptr);
    m_recommended->setVisible(m_desk != nullptr);
    if (m_desk) {
        const dispatch::Situation situation{m_desk->rules, *m_picture, now};
        m_actions->setOffers(dispatch::offersFor(situation, m_desk->actor, record), record.stage,
                             m_desk->rules.workflow);
        m_recommended->setCase(*m_picture, record, now);
    }
    setOrders(record, now);
    setSupervision(record, now);
    setLinked(record);
}

void CaseDesk::setContacts(dispatch::CaseId record,
                           const std::vector<dispatch::Contact>& contacts) {
    if (record != m_case) return;
    QStringList lines;
    for (const dispatch::Contact& row : contacts) {
        QStringList parts{text(row.name), text(row.phone), text(row.address)};
        parts.removeAll(QString());
        lines << parts.join(QStringLiteral(" · "));
    }
    m_contact->setText(lines.join(QLatin1Char('\n')));
    m_contact->setVisible(!lines.isEmpty());
    m_contactButton->setVisible(m_desk && lines.isEmpty());
}

void CaseDesk::setDesk(std::shared_ptr<const DeskContext> desk) {
    const bool sameOfficer = m_desk && desk && m_desk->actor.user.code == desk->actor.user.code;
    if (!sameOfficer) {
        setContacts(m_case, {});
        delete m_form;
    }
    m_desk = std::move(desk);
}

void CaseDesk::setOrders(const dispatch::Case& record, dispatch::Millis now) {
    std::vector<FactSheet::Fact> lines;
    m_picture->assignments.forEach([&](const dispatch::Assignment& order) {
        if (order.record != record.id) return;
        const auto* who = m_picture->responders.find(order.responder);
        const QString name = who ? text(who->code) : text(order.unit);
        const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(
            now - std::chrono::time_point_cast<std::chrono::milliseconds>(order.stateSince));
        QString state = orderText(order.state) + QStringLiteral(" · ") + ageText(since);
        if (who) state = text(who->name) + QStringLiteral(" · ") + state;
        if (order.checkDue)
            state +=
                QLatin1Char('\n') + tr("Safety check at %1").arg(shortTime(*order.checkDue, now));
        lines.push_back({name, state});
    });
    m_ordersHead->setVisible(!lines.empty());
    m_orders->setVisible(!lines.empty());
    m_orders->setFacts(std::move(lines));
}

void CaseDesk::setSupervision(const dispatch::Case& record, dispatch::Millis now) {
    std::vector<FactSheet::Fact> lines;
    m_picture->supervisions.forEach([&](const dispatch::Supervision& matter) {
        if (matter.record != record.id) return;
        QStringList words{
            m_desk ? reasonText(*m_picture, m_desk->rules.workflow, matter.issuer, matter.text)
                   : text(matter.text)};
        if (!matter.leader.empty()) words << tr("Leader: %1").arg(text(matter.leader));
        if (!matter.unit.empty()) words << text(matter.unit);
        if (matter.due) words << tr("Answer by %1").arg(shortTime(*matter.due, now));
        if (matter.late) words << tr("late");
        words.removeAll(QString());
        lines.push_back({supervisionText(matter.kind), words.join(QStringLiteral(" · "))});
    });
    m_supervisionHead->setVisible(!lines.empty());
    m_supervision->setVisible(!lines.empty());
    m_supervision->setFacts(std::move(lines), 96);
}

void CaseDesk::setLinked(const dispatch::Case& record) {
    std::vector<FactSheet::Fact> lines;
    if (record.mergedInto) {
        const dispatch::Case* target = m_picture->cases.find(record.mergedInto);
        lines.push_back(
            {target ? text(target->code) : QStringLiteral("#%1").arg(record.mergedInto.value),
             tr("this one was merged into it")});
    }
    for (const std::string& code : m_mergedFrom)
        lines.push_back({text(code), tr("was merged into this one")});
    m_linkedHead->setVisible(!lines.empty());
    m_linked->setVisible(!lines.empty());
    m_linked->setFacts(std::move(lines), 128);
}

void CaseDesk::setTimeline(const std::vector<dispatch::JournalRow>& rows, dispatch::Millis now) {
    m_mergedFrom.clear();
    for (const auto& row : rows)
        if (row.record == m_case && row.what.starts_with(dispatch::kMergedFrom))
            m_mergedFrom.push_back(row.what.substr(dispatch::kMergedFrom.size()));
    if (const auto* record = m_picture ? m_picture->cases.find(m_case) : nullptr)
        setLinked(*record);
    std::vector<FactSheet::Fact> lines;
    for (const auto& row : rows) {
        QString words = m_desk ? journalText(m_desk->rules.workflow, row.action) : text(row.action);
        const QString why = m_desk && m_picture ? reasonText(*m_picture, m_desk->rules.workflow,
                                                             row.officer, row.why)
                                                : text(row.why);
        if (!why.isEmpty()) words += QStringLiteral(" · ") + why;
        QStringList who{text(row.officer), text(row.seat)};
        if (!row.onBehalf.empty()) who << tr("for %1, by radio").arg(text(row.onBehalf));
        lines.push_back({shortTime(std::chrono::floor<std::chrono::seconds>(row.at), now),
                         words + QLatin1Char('\n') + who.join(QStringLiteral(" · "))});
    }
    m_timelineHead->setText(
        rows.empty() ? tr("Journal") : tr("Journal · #%1").arg(countText(rows.front().seq.value)));
    m_timeline->setFacts(std::move(lines), 88);
}

Verdict CaseDesk::verdictOn(const dispatch::Command& command) const {
    const dispatch::Case* record = m_picture->cases.find(command.record);
    if (!record || !m_desk) return {tr("The case is no longer open"), false};
    const dispatch::Situation now{m_desk->rules, *m_picture, m_now};
    const auto planned = dispatch::planAction(now, m_desk->actor, *record, command);
    const auto* refused = std::get_if<dispatch::Refusal>(&planned);
    if (!refused) return {};
    return {refusalText(*refused, m_desk->rules.workflow),
            refused->why == dispatch::Refusal::Why::Busy};
}

void CaseDesk::begin(const QString& action, const QString& responder) {
    const dispatch::Case* record = m_picture ? m_picture->cases.find(m_case) : nullptr;
    if (!record || !m_desk) return;
    const auto* step = m_desk->rules.workflow.step(record->stage, action.toStdString());
    if (!step) return;
    dispatch::Command command;
    command.record = record->id;
    command.code = record->code;
    command.seen = record->revision;
    command.action = step->action;
    command.responder = responder.toStdString();
    if (!ActionForm::isNeeded(*step) ||
        (!responder.isEmpty() && verdictOn(command).why.isEmpty())) {
        Q_EMIT commandReady(command);
        return;
    }
    delete m_form;
    m_form = new ActionForm(
        *step, *record, {m_desk->rules, *m_picture, m_now},
        [this](const dispatch::Command& made) { return verdictOn(made); }, this);
    m_form->setAttribute(Qt::WA_DeleteOnClose);
    if (!responder.isEmpty()) m_form->preset(dispatch::Guard::NeedsResponder, responder);
    const std::string stage = record->stage;
    connect(m_form, &ActionForm::ready, this, [this, stage](dispatch::Command made) {
        // A warning or a note meanwhile is no reason to lose what was typed.
        const auto* now = m_picture->cases.find(made.record);
        if (now && now->stage == stage) made.seen = now->revision;
        Q_EMIT commandReady(made);
    });
    m_form->open();
}

void CaseDesk::send(dispatch::CaseId id, const QString& responder) {
    const dispatch::Case* record = m_picture ? m_picture->cases.find(m_case) : nullptr;
    if (!record || !m_desk || id != m_case) return;
    for (const dispatch::Step& step : m_desk->rules.workflow.steps())
        if (step.stage == record->stage && step.has(dispatch::Effect::OrdersResponder))
            return begin(QString::fromStdString(step.action), responder);
}

}  // namespace app
