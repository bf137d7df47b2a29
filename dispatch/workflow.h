// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/result.h"

namespace dispatch {

/// What must hold before an action may be taken: a closed, named set. The table names them, a city
/// combines them; a new one is a function in guards.cpp and a row there.
enum class Guard {
    NeedsReason,     ///< Command::reason is given.
    NeedsProposal,   ///< A unit is proposed instead: Command::unit.
    NeedsApprover,   ///< Command::approver is another user of a role that approves.
    NeedsUnit,       ///< Command::unit is a unit of the store.
    NeedsResponder,  ///< Command::responder is known; a device means its own.
    NeedsCategory,
    NeedsRisk,
    NeedsLevel,
    NeedsText,    ///< Command::text is given: a note, an answer.
    NeedsResult,  ///< Command::result is given.
    NeedsVia,     ///< How the reporter was answered: Command::via.
    NeedsRating,  ///< Command::rating is 1 to 5.
    NeedsLeader,
    NeedsTarget,     ///< Command::target is another open case.
    NeedsDuration,   ///< Command::duration is above zero.
    NeedsOther,      ///< Command::other is another responder.
    NeedsAmendment,  ///< Command::amend says something, or category or risk.
    FromField,       ///< By a device of the responder, or by an officer who says: by radio.
    IsLed,           ///< The case has a lead unit.
    IsAsked,         ///< A unit has been asked to take over.
    IsSuspended,
    IsNotSuspended,
    IsSupervised,
    IsNotSupervised,
    IsAnswered,  ///< The reporter was answered.
    HasNoLiveOrder,
    HasOrder,    ///< Command::responder has an unfinished order on this case.
    OrderIsNew,  ///< That order was sent and not yet acknowledged.
    OrderIsLive,
    HasLevelAbove,
    HasLevelBelow,
    IsListingLevel,  ///< The actor's level listed the matter, or is above it.
    HasOpenNote,     ///< A supervision note waits for an answer.
    HasNoOpenNote,   ///< No note and no whistle does.
    HasOpenWhistle,  ///< A unit that was called in has not reported.
};

/// What an action changes besides the stage: a closed, named set.
enum class Effect {
    Amends,     ///< What Command::amend says.
    SetsUnit,   ///< Lead unit is Command::unit; without one the old stays, or the first proposed.
    AsksUnit,   ///< Command::unit is asked; the lead unit stays answerable.
    TakesOver,  ///< The asked unit becomes the lead unit.
    DropsAsked,
    AddsUnit,  ///< One more cooperating unit.
    SetsCategory,
    SetsRisk,
    SetsLevel,     ///< Level, and its centre over the case's place.
    RoutesByRisk,  ///< Level as the risk has it, unless Command::level says otherwise.
    ClimbsOneLevel,
    GoesDownOneLevel,
    StopsClock,
    StartsClock,
    ExtendsClock,  ///< The limit is Command::duration longer.
    /// A live order for Command::responder, who must be on duty; a waiting one where it has a live
    /// one and Command::confirmed says that it may wait.
    OrdersResponder,
    DeliversOrder,  ///< The responder's device has it; nobody has answered yet.
    AcknowledgesOrder,
    OrderEnRoute,
    OrderOnScene,  ///< Starts the safety check timer.
    ChecksOrder,   ///< Starts it anew.
    FinishesOrder,
    RefusesOrder,
    ReturnsOrder,
    RecallsOrder,
    RecallsOrders,  ///< All unfinished orders of the case.
    ReplacesOrder,  ///< Recalls Command::responder and orders Command::other.
    MergesInto,     ///< Closes it as a duplicate of Command::target.
    SetsResult,
    SetsAnswered,
    SetsRating,
    MarksOnSpot,
    Closes,
    Reopens,
    ListsMatter,
    StrikesOff,
    NamesLeader,
    IssuesNote,
    AnswersNote,
    BlowsWhistle,  ///< Command::unit is called in.
    AsksAbove,     ///< The level above is asked to help.
    AnswersWhistle,
    AddsNote,  ///< Command::text is kept with the case.
};

/// One row of the table: in a stage, an action by one of these roles leads to a stage.
struct Step {
    std::string stage;
    std::string action;
    std::string to;  ///< The same as `stage` where it stays.
    std::vector<std::string> roles;
    std::vector<Guard> guards;
    std::vector<Effect> effects;
    bool has(Guard guard) const;
    bool has(Effect effect) const;
};

/// A stage of the loop (环节).
struct StageRow {
    std::string code;
    std::string nameZh;
    std::string nameEn;
    bool isFinal = false;  ///< Nothing needs to be done any more.
    /// Which of the six glyphs: accepted, routed, handling, reported, rated, archived.
    std::string mark;
};

/// Who acts (角色). What a role may do is said by the steps; two things are its own.
struct RoleRow {
    std::string code;
    std::string nameZh;
    std::string nameEn;
    bool approves = false;  ///< May be named as approver of a suspension or an extension.
    bool isField = false;   ///< A device: answers for its responder, on that responder's cases.
};

/// Which units lead a category, the first named first (派往).
struct SkillRow {
    std::string category;  ///< Category::code, or the beginning of it.
    std::vector<std::string>
        fields;  ///< Unit::field; "mediation" stands for "mediation:wages" too.
};

/// Something that can be done to a case.
struct ActionRow {
    std::string code;
    std::string nameZh;
    std::string nameEn;
    std::string key;     ///< Letters of the command line: "d"; may be empty.
    std::string pinyin;  ///< Initials of its Chinese name: "pd".
};

/// The transition table of a city: **the** place where a step is added (one row).
///
/// A table is text, one row a line, fields by comma, lists by '|', '#' begins a comment:
/// `stage,CODE,ZH,EN,open|final,MARK`, `role,CODE,ZH,EN,approves|field|`,
/// `action,CODE,ZH,EN,KEY,PINYIN`, `intake,ROLES` (who may take in a case),
/// `step,STAGE|STAGE,ACTION,TO,ROLES,GUARDS,EFFECTS` where STAGE may be "*" (every open stage) and
/// TO "=" (stays), `skill,CATEGORY,FIELD|FIELD`.
class Workflow {
  public:
    /// Reads and checks a table: unreachable stage, dead end that is not final, doubled row or key,
    /// unknown stage, action, role, guard or effect, missing text, no first stage, an action no
    /// step has, a final stage that does not close and an open one that does.
    /// @error BadInput names the row and what is wrong with it.
    static Result<Workflow> read(std::string_view table);

