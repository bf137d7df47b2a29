// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/finder.h"

#include <algorithm>

#include "app/models/responder_table_model.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::Kind;
using dispatch::Picture;
using dispatch::RecordRef;

constexpr int kNoMatch = 99;

/// 0 exact code, 1 exact name, 2 code ends so (the serial people know), 3 code begins so,
/// 4 name begins so, 5 name holds it.
int rankOf(const QString& words, const QString& code, const QString& name) {
    if (code.compare(words, Qt::CaseInsensitive) == 0) return 0;
    if (name.compare(words, Qt::CaseInsensitive) == 0) return 1;
    const bool digits = !words.isEmpty() && words.back().isDigit();
    if (digits && words.size() >= 2 && code.endsWith(words, Qt::CaseInsensitive)) return 2;
    if (code.startsWith(words, Qt::CaseInsensitive)) return 3;
    if (name.startsWith(words, Qt::CaseInsensitive)) return 4;
    if (name.contains(words, Qt::CaseInsensitive)) return 5;
    return kNoMatch;
}

/// Below every match of the letters themselves: 6 the initials, 7 they begin so, 8 they hold them.
int initialsRank(const QString& typed, const Initials& initials) {
    if (!initials.isChinese()) return kNoMatch;
    if (initials.equals(typed)) return 6;
    if (initials.beginsWith(typed)) return 7;
    if (initials.contains(typed)) return 8;
    return kNoMatch;
}

/// "990302 003 004 012" as it is shown is the code people copy.
QString typed(const QString& words) {
    QString joined = words.simplified();
    QString digits = joined;
    digits.remove(QLatin1Char(' '));
    const bool all = std::all_of(digits.begin(), digits.end(), [](QChar c) { return c.isDigit(); });
    return all ? digits : joined;
}

template <class Row>
const Row* rowOf(const dispatch::Table<Row>& table, std::int64_t id) {
    return table.find(decltype(Row::id){id});
}

}  // namespace

void Finder::apply(std::shared_ptr<const Picture> picture, const dispatch::Changes& changes) {
    m_picture = std::move(picture);
    for (const Kind kind : {Kind::Case, Kind::Responder, Kind::Grid, Kind::Centre, Kind::Post,
                            Kind::Zone, Kind::Unit})
        if (changes.touches(kind)) m_old = true;
}

void Finder::fill() const {
    m_entries.clear();
    const auto put = [&](Kind kind, const auto& table) {
        table.forEach([&](const auto& row) {
            const QString name = text(row.name);
            m_entries.push_back({{kind, row.id.value}, text(row.code), name, Initials(name)});
        });
    };
    m_picture->cases.forEach([&](const dispatch::Case& row) {
        const QString title = text(row.title);
        m_entries.push_back({{Kind::Case, row.id.value}, text(row.code), title, Initials(title)});
    });
    put(Kind::Responder, m_picture->responders);
    put(Kind::Grid, m_picture->grids);
    put(Kind::Centre, m_picture->centres);
    put(Kind::Post, m_picture->posts);
    put(Kind::Zone, m_picture->zones);
    put(Kind::Unit, m_picture->units);
    m_old = false;
}

std::vector<Found> Finder::find(const QString& asked, std::size_t limit,
                                std::optional<Kind> kind) const {
    const QString words = typed(asked);
    if (!m_picture || words.isEmpty()) return {};
    if (m_old) fill();
    const QString letters = words.toLower();
    const bool initials = mayBeInitials(letters);
    std::vector<std::pair<int, const Entry*>> hits;
    for (const Entry& entry : m_entries) {
        if (kind && entry.ref.kind != *kind) continue;
        int rank = rankOf(words, entry.code, entry.name);
        if (rank == kNoMatch && initials) rank = initialsRank(letters, entry.initials);
        if (rank != kNoMatch) hits.emplace_back(rank, &entry);
    }
    const auto better = [](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        if (a.second->code.size() != b.second->code.size())
            return a.second->code.size() < b.second->code.size();
        return a.second->code < b.second->code;
    };
    const std::size_t shown = std::min(limit, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(shown), hits.end(),
                      better);
    std::vector<Found> found;
    for (std::size_t i = 0; i < shown; ++i) {
        const Entry& entry = *hits[i].second;
        found.push_back(
            {entry.ref, entry.code, entry.name, detailOf(*m_picture, entry.ref), hits[i].first});
    }
    return found;
}

