// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/intake_form.h"

#include <QKeyEvent>
#include <QStyle>
#include <QUuid>

#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

std::string newKey() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

}  // namespace

void IntakeForm::apply(std::shared_ptr<const dispatch::Picture> picture,
                       const dispatch::Changes& changes) {
    m_picture = std::move(picture);
    const dispatch::Case* stored = m_picture->cases.find(m_draft.record());
    if (stored && m_draft.follow(*stored)) {
        showDraft();
        showState(
            tr("Another seat changed %1; what you typed since stays.").arg(text(m_draft.code())),
            Say::Quiet);
    }
    if (changes.touches(dispatch::Kind::Case) || changes.touches(dispatch::Kind::Setting))
        refreshNear();
    if (changes.touches(dispatch::Kind::Category) || changes.touches(dispatch::Kind::Unit))
        refreshProposal();
}

void IntakeForm::setNow(dispatch::Millis now) {
    m_now = now;
    if (isVisible() && !m_near->list().hasFocus()) refreshNear();
}

void IntakeForm::open() {
    if (m_draft.isSaved() && !m_draft.isDirty() && !m_draft.isWaiting()) beginNext();
    show();
    m_title->setFocus(Qt::ShortcutFocusReason);
}

void IntakeForm::beginNext() {
    if (m_draft.isWaiting() || (m_draft.isDirty() && !m_draft.isEmpty()))
        return showState(tr("What is typed is not saved yet: Enter saves it."), Say::Wrong);
    const std::string source = m_draft.now.draft.source;
    m_draft = {};
    m_draft.now.draft.source = source;
    m_candidates.clear();
    m_picked = false;
    m_riskSet = false;
    showDraft();
    showState({}, Say::Quiet);
    m_title->setFocus(Qt::ShortcutFocusReason);
}

void IntakeForm::showDraft() {
    const dispatch::Case& now = m_draft.now.draft;
    m_title->setValue(text(now.title));
    m_where->setValue(text(now.placeText));
    m_text->setValue(text(now.text));
    if (!now.category.empty())
        setCategory(now.category);
    else if (!m_draft.isSaved())
        m_category->setValue({});
    m_name->setValue(text(m_draft.now.contactName));
    m_phone->setValue(text(m_draft.now.contactPhone));
    m_address->setValue(text(m_draft.now.contactAddress));
    for (TextField* field : {m_name, m_phone, m_address}) field->setKept(m_draft.isSaved());
    const int source = m_source->findData(text(now.source));
    m_source->setCurrentIndex(std::max(0, source));
    showRisk();
    for (const Row& row : {m_titleRow, m_nameRow, m_phoneRow, m_addressRow, m_textRow})
        note(row, {});
    placeNote();
    refreshProposal();
    refreshNear();
    m_save->setText(m_draft.isSaved() ? tr("Save") : tr("Take in"));
    m_header->setCount(m_draft.isSaved() ? text(m_draft.code()) : QString());
}

void IntakeForm::refreshNear() {
    const auto second = std::chrono::floor<std::chrono::seconds>(m_now);
    dispatch::Case draft = m_draft.now.draft;
    const dispatch::Case* stored = m_picture->cases.find(m_draft.record());
    draft.reported = stored ? stored->reported : second;
    const bool hasPlace = draft.place || !draft.placeText.empty();
    m_near->setCases(
        m_picture,
        dispatch::nearCases(*m_picture, draft, second, dispatch::duplicateRules(*m_picture)),
        hasPlace, second);
}

QString IntakeForm::fault() const {
    if (text(m_draft.now.draft.title).trimmed().isEmpty())
        return tr("Say what happened: the first line is the case's title.");
    if (m_phone->property("fault").toBool()) return m_phoneRow.note->text();
    return {};
}

void IntakeForm::setTitle(const QString& words) {
    if (m_title->text().isEmpty()) m_title->setText(words);
}

void IntakeForm::save() {
    m_choices->hide();
    const QString wrong = fault();
    if (!wrong.isEmpty()) return showState(wrong, Say::Wrong);
    if (!m_draft.isDirty()) return;
    if (m_draft.isWaiting()) {
        m_again = true;
        return;
    }
    m_again = false;
    const dispatch::Intake sent = m_draft.send(newKey());
    showState(tr("Saving"), Say::Quiet);
    if (m_draft.isSaved())
        Q_EMIT amendReady(m_draft.amendment(), sent);
    else
        Q_EMIT intakeReady(sent);
}

void IntakeForm::answer(const IntakeAnswer& answer) {
    if (!answer.done) {
        m_resent = answer.isUnknown;
        if (!(answer.isUnknown ? m_draft.lost(answer.key) : m_draft.refused(answer.key))) return;
        return showState(
            answer.refusal.isEmpty() ? tr("Refused; nothing was written.") : answer.refusal,
            Say::Wrong);
    }
    const bool wasLost = std::exchange(m_resent, false);
    if (!m_draft.accepted(answer.key, answer.record, answer.revision, answer.code)) return;
    m_header->setCount(text(answer.code));
    m_save->setText(tr("Save"));
    for (TextField* field : {m_name, m_phone, m_address}) field->setKept(true);
    showState(tr("Saved as %1, in everyone's queue.").arg(text(answer.code)), Say::Good);
    refreshNear();
    // What was typed while the answer was on its way follows at once.
    if (m_again || (m_draft.isDirty() && wasLost)) save();
}

