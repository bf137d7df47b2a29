// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <memory>
#include <numeric>
#include <random>

#include "dispatch/alarms.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr Millis kStart{std::chrono::milliseconds(1'795'650'000'000)};

Case caseOf(std::int64_t id, Risk risk, Millis at) {
    Case record;
    record.id = CaseId{id};
    record.code = "LL-" + std::to_string(id);
    record.risk = risk;
    record.reported = std::chrono::floor<std::chrono::seconds>(at);
    record.stageEntered = record.reported;
    record.revision = Revision{1};
    return record;
}

/// A hall whose pictures follow one another as a store would make them.
struct Hall {
    std::shared_ptr<const Picture> picture = std::make_shared<const Picture>();
    Alarms alarms;
    Millis now = kStart;
    std::int64_t seq = 0;

    Hall() { put({}); }

    void put(std::vector<Record> rows, std::vector<Fix> fixes = {}) {
        Delta delta;
        delta.seq = ChangeSeq{++seq};
        delta.storeTime = now;
        delta.upserts = std::move(rows);
        delta.fixes = std::move(fixes);
        auto [next, changes] = nextPicture(*picture, std::move(delta));
        alarms.watch(*picture, *next, changes, now);
        picture = next;
    }
    void wait(std::chrono::milliseconds span) {
        const Millis end = now + span;
        while (now < end) {
            now = std::min(now + 1s, end);
            alarms.watch(*picture, *picture, {}, now);
        }
    }
    std::vector<AlarmLine> lines() const { return alarms.lines(now); }
    int count(AlarmKind kind) const {
        int sum = 0;
        for (const AlarmLine& line : lines())
            if (line.kind == kind) sum += line.count;
        return sum;
    }
    int total() const {
        int sum = 0;
        for (const AlarmLine& line : lines()) sum += line.count;
        return sum;
    }
    void acknowledgeAll() {
        for (const AlarmLine& line : lines()) alarms.acknowledge(line);
    }
};

Assignment orderOf(std::int64_t id, AssignmentState state, Millis at) {
    Assignment order;
    order.id = AssignmentId{id};
    order.record = CaseId{1};
    order.responder = ResponderId{7};
    order.state = state;
    order.sent = order.stateSince = std::chrono::floor<std::chrono::seconds>(at);
    return order;
}

Responder responderOf(std::int64_t id) {
    Responder who;
    who.id = ResponderId{id};
    who.code = "w" + std::to_string(id);
    who.onDuty = true;
    who.reportSeconds = 10;
    return who;
}

Fix fixAt(std::int64_t responder, Millis time) {
    Fix fix;
    fix.responder = ResponderId{responder};
    fix.time = time;
    return fix;
}

bool isHighestFirst(const std::vector<AlarmLine>& lines) {
    return std::is_sorted(lines.begin(), lines.end(), [](const AlarmLine& a, const AlarmLine& b) {
        return a.priority > b.priority;
    });
}

/// The figures counted plainly: every minute looks at all alarms.
AlarmFigures countedPlainly(const std::vector<Millis>& raised, Millis from, Millis now) {
    using std::chrono::minutes;
    AlarmFigures figures;
    const auto minuteOf = [](Millis time) { return std::chrono::floor<minutes>(time); };
    int flooded = 0;
    int watched = 0;
    bool flood = false;
    for (auto minute = minuteOf(from); minute <= minuteOf(now); minute += minutes(1), ++watched) {
        const auto in = std::count_if(raised.begin(), raised.end(), [&](Millis time) {
            return minuteOf(time) <= minute && minuteOf(time) > minute - minutes(10);
        });
        if (in > 10) flood = true;
        if (in < 5) flood = false;
        if (flood) ++flooded;
        figures.peak = std::max(figures.peak, static_cast<int>(in));
    }
    figures.floodShare = static_cast<double>(flooded) / watched;
    return figures;
}

}  // namespace

