// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "dispatch/effects.h"
#include "dispatch/progress.h"
#include "dispatch/routing.h"

namespace dispatch {
namespace {

using Why = Refusal::Why;
using Planned = std::variant<Transaction, Refusal>;

constexpr std::chrono::minutes kClockTolerance{5};

const char* riskWord(Risk risk) {
    switch (risk) {
        case Risk::Low:
            return "low";
        case Risk::Medium:
            return "medium";
        case Risk::High:
            return "high";
    }
    return "";
}

/// What differs in a case: codes as "name old>new", texts by their name only.
std::string changesOf(const Case& before, const Case& after, const std::vector<std::string>& more) {
    std::string what;
    const auto say = [&](const std::string& text) { what += (what.empty() ? "" : " ") + text; };
    const auto code = [&](const char* name, const std::string& old, const std::string& now) {
        if (old != now) say(std::string(name) + " " + old + ">" + now);
    };
    const auto named = [&](const char* name, bool differs) {
        if (differs) say(name);
    };
    code("stage", before.stage, after.stage);
    code("level", before.level, after.level);
    code("centre", before.centre, after.centre);
    code("category", before.category, after.category);
    code("risk", riskWord(before.risk), riskWord(after.risk));
    code("unit", before.leadUnit, after.leadUnit);
    code("asked", before.askedUnit, after.askedUnit);
    code("cooperating", before.cooperating, after.cooperating);
    code("grid", before.grid, after.grid);
    code("leader", before.leader, after.leader);
    if (before.rating != after.rating) say("rating " + std::to_string(after.rating));
    if (before.mergedInto != after.mergedInto)
        say("merged-into " + std::to_string(after.mergedInto.value));
    named("title", before.title != after.title);
    named("text", before.text != after.text);
    named("place", before.place != after.place || before.placeText != after.placeText);
    named("result", before.result != after.result);
    named("answered", before.answered != after.answered);
    named("suspended", !before.suspendedSince && after.suspendedSince);
    named("resumed", before.suspendedSince && !after.suspendedSince);
    named("on-spot", !before.onSpot && after.onSpot);
    named("closed", !before.closed && after.closed);
    for (const std::string& text : more) say(text);
    return what;
}

void moveOn(Draft& draft, const Step& step) {
    const Rules& rules = draft.now.rules;
    Case& record = draft.record;
    if (record.closed) {
        record.stage = step.to;
        record.lateSince.reset();
    } else if (record.stage != step.to) {
        enterStage(rules, record, step.to, draft.second);
    } else if (record.category != draft.before.category || record.risk != draft.before.risk ||
               record.centre != draft.before.centre) {
        recountLimit(rules, record, draft.second);
    }
}

std::string onBehalfOf(const Draft& draft, const Step& step) {
    if (!draft.command.radio || !step.has(Guard::FromField)) return {};
    const Responder* who = responderOf(draft.look());
    return who ? who->code : std::string();
}

Author authorOf(const Actor& actor) {
    return {actor.user.code.empty() ? actor.user.fullName : actor.user.code, actor.seat};
}

Transaction written(Draft& draft, const Step& step) {
    Transaction made;
    const Command& command = draft.command;
    made.key = command.key;
    made.by = authorOf(draft.actor);
    made.note = command.action + " " + draft.before.code;
    draft.orders.writeTo(made.writes);
    // Whoever closes the case at the same moment must not leave a new order or note behind: both
    // write the case.
    const bool binds = draft.orders.makesOrder() || !draft.supervisions.empty();
    if (binds || draft.record != draft.before) {
        const Revision seen = command.seen ? command.seen : draft.before.revision;
        made.writes.push_back({draft.record, seen, false});
    }
    if (draft.target) made.writes.push_back({*draft.target, draft.target->revision, false});
    for (const Supervision& row : draft.supervisions)
        made.writes.push_back({row, row.revision, false});
    for (const CaseNote& note : draft.notes) made.writes.push_back({note, {}, false});

    std::vector<std::string> what = draft.orders.what();
    what.insert(what.end(), draft.what.begin(), draft.what.end());
    JournalEntry entry;
    entry.record = draft.before.id;
    entry.action = command.action;
    entry.what = changesOf(draft.before, draft.record, what);
    entry.why = command.reason.empty() ? command.text : command.reason;
    entry.onBehalf = onBehalfOf(draft, step);
    made.entries.push_back(std::move(entry));
    for (const Assignment& begun : draft.orders.begun()) {
        const Responder* who = draft.now.picture.responders.find(begun.responder);
        JournalEntry other;
        other.record = begun.record;
        other.action = "order-begins";
        other.what = "order " + (who ? who->code : std::string("?")) + " waiting>sent";
        other.why = draft.before.code;
        made.entries.push_back(std::move(other));
    }
    made.entries.insert(made.entries.end(), draft.otherEntries.begin(), draft.otherEntries.end());
    return made;
}

/// References that come with an action are kept as notes, and the journal names each.
std::optional<Refusal> attach(Draft& draft) {
    for (const std::string& reference : draft.command.attachments) {
        if (reference.empty() || reference.size() > kMostReference)
            return Refusal{Why::BadValue, "attachments: a reference has 1 to " +
                                              std::to_string(kMostReference) + " bytes"};
        CaseNote note;
        note.record = draft.before.id;
        note.at = draft.second;
        note.author = draft.actor.user.code;
        note.text = attachmentText(reference);
        draft.notes.push_back(std::move(note));
        draft.what.push_back(attachmentText(reference));
    }
    return std::nullopt;
}

std::string localDay(const WorkCalendar& calendar, Seconds now) {
    std::chrono::seconds offset{0};
    if (!calendar.zone.empty()) offset = calendar.zone.front().offset;
    for (const ZoneOffset& row : calendar.zone)
        if (row.from <= now) offset = row.offset;
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(now + offset)};
    const int number =
        int(day.year()) * 10000 + int(unsigned(day.month())) * 100 + int(unsigned(day.day()));
    return std::to_string(number);
}

/// The level and centre that receive a new case: the actor's own where it answers for the place,
/// else the lowest level over it.
void receive(const Picture& picture, const User& user, Case& record) {
    const Centre* own = picture.centreByCode(user.centre);
    if (own && (record.grid.empty() || covers(own->code, record.grid))) {
        record.level = own->level;
        record.centre = own->code;
        return;
    }
    const Level* lowest = nullptr;
    picture.levels.forEach([&](const Level& level) {
        if (!lowest || level.rank > lowest->rank) lowest = &level;
    });
    if (lowest) record.level = lowest->code;
    record.centre = centreAt(picture, record.level, record.grid);
}

std::optional<Refusal> refusalOfDraft(const Situation& now, const Case& draft) {
    if (draft.title.empty()) return Refusal{Why::Missing, "title"};
    if (draft.reported > now.now + kClockTolerance)
        return Refusal{Why::BadValue, "reported: the time lies in the future"};
    if (draft.place)
        if (auto outside = refusalOfPlace(now.picture, *draft.place)) return outside;
    Command asked;
    asked.category = draft.category;
    asked.amend.grid = draft.grid;
    return unknownArgument({now, {}, draft, &asked});
}

}  // namespace

