// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {

std::vector<Rule> deskRules() {
    return {};
}

}  // namespace contract
