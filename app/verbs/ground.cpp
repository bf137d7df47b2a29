// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTimer>
#include <cstdio>
#include <map>

#include "app/ground/ground_choice.h"
#include "app/ground/store_ground.h"
#include "app/users/sign_in.h"
#include "app/users/users.h"
#include "app/verbs/verb.h"
#include "gis/cartographer/client.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kGround;

namespace {

using dispatch::Error;
using dispatch::ErrorCode;

constexpr int kTryMs = 60000;

int wrongUsage(const std::string& sentence) {
    std::fprintf(stderr, "gridhall ground: %s; see gridhall ground --help\n", sentence.c_str());
    return static_cast<int>(Exit::WrongUsage);
}

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

int list(const std::vector<GroundChoice>& grounds, const QStringList& problems, bool json) {
    QJsonArray rows;
    for (const GroundChoice& ground : grounds) {
        const QString uri = text(ground.source.uri), provider = text(ground.source.provider);
        if (!json)
            std::printf("%-12s %-10s %-4s %s\n", qPrintable(ground.name), qPrintable(provider),
                        ground.source.mayReachOut ? "web" : "", uri.toUtf8().constData());
        rows.append(QJsonObject{{QStringLiteral("name"), ground.name},
                                {QStringLiteral("title"), ground.title},
                                {QStringLiteral("provider"), provider},
                                {QStringLiteral("uri"), uri},
                                {QStringLiteral("datum"), text(ground.source.datum)},
                                {QStringLiteral("reachOut"), ground.source.mayReachOut},
                                {QStringLiteral("attribution"), ground.attribution},
                                {QStringLiteral("theme"), ground.theme}});
    }
    if (json) std::fputs(QJsonDocument(rows).toJson().constData(), stdout);
    for (const QString& problem : problems)
        std::fprintf(stderr, "gridhall ground: %s\n", problem.toUtf8().constData());
    return static_cast<int>(problems.isEmpty() ? Exit::Done : Exit::Found);
}

/// The setting of a ground as it is in the store; with revision 0 where there is none.
dispatch::Setting settingOf(const dispatch::Picture& picture, const QString& name) {
    dispatch::Setting found;
    found.key = "ground." + name.toStdString();
    picture.settings.forEach([&](const dispatch::Setting& row) {
        if (row.key == found.key) found = row;
    });
    return found;
}

/// Reads a ground from the command line.
dispatch::Result<GroundChoice> choiceFrom(VerbParser& parser, const QString& name,
                                          const QString& uri) {
    const auto bad = [](const QString& sentence) {
        return Error{ErrorCode::BadInput, sentence.toStdString()};
    };
    static const QRegularExpression word(QStringLiteral("^[a-z][a-z0-9-]{0,31}$"));
    if (!word.match(name).hasMatch() || name == kAutomaticGround || name == kOwnGround)
        return bad(QStringLiteral("\"%1\" is no name of a ground: small letters, digits and "
                                  "dashes, not auto and not own")
                       .arg(name));
    GroundChoice choice;
    choice.name = name;
    choice.title = parser.has("title") ? parser.text("title") : name;
    choice.source.name = choice.title.toStdString();
    choice.source.provider =
        parser.has("provider") ? parser.text("provider").toStdString() : providerOf(uri);
    choice.source.uri = uri.toStdString();
    choice.source.datum = parser.text("datum").toStdString();
    choice.source.mayReachOut = parser.has("reach-out");
    choice.attribution = parser.text("attribution");
    choice.theme = parser.text("for-theme");
    choice.folders = parser.parser().values(QStringLiteral("folder"));
    if (!choice.source.datum.empty() && choice.source.datum != "gcj02" &&
        choice.source.datum != "bd09")
        return bad(
            QStringLiteral("--datum is gcj02 or bd09, not \"%1\"").arg(parser.text("datum")));
    if (!choice.theme.isEmpty() && choice.theme != QLatin1String("hall") &&
        choice.theme != QLatin1String("desk"))
        return bad(QStringLiteral("--for-theme is hall or desk, not \"%1\"").arg(choice.theme));
    if (!isWeb(choice.source)) {
        const QFileInfo file(uri.section(QLatin1Char('|'), 0, 0));
        if (!file.isFile()) return bad(QStringLiteral("%1 does not exist").arg(file.filePath()));
        // Seats have other working folders.
        choice.source.uri =
            (file.absoluteFilePath() + uri.mid(file.filePath().size())).toStdString();
    } else if (!choice.source.mayReachOut && choice.source.provider != "project") {
        return bad(QStringLiteral("%1 lies on the network: --reach-out allows that").arg(uri));
    }
    return choice;
}

/// Asks the worker what a source holds, and waits.
dispatch::Result<gis::DescribeReply> describe(const GroundChoice& choice) {
    gis::WorkerPlace place = seatWorker();
    if (place.program.isEmpty())
        return Error{ErrorCode::NotFound, "the cartographer is not installed"};
    place = workerFor(choice, std::move(place), 0);
    gis::CartographerClient client(place);
    dispatch::Result<gis::DescribeReply> result(
        Error{ErrorCode::TimedOut, choice.source.uri + ": no answer in 60 s"});
    QEventLoop loop;
    QObject::connect(&client, &gis::CartographerClient::described, &loop,
                     [&](const gis::DescribeReply& reply) {
                         result = reply;
                         loop.quit();
                     });
    QObject::connect(&client, &gis::CartographerClient::dropped, &loop,
                     [&](quint64, const QString& why) {
                         result = Error{ErrorCode::BadInput, why.toStdString()};
                         loop.quit();
                     });
    QTimer::singleShot(kTryMs, &loop, &QEventLoop::quit);
    client.start();
    client.describe(choice.source);
    loop.exec();
    return result;
}

int tryOne(const GroundChoice& choice, bool json) {
    const auto found = describe(choice);
    if (!found) return fail(kGround.name, found.error());
    if (!found->why.empty()) return fail(kGround.name, {ErrorCode::BadInput, found->why});
    QJsonArray layers, problems;
    for (const std::string& layer : found->layers) layers.append(text(layer));
    for (const gis::LayerProblem& problem : found->problems)
        problems.append(text(problem.layer + ": " + problem.why));
    const auto& [west, south, east, north] = found->extent;
    if (json) {
        const QJsonObject object{{QStringLiteral("title"), text(found->title)},
                                 {QStringLiteral("attribution"), text(found->attribution)},
                                 {QStringLiteral("crs"), text(found->crs)},
                                 {QStringLiteral("extent"), QJsonArray{west, south, east, north}},
                                 {QStringLiteral("layers"), layers},
                                 {QStringLiteral("problems"), problems}};
        std::fputs(QJsonDocument(object).toJson().constData(), stdout);
    } else {
        std::printf("%s %s\nextent %.5f,%.5f,%.5f,%.5f\n", found->title.c_str(), found->crs.c_str(),
                    west, south, east, north);
        if (!found->attribution.empty())
            std::printf("attribution %s\n", found->attribution.c_str());
        for (const std::string& layer : found->layers) std::printf("layer %s\n", layer.c_str());
    }
    for (const gis::LayerProblem& problem : found->problems)
        std::fprintf(stderr, "gridhall ground: layer %s: %s\n", problem.layer.c_str(),
                     problem.why.c_str());
    return static_cast<int>(found->problems.empty() ? Exit::Done : Exit::Found);
}

int make(dispatch::Store& store, const QString& uri) {
    const auto made = makeStoreGround(store, uri.toStdString());
    if (!made) return fail(kGround.name, made.error());
    std::printf("%s\n", qPrintable(made->folder));
    return static_cast<int>(Exit::Done);
}

/// Adds, replaces or removes one; an administrator's work, since a ground may reach out.
int change(VerbParser& parser, dispatch::Store& store, const dispatch::Picture& picture,
           const QStringList& words) {
    const auto by = authorFor(parser, store);
    if (!by) return fail(kGround.name, by.error());
    const QString name = words.at(1);
    dispatch::Write write;
    dispatch::Setting setting = settingOf(picture, name);
    write.expected = setting.revision;
    std::string told;
    if (words.at(0) == QLatin1String("remove")) {
        if (setting.id.value == 0)
            return fail(kGround.name,
                        {ErrorCode::NotFound, "there is no ground " + name.toStdString()});
        write.remove = true;
        told = "ground " + name.toStdString() + " removed";
    } else {
        const auto choice = choiceFrom(parser, name, words.at(2));
        if (!choice) return fail(kGround.name, choice.error());
        setting.value = groundSetting(*choice, parser.text("title-zh")).toStdString();
        told = "ground " + name.toStdString() + ' ' + choice->source.uri +
               (choice->source.mayReachOut ? ", may reach out" : "");
    }
    write.record = setting;
    const auto done = commitJournalled(store, *by, {write}, "ground", told);
    if (!done) return fail(kGround.name, done.error());
    std::printf("%s\n", told.c_str());
    return static_cast<int>(Exit::Done);
}

void declare(VerbParser& parser) {
    parser.option("title", "What the switcher calls it.", "TEXT");
    parser.option("title-zh", "The same in Chinese.", "TEXT");
    parser.option("attribution", "Whose it is, on the map; else what the source says.", "TEXT");
    parser.option("provider",
                  "project, ogr, gdal, mbtiles, wms (also XYZ, WMTS), vectortile, postgres; else "
                  "by the address.",
                  "NAME");
    parser.option("datum", "gcj02 or bd09 where its pictures are shifted.", "NAME");
    parser.option("for-theme", "hall or desk, where it is made for one.", "NAME");
    parser.option("folder",
                  "A folder its data lie in, beside its own; may be given more than once.", "DIR");
    parser.option("reach-out", "It may load what lies on the network.");
    declareUser(parser);
    parser.parser().addPositionalArgument(
        QStringLiteral("list | make | add | remove | try"),
        QStringLiteral("make: the city's own ground as files for QGIS; try: what a source holds."));
    parser.parser().addPositionalArgument(QStringLiteral("NAME"), QStringLiteral("The ground."));
    parser.parser().addPositionalArgument(
        QStringLiteral("SOURCE"),
        QStringLiteral("add: a QGIS project, a file, or the address of a service as QGIS writes "
                       "it."));
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kGround, true);
    declare(parser);
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 1, 3)) return *leave;
    const QStringList words = parser.positional();
    static const std::map<QString, int> kWords = {{QStringLiteral("list"), 1},
                                                  {QStringLiteral("make"), 1},
                                                  {QStringLiteral("add"), 3},
                                                  {QStringLiteral("remove"), 2},
                                                  {QStringLiteral("try"), 2}};
    const auto wanted = kWords.find(words.at(0));
    if (wanted == kWords.end())
        return wrongUsage("there is no \"" + words.at(0).toStdString() + "\"");
    if (words.size() != wanted->second)
        return wrongUsage(words.at(0).toStdString() + " wants " +
                          std::to_string(wanted->second - 1) + " more words");
    const auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kGround.name, store.error());
    if (words.at(0) == QLatin1String("make")) return make(**store, parser.store());
    const auto picture = (*store)->load();
    if (!picture) return fail(kGround.name, picture.error());
    QStringList problems;
    const auto grounds = groundsOf(**picture, QStringLiteral("en"), problems);
    if (words.at(0) == QLatin1String("list")) return list(grounds, problems, parser.json());
    if (words.at(0) != QLatin1String("try")) return change(parser, **store, **picture, words);
    for (const GroundChoice& ground : grounds)
        if (ground.name == words.at(1)) return tryOne(ground, parser.json());
    return fail(kGround.name,
                {ErrorCode::NotFound, "there is no ground " + words.at(1).toStdString()});
}

}  // namespace

const Verb kGround = {"ground", "list, make, add, remove, try: the grounds under the map", run};

}  // namespace app
