// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/case.h"

/// Text search over cases, without any index: what a query means, and the keys by which an index
/// may find candidates. Every store answers as `matches` does.
namespace dispatch {

/// A text as search compares it, in code points: full-width forms (U+FF01 to U+FF5E, U+3000) as
/// their ASCII ones, then the letters A to Z as a to z; everything else as it stands, also
/// combining marks. Bytes that are no UTF-8 become U+DC80 to U+DCFF, which no text holds.
std::u32string foldText(std::string_view text);

/// Whether Unicode calls it white space.
bool isWhiteSpace(char32_t point);

/// The words of a query, folded, in their order, each once: what stands between white space.
std::vector<std::u32string> searchWords(std::string_view query);

/// What search reads of a case, folded: code, title, text, place and result. A new line between
/// two, which no word can hold.
std::u32string searchedText(const Case& record);

/// Whether a searched text holds each of the words as they stand; with no words, any does.
bool holdsWords(const std::u32string& text, const std::vector<std::u32string>& words);
/// The definition of text search: whether one of a case's searched fields holds each word.
bool matches(const Case& record, std::string_view query);

/// One character or two that stand side by side: first * 2^21 + second, second 0 for one alone.
using Gram = std::int64_t;
inline constexpr int kGramBits = 42;

/// Every character of a text and every pair, each once, ascending; none with white space in it.
std::vector<Gram> gramsOf(std::u32string_view text);
/// What a row must have to hold these words: a word's pairs, or its only character.
std::vector<Gram> gramsWanted(const std::vector<std::u32string>& words);

/// Cases are indexed by spans of this many seconds of `reported`, so that the newest are found
/// without sorting all; the first begins on 2 January 2006.
inline constexpr std::int64_t kSearchSpanSeconds = 2'419'200;
inline constexpr std::int64_t kFirstSearchSpan = 1'136'160'000;
inline constexpr int kSearchSpanBits = 10;
/// Number of the span, later ones higher; the first and the last of the 1,024 also hold all that
/// lies beyond.
std::int64_t searchSpan(Seconds reported);

}  // namespace dispatch
