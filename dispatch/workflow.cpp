// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/workflow.h"

#include <algorithm>
#include <array>
#include <set>

#include "dispatch/table_rows.h"

namespace dispatch {
namespace {

using Fields = std::vector<std::string>;

constexpr std::string_view kTable = "workflow";

Fields textsOf(const std::vector<std::string_view>& views) {
    return Fields(views.begin(), views.end());
}

Fields listOf(const std::string& field) {
    return textsOf(wordsOf(field, '|'));
}

template <class Rows>
auto* rowByCode(Rows& rows, std::string_view code) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.code == code; });
    return found == rows.end() ? nullptr : &*found;
}

constexpr std::array<std::string_view, 6> kMarks = {"accepted", "routed", "handling",
                                                    "reported", "rated",  "archived"};

}  // namespace

/// Reads the rows of a table in their order, then checks the whole.
class WorkflowReader {
  public:
    Result<Workflow> read(std::string_view table);

  private:
    bool row(const Fields& fields);
    bool stage(const Fields& fields);
    bool role(const Fields& fields);
    bool action(const Fields& fields);
    bool skill(const Fields& fields);
    bool intake(const Fields& fields);
    bool step(const Fields& fields);
    bool stepIn(const std::string& from, Step step);
    bool whole();
    bool reaches();
    bool fail(const std::string& why);
    bool failAtRow(const std::string& why);
    bool hasTexts(const Fields& fields, std::string_view what);
    bool knowsRoles(const Fields& roles);
    bool takeKey(const std::string& key, std::string_view field);

    Workflow m_flow;
    std::set<std::string, std::less<>> m_keys;
    int m_row = 0;
    std::string m_why;
};

bool WorkflowReader::fail(const std::string& why) {
    m_why = std::string(kTable) + ": " + why;
    return false;
}

bool WorkflowReader::failAtRow(const std::string& why) {
    m_why = badRow(kTable, m_row, why).detail;
    return false;
}

bool WorkflowReader::hasTexts(const Fields& fields, std::string_view what) {
    const std::string name = std::string(what) + " \"" + fields[1] + "\"";
    if (fields[1].empty()) return failAtRow("field CODE of a " + std::string(what) + " is empty");
    if (fields[2].empty()) return failAtRow("field ZH of " + name + " is empty");
    if (fields[3].empty()) return failAtRow("field EN of " + name + " is empty");
    return true;
}

bool WorkflowReader::stage(const Fields& fields) {
    if (!hasTexts(fields, "stage")) return false;
    if (m_flow.stage(fields[1])) return failAtRow("stage \"" + fields[1] + "\" stands there twice");
    if (fields[4] != "open" && fields[4] != "final")
        return failAtRow("field open|final is \"" + fields[4] + "\"");
    if (std::find(kMarks.begin(), kMarks.end(), fields[5]) == kMarks.end())
        return failAtRow("field MARK is \"" + fields[5] + "\", which is none of the six marks");
    m_flow.m_stages.push_back({fields[1], fields[2], fields[3], fields[4] == "final", fields[5]});
    return true;
}

bool WorkflowReader::role(const Fields& fields) {
    if (!hasTexts(fields, "role")) return false;
    if (m_flow.role(fields[1])) return failAtRow("role \"" + fields[1] + "\" stands there twice");
    const std::string& right = fields[4];
    if (!right.empty() && right != "approves" && right != "field")
        return failAtRow("field approves|field is \"" + right + "\"");
    m_flow.m_roles.push_back(
        {fields[1], fields[2], fields[3], right == "approves", right == "field"});
    return true;
}

bool WorkflowReader::takeKey(const std::string& key, std::string_view field) {
    if (key.empty() || m_keys.insert(key).second) return true;
    return failAtRow("field " + std::string(field) + ": \"" + key +
                     "\" is taken by another action");
}

