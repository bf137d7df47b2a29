// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QCoreApplication>
#include <cstdio>
#include <set>

#include "app/users/sign_in.h"
#include "app/verbs/verb.h"
#include "gis/partition/city_ground.h"
#include "gis/partition/numbering.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kGrids;

namespace {

volatile sig_atomic_t g_interrupted = 0;

/// Ctrl-C asks for a stop at the next safe moment.
std::stop_source stopOnInterrupt() {
    struct sigaction action {};
    action.sa_handler = [](int) { g_interrupted = 1; };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    return {};
}

/// "district:3,township:22" as levels.
dispatch::Result<std::vector<gis::PartitionLevel>> levelsOf(const QString& text) {
    std::vector<gis::PartitionLevel> levels;
    const auto parts = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        const auto at = part.indexOf(QLatin1Char(':'));
        bool ok = false;
        const int count = part.mid(at + 1).toInt(&ok);
        if (at < 1 || !ok || count < 1)
            return dispatch::Error{dispatch::ErrorCode::BadInput,
                                   "--levels " + text.toStdString() +
                                       " is not like district:3,township:22,community:87"};
        levels.push_back({part.left(at).trimmed().toStdString(), count});
    }
    return levels;
}

/// Dedicated grids stay; the number of the last publication of the others.
struct PresentGrids {
    std::vector<dispatch::Record> dedicated;
    std::int64_t replaced = 0;
    int lastNumbering = 0;
};

dispatch::Result<PresentGrids> presentGrids(dispatch::Store& store) {
    PresentGrids present;
    dispatch::Query query;
    query.kind = dispatch::Kind::Grid;
    const auto read = store.read(query, [&](dispatch::Record&& record) {
        auto& grid = std::get<dispatch::Grid>(record);
        if (grid.kind == dispatch::GridKind::Dedicated) {
            grid.id = {};  // A batch replaces the whole kind, so it is written anew.
            grid.revision = {};
            present.dedicated.push_back(std::move(record));
        } else {
            ++present.replaced;
            present.lastNumbering = std::max(present.lastNumbering, grid.numbering);
        }
        return true;
    });
    if (!read) return read.error();
    return present;
}

dispatch::Result<void> write(dispatch::Store& store, const dispatch::Author& by,
                             gis::NumberedCity& city, PresentGrids& present) {
    dispatch::BatchPlan plan;
    plan.by = by;
    plan.what = "grids make";
    plan.replaces = {dispatch::Kind::Grid};
    if (!city.centres.empty()) plan.replaces.push_back(dispatch::Kind::Centre);
    auto batch = store.beginBatch(plan);
    if (!batch) return batch.error();
    std::vector<dispatch::Record> rows;
    for (dispatch::Centre& centre : city.centres) rows.emplace_back(std::move(centre));
    for (dispatch::Grid& grid : city.grids) rows.emplace_back(std::move(grid));
    for (dispatch::Record& grid : present.dedicated) rows.push_back(std::move(grid));
    if (const auto appended = (*batch)->append(rows); !appended) return appended.error();
    const auto published = (*batch)->publish();
    if (!published) return published.error();
    return {};
}

void printText(const gis::CityGround& ground, const gis::Partition& cut,
               const gis::NumberedCity& city, const PresentGrids& present, bool dryRun) {
    std::printf("outline from %s; %lld roads, %lld railways, %lld rivers, %lld population cells\n",
                ground.outlineFrom.c_str(), static_cast<long long>(ground.roads),
                static_cast<long long>(ground.rails), static_cast<long long>(ground.rivers),
                static_cast<long long>(ground.populationCells));
    std::fputs(gis::reportText(cut.report).c_str(), stdout);
    long long rural = 0;
    for (const dispatch::Grid& grid : city.grids) rural += grid.kind == dispatch::GridKind::Rural;
    std::printf("%zu grids, %lld of them rural, codes %s to %s, invalid in degrees %d\n",
                city.grids.size(), rural, city.grids.front().code.c_str(),
                city.grids.back().code.c_str(), city.invalid);
    if (dryRun)
        std::puts("dry run: nothing was written");
    else
        std::printf(
            "written as numbering %d; %lld grids before were replaced, %zu dedicated kept\n",
            city.grids.front().numbering, static_cast<long long>(present.replaced),
            present.dedicated.size());
}

