// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/import.h"

#include <unistd.h>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "app/ground/store_ground.h"
#include "app/users/sign_in.h"
#include "app/verbs/verb.h"
#include "gis/exchange/time_text.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kImport;

namespace {

volatile std::sig_atomic_t interrupted = 0;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

void printFields(const gis::ImportKind& kind) {
    std::printf("\n%s: %s\nFields (--map FIELD=COLUMN, FIELD=COLUMN+COLUMN, FIELD==TEXT):\n",
                kind.name, kind.summary);
    for (const gis::FieldSpec& field : kind.fields) {
        std::printf("  %-15s %s%s\n", field.name, field.help, field.required ? " (needed)" : "");
        if (*field.candidates) std::printf("  %-15s   also found as: %s\n", "", field.candidates);
    }
}

/// field=column,field=column; a piece without "=" belongs to the column before it.
bool readMap(const QStringList& maps, std::map<std::string, std::string>& columns) {
    for (const QString& map : maps) {
        QString field;
        for (const QString& piece : map.split(QLatin1Char(','))) {
            const auto equals = piece.indexOf(QLatin1Char('='));
            if (equals > 0) {
                field = piece.left(equals).trimmed();
                columns[field.toStdString()] = piece.mid(equals + 1).trimmed().toStdString();
            } else if (!field.isEmpty()) {
                columns[field.toStdString()] += "," + piece.toStdString();
            } else {
                return false;
            }
        }
    }
    return true;
}

std::optional<gis::DeclaredDuty> readDuty(const QString& told, std::chrono::minutes offset) {
    const QStringList ends = told.split(QLatin1Char('/'));
    if (ends.size() != 2) return {};
    const auto from = gis::readTime(ends[0].toStdString(), offset);
    const auto until = gis::readTime(ends[1].toStdString(), offset);
    if (!from || !until || until->time <= from->time) return {};
    return gis::DeclaredDuty{std::chrono::floor<std::chrono::seconds>(from->time),
                             std::chrono::floor<std::chrono::seconds>(until->time)};
}

QJsonObject counts(const std::map<std::string, std::int64_t>& from) {
    QJsonObject object;
    for (const auto& [name, count] : from) object[text(name)] = static_cast<qint64>(count);
    return object;
}

QJsonObject reasons(const std::map<std::string, gis::ReportCount>& from) {
    QJsonObject object;
    for (const auto& [name, counted] : from) {
        QJsonArray examples;
        for (const std::string& example : counted.examples) examples.append(text(example));
        object[text(name)] =
            QJsonObject{{QStringLiteral("count"), static_cast<qint64>(counted.count)},
                        {QStringLiteral("examples"), examples}};
    }
    return object;
}

void printJson(const gis::ImportReport& report) {
    QJsonObject columns;
    for (const auto& [field, column] : report.columns) columns[text(field)] = text(column);
    QJsonArray notes;
    for (const std::string& note : report.notes) notes.append(text(note));
    const QJsonObject object{
        {QStringLiteral("kind"), text(report.kind)},
        {QStringLiteral("file"), text(report.file)},
        {QStringLiteral("format"), text(report.format)},
        {QStringLiteral("layer"), text(report.layer)},
        {QStringLiteral("crs"), text(report.crs)},
        {QStringLiteral("crsFrom"), text(report.crsFrom)},
        {QStringLiteral("timeZone"), text(report.timeZone)},
        {QStringLiteral("columns"), columns},
        {QStringLiteral("rows"), static_cast<qint64>(report.rows)},
        {QStringLiteral("taken"), counts(report.taken)},
        {QStringLiteral("classes"), counts(report.classes)},
        {QStringLiteral("left"), counts(report.left)},
        {QStringLiteral("repaired"), reasons(report.repaired)},
        {QStringLiteral("refused"), reasons(report.refused)},
        {QStringLiteral("notes"), notes},
        {QStringLiteral("dryRun"), report.dryRun},
        {QStringLiteral("seconds"), report.seconds},
    };
    std::fputs(QJsonDocument(object).toJson().constData(), stdout);
}

/// Says on stderr how far it is, from the second second on, and stops where the user wants it.
class Watcher {
  public:
    explicit Watcher(std::stop_source& stop) : m_stop(stop) {}
    ~Watcher() { endLine(); }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    void hear(const gis::ImportProgress& progress) {
        if (interrupted) m_stop.request_stop();
        const auto now = std::chrono::steady_clock::now();
        if (now < m_next) return;
        m_next = now + (m_screen ? std::chrono::milliseconds(200) : std::chrono::seconds(2));
        std::fprintf(stderr, "%simporting: %lld rows, %d %%%s", m_screen ? "\r" : "",
                     static_cast<long long>(progress.rows), static_cast<int>(progress.share * 100),
                     m_screen ? "  " : "\n");
        std::fflush(stderr);
        m_open = m_screen;
    }
    void endLine() {
        if (m_open) std::fputs("\n", stderr);
        m_open = false;
    }

