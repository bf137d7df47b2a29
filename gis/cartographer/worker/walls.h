// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cartographer {

/// From here on this process, with every thread it will have, starts no program; and opens no
/// socket, unless it is the kind that serves the web. The kernel holds it, with or without a
/// sandbox around. The first thing a worker does.
///
/// @return Whether it holds; false on a kernel or processor that does not know how.
bool raiseWalls(bool mayReachOut);

}  // namespace cartographer
