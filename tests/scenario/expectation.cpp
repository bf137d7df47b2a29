// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/expectation.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <sstream>

#include "dispatch/orders.h"

namespace scenario {
namespace {

using namespace dispatch;
using Words = std::vector<std::string>;

std::string spanText(std::chrono::seconds span) {
    std::array<char, 32> text{};
    const long long all = std::llabs(span.count());
    std::snprintf(text.data(), text.size(), "%s%02lld:%02lld", span.count() < 0 ? "-" : "",
                  all / 3600, all / 60 % 60);
    return text.data();
}

std::string same(const std::string& found, const std::string& wanted) {
    return found == wanted ? "" : found.empty() ? "none" : found;
}

std::string holds(bool so) {
    return so ? "" : "it is not so";
}

std::string rest(const Words& words, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < words.size(); ++i) text += (i > from ? " " : "") + words[i];
    return text;
}

std::string ordersText(const Evidence& seen) {
    std::string text;
    seen.picture.assignments.forEach([&](const Assignment& order) {
        if (order.record != seen.record.id) return;
        const Responder* who = seen.picture.responders.find(order.responder);
        text += (text.empty() ? "" : ", ") + (who ? who->code : "?") + " " + orderWord(order.state);
    });
    return text;
}

std::string order(const Words& words, const Evidence& seen) {
    const std::string all = ordersText(seen);
    return (", " + all + ",").find(", " + rest(words, 1) + ",") != std::string::npos
               ? ""
               : "orders: " + all;
}

std::string responder(const Words& words, const Evidence& seen) {
    static constexpr std::array kStates = {"free", "resting", "sent", "en-route", "on-scene"};
    const Responder* who = seen.picture.responderByCode(words.at(1));
    return who ? same(kStates[std::size_t(who->state)], words.at(2)) : "there is no such responder";
}

std::optional<Seconds> lateSince(const Evidence& seen) {
    if (seen.record.lateSince) return seen.record.lateSince;
    return seen.record.due && seen.now >= *seen.record.due ? seen.record.due : std::nullopt;
}

std::string climbed(const Words& words, const Evidence& seen) {
    const auto times =
        std::count_if(seen.journal.begin(), seen.journal.end(), [&](const JournalRow& row) {
            return row.action == "climb" &&
                   row.what.find(">" + words.at(2) + " ") != std::string::npos;
        });
    const auto wanted = words.at(3) == "once" ? 1 : words.at(3) == "twice" ? 2 : 0;
    return times == wanted ? "" : "it climbed there " + std::to_string(times) + " times";
}

std::string timeline(const Words& words, const Evidence& seen) {
    std::string text;
    for (const JournalRow& row : seen.journal) text += (text.empty() ? "" : " ") + row.action;
    return same(text, rest(words, 1));
}

std::string said(const Words& words, const Evidence& seen) {
    for (const JournalRow& row : seen.journal)
        if ((row.action + " " + row.what + " " + row.why).find(rest(words, 1)) != std::string::npos)
            return "";
    std::string text;
    for (const JournalRow& row : seen.journal)
        text += "\n  " + row.action + ": " + row.what + " (" + row.why + ")";
    return "the journal says:" + text;
}

std::string late(const Words& words, const Evidence& seen) {
    const auto since = lateSince(seen);
    return since ? same(spanText(seen.now - *since), words.at(2)) : "it is not late";
}

struct Phrase {
    std::string_view begins;
    std::size_t words;  ///< At least.
    std::string (*judge)(const Words&, const Evidence&);
};

constexpr std::array kPhrases = {
    Phrase{"level", 2,
           [](const Words& w, const Evidence& e) { return same(e.record.level, w[1]); }},
    Phrase{"unit", 2,
           [](const Words& w, const Evidence& e) { return same(e.record.leadUnit, w[1]); }},
    Phrase{"asked", 2,
           [](const Words& w, const Evidence& e) { return same(e.record.askedUnit, w[1]); }},
    Phrase{"leader", 2,
           [](const Words& w, const Evidence& e) { return same(e.record.leader, rest(w, 1)); }},
    Phrase{"order", 3, &order},
    Phrase{"no orders", 2, [](const Words&, const Evidence& e) { return ordersText(e); }},
    Phrase{"responder", 3, &responder},
    Phrase{"late by", 3, &late},
    Phrase{"not late", 2,
           [](const Words&, const Evidence& e) { return holds(!lateSince(e).has_value()); }},
    Phrase{"left", 2,
           [](const Words& w, const Evidence& e) {
               return e.record.due ? same(spanText(*e.record.due - e.now), w[1]) : "no limit";
           }},
    Phrase{"took", 2,
           [](const Words& w, const Evidence& e) {
               return same(spanText(e.now - e.record.reported), w[1]);
           }},
    Phrase{"climbed to", 4, &climbed},
    Phrase{"open", 1, [](const Words&, const Evidence& e) { return holds(!e.record.closed); }},
    Phrase{"closed", 1,
           [](const Words&, const Evidence& e) { return holds(e.record.closed.has_value()); }},
    Phrase{
        "suspended", 1,
        [](const Words&, const Evidence& e) { return holds(e.record.suspendedSince.has_value()); }},
    Phrase{"supervised", 1,
           [](const Words&, const Evidence& e) { return holds(e.record.supervised); }},
    Phrase{"not supervised", 2,
           [](const Words&, const Evidence& e) { return holds(!e.record.supervised); }},
    Phrase{"warned", 1, [](const Words&, const Evidence& e) { return holds(e.record.warned); }},
    Phrase{"on the spot", 3,
           [](const Words&, const Evidence& e) { return holds(e.record.onSpot); }},
    Phrase{"answered", 1,
           [](const Words&, const Evidence& e) { return holds(!e.record.answered.empty()); }},
    Phrase{"merged", 1,
           [](const Words&, const Evidence& e) { return holds(bool(e.record.mergedInto)); }},
    Phrase{"rating", 2,
           [](const Words& w, const Evidence& e) {
               return same(std::to_string(e.record.rating), w[1]);
           }},
    Phrase{"said", 2, &said},
    Phrase{"timeline", 2, &timeline},
};

}  // namespace

std::string judge(const std::string& phrase, const Evidence& evidence) {
    std::istringstream stream(phrase);
    Words words;
    for (std::string word; stream >> word;) words.push_back(word);
    if (words.empty()) return "nothing is expected";
    for (const Phrase& known : kPhrases) {
        const std::string text = rest(words, 0) + " ";
        if (!text.starts_with(std::string(known.begins) + " ")) continue;
        if (words.size() < known.words) return "the phrase is too short";
        return known.judge(words, evidence);
    }
    if (words.size() != 1) return "the phrase is unknown";
    return same(evidence.record.stage, words.front());
}

}  // namespace scenario
