// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gis {

/// What became of one attempt to take a record from the front of a text.
struct CsvRecord {
    enum class State { Whole, NeedsMore, Unclosed } state = State::Whole;
    std::size_t bytes = 0;   ///< How much of the text the record took, its line break included.
    std::size_t breaks = 0;  ///< Line breaks among them.
};

/// Takes one record (RFC 4180: quotes doubled inside quotes, line breaks inside quotes) from the
/// front.
///
/// @param atEnd Nothing follows this text.
/// @return NeedsMore where the text ends before the record does; Unclosed where it ends in quotes
///         and nothing follows, or the record is longer than any honest one.
CsvRecord takeCsvRecord(std::string_view text, char delimiter, bool atEnd,
                        std::vector<std::string>& values);

/// The delimiter a header line was written with: the most frequent of comma, semicolon, tab and bar
/// outside quotes.
char csvDelimiter(std::string_view header);

/// No record is longer: beyond it an unclosed quote is taken to be the fault.
inline constexpr std::size_t kMaxCsvRecordBytes = 1 << 20;

}  // namespace gis
