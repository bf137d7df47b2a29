// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <random>

#include "dispatch/escalation.h"
#include "dispatch/routing.h"
#include "tests/support/paper_hall.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;
using support::command;
using support::PaperHall;
using Why = Refusal::Why;

namespace {

std::string textOf(const std::optional<Refusal>& refusal) {
    return refusal ? refusalText(*refusal) : std::string("done");
}

Command dispatchOf(const std::string& code, const std::string& responder, bool confirmed = false) {
    Command wish = command("dispatch", code);
    wish.responder = responder;
    wish.confirmed = confirmed;
    return wish;
}

Command radio(const std::string& action, const std::string& code, const std::string& responder) {
    Command wish = command(action, code);
    wish.responder = responder;
    wish.radio = true;
    wish.reason = action == "refuse" || action == "return" ? "engine broken" : "";
    return wish;
}

Command because(const std::string& action, const std::string& code, const std::string& reason) {
    Command wish = command(action, code);
    wish.reason = reason;
    return wish;
}

User user(const char* code, const char* role, const char* centre, const char* responder = "") {
    User made;
    made.code = code;
    made.fullName = code;
    made.role = role;
    made.centre = centre;
    made.responder = responder;
    return made;
}

void putUsers(PaperHall& hall) {
    hall.put({user("d1", "officer", "990301001001"), user("d2", "officer", "990301001"),
              user("d3", "officer", "990301002"), user("s1", "supervisor", "9903"),
              user("a1", "analyst", "9903"), user("h1", "device", "", "w1")});
}

}  // namespace

#define DONE(...)                                    \
    do {                                             \
        const auto refused = (__VA_ARGS__);          \
        QVERIFY2(!refused, textOf(refused).c_str()); \
    } while (false)
#define REFUSED(reason, words, ...)                                  \
    do {                                                             \
        const auto refused = (__VA_ARGS__);                          \
        QVERIFY(refused);                                            \
        QVERIFY2(refused->why == (reason), textOf(refused).c_str()); \
        QCOMPARE(refused->detail, std::string(words));               \
    } while (false)

class TestDesk : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aCaseIsInTheQueueFromItsFirstLine();
    void whatCannotBeTakenInIsRefused_data();
    void whatCannotBeTakenInIsRefused();
    void whatIsLearntWhileTheCallerTalksIsFilledIn();
    void theFirstOrderTakesTheCaseIntoHandling();
    void aFurtherOrderIsConfirmedAndWaits();
    void aWaitingOrderBeginsWhenTheFirstEnds_data();
    void aWaitingOrderBeginsWhenTheFirstEnds();
    void ordersDoNotGoBackwards();
    void aDeviceThatHasTheOrderSaysSoBeforeItIsAnswered();
    void whoIsOffDutyIsNotSent();
    void onlyItsDeviceOrAnOfficerByRadioAnswersForAResponder();
    void whoReceivedFirstStaysAnswerable();
    void aSuspendedClockGoesOnWithWhatIsLeft();
    void anExtensionNeedsAnotherSupervisor();
    void aMissedLimitIsRememberedOverClimbsUntilTheStageIsLeft();
    void routingTwiceDoesNotSetTheClockBack();
    void riskChoosesTheLevelAndSkillTheUnit();
    void aDuplicateIsMergedAndTheOtherSaysSo();
    void whoClosesTheOtherAtTheSameMomentIsHeard();
    void aNoteAnsweredLateSaysSo();
    void aNoteThatComesWhileTheCaseClosesConflicts();
    void aMatterIsStruckOffByItsLevelOnly();
    void aMatterStruckOffIsNotListedAgainForTheSameLimit();
    void anActionOutsideTheOwnAreaIsRefused();
    void buttonsAreDisabledWithTheirReason();
    void aStaleViewConflicts();
    void twoOrdersForOneResponderAtOnceConflict();
    void aClosedCaseIsReopened();
    void whatEndsTheCaseLeavesNoOrderBehind();
    void nobodyEverHasTwoLiveOrders();
};

