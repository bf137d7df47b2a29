// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/place_index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "app/intake/crossings.h"
#include "app/text/fold.h"
#include "app/text/words.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/ops.h"

namespace app {
namespace {

using dispatch::LonLat;

constexpr int kNoMatch = 99;
/// Parts of a street this near count as one: carriageways, gaps at squares.
constexpr double kGapDegrees = 0.003;
constexpr std::size_t kMostStreets = 12;  ///< Of one side of a crossing.

/// A house number follows the name: "人民路41号".
bool numberFollows(const QString& typed, const QString& name) {
    if (name.size() < 2 || typed.size() <= name.size() || !typed.startsWith(name)) return false;
    const QChar next = typed[name.size()];
    const bool han =
        next.script() == QChar::Script_Han && name.back().script() == QChar::Script_Han;
    return next.isDigit() || han ||
           ((next == QLatin1Char(' ') || next == QLatin1Char(',')) && name.size() > 3);
}

int rankOf(const QString& typed, const QString& letters, const QString& key, const QString& code,
           const Initials& initials, bool isStreet) {
    if (typed == key || (!code.isEmpty() && typed == code)) return 0;
    if (key.startsWith(typed)) return 1;
    if (isStreet && numberFollows(typed, key)) return 2;
    if (key.contains(typed)) return 3;
    if (letters.isEmpty() || !initials.isChinese()) return kNoMatch;
    if (initials.equals(letters)) return 4;
    return initials.beginsWith(letters) ? 5 : kNoMatch;
}

LonLat middleOf(const dispatch::Line& line) {
    return line.empty() ? LonLat{} : line[line.size() / 2];
}

LonLat middleOf(const dispatch::Ground& ground) {
    if (ground.area.empty()) return middleOf(ground.line);
    const auto polygon = gis::Polygon::make(ground.area);
    const auto inside = polygon ? gis::interiorPoint(*polygon) : std::nullopt;
    return inside.value_or(dispatch::boxOf(ground.area).centre());
}

}  // namespace

std::shared_ptr<const PlaceIndex> PlaceIndex::make(
    std::shared_ptr<const layers::GroundData> ground) {
    return std::shared_ptr<const PlaceIndex>(new PlaceIndex(std::move(ground)));
}

void PlaceIndex::add(Kind kind, const std::string& name, const std::string& code,
                     std::uint32_t row) {
    const QString shown = text(name);
    m_entries.push_back({kind, shown, folded(shown), folded(text(code)), Initials(shown), {row}});
}

PlaceIndex::PlaceIndex(std::shared_ptr<const layers::GroundData> ground)
    : m_ground(std::move(ground)) {
    std::unordered_map<std::string_view, std::size_t> streets;
    for (std::uint32_t row = 0; row < m_ground->roads.size(); ++row) {
        const dispatch::Road& road = m_ground->roads[row];
        if (road.name.empty() || road.line.empty()) continue;
        const auto [at, isNew] = streets.try_emplace(road.name, m_entries.size());
        if (isNew)
            add(Kind::Street, road.name, {}, row);
        else
            m_entries[at->second].rows.push_back(row);
    }
    for (std::uint32_t row = 0; row < m_ground->grounds.size(); ++row) {
        const dispatch::Ground& its = m_ground->grounds[row];
        if (!its.name.empty() && !(its.area.empty() && its.line.empty()))
            add(Kind::Ground, its.name, {}, row);
    }
    for (std::uint32_t row = 0; row < m_ground->cameras.size(); ++row)
        add(Kind::Camera, m_ground->cameras[row].name, m_ground->cameras[row].code, row);
}

std::vector<PlaceIndex::Match> PlaceIndex::matches(const QString& words, bool streetsOnly,
                                                   std::size_t limit) const {
    const QString typed = folded(words);
    if (typed.isEmpty()) return {};
    const QString letters = mayBeInitials(typed) ? typed : QString();
    std::vector<Match> found;
    for (std::uint32_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        if (streetsOnly && entry.kind != Kind::Street) continue;
        const int rank = rankOf(typed, letters, entry.key, entry.code, entry.initials,
                                entry.kind == Kind::Street);
        if (rank != kNoMatch) found.push_back({entry.kind, rank, i});
    }
    const auto better = [this](const Match& a, const Match& b) {
        if (a.rank != b.rank) return a.rank < b.rank;
        const QString& left = m_entries[a.entry].key;
        const QString& right = m_entries[b.entry].key;
        // Of names with a number behind them the longest fits best.
        if (left.size() != right.size())
            return a.rank == 2 ? left.size() > right.size() : left.size() < right.size();
        return left != right ? left < right : a.entry < b.entry;
    };
    const auto shown = static_cast<std::ptrdiff_t>(std::min(limit, found.size()));
    std::partial_sort(found.begin(), found.begin() + shown, found.end(), better);
    found.resize(static_cast<std::size_t>(shown));
    return found;
}

std::vector<PlaceIndex::Match> PlaceIndex::find(const QString& words, std::size_t limit) const {
    return matches(words, false, limit);
}

std::vector<PlaceIndex::Place> PlaceIndex::placesOf(const Match& match, std::size_t limit) const {
    const Entry& entry = m_entries[match.entry];
    switch (entry.kind) {
        case Kind::Street:
            return streetParts(entry, limit);
        case Kind::Ground: {
            const dispatch::Ground& row = m_ground->grounds[entry.rows.front()];
            return {{entry.name, {}, 0, row.kind, middleOf(row)}};
        }
        case Kind::Camera: {
            const dispatch::Camera& row = m_ground->cameras[entry.rows.front()];
            return {{entry.name, text(row.code), 0, {}, row.place}};
        }
    }
    return {};
}

std::vector<PlaceIndex::Place> PlaceIndex::streetParts(const Entry& street,
                                                       std::size_t limit) const {
    struct Part {
        dispatch::GeoBox box;
        std::vector<std::uint32_t> rows;
    };
    std::vector<Part> parts;
    for (const std::uint32_t row : street.rows) {
        Part whole{dispatch::boxOf(m_ground->roads[row].line), {row}};
        for (std::size_t i = 0; i < parts.size();) {
            dispatch::GeoBox wide = whole.box;
            wide.add(LonLat{whole.box.west - kGapDegrees, whole.box.south - kGapDegrees});
            wide.add(LonLat{whole.box.east + kGapDegrees, whole.box.north + kGapDegrees});
            if (!parts[i].box.intersects(wide)) {
                ++i;
                continue;
            }
            whole.box.add(parts[i].box);
            whole.rows.insert(whole.rows.end(), parts[i].rows.begin(), parts[i].rows.end());
            parts[i] = std::move(parts.back());
            parts.pop_back();
            i = 0;
        }
        parts.push_back(std::move(whole));
    }
    std::vector<Place> places;
    for (const Part& part : parts) {
        Place made{street.name, {}, 0, {}, {}};
        // Of the street's own positions the one nearest the middle of its box.
        double nearest = std::numeric_limits<double>::infinity();
        for (const std::uint32_t row : part.rows) {
            const dispatch::Line& line = m_ground->roads[row].line;
            made.metres += gis::lengthOf(line).value;
            for (const LonLat at : line) {
                const double away =
                    std::hypot(at.lon - part.box.centre().lon, at.lat - part.box.centre().lat);
                if (away >= nearest) continue;
                nearest = away;
                made.place = at;
            }
        }
        places.push_back(std::move(made));
    }
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.metres > b.metres; });
    if (places.size() > limit) places.resize(limit);
    return places;
}

