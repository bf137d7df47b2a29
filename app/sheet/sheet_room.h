// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTemporaryDir>
#include <memory>
#include <stop_token>

#include "app/sheet/sheet_request.h"

namespace app {

/// The folder in which sheets are made: what the cartographer reads, and what it wrote. It goes
/// with its last owner.
class SheetRoom {
  public:
    /// Plans the sheets and writes everything the cartographer reads.
    /// @param scene Its gridMap is made here where it is null.
    /// @error as planSheets(), writeSheetData().
    /// @thread any.
    static dispatch::Result<std::shared_ptr<SheetRoom>> make(const SheetRequest& request,
                                                             layers::SceneInput scene,
                                                             std::stop_token stop);

    int sheets() const { return m_job.last; }
    QString readable() const { return m_folder.filePath(QStringLiteral("in")); }
    QString writable() const { return m_folder.filePath(QStringLiteral("out")); }
    /// Writes the job of one process.
    /// @return Its file.
    dispatch::Result<QString> writeJob(int first, int last);

    /// Puts what was written under the name asked for: one PDF, or a file for each sheet.
    /// @return The files, in the order of the sheets.
    /// @thread any.
    dispatch::Result<QStringList> deliver(std::stop_token stop) const;

  private:
    SheetRoom();
    dispatch::Result<QStringList> deliverEach(std::stop_token stop) const;

    QTemporaryDir m_folder;
    QString m_file;
    gis::SheetJob m_job;
    std::vector<std::string> m_parts;
};

/// Whether a file can be written under this name.
bool isWritable(const QString& file);

}  // namespace app
