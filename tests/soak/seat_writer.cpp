// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/seat_writer.h"

#include <cstdio>
#include <random>
#include <thread>

#include "gis/store/open_store.h"

namespace soak {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr AssignmentState kLiveStates[] = {AssignmentState::Acknowledged, AssignmentState::EnRoute,
                                           AssignmentState::OnScene};
constexpr AssignmentState kEnds[] = {AssignmentState::Done, AssignmentState::Refused,
                                     AssignmentState::Recalled, AssignmentState::Returned};
constexpr auto kPatience = 2min;

class Seat {
  public:
    explicit Seat(const SeatOrders& orders)
        : m_orders(orders), m_log(orders.log), m_random(orders.seed) {}

    int work() {
        SeatHistory before = readSeatLog(m_orders.log);
        m_settled = before.settledKeys();
        m_number = before.sent.size();
        if (!open()) return 1;
        if (!before.sent.empty() && !before.sent.back().settled && !settle(before.sent.back().plan))
            return 1;
        while (m_settled < m_orders.commits) {
            if (!m_picture || chance(0.5)) look();
            if (m_picture && !settle(nextPlan())) return 1;
        }
        return 0;
    }

    /// Sends until the store has said yes or no.
    bool settle(const Plan& plan) {
        const Transaction transaction = transactionOf(plan);
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (std::chrono::steady_clock::now() < until) {
            if (!m_store && !open()) return false;
            m_log.sending(plan);
            const auto answer = m_store->commit(transaction);
            m_log.heard(plan, answer);
            if (answer || !isLinkFailure(answer.error().code)) {
                ++m_settled;
                if (answer && std::holds_alternative<Receipt>(*answer)) m_last = plan;
                return true;
            }
            m_store.reset();
            m_picture.reset();
            pause();
        }
        std::fprintf(stderr, "%s: no answer in two minutes\n", plan.key.c_str());
        return false;
    }

    bool open() {
        const auto until = std::chrono::steady_clock::now() + kPatience;
        std::string why;
        while (std::chrono::steady_clock::now() < until) {
            auto opened = gis::openStore(m_orders.uri);
            if (opened) {
                m_store = std::move(*opened);
                return true;
            }
            why = opened.error().detail;
            pause();
        }
        std::fprintf(stderr, "%s\n", why.c_str());
        return false;
    }

    Store& store() { return *m_store; }

  private:
    void pause() {
        std::this_thread::sleep_for(
            std::chrono::milliseconds(std::uniform_int_distribution<int>(10, 200)(m_random)));
    }
    bool chance(double share) { return std::bernoulli_distribution(share)(m_random); }
    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random);
    }
    template <class List>
    const auto& any(const List& list) {
        return list[below(std::size(list))];
    }

    void look() {
        if (m_picture) {
            auto delta = m_store->changesSince(m_picture->seq, m_picture->fixSeq);
            if (delta && !delta->tooOld) {
                m_picture = nextPicture(*m_picture, std::move(*delta)).first;
                return;
            }
        }
        const auto loaded = m_store->load();
        if (loaded)
            m_picture = *loaded;
        else
            m_store.reset(), (void)open();
    }

    Plan nextPlan() {
        std::vector<Case> lasting, contested;
        m_picture->cases.forEach([&](const Case& row) {
            (row.code.starts_with("L-") ? lasting : contested).push_back(row);
        });
        std::vector<Assignment> orders;
        m_picture->assignments.forEach([&](const Assignment& row) { orders.push_back(row); });
        std::vector<Responder> people;
        m_picture->responders.forEach([&](const Responder& row) { people.push_back(row); });

        Plan plan;
        plan.key = m_orders.name + '-' + std::to_string(++m_number) + '-' +
                   std::to_string(m_random() % 1'000'000);
        const auto change = [&](const Case& row) {
            plan.steps.push_back({Step::Verb::Change,
                                  Kind::Case,
                                  row.id.value,
                                  row.revision.value,
                                  row.code,
                                  0,
                                  0,
                                  {}});
        };
        const auto move = [&](const Assignment& row, AssignmentState state) {
            plan.steps.push_back({Step::Verb::Change,
                                  Kind::Assignment,
                                  row.id.value,
                                  row.revision.value,
                                  {},
                                  row.record.value,
                                  row.responder.value,
                                  state});
        };
        const auto send = [&](ResponderId who) {
            plan.steps.push_back({Step::Verb::Make,
                                  Kind::Assignment,
                                  0,
                                  0,
                                  {},
                                  any(lasting).id.value,
                                  who.value,
                                  AssignmentState::Sent});
        };
        switch (below(9)) {
            case 0:
                break;  // A case changes, below.
            case 1:
            case 2:
                send(any(people).id);
                break;
            case 3:
                if (!orders.empty()) move(any(orders), any(kEnds));
                break;
            case 4:
                if (!orders.empty()) {
                    const Assignment& order = any(orders);
                    move(order, any(kEnds));
                    send(order.responder);
                }
                break;
            case 5:
                if (!orders.empty()) move(any(orders), any(kLiveStates));
                change(any(lasting));
                break;
            case 6: {
                const std::size_t first = below(lasting.size());
                change(lasting[first]);
                change(lasting[(first + 1 + below(lasting.size() - 1)) % lasting.size()]);
                break;
            }
            case 7:
                plan.steps.push_back({Step::Verb::Make,
                                      Kind::Case,
                                      0,
                                      0,
                                      "C-" + std::to_string(below(kContestedCodes)),
                                      0,
                                      0,
                                      {}});
                break;
            case 8:
                if (m_last && chance(0.3)) return *m_last;
                if (!contested.empty()) {
                    const Case& row = any(contested);
                    plan.steps.push_back({Step::Verb::Remove,
                                          Kind::Case,
                                          row.id.value,
                                          row.revision.value,
                                          row.code,
                                          0,
                                          0,
                                          {}});
                }
                break;
        }
        if (plan.steps.empty()) change(any(lasting));
        return plan;
    }

    SeatOrders m_orders;
    SeatLog m_log;
    std::mt19937_64 m_random;
    std::unique_ptr<Store> m_store;
    std::shared_ptr<const Picture> m_picture;
    std::optional<Plan> m_last;
    std::size_t m_number = 0;
    std::size_t m_settled = 0;
};

}  // namespace

bool prepareSeats(const std::string& uri, const std::string& log, int responders) {
    Seat seat({uri, log, "setup", 1, 1});
    if (!seat.open()) return false;
    Transaction people;
    people.key = "setup-people";
    people.by = {"soak", "setup"};
    for (int i = 1; i <= responders; ++i) {
        Responder who;
        who.code = "w" + std::to_string(i);
        who.name = "worker " + who.code;
        people.writes.push_back({who, {}, false});
    }
    if (!seat.store().commit(people)) return false;
    Plan cases{"setup-cases", {}};
    for (int i = 0; i < kLastingCases; ++i)
        cases.steps.push_back(
            {Step::Verb::Make, Kind::Case, 0, 0, "L-" + std::to_string(i), 0, 0, {}});
    return seat.settle(cases);
}

int writeAsSeat(const SeatOrders& orders) {
    return Seat(orders).work();
}

}  // namespace soak
