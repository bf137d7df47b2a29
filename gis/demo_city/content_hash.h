// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "dispatch/record.h"

namespace gis::demo {

/// A number over the content of rows, ids and revisions left out: equal rows in equal order give
/// equal numbers on every machine.
class ContentHash {
  public:
    void add(const dispatch::Record& record);
    std::string text() const;

  private:
    void word(std::uint64_t value);
    void bytes(const std::string& text);
    void number(double value);
    void place(dispatch::LonLat p);
    void line(const dispatch::Line& line);
    void area(const dispatch::Area& area);

    std::uint64_t m_state = 0xCBF29CE484222325ull;
};

}  // namespace gis::demo
