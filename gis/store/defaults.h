// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/limits.h"
#include "dispatch/rules.h"
#include "dispatch/store.h"
#include "gis/store/open_store.h"

namespace gis {

/// What a new city begins with, from resources/defaults; plausible, to be replaced by the city's
/// own.
std::vector<dispatch::Level> defaultLevels();
std::vector<dispatch::Category> defaultCategories();
dispatch::LimitPolicy defaultLimits();
/// Speeds of response circles, minutes of their rings, retention.
std::vector<dispatch::Setting> defaultSettings();

/// About how long a case may stay in its stage: a working day is taken as a day, whatever the
/// calendar. For made-up cases.
/// @return Zero where the stage has no limit.
std::chrono::minutes allowedTime(const dispatch::LimitPolicy& limits, const dispatch::Case& record);

/// The shipped tables of workflow, limits and calendar: what a city without its own goes by.
dispatch::RuleTexts defaultRuleTexts();

/// The first transaction of a new store.
dispatch::Transaction defaultsFor(const CreateOptions& options);

}  // namespace gis
