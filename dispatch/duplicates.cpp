// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/duplicates.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "dispatch/distance.h"

namespace dispatch {
namespace {

/// No two positions farther apart in latitude than this many degrees are within 1 m for each
/// metre asked: a degree of latitude is nowhere shorter than 110,500 m.
constexpr double kLeastMetresOfDegree = 110500;

double settingNumber(const Picture& picture, const char* key, double fallback) {
    const std::string value = picture.setting(key);
    double number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = fault == std::errc() && end == value.data() + value.size();
    return whole && number >= 0 && number <= 100000 ? number : fallback;
}

class FirstLevels {
  public:
    explicit FirstLevels(const Picture& picture) {
        picture.categories.forEach([this](const Category& row) {
            m_first.emplace(row.code, row.parent.empty() ? row.code : row.parent);
        });
    }
    std::string_view of(const std::string& code) const {
        const auto found = m_first.find(code);
        return found == m_first.end() ? std::string_view(code) : std::string_view(found->second);
    }

  private:
    std::unordered_map<std::string, std::string> m_first;
};

}  // namespace

DuplicateRules duplicateRules(const Picture& picture) {
    DuplicateRules rules;
    rules.duplicate.value = settingNumber(picture, "desk.duplicate_metres", rules.duplicate.value);
    const double minutes = settingNumber(picture, "desk.duplicate_minutes",
                                         static_cast<double>(rules.within.count()) / 60);
    rules.within = std::chrono::seconds(std::llround(minutes * 60));
    rules.near.value = std::max(settingNumber(picture, "desk.near_metres", rules.near.value),
                                rules.duplicate.value);
    return rules;
}

std::vector<NearCase> nearCases(const Picture& picture, const Case& draft, Seconds now,
                                const DuplicateRules& rules) {
    const FirstLevels levels(picture);
    const std::string first(levels.of(draft.category));
    const double near = std::max(rules.near.value, rules.duplicate.value);
    const double band = near / kLeastMetresOfDegree + 1e-9;
    std::vector<NearCase> found;
    picture.cases.forEach([&](const Case& other) {
        if (other.id == draft.id || other.mergedInto || other.closed) return;
        NearCase hit;
        if (draft.place && other.place) {
            if (std::fabs(draft.place->lat - other.place->lat) > band) return;
            hit.distance = groundDistance(*draft.place, *other.place);
            if (!(hit.distance->value <= near)) return;
        } else if (draft.placeText.empty() || draft.placeText != other.placeText) {
            return;
        }
        hit.record = other.id;
        hit.age = now - other.reported;
        hit.sameCategory = !draft.category.empty() && draft.category == other.category;
        hit.sameKind = !draft.category.empty() && !other.category.empty() &&
                       first == levels.of(other.category);
        const auto apart = draft.reported < other.reported ? other.reported - draft.reported
                                                           : draft.reported - other.reported;
        hit.isDuplicate = hit.sameKind && apart <= rules.within &&
                          (!hit.distance || hit.distance->value <= rules.duplicate.value);
        found.push_back(hit);
    });
    const auto metres = [](const NearCase& hit) { return hit.distance ? hit.distance->value : 0; };
    const auto better = [&](const NearCase& a, const NearCase& b) {
        if (a.isDuplicate != b.isDuplicate) return a.isDuplicate;
        if (metres(a) != metres(b)) return metres(a) < metres(b);
        if (a.age != b.age) return a.age < b.age;
        return a.record < b.record;
    };
    const auto shown = static_cast<std::ptrdiff_t>(std::min(rules.most, found.size()));
    std::partial_sort(found.begin(), found.begin() + shown, found.end(), better);
    found.resize(static_cast<std::size_t>(shown));
    return found;
}

}  // namespace dispatch