class TestAlarms : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aNewCaseIsLitUntilItIsAcknowledged() {
        Hall hall;
        hall.put({caseOf(1, Risk::High, hall.now)});
        QCOMPARE(hall.lines().size(), std::size_t(1));
        const AlarmLine line = hall.lines().front();
        QCOMPARE(line.kind, AlarmKind::NewCase);
        QCOMPARE(line.priority, AlarmPriority::High);
        QCOMPARE(line.code, std::string("LL-1"));
        QCOMPARE(line.subject, (RecordRef{Kind::Case, 1}));
        hall.wait(10min);
        QCOMPARE(hall.lines().size(), std::size_t(1));
        QCOMPARE(hall.alarms.lit(), 1);
        hall.alarms.acknowledge(line);
        QCOMPARE(hall.alarms.lit(), 0);
        // Nobody has taken it yet: it stays in the list, unlit, until somebody does.
        QCOMPARE(hall.lines().front().lit, 0);
        Case taken = caseOf(1, Risk::High, hall.now);
        taken.stage = "routed";
        hall.put({taken});
        hall.wait(2s);
        QVERIFY(hall.lines().empty());
    }

    void aCaseSomebodyElseTookStaysLitButIsNotRepeated() {
        Hall hall;
        hall.put({caseOf(1, Risk::High, hall.now)});
        QVERIFY(hall.alarms.nextSound(hall.now));
        hall.wait(5s);
        hall.put({caseOf(1, Risk::High, hall.now)});
        hall.wait(40s);
        QCOMPARE(hall.alarms.lit(), 1);
        QVERIFY(!hall.lines().front().stands);
        QVERIFY(!hall.alarms.nextSound(hall.now));
    }

    void priorityOfANewCaseIsItsRisk() {
        Hall hall;
        hall.put({caseOf(1, Risk::Low, hall.now), caseOf(2, Risk::High, hall.now),
                  caseOf(3, Risk::Medium, hall.now)});
        const auto lines = hall.lines();
        QCOMPARE(lines.size(), std::size_t(3));
        QCOMPARE(lines[0].code, std::string("LL-2"));
        QCOMPARE(lines[1].code, std::string("LL-3"));
        QCOMPARE(lines[2].code, std::string("LL-1"));
    }

    void anImportedCaseIsNotNew() {
        Hall hall;
        Case imported = caseOf(1, Risk::High, hall.now);
        imported.source = "import: old.csv";
        hall.put({imported});
        QVERIFY(hall.lines().empty());
    }

    void aClockRaisesAmberAtEightyAndRedAtAHundredPercent() {
        Hall hall;
        Case record = caseOf(1, Risk::Medium, hall.now);
        record.due = record.stageEntered + 100s;
        record.source = "import: x";
        hall.put({record});
        hall.wait(79s);
        QVERIFY(hall.lines().empty());
        hall.wait(1s);
        QCOMPARE(hall.count(AlarmKind::Amber), 1);
        QCOMPARE(hall.count(AlarmKind::Red), 0);
        hall.wait(20s);
        QCOMPARE(hall.count(AlarmKind::Red), 1);
        QCOMPARE(hall.lines().front().kind, AlarmKind::Red);
        // A new level's limit is a new occasion.
        hall.wait(70s);
        hall.acknowledgeAll();
        record.stageEntered = std::chrono::floor<std::chrono::seconds>(hall.now);
        record.due = record.stageEntered + 200s;
        hall.put({record});
        hall.wait(170s);
        QCOMPARE(hall.count(AlarmKind::Amber), 1);
        QCOMPARE(hall.alarms.lit(), 1);
    }

    void aSuspendedCaseRaisesNothing() {
        Hall hall;
        Case record = caseOf(1, Risk::Low, hall.now);
        record.source = "import: x";
        record.due = record.stageEntered + 10s;
        record.suspendedSince = record.stageEntered;
        hall.put({record});
        hall.wait(60s);
        QVERIFY(hall.lines().empty());
    }

    void aRefusedOrderIsToldByItsEnd_data() {
        QTest::addColumn<AssignmentState>("end");
        QTest::addColumn<int>("refused");
        QTest::addColumn<int>("undelivered");
        QTest::newRow("refused") << AssignmentState::Refused << 1 << 0;
        QTest::newRow("not delivered") << AssignmentState::NotDelivered << 0 << 1;
        QTest::newRow("done") << AssignmentState::Done << 0 << 0;
        QTest::newRow("recalled") << AssignmentState::Recalled << 0 << 0;
    }
    void aRefusedOrderIsToldByItsEnd() {
        QFETCH(AssignmentState, end);
        QFETCH(int, refused);
        QFETCH(int, undelivered);
        for (const bool seen : {true, false}) {
            Hall hall;
            hall.put({responderOf(7), caseOf(1, Risk::High, hall.now)});
            hall.acknowledgeAll();
            if (seen) hall.put({orderOf(5, AssignmentState::Sent, hall.now)});
            QVERIFY(hall.alarms.wantedOrders().empty());
            // The case changes in the same transaction as its order.
            hall.put({orderOf(5, end, hall.now), caseOf(1, Risk::High, hall.now)});
            QCOMPARE(hall.alarms.wantedOrders(), std::set<CaseId>{CaseId{1}});
            const std::vector<Assignment> answer{orderOf(4, AssignmentState::Refused, hall.now),
                                                 orderOf(5, end, hall.now)};
            hall.alarms.judgeOrders(CaseId{1}, answer, *hall.picture, hall.now);
            QVERIFY(hall.alarms.wantedOrders().empty());
            QCOMPARE(hall.count(AlarmKind::Refused), refused);
            QCOMPARE(hall.count(AlarmKind::NotDelivered), undelivered);
            if (refused) {
                for (const AlarmLine& line : hall.lines())
                    if (line.kind == AlarmKind::Refused) {
                        QCOMPARE(line.who, std::string("w7"));
                        QCOMPARE(line.code, std::string("LL-1"));
                    }
            }
        }
    }

    void anOrderNobodyAcknowledgesIsToldAfterItsSeconds() {
        Hall hall;
        Setting setting;
        setting.id = SettingId{1};
        setting.key = "desk.acknowledge_seconds";
        setting.value = "20";
        hall.put({setting, responderOf(7), caseOf(1, Risk::Low, hall.now),
                  orderOf(5, AssignmentState::Sent, hall.now)});
        hall.wait(19s);
        QCOMPARE(hall.count(AlarmKind::NoAcknowledgement), 0);
        hall.wait(1s);
        QCOMPARE(hall.count(AlarmKind::NoAcknowledgement), 1);
        hall.acknowledgeAll();
        hall.put({orderOf(5, AssignmentState::Acknowledged, hall.now)});
        hall.wait(2s);
        QCOMPARE(hall.count(AlarmKind::NoAcknowledgement), 0);
    }

    void aMissedSafetyCheckIsToldEachTime() {
        Hall hall;
        Assignment order = orderOf(5, AssignmentState::OnScene, hall.now);
        order.checkDue = order.sent + 20min;
        hall.put({responderOf(7), order});
        hall.wait(20min - 1s);
        QCOMPARE(hall.count(AlarmKind::SafetyCheck), 0);
        hall.wait(1s);
        QCOMPARE(hall.lines().front().priority, AlarmPriority::High);
        hall.acknowledgeAll();
        order.checkDue = *order.checkDue + 20min;
        hall.put({order});
        hall.wait(20min);
        QCOMPARE(hall.alarms.lit(), 1);
        QCOMPARE(hall.alarms.raised(), 2);
    }

    void aNoteIsToldWhenItComesAndWhenItIsLate() {
        Hall hall;
        Supervision note;
        note.id = SupervisionId{3};
        note.record = CaseId{1};
        note.issued = std::chrono::floor<std::chrono::seconds>(hall.now);
        note.due = note.issued + 1h;
        hall.put({note});
        QCOMPARE(hall.count(AlarmKind::SupervisionNote), 1);
        hall.acknowledgeAll();
        hall.wait(59min);
        QCOMPARE(hall.alarms.lit(), 0);
        hall.wait(1min);
        QCOMPARE(hall.alarms.lit(), 1);
        note.answered = *note.due + 1min;
        hall.acknowledgeAll();
        hall.put({note});
        hall.wait(2s);
        QVERIFY(hall.lines().empty());
    }

    void aResponderOnDutyThatGoesStaleIsSilent() {
        Hall hall;
        hall.put({responderOf(7)}, {fixAt(7, hall.now)});
        hall.wait(60s);
        QCOMPARE(hall.count(AlarmKind::Silent), 0);
        hall.wait(2s);
        QCOMPARE(hall.count(AlarmKind::Silent), 1);
        QCOMPARE(hall.lines().front().subject, (RecordRef{Kind::Responder, 7}));
    }

    void aLostLinkIsOneAlarmAndNotASilenceOfAll() {
        Hall hall;
        std::vector<Record> people;
        std::vector<Fix> fixes;
        for (int i = 1; i <= 50; ++i) {
            people.push_back(responderOf(i));
            fixes.push_back(fixAt(i, hall.now));
        }
        hall.put(people, fixes);
        hall.alarms.watchLink(true, hall.now);
        hall.wait(10min);
        QCOMPARE(hall.alarms.raised(), 1);
        QCOMPARE(hall.lines().front().kind, AlarmKind::LinkLost);
        for (Fix& fix : fixes) fix.time = hall.now;
        hall.alarms.watchLink(false, hall.now);
        hall.put({}, fixes);
        hall.acknowledgeAll();
        QVERIFY(hall.lines().empty());
    }

    void whatStandsAtSignInIsLitAndOnlyUntouchedCasesAreNew() {
        Alarms alarms;
        Case late = caseOf(1, Risk::Low, kStart - 2h);
        late.due = late.stageEntered + 1h;
        Case touched = caseOf(2, Risk::Low, kStart - 1min);
        touched.revision = Revision{2};
        const Case waiting = caseOf(3, Risk::High, kStart - 1min);
        Picture first;
        first.seq = ChangeSeq{90};
        first.cases = Table<Case>({late, touched, waiting});
        alarms.watch(Picture{}, first, {}, kStart);
        const auto lines = alarms.lines(kStart);
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].code, std::string("LL-3"));
        QCOMPARE(lines[1].kind, AlarmKind::Red);
        QCOMPARE(alarms.figures(kStart).raised, 0);
    }

    void threeHundredInTenMinutesAreTenLinesAndNoneIsLost() {
        std::mt19937_64 random(support::seed("three hundred alarms"));
        for (int round = 0; round < 10; ++round) {
            Hall hall;
            std::vector<std::chrono::milliseconds> times(300);
            for (auto& time : times) time = std::chrono::milliseconds(random() % 600'000);
            std::sort(times.begin(), times.end());
            std::int64_t id = 0;
            std::int64_t acknowledged = 0;
            for (const auto time : times) {
                hall.wait(kStart + time - hall.now);
                Case record = caseOf(++id, static_cast<Risk>(random() % 3), hall.now);
                if (random() % 4 == 0) {
                    record.source = "import: x";
                    record.stageEntered -= 2h;
                    record.due = record.stageEntered + 1h;
                }
                hall.put({record});
                const auto lines = hall.lines();
                QVERIFY(lines.size() <= std::size_t(Alarms::kMostLines));
                QVERIFY(isHighestFirst(lines));
                if (random() % 40 == 0) {
                    const AlarmLine& line = lines[random() % lines.size()];
                    acknowledged += line.lit;
                    hall.alarms.acknowledge(line);
                }
                int lit = 0;
                for (const AlarmLine& one : hall.lines()) lit += one.lit;
                QCOMPARE(lit + acknowledged, hall.alarms.raised());
                QCOMPARE(hall.alarms.acknowledged(), acknowledged);
            }
            QCOMPARE(hall.alarms.raised(), 300);
            QCOMPARE(hall.alarms.figures(hall.now).raised, 300);
        }
    }

    void countsOfTheLinesAreAllThatWasRaised() {
        Hall hall;
        for (int i = 1; i <= 300; ++i) {
            hall.put({caseOf(i, static_cast<Risk>(i % 3), hall.now)});
            hall.wait(2s);
        }
        QCOMPARE(hall.total(), 300);
        QCOMPARE(hall.alarms.raised(), 300);
        QVERIFY(hall.lines().size() <= std::size_t(10));
        QCOMPARE(hall.lines().front().priority, AlarmPriority::High);
        QCOMPARE(hall.lines().front().count, 100);
    }

    void everyKindAndPriorityAtOnceStillFitsTenLines() {
        Hall hall;
        std::vector<Record> rows{responderOf(7)};
        for (int i = 1; i <= 60; ++i) {
            Case record = caseOf(i, static_cast<Risk>(i % 3), hall.now);
            if (i % 3 == 0) record.due = record.stageEntered - 1s;
            if (i % 5 == 0) {
                record.stageEntered -= 90s;
                record.due = record.stageEntered + 100s;
            }
            rows.push_back(record);
        }
        Supervision note;
        note.id = SupervisionId{1};
        rows.push_back(note);
        Assignment unanswered = orderOf(1, AssignmentState::Sent, hall.now - 5min);
        unanswered.checkDue = unanswered.sent;
        rows.push_back(unanswered);
        rows.push_back(orderOf(2, AssignmentState::Waiting, hall.now));
        rows.push_back(orderOf(3, AssignmentState::Waiting, hall.now));
        hall.put(rows, {fixAt(7, hall.now - 1h)});
        hall.wait(1s);
        hall.put({orderOf(2, AssignmentState::Refused, hall.now),
                  orderOf(3, AssignmentState::NotDelivered, hall.now)});
        const std::vector<Assignment> ends{orderOf(2, AssignmentState::Refused, hall.now),
                                           orderOf(3, AssignmentState::NotDelivered, hall.now)};
        hall.alarms.judgeOrders(CaseId{1}, ends, *hall.picture, hall.now);
        hall.alarms.watchLink(true, hall.now);
        QCOMPARE(hall.alarms.kinds(hall.now).size(), std::size_t(kAlarmKinds));
        QCOMPARE(hall.lines().size(), std::size_t(10));
        QCOMPARE(std::int64_t(hall.total()), hall.alarms.raised());
        QVERIFY(isHighestFirst(hall.lines()));
    }

    void acknowledgingALineLeavesWhatCameAfterItLit() {
        Hall hall;
        std::vector<Record> rows;
        for (int i = 1; i <= 20; ++i) rows.push_back(caseOf(i, Risk::Low, hall.now));
        hall.put(rows);
        const AlarmLine seen = hall.lines().front();
        QVERIFY(seen.grouped);
        QCOMPARE(seen.count, 20);
        hall.put({caseOf(21, Risk::Low, hall.now)});
        hall.alarms.acknowledge(seen);
        QCOMPARE(hall.alarms.lit(), 1);
    }

    void aSourceThatFlapsTwentyTimesAMinuteIsRaisedOnce() {
        for (const bool acknowledges : {false, true}) {
            Hall hall;
            hall.put({responderOf(7)}, {fixAt(7, hall.now)});
            hall.wait(61s);
            for (int i = 0; i < 100; ++i) {
                hall.wait(1s);
                if (acknowledges && i == 10) hall.acknowledgeAll();
                hall.put({}, {fixAt(7, hall.now)});
                hall.wait(1s);
                // Stale at once: its fix is an old one again.
                auto back = std::make_shared<Picture>(*hall.picture);
                back->fixes = std::make_shared<const std::vector<Fix>>(
                    std::vector<Fix>{fixAt(7, hall.now - 2min)});
                hall.picture = back;
            }
            hall.wait(1s);
            QCOMPARE(hall.alarms.raised(), 1);
            QCOMPARE(hall.alarms.lit(), acknowledges ? 0 : 1);
            QCOMPARE(hall.alarms.figures(hall.now).chattering, 1);
            QVERIFY(hall.lines().front().flapping);
            // After a quiet minute it is an alarm again.
            hall.put({}, {fixAt(7, hall.now)});
            hall.wait(3min);
            QCOMPARE(hall.alarms.raised(), 2);
            QCOMPARE(hall.alarms.figures(hall.now).chattering, 0);
        }
    }

    void anIgnoredHighAlarmSoundsAgainEveryThirtySeconds() {
        Hall hall;
        hall.put({caseOf(1, Risk::High, hall.now)});
        const AlarmSound sound{AlarmKind::NewCase, AlarmPriority::High};
        QCOMPARE(hall.alarms.nextSound(hall.now), std::optional(sound));
        QVERIFY(!hall.alarms.nextSound(hall.now));
        int heard = 0;
        for (int second = 0; second < 100; ++second) {
            hall.wait(1s);
            if (hall.alarms.nextSound(hall.now)) ++heard;
        }
        QCOMPARE(heard, 3);
        hall.acknowledgeAll();
        hall.wait(2min);
        QVERIFY(!hall.alarms.nextSound(hall.now));
    }

    void aLowAlarmSoundsOnce() {
        Hall hall;
        hall.put({caseOf(1, Risk::Low, hall.now)});
        QVERIFY(hall.alarms.nextSound(hall.now));
        for (int i = 0; i < 600; ++i) {
            hall.wait(1s);
            QVERIFY(!hall.alarms.nextSound(hall.now));
        }
    }

    void theMostUrgentSoundComesFirstAndNoneIsSkipped() {
        Hall hall;
        Supervision note;
        note.id = SupervisionId{1};
        hall.put({caseOf(1, Risk::Low, hall.now), note});
        hall.alarms.watchLink(true, hall.now);
        QCOMPARE(hall.alarms.nextSound(hall.now)->kind, AlarmKind::LinkLost);
        QCOMPARE(hall.alarms.nextSound(hall.now)->kind, AlarmKind::SupervisionNote);
        QCOMPARE(hall.alarms.nextSound(hall.now)->kind, AlarmKind::NewCase);
        QVERIFY(!hall.alarms.nextSound(hall.now));
    }

    void silenceIsNotAcknowledgement() {
        Hall hall;
        hall.put({caseOf(1, Risk::High, hall.now)});
        QVERIFY(hall.alarms.nextSound(hall.now));
        hall.alarms.silence(hall.now);
        QCOMPARE(hall.alarms.lit(), 1);
        hall.wait(60s);
        QVERIFY(!hall.alarms.nextSound(hall.now));
        hall.put({caseOf(2, Risk::High, hall.now)});
        QVERIFY(hall.alarms.nextSound(hall.now));
        hall.alarms.silence(hall.now);
        hall.wait(5min);
        QVERIFY(hall.alarms.nextSound(hall.now));
    }

    void aShelvedKindIsQuietTillItsEndAndThenLit() {
        Hall hall;
        hall.alarms.shelve({AlarmKind::NewCase, std::nullopt, hall.now + 10min, "drill"});
        hall.put({caseOf(1, Risk::High, hall.now)});
        hall.wait(9min);
        QVERIFY(!hall.alarms.nextSound(hall.now));
        QVERIFY(hall.lines().front().isShelved());
        QCOMPARE(hall.lines().front().shelvedUntil, std::optional(kStart + 10min));
        QCOMPARE(hall.alarms.lit(), 1);
        hall.wait(1min);
        QVERIFY(hall.alarms.nextSound(hall.now));
        QVERIFY(!hall.lines().front().isShelved());
    }

    void aShelvedSourceLeavesTheOthersOfItsKindLoud() {
        Hall hall;
        hall.put({caseOf(1, Risk::High, hall.now), caseOf(2, Risk::Low, hall.now)});
        hall.alarms.shelve({AlarmKind::NewCase, RecordRef{Kind::Case, 1}, hall.now + 1h, "known"});
        const auto sound = hall.alarms.nextSound(hall.now);
        QCOMPARE(sound->priority, AlarmPriority::Low);
        QCOMPARE(hall.lines().front().code, std::string("LL-2"));
        QVERIFY(hall.lines().back().isShelved());
        hall.alarms.unshelve(AlarmKind::NewCase, RecordRef{Kind::Case, 1});
        QVERIFY(hall.alarms.nextSound(hall.now + 3s));
    }

    void aShelfIsJournalledWithEndAndReason() {
        const Millis end{std::chrono::sys_days{std::chrono::year{2028} / 2 / 29} + 1h};
        const auto entry =
            journalOf({AlarmKind::Red, RecordRef{Kind::Case, 12}, end, "road closed"}, end - 30min);
        QVERIFY(bool(entry));
        QCOMPARE(entry->action, std::string("shelve"));
        QCOMPARE(entry->what, std::string("alarm red of case 12 until 2028-02-29T01:00:00Z"));
        QCOMPARE(entry->why, std::string("road closed"));
        QCOMPARE(entry->record, CaseId{12});
        QVERIFY(!journalOf({AlarmKind::Red, std::nullopt, end, " "}, end - 1min));
        QVERIFY(!journalOf({AlarmKind::Red, std::nullopt, end, "x"}, end));
        QVERIFY(!journalOf({AlarmKind::Red, std::nullopt, end, "x"}, end - 9h));
    }

    void theFiguresAreThoseOfAPlainCount() {
        std::mt19937_64 random(support::seed("alarm figures"));
        for (int round = 0; round < 20; ++round) {
            AlarmRates rates;
            std::vector<Millis> raised;
            const Millis end = kStart + std::chrono::minutes(30 + random() % 300);
            rates.begin(kStart);
            for (Millis at = kStart; at < end;) {
                rates.add(at, AlarmPriority::Low);
                raised.push_back(at);
                const bool burst = random() % 30 != 0;
                at += std::chrono::seconds(burst ? random() % 60 : random() % 2400);
            }
            const AlarmFigures found = rates.at(end);
            const AlarmFigures plain = countedPlainly(raised, kStart, end);
            QCOMPARE(found.peak, plain.peak);
            QCOMPARE(found.floodShare, plain.floodShare);
            QCOMPARE(found.raised, static_cast<int>(raised.size()));
        }
    }

    void aFloodBeginsAboveTenAndEndsBelowFive() {
        AlarmRates rates;
        rates.begin(kStart);
        for (int i = 0; i < 10; ++i) rates.add(kStart, AlarmPriority::Low);
        QCOMPARE(rates.at(kStart + 59min).floodShare, 0.0);
        rates.add(kStart, AlarmPriority::High);
        const AlarmFigures flood = rates.at(kStart + 99min);
        QCOMPARE(flood.floodShare, 0.1);
        QCOMPARE(flood.perTenMinutes, 1.1);
        QCOMPARE(flood.peak, 11);
        QCOMPARE(flood.percent(AlarmPriority::High), 100.0 / 11);
        // Yesterday's are forgotten.
        QCOMPARE(rates.at(kStart + 25h).raised, 0);
    }

    void anAlarmThatStandsForADayIsStale() {
        Hall hall;
        Case record = caseOf(1, Risk::Low, hall.now);
        record.source = "import: x";
        record.due = record.stageEntered;
        hall.put({record});
        hall.now += 24h - 2s;
        hall.wait(1s);
        QCOMPARE(hall.alarms.figures(hall.now).stale, 0);
        hall.wait(2s);
        QCOMPARE(hall.alarms.figures(hall.now).stale, 1);
    }

    void aSecondOfFiftyThousandOpenCasesIsLookedAtQuickly() {
        std::vector<Case> open;
        for (int i = 1; i <= 50'000; ++i) {
            Case record = caseOf(i, Risk::Low, kStart - 1h);
            record.due = record.stageEntered + std::chrono::minutes(i % 240);
            open.push_back(record);
        }
        Picture picture;
        picture.seq = ChangeSeq{1};
        picture.cases = Table<Case>(open);
        Alarms alarms;
        alarms.watch(Picture{}, picture, {}, kStart);
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 1; i <= 10; ++i) {
            alarms.watch(picture, picture, {}, kStart + std::chrono::seconds(i));
            (void)alarms.lines(kStart + std::chrono::seconds(i));
        }
        const auto each = (std::chrono::steady_clock::now() - begin) / 10;
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(each).count();
        QVERIFY2(ms < 50, qPrintable(QString::number(ms)));
    }
};

QTEST_APPLESS_MAIN(TestAlarms)
#include "tst_alarms.moc"
