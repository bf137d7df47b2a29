// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "dispatch/guards.h"
#include "dispatch/routing.h"

namespace dispatch {
namespace {

using Why = Refusal::Why;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// Whether the area of a unit is the centre's: who is asked or called in may answer for itself.
bool ownsUnit(const Picture& picture, const std::string& centre, const std::string& code) {
    const Unit* unit = picture.unitByCode(code);
    return unit && !unit->centre.empty() && covers(centre, unit->centre);
}

bool isAskedFor(const Look& look, const std::string& centre, const Step& step) {
    const Picture& picture = look.now.picture;
    if (step.has(Effect::TakesOver) || step.has(Effect::DropsAsked))
        return ownsUnit(picture, centre, look.record.askedUnit);
    for (const auto& [effect, kind] : {std::pair{Effect::AnswersNote, SupervisionKind::Note},
                                       {Effect::AnswersWhistle, SupervisionKind::Whistle}}) {
        if (!step.has(effect)) continue;
        const Supervision* open = openSupervision(look, kind);
        if (open && ownsUnit(picture, centre, open->unit)) return true;
    }
    return false;
}

bool hasOwnOrder(const Picture& picture, const Case& record, const std::string& responder) {
    const Responder* who = picture.responderByCode(responder);
    bool found = false;
    picture.assignments.forEach([&](const Assignment& order) {
        found = found || (who && order.record == record.id && order.responder == who->id);
    });
    return found;
}

const char* whyText(Why why) {
    switch (why) {
        case Why::NoSuchAction:
            return "the stage has no such action";
        case Why::NotThisRole:
            return "only for";
        case Why::OtherArea:
            return "the case is held by another area";
        case Why::Missing:
            return "it needs";
        case Why::NotNow:
            return "it does not hold that";
        case Why::Busy:
            return "the responder has an order already, on case";
        case Why::BadValue:
            return "it cannot be";
        case Why::Changed:
            return "somebody was first";
    }
    return "";
}

}  // namespace

std::string refusalText(const Refusal& refusal) {
    return std::string("refused, ") + whyText(refusal.why) + ": " + refusal.detail;
}

std::optional<Refusal> refusalOfRole(const Situation& now, const Actor& actor,
                                     const std::vector<std::string>& roles) {
    if (actor.isSystem) return std::nullopt;
    const Table<User>& users = now.picture.users;
    if (users.empty() && actor.user.role.empty()) return std::nullopt;
    const User user = userOf(now, actor);
    const User* stored = users.find(user.id);
    const bool known = users.empty() || (stored && stored->code == user.code);
    if (known && !user.disabled && std::find(roles.begin(), roles.end(), user.role) != roles.end())
        return std::nullopt;
    return Refusal{Why::NotThisRole, joined(roles)};
}

std::optional<Refusal> refusalOf(const Situation& now, const Actor& actor, const Case& record,
                                 const Step& step) {
    if (actor.isSystem) return std::nullopt;
    if (auto refused = refusalOfRole(now, actor, step.roles)) return refused;
    const User user = userOf(now, actor);
    if (isField(now, user)) {
        if (user.responder.empty() || hasOwnOrder(now.picture, record, user.responder))
            return std::nullopt;
        return Refusal{Why::NotNow, std::string(wordOf(Guard::HasOrder))};
    }
    const std::string area = holderOf(now.picture, record);
    if (area.empty() || covers(user.centre, area)) return std::nullopt;
    if (isAskedFor({now, actor, record}, user.centre, step)) return std::nullopt;
    return Refusal{Why::OtherArea, area};
}

std::vector<Offer> offersFor(const Situation& now, const Actor& actor, const Case& record) {
    std::vector<Offer> offers;
    const Workflow& workflow = now.rules.workflow;
    for (const ActionRow& action : workflow.actions()) {
        const Step* step = workflow.step(record.stage, action.code);
        if (!step) continue;
        Offer offer{action.code, step->to, refusalOf(now, actor, record, *step), {}};
        for (const Guard guard : step->guards) {
            if (!offer.refused) offer.refused = refusalBy(guard, {now, actor, record});
            if (asksArgument(guard)) offer.needs.push_back(guard);
        }
        offers.push_back(std::move(offer));
    }
    return offers;
}

}  // namespace dispatch
