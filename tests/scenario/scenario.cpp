// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/scenario.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace scenario {
namespace {

using namespace dispatch;

constexpr LonLat kNorthWest{106.8005, 39.6695};
constexpr std::chrono::hours kZone{8};

/// Words of a line; quotes hold one together, also behind "key=".
std::vector<std::string> wordsOf(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false, any = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
            any = true;
        } else if (c == ' ' && !quoted) {
            if (any) words.push_back(word);
            word.clear();
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any) words.push_back(word);
    return words;
}

class Reader {
  public:
    Scenario read(const std::string& text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line) && m_made.fault.empty();) {
            ++m_number;
            if (const auto mark = line.find('#'); mark != std::string::npos) line.resize(mark);
            if (line.find_first_not_of(' ') == std::string::npos) continue;
            if (line.front() == ' ')
                mapRow(wordsOf(line));
            else
                row(line);
        }
        return std::move(m_made);
    }

  private:
    void fail(const std::string& why) {
        m_made.fault = "line " + std::to_string(m_number) + ": " + why;
    }

    void mapRow(const std::vector<std::string>& cells) {
        if (m_cell <= 0) return fail("an indented line without a map above");
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i] == ".") continue;
            const char letter = cells[i].front();
            if (cells[i].size() != 1 || letter < 'A' || letter > 'Z')
                return fail("a cell is a dot or a letter");
            m_made.places[letter] = {kNorthWest.lon + double(i) * m_cell / 85700.0,
                                     kNorthWest.lat - double(m_mapRow) * m_cell / 111200.0};
        }
        ++m_mapRow;
    }

    void row(const std::string& line) {
        std::vector<std::string> words = wordsOf(line);
        if (words[0] == "map" && words.size() > 2) {
            m_cell = std::atoi(words[1].c_str());
            return mapRow({words.begin() + 2, words.end()});
        }
        if (words[0] == "rules" && words.size() == 2) {
            m_made.rules = words[1];
            return;
        }
        if (words[0] == "user" && words.size() >= 3) {
            m_made.users.push_back({words[1], words[2], words.size() > 3 ? words[3] : ""});
            return;
        }
        step(line, std::move(words));
    }

    void step(const std::string& text, std::vector<std::string> words) {
        Line line;
        line.number = m_number;
        std::size_t next = 0;
        int year = 0, month = 0, day = 0;
        if (std::sscanf(words[0].c_str(), "%d-%d-%d", &year, &month, &day) == 3) {
            m_day = std::chrono::sys_days{std::chrono::year{year} / month / day};
            ++next;
        }
        int hour = 0, minute = 0, second = 0;
        if (next < words.size() &&
            std::sscanf(words[next].c_str(), "%d:%d:%d", &hour, &minute, &second) >= 2) {
            const Seconds at = m_day + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                               std::chrono::seconds(second) - kZone;
            if (at < m_at) return fail("time goes backwards");
            m_at = at;
            ++next;
        }
        if (next >= words.size()) return fail("it says when but not what");
        line.at = m_at;
        line.verb = words[next++];
        if (line.verb == "expect") {
            line.words = {text.substr(text.find("expect") + 6)};
            m_made.lines.push_back(std::move(line));
            return;
        }
        const auto mark = std::find(words.begin(), words.end(), "!");
        for (auto word = words.begin() + std::ptrdiff_t(next); word != mark; ++word) {
            const auto equal = word->find('=');
            if (equal == std::string::npos)
                line.words.push_back(*word);
            else
                line.values[word->substr(0, equal)] = word->substr(equal + 1);
        }
        for (auto word = mark == words.end() ? mark : mark + 1; word != words.end(); ++word)
            line.refused += (line.refused.empty() ? "" : " ") + *word;
        if (mark != words.end() && line.refused.empty()) return fail("it does not say why");
        m_made.lines.push_back(std::move(line));
    }

    Scenario m_made;
    int m_number = 0;
    int m_cell = 0;
    int m_mapRow = 0;
    std::chrono::sys_days m_day{std::chrono::year{2026} / 11 / 26};
    Seconds m_at{};
};

}  // namespace

Scenario readScenario(const std::string& text) {
    return Reader().read(text);
}

}  // namespace scenario
