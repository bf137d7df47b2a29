// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsmaprendererjob.h>

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <memory>
#include <optional>

#include "gis/cartographer/worker/drawing_faults.h"
#include "gis/cartographer/worker/shift_warp.h"
#include "gis/cartographer/worker/source_opener.h"

namespace cartographer {

/// Draws one picture at a time while the event loop turns, so that it can be cancelled.
class MapDrawer : public QObject {
    Q_OBJECT
  public:
    explicit MapDrawer(SourceOpener& sources) : m_sources(sources) {}
    ~MapDrawer() override;

    /// Emits `drawn` once, at once where nothing can be drawn.
    void draw(const gis::DrawRequest& request);
    /// Ends the drawing of this number, which then answers `cancelled`.
    void cancel(std::uint64_t number);

  Q_SIGNALS:
    void drawn(const gis::DrawReply& reply, const QImage& picture);

  private:
    void finish();
    SourceOpener& m_sources;
    gis::DrawRequest m_request;
    const OpenSource* m_source = nullptr;
    std::unique_ptr<QgsMapRendererQImageJob> m_job;
    DrawingFaults m_faults;
    std::optional<ShiftWarp> m_warp;            ///< Where the source is shifted.
    std::vector<gis::LayerProblem> m_problems;  ///< Found before anything was drawn.
    QElapsedTimer m_since;
    bool m_cancelled = false;
};

/// The settings under which QGIS draws a request.
/// @return One sentence where it cannot be drawn, else empty.
QString settingsFor(const gis::DrawRequest& request, const OpenSource& source,
                    QgsMapSettings& settings);

}  // namespace cartographer