    const std::vector<StageRow>& stages() const { return m_stages; }
    const std::vector<ActionRow>& actions() const { return m_actions; }
    const std::vector<SkillRow>& skills() const { return m_skills; }
    const std::vector<std::string>& intakeRoles() const { return m_intakeRoles; }
    const RoleRow* role(std::string_view code) const;
    const std::vector<RoleRow>& roles() const { return m_roles; }
    const std::vector<Step>& steps() const { return m_steps; }
    const StageRow* stage(std::string_view code) const;
    const ActionRow* action(std::string_view code) const;
    /// The action that a word of the command line means: its code, its key or its pinyin initials.
    const ActionRow* actionByWord(std::string_view word) const;
    /// The row for a stage and an action; null where there is none.
    const Step* step(std::string_view stage, std::string_view action) const;
    /// Stage of a new case: the first row.
    const std::string& firstStage() const { return m_stages.front().code; }

  private:
    friend class WorkflowReader;
    std::vector<StageRow> m_stages;
    std::vector<ActionRow> m_actions;
    std::vector<RoleRow> m_roles;
    std::vector<std::string> m_intakeRoles;
    std::vector<Step> m_steps;
    std::vector<SkillRow> m_skills;
};

/// The table's words of guards and effects: "needsReason", "climbsOneLevel".
std::string_view wordOf(Guard guard);
std::string_view wordOf(Effect effect);
std::optional<Guard> guardOf(std::string_view word);
std::optional<Effect> effectOf(std::string_view word);

}  // namespace dispatch
