// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dispatch/picture.h"
#include "dispatch/store.h"

namespace dispatch {

/// The orders and responders that one transaction changes, so that each row is written once and a
/// responder never has two live orders: when one ends, the responder's oldest waiting order becomes
/// live in the same transaction, and without one the responder is free.
class OrderBook {
  public:
    OrderBook(const Picture& picture, Seconds now) : m_picture(picture), m_now(now) {}

    /// Unfinished orders of a case, by id.
    std::vector<Assignment> ofCase(CaseId record) const;
    /// The order that binds a responder; none where it is free.
    std::optional<Assignment> liveOf(ResponderId responder) const;

    /// A new order: live, or waiting where the responder has a live one.
    void send(CaseId record, const Responder& responder);
    /// A live order has come so far; the responder's state follows.
    void advance(const Assignment& order, AssignmentState state, std::optional<Seconds> checkDue);
    /// An order ends.
    void end(const Assignment& order, AssignmentState state, const std::string& reason);

    /// Orders that became live because another ended: their case and responder.
    const std::vector<Assignment>& begun() const { return m_begun; }
    bool makesOrder() const { return !m_new.empty(); }
    /// What changed, in codes: "order w17 sent>acknowledged".
    const std::vector<std::string>& what() const { return m_what; }
    /// Ended orders first, then those that take their place, then the responders.
    void writeTo(std::vector<Write>& writes) const;

  private:
    Assignment& edit(const Assignment& order);
    Responder* responder(ResponderId id);
    void setState(ResponderId id, WorkState state);
    std::vector<Assignment> all() const;
    std::string codeOf(ResponderId id) const;

    const Picture& m_picture;
    Seconds m_now;
    std::map<AssignmentId, Assignment> m_changed;
    std::vector<Assignment> m_new;
    std::map<ResponderId, Responder> m_responders;
    std::vector<Assignment> m_begun;
    std::vector<std::string> m_what;
};

/// "sent", "en-route": the word of a state in journal and scenarios.
const char* orderWord(AssignmentState state);

}  // namespace dispatch
