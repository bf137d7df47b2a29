// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QTest>
#include <random>
#include <thread>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/random_hall.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

JournalEntry entry(const std::string& action, CaseId record = {}) {
    JournalEntry made;
    made.action = action;
    made.record = record;
    return made;
}

std::vector<JournalRow> journalOf(Store& store, const JournalQuery& query = {}) {
    std::vector<JournalRow> rows;
    const auto done = store.readJournal(query, [&](JournalRow&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    if (!done) qFatal("%s", done.error().detail.c_str());
    return rows;
}

JournalSeq newestOf(Store& store) {
    const auto head = store.journalHead();
    if (!head) qFatal("%s", head.error().detail.c_str());
    return head->seq;
}

/// What was written since, one entry a line: "case 1 #2 dispatch: what (why)".
std::string since(Store& store, JournalSeq seq) {
    JournalQuery query;
    query.after = seq;
    std::string text;
    for (const JournalRow& row : journalOf(store, query))
        text += "case " + std::to_string(row.record.value) + " #" + std::to_string(row.number) +
                ' ' + row.action + ": " + row.what + " (" + row.why + ")\n";
    return text;
}

std::string sha256(const std::string& bytes) {
    return QCryptographicHash::hash(QByteArray::fromStdString(bytes), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

CaseId makeCase(Store& store, const std::string& code) {
    return {committed(store, transaction({put(someCase(code))})).ids.front()};
}

void entriesLieInTheOrderOfTheirCommits(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto one = place->open();
    const auto other = place->open();
    const CaseId a = makeCase(*one, "A-1");
    const CaseId b = makeCase(*one, "A-2");
    const JournalSeq before = newestOf(*one);
    for (int i = 0; i < 6; ++i) {
        place->clock.advance(1s);
        Transaction done = transaction({});
        const std::string step = std::to_string(i);
        done.entries = {entry("x" + step, i % 2 == 0 ? a : b), entry("y" + step),
                        entry("z" + step, a)};
        committed(i % 3 == 0 ? *other : *one, done);
    }
    const std::string id = std::to_string(a.value);
    const std::string hers = std::to_string(b.value);
    JournalQuery ofA;
    ofA.record = a;
    std::string actions;
    std::int64_t number = 0;
    for (const JournalRow& row : journalOf(*one, ofA)) {
        QCOMPARE(row.number, ++number);
        QCOMPARE(row.record, a);
        actions += row.action + ' ';
    }
    QCOMPARE(actions, std::string("write x0 z0 z1 x2 z2 z3 x4 z4 z5 "));
    JournalQuery all;
    all.after = before;
    actions.clear();
    std::int64_t seq = before.value;
    for (const JournalRow& row : journalOf(*other, all)) {
        QCOMPARE(row.seq.value, ++seq);
        actions += row.action + ' ';
    }
    QCOMPARE(actions, std::string("x0 y0 z0 x1 y1 z1 x2 y2 z2 x3 y3 z3 x4 y4 z4 x5 y5 z5 "));
    all.newestFirst = true;
    all.limit = 2;
    const auto newest = journalOf(*one, all);
    QCOMPARE(newest.size(), std::size_t{2});
    QCOMPARE(newest[0].action + newest[1].action, std::string("z5y5"));
    QCOMPARE(newest[0].at, place->clock.now());
    ofA.newestFirst = true;
    ofA.limit = 1;
    QCOMPARE(journalOf(*one, ofA).front().number, 10);
    ofA.after = newest[0].seq;
    QVERIFY(journalOf(*one, ofA).empty());
    JournalQuery ofHall;
    ofHall.record = CaseId{};
    for (const JournalRow& row : journalOf(*one, ofHall)) QCOMPARE(row.record, CaseId{});
    QCOMPARE(faultOfJournal(*one), std::string());
}

void everyByteOfAnEntryIsKeptAndHashed(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const CaseId record = makeCase(*store, "A-1");
    const JournalRow before = journalOf(*store).back();
    const std::string odd =
        "'; DROP TABLE journal; --\n\t\"quoted\" \\N {a,b} 中文 \xE2\x80\xAEright to left "
        "\xF0\x9F\x94\xA5 5:hello,";
    Transaction done = transaction({}, "a note of its own");
    done.by = {"李 " + odd, "seat " + odd};
    JournalEntry full = entry("dispatch " + odd, record);
    full.what = std::string(64 * 1024, 'w');
    full.why = odd;
    full.onBehalf = "w17";
    full.contact = std::string(60, 'a') + "0123";
    done.entries = {full};
    const Receipt receipt = committed(*store, done);
    const JournalRow row = journalOf(*store).back();
    QCOMPARE(row.officer, done.by.officer);
    QCOMPARE(row.seat, done.by.seat);
    QCOMPARE(row.action, full.action);
    QCOMPARE(row.what, full.what);
    QCOMPARE(row.why, odd);
    QCOMPARE(row.onBehalf, full.onBehalf);
    QCOMPARE(row.contact, full.contact);
    QCOMPARE(row.at, receipt.at);
    // The same bytes on every engine: built here from what was handed in.
    std::string bytes;
    for (const std::string& field :
         {std::string("gridhall journal 1"), before.hash, std::to_string(before.seq.value + 1),
          std::to_string(record.value), std::string("2"),
          std::to_string(receipt.at.time_since_epoch().count()), done.by.officer, done.by.seat,
          full.action, full.what, full.why, full.onBehalf, full.contact})
        bytes += std::to_string(field.size()) + ':' + field + ',';
    QCOMPARE(row.hash, sha256(bytes));
    QCOMPARE(row.chain, sha256("64:" + before.chain + ",64:" + row.hash + ","));
}

void withoutEntriesTheStoreWritesOne(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const JournalSeq start = newestOf(*store);
    Case record = someCase("A-1");
    record.id.value = committed(*store, transaction({put(record)}, "first line")).ids.front();
    const std::string id = std::to_string(record.id.value);
    QCOMPARE(since(*store, start), "case " + id + " #1 write: case A-1@1 (first line)\n");

    // All about one case, then about two.
    JournalSeq then = newestOf(*store);
    record.revision = {1};
    record.stage = "routed";
    CaseNote note;
    note.record = record.id;
    note.text = "a note";
    Responder who = someResponder("w1");
    committed(*store, transaction({change(record), put(note), put(who)}, "moved on"));
    QCOMPARE(since(*store, then),
             "case " + id + " #2 write: case A-1@2, case_note, responder w1@1 (moved on)\n");
    then = newestOf(*store);
    committed(*store, transaction({put(someSupervision(record.id)), put(someCase("A-2"))}));
    QVERIFY(since(*store, then).starts_with("case 0 #"));
    QVERIFY(since(*store, then).ends_with(" write: supervision@1, case A-2@1 ()\n"));

    then = newestOf(*store);
    record.revision = {2};
    committed(*store, transaction({removal(record)}, "by mistake"));
    QCOMPARE(since(*store, then), "case " + id + " #3 write: removed case A-1 (by mistake)\n");

    // However much is written, it stays a line.
    then = newestOf(*store);
    std::vector<Write> many;
    for (int i = 0; i < 500; ++i) many.push_back(put(someCase("B-" + std::to_string(i))));
    committed(*store, transaction(many));
    const JournalRow row = journalOf(*store).back();
    QVERIFY(row.what.size() < 1200 && row.what.ends_with(" more"));
    QCOMPARE(row.record, CaseId{});
    QCOMPARE(row.seq.value, then.value + 1);
    QCOMPARE(faultOfJournal(*store), std::string());
}

void anEntryIsOfTheCaseItsWriteMakes(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Transaction done = transaction({put(someResponder("w1")), put(someCase("A-1"))});
    done.entries = {entry("accept"), entry("clock")};
    done.entries[0].ofWrite = 1;
    const Receipt receipt = committed(*store, done);
    const auto rows = journalOf(*store);
    const JournalRow& made = rows[rows.size() - 2];
    QCOMPARE(made.record.value, receipt.ids[1]);
    QCOMPARE(made.action, std::string("accept"));
    QCOMPARE(made.number, 1);
    QCOMPARE(rows.back().record, CaseId{});
}

void whatIsNotDoneIsNotInTheJournal(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case record = someCase("A-1");
    record.id = makeCase(*store, "A-1");
    record.revision = {1};
    const Transaction once = transaction({change(record)}, "once");
    committed(*store, once);
    const auto before = journalOf(*store);

    // Somebody was first; it was done already; a row is bad; an entry is bad.
    const auto late = store->commit(transaction({change(record)}, "late"));
    MUST(late);
    QVERIFY(std::holds_alternative<Conflict>(*late));
    committed(*store, once);
    const auto taken = store->commit(transaction({put(someCase("A-1"))}));
    QVERIFY(!taken && taken.error().code == ErrorCode::BadInput);
    const auto spoilt = [&](auto spoil) {
        Transaction bad = transaction({put(someCase("A-9"))});
        bad.entries = {entry("good"), entry("bad")};
        spoil(bad);
        const auto done = store->commit(bad);
        return !done && done.error().code == ErrorCode::BadInput;
    };
    QVERIFY(spoilt([](Transaction& bad) { bad.entries[1].action.clear(); }));
    QVERIFY(spoilt([](Transaction& bad) { bad.entries[1].why = std::string("a\0b", 3); }));
    QVERIFY(spoilt([](Transaction& bad) { bad.entries[1].what = "\xC0\xAF"; }));
    QVERIFY(spoilt([](Transaction& bad) { bad.entries[1].why = std::string(70'000, 'x'); }));
    QVERIFY(spoilt([](Transaction& bad) { bad.entries[1].contact = "13900000000"; }));
    QVERIFY(spoilt([](Transaction& bad) { bad.entries[1].ofWrite = 1; }));
    QVERIFY(spoilt([](Transaction& bad) { bad.by.officer = "\xFF"; }));
    QCOMPARE(countOf(*store, Kind::Case), 1);
    QVERIFY(journalOf(*store) == before);
}

void aBatchIsOneEntryOnceItIsVisible(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const JournalSeq start = newestOf(*store);
    std::vector<Record> rows = {someCase("A-1"), someCase("A-2")};
    {
        auto lost = store->beginBatch({author(), "import lost.csv", {}, false, false});
        MUST(lost);
        std::vector<Record> few = {someGrid("G-1")};
        MUST((*lost)->append(few));
    }
    auto batch = store->beginBatch({author("wang"), "import cases.csv", {}, false, false});
    MUST(batch);
    MUST((*batch)->append(rows));
    QCOMPARE(newestOf(*store), start);
    MUST((*batch)->publish());
    const JournalRow row = journalOf(*store).back();
    QCOMPARE(row.seq.value, start.value + 1);
    QCOMPARE(row.action + ": " + row.what, std::string("publish: import cases.csv"));
    QCOMPARE(row.officer, std::string("wang"));
    QCOMPARE(row.record, CaseId{});
    MUST(store->confirmClock(author("zhao")));
    QCOMPARE(journalOf(*store).back().action, std::string("confirm-clock"));
    QCOMPARE(journalOf(*store).back().officer, std::string("zhao"));
    QCOMPARE(newestOf(*store).value, start.value + 2);
    QCOMPARE(faultOfJournal(*store), std::string());
}

void nobodyChangesTheJournal(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    makeCase(*store, "A-1");
    const auto before = journalOf(*store);
    for (const char* sql : {"UPDATE journal SET why = 'another reason'", "DELETE FROM journal",
                            "DELETE FROM journal WHERE seq = 1"})
        QVERIFY2(!place->poison(sql), sql);
    QVERIFY(journalOf(*store) == before);
}

void whereNoEntryCanBeWrittenNothingIs(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case record = someCase("A-1");
    record.id = makeCase(*store, "A-1");
    record.revision = {1};
    record.title = "changed";
    const Transaction wanted = transaction({change(record), put(someCase("A-2"))});
    auto batch = store->beginBatch({author(), "import", {}, false, false});
    MUST(batch);
    std::vector<Record> rows = {someCase("A-3")};
    MUST((*batch)->append(rows));
    QVERIFY(place->poison("ALTER TABLE journal RENAME TO journal_gone"));
    QVERIFY(!store->commit(wanted));
    QVERIFY(!(*batch)->publish());
    QVERIFY(place->poison("ALTER TABLE journal_gone RENAME TO journal"));
    QCOMPARE(countOf(*store, Kind::Case), 1);
    QCOMPARE(only<Case>(*store, Kind::Case, record.id.value).title, std::string("case A-1"));
    committed(*store, wanted);
    QCOMPARE(countOf(*store, Kind::Case), 2);
    QCOMPARE(faultOfJournal(*store), std::string());
}

void aMissingEntryIsFoundByItsNumber(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const CaseId record = makeCase(*store, "A-1");
    const auto found = [&] {
        const auto findings = store->verify();
        if (!findings) qFatal("%s", findings.error().detail.c_str());
        int count = 0;
        for (const Finding& finding : *findings) count += finding.code == "journal" ? 1 : 0;
        return count;
    };
    QCOMPARE(found(), 0);
    const std::string next = std::to_string(newestOf(*store).value + 2);
    QVERIFY(place->poison("INSERT INTO journal SELECT " + next +
                          ", record, number + 2, at,"
                          " officer, seat, action, what, why, on_behalf, contact, hash, chain"
                          " FROM journal WHERE record = " +
                          std::to_string(record.value)));
    QVERIFY(found() >= 2);
}

void manyWritersMakeOneChain(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    std::vector<CaseId> cases;
    for (int i = 0; i < 3; ++i) cases.push_back(makeCase(*store, "A-" + std::to_string(i)));
    const JournalSeq before = newestOf(*store);
    const int each = adapter.effort / 4;
    const std::uint64_t seed = support::seed("store contract, one chain");
    const auto write = [&](std::uint64_t seat) {
        const auto own = place->open();
        std::mt19937_64 random(seed + seat);
        for (int i = 0; i < each; ++i) {
            Transaction done = transaction({});
            done.by.seat = "seat-" + std::to_string(seat);
            done.entries = {entry("a", cases[random() % 3]), entry("b", cases[random() % 3])};
            committed(*own, done);
        }
    };
    std::thread second([&] { write(2); });
    std::thread third([&] { write(3); });
    write(1);
    second.join();
    third.join();
    QCOMPARE(newestOf(*store).value, before.value + 6 * each);
    QCOMPARE(faultOfJournal(*store), std::string());
}

void whateverHappensTheChainIsWhole(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    RandomHall hall(place->clock, *store, support::seed("store contract, the journal"));
    for (int step = 0; step < adapter.effort; ++step) hall.step();
    MUST(store->retain({}));
    QCOMPARE(faultOfJournal(*store), std::string());
    const auto findings = store->verify();
    MUST(findings);
    for (const Finding& finding : *findings)
        QVERIFY2(finding.code != "journal", finding.detail.c_str());
}

}  // namespace

std::vector<Rule> journalRules() {
    return {{"entriesLieInTheOrderOfTheirCommits", &entriesLieInTheOrderOfTheirCommits},
            {"everyByteOfAnEntryIsKeptAndHashed", &everyByteOfAnEntryIsKeptAndHashed},
            {"withoutEntriesTheStoreWritesOne", &withoutEntriesTheStoreWritesOne},
            {"anEntryIsOfTheCaseItsWriteMakes", &anEntryIsOfTheCaseItsWriteMakes},
            {"whatIsNotDoneIsNotInTheJournal", &whatIsNotDoneIsNotInTheJournal},
            {"aBatchIsOneEntryOnceItIsVisible", &aBatchIsOneEntryOnceItIsVisible},
            {"nobodyChangesTheJournal", &nobodyChangesTheJournal},
            {"whereNoEntryCanBeWrittenNothingIs", &whereNoEntryCanBeWrittenNothingIs},
            {"aMissingEntryIsFoundByItsNumber", &aMissingEntryIsFoundByItsNumber},
            {"manyWritersMakeOneChain", &manyWritersMakeOneChain},
            {"whateverHappensTheChainIsWhole", &whateverHappensTheChainIsWhole}};
}

}  // namespace contract
