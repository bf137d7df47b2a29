// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>
#include <random>

#include "dispatch/picture.h"
#include "tests/support/seed.h"

using namespace dispatch;

namespace {

Case openCase(std::int64_t id, const char* code) {
    Case record;
    record.id = CaseId{id};
    record.code = code;
    return record;
}

Responder responder(std::int64_t id, bool onDuty) {
    Responder who;
    who.id = ResponderId{id};
    who.onDuty = onDuty;
    return who;
}

Fix fixOf(std::int64_t responder, int second) {
    Fix fix;
    fix.responder = ResponderId{responder};
    fix.time = Millis{std::chrono::seconds(second)};
    return fix;
}

}  // namespace

class TestPicture : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aClosedCaseLeavesThePicture();
    void goingOffDutyTakesThePositionAway();
    void aPositionThatWentIsGoneThoughItsPersonStays();
    void aLateFixNeverReplacesANewerOne();
    void untouchedChunksAreShared();
    void tableWithEqualsAMapUnderRandomEdits();
};

void TestPicture::aClosedCaseLeavesThePicture() {
    Delta first;
    first.seq = ChangeSeq{1};
    first.upserts = {openCase(1, "A"), openCase(2, "B")};
    auto [one, changes] = nextPicture(Picture{}, first);
    QCOMPARE(one->cases.size(), std::size_t{2});
    QVERIFY(changes.touches(Kind::Case));

    Case closed = openCase(1, "A");
    closed.closed = Seconds{std::chrono::seconds(5)};
    Delta second;
    second.seq = ChangeSeq{2};
    second.upserts = {closed};
    auto [two, more] = nextPicture(*one, second);
    QCOMPARE(two->cases.size(), std::size_t{1});
    QVERIFY(two->caseByCode("B"));
    QVERIFY(!two->caseByCode("A"));
    QCOMPARE(two->seq, ChangeSeq{2});
}

void TestPicture::goingOffDutyTakesThePositionAway() {
    Delta first;
    first.upserts = {responder(1, true), responder(2, true)};
    first.fixes = {fixOf(2, 1), fixOf(1, 1)};
    auto [one, changes] = nextPicture(Picture{}, first);
    QCOMPARE(one->fixes->size(), std::size_t{2});
    QVERIFY(one->fixOf(ResponderId{1}));

    Delta second;
    second.upserts = {responder(1, false)};
    auto [two, more] = nextPicture(*one, second);
    QCOMPARE(two->fixes->size(), std::size_t{1});
    QVERIFY(!two->fixOf(ResponderId{1}));
    QVERIFY(more.touches(Kind::Fix));
}

void TestPicture::aPositionThatWentIsGoneThoughItsPersonStays() {
    Delta first;
    first.upserts = {responder(1, true), responder(2, true)};
    first.fixes = {fixOf(1, 10), fixOf(2, 10)};
    const auto one = nextPicture(Picture{}, first).first;
    Delta second;
    second.removed = {{Kind::Fix, 1}, {Kind::Fix, 2}};
    second.fixes = {fixOf(2, 20)};
    const auto [two, changes] = nextPicture(*one, second);
    QVERIFY(changes.touches(Kind::Fix));
    QVERIFY(!two->fixOf(ResponderId{1}));
    QVERIFY(two->fixOf(ResponderId{2}));
    QCOMPARE(two->fixes->size(), std::size_t{1});
}

void TestPicture::aLateFixNeverReplacesANewerOne() {
    Delta first;
    first.upserts = {responder(1, true)};
    first.fixes = {fixOf(1, 100)};
    auto [one, changes] = nextPicture(Picture{}, first);
    Delta late;
    late.fixes = {fixOf(1, 50)};
    auto [two, more] = nextPicture(*one, late);
    QCOMPARE(two->fixOf(ResponderId{1})->time, Millis{std::chrono::seconds(100)});
}

void TestPicture::untouchedChunksAreShared() {
    std::vector<Case> rows;
    for (int i = 1; i <= 1000; ++i) rows.push_back(openCase(i, "x"));
    const Table<Case> table(rows);
    const Table<Case> next = table.with({openCase(900, "y")}, {});
    QCOMPARE(next.size(), std::size_t{1000});
    QCOMPARE(next.chunks()[0].get(), table.chunks()[0].get());
    QVERIFY(next.chunks()[3].get() != table.chunks()[3].get());
    QCOMPARE(next.find(CaseId{900})->code, std::string("y"));
    QCOMPARE(table.find(CaseId{900})->code, std::string("x"));
}

void TestPicture::tableWithEqualsAMapUnderRandomEdits() {
    std::mt19937_64 random(support::seed("tableWithEqualsAMapUnderRandomEdits"));
    std::map<std::int64_t, std::string> expected;
    Table<Case> table;
    for (int round = 0; round < 200; ++round) {
        std::vector<Case> upserts;
        std::vector<CaseId> removed;
        for (int i = 0; i < 40; ++i) {
            const auto id = static_cast<std::int64_t>(random() % 2000) + 1;
            if (random() % 3 == 0) {
                removed.push_back(CaseId{id});
            } else {
                upserts.push_back(openCase(id, std::to_string(random() % 1000).c_str()));
            }
        }
        // An upsert wins over a removal of the same id in the same step.
        for (CaseId id : removed) expected.erase(id.value);
        for (const Case& row : upserts) expected[row.id.value] = row.code;
        table = table.with(upserts, removed);
        QCOMPARE(table.size(), expected.size());
        auto want = expected.begin();
        table.forEach([&](const Case& row) {
            QCOMPARE(row.id.value, want->first);
            QCOMPARE(row.code, want->second);
            ++want;
        });
        for (const auto& [id, code] : expected) QVERIFY(table.find(CaseId{id}));
    }
}

QTEST_APPLESS_MAIN(TestPicture)
#include "tst_picture.moc"
