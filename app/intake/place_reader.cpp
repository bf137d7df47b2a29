// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/place_reader.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/text/figures.h"
#include "app/text/words.h"
#include "gis/geometry/coordinate_text.h"
#include "gis/geometry/ops.h"

namespace app {
namespace {

using dispatch::Kind;
using From = PlaceCandidate::From;

constexpr qsizetype kLongestPlace = 200;

class PlaceWords {
    Q_DECLARE_TR_FUNCTIONS(PlaceWords)
};

QString groundText(dispatch::GroundKind kind) {
    switch (kind) {
        case dispatch::GroundKind::Land:
            return PlaceWords::tr("Land");
        case dispatch::GroundKind::Hill:
            return PlaceWords::tr("Hill");
        case dispatch::GroundKind::Green:
            return PlaceWords::tr("Park or green");
        case dispatch::GroundKind::Water:
        case dispatch::GroundKind::River:
            return PlaceWords::tr("Water");
        case dispatch::GroundKind::Building:
            return PlaceWords::tr("Building or estate");
        case dispatch::GroundKind::Rail:
            return PlaceWords::tr("Railway");
    }
    return {};
}

QString systemText(gis::CoordinateSystem system) {
    switch (system) {
        case gis::CoordinateSystem::Cgcs2000:
            return QStringLiteral("CGCS2000");
        case gis::CoordinateSystem::Gcj02:
            return QStringLiteral("GCJ-02");
        case gis::CoordinateSystem::Bd09:
            return QStringLiteral("BD-09");
    }
    return {};
}

dispatch::GeoBox cityBox(const dispatch::Picture& picture) {
    dispatch::GeoBox box;
    picture.grids.forEach([&](const dispatch::Grid& row) { box.add(dispatch::boxOf(row.area)); });
    return box;
}

std::vector<PlaceCandidate> coordinates(const QString& words, const dispatch::Picture& picture) {
    const auto readings = gis::readCoordinates(words.toStdString());
    if (readings.empty()) return {};
    const dispatch::GeoBox city = cityBox(picture);
    std::vector<PlaceCandidate> made;
    for (const gis::CoordinateReading& its : readings) {
        const bool outside = !city.isEmpty() && !city.contains(its.place);
        QStringList detail{systemText(its.system)};
        if (its.latitudeFirst) detail << PlaceWords::tr("read as latitude, longitude");
        if (outside) detail << PlaceWords::tr("outside the city");
        made.push_back({From::Coordinates, positionText(its.place),
                        detail.join(QStringLiteral(" · ")), its.place, 0, its.latitudeFirst,
                        outside});
    }
    // As typed and in the city there is no doubt; else both orders are shown, the likelier first.
    if (made.size() == 2 && !made[0].isOutside && !city.isEmpty()) made.pop_back();
    if (made.size() == 2 && made[0].isOutside && !made[1].isOutside) std::swap(made[0], made[1]);
    return made;
}

std::optional<dispatch::LonLat> placeOf(const dispatch::Picture& picture, dispatch::RecordRef ref) {
    if (ref.kind == Kind::Grid) {
        const auto* grid = picture.grids.find(dispatch::GridId{ref.id});
        const auto polygon = grid ? gis::Polygon::make(grid->area)
                                  : dispatch::Result<gis::Polygon>(dispatch::Error{});
        if (const auto inside = polygon ? gis::interiorPoint(*polygon) : std::nullopt)
            return inside;
    }
    if (ref.kind == Kind::Centre) {
        const auto* centre = picture.centres.find(dispatch::CentreId{ref.id});
        if (centre && centre->place) return centre->place;
    }
    const dispatch::GeoBox box = boxOf(picture, ref);
    return box.isEmpty() ? std::nullopt : std::optional(box.centre());
}

void addFound(const QString& words, const PlaceSources& sources, std::size_t limit,
              std::vector<PlaceCandidate>& to) {
    for (const auto& [kind, from] :
         {std::pair{Kind::Centre, From::Centre}, std::pair{Kind::Grid, From::Grid},
          std::pair{Kind::Post, From::Post}, std::pair{Kind::Unit, From::Unit}}) {
        for (const Found& found : sources.finder.find(words, limit, kind)) {
            const auto place = placeOf(sources.picture, found.ref);
            if (!place) continue;
            const bool isGrid = from == From::Grid;
            const QString code = isGrid ? groupedCode(found.code) : found.code;
            QStringList detail{isGrid ? code : found.detail, isGrid ? found.detail : code};
            if (isGrid) detail << PlaceWords::tr("its middle");
            to.push_back({from, found.name.isEmpty() ? code : found.name,
                          detail.join(QStringLiteral(" · ")), *place, found.rank, false, false});
        }
    }
}

/// The index's ranks among the finder's: a name that is exact comes after a code that is.
int finderRank(int indexRank) {
    constexpr int kRanks[] = {1, 4, 4, 5, 6, 7};
    return kRanks[indexRank];
}

void addIndexed(const QString& words, const PlaceIndex& index, std::size_t limit,
                std::vector<PlaceCandidate>& to) {
    for (const PlaceIndex::Match& match : index.find(words, limit)) {
        for (const PlaceIndex::Place& its : index.placesOf(match, limit)) {
            PlaceCandidate made{From::Street,           its.name, {},   its.place,
                                finderRank(match.rank), false,    false};
            switch (match.kind) {
                case PlaceIndex::Kind::Street:
                    made.isGuess = true;
                    made.detail =
                        match.rank == 2
                            ? PlaceWords::tr("Street, its middle: the number is not known")
                            : PlaceWords::tr("Street of %1, its middle")
                                  .arg(lengthText(its.metres));
                    break;
                case PlaceIndex::Kind::Ground:
                    made.from = From::Ground;
                    made.detail = groundText(its.ground);
                    break;
                case PlaceIndex::Kind::Camera:
                    made.from = From::Camera;
                    made.detail = kindText(Kind::Camera) + QStringLiteral(" · ") + its.code;
                    break;
            }
            to.push_back(std::move(made));
            if (to.size() > 8 * limit) return;
        }
    }
}

void addCrossings(const QString& words, const PlaceIndex& index, std::size_t limit,
                  std::vector<PlaceCandidate>& to) {
    for (const auto& [first, second] : crossingNames(words)) {
        for (const PlaceIndex::Crossing& its : index.crossings(first, second, limit))
            to.push_back({From::Crossing, its.first + QStringLiteral(" / ") + its.second,
                          its.isJunction ? PlaceWords::tr("Crossing")
                                         : PlaceWords::tr("One passes over the other"),
                          its.place, its.rank, !its.isJunction, false});
        if (!to.empty()) return;
    }
}

}  // namespace

std::vector<std::pair<QString, QString>> crossingNames(const QString& words) {
    QString bare = words.simplified();
    for (const char* tail : {"的交叉口", "交叉路口", "十字路口", "丁字路口", "交叉口", "交汇处",
                             "交界处", "路口", " crossing", " junction", " intersection"}) {
        const QString its = QString::fromUtf8(tail);
        if (!bare.endsWith(its, Qt::CaseInsensitive) || bare.size() == its.size()) continue;
        // "人民路口" is the mouth of 人民路.
        bare.chop(its == QStringLiteral("路口") ? 1 : its.size());
        break;
    }
    for (const char* head : {"corner of ", "crossing of ", "junction of "})
        if (bare.startsWith(QString::fromUtf8(head), Qt::CaseInsensitive))
            bare.remove(0, QString::fromUtf8(head).size());
    std::vector<std::pair<QString, QString>> cuts;
    for (const char* between : {"/", "／", " x ", " X ", "×", "&", "＆", "@", "+", " and ", " at ",
                                "、", ",", "，", "与", "和", "交", "跟"}) {
        const QString its = QString::fromUtf8(between);
        for (qsizetype at = bare.indexOf(its, 0, Qt::CaseInsensitive); at >= 0;
             at = bare.indexOf(its, at + 1, Qt::CaseInsensitive)) {
            const QString first = bare.left(at).trimmed();
            const QString second = bare.mid(at + its.size()).trimmed();
            if (first.size() > 1 && second.size() > 1) cuts.emplace_back(first, second);
            if (cuts.size() >= 8) return cuts;
        }
    }
    return cuts;
}

std::vector<PlaceCandidate> readPlace(const QString& words, const PlaceSources& sources,
                                      std::size_t limit) {
    const QString bare = words.trimmed();
    if (bare.isEmpty() || bare.size() > kLongestPlace) return {};
    std::vector<PlaceCandidate> found = coordinates(bare, sources.picture);
    if (!found.empty()) return found;
    if (sources.index) addCrossings(bare, *sources.index, limit, found);
    const auto crossings = static_cast<std::ptrdiff_t>(found.size());
    if (crossings == 0) {
        addFound(bare, sources, limit, found);
        if (sources.index) addIndexed(bare, *sources.index, limit, found);
    }
    std::stable_sort(
        found.begin(), found.end(),
        [](const PlaceCandidate& a, const PlaceCandidate& b) { return a.rank < b.rank; });
    if (found.size() > limit) found.resize(limit);
    return found;
}

bool isCertain(const std::vector<PlaceCandidate>& candidates) {
    return candidates.size() == 1 && !candidates.front().isGuess;
}

}  // namespace app
