// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dispatch/clock.h"
#include "dispatch/place.h"

namespace scenario {

/// One line of a scenario: when, what, and what is said of it.
struct Line {
    int number = 0;
    dispatch::Seconds at{};          ///< Of the last time given; local time is UTC+8.
    std::string verb;                ///< "report", "tick", "expect" or an action's code.
    std::vector<std::string> words;  ///< Without "key=".
    std::map<std::string, std::string> values;
    std::string refused;  ///< Behind "!": part of the sentence it must be refused with.
};

/// A whole case in an officer's words. A file holds, a line each:
///
/// - `rules NAME`: the city's table is tests/scenarios/NAME/workflow.csv (and limits.csv);
/// - `user CODE ROLE [CENTRE]`;
/// - `map 100m  A . . W`: a letter A to M is a place, N to Z a worker on duty; a dot and a letter
///   are a cell; further rows are indented. The north-west cell lies in grid 990301001001001;
/// - `[2026-11-26] 09:01[:30] ACTION WORD ... KEY=VALUE ... [! why it is refused]`, where a word is
/// a
///   worker, a risk, a place ("@A"), or "radio", "confirmed";
/// - `09:00 report TITLE @A high category=0302 as=NAME by=d1`: a new case, named by its title;
/// - `09:07 tick`: what is due is done;
/// - `expect THIS, THAT`: of the case named last, or `of=NAME`;
/// - '#' begins a comment.
struct Scenario {
    std::string rules;
    struct User {
        std::string code, role, centre;
    };
    std::vector<User> users;
    std::map<char, dispatch::LonLat> places;  ///< Workers among them.
    std::vector<Line> lines;
    std::string fault;  ///< What could not be read; empty where all could.
};

Scenario readScenario(const std::string& text);

}  // namespace scenario