void IntakeForm::showState(const QString& words, Say how) {
    m_state->setText(words);
    m_state->setVisible(!words.isEmpty());
    m_state->setProperty("role", how == Say::Wrong  ? QStringLiteral("fault")
                                 : how == Say::Good ? QStringLiteral("head")
                                                    : QStringLiteral("small"));
    m_state->style()->polish(m_state);
}

void IntakeForm::wantMerge(dispatch::CaseId other) {
    const dispatch::Case* into = m_picture->cases.find(other);
    if (!into) return showState(tr("That case is closed by now."), Say::Wrong);
    if (!m_draft.isSaved())
        return showState(tr("Nothing is saved yet, so there is nothing to merge: N adds what is "
                            "typed to that case as a note."),
                         Say::Wrong);
    dispatch::Command command;
    command.key = newKey();
    command.record = m_draft.record();
    command.code = m_draft.code();
    command.seen = m_draft.revision();
    command.action = "merge";
    command.target = into->code;
    Q_EMIT mergeWanted(command);
}

void IntakeForm::wantNote(dispatch::CaseId other) {
    QStringList parts{m_title->value(), m_where->value(), m_text->value()};
    parts.removeAll(QString());
    if (parts.isEmpty()) return showState(tr("Nothing is typed yet."), Say::Wrong);
    Q_EMIT noteWanted(other, parts.join(QLatin1Char('\n')));
}

void IntakeForm::goOn() {
    save();
    focusNextChild();
}

bool IntakeForm::handleKey(int key, Qt::KeyboardModifiers modifiers) {
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (modifiers == Qt::ControlModifier) {
        if (enter) save();
        if (key == Qt::Key_N) beginNext();
        return enter || key == Qt::Key_N;
    }
    if (modifiers == Qt::AltModifier && key >= Qt::Key_1 && key <= Qt::Key_3) {
        setRisk(static_cast<dispatch::Risk>(key - Qt::Key_1));
        return true;
    }
    if (modifiers & ~Qt::KeypadModifier) return false;
    switch (key) {
        case Qt::Key_F1:
            m_keys->setVisible(m_keys->isHidden());
            return true;
        case Qt::Key_F3:
            takeProposal();
            return true;
        case Qt::Key_F7:
            Q_EMIT pickWanted();
            return true;
        case Qt::Key_F8:
            m_near->begin();
            return true;
        case Qt::Key_Escape:
            m_choices->hide();
            Q_EMIT left();
            return true;
        default:
            return false;
    }
}

/// The form's keys go before the window's while the cursor is in it.
bool IntakeForm::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        for (const int own : {Qt::Key_F1, Qt::Key_F3, Qt::Key_F7, Qt::Key_F8, Qt::Key_Escape})
            if (key->key() == own && key->modifiers() == Qt::NoModifier) event->accept();
        if (key->modifiers() == Qt::ControlModifier && key->key() == Qt::Key_N) event->accept();
        if (event->isAccepted()) return true;
    }
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (handleKey(key->key(), key->modifiers())) return true;
    }
    return QWidget::event(event);
}

bool IntakeForm::eventFilter(QObject* watched, QEvent* event) {
    auto* field = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::FocusOut && field) {
        m_choices->hide();
        // A saved case is completed as each field is left.
        if (field == m_category && m_draft.now.draft.category.empty() &&
            !m_category->value().trimmed().isEmpty())
            note(m_categoryRow, tr("No category of the list; the case is taken in without one."));
        if (field == m_where) settlePlace();
        if (m_draft.isSaved()) save();
        return false;
    }
    if (event->type() == QEvent::FocusIn && field) m_scroll->ensureWidgetVisible(field, 0, 40);
    if (event->type() != QEvent::KeyPress || !field) return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = !(key->modifiers() & ~Qt::KeypadModifier);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!plain && handleKey(key->key(), key->modifiers())) return true;
    const bool isRisk = std::find(m_risks.begin(), m_risks.end(), field) != m_risks.end();
    if (isRisk && plain && key->key() >= Qt::Key_1 && key->key() <= Qt::Key_3) {
        setRisk(static_cast<dispatch::Risk>(key->key() - Qt::Key_1));
        m_risks[static_cast<std::size_t>(m_draft.now.draft.risk)]->setFocus();
        return true;
    }
    const bool choosing = m_choices->isVisible() && m_choosing == field;
    if (choosing && plain && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up))
        return m_choices->step(key->key() == Qt::Key_Down ? 1 : -1);
    if (choosing && key->key() == Qt::Key_Escape) {
        m_choices->hide();
        return true;
    }
    if (!enter || !plain || field == m_text) return false;
    if (choosing) {
        // One category that fits is meant; a place is never taken for a person.
        QString chosen = m_choices->chosen();
        if (chosen.isEmpty() && field == m_category) {
            m_choices->step(1);
            chosen = m_choices->chosen();
        }
        if (!chosen.isEmpty()) choose(chosen);
        m_choices->hide();
    }
    if (field == m_where) settlePlace();
    goOn();
    return true;
}

}  // namespace app
