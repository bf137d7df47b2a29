// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "dispatch/record.h"

namespace gis {

// The words that files use for our enumerations: exported as they stand here, read back in any of
// their spellings.

const char* wordOf(dispatch::GridKind kind);
const char* wordOf(dispatch::ResponderKind kind);
const char* wordOf(dispatch::Vehicle vehicle);
const char* wordOf(dispatch::WorkState state);
const char* wordOf(dispatch::Risk risk);
const char* wordOf(dispatch::TimePrecision precision);
const char* wordOf(dispatch::RoadClass kind);
const char* wordOf(dispatch::OneWay oneWay);

std::optional<dispatch::GridKind> gridKindOf(std::string_view word);
std::optional<dispatch::ResponderKind> responderKindOf(std::string_view word);
std::optional<dispatch::Vehicle> vehicleOf(std::string_view word);
std::optional<dispatch::WorkState> workStateOf(std::string_view word);
std::optional<dispatch::Risk> riskOf(std::string_view word);
std::optional<dispatch::TimePrecision> precisionOf(std::string_view word);
/// OSM's highway values; links count as the class they belong to.
std::optional<dispatch::RoadClass> roadClassOf(std::string_view word);
std::optional<dispatch::OneWay> oneWayOf(std::string_view word);

}  // namespace gis
