// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace support {

/// Path of a file of the real test data, e.g. "roads/porto_r5.osm.pbf": below GRIDHALL_TEST_DATA,
/// else below ../shared/data beside the checkout.
/// @return Empty where it is absent: QSKIP with kNoTestData, and list the test in
///         tests/needs_test_data.txt.
QString testData(const char* file);

/// The only reason a test may be skipped for.
inline constexpr const char* kNoTestData = "real test data is absent (GRIDHALL_TEST_DATA)";

}  // namespace support
