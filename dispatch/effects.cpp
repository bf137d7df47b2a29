// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/effects.h"

#include <algorithm>
#include <array>

#include "dispatch/effect_parts.h"
#include "dispatch/progress.h"
#include "dispatch/routing.h"

namespace dispatch {
namespace {

using Why = Refusal::Why;
using Answer = std::optional<Refusal>;

const Category* categoryOf(const Picture& picture, const std::string& code) {
    const Category* found = nullptr;
    picture.categories.forEach([&](const Category& row) {
        if (row.code == code) found = &row;
    });
    return found;
}

// --- the case

Answer setsCategory(Draft& draft) {
    if (draft.command.category.empty()) return std::nullopt;
    draft.record.category = draft.command.category;
    return std::nullopt;
}

/// Without a risk the category's proposal counts, where the category is a new one.
Answer setsRisk(Draft& draft) {
    if (draft.command.risk)
        draft.record.risk = *draft.command.risk;
    else if (const Category* row = categoryOf(draft.now.picture, draft.command.category))
        draft.record.risk = row->risk;
    return std::nullopt;
}

Answer amends(Draft& draft) {
    const Amendment& amend = draft.command.amend;
    Case& record = draft.record;
    if (amend.title && amend.title->empty())
        return Refusal{Why::BadValue, "title: a case cannot be without one"};
    if (amend.place) {
        if (Answer outside = refusalOfPlace(draft.now.picture, *amend.place)) return outside;
        record.place = amend.place;
    }
    const auto put = [](std::string& field, const std::optional<std::string>& value) {
        if (value) field = *value;
    };
    put(record.title, amend.title);
    put(record.text, amend.text);
    put(record.placeText, amend.placeText);
    put(record.grid, amend.grid);
    put(record.categoryText, amend.categoryText);
    put(record.source, amend.source);
    if (amend.grid) record.centre = centreAt(draft.now.picture, record.level, record.grid);
    setsCategory(draft);
    if (draft.command.risk) record.risk = *draft.command.risk;
    return std::nullopt;
}

Answer setsResult(Draft& draft) {
    draft.record.result = draft.command.result;
    return std::nullopt;
}
Answer setsAnswered(Draft& draft) {
    draft.record.answered = draft.command.via;
    if (!draft.command.text.empty()) draft.record.answered += ": " + draft.command.text;
    return std::nullopt;
}
Answer setsRating(Draft& draft) {
    draft.record.rating = draft.command.rating;
    return std::nullopt;
}
Answer marksOnSpot(Draft& draft) {
    draft.record.onSpot = true;
    return std::nullopt;
}
Answer namesLeader(Draft& draft) {
    if (draft.command.leader.empty()) return std::nullopt;
    draft.record.leader = draft.command.leader;
    const Supervision* matter = openSupervision(draft.look(), SupervisionKind::Matter);
    if (!matter) return std::nullopt;
    draft.supervisions.push_back(*matter);
    draft.supervisions.back().leader = draft.command.leader;
    return std::nullopt;
}
Answer closes(Draft& draft) {
    closeCase(draft.record, draft.second);
    return std::nullopt;
}
Answer reopens(Draft& draft) {
    Case& record = draft.record;
    record.closed.reset();
    record.mergedInto = {};
    record.onSpot = false;
    record.answered.clear();
    record.rating = 0;
    return std::nullopt;
}
Answer addsNote(Draft& draft) {
    CaseNote note;
    note.record = draft.before.id;
    note.at = draft.second;
    note.author = draft.actor.user.code;
    note.text = draft.command.text;
    draft.notes.push_back(std::move(note));
    draft.what.push_back("note");
    return std::nullopt;
}

Answer mergesInto(Draft& draft) {
    const Case* target = draft.now.picture.caseByCode(draft.command.target);
    if (!target) return Refusal{Why::Missing, "target"};
    draft.record.mergedInto = target->id;
    closeCase(draft.record, draft.second);
    draft.target = *target;
    CaseNote note;
    note.record = target->id;
    note.at = draft.second;
    note.author = draft.actor.user.code;
    note.text = draft.before.code + ": " + draft.before.title;
    draft.notes.push_back(std::move(note));
    JournalEntry entry;
    entry.record = target->id;
    entry.action = draft.command.action;
    entry.what = std::string(kMergedFrom) + draft.before.code;
    entry.why = draft.command.reason;
    draft.otherEntries.push_back(std::move(entry));
    return std::nullopt;
}

// --- units and levels

Answer setsUnit(Draft& draft) {
    Case& record = draft.record;
    if (!draft.command.unit.empty()) {
        record.leadUnit = draft.command.unit;
    } else if (record.leadUnit.empty()) {
        const auto choices = unitsFor(draft.now.rules.workflow, draft.now.picture, record);
        if (!choices.empty()) record.leadUnit = choices.front().unit;
    }
    record.askedUnit.clear();
    return std::nullopt;
}
Answer asksUnit(Draft& draft) {
    draft.record.askedUnit = draft.command.unit;
    return std::nullopt;
}
Answer takesOver(Draft& draft) {
    draft.record.leadUnit = draft.record.askedUnit;
    draft.record.askedUnit.clear();
    return std::nullopt;
}
Answer dropsAsked(Draft& draft) {
    draft.record.askedUnit.clear();
    return std::nullopt;
}
Answer addsUnit(Draft& draft) {
    const std::string& unit = draft.command.unit;
    if (unit.empty() || unit == draft.record.leadUnit) return std::nullopt;
    std::string& all = draft.record.cooperating;
    if ((" " + all + " ").find(" " + unit + " ") != std::string::npos) return std::nullopt;
    all += (all.empty() ? "" : " ") + unit;
    return std::nullopt;
}

Answer toLevel(Draft& draft, const Level* level) {
    if (level)
        enterLevel(draft.now.rules, draft.now.picture, draft.record, level->code, draft.second);
    return std::nullopt;
}
Answer setsLevel(Draft& draft) {
    return toLevel(draft, draft.now.picture.levelByCode(draft.command.level));
}
Answer routesByRisk(Draft& draft) {
    if (!draft.command.level.empty()) return setsLevel(draft);
    return toLevel(draft, levelByRisk(draft.now.picture, draft.record.risk));
}
Answer climbsOneLevel(Draft& draft) {
    return toLevel(draft, levelAbove(draft.now.picture, draft.record.level));
}
Answer goesDownOneLevel(Draft& draft) {
    return toLevel(draft, levelBelow(draft.now.picture, draft.record.level));
}

// --- the clock

Answer stopsClock(Draft& draft) {
    stopClock(draft.now.rules, draft.record, draft.second);
    draft.what.push_back("approver " + draft.command.approver);
    return std::nullopt;
}
Answer startsClock(Draft& draft) {
    startClock(draft.now.rules, draft.record, draft.second);
    return std::nullopt;
}
Answer extendsClock(Draft& draft) {
    if (!draft.record.due) return Refusal{Why::NotNow, "hasLimit"};
    extendClock(draft.now.rules, draft.record, draft.command.duration, draft.second);
    draft.what.push_back("approver " + draft.command.approver + " longer " +
                         std::to_string(draft.command.duration.count()) + "s");
    return std::nullopt;
}

using namespace effects;

struct EffectRow {
    Effect effect;
    std::string_view word;
    Answer (*apply)(Draft&);
};

constexpr std::array kEffects = {
    EffectRow{Effect::Amends, "amends", &amends},
    EffectRow{Effect::SetsUnit, "setsUnit", &setsUnit},
    EffectRow{Effect::AsksUnit, "asksUnit", &asksUnit},
    EffectRow{Effect::TakesOver, "takesOver", &takesOver},
    EffectRow{Effect::DropsAsked, "dropsAsked", &dropsAsked},
    EffectRow{Effect::AddsUnit, "addsUnit", &addsUnit},
    EffectRow{Effect::SetsCategory, "setsCategory", &setsCategory},
    EffectRow{Effect::SetsRisk, "setsRisk", &setsRisk},
    EffectRow{Effect::SetsLevel, "setsLevel", &setsLevel},
    EffectRow{Effect::RoutesByRisk, "routesByRisk", &routesByRisk},
    EffectRow{Effect::ClimbsOneLevel, "climbsOneLevel", &climbsOneLevel},
    EffectRow{Effect::GoesDownOneLevel, "goesDownOneLevel", &goesDownOneLevel},
    EffectRow{Effect::StopsClock, "stopsClock", &stopsClock},
    EffectRow{Effect::StartsClock, "startsClock", &startsClock},
    EffectRow{Effect::ExtendsClock, "extendsClock", &extendsClock},
    EffectRow{Effect::OrdersResponder, "ordersResponder", &ordersResponder},
    EffectRow{Effect::DeliversOrder, "deliversOrder", &deliversOrder},
    EffectRow{Effect::AcknowledgesOrder, "acknowledgesOrder", &acknowledgesOrder},
    EffectRow{Effect::OrderEnRoute, "orderEnRoute", &orderEnRoute},
    EffectRow{Effect::OrderOnScene, "orderOnScene", &orderOnScene},
    EffectRow{Effect::ChecksOrder, "checksOrder", &checksOrder},
    EffectRow{Effect::FinishesOrder, "finishesOrder", &finishesOrder},
    EffectRow{Effect::RefusesOrder, "refusesOrder", &refusesOrder},
    EffectRow{Effect::ReturnsOrder, "returnsOrder", &returnsOrder},
    EffectRow{Effect::RecallsOrder, "recallsOrder", &recallsOrder},
    EffectRow{Effect::RecallsOrders, "recallsOrders", &recallsOrders},
    EffectRow{Effect::ReplacesOrder, "replacesOrder", &replacesOrder},
    EffectRow{Effect::MergesInto, "mergesInto", &mergesInto},
    EffectRow{Effect::SetsResult, "setsResult", &setsResult},
    EffectRow{Effect::SetsAnswered, "setsAnswered", &setsAnswered},
    EffectRow{Effect::SetsRating, "setsRating", &setsRating},
    EffectRow{Effect::MarksOnSpot, "marksOnSpot", &marksOnSpot},
    EffectRow{Effect::Closes, "closes", &closes},
    EffectRow{Effect::Reopens, "reopens", &reopens},
    EffectRow{Effect::ListsMatter, "listsMatter", &listsMatter},
    EffectRow{Effect::StrikesOff, "strikesOff", &strikesOff},
    EffectRow{Effect::NamesLeader, "namesLeader", &namesLeader},
    EffectRow{Effect::IssuesNote, "issuesNote", &issuesNote},
    EffectRow{Effect::AnswersNote, "answersNote", &answersNote},
    EffectRow{Effect::BlowsWhistle, "blowsWhistle", &blowsWhistle},
    EffectRow{Effect::AsksAbove, "asksAbove", &asksAbove},
    EffectRow{Effect::AnswersWhistle, "answersWhistle", &answersWhistle},
    EffectRow{Effect::AddsNote, "addsNote", &addsNote},
};

const EffectRow& rowOf(Effect effect) {
    return *std::find_if(kEffects.begin(), kEffects.end(),
                         [&](const EffectRow& row) { return row.effect == effect; });
}

}  // namespace

Draft::Draft(const Situation& situation, const Actor& who, const Case& seen, const Command& wish)
    : now(situation),
      actor(who),
      before(seen),
      command(wish),
      second(std::chrono::floor<std::chrono::seconds>(situation.now)),
      record(seen),
      orders(situation.picture, second) {}

std::string_view wordOf(Effect effect) {
    return rowOf(effect).word;
}

std::optional<Effect> effectOf(std::string_view word) {
    for (const EffectRow& row : kEffects)
        if (row.word == word) return row.effect;
    return std::nullopt;
}

std::optional<Refusal> apply(Effect effect, Draft& draft) {
    return rowOf(effect).apply(draft);
}

}  // namespace dispatch
