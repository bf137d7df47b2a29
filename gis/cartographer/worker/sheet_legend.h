// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgslayoutitemlegend.h>
#include <qgsproject.h>

#include <memory>
#include <vector>

#include "gis/cartographer/map_style.h"

namespace cartographer {

/// The rows of a legend, drawn by the marks of the map itself. A row is listed only where the map
/// shows something of it.
class SheetLegend {
  public:
    /// Adds a layer above those before.
    /// @param layer Where its features are looked up; borrowed.
    void add(const gis::LayerStyle& style, QgsVectorLayer* layer);

    /// Puts the rows that a map shows into the legend, topmost layer first.
    /// @param extent In the project's CRS.
    /// @param scale  n of 1:n.
    void show(QgsLayoutItemLegend& legend, const QgsRectangle& extent, double scale) const;

  private:
    struct Part {
        QgsVectorLayer* layer;
        std::unique_ptr<QgsVectorLayer> sample;  ///< Carries the rows as symbols, holds nothing.
        std::vector<gis::RuleStyle> rows;
    };
    std::vector<Part> m_parts;
};

}  // namespace cartographer
