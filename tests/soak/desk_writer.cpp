// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/desk_writer.h"

#include <QCoreApplication>
#include <cstdio>
#include <map>
#include <set>

#include "dispatch/escalation.h"
#include "tests/soak/desk_draw.h"

namespace soak {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr const char* kDeskWord = "--desk";
constexpr auto kBetweenTicks = 50ms;

const char* whyWord(Refusal::Why why) {
    switch (why) {
        case Refusal::Why::NoSuchAction:
            return "no-such-action";
        case Refusal::Why::NotThisRole:
            return "not-this-role";
        case Refusal::Why::OtherArea:
            return "other-area";
        case Refusal::Why::Missing:
            return "missing";
        case Refusal::Why::NotNow:
            return "not-now";
        case Refusal::Why::Busy:
            return "busy";
        case Refusal::Why::BadValue:
            return "bad-value";
        case Refusal::Why::Changed:
            return "changed";
    }
    return "";
}

class DeskSeat {
  public:
    explicit DeskSeat(const DeskOrders& orders)
        : m_orders(orders),
          m_log(orders.log),
          m_draw(orders.seed),
          m_store(orders.uri, m_log, orders.seed ^ 0x5eed),
          m_desk(deskAt(m_store)) {}

    std::map<std::string, std::int64_t> work() {
        look();
        m_rules.emplace(rulesOf(*m_picture));
        m_draw.learn(*m_picture, codesOfCases());
        for (m_number = 1; m_number <= m_orders.actions; ++m_number) {
            if (m_draw.chance(0.3)) look();
            if (m_orders.ticks && std::chrono::steady_clock::now() > m_nextTick) tickOnce();
            if (m_draw.chance(0.004))
                takeIn();
            else if (m_draw.chance(0.06))
                changeRoster();
            else
                act();
            if (m_draw.chance(0.05)) reportPositions();
        }
        return m_came;
    }

  private:
    std::string key() const { return m_orders.name + '-' + std::to_string(m_number); }
    Situation situation() const { return {*m_rules, *m_picture, m_orders.clock.now()}; }

    void look() {
        for (;;) {
            if (m_picture) {
                auto delta = m_store.changesSince(m_picture->seq, m_picture->fixSeq);
                if (delta && !delta->tooOld) {
                    if (!delta->isEmpty()) {
                        m_picture = nextPicture(*m_picture, std::move(*delta)).first;
                        checkPicture();
                    }
                    return;
                }
            }
            m_picture.reset();
            if (const auto read = m_store.load()) {
                m_picture = *read;
                return checkPicture();
            }
            m_store.reopen();
        }
    }

    void checkPicture() {
        std::set<std::int64_t> bound;
        m_picture->assignments.forEach([&](const Assignment& order) {
            if (isLive(order.state) && order.responder &&
                !bound.insert(order.responder.value).second)
                m_log.fault("a picture of " + m_orders.name +
                            " shows two live orders of responder " +
                            std::to_string(order.responder.value));
        });
        if (!m_picture->quarantined.empty())
            m_log.fault("a row was left out of a picture: " + m_picture->quarantined.front().why);
    }

    /// Closed ones too.
    std::vector<std::string> codesOfCases() {
        std::vector<std::string> codes;
        while (codes.empty()) {
            const auto read = m_store.read({}, [&](Record&& row) {
                codes.push_back(std::get<Case>(row).code);
                return true;
            });
            if (read) continue;
            codes.clear();
            m_store.reopen();
        }
        return codes;
    }

    void act() {
        const auto [who, command] = m_draw.act(situation(), key());
        heard(command.action, m_desk.perform(situation(), at(who), command));
    }

    void takeIn() {
        const auto [who, intake] = m_draw.intake(key());
        const auto done = m_desk.takeIn(situation(), at(who), intake);
        if (done) m_draw.learnCase(done->code);
        heard("intake", done);
    }

    void changeRoster() {
        // Read after the picture: what it does not know yet is conditional on the picture's rows.
        const auto duties = readDuties(m_store);
        if (!duties) return lost(duties.error());
        auto [act, made] = m_draw.roster(situation(), *duties, key());
        if (!made) {
            ++m_came[act + ":refused"];
            if (made.error().code != ErrorCode::NotAllowed &&
                made.error().code != ErrorCode::NotFound)
                m_log.fault(key() + " failed in a way it may not: " + made.error().detail);
            return;
        }
        made->key = key();
        made->by = {m_draw.anyUser().code, m_orders.name};
        const auto done = m_store.commit(*made);
        if (!done) return lost(done.error());
        const auto* conflict = std::get_if<Conflict>(&*done);
        ++m_came[act + (conflict ? ":changed" : "")];
        if (conflict && (conflict->by.officer.empty() || conflict->at == Millis{}))
            m_log.fault(key() + " came second without hearing who was first");
    }

