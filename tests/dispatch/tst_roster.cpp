// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "dispatch/roster.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

/// A Friday, 08:00 in China.
constexpr Seconds kMorning{1'709'856'000s};

struct Hall {
    Picture picture;
    std::vector<Duty> duties;
    RosterRules rules;

    Hall() {
        rules.zone = {{Seconds{}, 8h}};
        std::vector<Responder> people;
        for (std::int64_t id = 1; id <= 3; ++id) {
            Responder who;
            who.id = ResponderId{id};
            who.code = "w" + std::to_string(id);
            who.name = id == 1 ? "He Zhixia" : "Lu Ming";
            who.revision = Revision{5};
            people.push_back(who);
        }
        picture.responders = Table<Responder>(people);
    }
    void add(std::int64_t id, std::int64_t who, Seconds from, std::optional<Seconds> until) {
        duties.push_back({DutyId{id}, ResponderId{who}, from, until, Revision{2}});
    }
    Result<Transaction> plan(std::int64_t who, Seconds from, Seconds until,
                             const std::string& reason = {}) const {
        return planShift(picture, duties, rules, {ResponderId{who}, from, until}, reason);
    }
    /// The rows a transaction leaves behind.
    void apply(const Transaction& transaction) {
        std::vector<Responder> people;
        for (const Write& write : transaction.writes) {
            if (const auto* who = std::get_if<Responder>(&write.record)) people.push_back(*who);
            const auto* duty = std::get_if<Duty>(&write.record);
            if (!duty) continue;
            std::erase_if(duties, [&](const Duty& known) { return known.id == duty->id; });
            if (write.remove) continue;
            duties.push_back(*duty);
            if (!duties.back().id) duties.back().id.value = 1'000 + std::int64_t(duties.size());
        }
        picture.responders = picture.responders.with(people, {});
    }
};

std::string refusalOf(const Result<Transaction>& result) {
    return result ? "allowed" : result.error().detail;
}

}  // namespace

class TestRoster : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aShiftIsPlannedWithItsJournalEntry();
    void twoShiftsOfOnePersonNeverOverlap();
    void betweenTwoShiftsIsRestUnlessAReasonIsGiven();
    void noShiftIsLongerThanADay();
    void twoPeopleSwapShifts();
    void aSwapThatBreaksTheRulesForEitherIsRefused();
    void aShiftThatHasBegunStays();
    void aShiftIsTakenOutOfTheRoster();
    void someoneComesAndGoesByHand();
    void nobodyGoesWhileAnOrderBinds();
    void theRosterSaysWhoIsOnDuty();
    void theHoursOfRestAreASetting();
    void randomPlansAndSwapsKeepTheRules();
};

void TestRoster::aShiftIsPlannedWithItsJournalEntry() {
    Hall hall;
    const auto made = hall.plan(1, kMorning, kMorning + 8h);
    QVERIFY(made);
    const auto& duty = std::get<Duty>(made->writes.at(0).record);
    QCOMPARE(duty.responder, ResponderId{1});
    QCOMPARE(duty.until, std::optional(kMorning + 8h));
    QCOMPARE(made->entries.at(0).action, std::string("duty-plan"));
    QCOMPARE(made->entries.at(0).what, std::string("w1 from 2024-03-08 08:00 to 2024-03-08 16:00"));
    QVERIFY(!made->entries.at(0).record);
    // Conditional on the person: two plans at once cannot both be written.
    QCOMPARE(made->writes.at(1).expected, Revision{5});
    const auto nobody = hall.plan(9, kMorning, kMorning + 8h);
    QVERIFY(!nobody && nobody.error().code == ErrorCode::NotFound);
    const auto backwards = hall.plan(1, kMorning, kMorning);
    QVERIFY(!backwards && backwards.error().code == ErrorCode::BadInput);
}

void TestRoster::twoShiftsOfOnePersonNeverOverlap() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    QCOMPARE(
        refusalOf(hall.plan(1, kMorning + 7h, kMorning + 9h, "needed")),
        std::string("w1 He Zhixia from 2024-03-08 15:00 to 2024-03-08 17:00 overlaps the shift "
                    "from 2024-03-08 08:00 to 2024-03-08 16:00"));
    QVERIFY(!hall.plan(1, kMorning + 1h, kMorning + 2h, "needed"));
    QVERIFY(!hall.plan(1, kMorning - 1h, kMorning + 9h, "needed"));
    QVERIFY(!hall.plan(1, kMorning, kMorning + 8h, "needed"));
    QVERIFY(hall.plan(2, kMorning, kMorning + 8h));
    // An open duty overlaps all that comes after its beginning.
    hall.add(2, 2, kMorning, {});
    QVERIFY(refusalOf(hall.plan(2, kMorning + 100h, kMorning + 101h, "needed"))
                .ends_with("without an end"));
}

