// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "app/verbs/verb.h"
#include "gis/store/store_copy.h"

namespace app {

extern const Verb kCopy;

namespace {

volatile std::sig_atomic_t interrupted = 0;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// Says on stderr how far each table is: one line a table, moving on a screen.
class Watcher {
  public:
    explicit Watcher(std::stop_source& stop) : m_stop(stop) {}

    void hear(const gis::CopyProgress& progress) {
        if (interrupted) m_stop.request_stop();
        const bool whole = progress.done >= progress.of;
        const auto now = std::chrono::steady_clock::now();
        if (progress.of == 0 || (!whole && now < m_next)) return;
        m_next = now + (m_screen ? std::chrono::milliseconds(200) : std::chrono::seconds(2));
        std::fprintf(stderr, "%s%s %s: %lld of %lld, %d %%%s", m_screen ? "\r" : "", progress.phase,
                     progress.table.c_str(), static_cast<long long>(progress.done),
                     static_cast<long long>(progress.of),
                     static_cast<int>(100 * progress.done / progress.of),
                     m_screen && !whole ? "  " : "  \n");
        std::fflush(stderr);
        m_open = m_screen && !whole;
    }
    void endLine() {
        if (m_open) std::fputs("\n", stderr);
        m_open = false;
    }

  private:
    std::stop_source& m_stop;
    bool m_screen = isatty(STDERR_FILENO) == 1;
    bool m_open = false;
    std::chrono::steady_clock::time_point m_next;
};

void printJson(const gis::CopyReport& report) {
    QJsonArray tables;
    for (const gis::CopiedTable& table : report.tables)
        tables.append(QJsonObject{{QStringLiteral("table"), text(table.name)},
                                  {QStringLiteral("rows"), static_cast<qint64>(table.rows)},
                                  {QStringLiteral("hash"), text(table.hash)}});
    QJsonArray left;
    for (const gis::LeftOut& row : report.leftOut)
        left.append(QJsonObject{{QStringLiteral("table"), text(row.table)},
                                {QStringLiteral("row"), text(row.row)},
                                {QStringLiteral("why"), text(row.why)}});
    const QJsonObject object{
        {QStringLiteral("id"), text(report.id)},
        {QStringLiteral("tables"), tables},
        {QStringLiteral("leftOut"), left},
        {QStringLiteral("difference"), text(report.difference)},
        {QStringLiteral("resumed"), report.resumed},
        {QStringLiteral("note"), text(report.note)},
        {QStringLiteral("movedOn"), report.movedOn},
        {QStringLiteral("seconds"), report.seconds},
    };
    std::fputs(QJsonDocument(object).toJson().constData(), stdout);
}

void printText(const gis::CopyReport& report) {
    std::int64_t rows = 0;
    for (const gis::CopiedTable& table : report.tables) {
        rows += table.rows;
        if (table.rows > 0)
            std::printf("  %-24s %10lld  %s\n", table.name.c_str(),
                        static_cast<long long>(table.rows), table.hash.c_str());
    }
    for (const gis::LeftOut& row : report.leftOut)
        std::printf("left out: %s: %s\n", row.row.c_str(), row.why.c_str());
    if (report.difference.empty())
        std::printf("copied store %s: %lld rows, compared one by one, in %.1f s\n",
                    report.id.c_str(), static_cast<long long>(rows), report.seconds);
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kCopy, false);
    parser.option("leave-out",
                  "Goes on without rows the other engine cannot hold, and lists them.");
    parser.option("group",
                  "A file: members of this group may write too (mode 0660). A server: the role"
                  " consoles sign in as (gridhall_app).",
                  "NAME");
    const QString places =
        QStringLiteral("spatialite:PATH, a path, or postgresql://USER@HOST/DATABASE");
    parser.parser().addPositionalArgument(QStringLiteral("FROM"), places);
    parser.parser().addPositionalArgument(QStringLiteral("TO"),
                                          QStringLiteral("the same; there must be no store yet"));
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 2, 2)) return *leave;
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
    std::stop_source stop;
    Watcher watcher(stop);
    gis::CopyOptions options;
    options.leaveOut = parser.has("leave-out");
    options.group = parser.text("group").toStdString();
    options.progress = [&](const gis::CopyProgress& progress) { watcher.hear(progress); };
    const auto report =
        gis::copyStore(parser.positional().at(0).toStdString(),
                       parser.positional().at(1).toStdString(), options, stop.get_token());
    watcher.endLine();
    if (!report) return fail(kCopy.name, report.error());
    if (!report->note.empty()) std::fprintf(stderr, "gridhall copy: %s\n", report->note.c_str());
    if (report->movedOn)
        std::fputs(
            "gridhall copy: the store was written to meanwhile; the copy holds what it was"
            " when the copying began\n",
            stderr);
    if (parser.json())
        printJson(*report);
    else
        printText(*report);
    if (report->difference.empty()) return static_cast<int>(Exit::Done);
    std::fprintf(stderr, "gridhall copy: the copy is not the store: %s; it was not completed\n",
                 report->difference.c_str());
    return static_cast<int>(Exit::Found);
}

}  // namespace

const Verb kCopy = {"copy", "moves a whole store to a file or a server, compared row by row", run};

}  // namespace app
