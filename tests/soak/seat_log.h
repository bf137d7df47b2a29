// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dispatch/store.h"
#include "tests/support/history_checker.h"

namespace soak {

/// One record a seat means to write, in few enough words to be written down before it is sent and
/// sent again, byte for byte, by the seat's next life.
struct Step {
    enum class Verb { Make, Change, Remove };
    Verb verb = Verb::Change;
    dispatch::Kind kind = dispatch::Kind::Case;  ///< Case or Assignment.
    std::int64_t id = 0;
    std::int64_t expected = 0;
    std::string code;            ///< Cases.
    std::int64_t record = 0;     ///< Orders: the case.
    std::int64_t responder = 0;  ///< Orders.
    dispatch::AssignmentState state = dispatch::AssignmentState::Sent;
};

struct Plan {
    std::string key;
    std::vector<Step> steps;
};

/// The transaction of a plan. Every record carries the key in a text of its own (a case's title, an
/// order's reason), so that each row says who wrote it last.
dispatch::Transaction transactionOf(const Plan& plan);

/// A seat's history in a file that outlives kill -9: what it is about to send, then what it heard.
/// Each line is one write to the file.
class SeatLog {
  public:
    /// Goes on at the end of what is there.
    explicit SeatLog(const std::string& path);
    ~SeatLog();
    SeatLog(const SeatLog&) = delete;
    SeatLog& operator=(const SeatLog&) = delete;

    void sending(const Plan& plan);
    void heard(const Plan& plan, const dispatch::Result<dispatch::Commit>& answer);

  private:
    void line(const std::string& text);
    int m_file;
};

/// What a log says.
struct SeatHistory {
    struct Sent {
        Plan plan;
        support::Operation operation;
        bool settled = false;  ///< Done or refused: need not be sent again.
    };
    std::vector<Sent> sent;           ///< In order; a key once for every time it was sent.
    std::vector<std::string> faults;  ///< Answers no store may give, one sentence each.
    int lineFailures = 0;             ///< Times the store could not be reached.
    std::size_t settledKeys() const;
};

SeatHistory readSeatLog(const std::string& path);

}  // namespace soak