void TestDesk::aCaseIsInTheQueueFromItsFirstLine() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    QCOMPARE(code, std::string("20261126-1"));
    const Case* record = hall.picture().caseByCode(code);
    QVERIFY(record);
    QCOMPARE(record->stage, std::string("accepted"));
    QCOMPARE(record->level, std::string("community"));
    QCOMPARE(record->centre, std::string("990301001001"));
    QVERIFY(record->due && *record->due > hall.now());
    QVERIFY(record->warnAt && *record->warnAt < *record->due);
    QCOMPARE(hall.journal().size(), std::size_t(1));
    QCOMPARE(hall.journal().front().action, std::string("intake"));
}

void TestDesk::whatCannotBeTakenInIsRefused_data() {
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("why");
    QTest::addColumn<QString>("names");
    QTest::newRow("no title") << 0 << int(Why::Missing) << "title";
    QTest::newRow("in the future") << 1 << int(Why::BadValue) << "reported";
    QTest::newRow("outside the city") << 2 << int(Why::BadValue) << "place";
    QTest::newRow("nowhere") << 3 << int(Why::BadValue) << "place";
    QTest::newRow("unknown category") << 4 << int(Why::BadValue) << "category";
    QTest::newRow("unknown grid") << 5 << int(Why::BadValue) << "grid";
}

void TestDesk::whatCannotBeTakenInIsRefused() {
    QFETCH(const int, fault);
    QFETCH(const int, why);
    QFETCH(const QString, names);
    const PaperHall hall;
    Intake intake;
    intake.draft.title = fault == 0 ? "" : "Smoke";
    intake.draft.reported = hall.now() + (fault == 1 ? 6min : 4min);
    intake.draft.place = LonLat{106.801, 39.661};
    if (fault == 2) intake.draft.place = LonLat{-8.6, 41.1};
    if (fault == 3) intake.draft.place = LonLat{std::nan(""), 39.661};
    if (fault == 4) intake.draft.category = "7777";
    if (fault == 5) intake.draft.grid = "1'; DROP TABLE grid";
    const auto planned = planIntake(hall.situation(), {}, intake);
    const auto* refused = std::get_if<Refusal>(&planned);
    QVERIFY(refused);
    QCOMPARE(int(refused->why), why);
    QVERIFY2(refused->detail.starts_with(names.toStdString()), refused->detail.c_str());
}

void TestDesk::whatIsLearntWhileTheCallerTalksIsFilledIn() {
    PaperHall hall;
    const std::string code = hall.report("Smoke", "", "", Risk::Low);
    QCOMPARE(hall.caseOf(code).centre, std::string());
    Command wish = command("amend", code);
    REFUSED(Why::Missing, "amend", hall.act(wish));
    wish.amend.grid = "990301002001001";
    wish.amend.placeText = "behind the market; DELETE FROM case_record; \xE2\x80\xAE";
    wish.risk = Risk::High;
    const auto low = hall.caseOf(code).due;
    DONE(hall.act(wish));
    QCOMPARE(hall.caseOf(code).centre, std::string("990301002001"));
    QCOMPARE(hall.caseOf(code).placeText, *wish.amend.placeText);
    QVERIFY2(*hall.caseOf(code).due < *low,
             "a higher risk has a shorter limit, from the beginning");
    QCOMPARE(hall.caseOf(code).title, std::string("Smoke"));
}

void TestDesk::theFirstOrderTakesTheCaseIntoHandling() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(dispatchOf(code, "w1")));
    QCOMPARE(hall.caseOf(code).stage, std::string("handling"));
    QCOMPARE(hall.orders(code), std::string("w1 sent"));
    QCOMPARE(hall.responder("w1").state, WorkState::Sent);
    QCOMPARE(hall.journal().back().what, std::string("stage accepted>handling order w1 sent"));
    DONE(hall.act(radio("acknowledge", code, "w1")));
    DONE(hall.act(radio("enroute", code, "w1")));
    QCOMPARE(hall.responder("w1").state, WorkState::EnRoute);
    DONE(hall.act(radio("arrive", code, "w1")));
    QCOMPARE(hall.responder("w1").state, WorkState::OnScene);
    const auto& order = hall.picture().assignments.at(0);
    QVERIFY2(order.checkDue && *order.checkDue > hall.now(), "the safety check runs on scene");
    hall.advance(5min);
    const Seconds before = *order.checkDue;
    DONE(hall.act(radio("check", code, "w1")));
    QCOMPARE(*hall.picture().assignments.at(0).checkDue, before + 5min);
    DONE(hall.act(radio("done", code, "w1")));
    QCOMPARE(hall.orders(code), std::string());
    QCOMPARE(hall.responder("w1").state, WorkState::Free);
    QCOMPARE(hall.journal().back().onBehalf, std::string("w1"));
}