  private:
    std::stop_source& m_stop;
    bool m_screen = isatty(STDERR_FILENO) == 1;
    bool m_open = false;
    std::chrono::steady_clock::time_point m_next =
        std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

/// After roads and what lies around them: the city's ground for QGIS follows, where there is a
/// worker that can write it. A console writes it, too, when it opens the store.
void layGround(dispatch::Store& store, const QString& uri, const gis::ImportPlan& plan,
               const gis::ImportReport& report) {
    if (report.format.find("OSM") != std::string::npos ||
        report.format.find("OpenStreetMap") != std::string::npos) {
        const auto said =
            setGroundAttribution(store, plan.by, "© OpenStreetMap contributors (ODbL)");
        if (!said)
            std::fprintf(stderr, "gridhall import: whose data it is was not noted: %s\n",
                         said.error().detail.c_str());
    }
    const auto made = makeStoreGround(store, uri.toStdString());
    if (made)
        std::fprintf(stderr, "gridhall import: the ground for QGIS is in %s\n",
                     qPrintable(made->folder));
    else if (made.error().code != dispatch::ErrorCode::NotFound)
        std::fprintf(stderr, "gridhall import: the ground was not written for QGIS: %s\n",
                     made.error().detail.c_str());
}

int wrongUsage(const char* sentence) {
    std::fprintf(stderr, "gridhall import: %s\n", sentence);
    return static_cast<int>(Exit::WrongUsage);
}

void declare(VerbParser& parser) {
    parser.option("layer", "The file's layer, where it has several.", "NAME");
    parser.option("map", "Which column a field is read from; may be given more than once.",
                  "FIELD=COLUMN,...");
    parser.option("crs", "CRS of the positions: EPSG:n, gcj02 or bd09; else what the file states.",
                  "CRS");
    parser.option("encoding", "Encoding of the file's text, where it is not UTF-8.", "NAME");
    parser.option("utc-offset", "What clocks that name no zone add to UTC.", "HH:MM", "+08:00");
    parser.option("dry-run", "Reads everything, writes nothing.");
    parser.option("replace", "What is there of this kind goes out of force.");
    parser.option("responder", "Fixes: whose they are, where the file names none.", "CODE");
    parser.option("past",
                  "Fixes: history, exempt from retention. Cases: closed where no end is told.");
    parser.option("duty", "Fixes: when that responder was on duty; kept as its duty.",
                  "FROM/UNTIL");
    parser.option("categories", "Cases: CSV of foreign,code.", "FILE");
    declareUser(parser);
    parser.option("examples", "How many rows are named for each reason.", "N", "10");
    parser.parser().addPositionalArgument(
        QStringLiteral("KIND"),
        QStringLiteral("centres, grids, zones, posts, units, responders, roads, "
                       "cameras, population, cases, fixes"));
    parser.parser().addPositionalArgument(
        QStringLiteral("FILE"), QStringLiteral("any format GDAL reads, CSV (also .gz), .osm, "
                                               ".osm.gz, .osm.pbf, OwnTracks .rec"));
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kImport, true);
    declare(parser);
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 2, 2)) {
        if (*leave == static_cast<int>(Exit::Done) && !parser.positional().isEmpty())
            if (const auto* kind = gis::importKind(parser.positional().constFirst().toStdString()))
                printFields(*kind);
        return *leave;
    }
    gis::ImportPlan plan;
    plan.kind = parser.positional().at(0).toStdString();
    plan.file = parser.positional().at(1).toStdString();
    if (!gis::importKind(plan.kind))
        return wrongUsage(("there is no kind \"" + plan.kind + "\"; see --help").c_str());
    plan.layer = parser.text("layer").toStdString();
    plan.crs = parser.text("crs").toStdString();
    plan.encoding = parser.text("encoding").toStdString();
    plan.dryRun = parser.has("dry-run");
    plan.replace = parser.has("replace");
    plan.past = parser.has("past");
    plan.responder = parser.text("responder").toStdString();
    plan.categories = parser.text("categories").toStdString();
    plan.examples = static_cast<std::size_t>(parser.number("examples", 0, 100000));
    if (const auto leave = parser.failed()) return *leave;
    if (!readMap(parser.parser().values(QStringLiteral("map")), plan.columns))
        return wrongUsage("--map wants FIELD=COLUMN,FIELD=COLUMN");
    QString offset = parser.text("utc-offset");
    if (!offset.isEmpty() && offset[0].isDigit()) offset.prepend(QLatin1Char('+'));
    const auto minutes = gis::readUtcOffset(offset.toStdString());
    if (!minutes) return wrongUsage("--utc-offset wants +HH:MM or -HH:MM");
    plan.utcOffset = *minutes;
    if (parser.has("duty")) {
        plan.duty = readDuty(parser.text("duty"), *minutes);
        if (!plan.duty)
            return wrongUsage(
                "--duty wants FROM/UNTIL, for example "
                "2024-05-01T08:00Z/2024-05-01T16:00Z");
    }

    auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kImport.name, store.error());
    if (!plan.dryRun) {
        auto by = authorFor(parser, **store, {"supervisor", "analyst"});
        if (!by) return fail(kImport.name, by.error());
        plan.by = std::move(*by);
    }
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
    std::stop_source stop;
    Watcher watcher(stop);
    const auto report = gis::importFile(
        **store, plan, [&](const gis::ImportProgress& progress) { watcher.hear(progress); },
        stop.get_token());
    watcher.endLine();
    if (report && !plan.dryRun && report->takenTotal() > 0)
        sweepAfterPublishing(**store, stop.get_token());
    if (!report) return fail(kImport.name, report.error());
    if (parser.json())
        printJson(*report);
    else
        std::fputs(report->text().c_str(), stdout);
    if (report->takenTotal() > 0) {
        if (!plan.dryRun && report->kind == "roads")
            layGround(**store, parser.store(), plan, *report);
        return static_cast<int>(Exit::Done);
    }
    std::fprintf(stderr, "gridhall import: %s: nothing could be taken, nothing was written\n",
                 plan.file.c_str());
    return static_cast<int>(Exit::BadInput);
}

}  // namespace

const Verb kImport = {
    "import", "reads a file into the store: what was taken, repaired and refused is told", run};

}  // namespace app
