// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <random>

#include "gis/seal/verification.h"
#include "gis/store/open_store.h"
#include "tests/gis/seal/made_journal.h"
#include "tests/soak/desk_writer.h"
#include "tests/soak/journal_file.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace dispatch;
namespace fs = std::filesystem;

/// Attacks on the journal in the file of a real store, by somebody who may write the file but has
/// not the seats' key: found wherever anchors reach, and what is only consistent is said.
class TestSoakJournal : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void theWholeFileIsProved();
    void everyAttackIsFoundWhereAnchorsReach();
    void anOlderCopyThatLivedOnIsFound();

  private:
    struct Expected {
        std::int64_t first = 0;
        std::int64_t last = 0;  ///< 0: not said.
        bool hidden = false;    ///< It cannot be found, as it lies behind the last anchor.
    };

    std::string fresh(const std::string& of);
    gis::JournalProof proofOf(const std::string& file);
    void holdAgainst(const std::string& file, const Expected& expected, const std::string& name);
    void verbAgrees(const std::string& file, bool whole);
    Expected attack(const std::string& file, int kind, std::string& name);
    std::int64_t below(std::int64_t count) {
        return std::uniform_int_distribution<std::int64_t>(0, count - 1)(m_random);
    }
    std::int64_t anchorBefore(std::int64_t seq) const;  ///< The last one below; 0: none.
    std::int64_t anchorFrom(std::int64_t seq) const;    ///< The first one not below.
    void work(const std::string& file, const std::string& name, std::size_t actions);

    QTemporaryDir m_folder;
    std::string m_store, m_anchors;
    std::vector<std::string> m_older;    ///< Copies of the file at some of the anchors.
    std::vector<std::int64_t> m_sealed;  ///< Entries with an anchor.
    std::vector<std::int64_t> m_heads;   ///< Newest entry of each of `m_older`.
    std::int64_t m_head = 0;
    std::vector<gis::Anchor> m_read;
    soak::HallClock m_clock;
    std::mt19937_64 m_random;
    int m_copies = 0;
};

