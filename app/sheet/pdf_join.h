// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "dispatch/result.h"

namespace app {

/// Writes the pages of several PDFs into one, in their order, with a title of its own.
/// @param file Written under another name beside it and renamed when whole.
/// @error Unavailable it cannot be written. Corrupt a part is no PDF. Cancelled.
/// @thread any.
dispatch::Result<void> joinPdfs(const std::vector<std::string>& parts, const std::string& file,
                                const std::string& title, std::stop_token stop = {});

}  // namespace app
