// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/case_draft.h"

#include <utility>

namespace app {
namespace {

using dispatch::Case;
using dispatch::Intake;

/// Calls `each(member)` for every member of a case that the form asks for.
template <class Each>
void forFields(Each each) {
    each(&Case::title);
    each(&Case::text);
    each(&Case::category);
    each(&Case::risk);
    each(&Case::place);
    each(&Case::placeText);
    each(&Case::source);
    each(&Case::leadUnit);
}

bool sameFields(const Intake& a, const Intake& b) {
    bool same = a.contactName == b.contactName && a.contactPhone == b.contactPhone &&
                a.contactAddress == b.contactAddress;
    forFields([&](auto member) { same = same && a.draft.*member == b.draft.*member; });
    return same;
}

}  // namespace

bool CaseDraft::isDirty() const {
    return !m_lost.key.empty() || !sameFields(now, isWaiting() ? m_waiting : m_stored);
}

bool CaseDraft::isEmpty() const {
    Intake blank;
    blank.draft.source = now.draft.source;
    return !isSaved() && !isWaiting() && sameFields(now, blank);
}

Intake CaseDraft::send(const std::string& key) {
    if (!m_lost.key.empty()) {
        m_waiting = std::exchange(m_lost, {});
        return m_waiting;
    }
    now.key = key;
    m_waiting = now;
    return m_waiting;
}

dispatch::Command CaseDraft::amendment() const {
    dispatch::Command command;
    command.key = m_waiting.key;
    command.record = m_record;
    command.code = m_code;
    command.seen = m_revision;
    command.action = "amend";
    const Case& wanted = m_waiting.draft;
    const Case& stored = m_stored.draft;
    const auto differing = [&](auto member, auto& to) {
        if (wanted.*member != stored.*member) to = wanted.*member;
    };
    differing(&Case::title, command.amend.title);
    differing(&Case::text, command.amend.text);
    differing(&Case::placeText, command.amend.placeText);
    differing(&Case::source, command.amend.source);
    if (wanted.place && wanted.place != stored.place) command.amend.place = wanted.place;
    if (wanted.category != stored.category) command.category = wanted.category;
    if (wanted.risk != stored.risk) command.risk = wanted.risk;
    return command;
}

bool CaseDraft::accepted(const std::string& key, dispatch::CaseId record,
                         dispatch::Revision revision, const std::string& code) {
    if (!isWaiting() || key != m_waiting.key) return false;
    m_stored = m_waiting;
    m_waiting.key.clear();
    m_record = record;
    m_revision = revision;
    m_code = code;
    now.draft.id = record;
    now.draft.code = code;
    return true;
}

bool CaseDraft::refused(const std::string& key) {
    if (!isWaiting() || key != m_waiting.key) return false;
    m_waiting.key.clear();
    return true;
}

bool CaseDraft::lost(const std::string& key) {
    if (!isWaiting() || key != m_waiting.key) return false;
    m_lost = std::exchange(m_waiting, {});
    return true;
}

bool CaseDraft::follow(const Case& stored) {
    if (isWaiting() || stored.id != m_record || stored.revision <= m_revision) return false;
    bool changed = false;
    forFields([&](auto member) {
        if (now.draft.*member == m_stored.draft.*member && now.draft.*member != stored.*member) {
            now.draft.*member = stored.*member;
            changed = true;
        }
        m_stored.draft.*member = stored.*member;
    });
    m_revision = stored.revision;
    return changed;
}

}  // namespace app
