// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/work_calendar.h"

namespace app {

/// The table of a zone of the IANA database, "Asia/Shanghai", for the years 1970 to 2100.
/// @return Empty where there is no such zone.
dispatch::ZoneTable zoneTable(const std::string& name);

}  // namespace app
