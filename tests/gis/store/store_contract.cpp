// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/store/store_contract.h"

namespace contract {

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> made;
        for (const auto& some : {commitRules(), batchRules(), historyRules(), orderRules(),
                                 deskRules(), byHandRules(), searchRules(), journalRules()})
            made.insert(made.end(), some.begin(), some.end());
        return made;
    }();
    return all;
}

}  // namespace contract
