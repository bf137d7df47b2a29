// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/search_text.h"

#include <algorithm>

namespace dispatch {
namespace {

constexpr int kPointBits = kGramBits / 2;

/// The code point that begins at `at`, which moves behind it.
char32_t nextPoint(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
    };
    const char32_t lead = byte(at++);
    if (lead < 0x80) return lead;
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    const char32_t wrong = 0xDC00 + lead;
    if (lead < 0xC2 || lead > 0xF4 || at + more > text.size()) return wrong;
    char32_t point = lead & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return wrong;
        point = (point << 6) | (byte(at + i) & 0x3F);
    }
    const bool overlong = point < (more == 1 ? 0x80U : more == 2 ? 0x800U : 0x10000U);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return wrong;
    at += more;
    return point;
}

char32_t folded(char32_t point) {
    if (point >= 0xFF01 && point <= 0xFF5E) point -= 0xFEE0;
    if (point == 0x3000) point = ' ';
    return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
}

void foldInto(std::u32string& to, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) to += folded(nextPoint(text, at));
}

Gram gramOf(char32_t first, char32_t second) {
    return (static_cast<Gram>(first) << kPointBits) | static_cast<Gram>(second);
}

void makeUnique(std::vector<Gram>& grams) {
    std::sort(grams.begin(), grams.end());
    grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
}

}  // namespace

std::u32string foldText(std::string_view text) {
    std::u32string made;
    made.reserve(text.size());
    foldInto(made, text);
    return made;
}

bool isWhiteSpace(char32_t point) {
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
           point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

std::vector<std::u32string> searchWords(std::string_view query) {
    std::vector<std::u32string> words;
    std::u32string word;
    const auto end = [&] {
        if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(word);
        word.clear();
    };
    for (const char32_t point : foldText(query)) {
        if (isWhiteSpace(point))
            end();
        else
            word += point;
    }
    end();
    return words;
}

std::u32string searchedText(const Case& record) {
    std::u32string text;
    text.reserve(record.code.size() + record.title.size() + record.text.size() +
                 record.placeText.size() + record.result.size() + 5);
    for (const std::string* field :
         {&record.code, &record.title, &record.text, &record.placeText, &record.result}) {
        foldInto(text, *field);
        text += U'\n';
    }
    return text;
}

bool holdsWords(const std::u32string& text, const std::vector<std::u32string>& words) {
    return std::all_of(words.begin(), words.end(), [&](const std::u32string& word) {
        return text.find(word) != std::u32string::npos;
    });
}

bool matches(const Case& record, std::string_view query) {
    return holdsWords(searchedText(record), searchWords(query));
}

std::vector<Gram> gramsOf(std::u32string_view text) {
    std::vector<Gram> grams;
    grams.reserve(text.size() * 2);
    char32_t before = ' ';
    for (const char32_t point : text) {
        if (!isWhiteSpace(point)) {
            grams.push_back(gramOf(point, 0));
            if (!isWhiteSpace(before)) grams.push_back(gramOf(before, point));
        }
        before = point;
    }
    makeUnique(grams);
    return grams;
}

std::vector<Gram> gramsWanted(const std::vector<std::u32string>& words) {
    std::vector<Gram> grams;
    for (const std::u32string& word : words) {
        if (word.size() == 1) grams.push_back(gramOf(word.front(), 0));
        for (std::size_t i = 1; i < word.size(); ++i) grams.push_back(gramOf(word[i - 1], word[i]));
    }
    makeUnique(grams);
    return grams;
}

std::int64_t searchSpan(Seconds reported) {
    const std::int64_t seconds = reported.time_since_epoch().count();
    const std::int64_t since = std::max(seconds, kFirstSearchSpan) - kFirstSearchSpan;
    constexpr std::int64_t kLast = (std::int64_t{1} << kSearchSpanBits) - 1;
    return std::min(since / kSearchSpanSeconds, kLast);
}

}  // namespace dispatch