void TestRoster::betweenTwoShiftsIsRestUnlessAReasonIsGiven() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    QCOMPARE(refusalOf(hall.plan(1, kMorning + 15h, kMorning + 20h)),
             std::string("w1 He Zhixia would rest only from 2024-03-08 16:00 to 2024-03-08 23:00, "
                         "less than 8 h: give a reason"));
    QVERIFY(hall.plan(1, kMorning + 16h, kMorning + 20h));
    QVERIFY(!hall.plan(1, kMorning - 10h, kMorning - 7h));
    QVERIFY(hall.plan(1, kMorning - 10h, kMorning - 8h));
    const auto urgent = hall.plan(1, kMorning + 9h, kMorning + 12h, "flood");
    QVERIFY(urgent);
    QCOMPARE(urgent->entries.at(0).why, std::string("flood"));
}

void TestRoster::noShiftIsLongerThanADay() {
    Hall hall;
    QVERIFY(hall.plan(1, kMorning, kMorning + 24h));
    QVERIFY(refusalOf(hall.plan(1, kMorning, kMorning + 24h + 1s, "needed"))
                .ends_with("is longer than 24 h"));
    // Nor are shifts without a pause between them.
    hall.add(1, 1, kMorning, kMorning + 12h);
    hall.add(2, 1, kMorning + 12h, kMorning + 20h);
    QVERIFY(hall.plan(1, kMorning + 20h, kMorning + 24h, "needed"));
    QVERIFY(refusalOf(hall.plan(1, kMorning + 20h, kMorning + 25h, "needed"))
                .find("without a pause from 2024-03-08 08:00 to 2024-03-09 09:00") !=
            std::string::npos);
    QVERIFY(!hall.plan(1, kMorning - 5h, kMorning, "needed"));
}

void TestRoster::twoPeopleSwapShifts() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    hall.add(2, 2, kMorning + 24h, kMorning + 32h);
    const auto made = swapShifts(hall.picture, hall.duties, hall.rules, DutyId{1}, DutyId{2},
                                 kMorning - 1h, "wedding");
    QVERIFY(made);
    hall.apply(*made);
    QCOMPARE(onDutyAt(hall.duties, kMorning), std::vector{ResponderId{2}});
    QCOMPARE(onDutyAt(hall.duties, kMorning + 24h), std::vector{ResponderId{1}});
    QCOMPARE(made->entries.at(0).action, std::string("duty-swap"));
    QCOMPARE(made->entries.at(0).why, std::string("wedding"));
    for (const Write& write : made->writes) QVERIFY(write.expected.value > 0);
}

void TestRoster::aSwapThatBreaksTheRulesForEitherIsRefused() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    hall.add(2, 2, kMorning + 24h, kMorning + 32h);
    hall.add(3, 2, kMorning + 10h, kMorning + 12h);
    const auto swap = [&](std::int64_t one, std::int64_t other, const char* reason = "") {
        return swapShifts(hall.picture, hall.duties, hall.rules, DutyId{one}, DutyId{other},
                          kMorning - 1h, reason);
    };
    QVERIFY(refusalOf(swap(1, 2)).starts_with("w2 Lu Ming would rest only"));
    QVERIFY(swap(1, 2, "wedding"));
    QVERIFY(refusalOf(swap(2, 3)).starts_with("both shifts are those of w2"));
    QVERIFY(!swap(1, 77));
    hall.add(4, 2, kMorning + 4h, kMorning + 6h);
    QVERIFY(refusalOf(swap(1, 2, "wedding")).find("overlaps") != std::string::npos);
}

void TestRoster::aShiftThatHasBegunStays() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    hall.add(2, 2, kMorning + 24h, kMorning + 32h);
    QCOMPARE(refusalOf(swapShifts(hall.picture, hall.duties, hall.rules, DutyId{1}, DutyId{2},
                                  kMorning, "late")),
             std::string("the shift of w1 He Zhixia from 2024-03-08 08:00 to 2024-03-08 16:00 has "
                         "begun"));
    QVERIFY(!cancelShift(hall.picture, hall.duties, hall.rules, DutyId{1}, kMorning, "late"));
}

void TestRoster::aShiftIsTakenOutOfTheRoster() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    const auto made =
        cancelShift(hall.picture, hall.duties, hall.rules, DutyId{1}, kMorning - 1s, "ill");
    QVERIFY(made && made->writes.at(0).remove);
    QCOMPARE(made->writes.at(0).expected, Revision{2});
    hall.apply(*made);
    QVERIFY(hall.duties.empty());
}