bool WorkflowReader::action(const Fields& fields) {
    if (!hasTexts(fields, "action")) return false;
    if (m_flow.action(fields[1]))
        return failAtRow("action \"" + fields[1] + "\" stands there twice");
    if (!takeKey(fields[1], "CODE") || !takeKey(fields[4], "KEY") || !takeKey(fields[5], "PINYIN"))
        return false;
    m_flow.m_actions.push_back({fields[1], fields[2], fields[3], fields[4], fields[5]});
    return true;
}

bool WorkflowReader::skill(const Fields& fields) {
    if (fields[1].empty() || fields[2].empty())
        return failAtRow("a skill names a category and at least one field");
    for (const SkillRow& row : m_flow.m_skills)
        if (row.category == fields[1])
            return failAtRow("skill \"" + fields[1] + "\" stands there twice");
    m_flow.m_skills.push_back({fields[1], listOf(fields[2])});
    return true;
}

bool WorkflowReader::intake(const Fields& fields) {
    if (!m_flow.m_intakeRoles.empty()) return failAtRow("a second intake row");
    m_flow.m_intakeRoles = listOf(fields[1]);
    return knowsRoles(m_flow.m_intakeRoles);
}

bool WorkflowReader::knowsRoles(const Fields& roles) {
    if (roles.empty()) return failAtRow("field ROLES is empty: nobody could do it");
    for (const std::string& role : roles)
        if (!m_flow.role(role)) return failAtRow("unknown role \"" + role + "\"");
    return true;
}

bool WorkflowReader::stepIn(const std::string& from, Step step) {
    step.stage = from;
    if (step.to == "=") step.to = from;
    if (m_flow.step(from, step.action))
        return failAtRow("stage \"" + from + "\" has action \"" + step.action + "\" twice");
    const bool closes = step.has(Effect::Closes) || step.has(Effect::MergesInto);
    const bool intoFinal = m_flow.stage(step.to)->isFinal;
    if (closes && !intoFinal)
        return failAtRow("the step closes the case but \"" + step.to + "\" is open");
    if (!closes && intoFinal && !m_flow.stage(from)->isFinal)
        return failAtRow("the step ends in \"" + step.to + "\" without the effect closes");
    if (m_flow.stage(from)->isFinal && !intoFinal && !step.has(Effect::Reopens))
        return failAtRow("the step leaves \"" + from + "\" without the effect reopens");
    m_flow.m_steps.push_back(std::move(step));
    return true;
}

bool WorkflowReader::step(const Fields& fields) {
    Step step;
    step.action = fields[2];
    step.to = fields[3];
    step.roles = listOf(fields[4]);
    if (!m_flow.action(step.action)) return failAtRow("unknown action \"" + step.action + "\"");
    if (step.to != "=" && !m_flow.stage(step.to))
        return failAtRow("field TO: unknown stage \"" + step.to + "\"");
    if (!knowsRoles(step.roles)) return false;
    for (const std::string& word : listOf(fields[5])) {
        const auto guard = guardOf(word);
        if (!guard) return failAtRow("unknown guard \"" + word + "\"");
        step.guards.push_back(*guard);
    }
    for (const std::string& word : listOf(fields[6])) {
        const auto effect = effectOf(word);
        if (!effect) return failAtRow("unknown effect \"" + word + "\"");
        step.effects.push_back(*effect);
    }
    Fields from = listOf(fields[1]);
    if (from == Fields{"*"}) {
        from.clear();
        for (const StageRow& row : m_flow.m_stages)
            if (!row.isFinal) from.push_back(row.code);
    }
    if (from.empty()) return failAtRow("field STAGE is empty");
    for (const std::string& code : from) {
        if (!m_flow.stage(code)) return failAtRow("unknown stage \"" + code + "\"");
        if (!stepIn(code, step)) return false;
    }
    return true;
}

