// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/duty_desk.h"

#include "app/commands/action_language.h"
#include "app/text/desk_words.h"
#include "app/text/link_words.h"
#include "app/text/words.h"
#include "dispatch/routing.h"

namespace app {
namespace {

constexpr std::size_t kMostUndone = 20;

}  // namespace

DutyDesk::DutyDesk(LiveState& state, QObject* parent) : QObject(parent), m_state(state) {}

void DutyDesk::clearActor() {
    m_actor.reset();
    m_context.reset();
    m_book = {};
    m_waiting.clear();
    m_bulk = {};
    m_done.clear();
    Q_EMIT contextChanged();
}

void DutyDesk::setActor(const dispatch::Actor& actor) {
    m_actor = actor;
    m_context.reset();
    m_done.clear();
    takePicture(*m_state.picture());
}

void DutyDesk::takePicture(const dispatch::Picture& picture) {
    if (!m_actor || !m_state.hasPicture()) return;
    auto rules = m_book.of(picture);
    if (m_context && m_context->kept == rules) return;
    m_context = std::make_shared<const DeskContext>(std::move(rules), *m_actor);
    Q_EMIT contextChanged();
}

QString DutyDesk::whyNotWrite() const {
    return m_context ? writeRefusal(m_state.link(), m_state.storeNow())
                     : tr("Nobody is signed in at this seat.");
}

bool DutyDesk::mayWrite() {
    const QString why = whyNotWrite();
    if (!why.isEmpty()) Q_EMIT said(QStringLiteral("desk"), why, true);
    return why.isEmpty();
}

void DutyDesk::perform(const dispatch::Command& command) {
    if (!mayWrite()) return Q_EMIT actionAnswered(command.key, whyNotWrite(), false);
    m_sending = {command, {}, false, false};
    Q_EMIT commandReady(command);
}

void DutyDesk::performAll(const std::vector<dispatch::Command>& commands) {
    if (!mayWrite()) return;
    m_bulk.waiting += commands.size();
    for (const dispatch::Command& command : commands) {
        m_sending = {command, {}, true, false};
        Q_EMIT commandReady(command);
    }
}

void DutyDesk::answerBulk(const dispatch::Command& command, const DeskAnswer& answer) {
    if (answer.result)
        ++m_bulk.done;
    else
        m_bulk.refused << text(command.code) + QStringLiteral(": ") +
                              refusalWords(answer.result.error(), answer.refusal);
    if (--m_bulk.waiting > 0) return;
    const Bulk all = std::exchange(m_bulk, {});
    const QString name = actionText(m_context->rules.workflow, command.action);
    QString words = tr("%1: done for %2").arg(name).arg(all.done);
    if (!all.refused.isEmpty())
        words += tr("; refused for %1: %2")
                     .arg(all.refused.size())
                     .arg(all.refused.join(QStringLiteral(" · ")));
    Q_EMIT said(QStringLiteral("desk"), words, !all.refused.isEmpty());
}

void DutyDesk::takeIn(const dispatch::Intake& intake) {
    if (!mayTakeIn(intake.key)) return;
    m_sending = {{}, intake.key, false, false};
    Q_EMIT intakeReady(intake);
}

void DutyDesk::amend(const dispatch::Command& command, const dispatch::Intake& whole) {
    if (!mayTakeIn(whole.key)) return;
    m_sending = {{}, whole.key, false, false};
    Q_EMIT amendReady(command, whole);
}

bool DutyDesk::mayTakeIn(const std::string& key) {
    if (mayWrite()) return true;
    IntakeAnswer answer;
    answer.key = key;
    answer.refusal = whyNotWrite();
    Q_EMIT intakeAnswered(answer);
    return false;
}

void DutyDesk::sent(quint64 number) {
    m_waiting[number] = m_sending;
}

void DutyDesk::undo() {
    if (!mayWrite()) return;
    const QString key = QStringLiteral("desk");
    if (m_done.empty()) {
        Q_EMIT said(key, tr("This seat has done nothing that could be taken back."), false);
        return;
    }
    const Done last = m_done.back();
    const QString name = actionText(m_context->rules.workflow, last.command.action);
    const dispatch::Case* record = m_state.picture()->cases.find(last.command.record);
    const auto back =
        record ? undoOf(m_context->rules.workflow, *record, last.command) : std::nullopt;
    if (!back) {
        Q_EMIT said(key, tr("%1 cannot be taken back: no step leads back.").arg(name), false);
        return;
    }
    if (record->revision != last.left) {
        Q_EMIT said(key, tr("%1 cannot be taken back: the case has changed since.").arg(name),
                    false);
        return;
    }
    m_sending = {*back, {}, false, true};
    Q_EMIT commandReady(*back);
}

QString DutyDesk::sentenceOf(const dispatch::Command& command,
                             const dispatch::Performed& done) const {
    const auto& workflow = m_context->rules.workflow;
    QString words = actionText(workflow, command.action) + QStringLiteral(" · ") + text(done.code);
    if (!command.responder.empty()) words += QStringLiteral(" · ") + text(command.responder);
    const dispatch::Case* record = m_state.picture()->cases.find(done.record);
    if (record && undoOf(workflow, *record, command)) words += tr("  (undo takes it back)");
    return words;
}

QString DutyDesk::refusalWords(const dispatch::Error& error,
                               const std::optional<dispatch::Refusal>& refusal) const {
    if (refusal && m_context) return refusalText(*refusal, m_context->rules.workflow);
    return errorText(error.code) + QLatin1Char(' ') + text(error.detail);
}

void DutyDesk::answerIntake(const std::string& key, const DeskAnswer& answer) {
    IntakeAnswer told;
    told.key = key;
    told.done = answer.result.has_value();
    if (told.done) {
        told.record = answer.result->record;
        told.code = answer.result->code;
        told.revision = answer.result->revision;
    } else {
        told.refusal = refusalWords(answer.result.error(), answer.refusal);
        told.isUnknown = !answer.refusal && dispatch::isLinkFailure(answer.result.error().code);
    }
    Q_EMIT intakeAnswered(told);
}

void DutyDesk::answer(const DeskAnswer& answer) {
    const auto found = m_waiting.find(answer.number);
    if (found == m_waiting.end()) return;
    const Sent sent = std::move(found->second);
    m_waiting.erase(found);
    if (!sent.command) return answerIntake(sent.intakeKey, answer);
    if (sent.isBulk) return answerBulk(*sent.command, answer);
    const std::string& key = sent.command->key;
    if (!answer.result) {
        const QString why = refusalWords(answer.result.error(), answer.refusal);
        const bool isUnknown =
            !answer.refusal && dispatch::isLinkFailure(answer.result.error().code);
        Q_EMIT said(QStringLiteral("desk"), why, true);
        return Q_EMIT actionAnswered(key, why, isUnknown);
    }
    Q_EMIT actionAnswered(key, {}, false);
    if (sent.isUndo) {
        if (!m_done.empty()) m_done.pop_back();
    } else {
        m_done.push_back({*sent.command, answer.result->revision});
        if (m_done.size() > kMostUndone) m_done.erase(m_done.begin());
    }
    Q_EMIT said(QStringLiteral("desk"), sentenceOf(*sent.command, *answer.result), false);
}

QString DutyDesk::limitWords(const std::string& category, dispatch::Risk risk) const {
    if (!m_context) return {};
    const auto& rules = m_context->rules;
    const auto* level = dispatch::levelByRisk(*m_state.picture(), risk);
    QStringList parts;
    for (const auto& stage : rules.workflow.stages()) {
        if (stage.isFinal) continue;
        const auto allowed =
            rules.limits.allowed(category, risk, level ? level->code : std::string(), stage.code);
        if (allowed)
            parts << stageText(rules.workflow, stage.code) + QLatin1Char(' ') + limitText(*allowed);
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace app
