// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/desk_writer.h"

#include <QCoreApplication>
#include <cstdio>
#include <map>
#include <random>
#include <set>

#include "dispatch/escalation.h"

namespace soak {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr const char* kDeskWord = "--desk";
constexpr auto kBetweenTicks = 50ms;

/// Actions after which little is left to do; taken less often than others.
const std::set<std::string> kEndings = {"archive", "merge", "close-on-spot", "report", "suspend"};

/// Those that are taken more often: responders are few.
const std::set<std::string> kOrders = {"dispatch", "reinforce", "replace", "recall", "acknowledge",
                                       "enroute",  "arrive",    "refuse",  "return", "done"};

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
          m_random(orders.seed),
          m_store(orders.uri, m_log, orders.seed ^ 0x5eed),
          m_desk(deskAt(m_store)) {}

    std::map<std::string, std::int64_t> work() {
        look();
        m_rules.emplace(rulesOf(*m_picture));
        listCodes();
        for (m_number = 1; m_number <= m_orders.actions; ++m_number) {
            if (chance(0.3)) look();
            if (m_orders.ticks && std::chrono::steady_clock::now() > m_nextTick) tickOnce();
            if (chance(0.004))
                takeIn();
            else
                act();
        }
        return m_came;
    }

  private:
    bool chance(double share) { return std::bernoulli_distribution(share)(m_random); }
    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random);
    }
    template <class List>
    const auto& any(const List& list) {
        return list[below(std::size(list))];
    }
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

    /// Codes of all cases, closed ones too, and of what commands name.
    void listCodes() {
        const auto list = [](const auto& table, std::vector<std::string>& codes) {
            table.forEach([&](const auto& row) { codes.push_back(row.code); });
        };
        list(m_picture->units, m_units);
        list(m_picture->levels, m_levels);
        list(m_picture->categories, m_categories);
        list(m_picture->responders, m_responders);
        list(m_picture->grids, m_grids);
        m_picture->users.forEach([&](const User& user) { m_users.push_back(user); });
        while (m_cases.empty()) {
            const auto read = m_store.read({}, [&](Record&& row) {
                m_cases.push_back(std::get<Case>(row).code);
                return true;
            });
            if (read) continue;
            m_cases.clear();
            m_store.reopen();
        }
    }

    /// Mostly one of those who may do something here.
    Actor actorFor(const Case* record) {
        for (int tries = 0; record && tries < 3; ++tries) {
            const Actor who = actor();
            for (const Offer& offer : offersFor(situation(), who, *record))
                if (!offer.refused) return who;
        }
        return actor();
    }

    Actor actor() {
        Actor who;
        who.seat = m_orders.name;
        who.user = any(m_users);
        if (chance(0.005)) {
            who.user = User{};
            who.user.code = who.user.fullName = "stranger";
            who.user.role = "administrator";
        }
        return who;
    }

    void act() {
        Command command;
        command.key = key();
        // Some cases are everybody's.
        command.code = m_cases[below(chance(0.3) ? std::min<std::size_t>(10, m_cases.size())
                                                 : m_cases.size())];
        const Case* record = m_picture->caseByCode(command.code);
        const Actor who = actorFor(record);
        const Step* step = nullptr;
        if (record) {
            command.record = record->id;
            if (chance(0.6)) command.seen = record->revision;
            command.action = actionFor(who, *record);
            step = m_rules->workflow.step(record->stage, command.action);
        } else {
            command.action = chance(0.7) ? "reopen" : any(m_rules->workflow.actions()).code;
        }
        fill(command, who, record, step);
        if (chance(0.04)) spoil(command);
        const Situation now = situation();
        heard(command.action, m_desk.perform(now, who, command));
    }

    std::string actionFor(const Actor& who, const Case& record) {
        if (chance(0.05)) return any(m_rules->workflow.actions()).code;
        std::vector<std::string> open;
        for (const Offer& offer : offersFor(situation(), who, record))
            if (!offer.refused)
                open.insert(open.end(), kOrders.contains(offer.action) ? 4 : 1, offer.action);
        if (open.empty()) return any(m_rules->workflow.actions()).code;
        const std::string& chosen = any(open);
        return kEndings.contains(chosen) && chance(0.6) ? any(open) : chosen;
    }

    /// Everything a step might ask for; what it does not ask for is passed over.
    void fill(Command& command, const Actor& who, const Case* record, const Step* step) {
        command.reason = command.key;
        command.text = "said by " + who.user.code;
        command.unit = any(m_units);
        if (chance(0.5)) command.level = any(m_levels);
        command.category = any(m_categories);
        command.risk = static_cast<Risk>(below(3));
        command.amend.title = "title of " + command.key;
        command.approver = chance(0.8) ? std::string("boss-all") : any(m_users).code;
        command.leader = "leader " + std::to_string(below(9));
        command.responder = any(m_responders);
        command.other = any(m_responders);
        command.result = "result of " + command.key;
        command.via = "phone";
        command.rating = 1 + static_cast<int>(below(5));
        command.duration = std::chrono::seconds(1 + below(300));
        command.target = any(m_cases);
        command.confirmed = chance(0.5);
        command.radio = chance(0.9);
        if (!record || !step) return;
        const bool wantsOrder = step->has(Guard::FromField) || step->has(Guard::HasOrder);
        if (!wantsOrder) return;
        std::vector<ResponderId> sent;
        m_picture->assignments.forEach([&](const Assignment& order) {
            if (order.record == record->id) sent.push_back(order.responder);
        });
        if (sent.empty()) return;
        if (const Responder* one = m_picture->responders.find(any(sent)))
            command.responder = one->code;
    }

    void spoil(Command& command) {
        switch (below(10)) {
            case 0:
                command.reason = std::string(1'000'000, 'x');
                break;
            case 1:
                command.reason = command.key + std::string("\0nul", 4);
                break;
            case 2:
                command.reason = command.key + "'); DROP TABLE journal; --";
                command.amend.title = "\"; DELETE FROM case_record; --";
                break;
            case 3:
                command.amend.place = LonLat{0, 0};
                break;
            case 4:
                command.code = "20260101-9999";
                command.record = {};
                break;
            case 5:
                command.responder = "nobody";
                break;
            case 6:
                command.rating = -7;
                command.duration = -1h;
                break;
            case 7:
                command.seen.value += 5;
                break;
            case 8:
                command.amend.title = "\xE2\x80\xAE right to left \xFF";
                break;
            default:
                command.target = command.code;
                command.other = command.responder;
                break;
        }
    }

    void takeIn() {
        Intake intake;
        intake.key = key();
        intake.draft.title = "taken in as " + intake.key;
        intake.draft.grid = any(m_grids);
        intake.draft.category = any(m_categories);
        intake.draft.risk = static_cast<Risk>(below(3));
        if (chance(0.5)) intake.contactPhone = "1" + std::to_string(below(1'000'000));
        const auto done = m_desk.takeIn(situation(), actor(), intake);
        if (done) m_cases.push_back(done->code);
        heard("intake", done);
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
        if (chance(0.5)) look();
        const auto freshKey = [this] {
            return m_orders.name + "-tick-" + std::to_string(++m_ticks);
        };
        const auto done = tick(m_store, situation(), {}, m_orders.name, freshKey);
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
        m_came["tick:lost"] += done->lost;
    }

    DeskOrders m_orders;
    DeskLog m_log;
    std::mt19937_64 m_random;
    LoggedStore m_store;
    Desk m_desk;
    std::shared_ptr<const Picture> m_picture;
    std::optional<Rules> m_rules;
    std::vector<std::string> m_cases, m_units, m_levels, m_categories, m_responders, m_grids;
    std::vector<User> m_users;
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
