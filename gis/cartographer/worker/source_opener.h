// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsproject.h>

#include <QDateTime>
#include <QTemporaryDir>
#include <memory>
#include <vector>

#include "gis/cartographer/protocol.h"

namespace cartographer {

/// A source that is open: its layers from top to bottom, as its author stacked them.
struct OpenSource {
    gis::MapSource source;
    std::unique_ptr<QgsProject> project;  ///< Owns the layers.
    std::unique_ptr<QTemporaryDir> unpacked;
    QList<QgsMapLayer*> layers;
    QColor background;
    QString title;
    QString attribution;
    std::vector<gis::LayerProblem> problems;
    QString why;  ///< Why nothing can be drawn at all; empty where something can.
    QDateTime fileTime;
};

/// Opens sources and keeps the last ones open.
class SourceOpener {
  public:
    /// Opens, or finds open; a file that was written since is opened anew.
    const OpenSource& open(const gis::MapSource& source);

  private:
    static constexpr std::size_t kKept = 4;
    std::vector<std::unique_ptr<OpenSource>> m_open;  ///< The last used comes last.
};

}  // namespace cartographer
