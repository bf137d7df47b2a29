// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsmapsettings.h>

#include <QImage>
#include <QPointF>
#include <string>
#include <vector>

namespace cartographer {

/// Draws a shifted source where it belongs. The shift of GCJ-02 changes by up to 8 m within a
/// kilometre, that of BD-09 by 34 m: moving the picture as a whole would leave its edges many
/// pixels off. So a little more is drawn, and every pixel taken from where the shift puts it.
class ShiftWarp {
  public:
    /// @param wanted The picture as if there were no shift.
    /// @param datum "gcj02" or "bd09".
    /// Throws QgsCsException where the extent cannot be turned into degrees.
    ShiftWarp(const QgsMapSettings& wanted, const std::string& datum);

    /// What is to be drawn of the source.
    const QgsRectangle& extent() const { return m_extent; }
    QSize size() const { return m_size; }
    /// The picture wanted, of what was drawn; off by half a pixel at most.
    QImage undo(const QImage& drawn) const;

  private:
    QSize m_wanted;
    QgsRectangle m_extent;
    QSize m_size;
    int m_columns = 0;
    std::vector<QPointF> m_nodes;  ///< Where corners of cells lie in what is drawn, in pixels.
};

}  // namespace cartographer