void TestDesk::aFurtherOrderIsConfirmedAndWaits() {
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Fumes");
    DONE(hall.act(dispatchOf(first, "w1")));
    REFUSED(Why::Busy, first, hall.act(dispatchOf(second, "w1")));
    DONE(hall.act(dispatchOf(second, "w1", true)));
    QCOMPARE(hall.orders(second), std::string("w1 waiting"));
    REFUSED(Why::Busy, second, hall.act(dispatchOf(second, "w1", true)));
    REFUSED(Why::NotNow, "orderIsNew", hall.act(radio("acknowledge", second, "w1")));
    QCOMPARE(hall.orders(first), std::string("w1 sent"));
}

void TestDesk::aWaitingOrderBeginsWhenTheFirstEnds_data() {
    QTest::addColumn<QString>("action");
    for (const char* action : {"done", "refuse", "return", "recall", "close-on-spot", "replace"})
        QTest::newRow(action) << QString::fromLatin1(action);
}

void TestDesk::aWaitingOrderBeginsWhenTheFirstEnds() {
    QFETCH(const QString, action);
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Fumes"),
                      third = hall.report("Leak");
    DONE(hall.act(dispatchOf(first, "w1")));
    DONE(hall.act(dispatchOf(second, "w1", true)));
    hall.advance(1s);
    DONE(hall.act(dispatchOf(third, "w1", true)));
    Command ending = radio(action.toStdString(), first, "w1");
    ending.other = "w2";
    ending.result = "put out";
    if (action == QStringLiteral("close-on-spot")) {
        REFUSED(Why::NotNow, "hasNoLiveOrder", hall.act(ending));
        ending.action = "recall";
    }
    DONE(hall.act(ending));
    QCOMPARE(hall.orders(second), std::string("w1 sent"));
    QCOMPARE(hall.orders(third), std::string("w1 waiting"));
    QCOMPARE(hall.responder("w1").state, WorkState::Sent);
    QCOMPARE(hall.journal().back().action, std::string("order-begins"));
    QCOMPARE(hall.journal().back().record, hall.caseOf(second).id);
    if (action == QStringLiteral("replace")) QCOMPARE(hall.orders(first), std::string("w2 sent"));
}

void TestDesk::ordersDoNotGoBackwards() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(dispatchOf(code, "w1")));
    DONE(hall.act(radio("arrive", code, "w1")));
    REFUSED(Why::NotNow, "order on-scene", hall.act(radio("enroute", code, "w1")));
    REFUSED(Why::NotNow, "orderIsNew", hall.act(radio("refuse", code, "w1")));
    Command silent = radio("return", code, "w1");
    silent.reason.clear();
    REFUSED(Why::Missing, "reason", hall.act(silent));
    DONE(hall.act(radio("return", code, "w1")));
    REFUSED(Why::NotNow, "orderIsLive", hall.act(radio("done", code, "w1")));
}

void TestDesk::aDeviceThatHasTheOrderSaysSoBeforeItIsAnswered() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(dispatchOf(code, "w1")));
    DONE(hall.act(radio("deliver", code, "w1")));
    const Assignment order = hall.picture().assignments.at(0);
    QVERIFY(order.state == AssignmentState::Sent && order.delivered);
    REFUSED(Why::NotNow, "orderIsNew", hall.act(radio("deliver", code, "w1")));
    DONE(hall.act(radio("acknowledge", code, "w1")));
    REFUSED(Why::NotNow, "orderIsNew", hall.act(radio("deliver", code, "w1")));
}

void TestDesk::whoIsOffDutyIsNotSent() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    REFUSED(Why::NotNow, "onDuty", hall.act(dispatchOf(code, "w5")));
    REFUSED(Why::BadValue, "responder: there is no \"w9\"", hall.act(dispatchOf(code, "w9")));
}

