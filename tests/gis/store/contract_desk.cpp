// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

constexpr Seconds kThen{1'700'000'000s};

/// A case with something in every field.
Case fullCase(const std::string& code) {
    Case record = someCase(code);
    record.categoryText = "噪声";
    record.text = "左\u200f右 '; DROP TABLE case_record; --";
    record.risk = Risk::High;
    record.placeText = "滨河路 3 号";
    record.grid = "150303001001001";
    record.leadUnit = "fire-1";
    record.precision = TimePrecision::Minute;
    record.due = kThen + 900s;
    record.centre = "150303";
    record.cooperating = "police-1 health-2";
    record.askedUnit = "water-1";
    record.leader = "赵主任";
    record.warnAt = kThen + 720s;
    record.warned = true;
    record.lateSince = kThen + 900s;
    record.suspendedSince = kThen + 1000s;
    record.spentSeconds = 333;
    record.supervised = true;
    record.onSpot = true;
    record.mergedInto = {7};
    record.result = "已处置";
    record.answered = "电话";
    record.rating = 4;
    return record;
}

Supervision fullSupervision(CaseId record) {
    Supervision matter = someSupervision(record);
    matter.kind = SupervisionKind::Matter;
    matter.unit = "fire-1";
    matter.leader = "赵主任";
    matter.answered = kThen + 60s;
    matter.answer = "已办结";
    matter.late = true;
    matter.ended = kThen + 120s;
    return matter;
}

template <class Row>
Row written(Store& store, Row row) {
    const Receipt done = committed(store, transaction({row.id ? change(row) : put(row)}));
    row.id.value = done.ids.front();
    if constexpr (requires { row.revision; }) row.revision = done.revisions.front();
    return row;
}

void theDesksRowsComeBackAsTheyWereWritten(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case record = written(*store, fullCase("A-1"));
    QVERIFY(only<Case>(*store, Kind::Case, record.id.value) == record);
    record.warnAt.reset();
    record.lateSince.reset();
    record.suspendedSince.reset();
    record.warned = record.supervised = record.onSpot = false;
    record = written(*store, record);
    QVERIFY(only<Case>(*store, Kind::Case, record.id.value) == record);

    Assignment order = someOrder(record.id, {}, AssignmentState::Waiting);
    order.delivered = kThen + 3s;
    order.checkDue = kThen + 600s;
    order = written(*store, order);
    QVERIFY(only<Assignment>(*store, Kind::Assignment, order.id.value) == order);

    User user = someUser("li");
    user.responder = "w1";
    user.disabled = user.mustChange = true;
    user = written(*store, user);
    QVERIFY(only<User>(*store, Kind::User, user.id.value) == user);
    user.disabled = user.mustChange = false;
    user = written(*store, user);
    QCOMPARE(user.revision.value, 2);
    QVERIFY(only<User>(*store, Kind::User, user.id.value) == user);

    for (const SupervisionKind kind :
         {SupervisionKind::Matter, SupervisionKind::Note, SupervisionKind::Whistle}) {
        Supervision matter = fullSupervision(record.id);
        matter.kind = kind;
        matter = written(*store, matter);
        QVERIFY(only<Supervision>(*store, Kind::Supervision, matter.id.value) == matter);
        matter.due.reset();
        matter.answered.reset();
        matter.ended.reset();
        matter = written(*store, matter);
        QVERIFY(only<Supervision>(*store, Kind::Supervision, matter.id.value) == matter);
    }
    const Contact contact = written(*store, someContact(record.id));
    QVERIFY(only<Contact>(*store, Kind::Contact, contact.id.value) == contact);
}

void textThatNoRowMayHoldIsRefused(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto before = store->journalHead();
    MUST(before);
    for (const std::string& bad :
         {std::string("a\0b", 3), std::string("\xC0\xAF"), std::string(70'000, 'x')}) {
        Case record = someCase("A-1");
        record.result = bad;
        User user = someUser("li");
        user.fullName = bad;
        Supervision note = someSupervision({1});
        note.answer = bad;
        Contact contact = someContact({1});
        contact.phone = bad;
        Assignment order = someOrder({1}, {}, AssignmentState::Waiting);
        order.reason = bad;
        for (const Record& row : std::vector<Record>{record, user, note, contact, order}) {
            const auto done = store->commit(transaction({put(someCase("A-2")), put(row)}));
            QVERIFY2(!done, kindName(kindOf(row)));
            QCOMPARE(done.error().code, ErrorCode::BadInput);
        }
        const auto noted = store->commit(transaction({put(someCase("A-2"))}, bad));
        QVERIFY(!noted && noted.error().code == ErrorCode::BadInput);
    }
    QCOMPARE(countOf(*store, Kind::Case), 0);
    const auto after = store->journalHead();
    MUST(after);
    QVERIFY(*after == *before);
}

void picturesFollowUsersAndSupervisions(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto reader = place->open();
    std::shared_ptr<const Picture> picture = *reader->load();
    const auto follow = [&] {
        auto delta = reader->changesSince(picture->seq, picture->fixSeq);
        if (!delta) qFatal("%s", delta.error().detail.c_str());
        picture = nextPicture(*picture, std::move(*delta)).first;
        const auto loaded = reader->load();
        if (!loaded) qFatal("%s", loaded.error().detail.c_str());
        return printed(**loaded) == printed(*picture);
    };
    const Case record = written(*store, someCase("A-1"));
    User user = written(*store, someUser("li"));
    Supervision note = written(*store, someSupervision(record.id));
    const Supervision other = written(*store, someSupervision(record.id));
    written(*store, someContact(record.id));
    QVERIFY(follow());
    QVERIFY(picture->userByCode("li") && *picture->userByCode("li") == user);
    QVERIFY(picture->supervisions.find(note.id) && *picture->supervisions.find(note.id) == note);

    place->clock.advance(5s);
    const Millis running = place->clock.now();
    place->clock.advance(5s);
    note.ended = kThen + 60s;
    note = written(*store, note);
    user.disabled = true;
    user = written(*store, user);
    QVERIFY(follow());
    QVERIFY(!picture->supervisions.find(note.id));
    QVERIFY(picture->supervisions.find(other.id));
    QVERIFY(picture->userByCode("li") && picture->userByCode("li")->disabled);
    const auto then = store->pictureAt(running);
    MUST(then);
    QVERIFY((*then)->supervisions.find(note.id) && !(*then)->supervisions.find(note.id)->ended);
    QVERIFY((*then)->userByCode("li") && !(*then)->userByCode("li")->disabled);

    committed(*store, transaction({removal(user), removal(other)}));
    QVERIFY(follow());
    QVERIFY(!picture->userByCode("li") && !picture->supervisions.find(other.id));
}

void caseNumbersHaveNoHoleAndNoneIsGivenTwice(const Adapter& adapter) {
    constexpr int kSeats = 8;
    const int each = adapter.effort >= 100 ? 25 : 3;
    const auto place = adapter.make();
    const auto store = place->open();
    committed(*store, transaction({put(someCase("D-0003"))}));  // Somebody chose it by hand.
    std::vector<std::unique_ptr<Store>> seats;
    for (int i = 0; i < kSeats; ++i) seats.push_back(place->open());
    std::vector<std::vector<std::string>> codes(kSeats);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kSeats; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < each; ++n) {
                // Every third time something goes wrong after the number was taken.
                if (n % 3 == 0) {
                    Case stale = someCase("D-0003");
                    stale.id = {1};
                    stale.revision = {99};
                    const auto lost =
                        seats[i]->commit(transaction({put(someCase("D-#")), change(stale)}));
                    if (!lost) qFatal("%s", lost.error().detail.c_str());
                    if (!std::holds_alternative<Conflict>(*lost)) qFatal("a stale write went in");
                }
                codes[i].push_back(
                    committed(*seats[i], transaction({put(someCase("D-#"))})).codes.front());
            }
        });
    for (std::thread& thread : threads) thread.join();
    std::set<std::string> all;
    for (const auto& some : codes) all.insert(some.begin(), some.end());
    std::set<std::string> expected;
    for (int n = 1; static_cast<int>(expected.size()) < kSeats * each; ++n) {
        const std::string digits = std::to_string(n);
        if (n != 3) expected.insert("D-" + std::string(4 - digits.size(), '0') + digits);
    }
    QVERIFY(all == expected);
    for (const std::string& code : all) {
        Query query;
        query.code = code;
        const auto found = store->count(query);
        MUST(found);
        QCOMPARE(*found, 1);
    }
    const std::string fault = faultOfJournal(*store);
    QVERIFY2(fault.empty(), fault.c_str());
}

