// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "gis/cartographer/sheet_job.h"

namespace cartographer {

/// Writes the sheets of a job and prints "sheet N" on stdout after each, N from 1.
/// @return One sentence on what failed, empty where nothing did.
QString printSheets(const gis::SheetJob& job);

}  // namespace cartographer
