// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/roads/local_metres.h"
#include "gis/simulation/shift.h"

namespace gis {

using dispatch::Assignment;
using dispatch::AssignmentState;
using dispatch::Kind;
using dispatch::Result;

namespace {

constexpr double kFarFromHomeMetres = 1'500;

}  // namespace

dispatch::Situation Shift::situation() const {
    return {*m_options.rules, *m_picture,
            std::chrono::time_point_cast<std::chrono::milliseconds>(
                std::chrono::system_clock::now() + m_storeAhead)};
}

Result<void> Shift::look() {
    auto& store = m_committer.store();
    auto delta = store.changesSince(m_picture->seq, m_picture->fixSeq);
    // A store that is away for a moment is looked at again half a second later.
    if (!delta && dispatch::isLinkFailure(delta.error().code)) return {};
    if (!delta) return delta.error();
    dispatch::Changes changes;
    if (delta->tooOld) {
        auto loaded = store.load();
        if (!loaded) return loaded.error();
        m_picture = std::move(*loaded);
        changes.kinds.set();
        changes.reloaded.set();
    } else {
        std::tie(m_picture, changes) = dispatch::nextPicture(*m_picture, std::move(*delta));
    }
    const auto take = [&](const dispatch::Responder& row) {
        if (const auto found = m_personOf.find(row.id.value); found != m_personOf.end())
            m_people[found->second].row = row;
    };
    if (changes.reloaded.test(static_cast<std::size_t>(Kind::Responder))) {
        m_picture->responders.forEach(take);
    } else {
        for (const auto& ref : changes.records)
            if (ref.kind == Kind::Responder)
                if (const auto* row = m_picture->responders.find(dispatch::ResponderId{ref.id}))
                    take(*row);
    }
    return {};
}

Result<bool> Shift::act(const dispatch::Actor& actor, const dispatch::Command& command) {
    const auto done = m_committer.perform(situation(), actor, command);
    if (!done) return done.error();
    if (*done) m_committer.acknowledge("case", (*done)->code, (*done)->receipt.seq);
    if (auto looked = look(); !looked) return looked.error();
    return done->has_value();
}

Result<void> Shift::answerOrders() {
    const double t = now();
    for (const std::size_t who : m_onDuty) {
        Person& person = m_people[who];
        if (person.order && !m_picture->assignments.find(person.order)) {
            // Done, recalled or taken back: home again.
            person.order = {};
            person.mover.hold(false);
            const LocalMetres metres(person.mover.where().lat);
            if (metres.distance(person.mover.where(), person.mover.home()) > kFarFromHomeMetres)
                person.mover.sendTo(person.mover.home());
        }
    }
    std::vector<Assignment> due;
    m_picture->assignments.forEach([&](const Assignment& order) {
        const auto found = m_personOf.find(order.responder.value);
        if (found == m_personOf.end() || !dispatch::isLive(order.state)) return;
        Person& person = m_people[found->second];
        if (!person.row.onDuty || t < person.silentUntil) return;
        if (person.order != order.id) {
            person.order = order.id;
            person.nextAnswer = t;  // A handset says at once that it has the order.
        }
        if (person.nextAnswer <= t) due.push_back(order);
    });
    for (const Assignment& order : due) {
        if (m_stop.stop_requested()) return {};
        if (auto done = answer(m_people[m_personOf[order.responder.value]], order); !done)
            return done;
    }
    return {};
}

Result<void> Shift::answer(Person& person, const Assignment& order) {
    const dispatch::Case* record = m_picture->cases.find(order.record);
    dispatch::Command command;
    command.record = order.record;
    command.responder = person.row.code;
    person.nextAnswer = now() + 2;
    switch (order.state) {
        case AssignmentState::Sent:
            command.action = order.delivered ? "acknowledge" : "deliver";
            person.mover.hold(true);
            person.nextAnswer = now() + m_random.between(2, 10);
            break;
        case AssignmentState::Acknowledged:
            command.action = "enroute";
            if (record && record->place) person.mover.sendTo(*record->place);
            break;
        case AssignmentState::EnRoute:
            if (person.mover.isUnderWay()) return {};
            command.action = "arrive";
            person.mover.hold(true);
            person.nextAnswer = later(3, 15);
            break;
        case AssignmentState::OnScene:
            command.action = "done";
            break;
        default:
            return {};
    }
    const auto done = act(m_options.handset, command);
    if (!done) return done.error();
    m_report.answers += *done;
    return {};
}

}  // namespace gis