std::optional<Refusal> refusalOfPlace(const Picture& picture, LonLat place) {
    GeoBox city;
    picture.grids.forEach([&](const Grid& grid) { city.add(boxOf(grid.area)); });
    if (city.isEmpty() || city.contains(place)) return std::nullopt;
    return Refusal{Why::BadValue, "place: it lies outside the city"};
}

Planned planAction(const Situation& now, const Actor& actor, const Case& record,
                   const Command& command) {
    const Step* step = now.rules.workflow.step(record.stage, command.action);
    if (!step) return Refusal{Why::NoSuchAction, record.stage};
    if (auto refused = refusalOf(now, actor, record, *step)) return *refused;
    Draft draft(now, actor, record, command);
    if (auto refused = unknownArgument(draft.look())) return *refused;
    for (const Guard guard : step->guards)
        if (auto refused = refusalBy(guard, draft.look())) return *refused;
    for (const Effect effect : step->effects)
        if (auto refused = apply(effect, draft)) return *refused;
    if (auto refused = attach(draft)) return *refused;
    moveOn(draft, *step);
    return written(draft, *step);
}

Planned planIntake(const Situation& now, const Actor& actor, const Intake& intake) {
    const Workflow& workflow = now.rules.workflow;
    if (auto refused = refusalOfRole(now, actor, workflow.intakeRoles())) return *refused;
    const Case& draft = intake.draft;
    if (auto refused = refusalOfDraft(now, draft)) return *refused;
    const Seconds second = std::chrono::floor<std::chrono::seconds>(now.now);
    Case record;
    record.category = draft.category;
    record.categoryText = draft.categoryText;
    record.title = draft.title;
    record.text = draft.text;
    record.risk = draft.risk;
    record.place = draft.place;
    record.placeText = draft.placeText;
    record.grid = draft.grid;
    record.source = draft.source;
    // A unit that is gone by now is no reason to lose the case.
    if (now.picture.unitByCode(draft.leadUnit)) record.leadUnit = draft.leadUnit;
    record.precision = draft.precision;
    record.reported = draft.reported == Seconds{} ? second : draft.reported;
    receive(now.picture, userOf(now, actor), record);
    record.code = localDay(now.rules.calendarOf(record.centre), second) + "-#";
    enterStage(now.rules, record, workflow.firstStage(), second);

    Transaction made;
    made.key = intake.key;
    made.by = authorOf(actor);
    made.note = "intake";
    JournalEntry entry;
    entry.ofWrite = 0;
    entry.action = "intake";
    entry.what = "stage " + record.stage + " level " + record.level + " risk " +
                 riskWord(record.risk) + " category " + record.category +
                 (record.leadUnit.empty() ? "" : " unit " + record.leadUnit);
    made.entries.push_back(std::move(entry));
    made.writes.push_back({std::move(record), {}, false});
    return made;
}

}  // namespace dispatch