void TestDesk::onlyItsDeviceOrAnOfficerByRadioAnswersForAResponder() {
    PaperHall hall;
    putUsers(hall);
    hall.put({user("root", "administrator", "")});
    Intake intake;
    intake.draft.title = "Smoke";
    intake.draft.grid = "990301001001001";
    const auto planned = planIntake(hall.situation(), hall.actor("d1"), intake);
    hall.write(std::get<Transaction>(planned));
    const std::string code = hall.picture().cases.at(0).code;
    DONE(hall.act(dispatchOf(code, "w2"), "d1"));
    REFUSED(Why::NotNow, "hasOrder", hall.act(command("acknowledge", code), "h1"));
    Command reinforce = dispatchOf(code, "w1");
    reinforce.action = "reinforce";
    DONE(hall.act(reinforce, "d1"));
    Command other = command("acknowledge", code);
    other.responder = "w2";
    REFUSED(Why::NotThisRole, "the device of w1", hall.act(other, "h1"));
    DONE(hall.act(command("acknowledge", code), "h1"));
    QCOMPARE(hall.journal().back().onBehalf, std::string());
    REFUSED(Why::Missing, "radio", hall.act(other, "d1"));
    DONE(hall.act(radio("acknowledge", code, "w2"), "d1"));
    QCOMPARE(hall.journal().back().onBehalf, std::string("w2"));
    REFUSED(Why::NotThisRole, "officer supervisor administrator",
            hall.act(dispatchOf(code, "w3"), "h1"));
}

void TestDesk::whoReceivedFirstStaysAnswerable() {
    PaperHall hall;
    const std::string code = hall.report("Wages", "990301001001001", "0103", Risk::Medium);
    DONE(hall.act(command("route", code)));
    QCOMPARE(hall.caseOf(code).leadUnit, std::string("wages"));
    REFUSED(Why::Missing, "unit", hall.act(because("reject", code, "not ours")));
    Command rejection = because("reject", code, "not ours");
    rejection.unit = "wages";
    REFUSED(Why::BadValue, "unit: wages leads the case already", hall.act(rejection));
    rejection.unit = "law";
    REFUSED(Why::NotNow, "isAsked", hall.act(command("take-over", code)));
    DONE(hall.act(rejection));
    QCOMPARE(hall.caseOf(code).leadUnit, std::string("wages"));
    QCOMPARE(hall.caseOf(code).askedUnit, std::string("law"));
    DONE(hall.act(because("decline", code, "nor ours")));
    QCOMPARE(hall.caseOf(code).leadUnit, std::string("wages"));
    DONE(hall.act(rejection));
    DONE(hall.act(command("take-over", code)));
    QCOMPARE(hall.caseOf(code).leadUnit, std::string("law"));
    QCOMPARE(hall.caseOf(code).askedUnit, std::string());
}

void TestDesk::aSuspendedClockGoesOnWithWhatIsLeft() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(dispatchOf(code, "w1")));
    DONE(hall.act(radio("done", code, "w1")));
    const auto left = *hall.caseOf(code).due - hall.now() - 30min;
    hall.advance(15min);
    Command wish = because("suspend", code, "a part is ordered");
    REFUSED(Why::Missing, "approver", hall.act(wish));
    wish.approver = "s1";
    DONE(hall.act(wish));
    QVERIFY(!hall.caseOf(code).due);
    REFUSED(Why::NotNow, "isNotSuspended", hall.act(wish));
    hall.advance(100h);
    DONE(hall.act(command("resume", code)));
    hall.advance(15min);
    DONE(hall.act(wish));
    hall.advance(50h);
    DONE(hall.act(command("resume", code)));
    QCOMPARE(*hall.caseOf(code).due - hall.now(), left);
    QVERIFY(!hall.caseOf(code).suspendedSince);
}

void TestDesk::anExtensionNeedsAnotherSupervisor() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(dispatchOf(code, "w1")));
    putUsers(hall);
    Command wish = because("extend", code, "the road is closed");
    wish.duration = 30min;
    REFUSED(Why::OtherArea, "990301001001", hall.act(wish, "d3"));
    wish.approver = "d1";
    REFUSED(Why::BadValue, "approver: nobody approves what they ask for themselves",
            hall.act(wish, "d1"));
    wish.approver = "d2";
    REFUSED(Why::BadValue, "approver: the role of d2 approves nothing", hall.act(wish, "d1"));
    wish.approver = "s1";
    const Seconds before = *hall.caseOf(code).due;
    DONE(hall.act(wish, "d1"));
    QCOMPARE(*hall.caseOf(code).due, before + 30min);
    QVERIFY(hall.journal().back().what.ends_with("approver s1 longer 1800s"));
}

