// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gis/geometry/grid_lookup.h"

namespace gis {

/// Turns lines `lon,lat` into lines `GEOGRAPHIC,DEDICATED`: codes of grids, either may be empty,
/// the comma is always there. One line out for each line in, in order.
///
/// Blanks around numbers and CR LF are taken as they come. A line that is not two numbers within
/// -180..180 and -90..90 gives `,` and is counted; so is a blank one. A last line needs no newline.
///
/// ```cpp
/// gis::LocateText text(lookup);
/// std::string answers;
/// while (const auto chunk = nextChunk()) { text.feed(*chunk, answers); write(answers);
/// answers.clear(); } text.finish(answers);
/// ```
///
/// @thread one thread per object.
class LocateText {
  public:
    /// @param lookup Must live longer.
    explicit LocateText(const GridLookup& lookup);

    /// Takes the next bytes, cut anywhere, and appends the answers known so far.
    void feed(std::string_view chunk, std::string& answers);
    /// The input ends here.
    void finish(std::string& answers);

    std::int64_t lines() const { return m_lines; }
    std::int64_t unreadable() const { return m_unreadable; }
    /// Number of the first unreadable line, from 1; 0 where there is none.
    std::int64_t firstUnreadable() const { return m_firstUnreadable; }

  private:
    static constexpr std::size_t kBatch = 2048;
    /// No position is written longer; what is longer is not kept either.
    static constexpr std::size_t kLongestLine = 1024;

    void line(const char* begin, const char* end, std::string& answers);
    void flush(std::string& answers);

    const GridLookup& m_lookup;
    std::vector<std::string> m_codes;
    std::array<dispatch::LonLat, kBatch> m_places;
    std::array<GridPlace, kBatch> m_found;
    std::size_t m_count = 0;
    std::string m_rest;      ///< Of a line cut by the end of a chunk.
    bool m_tooLong = false;  ///< The line under way is longer than any position.
    std::int64_t m_lines = 0;
    std::int64_t m_unreadable = 0;
    std::int64_t m_firstUnreadable = 0;
};

/// Reads `lon,lat`; numbers as in C without locale, exactly rounded.
/// @return False where it is anything else or out of range.
bool readLonLat(const char* begin, const char* end, dispatch::LonLat& place);

}  // namespace gis