void TestRoster::someoneComesAndGoesByHand() {
    Hall hall;
    const auto comes =
        goOnDuty(hall.picture, hall.duties, hall.rules, ResponderId{1}, kMorning, {}, "fire");
    QVERIFY(comes);
    hall.apply(*comes);
    QVERIFY(hall.picture.responders.find(ResponderId{1})->onDuty);
    QCOMPARE(onDutyAt(hall.duties, kMorning + 50h), std::vector{ResponderId{1}});
    QCOMPARE(refusalOf(goOnDuty(hall.picture, hall.duties, hall.rules, ResponderId{1},
                                kMorning + 1h, {}, "")),
             std::string("w1 He Zhixia is on duty already"));
    const auto goes = goOffDuty(hall.picture, hall.duties, ResponderId{1}, kMorning + 2h, "home");
    QVERIFY(goes);
    hall.apply(*goes);
    QVERIFY(!hall.picture.responders.find(ResponderId{1})->onDuty);
    QVERIFY(onDutyAt(hall.duties, kMorning + 2h).empty());
    QVERIFY(!goOffDuty(hall.picture, hall.duties, ResponderId{1}, kMorning + 3h, ""));
}

void TestRoster::nobodyGoesWhileAnOrderBinds() {
    Hall hall;
    hall.apply(*goOnDuty(hall.picture, hall.duties, hall.rules, ResponderId{1}, kMorning, {}, ""));
    Case record;
    record.id = CaseId{4};
    record.code = "20240308-0004";
    hall.picture.cases = Table<Case>({record});
    Assignment order;
    order.id = AssignmentId{1};
    order.record = CaseId{4};
    order.responder = ResponderId{1};
    order.state = AssignmentState::EnRoute;
    hall.picture.assignments = Table<Assignment>({order});
    QCOMPARE(refusalOf(goOffDuty(hall.picture, hall.duties, ResponderId{1}, kMorning + 1h, "")),
             std::string("w1 He Zhixia has a live order for 20240308-0004: it must end first"));
}

void TestRoster::theRosterSaysWhoIsOnDuty() {
    Hall hall;
    hall.add(1, 1, kMorning, kMorning + 8h);
    hall.add(2, 2, kMorning + 4h, {});
    hall.add(3, 3, kMorning - 8h, kMorning);
    using People = std::vector<ResponderId>;
    QCOMPARE(onDutyAt(hall.duties, kMorning - 1s), (People{{3}}));
    QCOMPARE(onDutyAt(hall.duties, kMorning), (People{{1}}));
    QCOMPARE(onDutyAt(hall.duties, kMorning + 5h), (People{{1}, {2}}));
    QCOMPARE(onDutyAt(hall.duties, kMorning + 8h), (People{{2}}));
}

void TestRoster::theHoursOfRestAreASetting() {
    Hall hall;
    const auto with = [&](const char* value) {
        Setting row;
        row.id = SettingId{1};
        row.key = "roster.rest_hours";
        row.value = value;
        hall.picture.settings = Table<Setting>({row});
        return rosterRules(hall.picture, {}).rest;
    };
    QCOMPARE(rosterRules(hall.picture, {}).rest, 8h);
    QCOMPARE(with("11"), 11h);
    QCOMPARE(with("0"), 0h);
    for (const char* wrong : {"", "eleven", "-3", "1000", "9 h"}) QCOMPARE(with(wrong), 8h);
}

void TestRoster::randomPlansAndSwapsKeepTheRules() {
    std::mt19937_64 random(support::seed("roster"));
    const auto whole = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };
    int planned = 0, swapped = 0;
    for (int round = 0; round < support::soakCount(20, 500); ++round) {
        Hall hall;
        for (int step = 0; step < 60; ++step) {
            const Seconds from = kMorning + std::chrono::hours(whole(0, 200));
            const char* reason = whole(0, 3) ? "" : "needed";
            if (whole(0, 2) || hall.duties.size() < 2) {
                const auto made =
                    hall.plan(whole(1, 3), from, from + std::chrono::hours(whole(1, 26)), reason);
                if (made) hall.apply(*made), ++planned;
            } else {
                const auto pick = [&] {
                    return hall.duties[std::size_t(whole(0, int(hall.duties.size()) - 1))].id;
                };
                const auto made = swapShifts(hall.picture, hall.duties, hall.rules, pick(), pick(),
                                             kMorning - 1h, reason);
                if (made) hall.apply(*made), ++swapped;
            }
        }
        for (const Duty& a : hall.duties) {
            QVERIFY(*a.until - a.from <= 24h && *a.until > a.from);
            for (const Duty& b : hall.duties)
                if (a.id != b.id && a.responder == b.responder)
                    QVERIFY(*a.until <= b.from || *b.until <= a.from);
        }
    }
    QVERIFY(planned > 100 && swapped > 10);
}

QTEST_APPLESS_MAIN(TestRoster)
#include "tst_roster.moc"
