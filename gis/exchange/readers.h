// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "gis/exchange/import.h"

namespace gis {

// One reader a kind, each in the file of its name; import.cpp has the table.

std::span<const FieldSpec> centreFields();
dispatch::Result<void> readCentres(ImportRun& run);

std::span<const FieldSpec> gridFields();
dispatch::Result<void> readGrids(ImportRun& run);

std::span<const FieldSpec> zoneFields();
dispatch::Result<void> readZones(ImportRun& run);

std::span<const FieldSpec> postFields();
dispatch::Result<void> readPosts(ImportRun& run);

std::span<const FieldSpec> unitFields();
dispatch::Result<void> readUnits(ImportRun& run);

std::span<const FieldSpec> responderFields();
dispatch::Result<void> readResponders(ImportRun& run);

std::span<const FieldSpec> cameraFields();
dispatch::Result<void> readCameras(ImportRun& run);

std::span<const FieldSpec> populationFields();
dispatch::Result<void> readPopulation(ImportRun& run);

std::span<const FieldSpec> caseFields();
dispatch::Result<void> readCases(ImportRun& run);

std::span<const FieldSpec> fixFields();
dispatch::Result<void> readFixes(ImportRun& run);

std::span<const FieldSpec> roadFields();
/// OpenStreetMap files by node ids, all others by equal coordinates.
dispatch::Result<void> readRoads(ImportRun& run);
dispatch::Result<void> readOsm(ImportRun& run);

}  // namespace gis
