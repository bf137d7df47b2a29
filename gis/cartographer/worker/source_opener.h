// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsproject.h>

#include <QDateTime>
#include <QElapsedTimer>
#include <functional>
#include <memory>
#include <vector>

#include "gis/cartographer/protocol.h"
#include "gis/cartographer/worker/drawing_faults.h"

namespace cartographer {

/// A source that is open: its layers from top to bottom, as its author stacked them.
struct OpenSource {
    gis::MapSource source;
    std::unique_ptr<QgsProject> project;  ///< Owns the layers.
    QList<QgsMapLayer*> layers;
    QColor background;
    QString title;
    QString attribution;
    std::vector<gis::LayerProblem> problems;
    QString why;  ///< Why nothing can be drawn at all; empty where something can.
    QDateTime fileTime;
    QElapsedTimer opened;
};

/// Opens sources and keeps the last ones open.
class SourceOpener {
  public:
    /// @param alive Called while a source opens, after each of its layers.
    explicit SourceOpener(std::function<void()> alive) : m_alive(std::move(alive)) {}

    /// Opens, or finds open; a file that was written since is opened anew.
    const OpenSource& open(const gis::MapSource& source);

  private:
    static constexpr std::size_t kKept = 4;
    static constexpr qint64 kTryAgainMilliseconds = 60000;
    std::function<void()> m_alive;
    DrawingFaults m_faults;
    std::vector<std::unique_ptr<OpenSource>> m_open;  ///< The last used comes last.
};

}  // namespace cartographer
