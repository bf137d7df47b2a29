// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/scope.h"

#include <algorithm>

#include "dispatch/routing.h"

namespace app {

using dispatch::Case;
using dispatch::Kind;

void Scope::setCentre(std::string centre) {
    m_centre = std::move(centre);
    m_isFresh = true;
}

bool Scope::owns(const dispatch::Picture& picture, const std::string& unit) const {
    const dispatch::Unit* found = unit.empty() ? nullptr : picture.unitByCode(unit);
    return found && !found->centre.empty() && dispatch::covers(m_centre, found->centre);
}

bool Scope::sees(const dispatch::Picture& picture, const Case& record) const {
    if (record.grid.starts_with(m_centre) ||
        dispatch::covers(m_centre, dispatch::holderOf(picture, record)))
        return true;
    return owns(picture, record.askedUnit) ||
           std::find(m_calledIn.begin(), m_calledIn.end(), record.id) != m_calledIn.end();
}

std::shared_ptr<const dispatch::Picture> Scope::narrow(
    const std::shared_ptr<const dispatch::Picture>& whole, dispatch::Changes& changes) {
    if (m_centre.empty()) return whole;
    const bool reloaded = m_isFresh ||
                          changes.reloaded.test(static_cast<std::size_t>(Kind::Case)) ||
                          changes.touches(Kind::Unit);
    if (reloaded) {
        m_calledIn.clear();
        whole->supervisions.forEach([&](const dispatch::Supervision& matter) {
            if (owns(*whole, matter.unit)) m_calledIn.push_back(matter.record);
        });
        // What is seen may be other cases than those that changed.
        changes.add(Kind::Case);
        changes.reloaded.set(static_cast<std::size_t>(Kind::Case));
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