void aReceiptSaysTheCodesEachTime(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const Transaction made = transaction(
        {put(someCase("20261126-#")), put(someUser("li")), put(someCase("E-##")),
         put(someOrder({1}, {}, AssignmentState::Waiting)), put(someCase("20261126-#"))});
    const Receipt first = committed(*store, made);
    const std::vector<std::string> codes = {"20261126-0001", "li", "E-#0001", "", "20261126-0002"};
    QVERIFY(first.codes == codes);
    QCOMPARE(only<Case>(*store, Kind::Case, first.ids[4]).code, codes[4]);
    const auto other = place->open();
    const Receipt again = committed(*other, made);
    QVERIFY(again.codes == codes && again.ids == first.ids);
    // A case that is there keeps the code it has, whatever it ends in.
    Case odd = only<Case>(*store, Kind::Case, first.ids[0]);
    odd.code = "odd#";
    QCOMPARE(committed(*store, transaction({change(odd)})).codes.front(), std::string("odd#"));
    QVERIFY(place->poison("UPDATE serial SET next = 9999 WHERE prefix = 'E-#'"));
    for (const char* code : {"E-#9999", "E-#10000", "E-#10001"})
        QCOMPARE(committed(*store, transaction({put(someCase("E-##"))})).codes.front(),
                 std::string(code));
}

