// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "dispatch/limits.h"
#include "dispatch/picture.h"
#include "dispatch/workflow.h"

namespace dispatch {

/// Hands out the table of a zone of the IANA database ("Asia/Shanghai"); empty where there is none.
using ZoneLookup = std::function<ZoneTable(const std::string& name)>;

/// Every rule table of a city, read from its settings: `rules.workflow`, `rules.limits` (in older
/// stores `limits`), `rules.calendar`, `zone`, and `centre.zone.CODE` / `centre.calendar.CODE`
/// where a centre differs. A city without a table has the default one.
struct Rules {
    Workflow workflow;
    LimitPolicy limits;
    WorkCalendar calendar;
    std::map<std::string, WorkCalendar> calendars;  ///< By Centre::code, where it differs.
    std::map<std::string, std::string> numbers;     ///< Settings below `desk.`: seconds and counts.

    /// Of the centre itself, else of the nearest one above it, else the city's.
    const WorkCalendar& calendarOf(const std::string& centre) const;
    /// A number of `numbers`, else the fallback: "desk.undelivered_seconds" is 10 by default.
    std::int64_t number(const std::string& key, std::int64_t fallback) const;
};

/// The tables as texts: the defaults a store starts from, handed in since the rules read no files.
struct RuleTexts {
    std::string workflow;
    std::string limits;
    std::string calendar;
};

/// Reads and checks a city's rules.
/// @error BadInput names the table, the row and what is wrong: the city's table is not used.
Result<Rules> readRules(const Table<Setting>& settings, const RuleTexts& defaults,
                        const ZoneLookup& zones);

}  // namespace dispatch
