// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gis/store/pg.h"
#include "gis/store/sequence_gaps.h"
#include "tests/support/seed.h"

/// Which numbers of the log a reader still waits for, and the text forms of PostgreSQL.
class TestSequenceGaps : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aLaterNumberLeavesAGapThatIsFilledOrForgotten();
    void aJumpOfTheSequenceIsOneRange();
    void everyCommittedNumberIsTakenExactlyOnce();
    void rowsAreReadAsTheServerWritesThem();
};

void TestSequenceGaps::aLaterNumberLeavesAGapThatIsFilledOrForgotten() {
    gis::SequenceGaps gaps;
    gaps.see(10, 14, std::vector<std::int64_t>{12, 14}, 100, 105);
    QCOMPARE(gaps.firsts(), (std::vector<std::int64_t>{11, 13}));
    QCOMPARE(gaps.lasts(), (std::vector<std::int64_t>{11, 13}));
    // 11 came late; 13 may still come: a writer from then still runs.
    gaps.see(14, 14, std::vector<std::int64_t>{11}, 105, 110);
    QCOMPARE(gaps.firsts(), (std::vector<std::int64_t>{13}));
    // All that had begun by then have ended: 13 was rolled back.
    gaps.see(14, 14, {}, 106, 111);
    QVERIFY(gaps.isEmpty());
}

void TestSequenceGaps::aJumpOfTheSequenceIsOneRange() {
    gis::SequenceGaps gaps;
    const std::int64_t far = (std::int64_t{1} << 53) - 5;
    gaps.see(7, far, std::vector<std::int64_t>{far}, 1, 2);
    QCOMPARE(gaps.firsts(), (std::vector<std::int64_t>{8}));
    QCOMPARE(gaps.lasts(), (std::vector<std::int64_t>{far - 1}));
    gaps.see(far, far, std::vector<std::int64_t>{20}, 1, 2);
    QCOMPARE(gaps.firsts(), (std::vector<std::int64_t>{8, 21}));
}

// Writers take numbers, wait at random, and commit or roll back; a reader looks at random.
void TestSequenceGaps::everyCommittedNumberIsTakenExactlyOnce() {
    std::mt19937_64 random(support::seed("sequence gaps"));
    struct Writer {
        std::int64_t xid;
        std::vector<std::int64_t> numbers;
    };
    std::vector<Writer> open;
    std::set<std::int64_t> visible;
    std::set<std::int64_t> committed;
    std::map<std::int64_t, int> taken;
    std::int64_t nextXid = 1;
    std::int64_t nextNumber = 1;
    std::int64_t last = 0;
    gis::SequenceGaps gaps;
    const auto look = [&] {
        std::int64_t xmin = nextXid;
        for (const Writer& writer : open) xmin = std::min(xmin, writer.xid);
        const std::int64_t bound = nextXid++;
        std::vector<std::int64_t> seen;
        const auto firsts = gaps.firsts();
        const auto lasts = gaps.lasts();
        for (const std::int64_t number : visible) {
            bool wanted = number > last;
            for (std::size_t i = 0; i < firsts.size(); ++i)
                wanted = wanted || (number >= firsts[i] && number <= lasts[i]);
            if (wanted) seen.push_back(number);
        }
        for (const std::int64_t number : seen) ++taken[number];
        const std::int64_t newest = seen.empty() ? last : std::max(last, seen.back());
        gaps.see(last, newest, seen, xmin, bound);
        last = newest;
    };
    for (int step = 0; step < 20'000; ++step) {
        switch (random() % 4) {
            case 0:
                if (open.size() < 30) open.push_back({nextXid++, {}});
                break;
            case 1:
                if (!open.empty()) open[random() % open.size()].numbers.push_back(nextNumber++);
                break;
            case 2:
                if (!open.empty()) {
                    // The first stays open for long.
                    const std::size_t which = random() % 50 == 0 ? 0 : random() % open.size();
                    if (which == 0 && random() % 20 != 0) break;
                    const Writer ended = open[which];
                    open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
                    if (random() % 5 == 0) break;
                    visible.insert(ended.numbers.begin(), ended.numbers.end());
                    committed.insert(ended.numbers.begin(), ended.numbers.end());
                }
                break;
            default:
                look();
        }
    }
    for (const Writer& writer : open) {
        visible.insert(writer.numbers.begin(), writer.numbers.end());
        committed.insert(writer.numbers.begin(), writer.numbers.end());
    }
    open.clear();
    visible.insert(nextNumber);
    committed.insert(nextNumber);
    look();
    look();
    QCOMPARE(taken.size(), committed.size());
    for (const std::int64_t number : committed) QCOMPARE(taken[number], 1);
    QVERIFY(gaps.isEmpty());
}

void TestSequenceGaps::rowsAreReadAsTheServerWritesThem() {
    gis::PgRow row;
    QVERIFY(row.parse(R"((7,"a ""quoted"" \\ one, two",,"",中文,-9223372036854775808,1e-07,NaN))"));
    QCOMPARE(row.size(), 8);
    QCOMPARE(row.integer(0), 7);
    QCOMPARE(row.text(1), std::string(R"(a "quoted" \ one, two)"));
    QVERIFY(row.isNull(2));
    QVERIFY(!row.isNull(3) && row.view(3).empty());
    QCOMPARE(row.text(4), std::string("中文"));
    QCOMPARE(row.integer(5), std::numeric_limits<std::int64_t>::min());
    QCOMPARE(row.real(6), 1e-7);
    QVERIFY(std::isnan(row.real(7)));
    QVERIFY(row.parse("()") && row.size() == 1 && row.isNull(0));
    for (const char* bad : {"", "(", "1,2", "(\"1)", "(1,2"}) QVERIFY(!row.parse(bad));
    QCOMPARE(gis::numbersFromPgArray("{1,-2,9007199254740993}"),
             (std::vector<std::int64_t>{1, -2, 9007199254740993}));
    QCOMPARE(gis::numbersFromPgArray("{}"), std::vector<std::int64_t>{});
    QCOMPARE(gis::pgArray(std::vector<std::int64_t>{1, -2}), std::string("{1,-2}"));
}

QTEST_APPLESS_MAIN(TestSequenceGaps)
#include "tst_sequence_gaps.moc"
