// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/store.h"
#include "gis/store/open_store.h"

namespace gis {

/// Time allowed for a stage, by first-level category and risk.
struct DefaultLimit {
    std::string category;  ///< Category::code of the first level, "*" for all others.
    dispatch::Risk risk = dispatch::Risk::Low;
    std::string stage;
    std::chrono::minutes allowed{};
};

/// What a new city begins with, from resources/defaults; plausible, to be replaced by the city's
/// own.
std::vector<dispatch::Level> defaultLevels();
std::vector<dispatch::Category> defaultCategories();
std::vector<DefaultLimit> defaultLimits();
/// Speeds of response circles, minutes of their rings, retention.
std::vector<dispatch::Setting> defaultSettings();

/// Limit for a category code (its first level is its first two digits), risk and stage.
/// @return Zero where the stage has none.
std::chrono::minutes allowedTime(const std::vector<DefaultLimit>& limits,
                                 const std::string& category, dispatch::Risk risk,
                                 const std::string& stage);

/// The first transaction of a new store.
dispatch::Transaction defaultsFor(const CreateOptions& options);

}  // namespace gis