void TestDesk::aMissedLimitIsRememberedOverClimbsUntilTheStageIsLeft() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    const Seconds missed = *hall.caseOf(code).due;
    hall.advance(1h);
    DONE(hall.act(because("raise", code, "nobody here")));
    QCOMPARE(hall.caseOf(code).level, std::string("township"));
    QCOMPARE(hall.caseOf(code).centre, std::string("990301001"));
    QCOMPARE(hall.caseOf(code).lateSince, std::optional(missed));
    QVERIFY2(*hall.caseOf(code).due > hall.now(), "the new level has its own limit");
    hall.advance(1h);
    DONE(hall.act(because("raise", code, "nor here")));
    QCOMPARE(hall.caseOf(code).lateSince, std::optional(missed));
    DONE(hall.act(because("help-down", code, "we come down")));
    QCOMPARE(hall.caseOf(code).level, std::string("township"));
    DONE(hall.act(command("accept", code)));
    QVERIFY(!hall.caseOf(code).lateSince);
    for (int i = 0; i < 2; ++i) DONE(hall.act(because("raise", code, "up")));
    REFUSED(Why::NotNow, "hasLevelAbove", hall.act(because("raise", code, "up")));
}

void TestDesk::routingTwiceDoesNotSetTheClockBack() {
    PaperHall hall;
    const std::string code = hall.report("Noise", "990301001001001", "0404", Risk::Low);
    DONE(hall.act(command("route", code)));
    const auto due = hall.caseOf(code).due;
    hall.advance(10min);
    DONE(hall.act(command("route", code)));
    QCOMPARE(hall.caseOf(code).due, due);
}

void TestDesk::riskChoosesTheLevelAndSkillTheUnit() {
    PaperHall hall;
    for (const auto& [risk, level] :
         {std::pair{Risk::Low, "community"}, {Risk::Medium, "township"}, {Risk::High, "city"}}) {
        const std::string code = hall.report("Wages", "990301001001001", "0103", risk);
        DONE(hall.act(command("route", code)));
        QCOMPARE(hall.caseOf(code).level, std::string(level));
    }
    const std::string code = hall.report("Wages", "990301001001001", "0103", Risk::Low);
    std::string units;
    for (const UnitChoice& choice :
         unitsFor(hall.situation().rules.workflow, hall.picture(), hall.caseOf(code)))
        units += choice.unit + " ";
    // By skill first; "far" is the other township's.
    QCOMPARE(units, std::string("wages talks "));
    Command named = command("route", code);
    named.unit = "law";
    named.level = "district";
    DONE(hall.act(named));
    QCOMPARE(hall.caseOf(code).leadUnit, std::string("law"));
    QCOMPARE(hall.caseOf(code).level, std::string("district"));
}

void TestDesk::aDuplicateIsMergedAndTheOtherSaysSo() {
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Smoke again");
    Command wish = command("merge", second);
    wish.target = second;
    REFUSED(Why::BadValue, "target: a case cannot be merged into itself", hall.act(wish));
    wish.target = "nothing";
    REFUSED(Why::BadValue, "target: \"nothing\" is no open case", hall.act(wish));
    wish.target = first;
    DONE(hall.act(wish));
    QVERIFY(hall.caseOf(second).closed);
    QCOMPARE(hall.caseOf(second).mergedInto, hall.caseOf(first).id);
    QCOMPARE(hall.caseOf(second).stage, std::string("archived"));
    QVERIFY(!hall.picture().caseByCode(second));
    QCOMPARE(hall.journal().back().record, hall.caseOf(first).id);
    QCOMPARE(hall.journal().back().what, "merged-from " + second);
}

void TestDesk::whoClosesTheOtherAtTheSameMomentIsHeard() {
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Smoke again");
    Command wish = command("merge", second);
    wish.target = first;
    const auto planned = planAction(hall.situation(), {}, hall.caseOf(second), wish);
    Command back = command("merge", first);
    back.target = second;
    DONE(hall.act(back));
    QVERIFY2(hall.write(std::get<Transaction>(planned)), "two cases merged into each other");
}

