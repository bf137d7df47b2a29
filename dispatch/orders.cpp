// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/orders.h"

#include <algorithm>
#include <tuple>

namespace dispatch {
namespace {

WorkState workOf(AssignmentState state) {
    if (state == AssignmentState::EnRoute) return WorkState::EnRoute;
    return state == AssignmentState::OnScene ? WorkState::OnScene : WorkState::Sent;
}

bool isUnfinished(AssignmentState state) {
    return state == AssignmentState::Waiting || isLive(state);
}

}  // namespace

const char* orderWord(AssignmentState state) {
    switch (state) {
        case AssignmentState::Waiting:
            return "waiting";
        case AssignmentState::Sent:
            return "sent";
        case AssignmentState::Acknowledged:
            return "acknowledged";
        case AssignmentState::EnRoute:
            return "en-route";
        case AssignmentState::OnScene:
            return "on-scene";
        case AssignmentState::Done:
            return "done";
        case AssignmentState::Refused:
            return "refused";
        case AssignmentState::NotDelivered:
            return "not-delivered";
        case AssignmentState::Recalled:
            return "recalled";
        case AssignmentState::Returned:
            return "returned";
    }
    return "";
}

std::vector<Assignment> OrderBook::all() const {
    std::vector<Assignment> orders;
    m_picture.assignments.forEach([&](const Assignment& order) {
        const auto changed = m_changed.find(order.id);
        orders.push_back(changed == m_changed.end() ? order : changed->second);
    });
    orders.insert(orders.end(), m_new.begin(), m_new.end());
    std::erase_if(orders, [](const Assignment& order) { return !isUnfinished(order.state); });
    return orders;
}

std::vector<Assignment> OrderBook::ofCase(CaseId record) const {
    std::vector<Assignment> orders = all();
    std::erase_if(orders, [&](const Assignment& order) { return order.record != record; });
    return orders;
}

std::optional<Assignment> OrderBook::liveOf(ResponderId responder) const {
    for (Assignment& order : all())
        if (order.responder == responder && isLive(order.state)) return std::move(order);
    return std::nullopt;
}

std::string OrderBook::codeOf(ResponderId id) const {
    const Responder* row = m_picture.responders.find(id);
    return row ? row->code : "?";
}

Assignment& OrderBook::edit(const Assignment& order) {
    return m_changed.try_emplace(order.id, order).first->second;
}

Responder* OrderBook::responder(ResponderId id) {
    const Responder* row = m_picture.responders.find(id);
    return row ? &m_responders.try_emplace(id, *row).first->second : nullptr;
}

void OrderBook::setState(ResponderId id, WorkState state) {
    Responder* row = responder(id);
    if (!row || row->state == state) return;
    row->state = state;
    row->stateSince = m_now;
}

void OrderBook::send(CaseId record, const Responder& who) {
    Assignment order;
    order.record = record;
    order.responder = who.id;
    order.state = liveOf(who.id) ? AssignmentState::Waiting : AssignmentState::Sent;
    order.sent = order.stateSince = m_now;
    // Also for a waiting order the responder's row is written: who ends the live order at the same
    // moment then conflicts, and the waiting one is never left behind.
    responder(who.id);
    if (order.state == AssignmentState::Sent) setState(who.id, WorkState::Sent);
    m_what.push_back("order " + who.code + " " + orderWord(order.state));
    m_new.push_back(std::move(order));
}

void OrderBook::advance(const Assignment& order, AssignmentState state,
                        std::optional<Seconds> checkDue) {
    Assignment& row = edit(order);
    if (row.state != state) {
        m_what.push_back("order " + codeOf(row.responder) + " " + orderWord(row.state) + ">" +
                         orderWord(state));
        row.state = state;
        row.stateSince = m_now;
    }
    // Whoever answers an order has it.
    if (!row.delivered) {
        if (state == AssignmentState::Sent)
            m_what.push_back("order " + codeOf(row.responder) + " delivered");
        row.delivered = m_now;
    }
    if (checkDue) row.checkDue = checkDue;
    setState(row.responder, workOf(state));
}

void OrderBook::end(const Assignment& order, AssignmentState state, const std::string& reason) {
    Assignment& row = edit(order);
    const bool bound = isLive(row.state);
    m_what.push_back("order " + codeOf(row.responder) + " " + orderWord(row.state) + ">" +
                     orderWord(state));
    row.state = state;
    row.stateSince = m_now;
    row.reason = reason;
    row.checkDue.reset();
    if (!bound || !row.responder) return;
    const ResponderId who = row.responder;
    const Responder* held = responder(who);
    std::vector<Assignment> waiting = all();
    std::erase_if(waiting, [&](const Assignment& next) {
        return next.responder != who || next.state != AssignmentState::Waiting;
    });
    if (waiting.empty() || !held || !held->onDuty) return setState(who, WorkState::Free);
    const auto first =
        std::min_element(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) {
            return std::tie(a.sent, a.id) < std::tie(b.sent, b.id);
        });
    Assignment& begun = edit(*first);
    begun.state = AssignmentState::Sent;
    begun.stateSince = m_now;
    begun.delivered.reset();
    m_begun.push_back(begun);
    Responder* next = responder(who);
    next->state = WorkState::Sent;
    next->stateSince = m_now;
}

void OrderBook::writeTo(std::vector<Write>& writes) const {
    for (const bool ended : {true, false})
        for (const auto& [id, order] : m_changed)
            if (isUnfinished(order.state) != ended)
                writes.push_back({order, order.revision, false});
    for (const Assignment& order : m_new) writes.push_back({order, {}, false});
    for (const auto& [id, row] : m_responders) writes.push_back({row, row.revision, false});
}

}  // namespace dispatch
