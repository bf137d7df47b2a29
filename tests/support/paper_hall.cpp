// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paper_hall.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "dispatch/orders.h"

namespace support {
namespace {

using namespace dispatch;

std::string defaultText(const std::string& name) {
    std::ifstream file(GRIDHALL_SOURCE_DIR "/resources/defaults/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Grid squareGrid(const std::string& code, double west) {
    Grid grid;
    grid.code = code;
    grid.name = code;
    grid.area = {
        {{{west, 39.66}, {west + 0.01, 39.66}, {west + 0.01, 39.67}, {west, 39.67}, {west, 39.66}},
         {}}};
    return grid;
}

std::vector<Record> hallRows() {
    std::vector<Record> rows = paperCity();
    int rank = 0;
    for (const auto& [code, digits] :
         {std::pair{"city", 4}, {"district", 6}, {"township", 9}, {"community", 12}})
        rows.push_back(Level{{}, code, code, code, rank++, digits, {}});
    for (const auto& [code, name, risk] : {std::tuple{"0302", "Fire", Risk::High},
                                           {"0103", "Wages", Risk::Medium},
                                           {"0404", "Noise", Risk::Low}})
        rows.push_back(Category{{}, code, std::string(code).substr(0, 2), name, name, risk, 1, {}});
    for (int i = 1; i <= 5; ++i) {
        Responder who;
        who.code = "w" + std::to_string(i);
        who.name = who.code;
        who.onDuty = i < 5;
        who.grid = "990301001001001";
        rows.push_back(who);
    }
    return rows;
}

Record withIdAndRevision(Record record, std::int64_t& lastId, bool isNew) {
    std::visit(
        [&](auto& row) {
            if constexpr (requires { row.id.value; })
                if (isNew && row.id.value == 0) row.id.value = ++lastId;
            if constexpr (requires { row.revision; }) ++row.revision.value;
        },
        record);
    return record;
}

template <class Row>
const Row* findRow(const Table<Row>& table, std::int64_t id) {
    return table.find(decltype(Row::id){id});
}

/// The revision that stands now; nothing for kinds that are written once.
std::optional<Revision> standing(const Picture& picture, const std::vector<Case>& cases,
                                 const Record& record) {
    const std::int64_t id = idOf(record);
    const auto of = [](const auto* row) {
        return row ? std::optional(row->revision) : std::optional<Revision>();
    };
    switch (kindOf(record)) {
        case Kind::Case: {
            const auto found = std::find_if(cases.begin(), cases.end(),
                                            [&](const Case& row) { return row.id.value == id; });
            return found == cases.end() ? std::nullopt : std::optional(found->revision);
        }
        case Kind::Assignment:
            return of(findRow(picture.assignments, id));
        case Kind::Responder:
            return of(findRow(picture.responders, id));
        case Kind::Supervision:
            return of(findRow(picture.supervisions, id));
        default:
            return std::nullopt;
    }
}

}  // namespace

std::vector<Record> paperCity() {
    std::vector<Record> rows;
    const auto centre = [&](const char* code, const char* level) {
        rows.push_back(Centre{{}, code, code, level, {}, {}, {}, {}});
    };
    centre("9903", "city");
    centre("990301", "district");
    double west = 106.80;
    for (const char* township : {"990301001", "990301002"}) {
        centre(township, "township");
        for (const char* community : {"001", "002"}) {
            const std::string code = std::string(township) + community;
            centre(code.c_str(), "community");
            rows.push_back(squareGrid(code + "001", west));
            west += 0.01;
        }
    }
    const auto unit = [&](const char* code, const char* field, const char* at) {
        rows.push_back(Unit{{}, code, code, field, at, {}, {}});
    };
    unit("fire", "fire", "9903");
    unit("talks", "mediation", "990301001");
    unit("wages", "mediation:labour", "990301");
    unit("law", "justice", "990301001");
    unit("far", "mediation", "990301002");
    unit("guards", "property", "990301001001");
    return rows;
}

Rules defaultRules() {
    const RuleTexts texts{defaultText("workflow.csv"), defaultText("limits.csv"),
                          defaultText("calendar.csv")};
    auto rules = readRules({}, texts, [](const std::string&) {
        return ZoneTable{{Seconds{}, std::chrono::hours(8)}};
    });
    if (!rules) {
        std::cerr << rules.error().detail << '\n';
        std::abort();
    }
    return std::move(*rules);
}

Command command(const std::string& action, const std::string& code) {
    Command made;
    made.action = action;
    made.code = code;
    return made;
}

PaperHall::PaperHall()
    : m_rules(defaultRules()),
      m_picture(std::make_shared<Picture>()),
      // A Thursday, 09:00 in the hall.
      m_now(std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + std::chrono::hours(1)) {
    put(hallRows());
}

void PaperHall::put(std::vector<Record> rows) {
    Delta delta;
    for (Record& row : rows)
        delta.upserts.push_back(withIdAndRevision(std::move(row), m_lastId, true));
    for (const Record& row : delta.upserts) {
        const auto* record = std::get_if<Case>(&row);
        if (!record) continue;
        std::erase_if(m_cases, [&](const Case& old) { return old.id == record->id; });
        m_cases.push_back(*record);
    }
    m_picture = nextPicture(*m_picture, std::move(delta)).first;
}

std::optional<Conflict> PaperHall::write(const Transaction& transaction) {
    std::vector<Record> rows;
    for (const Write& write : transaction.writes) {
        const auto found = standing(*m_picture, m_cases, write.record);
        if (idOf(write.record) != 0 && found.value_or(Revision{}) != write.expected)
            return Conflict{{kindOf(write.record), idOf(write.record)},
                            codeOf(write.record),
                            found.value_or(Revision{}),
                            {},
                            m_now};
        rows.push_back(write.record);
        if (auto* record = std::get_if<Case>(&rows.back()); record && record->code.ends_with('#'))
            record->code.replace(record->code.size() - 1, 1, std::to_string(++m_serial));
    }
    put(std::move(rows));
    m_journal.insert(m_journal.end(), transaction.entries.begin(), transaction.entries.end());
    return std::nullopt;
}

std::string PaperHall::report(const std::string& title, const std::string& grid,
                              const std::string& category, Risk risk) {
    Intake intake;
    intake.draft.title = title;
    intake.draft.grid = grid;
    intake.draft.category = category;
    intake.draft.risk = risk;
    auto planned = planIntake(situation(), {}, intake);
    if (const auto* why = std::get_if<Refusal>(&planned)) {
        std::cerr << refusalText(*why) << '\n';
        std::abort();
    }
    write(std::get<Transaction>(planned));
    return m_cases.back().code;
}

Actor PaperHall::actor(const std::string& user) const {
    Actor who;
    if (const User* known = m_picture->userByCode(user)) who.user = *known;
    who.seat = "seat 1";
    return who;
}

std::optional<Refusal> PaperHall::act(Command wish, const std::string& user) {
    auto planned = planAction(situation(), actor(user), caseOf(wish.code), wish);
    if (const auto* why = std::get_if<Refusal>(&planned)) return *why;
    if (const auto conflict = write(std::get<Transaction>(planned)))
        return Refusal{Refusal::Why::Changed, conflict->code};
    return std::nullopt;
}

const Case& PaperHall::caseOf(const std::string& code) const {
    const auto found = std::find_if(m_cases.begin(), m_cases.end(),
                                    [&](const Case& row) { return row.code == code; });
    if (found == m_cases.end()) {
        std::cerr << "no case " << code << '\n';
        std::abort();
    }
    return *found;
}

const Responder& PaperHall::responder(const std::string& code) const {
    return *m_picture->responderByCode(code);
}

std::string PaperHall::orders(const std::string& code) const {
    std::string text;
    m_picture->assignments.forEach([&](const Assignment& order) {
        if (order.record != caseOf(code).id) return;
        const Responder* who = m_picture->responders.find(order.responder);
        text += (text.empty() ? "" : " ") + (who ? who->code : "?") + " " + orderWord(order.state);
    });
    return text;
}

}  // namespace support