void TestDesk::aNoteAnsweredLateSaysSo() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    Command note = command("joint-supervise", code);
    note.text = "report on the exits";
    DONE(hall.act(note));
    QCOMPARE(hall.picture().supervisions.size(), std::size_t(1));
    const Supervision open = hall.picture().supervisions.at(0);
    QVERIFY(open.due && *open.due > hall.now());
    QCOMPARE(open.level, std::string("city"));
    Command merge = command("merge", code);
    merge.target = hall.report("Other");
    REFUSED(Why::NotNow, "hasNoOpenNote", hall.act(merge));
    hall.advance(*open.due - hall.now());
    Command answer = command("answer-note", code);
    answer.text = "two of three are open";
    DONE(hall.act(answer));
    QCOMPARE(hall.journal().back().what, std::string("note-answered late"));
    QCOMPARE(hall.picture().supervisions.size(), std::size_t(0));
    REFUSED(Why::NotNow, "hasOpenNote", hall.act(answer));
    Command whistle = command("whistle", code);
    whistle.unit = "fire";
    DONE(hall.act(whistle));
    QCOMPARE(hall.caseOf(code).cooperating, std::string("fire"));
    DONE(hall.act(command("whistle-report", code)));
    QCOMPARE(hall.journal().back().what, std::string("reported-in"));
}

void TestDesk::aNoteThatComesWhileTheCaseClosesConflicts() {
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Smoke again");
    Command note = command("joint-supervise", second);
    note.text = "report";
    const auto planned = planAction(hall.situation(), {}, hall.caseOf(second), note);
    Command merge = command("merge", second);
    merge.target = first;
    DONE(hall.act(merge));
    QVERIFY(hall.write(std::get<Transaction>(planned)));
    QVERIFY(hall.picture().supervisions.empty());
}

void TestDesk::aMatterIsStruckOffByItsLevelOnly() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    putUsers(hall);
    hall.put({user("s2", "supervisor", "990301001")});
    Command list = because("supervise", code, "third time");
    list.leader = "Yang";
    DONE(hall.act(list, "s1"));
    QVERIFY(hall.caseOf(code).supervised);
    QCOMPARE(hall.caseOf(code).leader, std::string("Yang"));
    REFUSED(Why::NotNow, "isListingLevel", hall.act(because("strike-off", code, "done"), "s2"));
    DONE(hall.act(because("strike-off", code, "done"), "s1"));
    QVERIFY(!hall.caseOf(code).supervised);
    QVERIFY(hall.picture().supervisions.empty());
}

void TestDesk::aMatterStruckOffIsNotListedAgainForTheSameLimit() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(command("route", code)));
    QCOMPARE(hall.caseOf(code).level, std::string("city"));
    const Seconds missed = *hall.caseOf(code).due;
    const auto listing = [&] {
        const auto acts = dueActs(hall.situation(), {});
        const bool one = acts.size() == 1 && acts[0].is == DueAct::Is::Supervise;
        return one ? std::optional(acts[0].transaction) : std::nullopt;
    };
    hall.advance(missed - hall.now());
    const auto first = listing();
    QVERIFY(first.has_value());
    QVERIFY(!hall.write(*first));
    DONE(hall.act(because("strike-off", code, "settled")));
    QVERIFY(!listing());
    // The level has its limit anew, and the time since the first one missed goes on.
    const Case& record = hall.caseOf(code);
    QVERIFY(record.due && *record.due > hall.now());
    QCOMPARE(record.lateSince, std::optional(missed));
    hall.advance(*record.due - hall.now());
    QVERIFY(listing().has_value());

    // Struck off before the limit passed, the limit stays as it is.
    const std::string other = hall.report("Smoke again");
    const auto due = hall.caseOf(other).due;
    DONE(hall.act(because("supervise", other, "third time")));
    DONE(hall.act(because("strike-off", other, "settled")));
    QCOMPARE(hall.caseOf(other).due, due);
}

