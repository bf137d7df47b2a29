// SPDX-License-Identifier: GPL-3.0-or-later
#include <geos_c.h>
#include <sqlite3.h>

#include <spatialite.h>  // needs the one above

#include <QTemporaryDir>
#include <cstdio>
#include <map>
#include <random>

#include "gis/demo_city/demo_city.h"
#include "gis/geometry/grid_lookup.h"
#include "gis/geometry/polygon.h"
#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/support/program.h"

namespace {

using dispatch::LonLat;

/// Positions all over the city's extent, some outside its outline.
std::vector<LonLat> somePlaces(const dispatch::GeoBox& box, std::size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> lon(box.west, box.east), lat(box.south, box.north);
    std::vector<LonLat> places(count);
    for (LonLat& place : places) place = {lon(random), lat(random)};
    return places;
}

/// What GEOS says of each position: the grid that contains it, per layer; "edge" where it touches.
struct Judge {
    GEOSContextHandle_t geos = GEOS_init_r();
    std::vector<GEOSGeometry*> shapes;
    std::vector<const GEOSPreparedGeometry*> prepared;
    GEOSSTRtree* tree = GEOSSTRtree_create_r(geos, 10);

    explicit Judge(const std::vector<dispatch::Grid>& grids) {
        GEOSWKBReader* reader = GEOSWKBReader_create_r(geos);
        shapes.reserve(grids.size());
        for (std::size_t i = 0; i < grids.size(); ++i) {
            const auto wkb = gis::toWkb(grids[i].area);
            shapes.push_back(GEOSWKBReader_read_r(geos, reader, wkb.data(), wkb.size()));
            prepared.push_back(GEOSPrepare_r(geos, shapes.back()));
            GEOSSTRtree_insert_r(geos, tree, shapes.back(), reinterpret_cast<void*>(i + 1));
        }
        GEOSWKBReader_destroy_r(geos, reader);
    }
    ~Judge() {
        GEOSSTRtree_destroy_r(geos, tree);
        for (const auto* one : prepared) GEOSPreparedGeom_destroy_r(geos, one);
        for (auto* one : shapes) GEOSGeom_destroy_r(geos, one);
        GEOS_finish_r(geos);
    }
    Judge(const Judge&) = delete;
    Judge& operator=(const Judge&) = delete;

