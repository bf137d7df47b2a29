// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/history_checker.h"

using dispatch::Kind;
using dispatch::RecordRef;
using support::History;
using support::Operation;
using support::StoredVersion;
using support::Touch;
using support::Version;
using Answer = Operation::Answer;

/// The checker of the soaks is itself checked: it accepts what a good store answers and finds each
/// way in which a store could cheat.
class TestHistoryChecker : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void goodHistoriesAreAccepted_data();
    void goodHistoriesAreAccepted();
    void everyCheatIsFound_data();
    void everyCheatIsFound();
    void aLongHistoryTakesNoTime();
};

Q_DECLARE_METATYPE(History)

namespace {

constexpr RecordRef kX{Kind::Case, 1};
constexpr RecordRef kY{Kind::Case, 2};
constexpr RecordRef kFirst{Kind::Assignment, 10};
constexpr RecordRef kSecond{Kind::Assignment, 11};

Operation done(const char* key, std::int64_t sent, std::int64_t answered,
               std::vector<Touch> touches, std::vector<Version> reads = {}) {
    static std::int64_t seq = 0;
    return {key, sent, answered, Answer::Done, std::move(touches), std::move(reads), ++seq, {}, {}};
}
Operation refused(const char* key, std::int64_t sent, std::int64_t answered,
                  std::vector<Touch> touches, Version found) {
    return {key, sent, answered, Answer::Refused, std::move(touches), {}, 0, found, {}};
}
Operation lost(const char* key, std::int64_t sent, std::vector<Touch> touches) {
    return {key, sent, 0, Answer::None, std::move(touches), {}, 0, {}, {}};
}
/// Refused because somebody holds what it wanted to take; the answer says not who.
Operation held(const char* key, std::int64_t sent, std::int64_t answered, RecordRef record,
               const char* thing) {
    return {key, sent, answered, Answer::Refused, {{record, 0, false, thing, {}}}, {},
            0,   {},   thing};
}
Touch write(RecordRef record, std::int64_t expected) {
    return {record, expected, false, {}, {}};
}
Touch removal(RecordRef record, std::int64_t expected) {
    return {record, expected, true, {}, {}};
}
Touch take(RecordRef record, const char* thing) {
    return {record, 0, false, thing, {}};
}
Touch giveBack(RecordRef record, std::int64_t expected, const char* thing) {
    return {record, expected, false, {}, thing};
}
StoredVersion stored(RecordRef record, std::int64_t revision, const char* key,
                     std::int64_t seq = 0) {
    return {{record, revision}, key, seq};
}

/// Both records made, then changed as the rows say.
const Operation kMadeX = done("make x", 0, 1, {write(kX, 0)});
const Operation kMadeY = done("make y", 2, 3, {write(kY, 0)});
const StoredVersion kStoredX = stored(kX, 1, "make x");
const StoredVersion kStoredY = stored(kY, 1, "make y");

void row(const char* name, std::vector<Operation> operations, std::vector<StoredVersion> versions,
         const char* fault = "") {
    operations.insert(operations.begin(), {kMadeX, kMadeY});
    versions.insert(versions.begin(), {kStoredX, kStoredY});
    QTest::newRow(name) << History{std::move(operations), std::move(versions)}
                        << QString::fromUtf8(fault);
}

}  // namespace

