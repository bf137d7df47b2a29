// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/proposal.h"

#include <map>

namespace dispatch {

std::optional<Proposal> proposalOf(const Picture& picture, const std::string& category) {
    const Category* row = nullptr;
    picture.categories.forEach([&](const Category& its) {
        if (its.code == category) row = &its;
    });
    if (row == nullptr) return std::nullopt;
    Proposal made{row->risk, {}, false};
    for (const std::string& code : {row->code, row->parent}) {
        const std::string unit = code.empty() ? code : picture.setting("desk.lead." + code);
        if (made.leadUnit.empty() && picture.unitByCode(unit)) made.leadUnit = unit;
    }
    if (!made.leadUnit.empty()) return made;
    std::map<std::string, int> leading;
    picture.cases.forEach([&](const Case& its) {
        if (its.category == category && picture.unitByCode(its.leadUnit)) ++leading[its.leadUnit];
    });
    int most = 0;
    for (const auto& [unit, count] : leading) {
        if (count <= most) continue;
        most = count;
        made.leadUnit = unit;
        made.fromHabit = true;
    }
    return made;
}

}  // namespace dispatch