void printJson(const gis::CityGround& ground, const gis::Partition& cut,
               const gis::NumberedCity& city, const PresentGrids& present, bool dryRun) {
    std::printf(
        "{\"outline\":\"%s\",\"roads\":%lld,\"railways\":%lld,\"rivers\":%lld,"
        "\"populationCells\":%lld,\"grids\":%zu,\"centres\":%zu,\"numbering\":%d,"
        "\"invalidInDegrees\":%d,\"replaced\":%lld,\"dedicatedKept\":%zu,"
        "\"written\":%s,\"figures\":%s}\n",
        ground.outlineFrom.c_str(), static_cast<long long>(ground.roads),
        static_cast<long long>(ground.rails), static_cast<long long>(ground.rivers),
        static_cast<long long>(ground.populationCells), city.grids.size(), city.centres.size(),
        city.grids.front().numbering, city.invalid, static_cast<long long>(present.replaced),
        present.dedicated.size(), dryRun ? "false" : "true", gis::reportJson(cut.report).c_str());
}

int wrongUsage(const std::string& sentence) {
    std::fprintf(stderr, "gridhall grids: %s\n", sentence.c_str());
    return static_cast<int>(Exit::WrongUsage);
}

int make(VerbParser& parser) {
    gis::PartitionOptions options;
    options.count = static_cast<int>(parser.number("count", 1, 100000));
    options.seed = static_cast<std::uint64_t>(parser.number("seed", 0, INT64_MAX));
    if (const auto failed = parser.failed()) return *failed;
    if (parser.has("from") && parser.has("hull-of"))
        return wrongUsage("--from and --hull-of exclude each other");
    if (parser.has("hull-of") && parser.text("hull-of") != QLatin1String("population"))
        return wrongUsage("--hull-of takes population only");
    const auto levels = levelsOf(parser.text("levels"));
    if (!levels) return wrongUsage(levels.error().detail);
    options.levels = *levels;
    std::string from = parser.text("from").toStdString();
    if (parser.has("hull-of")) from = "population";

    auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail("grids", store.error());
    dispatch::Author by;
    if (!parser.has("dry-run")) {
        auto signedIn = authorFor(parser, **store, {"supervisor", "analyst"});
        if (!signedIn) return fail("grids", signedIn.error());
        by = std::move(*signedIn);
    }
    std::stop_source stop = stopOnInterrupt();
    options.stop = stop.get_token();
    std::fprintf(stderr, "reading the ground\n");
    const auto ground = gis::readCityGround(**store, from, stop.get_token());
    if (!ground) return fail("grids", ground.error());

    std::string last;
    options.progress = [&](std::string_view step, double share) {
        if (g_interrupted) stop.request_stop();
        if (step == last) return;
        last = step;
        std::fprintf(stderr, "%3.0f %% %s\n", 100 * share, last.c_str());
    };
    auto cut = gis::cutGround(ground->input, options);
    if (!cut) return fail("grids", cut.error());

    auto present = presentGrids(**store);
    if (!present) return fail("grids", present.error());
    gis::NumberingRules rules;
    rules.prefix = parser.text("prefix").toStdString();
    for (const gis::PartitionLevel& level : options.levels) rules.levels.push_back(level.name);
    rules.numbering = present->lastNumbering + 1;
    rules.people = cut->report.weight == "people";
    auto city = gis::numberGrids(*cut, ground->projection, rules);
    if (!city) return fail("grids", city.error());

    const bool dryRun = parser.has("dry-run");
    if (!dryRun) {
        if (g_interrupted)
            return fail("grids", {dispatch::ErrorCode::Cancelled, "stopped; nothing was written"});
        gis::NumberedCity rows = *city;
        PresentGrids kept = *present;
        if (const auto written = write(**store, by, rows, kept); !written)
            return fail("grids", written.error());
        sweepAfterPublishing(**store, stop.get_token());
    }
    (parser.json() ? printJson : printText)(*ground, *cut, *city, *present, dryRun);
    return static_cast<int>(Exit::Done);
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kGrids, true);
    parser.parser().addPositionalArgument(QStringLiteral("action"),
                                          QStringLiteral("make: cuts real ground into grids."));
    parser.option("count", "How many grids.", "N", "640");
    parser.option("from", "Outline: centres, zones, grids (those in the store) or a code.",
                  "LAYER");
    parser.option("hull-of", "Outline: the hull of the population loaded.", "population");
    parser.option(
        "levels",
        "Levels above, nested: district:3,township:22,community:87. Replaces the centres.", "LIST");
    parser.option("prefix", "First six digits of the codes (those of the first district).", "CODE",
                  "990301");
    parser.option("seed", "Same seed, same grids.", "N", "1");
    declareUser(parser);
    parser.option("dry-run", "Cuts and reports, writes nothing.");
    if (const auto left = parser.parse(application.arguments(), 1, 1)) return *left;
    const QString action = parser.positional().constFirst();
    if (action != QLatin1String("make"))
        return wrongUsage("there is no action " + action.toStdString() + "; there is: make");
    return make(parser);
}

}  // namespace

const Verb kGrids{"grids", "Cuts real ground into balanced grids.", run};

}  // namespace app