void TestHistoryChecker::goodHistoriesAreAccepted_data() {
    QTest::addColumn<History>("history");
    QTest::addColumn<QString>("fault");
    row("one after the other",
        {done("a", 10, 20, {write(kX, 1)}), done("b", 30, 40, {write(kX, 2)})},
        {stored(kX, 2, "a"), stored(kX, 3, "b")});
    row("overlapping, the later sent one first",
        {done("a", 10, 50, {write(kX, 2)}), done("b", 20, 40, {write(kX, 1)})},
        {stored(kX, 2, "b"), stored(kX, 3, "a")});
    row("a repeated commit has one receipt",
        {done("a", 10, 20, {write(kX, 1)}), lost("a", 5, {write(kX, 1)})}, {stored(kX, 2, "a")});
    row("an unanswered commit that happened",
        {lost("a", 10, {write(kX, 1)}), done("b", 30, 40, {write(kX, 2)})},
        {stored(kX, 2, "a"), stored(kX, 3, "b")});
    row("an unanswered commit that did not happen", {lost("a", 10, {write(kX, 1)})}, {});
    row("a refusal while the other is under way",
        {done("a", 10, 40, {write(kX, 1)}), refused("b", 20, 30, {write(kX, 1)}, {kX, 2})},
        {stored(kX, 2, "a")});
    row("a refusal because the record is gone",
        {done("a", 10, 20, {removal(kX, 1)}), refused("b", 30, 40, {write(kX, 1)}, {kX, 0})},
        {stored(kX, 2, "a")});
    row("an order after an order",
        {done("a", 10, 20, {take(kFirst, "w1")}), done("b", 30, 50, {giveBack(kFirst, 1, "w1")}),
         done("c", 40, 60, {take(kSecond, "w1")})},
        {stored(kFirst, 1, "a"), stored(kFirst, 2, "b"), stored(kSecond, 1, "c")});
    row("an order after an order, nobody told that they were taken",
        {lost("c", 30, {take(kSecond, "w1")}), lost("a", 10, {take(kFirst, "w1")}),
         done("b", 15, 20, {giveBack(kFirst, 1, "w1")}),
         done("d", 40, 50, {giveBack(kSecond, 1, "w1")})},
        {stored(kFirst, 1, "a", 1), stored(kFirst, 2, "b", 2), stored(kSecond, 1, "c", 3),
         stored(kSecond, 2, "d", 4)});
    row("an order taken over in one transaction",
        {done("a", 10, 20, {take(kFirst, "w1")}),
         done("b", 30, 40, {giveBack(kFirst, 1, "w1"), take(kSecond, "w1")})},
        {stored(kFirst, 1, "a"), stored(kFirst, 2, "b"), stored(kSecond, 1, "b")});
    row("a second order refused",
        {done("a", 10, 20, {take(kFirst, "w1")}),
         refused("b", 30, 40, {take({Kind::Assignment, 0}, "w1")}, {kFirst, 1})},
        {stored(kFirst, 1, "a")});
    row("a code refused while somebody may have held it",
        {done("a", 10, 30, {take({Kind::Case, 3}, "C-1")}),
         held("b", 20, 25, {Kind::Case, 0}, "C-1")},
        {stored({Kind::Case, 3}, 1, "a")});
    row("two records, one transaction",
        {done("a", 10, 20, {write(kX, 1), write(kY, 1)}),
         done("b", 30, 40, {write(kY, 2), write(kX, 2)})},
        {stored(kX, 2, "a"), stored(kY, 2, "a"), stored(kX, 3, "b"), stored(kY, 3, "b")});
}

void TestHistoryChecker::goodHistoriesAreAccepted() {
    QFETCH(const History, history);
    const support::Verdict verdict = support::checkHistory(history);
    QVERIFY2(verdict.ok(), verdict.faults.empty() ? "" : verdict.faults.front().c_str());
}