void TestDesk::anActionOutsideTheOwnAreaIsRefused() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    DONE(hall.act(command("accept", code)));
    putUsers(hall);
    DONE(hall.act(dispatchOf(code, "w1"), "d2"));
    Command reinforce = dispatchOf(code, "w2");
    reinforce.action = "reinforce";
    REFUSED(Why::OtherArea, "990301001001", hall.act(reinforce, "d3"));
    DONE(hall.act(because("raise", code, "too big"), "d1"));
    REFUSED(Why::OtherArea, "990301001", hall.act(reinforce, "d1"));
    REFUSED(Why::NotThisRole, "officer supervisor administrator", hall.act(reinforce, "a1"));
    REFUSED(Why::NotThisRole, "officer supervisor administrator", hall.act(reinforce, "nobody"));
    // Whose unit is asked may answer for it, wherever the case is held.
    Command hand = because("reject", code, "theirs");
    hand.unit = "far";
    DONE(hall.act(hand, "d2"));
    DONE(hall.act(command("take-over", code), "d3"));
    User gone = *hall.picture().userByCode("d2");
    gone.disabled = true;
    hall.put({gone});
    REFUSED(Why::NotThisRole, "officer supervisor administrator", hall.act(reinforce, "d2"));
}

void TestDesk::buttonsAreDisabledWithTheirReason() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    putUsers(hall);
    const auto offers = offersFor(hall.situation(), hall.actor("d1"), hall.caseOf(code));
    std::map<std::string, std::string> shown;
    for (const Offer& offer : offers) shown[offer.action] = textOf(offer.refused);
    QCOMPARE(shown["dispatch"], std::string("done"));
    QCOMPARE(shown["take-over"], std::string("refused, it does not hold that: isAsked"));
    QCOMPARE(shown["supervise"], std::string("refused, only for: supervisor administrator"));
    QCOMPARE(shown["acknowledge"], std::string("refused, it does not hold that: orderIsNew"));
    QVERIFY(!shown.contains("rate"));
    QCOMPARE(offers.front().action, std::string("accept"));
    QCOMPARE(offers.front().to, std::string("routed"));
}

void TestDesk::aStaleViewConflicts() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    const Revision seen = hall.caseOf(code).revision;
    DONE(hall.act(command("accept", code)));
    Command late = dispatchOf(code, "w1");
    late.seen = seen;
    REFUSED(Why::Changed, code, hall.act(late));
    QCOMPARE(hall.orders(code), std::string());
    QCOMPARE(hall.responder("w1").state, WorkState::Free);
}

void TestDesk::twoOrdersForOneResponderAtOnceConflict() {
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Fumes");
    const auto one = planAction(hall.situation(), {}, hall.caseOf(first), dispatchOf(first, "w1"));
    const auto two =
        planAction(hall.situation(), {}, hall.caseOf(second), dispatchOf(second, "w1"));
    QVERIFY(!hall.write(std::get<Transaction>(one)));
    QVERIFY(hall.write(std::get<Transaction>(two)));
    // A waiting order that comes while the live one ends is not left behind either.
    const auto waits =
        planAction(hall.situation(), {}, hall.caseOf(second), dispatchOf(second, "w1", true));
    DONE(hall.act(radio("refuse", first, "w1")));
    QVERIFY(hall.write(std::get<Transaction>(waits)));
}

void TestDesk::aClosedCaseIsReopened() {
    PaperHall hall;
    const std::string code = hall.report("Smoke");
    Command spot = command("close-on-spot", code);
    spot.result = "a barbecue";
    DONE(hall.act(spot));
    QVERIFY(hall.caseOf(code).onSpot);
    DONE(hall.act(command("archive", code)));
    QVERIFY(hall.caseOf(code).closed && !hall.caseOf(code).due);
    REFUSED(Why::NoSuchAction, "archived", hall.act(dispatchOf(code, "w1")));
    DONE(hall.act(because("reopen", code, "it smokes again")));
    QVERIFY(!hall.caseOf(code).closed && hall.caseOf(code).due && !hall.caseOf(code).onSpot);
    QCOMPARE(hall.caseOf(code).stage, std::string("handling"));
    Command report = command("report", code);
    report.result = "put out";
    report.attachments = {std::string(kMostReference + 1, 'x')};
    REFUSED(Why::BadValue, "attachments: a reference has 1 to 500 bytes", hall.act(report));
    report.attachments = {"https://media.example/1.jpg", "录音 42"};
    const auto planned = planAction(hall.situation(), {}, hall.caseOf(code), report);
    std::vector<std::string> kept;
    for (const Write& write : std::get<Transaction>(planned).writes)
        if (const auto* note = std::get_if<CaseNote>(&write.record))
            kept.push_back(attachmentOf(*note).value_or("a plain note"));
    QVERIFY(kept == report.attachments);
    DONE(hall.act(report));
    QVERIFY(hall.journal().back().what.find("attachment: 录音 42") != std::string::npos);
    Command rate = command("rate", code);
    rate.rating = 4;
    REFUSED(Why::NotNow, "isAnswered", hall.act(rate));
    Command answer = command("answer", code);
    answer.via = "phone";
    DONE(hall.act(answer));
    rate.rating = 6;
    REFUSED(Why::BadValue, "rating: 6 is not from 1 to 5", hall.act(rate));
    rate.rating = 5;
    DONE(hall.act(rate));
    QCOMPARE(hall.caseOf(code).rating, 5);
}

