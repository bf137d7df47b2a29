// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "dispatch/case.h"
#include "gis/demo_city/plane.h"

namespace gis::demo {

/// When in the day something is reported.
enum class Hours : std::uint8_t { Any, Day, Evening, Night, Rush, Shop };
/// Where it happens.
enum class Scene : std::uint8_t { Home, Street, Shop, Works, Country, Water };

/// What people report, with slots: {楼} a house, {店} a shop, {物} a thing, {人} who, {数} a
/// number.
struct CaseTemplate {
    const char* topic;  ///< Key of the category, e.g. "noise".
    const char* title;
    dispatch::Risk risk;
    Hours hours;
    Scene scene;
    double weight;
};

std::span<const CaseTemplate> caseTemplates();
/// The title with its slots filled.
std::string fillTitle(const char* pattern, Random& random);
/// Share of a day's reports in an hour of local time, about 1 on average.
double hourWeight(Hours hours, int hour);

/// Where a topic belongs.
struct Topic {
    const char* topic;
    const char* code;   ///< Of its category in resources/defaults/categories.csv.
    const char* field;  ///< Of the unit that leads.
};
std::span<const Topic> topics();

}  // namespace gis::demo
