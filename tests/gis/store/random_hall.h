// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "dispatch/clock.h"
#include "dispatch/store.h"
#include "tests/gis/store/contract_tools.h"

namespace contract {

using namespace dispatch;
using namespace std::chrono_literals;

/// A hall in which everything happens at random.
class RandomHall {
  public:
    RandomHall(ManualClock& clock, Store& store, std::uint64_t seed)
        : m_clock(clock), m_store(store), m_random(seed) {}

    void step() {
        m_clock.advance(std::chrono::milliseconds(1 + below(40'000)));
        switch (below(18)) {
            case 0:
                add(someGrid(code("G")));
                break;
            case 1:
                edit<Grid>(Kind::Grid, [](Grid& row) { row.people += 1; });
                break;
            case 2:
                edit<Setting>(Kind::Setting, [](Setting& row) {
                    if (row.key == "response.minutes") row.value += ",7";
                });
                break;
            case 3:
                add(someCase(code("C")));
                break;
            case 4:
            case 5:
                edit<Case>(Kind::Case, [&](Case& row) {
                    row.title += 'x';
                    limits(row);
                    if (below(3) == 0)
                        row.closed = row.reported + 60s;
                    else if (below(4) == 0)
                        row.closed.reset();
                });
                break;
            case 6:
                begin();
                break;
            case 7:
                dutyChanges();
                break;
            case 8:
                edit<Responder>(Kind::Responder, [](Responder& row) {
                    row.state = row.state == WorkState::Free ? WorkState::Sent : WorkState::Free;
                });
                break;
            case 9:
                batch();
                break;
            case 10:
                send();
                break;
            case 11:
                orderMoves();
                break;
            case 12:
                add(someUser(code("u")));
                break;
            case 13:
                edit<User>(Kind::User, [](User& row) { row.disabled = !row.disabled; });
                break;
            case 14:
                desk();
                break;
            case 15:
                contact();
                break;
            default:
                reports();
                break;
        }
    }

    std::uint64_t below(std::uint64_t most) { return m_random() % most; }

  private:
    struct OnDuty {
        Responder who;
        Duty duty;
    };
    std::string code(const char* kind) { return kind + std::to_string(++m_codes); }
    void add(Record record) { committed(m_store, transaction({put(std::move(record))})); }

    template <class Row, class Edit>
    void edit(Kind kind, Edit change_) {
        std::vector<Row> rows;
        Query query;
        query.kind = kind;
        (void)m_store.read(query, [&](Record&& row) {
            rows.push_back(std::get<Row>(std::move(row)));
            return true;
        });
        if (rows.empty()) return;
        Row row = rows[below(rows.size())];
        const bool goes = kind != Kind::Setting && kind != Kind::Responder && below(5) == 0;
        if (!goes) change_(row);
        committed(m_store, transaction({goes ? removal(row) : change(row)}));
    }

    /// Somebody new comes on duty.
    void begin() {
        OnDuty one;
        one.who = someResponder(code("w"));
        one.who.id.value = committed(m_store, transaction({put(one.who)})).ids.front();
        one.duty.responder = one.who.id;
        one.duty.from = std::chrono::floor<std::chrono::seconds>(m_clock.now());
        one.duty.id.value = committed(m_store, transaction({put(one.duty)})).ids.front();
        m_people.push_back(one);
    }

    /// Somebody goes off duty, or comes back.
    void dutyChanges() {
        if (m_people.empty()) return;
        OnDuty& one = m_people[below(m_people.size())];
        Responder who = only<Responder>(m_store, Kind::Responder, one.who.id.value);
        const Seconds now = std::chrono::floor<std::chrono::seconds>(m_clock.now());
        std::vector<Write> writes;
        if (who.onDuty && below(3) == 0) {
            // The duty alone ends: the position goes, though the state still says on duty.
            Duty duty = only<Duty>(m_store, Kind::Duty, one.duty.id.value);
            if (duty.until) return;
            duty.until = std::max(now, duty.from);
            writes = {change(duty)};
        } else if (who.onDuty && below(2) == 0) {
            Duty duty = only<Duty>(m_store, Kind::Duty, one.duty.id.value);
            duty.until = std::max(now, duty.from);
            who.onDuty = false;
            writes = {change(who), change(duty)};
        } else if (who.onDuty) {
            who.onDuty = false;
            writes = {change(who)};
        } else {
            who.onDuty = true;
            one.duty = only<Duty>(m_store, Kind::Duty, one.duty.id.value);
            writes = {change(who)};
            if (one.duty.until) {
                one.duty = {};
                one.duty.responder = one.who.id;
                one.duty.from = now + 1s;
                m_clock.advance(2s);
                writes.push_back(put(one.duty));
            }
        }
        const Receipt done = committed(m_store, transaction(writes));
        if (!one.duty.id) one.duty.id.value = done.ids.back();
    }

    void reports() {
        std::vector<Fix> fixes;
        for (const OnDuty& one : m_people)
            for (std::uint64_t i = below(3); i > 0; --i) {
                fixes.push_back(someFix(one.who.id,
                                        m_clock.now() - std::chrono::milliseconds(below(90'000)),
                                        {106.8 + static_cast<double>(below(1000)) / 1e4, 39.6}));
                fixes.back().grid.value = static_cast<std::int64_t>(below(4));
            }
        if (const auto taken = m_store.addFixes(fixes, "handset"); !taken)
            qFatal("%s", taken.error().detail.c_str());
    }

    /// An order goes out, to somebody who may have one already.
    void send() {
        if (m_people.empty()) return;
        const ResponderId who = m_people[below(m_people.size())].who.id;
        const auto state = below(3) == 0 ? AssignmentState::Waiting : AssignmentState::Sent;
        const auto done = m_store.commit(transaction({put(someOrder({1}, who, state))}));
        if (!done) qFatal("%s", done.error().detail.c_str());
    }

    /// An order goes on, ends or begins; two live ones for one person are refused.
    void orderMoves() {
        std::vector<Assignment> orders;
        Query query;
        query.kind = Kind::Assignment;
        (void)m_store.read(query, [&](Record&& row) {
            orders.push_back(std::get<Assignment>(std::move(row)));
            return true;
        });
        if (orders.empty()) return;
        Assignment order = orders[below(orders.size())];
        order.state = static_cast<AssignmentState>(below(10));
        order.stateSince += 1s;
        const auto done = m_store.commit(transaction({change(order)}));
        if (!done) qFatal("%s", done.error().detail.c_str());
    }

    /// What the case desk writes on a case's clock.
    void limits(Case& row) {
        row.warned = !row.warned;
        row.warnAt = row.reported + std::chrono::seconds(below(900));
        row.lateSince.reset();
        if (below(2) == 0) row.lateSince = row.reported + 900s;
        row.suspendedSince.reset();
        if (below(3) == 0) row.suspendedSince = row.reported + 300s;
        row.spentSeconds = static_cast<std::int64_t>(below(900));
        row.supervised = below(3) == 0;
        row.cooperating = row.supervised ? "fire-1 police-2" : "";
        row.rating = static_cast<int>(below(6));
    }

    /// A supervision is issued, or one goes on.
    void desk() {
        if (below(2) == 0) return add(someSupervision({1}));
        edit<Supervision>(Kind::Supervision, [&](Supervision& row) {
            row.kind = static_cast<SupervisionKind>(below(3));
            row.late = !row.late;
            row.answered = row.issued + 60s;
            if (below(3) == 0) row.ended = row.issued + 90s;
        });
    }

    /// A reporter's number is written down, replaced by another, or goes.
    void contact() {
        std::vector<Write> writes;
        Query query;
        query.kind = Kind::Contact;
        query.limit = 1;
        (void)m_store.read(query, [&](Record&& row) {
            writes.push_back(removal(std::move(row)));
            return true;
        });
        if (writes.empty() || below(3) != 0) writes.push_back(put(someContact({1})));
        committed(m_store, transaction(std::move(writes)));
    }

    void batch() {
        const bool replace = below(3) == 0;
        auto made = m_store.beginBatch({author(), "random",
                                        replace ? std::vector{Kind::Grid} : std::vector<Kind>{},
                                        false, false});
        if (!made) qFatal("%s", made.error().detail.c_str());
        std::vector<Record> rows;
        for (int i = 0; i < 5; ++i) {
            rows.push_back(someGrid(code("G")));
            rows.push_back(someCase(code("C")));
        }
        if (auto done = (*made)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
        m_clock.advance(3s);
        if (below(4) == 0) return;
        if (auto done = (*made)->publish(); !done) qFatal("%s", done.error().detail.c_str());
        if (below(2) == 0 && !m_store.retain({})) qFatal("retain");
    }

    ManualClock& m_clock;
    Store& m_store;
    std::mt19937_64 m_random;
    int m_codes = 0;
    std::vector<OnDuty> m_people;
};

}  // namespace contract
