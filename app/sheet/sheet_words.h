// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/sheet/sheet_request.h"
#include "gis/cartographer/map_style.h"

namespace app {

/// Puts the titles of a style into the language of the program.
void translateTitles(gis::MapStyle& style);

/// What stands beside every map: who, when, what is shown, how old it is, which coordinates.
std::vector<gis::SheetFact> sheetFacts(const SheetRequest& request, const layers::SceneInput& scene,
                                       const std::vector<std::string>& shown);

/// Title and second line of a sheet.
struct SheetHeading {
    QString title;
    QString subtitle;
};
SheetHeading viewHeading(const layers::SceneInput& scene);
SheetHeading gridHeading(const layers::SceneInput& scene, const dispatch::Grid& grid);
SheetHeading zoneHeading(const dispatch::Zone& zone);
SheetHeading caseHeading(const dispatch::Case& record);

/// Words of the sheet itself: legend, north, units; and its colours.
void addSheetWords(gis::SheetJob& job);
QString pageText(std::size_t page, std::size_t pages);
/// `1:5,000`
QString scaleText(double denominator);

}  // namespace app