std::optional<Found> Finder::findOne(const QString& words) const {
    std::vector<Found> best = find(words, 2);
    if (best.empty()) return {};
    if (best.size() == 1 || best[0].rank < best[1].rank) return best[0];
    // A centre and its grids share digits: the shorter code was typed whole.
    if (best[0].rank <= 1) return best[0];
    return {};
}

dispatch::GeoBox boxOf(const Picture& picture, RecordRef ref) {
    dispatch::GeoBox box;
    const auto point = [&](const std::optional<dispatch::LonLat>& place) {
        if (place) box.add(*place);
    };
    switch (ref.kind) {
        case Kind::Case:
            if (const auto* row = rowOf(picture.cases, ref.id)) point(row->place);
            break;
        case Kind::Responder:
            if (const auto* fix = picture.fixOf(dispatch::ResponderId{ref.id})) point(fix->place);
            break;
        case Kind::Grid:
            if (const auto* row = rowOf(picture.grids, ref.id)) box = dispatch::boxOf(row->area);
            break;
        case Kind::Zone:
            if (const auto* row = rowOf(picture.zones, ref.id)) box = dispatch::boxOf(row->area);
            break;
        case Kind::Post:
            if (const auto* row = rowOf(picture.posts, ref.id)) point(row->place);
            break;
        case Kind::Unit:
            if (const auto* row = rowOf(picture.units, ref.id)) point(row->place);
            break;
        case Kind::Centre:
            if (const auto* row = rowOf(picture.centres, ref.id)) {
                picture.grids.forEach([&](const dispatch::Grid& grid) {
                    if (grid.code.compare(0, row->code.size(), row->code) == 0)
                        box.add(dispatch::boxOf(grid.area));
                });
                if (box.isEmpty()) box = dispatch::boxOf(row->reference);
                if (box.isEmpty()) point(row->place);
            }
            break;
        default:
            break;
    }
    return box;
}

QString nameOf(const Picture& picture, RecordRef ref) {
    const auto join = [](const auto* row, const auto& name) {
        return row ? text(row->code) + QLatin1Char(' ') + text(name(*row)) : QString();
    };
    const auto named = [](const auto& row) { return row.name; };
    switch (ref.kind) {
        case Kind::Case:
            return join(rowOf(picture.cases, ref.id), [](const auto& row) { return row.title; });
        case Kind::Responder:
            return join(rowOf(picture.responders, ref.id), named);
        case Kind::Grid:
            return join(rowOf(picture.grids, ref.id), named);
        case Kind::Zone:
            return join(rowOf(picture.zones, ref.id), named);
        case Kind::Post:
            return join(rowOf(picture.posts, ref.id), named);
        case Kind::Unit:
            return join(rowOf(picture.units, ref.id), named);
        case Kind::Centre:
            return join(rowOf(picture.centres, ref.id), named);
        default:
            return {};
    }
}

QString detailOf(const Picture& picture, RecordRef ref) {
    QStringList parts{kindText(ref.kind)};
    if (ref.kind == Kind::Case) {
        if (const auto* row = rowOf(picture.cases, ref.id)) parts << stageText(row->stage);
    } else if (ref.kind == Kind::Responder) {
        if (const auto* row = rowOf(picture.responders, ref.id))
            parts = {responderKindText(row->kind), dutyText(*row)};
    } else if (ref.kind == Kind::Grid) {
        if (const auto* row = rowOf(picture.grids, ref.id)) parts << areaText(picture, row->code);
    } else if (ref.kind == Kind::Centre) {
        if (const auto* row = rowOf(picture.centres, ref.id))
            parts << levelText(picture, row->level);
    } else if (ref.kind == Kind::Post) {
        if (const auto* row = rowOf(picture.posts, ref.id)) parts = {postKindText(row->kind)};
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

}  // namespace app
