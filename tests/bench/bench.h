// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// Which side of the target is good.
enum class Better { Lower, Higher };

/// One measured figure beside what was asked of it. `./dev bench` prints a line for each and says
/// met or MISSED; a miss fails nothing.
struct Row {
    std::string name;  ///< "locate, in process"
    double value = 0;
    std::string unit = {};              ///< "points/s"
    std::optional<double> target = {};  ///< Empty: shown for growth only.
    Better better = Better::Lower;
    std::string peer = {};                 ///< What was measured beside it in the same run.
    std::optional<double> peerValue = {};  ///< In the same unit.
    std::optional<double> size = {};       ///< Rows of one name and rising size give the growth.
    std::string note = {};
};

/// Hands a row to `./dev bench`: one line of JSON on stdout.
void emit(const Row& row);

/// Says that a figure could not be taken, and why ("real test data is absent").
void skip(const std::string& name, const std::string& why);

/// Whether the long form was asked for (`./dev bench --full NAME`).
bool full();

/// Seconds a call took, by the monotonic clock.
double seconds(const std::function<void()>& work);

/// The value below which the given share (0 to 1) of the values lies; 0 for none.
double percentile(std::vector<double> values, double share);

}  // namespace bench
