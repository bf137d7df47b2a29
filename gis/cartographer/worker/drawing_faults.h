// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsmapsettings.h>

#include <QObject>
#include <QSet>
#include <QString>
#include <vector>

#include "gis/cartographer/protocol.h"

namespace cartographer {

/// Hears what servers answer while a source opens or a picture is drawn: QGIS itself draws nothing
/// where a tile fails and says so only in its log.
///
/// @thread main; answers of other threads come over queued.
class DrawingFaults : public QObject {
    Q_OBJECT
  public:
    DrawingFaults();
    /// Forgets what was heard.
    void begin();
    /// Takes what other threads have said, for who does not come back to the event loop first.
    void hearAll();
    /// What was heard, one sentence a layer; what belongs to none of them is told of `source`.
    std::vector<gis::LayerProblem> told(const QList<QgsMapLayer*>& layers,
                                        const std::string& source) const;

  private:
    struct Heard {
        QString url;
        QString why;
        bool isGap = false;  ///< A tile that is not there, as at the rim of what a server has.
        bool isFromLog = false;
    };
    std::vector<Heard> m_heard;
    QSet<QString> m_answered;  ///< Servers that gave anything.
};

/// Takes out layers that cannot be laid on the map: without a CRS they would be drawn at a wrong
/// place, and silently so.
/// @return One sentence for each.
std::vector<gis::LayerProblem> takeOutMisplaced(QgsMapSettings& settings);

}  // namespace cartographer