void TestHistoryChecker::everyCheatIsFound_data() {
    QTest::addColumn<History>("history");
    QTest::addColumn<QString>("fault");
    row("lost update: both wrote over the same version",
        {done("a", 10, 30, {write(kX, 1)}), done("b", 20, 40, {write(kX, 1)})},
        {stored(kX, 2, "b")}, "a was acknowledged, but case 1 revision 2 is by b");
    row("lost update: written over a version it had not seen",
        {done("a", 10, 30, {write(kX, 1)}), done("b", 20, 40, {write(kX, 1)})},
        {stored(kX, 2, "a"), stored(kX, 3, "b")},
        "b was acknowledged, but case 1 revision 2 is by a");
    row("an acknowledged commit is gone", {done("a", 10, 20, {write(kX, 1)})}, {},
        "a was acknowledged, but case 1 revision 2 is not there");
    row("half a transaction", {done("a", 10, 20, {write(kX, 1), write(kY, 1)})},
        {stored(kX, 2, "a")}, "a was acknowledged, but case 2 revision 2 is not there");
    row("a doubled commit", {done("a", 10, 20, {write(kX, 1)})},
        {stored(kX, 2, "a"), stored(kX, 3, "a")}, "a wrote 2 versions where it sent 1");
    row("a doubled creation",
        {done("a", 10, 20, {take(kFirst, "w1")}), done("a", 30, 40, {take(kSecond, "w1")})},
        {stored(kFirst, 1, "a"), stored(kSecond, 1, "a")},
        "a was acknowledged twice with different receipts");
    row("one version, two writers", {done("a", 10, 20, {write(kX, 1)})},
        {stored(kX, 2, "a"), stored(kX, 2, "b")}, "case 1 revision 2 was written twice");
    row("a version nobody sent", {}, {stored(kX, 2, "ghost")}, "which nobody sent");
    row("a hole in the versions", {done("a", 10, 20, {write(kX, 2)})}, {stored(kX, 3, "a")},
        "case 1 has a hole in its versions before revision 3");
    row("refused, yet written",
        {done("a", 10, 20, {write(kX, 1)}), refused("b", 12, 30, {write(kX, 1)}, {kX, 2})},
        {stored(kX, 2, "a"), stored(kX, 3, "b")}, "b was refused but it wrote");
    row("refused without reason", {refused("b", 12, 30, {write(kX, 1)}, {kX, 1})}, {},
        "b was refused without reason: it found case 1 revision 1");
    row("refused because of what never was", {refused("b", 12, 30, {write(kX, 1)}, {kX, 7})}, {},
        "which never was");
    row("refused as gone, but it is there", {refused("b", 12, 30, {write(kX, 1)}, {kX, 0})}, {},
        "which never was");
    row("write skew on two records",
        {done("a", 10, 40, {write(kX, 1)}, {{kY, 1}}),
         done("b", 20, 30, {write(kY, 1)}, {{kX, 1}})},
        {stored(kX, 2, "a"), stored(kY, 2, "b")}, "run in a circle");
    row("two records in two orders",
        {done("a", 10, 50, {write(kX, 1), write(kY, 2)}),
         done("b", 20, 40, {write(kX, 2), write(kY, 1)})},
        {stored(kX, 2, "a"), stored(kX, 3, "b"), stored(kY, 2, "b"), stored(kY, 3, "a")},
        "run in a circle");
    row("stale read: a refusal finds what was over",
        {done("a", 10, 20, {write(kX, 1)}), done("b", 30, 40, {write(kX, 2)}),
         refused("c", 50, 60, {write(kX, 1)}, {kX, 2})},
        {stored(kX, 2, "a"), stored(kX, 3, "b")}, "run in a circle");
    row("read from the future: a refusal finds what was not sent yet",
        {refused("c", 5, 8, {write(kX, 1)}, {kX, 2}), done("a", 10, 20, {write(kX, 1)})},
        {stored(kX, 2, "a")}, "run in a circle");
    row("real time turned round",
        {done("a", 30, 40, {write(kX, 1)}), done("b", 10, 20, {write(kX, 2)})},
        {stored(kX, 2, "a"), stored(kX, 3, "b")}, "run in a circle");
    row("real time turned round over two records",
        {done("a", 10, 20, {write(kX, 2)}), done("b", 25, 30, {write(kY, 1)}),
         done("c", 35, 45, {write(kX, 1), write(kY, 2)})},
        {stored(kX, 2, "c"), stored(kX, 3, "a"), stored(kY, 2, "b"), stored(kY, 3, "c")},
        "run in a circle");
    row("two live orders of one responder",
        {done("a", 10, 20, {take(kFirst, "w1")}), done("b", 30, 40, {take(kSecond, "w1")})},
        {stored(kFirst, 1, "a"), stored(kSecond, 1, "b")}, "w1 was held by two");
    row("two live orders for a while",
        {done("a", 10, 20, {take(kFirst, "w1")}), done("b", 30, 40, {take(kSecond, "w1")}),
         done("c", 50, 60, {giveBack(kFirst, 1, "w1")})},
        {stored(kFirst, 1, "a"), stored(kSecond, 1, "b"), stored(kFirst, 2, "c")},
        "w1 was held by two");
    row("a second order refused because of one that had ended",
        {done("a", 10, 20, {take(kFirst, "w1")}), done("b", 30, 40, {giveBack(kFirst, 1, "w1")}),
         refused("c", 50, 60, {take({Kind::Assignment, 0}, "w1")}, {kFirst, 2})},
        {stored(kFirst, 1, "a"), stored(kFirst, 2, "b")}, "c was refused without reason");
    row("a code refused that nobody held",
        {done("a", 10, 20, {take({Kind::Case, 3}, "C-1")}),
         done("b", 30, 40, {{{Kind::Case, 3}, 1, true, {}, "C-1"}}),
         held("c", 50, 60, {Kind::Case, 0}, "C-1")},
        {stored({Kind::Case, 3}, 1, "a"), stored({Kind::Case, 3}, 2, "b")},
        "c was refused without reason: it found C-1");
}

void TestHistoryChecker::everyCheatIsFound() {
    QFETCH(const History, history);
    QFETCH(const QString, fault);
    const support::Verdict verdict = support::checkHistory(history);
    QStringList told;
    for (const std::string& sentence : verdict.faults) told << QString::fromStdString(sentence);
    const bool found = told.join(QLatin1Char('\n')).contains(fault);
    QVERIFY2(found, qPrintable(QStringLiteral("not found; told were: ") + told.join(u'\n')));
}

void TestHistoryChecker::aLongHistoryTakesNoTime() {
    History history;
    std::vector<std::string> keys;
    constexpr int kLong = 200'000;
    for (int i = 0; i < kLong; ++i) {
        const std::string key = "k" + std::to_string(i);
        const RecordRef record{Kind::Case, 1 + i % 20};
        const std::int64_t revision = 1 + i / 20;
        history.operations.push_back(
            done(key.c_str(), 10 * i, 10 * i + 95, {write(record, revision - 1)}));
        history.stored.push_back(stored(record, revision, key.c_str()));
    }
    support::Verdict verdict = support::checkHistory(history);
    QVERIFY2(verdict.ok(), verdict.faults.empty() ? "" : verdict.faults.front().c_str());
    QCOMPARE(verdict.done, std::size_t{kLong});
    // One needle: a read that was stale by a single version.
    const RecordRef record{Kind::Case, 1};
    history.operations.push_back(refused("needle", 10 * kLong / 2, 10 * kLong / 2 + 1,
                                         {write(record, 1)}, {record, kLong / 40 - 3}));
    verdict = support::checkHistory(history);
    QVERIFY(!verdict.ok());
}

QTEST_APPLESS_MAIN(TestHistoryChecker)
#include "tst_history_checker.moc"
