// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// Fails the test with the error's own words where a Result is one.
#define MUST(result)                                                         \
    do {                                                                     \
        auto&& must = (result);                                              \
        QVERIFY2(must.has_value(), must ? "" : must.error().detail.c_str()); \
    } while (false)