void TestDesk::whatEndsTheCaseLeavesNoOrderBehind() {
    PaperHall hall;
    const std::string first = hall.report("Smoke"), second = hall.report("Smoke again");
    DONE(hall.act(dispatchOf(first, "w1")));
    DONE(hall.act(dispatchOf(second, "w1", true)));
    DONE(hall.act(dispatchOf(second, "w2")));
    Command wish = command("merge", second);
    wish.target = first;
    // An order planned at the same moment is heard, too.
    const auto order =
        planAction(hall.situation(), {}, hall.caseOf(second), dispatchOf(second, "w3"));
    DONE(hall.act(wish));
    QVERIFY(hall.write(std::get<Transaction>(order)));
    QCOMPARE(hall.orders(second), std::string());
    QCOMPARE(hall.responder("w2").state, WorkState::Free);
    QCOMPARE(hall.responder("w1").state, WorkState::Sent);
}

/// Any actions in any order, many refused: a responder has one live order at most and its state is
/// that order's; what waits waits behind a live one; a closed case binds nobody.
void TestDesk::nobodyEverHasTwoLiveOrders() {
    std::mt19937_64 random(support::seed("desk"));
    PaperHall hall;
    std::vector<std::string> codes;
    const auto any = [&](const auto& list) { return list[random() % list.size()]; };
    const auto& actions = hall.situation().rules.workflow.actions();
    int done = 0;
    for (int i = 0; i < 3000; ++i) {
        if (codes.size() < 12) codes.push_back(hall.report("case"));
        Command wish = command(any(actions).code, any(codes));
        wish.responder = "w" + std::to_string(random() % 5 + 1);
        wish.other = "w" + std::to_string(random() % 5 + 1);
        wish.target = any(codes);
        wish.unit = any(std::vector<std::string>{"fire", "talks", "law"});
        wish.category = "0302";
        wish.reason = wish.text = wish.result = wish.via = wish.leader = "x";
        wish.approver = "s1";
        wish.rating = 3;
        wish.duration = 60s;
        wish.confirmed = random() % 2 == 0;
        wish.radio = true;
        wish.amend.title = "renamed";
        hall.advance(7s);
        if (!hall.act(wish)) ++done;
        std::erase_if(codes,
                      [&](const auto& code) { return hall.caseOf(code).closed.has_value(); });
        std::map<ResponderId, int> live, waiting;
        hall.picture().assignments.forEach([&](const Assignment& order) {
            ++(isLive(order.state) ? live : waiting)[order.responder];
            QVERIFY(hall.picture().cases.find(order.record));
        });
        hall.picture().responders.forEach([&](const Responder& who) {
            QVERIFY(live[who.id] <= 1);
            QVERIFY(waiting[who.id] == 0 || live[who.id] == 1);
            QCOMPARE(who.state == WorkState::Free, live[who.id] == 0);
        });
        hall.picture().supervisions.forEach([&](const Supervision& row) {
            const Case* record = hall.picture().cases.find(row.record);
            QVERIFY(record);
            QVERIFY(row.kind != SupervisionKind::Matter || record->supervised);
        });
    }
    QVERIFY2(done > 300, "hardly anything was allowed: the walk proves nothing");
}

QTEST_APPLESS_MAIN(TestDesk)
#include "tst_desk.moc"
