// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/routing.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace dispatch {
namespace {

std::vector<const Level*> levelsByRank(const Picture& picture) {
    std::vector<const Level*> levels;
    picture.levels.forEach([&](const Level& level) { levels.push_back(&level); });
    std::sort(levels.begin(), levels.end(),
              [](const Level* a, const Level* b) { return a->rank < b->rank; });
    return levels;
}

const Level* levelBeside(const Picture& picture, const std::string& code, std::ptrdiff_t step) {
    const auto levels = levelsByRank(picture);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i]->code != code) continue;
        const auto at = static_cast<std::ptrdiff_t>(i) + step;
        const bool there = at >= 0 && at < static_cast<std::ptrdiff_t>(levels.size());
        return there ? levels[static_cast<std::size_t>(at)] : nullptr;
    }
    return nullptr;
}

const char* riskWord(Risk risk) {
    switch (risk) {
        case Risk::Low:
            return "low";
        case Risk::Medium:
            return "medium";
        case Risk::High:
            return "high";
    }
    return "";
}

/// The fields of the longest category code that begins with the case's.
std::vector<std::string> fieldsOf(const Workflow& workflow, const std::string& category) {
    const SkillRow* best = nullptr;
    for (const SkillRow& row : workflow.skills())
        if (category.starts_with(row.category) &&
            (!best || row.category.size() > best->category.size()))
            best = &row;
    return best ? best->fields : std::vector<std::string>{};
}

}  // namespace

const Level* levelAbove(const Picture& picture, const std::string& level) {
    return levelBeside(picture, level, -1);
}

const Level* levelBelow(const Picture& picture, const std::string& level) {
    return levelBeside(picture, level, 1);
}

const Level* levelByRisk(const Picture& picture, Risk risk) {
    const std::string code = picture.setting(std::string("desk.route.") + riskWord(risk));
    if (const Level* named = picture.levelByCode(code)) return named;
    const auto levels = levelsByRank(picture);
    if (levels.empty()) return nullptr;
    if (risk == Risk::High) return levels.front();
    return risk == Risk::Low || levels.size() < 2 ? levels.back() : levels[levels.size() - 2];
}

std::string centreAt(const Picture& picture, const std::string& level, const std::string& grid) {
    const Level* row = picture.levelByCode(level);
    if (!row || grid.empty()) return {};
    const Centre* centre = picture.centreByCode(
        grid.substr(0, static_cast<std::size_t>(std::max(row->codeDigits, 0))));
    return centre && centre->level == level ? centre->code : std::string();
}

std::string holderOf(const Picture& picture, const Case& record) {
    if (!record.centre.empty()) return record.centre;
    const std::string centre = centreAt(picture, record.level, record.grid);
    return centre.empty() ? record.grid : centre;
}

bool covers(const std::string& centre, const std::string& area) {
    return area.starts_with(centre);
}

std::vector<UnitChoice> unitsFor(const Workflow& workflow, const Picture& picture,
                                 const Case& record) {
    const std::vector<std::string> fields = fieldsOf(workflow, record.category);
    const Level* own = picture.levelByCode(record.level);
    const std::string area = record.grid.empty() ? record.centre : record.grid;
    using Rank = std::tuple<std::size_t, int, bool, UnitChoice>;
    std::vector<Rank> ranked;
    picture.units.forEach([&](const Unit& unit) {
        if (!covers(unit.centre, area)) return;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (unit.field != fields[i] && !unit.field.starts_with(fields[i] + ":")) continue;
            const Centre* centre = picture.centreByCode(unit.centre);
            const Level* level = centre ? picture.levelByCode(centre->level) : nullptr;
            const int steps = own && level ? std::abs(own->rank - level->rank) : 0;
            // Of two equally far, the lower one is nearer to the people.
            const bool higher = own && level && level->rank < own->rank;
            ranked.emplace_back(i, steps, higher, UnitChoice{unit.code, unit.field, steps});
            return;
        }
    });
    std::sort(ranked.begin(), ranked.end(), [](const Rank& a, const Rank& b) {
        return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a), std::get<3>(a).unit) <
               std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b), std::get<3>(b).unit);
    });
    std::vector<UnitChoice> choices;
    for (Rank& row : ranked) choices.push_back(std::move(std::get<3>(row)));
    return choices;
}

}  // namespace dispatch
