// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgslayoutitemlabel.h>
#include <qgslayoutitemmap.h>
#include <qgslayoutitempicture.h>
#include <qgslayoutitemscalebar.h>
#include <qgsprintlayout.h>

#include <vector>

#include "gis/cartographer/sheet_frame.h"
#include "gis/cartographer/sheet_job.h"
#include "gis/cartographer/worker/sheet_legend.h"

namespace cartographer {

/// The print layout of a job: made once, filled anew for each sheet, so that symbols, fonts and
/// layers stay loaded and memory stays flat.
class SheetLayout {
  public:
    /// @param project Holds the layers, bottom to top; borrowed like the legend.
    SheetLayout(const gis::SheetJob& job, const gis::SheetFrame& frame, QgsProject& project,
                const SheetLegend& legend);
    void show(const gis::Sheet& sheet);
    QgsPrintLayout& layout() { return m_layout; }

  private:
    QgsLayoutItemLabel* addLabel(const gis::PaperBox& box, double points, bool bold,
                                 const std::string& colour, Qt::AlignmentFlag side);
    QFont font(double points, bool bold = false) const;
    void addPage();
    void addMap(const std::vector<QgsMapLayer*>& layers);
    void addScaleBar();
    void addNorth();
    void addLegend();
    void showFacts(const std::vector<gis::SheetFact>& facts);
    void fitLegend();
    void showLine(QgsLayoutItemLabel& label, const std::string& line, double width, double points,
                  bool bold);

    const gis::SheetJob& m_job;
    const gis::SheetFrame m_frame;
    const SheetLegend& m_rows;
    QString m_family;
    QgsPrintLayout m_layout;
    QgsLayoutItemMap* m_map = nullptr;
    QgsLayoutItemScaleBar* m_bar = nullptr;
    QgsLayoutItemPicture* m_north = nullptr;
    QgsLayoutItemLegend* m_legend = nullptr;
    QgsLayoutItemLabel* m_title = nullptr;
    QgsLayoutItemLabel* m_subtitle = nullptr;
    QgsLayoutItemLabel* m_page = nullptr;
    QgsLayoutItemLabel* m_scale = nullptr;
    struct FactRow {
        QgsLayoutItemLabel* name;
        QgsLayoutItemLabel* value;
    };
    std::vector<FactRow> m_facts;
};

}  // namespace cartographer