    struct Answer {
        gis::GridPlace place;
        bool onEdge = false;
    };
    Answer ask(LonLat place, const std::vector<dispatch::Grid>& grids) const {
        GEOSGeometry* point = GEOSGeom_createPointFromXY_r(geos, place.lon, place.lat);
        std::vector<std::size_t> near;
        GEOSSTRtree_query_r(
            geos, tree, point,
            [](void* item, void* list) {
                static_cast<std::vector<std::size_t>*>(list)->push_back(
                    reinterpret_cast<std::size_t>(item) - 1);
            },
            &near);
        Answer answer;
        for (const std::size_t i : near) {
            if (GEOSPreparedContains_r(geos, prepared[i], point) == 1) {
                auto& slot = grids[i].kind == dispatch::GridKind::Dedicated
                                 ? answer.place.dedicated
                                 : answer.place.geographic;
                slot = static_cast<std::int32_t>(i);
            } else if (GEOSPreparedIntersects_r(geos, prepared[i], point) == 1) {
                answer.onEdge = true;
            }
        }
        GEOSGeom_destroy_r(geos, point);
        return answer;
    }
};

/// Positions a second of the join a GIS person would write: R*Tree, then the exact test.
double joinInSpatialite(const std::vector<dispatch::Grid>& grids, const std::vector<LonLat>& places,
                        std::int64_t& hits) {
    sqlite3* db = nullptr;
    sqlite3_open(":memory:", &db);
    void* cache = spatialite_alloc_connection();
    spatialite_init_ex(db, cache, 0);
    const auto run = [db](const char* sql) {
        char* error = nullptr;
        if (sqlite3_exec(db, sql, nullptr, nullptr, &error) != SQLITE_OK) {
            std::fprintf(stderr, "SpatiaLite: %s: %s\n", sql, error);
            std::exit(1);
        }
    };
    run("SELECT InitSpatialMetaData(1, 'NONE')");
    run("CREATE TABLE grid(id INTEGER PRIMARY KEY)");
    run("SELECT AddGeometryColumn('grid', 'shape', -1, 'MULTIPOLYGON', 'XY')");
    run("CREATE TABLE place(lon REAL, lat REAL); BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db, "INSERT INTO grid VALUES(?, GeomFromWKB(?, -1))", -1, &insert, nullptr);
    for (std::size_t i = 0; i < grids.size(); ++i) {
        const auto wkb = gis::toWkb(grids[i].area);
        sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(i) + 1);
        sqlite3_bind_blob(insert, 2, wkb.data(), static_cast<int>(wkb.size()), SQLITE_TRANSIENT);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_prepare_v2(db, "INSERT INTO place VALUES(?, ?)", -1, &insert, nullptr);
    for (const LonLat place : places) {
        sqlite3_bind_double(insert, 1, place.lon);
        sqlite3_bind_double(insert, 2, place.lat);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run("COMMIT; SELECT CreateSpatialIndex('grid', 'shape')");
    sqlite3_stmt* join = nullptr;
    sqlite3_prepare_v2(db,
                       "SELECT count(*) FROM place p CROSS JOIN idx_grid_shape r"
                       " ON r.xmin <= p.lon AND r.xmax >= p.lon AND r.ymin <= p.lat AND "
                       "r.ymax >= p.lat"
                       " CROSS JOIN grid g ON g.id = r.pkid"
                       " WHERE ST_Contains(g.shape, MakePoint(p.lon, p.lat))",
                       -1, &join, nullptr);
    const double seconds = bench::seconds([&] {
        if (sqlite3_step(join) == SQLITE_ROW) hits = sqlite3_column_int64(join, 0);
    });
    sqlite3_finalize(join);
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
    return static_cast<double>(places.size()) / seconds;
}

}  // namespace

/// Point to grid in the demonstration city: inside the process beside SpatiaLite's R*Tree join,
/// text to text through the verb, and beside GEOS for the truth of it.
int main() {
    const QTemporaryDir folder;
    const std::string uri = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    gis::DemoOptions options;
    options.history = 100;
    if (const auto made = gis::makeDemoCity(uri, options); !made) {
        std::fprintf(stderr, "%s\n", made.error().detail.c_str());
        return 1;
    }
    std::vector<dispatch::Grid> grids;
    dispatch::GeoBox box;
    {
        auto store = gis::openStore(uri);
        if (!store) return 1;
        dispatch::Query query;
        query.kind = dispatch::Kind::Grid;
        const auto read = (*store)->read(query, [&](dispatch::Record&& record) {
            grids.push_back(std::get<dispatch::Grid>(std::move(record)));
            box.add(dispatch::boxOf(grids.back().area));
            return true;
        });
        if (!read) return 1;
    }
    const gis::GridLookup lookup(std::span<const dispatch::Grid>{grids});

    const std::size_t many = bench::full() ? 50'000'000 : 10'000'000;
    const std::vector<LonLat> places = somePlaces(box, many, 1);
    std::vector<gis::GridPlace> found(places.size());
    double best = 0;
    for (int turn = 0; turn < 3; ++turn)
        best = std::max(best, static_cast<double>(places.size()) /
                                  bench::seconds([&] { lookup.locate(places, found); }));
    std::int64_t joined = 0;
    const std::vector<LonLat> fewer(places.begin(),
                                    places.begin() + (bench::full() ? 200'000 : 40'000));
    const double peer = joinInSpatialite(grids, fewer, joined);

    bench::Row row{"locate, in process, one core", best, "points/s", 12e6, bench::Better::Higher};
    row.peer = "SpatiaLite R*Tree join";
    row.peerValue = peer;
    char note[160];
    std::snprintf(note, sizeof note, "%zu grids, %zu M positions, best of 3", grids.size(),
                  many / 1'000'000);
    row.note = note;
    bench::emit(row);
    bench::emit({"locate over the R*Tree join", best / peer, "times", 300, bench::Better::Higher});

    const Judge judge(grids);
    const std::size_t judged = bench::full() ? 2'000'000 : 300'000;
    std::size_t differ = 0, onEdge = 0;
    for (std::size_t i = 0; i < judged; ++i) {
        const auto answer = judge.ask(places[i], grids);
        if (answer.onEdge)
            ++onEdge;
        else
            differ += answer.place != found[i];
    }
    bench::Row truth{"locate, answers other than GEOS's", static_cast<double>(differ), "points", 0};
    std::snprintf(note, sizeof note, "of %zu off the edges", judged - onEdge);
    truth.note = note;
    bench::emit(truth);

    // On vertices, and in the middle of edges between two grids: exactly one owner. The middle of
    // an edge of the city's outline is rounded off it by a hair, perhaps outwards, and is left out.
    using Ends = std::pair<std::pair<double, double>, std::pair<double, double>>;
    const auto ends = [](LonLat a, LonLat b) -> Ends {
        const std::pair first{a.lon, a.lat}, second{b.lon, b.lat};
        return first < second ? Ends{first, second} : Ends{second, first};
    };
    std::map<Ends, int> neighbours;
    const auto eachEdge = [&](const auto& visit) {
        for (const dispatch::Grid& grid : grids)
            if (grid.kind != dispatch::GridKind::Dedicated)
                for (const auto& part : grid.area)
                    for (std::size_t i = 1; i < part.shell.size(); ++i)
                        visit(part.shell[i - 1], part.shell[i]);
    };
    eachEdge([&](LonLat a, LonLat b) { ++neighbours[ends(a, b)]; });
    std::size_t asked = 0, ownerless = 0;
    const auto ask = [&](LonLat place) {
        ++asked;
        ownerless += lookup.locate(place).geographic < 0;
    };
    eachEdge([&](LonLat a, LonLat b) {
        ask(b);
        if (neighbours[ends(a, b)] == 2) ask({(a.lon + b.lon) / 2, (a.lat + b.lat) / 2});
    });
    bench::Row edge{"locate, edge points without owner", static_cast<double>(ownerless), "points",
                    0};
    std::snprintf(note, sizeof note, "of %zu vertices and middles of inner edges", asked);
    edge.note = note;
    bench::emit(edge);

    const std::string in = folder.filePath(QStringLiteral("in")).toStdString();
    const std::string out = folder.filePath(QStringLiteral("out")).toStdString();
    const std::size_t lines = bench::full() ? 20'000'000 : 4'000'000;
    {
        std::FILE* file = std::fopen(in.c_str(), "w");
        for (std::size_t i = 0; i < lines; ++i)
            std::fprintf(file, "%.7f,%.7f\n", places[i].lon, places[i].lat);
        std::fclose(file);
    }
    const support::Ran ran = support::run({GRIDHALL_PROGRAM, "locate", "--store", uri}, in, out);
    if (ran.exitCode != 0) {
        std::fprintf(stderr, "%s", ran.err.c_str());
        return 1;
    }
    bench::Row text{"locate, text to text", static_cast<double>(lines) / ran.seconds, "lines/s",
                    1e6, bench::Better::Higher};
    std::snprintf(note, sizeof note, "%zu M lines, opening the store included", lines / 1'000'000);
    text.note = note;
    bench::emit(text);
    return 0;
}
