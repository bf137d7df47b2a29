// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/export.h"

#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "gis/exchange/export_rows.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

namespace fs = std::filesystem;

/// A folder beside the file, in which the file is written; gone with what is left in it.
class Beside {
  public:
    static Result<Beside> make(const fs::path& file) {
        const fs::path parent = file.has_parent_path() ? file.parent_path() : fs::path(".");
        std::string pattern = (parent / ".gridhall-export-XXXXXX").string();
        if (!mkdtemp(pattern.data()))
            return Error{ErrorCode::Unavailable, "the folder " + parent.string() + " of " +
                                                     file.string() + " cannot be written to"};
        return Beside(parent, pattern);
    }
    Beside(Beside&& other) noexcept
        : m_parent(std::move(other.m_parent)), m_folder(std::exchange(other.m_folder, {})) {}
    Beside& operator=(Beside&&) = delete;
    ~Beside() {
        std::error_code ignored;
        if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
    }

    fs::path folder() const { return m_folder; }

    /// Gives every file of the folder its name in the folder above.
    Result<void> moveUp() {
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(m_folder, error)) {
            const fs::path to = m_parent / entry.path().filename();
            if (fs::is_directory(to))
                return Error{ErrorCode::Unavailable, to.string() + " is a folder"};
            fs::rename(entry.path(), to, error);
            if (error) break;
        }
        if (!error) return {};
        return Error{ErrorCode::Unavailable, "moving into place failed: " + error.message()};
    }

  private:
    Beside(fs::path parent, fs::path folder)
        : m_parent(std::move(parent)), m_folder(std::move(folder)) {}
    fs::path m_parent;
    fs::path m_folder;
};

}  // namespace

Result<ExportReport> exportFile(dispatch::Store& store, const ExportPlan& plan,
                                const ImportWatch& watch, std::stop_token stop) {
    const auto began = std::chrono::steady_clock::now();
    const auto table = exportTable(plan.kind, plan.notes && plan.kind == "cases");
    if (!table)
        return Error{ErrorCode::BadInput, "there is no kind \"" + plan.kind + "\" to export"};
    const fs::path file(plan.file);
    if (!file.has_filename()) return Error{ErrorCode::BadInput, plan.file + " names no file"};
    auto beside = Beside::make(file);
    if (!beside) return beside.error();
    const std::string partial = (beside->folder() / file.filename()).string();
    auto writer = lowered(plan.file).ends_with(".xlsx") ? xlsxWriter(partial, *table)
                                                        : vectorWriter(partial, *table);
    const auto renamed = [&](Error error) {
        for (auto at = error.detail.find(partial); at != std::string::npos;
             at = error.detail.find(partial))
            error.detail.replace(at, partial.size(), plan.file);
        return error;
    };
    if (!writer) return renamed(writer.error());
    ExportReport report;
    report.kind = plan.kind;
    report.file = plan.file;
    report.format = (*writer)->format();
    const bool wgs84 = report.format == "KML" || report.format == "GPX";
    if (table->shape != ShapeType::None)
        report.crs = wgs84 ? "WGS 84" : "CGCS2000 (EPSG:4490), longitude first";
    auto written = exportRows(store, plan, [&](const ExportRow& row) -> Result<void> {
        if ((++report.rows & 0xFF) == 0) {
            if (stop.stop_requested())
                return Error{ErrorCode::Cancelled,
                             "exporting " + plan.file + " was stopped; no file was written"};
            if (watch) watch({report.rows, 0});
        }
        return (*writer)->write(row);
    });
    if (!written) return renamed(written.error());
    if (auto finished = (*writer)->finish(); !finished) return renamed(finished.error());
    report.left = (*writer)->left();
    report.lost = (*writer)->lost();
    report.rows -= report.left;
    writer->reset();
    if (auto moved = beside->moveUp(); !moved) return moved.error();
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return report;
}

}  // namespace gis
