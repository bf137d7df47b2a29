// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/sheet_room.h"

#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>
#include <cstdio>

#include "app/sheet/pdf_join.h"
#include "app/sheet/sheet_data.h"
#include "app/sheet/sheet_words.h"
#include "layers/grid_map.h"
#include "layers/symbols/ground_style.h"
#include "layers/symbols/sheet_style.h"

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

Error unwritable(const QString& file) {
    return {ErrorCode::Unavailable, file.toStdString() + " cannot be written"};
}

/// Files beside their places until all of them are there.
class Drafts {
  public:
    ~Drafts() {
        for (const auto& [draft, file] : m_files) QFile::remove(draft);
    }
    bool add(const QString& from, const QString& to) {
        const QString draft = to + QStringLiteral(".partial-%1").arg(::getpid());
        QFile::remove(draft);
        m_files.push_back({draft, to});
        return QFile::copy(from, draft);
    }
    bool place() {
        for (const auto& [draft, file] : m_files)
            if (std::rename(QFile::encodeName(draft).constData(),
                            QFile::encodeName(file).constData()) != 0)
                return false;
        m_files.clear();
        return true;
    }

  private:
    struct Pair {
        QString draft, file;
    };
    std::vector<Pair> m_files;
};

}  // namespace

SheetRoom::SheetRoom() : m_folder(QDir::tempPath() + QStringLiteral("/gridhall-sheets-XXXXXX")) {}

Result<std::shared_ptr<SheetRoom>> SheetRoom::make(const SheetRequest& request,
                                                   layers::SceneInput scene, std::stop_token stop) {
    if (!scene.gridMap)
        scene.gridMap = std::make_shared<layers::GridMap>(*scene.picture, scene.projection);
    auto plan = planSheets(request, scene);
    if (!plan) return plan.error();
    std::shared_ptr<SheetRoom> room(new SheetRoom);
    if (!room->m_folder.isValid() || !QDir().mkpath(room->readable()) ||
        !QDir().mkpath(room->writable()))
        return unwritable(QDir::tempPath());
    const std::string data = (room->readable() + QStringLiteral("/hall.gpkg")).toStdString();
    if (auto done = writeSheetData(data, *plan, scene, stop); !done) return done.error();

    const std::string crs = scene.projection.definition();
    constexpr auto kInk = layers::Ink::Print;
    const auto& shown = plan->layers;
    if (std::find(shown.begin(), shown.end(), "ground") != shown.end()) {
        const std::string ground =
            (room->readable() + QStringLiteral("/ground.gpkg")).toStdString();
        if (auto done = writeSheetGround(ground, *plan, scene, stop); !done) return done.error();
        plan->job.sources.push_back({layers::groundStyle(kInk, crs), ground});
    }
    gis::MapStyle hall = layers::operationalStyle(kInk, crs, shown);
    for (gis::LayerStyle& layer : layers::focusLayers(kInk)) hall.layers.push_back(layer);
    plan->job.sources.push_back({std::move(hall), data});
    for (gis::SheetSource& source : plan->job.sources) translateTitles(source.style);
    room->m_job = std::move(plan->job);
    room->m_file = request.file;
    return room;
}

Result<QString> SheetRoom::writeJob(int first, int last) {
    m_job.first = first;
    const int all = m_job.last;
    m_job.last = last;
    const QString number = QString::number(first).rightJustified(5, QLatin1Char('0'));
    m_job.file = (writable() + QStringLiteral("/sheet")).toStdString();
    if (m_job.format == "pdf") {
        m_job.file += '-' + number.toStdString() + ".pdf";
        m_parts.push_back(m_job.file);
    }
    const std::string words = gis::toJson(m_job);
    m_job.last = all;
    QFile file(readable() + QStringLiteral("/job-%1.json").arg(number));
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(words.data(), qint64(words.size())) != qint64(words.size()))
        return unwritable(file.fileName());
    return file.fileName();
}

Result<QStringList> SheetRoom::deliver(std::stop_token stop) const {
    if (m_job.format != "pdf") return deliverEach(std::move(stop));
    const gis::Sheet& first = m_job.sheets.front();
    if (auto joined = joinPdfs(m_parts, m_file.toStdString(), first.title, std::move(stop));
        !joined)
        return joined.error();
    return QStringList{m_file};
}

Result<QStringList> SheetRoom::deliverEach(std::stop_token stop) const {
    Drafts drafts;
    QStringList files;
    const QFileInfo target(m_file);
    for (int i = 0; i < m_job.last; ++i) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "the sheets were not written: stopped"};
        QString to = m_file;
        if (m_job.last > 1) {
            const QString base = target.path() + QLatin1Char('/') + target.completeBaseName();
            to = QString::fromStdString(gis::sheetFile(base.toStdString(), i, m_job.format));
        }
        const QString from = QString::fromStdString(gis::sheetFile(m_job.file, i, m_job.format));
        if (!drafts.add(from, to)) return unwritable(to);
        files << to;
    }
    if (!drafts.place()) return unwritable(m_file);
    return files;
}

bool isWritable(const QString& file) {
    const QFileInfo target(file);
    if (target.isDir() || (target.exists() && !target.isWritable())) return false;
    QTemporaryFile trial(target.absolutePath() + QStringLiteral("/.gridhall-XXXXXX"));
    return trial.open();
}

}  // namespace app
