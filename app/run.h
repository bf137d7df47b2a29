// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace app {

/// Runs the program: a verb where one is named, else the console.
/// @return The process's exit code, see Exit.
int run(int argc, char** argv);

}  // namespace app