    void reportPositions() {
        const auto taken = m_store.addFixes(m_draw.positions(situation()), "handset");
        if (!taken) return lost(taken.error());
        m_came["positions:taken"] += static_cast<std::int64_t>(taken->taken);
        m_came["positions:off-duty"] += static_cast<std::int64_t>(taken->refusedOffDuty);
    }

    void lost(const Error& error) {
        ++m_came["line"];
        if (!isLinkFailure(error.code)) m_log.fault(key() + " failed: " + error.detail);
        m_store.reopen();
    }

    Actor at(const User& who) const {
        Actor made;
        made.user = who;
        made.seat = m_orders.name;
        return made;
    }

    void heard(const std::string& action, const Result<Performed>& done) {
        if (done) {
            ++m_came["done"];
            ++m_came["done:" + action];
            return;
        }
        const ErrorCode code = done.error().code;
        const auto& refusal = m_desk.refusal();
        if (code == ErrorCode::NotAllowed && refusal) {
            ++m_came[std::string("refused:") + whyWord(refusal->why)];
            if (refusal->why == Refusal::Why::Changed && !saysWhoAndWhen(refusal->detail))
                m_log.fault(key() + " was refused without saying who and when: " + refusal->detail);
        } else if (code == ErrorCode::BadInput) {
            ++m_came["bad-input"];
        } else if (code == ErrorCode::NotFound) {
            ++m_came["not-found"];
        } else if (isLinkFailure(code)) {
            ++m_came["line"];
            m_store.reopen();
        } else {
            m_log.fault(key() + " failed in a way it may not: " + done.error().detail);
        }
    }

    /// "case A-1 was changed by WHO at SEAT, 2026-11-26 01:02:03 UTC"
    bool saysWhoAndWhen(const std::string& detail) const {
        const auto by = detail.find(" was changed by ");
        const auto at = detail.find(" at ", by == std::string::npos ? 0 : by);
        if (by == std::string::npos || at == std::string::npos) return false;
        const std::string who = detail.substr(by + 16, at - by - 16);
        const bool known = who == "system" || m_picture->userByCode(who);
        return known && detail.ends_with(" UTC") && detail.find(", 20", at) != std::string::npos;
    }

    void tickOnce() {
        m_nextTick = std::chrono::steady_clock::now() + kBetweenTicks;
        if (m_draw.chance(0.5)) look();
        // The roster may be an old one.
        if (m_draw.chance(0.5)) {
            auto read = readDuties(m_store);
            if (!read) return lost(read.error());
            m_duties = std::move(*read);
        }
        const auto freshKey = [this] {
            return m_orders.name + "-tick-" + std::to_string(++m_ticks);
        };
        const auto done = tick(m_store, situation(), m_duties, m_orders.name, freshKey);
        if (!done) {
            ++m_came["tick:line"];
            if (!isLinkFailure(done.error().code))
                m_log.fault("a tick failed: " + done.error().detail);
            return m_store.reopen();
        }
        if (done->refused > 0) m_log.fault("a tick was refused: " + done->because);
        m_came["tick:warned"] += done->warned;
        m_came["tick:climbed"] += done->climbed;
        m_came["tick:supervised"] += done->supervised;
        m_came["tick:notes"] += done->notes;
        m_came["tick:orders"] += done->orders;
        m_came["tick:duties"] += done->duties;
        m_came["tick:lost"] += done->lost;
    }

    DeskOrders m_orders;
    DeskLog m_log;
    DeskDraw m_draw;
    LoggedStore m_store;
    Desk m_desk;
    std::shared_ptr<const Picture> m_picture;
    std::optional<Rules> m_rules;
    std::vector<Duty> m_duties;
    std::map<std::string, std::int64_t> m_came;
    std::chrono::steady_clock::time_point m_nextTick{};
    std::size_t m_number = 0;
    std::size_t m_ticks = 0;
};

}  // namespace

std::vector<std::string> DeskOrders::command() const {
    return {QCoreApplication::applicationFilePath().toStdString(),
            kDeskWord,
            uri,
            log,
            name,
            std::to_string(actions),
            ticks ? "1" : "0",
            std::to_string(seed),
            std::to_string(clock.epoch),
            std::to_string(clock.began),
            std::to_string(clock.factor)};
}

std::map<std::string, std::int64_t> workAtDesk(const DeskOrders& orders) {
    return DeskSeat(orders).work();
}

std::optional<int> deskMain(int argc, char** argv) {
    if (argc != 11 || std::string(argv[1]) != kDeskWord) return std::nullopt;
    DeskOrders orders{argv[2],
                      argv[3],
                      argv[4],
                      std::stoull(argv[5]),
                      std::string(argv[6]) == "1",
                      std::stoull(argv[7]),
                      {}};
    orders.clock = {std::stoll(argv[8]), std::stoll(argv[9]), std::stoi(argv[10])};
    for (const auto& [what, times] : workAtDesk(orders))
        std::printf("%s %lld\n", what.c_str(), static_cast<long long>(times));
    return 0;
}

}  // namespace soak
