// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/scope.h"

#include "dispatch/routing.h"

namespace app {

using dispatch::Case;
using dispatch::Kind;

void Scope::setCentre(std::string centre) {
    m_centre = std::move(centre);
    m_isFresh = true;
}

bool Scope::sees(const dispatch::Picture& picture, const Case& record) const {
    if (record.centre == m_centre || record.grid.starts_with(m_centre)) return true;
    const dispatch::Unit* asked =
        record.askedUnit.empty() ? nullptr : picture.unitByCode(record.askedUnit);
    return asked && !asked->centre.empty() && dispatch::covers(m_centre, asked->centre);
}

std::shared_ptr<const dispatch::Picture> Scope::narrow(
    const std::shared_ptr<const dispatch::Picture>& whole, const dispatch::Changes& changes) {
    if (m_centre.empty()) return whole;
    const bool reloaded = m_isFresh ||
                          changes.reloaded.test(static_cast<std::size_t>(Kind::Case)) ||
                          changes.touches(Kind::Unit);
    if (reloaded) {
        std::vector<Case> seen;
        whole->cases.forEach([&](const Case& record) {
            if (sees(*whole, record)) seen.push_back(record);
        });
        m_cases = dispatch::Table<Case>(std::move(seen));
        m_isFresh = false;
    } else if (changes.touches(Kind::Case)) {
        std::vector<Case> seen;
        std::vector<dispatch::CaseId> gone;
        for (const dispatch::RecordRef& ref : changes.records) {
            if (ref.kind != Kind::Case) continue;
            const Case* record = whole->cases.find(dispatch::CaseId{ref.id});
            if (record && sees(*whole, *record))
                seen.push_back(*record);
            else
                gone.push_back(dispatch::CaseId{ref.id});
        }
        m_cases = m_cases.with(std::move(seen), gone);
    }
    auto narrowed = std::make_shared<dispatch::Picture>(*whole);
    narrowed->cases = m_cases;
    return narrowed;
}

}  // namespace app