std::vector<PlaceIndex::Crossing> PlaceIndex::crossings(const QString& first, const QString& second,
                                                        std::size_t limit) const {
    struct Street {
        Match match;
        std::vector<const dispatch::Road*> roads;
        dispatch::GeoBox box;
    };
    const auto streets = [this](const QString& words) {
        std::vector<Street> made;
        for (const Match& match : matches(words, true, kMostStreets)) {
            Street& street = made.emplace_back(Street{match, {}, {}});
            for (const std::uint32_t row : m_entries[match.entry].rows) {
                street.roads.push_back(&m_ground->roads[row]);
                street.box.add(dispatch::boxOf(m_ground->roads[row].line));
            }
        }
        return made;
    };
    const auto left = streets(first);
    if (left.empty()) return {};
    const auto right = streets(second);
    std::vector<Crossing> found;
    for (const bool junctions : {true, false}) {
        // Lines are compared for the best names only: anything may pass over anything.
        for (const Street& a : left) {
            if (!junctions && a.match.rank > left.front().match.rank) break;
            for (const Street& b : right) {
                if (!junctions && b.match.rank > right.front().match.rank) break;
                if (a.match.entry == b.match.entry || !a.box.intersects(b.box)) continue;
                const auto places =
                    junctions ? junctionsOf(a.roads, b.roads) : overpassesOf(a.roads, b.roads);
                for (const LonLat place : places)
                    found.push_back({m_entries[a.match.entry].name, m_entries[b.match.entry].name,
                                     junctions, place, a.match.rank + b.match.rank});
            }
        }
        if (!found.empty()) break;
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Crossing& a, const Crossing& b) { return a.rank < b.rank; });
    if (found.size() > limit) found.resize(limit);
    return found;
}

}  // namespace app