bool WorkflowReader::row(const Fields& fields) {
    struct Shape {
        std::string_view word;
        std::size_t fields;
        bool (WorkflowReader::*read)(const Fields&);
    };
    static constexpr std::array<Shape, 6> kShapes = {{{"stage", 6, &WorkflowReader::stage},
                                                      {"role", 5, &WorkflowReader::role},
                                                      {"action", 6, &WorkflowReader::action},
                                                      {"skill", 3, &WorkflowReader::skill},
                                                      {"intake", 2, &WorkflowReader::intake},
                                                      {"step", 7, &WorkflowReader::step}}};
    for (const Shape& shape : kShapes) {
        if (fields[0] != shape.word) continue;
        if (fields.size() != shape.fields)
            return failAtRow("a " + fields[0] + " has " + std::to_string(shape.fields) +
                             " fields, not " + std::to_string(fields.size()));
        return (this->*shape.read)(fields);
    }
    return failAtRow("\"" + fields[0] + "\" is none of stage, role, action, intake, skill, step");
}

/// Every stage is reached from the first, and from every stage a final one is.
bool WorkflowReader::reaches() {
    std::set<std::string, std::less<>> seen{m_flow.firstStage()}, ends;
    for (const StageRow& stage : m_flow.m_stages)
        if (stage.isFinal) ends.insert(stage.code);
    for (std::size_t turn = 0; turn < m_flow.m_stages.size(); ++turn) {
        for (const Step& step : m_flow.m_steps) {
            if (seen.contains(step.stage)) seen.insert(step.to);
            if (ends.contains(step.to)) ends.insert(step.stage);
        }
    }
    for (const StageRow& stage : m_flow.m_stages) {
        if (!seen.contains(stage.code))
            return fail("stage \"" + stage.code + "\" is unreachable from \"" +
                        m_flow.firstStage() + "\"");
        if (!ends.contains(stage.code))
            return fail("stage \"" + stage.code + "\" is a dead end that is not final");
    }
    return true;
}

bool WorkflowReader::whole() {
    if (m_flow.m_stages.empty()) return fail("there is no stage, so no first one");
    if (m_flow.m_stages.front().isFinal)
        return fail("the first stage \"" + m_flow.firstStage() + "\" is final");
    if (m_flow.m_intakeRoles.empty())
        return fail("there is no intake row: nobody may take in a case");
    for (const ActionRow& action : m_flow.m_actions)
        if (std::none_of(m_flow.m_steps.begin(), m_flow.m_steps.end(),
                         [&](const Step& step) { return step.action == action.code; }))
            return fail("action \"" + action.code + "\" has no step");
    return reaches();
}

Result<Workflow> WorkflowReader::read(std::string_view table) {
    std::vector<TableRow> rows = tableRows(table);
    // Steps name what the other rows declare, wherever those stand.
    std::stable_partition(rows.begin(), rows.end(), [](const TableRow& read) {
        return read.at(0) != "step" && read.at(0) != "intake";
    });
    for (const TableRow& read : rows) {
        m_row = read.line;
        if (!row(textsOf(read.fields))) return Error{ErrorCode::BadInput, m_why};
    }
    if (!whole()) return Error{ErrorCode::BadInput, m_why};
    return std::move(m_flow);
}

Result<Workflow> Workflow::read(std::string_view table) {
    return WorkflowReader().read(table);
}

bool Step::has(Guard guard) const {
    return std::find(guards.begin(), guards.end(), guard) != guards.end();
}

bool Step::has(Effect effect) const {
    return std::find(effects.begin(), effects.end(), effect) != effects.end();
}

const StageRow* Workflow::stage(std::string_view code) const {
    return rowByCode(m_stages, code);
}

const RoleRow* Workflow::role(std::string_view code) const {
    return rowByCode(m_roles, code);
}

const ActionRow* Workflow::action(std::string_view code) const {
    return rowByCode(m_actions, code);
}

const ActionRow* Workflow::actionByWord(std::string_view word) const {
    if (word.empty()) return nullptr;
    for (const ActionRow& row : m_actions)
        if (row.code == word || row.key == word || row.pinyin == word) return &row;
    return nullptr;
}

const Step* Workflow::step(std::string_view stage, std::string_view action) const {
    for (const Step& row : m_steps)
        if (row.stage == stage && row.action == action) return &row;
    return nullptr;
}

}  // namespace dispatch