namespace {

std::unique_ptr<Store> opened(const std::string& file) {
    auto store = gis::openStore(file);
    if (!store) qFatal("%s", store.error().detail.c_str());
    return std::move(*store);
}

std::vector<JournalRow> rowsOf(const std::string& file) {
    std::vector<JournalRow> rows;
    const auto read = opened(file)->readJournal({}, [&](JournalRow&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    if (!read) qFatal("%s", read.error().detail.c_str());
    return rows;
}

std::string printed(const gis::JournalProof& proof) {
    std::string text = "proved to " + std::to_string(proof.proved ? proof.proved->seq.value : 0) +
                       ", " + std::to_string(proof.faults) + " faults";
    for (const auto& finding : proof.findings)
        text += std::string("; ") + gis::faultName(finding.fault) + ' ' +
                std::to_string(finding.seq.value) + '-' + std::to_string(finding.last.value) +
                ": " + finding.detail;
    return text;
}

std::string number(std::int64_t value) {
    return std::to_string(value);
}

}  // namespace

std::string TestSoakJournal::fresh(const std::string& of) {
    const std::string copy =
        m_folder.filePath(QStringLiteral("copy%1.gridhall").arg(++m_copies)).toStdString();
    fs::copy_file(of, copy);
    return copy;
}

std::int64_t TestSoakJournal::anchorBefore(std::int64_t seq) const {
    const auto from = std::lower_bound(m_sealed.begin(), m_sealed.end(), seq);
    return from == m_sealed.begin() ? 0 : *std::prev(from);
}

std::int64_t TestSoakJournal::anchorFrom(std::int64_t seq) const {
    return *std::lower_bound(m_sealed.begin(), m_sealed.end(), seq);
}

void TestSoakJournal::work(const std::string& file, const std::string& name, std::size_t actions) {
    const std::string log = m_folder.filePath(QStringLiteral("work.log")).toStdString();
    soak::workAtDesk({"spatialite:" + file, log, name, actions, false, m_random(), m_clock});
}

void TestSoakJournal::initTestCase() {
    m_random.seed(support::seed("journal"));
    m_store = m_folder.filePath(QStringLiteral("hall.gridhall")).toStdString();
    m_anchors = m_folder.filePath(QStringLiteral("anchors")).toStdString();
    m_clock = soak::HallClock::startNow(60);
    QVERIFY(gis::createStore("spatialite:" + m_store, {}).has_value());
    soak::prepareDesk("spatialite:" + m_store,
                      m_folder.filePath(QStringLiteral("setup.log")).toStdString(), {40, 20},
                      m_clock);
    auto key = gis::SealKey::openOrMake(m_folder.filePath(QStringLiteral("key")).toStdString());
    QVERIFY(key.has_value());
    gis::Anchorage anchorage(std::move(*key), m_anchors);
    const std::int64_t entries = support::soakCount(500, 2'000);
    for (int part = 0; m_head < entries; ++part) {
        const auto store = opened(m_store);
        const auto sealed = anchorage.anchor(*store);
        QVERIFY(sealed.has_value() && sealed->has_value());
        m_sealed.push_back((*sealed)->seq.value);
        if (part % 3 == 2) {
            m_heads.push_back(m_sealed.back());
            m_older.push_back(fresh(m_store));
        }
        work(m_store, "part" + std::to_string(part), 140);
        m_head = store->journalHead()->seq.value;
    }
    // The store is closed and all of it in one file: what an attacker gets hold of.
    const auto store = opened(m_store);
    const auto id = store->identity();
    QVERIFY(id.has_value());
    const auto anchors = gis::readAnchors(m_anchors, *id);
    QVERIFY(anchors.has_value());
    m_read = anchors->found;
    QCOMPARE(m_read.size(), m_sealed.size());
    QVERIFY(m_head > m_sealed.back() + 10 && m_sealed.size() > 3 && !m_older.empty());
    std::printf("%lld entries, %zu anchors, the last at %lld\n", static_cast<long long>(m_head),
                m_sealed.size(), static_cast<long long>(m_sealed.back()));
}

gis::JournalProof TestSoakJournal::proofOf(const std::string& file) {
    auto proof = gis::verifyJournal(*opened(file), m_read);
    if (!proof) qFatal("%s", proof.error().detail.c_str());
    return std::move(*proof);
}

/// The verb says the same by its exit code: 0 whole, 1 a fault was found.
void TestSoakJournal::verbAgrees(const std::string& file, bool whole) {
    const support::Ran ran =
        support::run({GRIDHALL_PROGRAM, "verify", "--store", file, "--anchors", m_anchors});
    QVERIFY2(ran.exitCode == (whole ? 0 : 1), (ran.out + ran.err).c_str());
    QVERIFY2((ran.out.find("\nfault ") == std::string::npos) == whole, ran.out.c_str());
}

void TestSoakJournal::theWholeFileIsProved() {
    const std::string file = fresh(m_store);
    const auto proof = proofOf(file);
    QVERIFY2(proof.isWhole(), printed(proof).c_str());
    QCOMPARE(proof.entries, m_head);
    QCOMPARE(proof.proved->seq.value, m_sealed.back());
    QCOMPARE(proof.unproved.size(), std::size_t{1});
    verbAgrees(file, true);
}

TestSoakJournal::Expected TestSoakJournal::attack(const std::string& file, int kind,
                                                  std::string& name) {
    const std::int64_t bad = 1 + below(m_head);
    const std::string where = " WHERE seq ";
    Expected expected{bad, bad, false};
    switch (kind) {
        case 0: {
            soak::JournalFile raw(file);
            name = "flip of " + raw.flip(bad, m_random);
            break;
        }
        case 1: {
            const std::int64_t to = std::min(m_head, bad + (below(2) ? 0 : below(10)));
            name = "delete to " + number(to);
            soak::JournalFile(file).must("DELETE FROM journal" + where + "BETWEEN " + number(bad) +
                                         " AND " + number(to));
            expected.last = 0;
            expected.hidden = to == m_head && bad > m_sealed.back();
            break;
        }
        case 2: {
            const std::int64_t other = 1 + (bad + below(m_head - 1)) % m_head;
            name = "swap with " + number(other);
            soak::JournalFile raw(file);
            raw.must("UPDATE journal SET seq = -1" + where + "= " + number(bad));
            raw.must("UPDATE journal SET seq = " + number(bad) + where + "= " + number(other));
            raw.must("UPDATE journal SET seq = " + number(other) + where + "= -1");
            expected.first = std::min(bad, other);
            expected.last = 0;
            break;
        }
        case 3:
            name = "cut";
            soak::JournalFile(file).must("DELETE FROM journal" + where + ">= " + number(bad));
            expected.last = m_sealed.back();
            expected.hidden = bad > m_sealed.back();
            break;
        default: {
            name = "hash anew";
            auto rows = rowsOf(file);
            const auto at = static_cast<std::size_t>(bad - 1);
            rows[at].what += '!';
            support::hashAnew(rows, at);
            soak::JournalFile raw(file);
            raw.rewrite(rows, at);
            expected.hidden = bad > m_sealed.back();
            if (expected.hidden) break;
            expected.first = anchorBefore(bad) + 1;
            expected.last = anchorFrom(bad);
            break;
        }
    }
    name += " at entry " + number(bad);
    return expected;
}

void TestSoakJournal::holdAgainst(const std::string& file, const Expected& expected,
                                  const std::string& name) {
    const auto proof = proofOf(file);
    const std::string said = name + ": " + printed(proof);
    const std::int64_t proved = proof.proved ? proof.proved->seq.value : 0;
    if (expected.hidden) {
        QVERIFY2(proof.isWhole() && proved == m_sealed.back(), said.c_str());
        const bool says = !proof.unproved.empty() &&
                          proof.unproved[0].find("behind the last anchor") != std::string::npos;
        // Where all of it is gone nothing is there that could be unproved.
        QVERIFY2(says || proof.head.value == m_sealed.back(), said.c_str());
        return;
    }
    QVERIFY2(!proof.isWhole(), said.c_str());
    const gis::JournalFinding& found = proof.findings.front();
    QVERIFY2(found.seq.value == expected.first, said.c_str());
    QVERIFY2(expected.last == 0 || found.last.value == expected.last, said.c_str());
    QVERIFY2(proved == anchorBefore(expected.first), said.c_str());
}

void TestSoakJournal::everyAttackIsFoundWhereAnchorsReach() {
    const int attacks = support::soakCount(60, 1'000);
    int hidden = 0, byVerb = 0;
    for (int i = 0; i < attacks; ++i) {
        std::string name;
        std::string file;
        Expected expected;
        if (i % 6 == 5) {
            const auto which =
                static_cast<std::size_t>(below(static_cast<std::int64_t>(m_older.size())));
            file = fresh(m_older[which]);
            name = "yesterday's file, of entry " + number(m_heads[which]);
            expected = {m_heads[which] + 1, m_sealed.back(), false};
        } else {
            file = fresh(m_store);
            expected = attack(file, i % 6, name);
        }
        holdAgainst(file, expected, name);
        if (i % 20 < 6 && i < support::soakCount(6, 120)) {
            verbAgrees(file, expected.hidden);
            ++byVerb;
        }
        hidden += expected.hidden;
        fs::remove(file);
        if (QTest::currentTestFailed()) return;
    }
    std::printf(
        "%d attacks: %d found and the first bad entry named, %d behind the last anchor and"
        " said to be consistent only, %d of them by the verb too\n",
        attacks, attacks - hidden, hidden, byVerb);
}

void TestSoakJournal::anOlderCopyThatLivedOnIsFound() {
    for (std::size_t i = 0; i < m_older.size(); ++i) {
        const std::string file = fresh(m_older[i]);
        while (opened(file)->journalHead()->seq.value <= anchorFrom(m_heads[i] + 1))
            work(file, "later" + std::to_string(i), 140);
        const auto proof = proofOf(file);
        const std::string said = printed(proof);
        QVERIFY2(!proof.isWhole(), said.c_str());
        QCOMPARE(proof.findings.front().seq.value, m_heads[i] + 1);
        QCOMPARE(proof.findings.front().last.value, anchorFrom(m_heads[i] + 1));
        QCOMPARE(proof.proved->seq.value, m_heads[i]);
        QVERIFY2(proof.findings.front().fault == gis::JournalFault::OlderCopy, said.c_str());
    }
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    TestSoakJournal test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak_journal.moc"
