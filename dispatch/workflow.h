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
    NeedsApprover,   ///< Command::approver is another user, a supervisor or administrator.
    NeedsUnit,       ///< Command::unit is a unit of the store.
    NeedsResponder,  ///< Command::responder is on duty.
    NeedsCategory,
    NeedsRisk,
    NeedsLevel,
    NeedsText,    ///< Command::text is given: a note, an answer.
    NeedsResult,  ///< Command::result is given.
    NeedsVia,     ///< How the reporter was answered: Command::via.
    NeedsRating,  ///< Command::rating is 1 to 5.
    NeedsLeader,
    NeedsTarget,    ///< Command::target is another open case.
    NeedsDuration,  ///< Command::duration is above zero.
    IsLed,          ///< The case has a lead unit.
    IsAsked,        ///< A unit has been asked to take over.
    IsSuspended,
    IsNotSuspended,
    IsSupervised,
    IsNotSupervised,
    HasNoLiveOrder,
    HasOrder,    ///< Command::responder has an unfinished order on this case.
    OrderIsNew,  ///< That order is waiting for an acknowledgement.
    OrderIsLive,
    HasLevelAbove,
    HasLevelBelow,
    IsListingLevel,  ///< The actor's level listed the matter, or is above it.
    HasOpenNote,     ///< A supervision note or whistle waits for an answer.
};

/// What an action changes besides the stage: a closed, named set.
enum class Effect {
    SetsUnit,   ///< Lead unit is Command::unit.
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
    ExtendsClock,     ///< The limit is Command::duration longer.
    OrdersResponder,  ///< A live order; a waiting one where the responder has one and it is
                      ///< confirmed.
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
    BlowsWhistle,
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
    std::string
        mark;  ///< Which of the six glyphs: accepted, routed, handling, reported, rated, archived.
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
/// `stage,CODE,ZH,EN,open|final,MARK`, `role,CODE,ZH,EN`, `action,CODE,ZH,EN,KEY,PINYIN`,
/// `step,STAGE|STAGE,ACTION,TO,ROLES,GUARDS,EFFECTS` where STAGE may be "*" (every open stage) and
/// TO
/// "=" (stays).
class Workflow {
  public:
    /// Reads and checks a table: unreachable stage, dead end that is not final, doubled row,
    /// unknown stage, action, role, guard or effect, missing text, no first stage.
    /// @error BadInput names the row and what is wrong with it.
    static Result<Workflow> read(std::string_view table);

    const std::vector<StageRow>& stages() const { return m_stages; }
    const std::vector<ActionRow>& actions() const { return m_actions; }
    const std::vector<std::string>& roles() const { return m_roles; }
    const std::vector<Step>& steps() const { return m_steps; }
    const StageRow* stage(std::string_view code) const;
    const ActionRow* action(std::string_view code) const;
    /// The row for a stage and an action; null where there is none.
    const Step* step(std::string_view stage, std::string_view action) const;
    /// Stage of a new case: the first row.
    const std::string& firstStage() const { return m_stages.front().code; }

  private:
    std::vector<StageRow> m_stages;
    std::vector<ActionRow> m_actions;
    std::vector<std::string> m_roles;
    std::vector<Step> m_steps;
};

/// The table's words of guards and effects: "needsReason", "climbsOneLevel".
std::string_view wordOf(Guard guard);
std::string_view wordOf(Effect effect);

}  // namespace dispatch
