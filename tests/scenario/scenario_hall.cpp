// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/scenario_hall.h"

#include <fstream>
#include <sstream>

#include "dispatch/escalation.h"
#include "gis/seal/digest.h"
#include "gis/store/embedded.h"
#include "tests/scenario/expectation.h"
#include "tests/support/paper_hall.h"

namespace scenario {
namespace {

using namespace dispatch;

bool isWorker(char letter) {
    return letter >= 'N' && letter <= 'Z';
}

std::string fileText(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string embedded(const char* name) {
    return std::string(gis::embeddedFile(name));
}

std::optional<Risk> riskOf(const std::string& word) {
    if (word == "low") return Risk::Low;
    if (word == "medium") return Risk::Medium;
    return word == "high" ? std::optional(Risk::High) : std::nullopt;
}

/// "90s", "30min", "2h", "3d"
std::chrono::seconds spanOf(const std::string& text) {
    std::size_t end = 0;
    const long long amount = std::stoll(text, &end);
    const std::string unit = text.substr(end);
    return std::chrono::seconds(amount * (unit == "d"     ? 86400
                                          : unit == "h"   ? 3600
                                          : unit == "min" ? 60
                                                          : 1));
}

std::string at(const Line& line, const std::string& what) {
    return "line " + std::to_string(line.number) + ": " + line.verb + ": " + what;
}

Setting settingOf(const std::string& key, const std::string& value) {
    Setting made;
    made.key = key;
    made.value = value;
    return made;
}

std::vector<Record> rowsOf(const Scenario& scenario, const std::string& folder) {
    std::vector<Record> rows = support::paperCity();
    for (const auto& [letter, place] : scenario.places) {
        if (!isWorker(letter)) continue;
        Responder who;
        who.code = who.name = std::string(1, letter);
        who.onDuty = true;
        who.grid = "990301001001001";
        rows.push_back(who);
        User device;
        device.code = device.fullName = device.responder = who.code;
        device.role = "device";
        rows.push_back(device);
    }
    for (const Scenario::User& made : scenario.users) {
        User user;
        user.code = user.fullName = made.code;
        user.role = made.role;
        user.centre = made.centre;
        rows.push_back(user);
    }
    if (!scenario.rules.empty()) {
        const std::string city = folder + "/" + scenario.rules + "/";
        rows.push_back(settingOf("city.workflow", fileText(city + "workflow.csv")));
        rows.push_back(settingOf("city.limits", fileText(city + "limits.csv")));
    }
    return rows;
}

}  // namespace

ScenarioHall::ScenarioHall(std::unique_ptr<Store> store, const Scenario& scenario,
                           const std::string& folder)
    : m_store(std::move(store)), m_places(scenario.places) {
    m_fault = setUp(scenario, folder);
}

std::string ScenarioHall::setUp(const Scenario& scenario, const std::string& folder) {
    if (!scenario.fault.empty()) return scenario.fault;
    if (auto fault = follow(); !fault.empty()) return fault;
    Transaction first;
    first.key = "city";
    first.by = {"root", "seat 1"};
    first.note = "city";
    for (Record& row : rowsOf(scenario, folder)) {
        Revision seen;
        if (auto* setting = std::get_if<Setting>(&row)) {
            // The city's table takes the place of the default one in the store.
            const std::string key = "rules." + setting->key.substr(5);
            const std::string value = setting->value;
            m_picture->settings.forEach([&](const Setting& old) {
                if (old.key != key) return;
                *setting = old;
                setting->value = value;
                seen = old.revision;
            });
            setting->key = key;
        }
        first.writes.push_back({std::move(row), seen, false});
    }
    auto done = m_store->commit(first);
    if (!done) return done.error().detail;
    if (auto fault = follow(); !fault.empty()) return fault;
    auto rules =
        readRules(m_picture->settings,
                  {embedded("workflow.csv"), embedded("limits.csv"), embedded("calendar.csv")},
                  [](const std::string&) {
                      return ZoneTable{{Seconds{}, std::chrono::hours(8)}};
                  });
    if (!rules) return rules.error().detail;
    m_rules = std::move(*rules);
    m_desk = std::make_unique<Desk>(
        *m_store, [] { return gis::randomHex(16); },
        [](const std::string& bytes) { return gis::sha256Hex(bytes); });
    return {};
}

std::string ScenarioHall::follow() {
    auto picture = m_store->load();
    if (!picture) return picture.error().detail;
    m_picture = std::move(*picture);
    return {};
}

Situation ScenarioHall::situation(const Line& line) const {
    return {m_rules, *m_picture, line.at};
}

Actor ScenarioHall::actor(const Line& line) const {
    Actor who;
    const auto by = line.values.find("by");
    const std::string code = by == line.values.end() ? "" : by->second;
    if (const User* user = m_picture->userByCode(code)) who.user = *user;
    if (!who.user.id) who.user.code = code;
    who.seat = "seat 1";
    return who;
}

const ScenarioHall::Known* ScenarioHall::knownCase(const Line& line) const {
    const auto of = line.values.find("of");
    const auto found = m_cases.find(of == line.values.end() ? m_last : of->second);
    return found == m_cases.end() ? nullptr : &found->second;
}

Result<Command> ScenarioHall::commandOf(const Line& line) const {
    const Known* about = knownCase(line);
    if (!about) return Error{ErrorCode::BadInput, "there is no such case"};
    Command command;
    command.record = about->id;
    command.code = about->code;
    command.action = line.verb;
    const std::map<std::string, std::string*> fields = {
        {"unit", &command.unit},         {"level", &command.level},
        {"category", &command.category}, {"approver", &command.approver},
        {"leader", &command.leader},     {"responder", &command.responder},
        {"result", &command.result},     {"other", &command.other},
        {"via", &command.via},           {"reason", &command.reason},
        {"text", &command.text}};
    for (const auto& [key, value] : line.values) {
        const auto field = fields.find(key);
        if (field != fields.end())
            *field->second = value;
        else if (key == "into" && m_cases.contains(value))
            command.target = m_cases.at(value).code;
        else if (key == "rating")
            command.rating = std::stoi(value);
        else if (key == "for")
            command.duration = spanOf(value);
        else if (key == "title")
            command.amend.title = value;
        else if (key != "by" && key != "of")
            return Error{ErrorCode::BadInput, "unknown word " + key + "="};
    }
    for (const std::string& word : line.words) {
        if (word == "radio")
            command.radio = true;
        else if (word == "confirmed")
            command.confirmed = true;
        else if (riskOf(word))
            command.risk = riskOf(word);
        else if (word.size() == 1 && isWorker(word[0]))
            (command.responder.empty() ? command.responder : command.other) = word;
        else
            return Error{ErrorCode::BadInput, "unknown word " + word};
    }
    return command;
}

std::string ScenarioHall::judge(const Line& line, const Result<Performed>& done) const {
    if (line.refused.empty()) return done ? "" : at(line, done.error().detail);
    if (done) return at(line, "it was done, but must be refused: " + line.refused);
    return done.error().detail.find(line.refused) != std::string::npos
               ? ""
               : at(line, "it was refused otherwise: " + done.error().detail);
}

std::string ScenarioHall::report(const Line& line) {
    Intake intake;
    std::string name;
    for (const std::string& word : line.words) {
        if (word.starts_with('@') && word.size() == 2 && m_places.contains(word[1]))
            intake.draft.place = m_places.at(word[1]);
        else if (riskOf(word))
            intake.draft.risk = *riskOf(word);
        else
            name = intake.draft.title = word;
    }
    for (const auto& [key, value] : line.values) {
        if (key == "category") intake.draft.category = value;
        if (key == "source") intake.draft.source = value;
        if (key == "caller") intake.contactName = value;
        if (key == "phone") intake.contactPhone = value;
        if (key == "as") name = value;
    }
    // The form finds the grid of a place; the city of the scenarios has its grids side by side.
    m_picture->grids.forEach([&](const Grid& grid) {
        if (intake.draft.place && boxOf(grid.area).contains(*intake.draft.place))
            intake.draft.grid = grid.code;
    });
    const auto done = m_desk->takeIn(situation(line), actor(line), intake);
    if (std::string fault = judge(line, done); !fault.empty() || !done) return fault;
    m_cases[name] = {done->record, done->code, line.at};
    m_last = name;
    return follow();
}

std::string ScenarioHall::act(const Line& line) {
    const auto command = commandOf(line);
    if (!command) return at(line, command.error().detail);
    const auto done = m_desk->perform(situation(line), actor(line), *command);
    if (std::string fault = judge(line, done); !fault.empty()) return fault;
    if (line.values.contains("of")) m_last = line.values.at("of");
    return follow();
}

std::string ScenarioHall::tick(const Line& line) {
    const auto done =
        dispatch::tick(*m_store, situation(line), {}, "seat 1", [] { return gis::randomHex(16); });
    if (!done) return at(line, done.error().detail);
    if (done->refused > 0) return at(line, done->because);
    return follow();
}

std::string ScenarioHall::expect(const Line& line) {
    std::istringstream phrases(line.words.front());
    std::string name = m_last;
    std::string fault;
    for (std::string phrase; std::getline(phrases, phrase, ',');) {
        if (const auto of = phrase.find("of="); of != std::string::npos) {
            const auto end = std::min(phrase.find(' ', of), phrase.size());
            name = phrase.substr(of + 3, end - of - 3);
            phrase.erase(of, end - of);
        }
        const auto known = m_cases.find(name);
        if (known == m_cases.end()) return at(line, "there is no case " + name);
        Query query;
        query.code = known->second.code;
        std::optional<Case> record;
        auto read = m_store->read(query, [&](Record&& row) {
            record = std::get<Case>(std::move(row));
            return false;
        });
        if (!read || !record) return at(line, "the case is not in the store");
        std::vector<JournalRow> journal;
        JournalQuery wanted;
        wanted.record = record->id;
        auto said = m_store->readJournal(wanted, [&](JournalRow&& row) {
            journal.push_back(std::move(row));
            return true;
        });
        if (!said) return at(line, said.error().detail);
        const std::string instead =
            scenario::judge(phrase, {*m_picture, *record, journal, line.at});
        if (!instead.empty()) fault += "\n" + at(line, phrase + ", but: " + instead);
    }
    return fault;
}

std::string ScenarioHall::run(const Line& line) {
    if (line.verb == "expect") return expect(line);
    // The first word of a caller, and what a unit reports back: only that has a result.
    if (line.verb == "report" && !line.values.contains("result")) return report(line);
    if (line.verb == "tick") return tick(line);
    return act(line);
}

}  // namespace scenario
