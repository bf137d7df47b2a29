// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/effect_parts.h"

#include "dispatch/progress.h"
#include "dispatch/routing.h"

namespace dispatch::effects {
namespace {

using Why = Refusal::Why;
using Answer = std::optional<Refusal>;

/// A note or a call has a limit of its own: the row of the stages "note" and "whistle" in the table
/// of limits, else a number of seconds.
std::optional<Seconds> supervisionDue(const Draft& draft, const char* stage, const char* key,
                                      std::int64_t fallback) {
    Case asked = draft.record;
    asked.stage = stage;
    const Rules& rules = draft.now.rules;
    const auto limit =
        deadline(rules.limits, rules.calendarOf(asked.centre), asked, draft.second).due;
    return limit ? limit : draft.second + std::chrono::seconds(rules.number(key, fallback));
}

Supervision issued(const Draft& draft, SupervisionKind kind) {
    Supervision made;
    made.record = draft.before.id;
    made.kind = kind;
    made.issuer = draft.actor.user.code;
    made.issued = draft.second;
    made.text = draft.command.text.empty() ? draft.command.reason : draft.command.text;
    const User user = userOf(draft.now, draft.actor);
    const Centre* centre = draft.now.picture.centreByCode(user.centre);
    if (centre)
        made.level = centre->level;
    else
        // Somebody of no centre speaks for the highest level there is.
        draft.now.picture.levels.forEach([&](const Level& level) {
            const Level* best = draft.now.picture.levelByCode(made.level);
            if (!best || level.rank < best->rank) made.level = level.code;
        });
    return made;
}

Answer answers(Draft& draft, SupervisionKind kind, const char* word) {
    const Supervision* open = openSupervision(draft.look(), kind);
    if (!open) return Refusal{Why::Missing, "supervision"};
    Supervision answered = *open;
    answered.answered = answered.ended = draft.second;
    answered.answer = draft.command.text;
    answered.late = answered.late || (answered.due && draft.second >= *answered.due);
    draft.what.push_back(std::string(word) + (answered.late ? " late" : ""));
    draft.supervisions.push_back(std::move(answered));
    return std::nullopt;
}

}  // namespace

Answer listsMatter(Draft& draft) {
    Supervision made = issued(draft, SupervisionKind::Matter);
    made.leader = draft.command.leader;
    draft.what.push_back("listed " + made.level);
    draft.supervisions.push_back(std::move(made));
    draft.record.supervised = true;
    return std::nullopt;
}

Answer strikesOff(Draft& draft) {
    draft.record.supervised = false;
    renewLimit(draft.now.rules, draft.record, draft.second);
    if (const Supervision* matter = openSupervision(draft.look(), SupervisionKind::Matter)) {
        draft.supervisions.push_back(*matter);
        draft.supervisions.back().ended = draft.second;
        draft.what.push_back("struck-off " + matter->level);
    }
    return std::nullopt;
}

Answer issuesNote(Draft& draft) {
    Supervision made = issued(draft, SupervisionKind::Note);
    made.unit = draft.command.unit;
    made.due = supervisionDue(draft, "note", "desk.note_seconds", 86400);
    draft.what.push_back("note-issued " + made.level);
    draft.supervisions.push_back(std::move(made));
    return std::nullopt;
}

Answer blowsWhistle(Draft& draft) {
    Supervision made = issued(draft, SupervisionKind::Whistle);
    made.unit = draft.command.unit;
    made.due = supervisionDue(draft, "whistle", "desk.whistle_seconds", 7200);
    draft.what.push_back("whistle " + made.unit);
    draft.supervisions.push_back(std::move(made));
    return std::nullopt;
}

Answer asksAbove(Draft& draft) {
    const Level* above = levelAbove(draft.now.picture, draft.record.level);
    Supervision made = issued(draft, SupervisionKind::Whistle);
    made.unit = draft.command.unit;
    made.due = supervisionDue(draft, "whistle", "desk.whistle_seconds", 7200);
    draft.what.push_back("help-asked " + (above ? above->code : made.level));
    draft.supervisions.push_back(std::move(made));
    return std::nullopt;
}

Answer answersNote(Draft& draft) {
    return answers(draft, SupervisionKind::Note, "note-answered");
}

Answer answersWhistle(Draft& draft) {
    return answers(draft, SupervisionKind::Whistle, "reported-in");
}

}  // namespace dispatch::effects