void aLeaseHasOneHolderAtATime(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto one = place->open();
    const auto two = place->open();
    const auto holds = [](Store& store, const char* name, const char* holder,
                          std::chrono::milliseconds length = 5s) {
        const auto held = store.holdLease(name, holder, length);
        if (!held) qFatal("%s", held.error().detail.c_str());
        return *held;
    };
    QVERIFY(holds(*one, "ticker", "seat-1"));
    QVERIFY(!holds(*two, "ticker", "seat-2"));
    QVERIFY(holds(*two, "backup", "seat-2"));
    place->clock.advance(4s);
    QVERIFY(!holds(*two, "ticker", "seat-2"));
    QVERIFY(holds(*one, "ticker", "seat-1"));  // Kept: five more seconds.
    place->clock.advance(4999ms);
    QVERIFY(!holds(*two, "ticker", "seat-2"));
    place->clock.advance(1ms);
    QVERIFY(holds(*two, "ticker", "seat-2"));
    QVERIFY(!holds(*one, "ticker", "seat-1"));
    // Given up before its time.
    QVERIFY(holds(*two, "ticker", "seat-2", 0ms));
    QVERIFY(holds(*one, "ticker", "seat-1"));

    place->clock.advance(1h);
    std::vector<std::unique_ptr<Store>> seats;
    for (int i = 0; i < 6; ++i) seats.push_back(place->open());
    std::atomic<int> holders = 0;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < seats.size(); ++i)
        threads.emplace_back([&, i] {
            if (holds(*seats[i], "ticker", ("racer " + std::to_string(i)).c_str())) ++holders;
        });
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(holders.load(), 1);
}

void contactsGoAndTheJournalStaysWhole(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case open = written(*store, someCase("A-1"));
    Case closed = someCase("A-2");
    closed.closed = closed.reported + 1h;
    closed = written(*store, closed);
    const auto kept = [&](CaseId record) {
        Transaction made = transaction({put(someContact(record))});
        JournalEntry entry;
        entry.record = record;
        entry.action = "contact";
        entry.contact = std::string(60, '0') + "beef";
        made.entries = {entry};
        Contact contact = someContact(record);
        contact.id.value = committed(*store, made).ids.front();
        return contact;
    };
    const Contact first = kept(open.id);
    const Contact second = kept(open.id);
    const Contact third = kept(closed.id);
    // It is written once, taken away, not changed.
    Contact changed = first;
    changed.phone = "1";
    const auto refused = store->commit(transaction({{changed, {1}, false}}));
    QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
    committed(*store, transaction({removal(first)}));
    QCOMPARE(countOf(*store, Kind::Contact), 2);
    const auto twice = store->commit(transaction({removal(first)}));
    MUST(twice);
    QVERIFY(std::holds_alternative<Conflict>(*twice));

    // Past its days, but not while the case is open.
    MUST(store->retain({}));
    QCOMPARE(countOf(*store, Kind::Contact), 2);
    place->clock.advance(181 * 24h);
    MUST(store->heartbeat(author()));
    MUST(store->retain({}));
    QCOMPARE(countOf(*store, Kind::Contact), 1);
    QVERIFY(only<Contact>(*store, Kind::Contact, second.id.value) == second);
    const std::string fault = faultOfJournal(*store);
    QVERIFY2(fault.empty(), fault.c_str());
    std::string actions;
    JournalQuery ofOpen;
    ofOpen.record = open.id;
    MUST(store->readJournal(ofOpen, [&](JournalRow&& row) {
        actions += row.action + ' ' + row.contact.substr(0, 2) + '|';
        return true;
    }));
    QCOMPARE(actions, std::string("write |contact 00|contact 00|write |"));
    const auto last = store->journalHead();
    MUST(last);
    QCOMPARE(last->action + ' ' + last->what, std::string("retain contacts 1"));
    QVERIFY(third.id);
}

