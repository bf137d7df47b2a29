// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "dispatch/place.h"
#include "dispatch/result.h"
#include "gis/cartographer/sheet_job.h"
#include "layers/scene.h"

namespace app {

/// What a set of map sheets is about.
enum class SheetKind {
    View,   ///< A box.
    Grid,   ///< One grid.
    Zone,   ///< One patrol zone.
    Case,   ///< One case and what is around it.
    Atlas,  ///< Every grid of a township or district, one sheet each, by code.
};

/// Map sheets as somebody asks for them.
struct SheetRequest {
    SheetKind kind = SheetKind::View;
    std::string code;         ///< Of the grid, zone, case or area.
    dispatch::GeoBox extent;  ///< For View; empty: the whole city.
    std::string paper = "A4";
    bool landscape = false;
    int dpi = 150;
    double scale = 0;    ///< n of 1:n; 0: the largest round one at which it fits.
    QStringList layers;  ///< By catalog name; empty: those that start on.
    QString title;       ///< Empty: what the sheet is about.
    QString officer;     ///< Who prints, as it stands on the sheet.
    QString filters;     ///< Active filters, as they stand on the sheet; empty: none.
    QString file;        ///< .pdf, .png or .svg
};

/// Least and most dots an inch.
inline constexpr int kLeastDpi = 72;
inline constexpr int kMostDpi = 600;

/// @return "pdf", "png", "svg", or empty for any other ending.
std::string sheetFormat(const QString& file);

/// What one sheet draws attention to; the area is borrowed from the picture.
struct SheetFocus {
    std::string sheet;  ///< gis::Sheet::focus
    const dispatch::Area* area = nullptr;
    std::optional<dispatch::LonLat> point;
};

/// The sheets of a request: all but files and data.
struct SheetPlan {
    gis::SheetJob job;
    std::vector<SheetFocus> focus;
    dispatch::GeoBox extent;          ///< Of all sheets together.
    std::vector<std::string> layers;  ///< By catalog name.
};

/// Works out sheets, scales and every word on them, in the language of the program.
/// @param scene Its gridMap is made.
/// @error NotFound no such grid, zone, open case or area. BadInput paper, layer, file name, or a
/// case without a place.
/// @thread any.
dispatch::Result<SheetPlan> planSheets(const SheetRequest& request,
                                       const layers::SceneInput& scene);

}  // namespace app
