// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/rule_book.h"

#include <cstdlib>

#include "app/zones.h"
#include "gis/store/defaults.h"

namespace app {
namespace {

std::string revisionsOf(const dispatch::Table<dispatch::Setting>& settings) {
    std::string text;
    settings.forEach([&](const dispatch::Setting& row) {
        text += std::to_string(row.id.value) + ':' + std::to_string(row.revision.value) + ' ';
    });
    return text;
}

}  // namespace

const dispatch::Rules& defaultRules() {
    static const dispatch::Rules rules = [] {
        auto read = dispatch::readRules({}, gis::defaultRuleTexts(), &zoneTable);
        // The tests read every shipped table: one that fails was never shipped.
        if (!read) std::abort();
        return std::move(*read);
    }();
    return rules;
}

std::shared_ptr<const dispatch::Rules> RuleBook::of(const dispatch::Picture& picture) {
    std::string now = revisionsOf(picture.settings);
    if (m_rules && now == m_read) return m_rules;
    m_read = std::move(now);
    auto read = dispatch::readRules(picture.settings, gis::defaultRuleTexts(), &zoneTable);
    m_problem = read ? std::string() : read.error().detail;
    m_rules = std::make_shared<const dispatch::Rules>(read ? std::move(*read) : defaultRules());
    return m_rules;
}

}  // namespace app