std::set<std::int64_t> idsOf(Store& store, const Query& query) {
    std::set<std::int64_t> ids;
    const auto done = store.read(query, [&](Record&& row) {
        ids.insert(idOf(row));
        return true;
    });
    const auto counted = store.count(query);
    if (!done || !counted) qFatal("%s", (done ? counted.error() : done.error()).detail.c_str());
    if (*counted != static_cast<std::int64_t>(ids.size())) qFatal("count says something else");
    return ids;
}

void queriesNarrowByEveryField(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Category parent;
    parent.code = "88";
    Category child;
    child.code = "8801";
    child.parent = "88";
    Case one = fullCase("A-1");
    one.category = "8801";
    Case two = someCase("A-2");
    two.category = "88";
    two.stage = "handling";
    two.level = "city";
    const Receipt made =
        committed(*store, transaction({put(parent), put(child), put(one), put(two)}));
    const std::int64_t a = made.ids[2];
    const std::int64_t b = made.ids[3];
    using Ids = std::set<std::int64_t>;
    const auto cases = [&](const std::function<void(Query&)>& narrow) {
        Query query;
        narrow(query);
        return idsOf(*store, query);
    };
    QVERIFY(cases([](Query& q) { q.stage = "handling"; }) == Ids{b});
    QVERIFY(cases([](Query& q) { q.stage = "' OR 1=1 --"; }) == Ids{});
    QVERIFY(cases([](Query& q) { q.level = "city"; }) == Ids{b});
    QVERIFY(cases([](Query& q) { q.category = "8801"; }) == Ids{a});
    QVERIFY(cases([](Query& q) { q.category = "88"; }) == (Ids{a, b}));
    QVERIFY(cases([](Query& q) { q.category = "89"; }) == Ids{});
    QVERIFY(cases([](Query& q) { q.grid = "150303001001001"; }) == Ids{a});
    QVERIFY(cases([](Query& q) { q.unit = "fire-1"; }) == Ids{a});
    QVERIFY(cases([](Query& q) { q.risk = Risk::High; }) == Ids{a});
    QVERIFY(cases([](Query& q) { q.risk = Risk::Low; }) == Ids{b});
    QVERIFY(cases([](Query& q) {
                q.stage = "handling";
                q.risk = Risk::High;
            }) == Ids{});

    const ResponderId who{committed(*store, transaction({put(someResponder("w1"))})).ids.front()};
    for (const std::int64_t record : {a, b}) {
        const std::vector<Record> rows = {
            CaseNote{{}, {record}, kThen, "li", "note"},
            someOrder({record}, record == a ? who : ResponderId{}, AssignmentState::Sent),
            someSupervision({record}), someContact({record})};
        for (const Record& row : rows) {
            const std::int64_t id = committed(*store, transaction({put(row)})).ids.front();
            Query query;
            query.kind = kindOf(row);
            query.record = CaseId{record};
            QVERIFY2(idsOf(*store, query) == Ids{id}, kindName(query.kind));
        }
    }
    Query orders;
    orders.kind = Kind::Assignment;
    orders.responder = who;
    QCOMPARE(idsOf(*store, orders).size(), std::size_t{1});
}

}  // namespace

std::vector<Rule> deskRules() {
    return {
        {"theDesksRowsComeBackAsTheyWereWritten", theDesksRowsComeBackAsTheyWereWritten},
        {"textThatNoRowMayHoldIsRefused", textThatNoRowMayHoldIsRefused},
        {"picturesFollowUsersAndSupervisions", picturesFollowUsersAndSupervisions},
        {"caseNumbersHaveNoHoleAndNoneIsGivenTwice", caseNumbersHaveNoHoleAndNoneIsGivenTwice},
        {"aReceiptSaysTheCodesEachTime", aReceiptSaysTheCodesEachTime},
        {"aLeaseHasOneHolderAtATime", aLeaseHasOneHolderAtATime},
        {"contactsGoAndTheJournalStaysWhole", contactsGoAndTheJournalStaysWhole},
        {"queriesNarrowByEveryField", queriesNarrowByEveryField},
    };
}

}  // namespace contract
