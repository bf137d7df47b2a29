// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <map>
#include <random>

#include "gis/seal/verification.h"
#include "gis/store/open_store.h"
#include "tests/gis/seal/made_journal.h"
#include "tests/soak/desk_writer.h"
#include "tests/soak/journal_place.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace dispatch;

namespace {

/// A real store that people work in and whose journal's head is signed from time to time.
struct SealedHall {
    std::unique_ptr<soak::JournalPlace> place;
    std::string anchors;               ///< Folder.
    std::vector<std::string> older;    ///< Copies of the store at some of the anchors, URIs.
    std::vector<std::int64_t> heads;   ///< Newest entry of each of `older`.
    std::vector<std::int64_t> sealed;  ///< Entries with an anchor.
    std::vector<gis::Anchor> read;     ///< The anchors.
    std::int64_t head = 0;

    std::int64_t anchorBefore(std::int64_t seq) const {  ///< The last one below; 0: none.
        const auto from = std::lower_bound(sealed.begin(), sealed.end(), seq);
        return from == sealed.begin() ? 0 : *std::prev(from);
    }
    std::int64_t anchorFrom(std::int64_t seq) const {  ///< The first one not below.
        return *std::lower_bound(sealed.begin(), sealed.end(), seq);
    }
};

struct Expected {
    std::int64_t first = 0;
    std::int64_t last = 0;  ///< 0: not said.
    bool hidden = false;    ///< It cannot be found, as it lies behind the last anchor.
};

std::unique_ptr<Store> opened(const std::string& uri) {
    auto store = gis::openStore(uri);
    if (!store) qFatal("%s", store.error().detail.c_str());
    return std::move(*store);
}

std::int64_t headOf(const std::string& uri) {
    return opened(uri)->journalHead()->seq.value;
}

std::vector<JournalRow> rowsOf(const std::string& uri) {
    std::vector<JournalRow> rows;
    const auto read = opened(uri)->readJournal({}, [&](JournalRow&& row) {
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

/// The verb says the same by its exit code: 0 whole, 1 a fault was found.
void verbAgrees(const SealedHall& hall, const std::string& uri, bool whole) {
    const support::Ran ran =
        support::run({GRIDHALL_PROGRAM, "verify", "--store", uri, "--anchors", hall.anchors});
    QVERIFY2(ran.exitCode == (whole ? 0 : 1), (ran.out + ran.err).c_str());
    QVERIFY2((ran.out.find("\nfault ") == std::string::npos) == whole, ran.out.c_str());
}

gis::JournalProof proofOf(const SealedHall& hall, const std::string& uri) {
    auto proof = gis::verifyJournal(*opened(uri), hall.read);
    if (!proof) qFatal("%s", proof.error().detail.c_str());
    return std::move(*proof);
}

void isWhole(const SealedHall& hall) {
    const auto proof = proofOf(hall, hall.place->uri());
    QVERIFY2(proof.isWhole(), printed(proof).c_str());
    QCOMPARE(proof.entries, hall.head);
    QCOMPARE(proof.proved->seq.value, hall.sealed.back());
    QCOMPARE(proof.unproved.size(), std::size_t{1});
}

void holdAgainst(const SealedHall& hall, const std::string& uri, const Expected& expected,
                 const std::string& name) {
    const auto proof = proofOf(hall, uri);
    const std::string said = name + ": " + printed(proof);
    const std::int64_t proved = proof.proved ? proof.proved->seq.value : 0;
    if (expected.hidden) {
        QVERIFY2(proof.isWhole() && proved == hall.sealed.back(), said.c_str());
        const bool says = !proof.unproved.empty() &&
                          proof.unproved[0].find("behind the last anchor") != std::string::npos;
        // Where all of it is gone nothing is there that could be unproved.
        QVERIFY2(says || proof.head.value == hall.sealed.back(), said.c_str());
        return;
    }
    QVERIFY2(!proof.isWhole(), said.c_str());
    const gis::JournalFinding& found = proof.findings.front();
    QVERIFY2(found.seq.value == expected.first, said.c_str());
    QVERIFY2(expected.last == 0 || found.last.value == expected.last, said.c_str());
    QVERIFY2(proved == hall.anchorBefore(expected.first), said.c_str());
}

}  // namespace

/// Attacks on the journal of a real store, by somebody who may write the file or owns the database
/// but has not the seats' key: found wherever anchors reach, and what is only consistent is said.
class TestSoakJournal : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void theWholeStoreIsProved_data() { soak::addEngineRows(); }
    void theWholeStoreIsProved();
    void everyAttackIsFoundWhereAnchorsReach_data() { soak::addEngineRows(); }
    void everyAttackIsFoundWhereAnchorsReach();
    void anOlderCopyThatLivedOnIsFound_data() { soak::addEngineRows(); }
    void anOlderCopyThatLivedOnIsFound();

  private:
    SealedHall& hall() {
        QFETCH(const QString, engine);
        return m_halls.at(engine.toStdString());
    }
    void open(const std::string& engine);
    Expected attack(const SealedHall& hall, int kind, std::string& name);
    std::int64_t below(std::int64_t count) {
        return std::uniform_int_distribution<std::int64_t>(0, count - 1)(m_random);
    }
    void work(const std::string& uri, const std::string& name);

    QTemporaryDir m_folder;
    std::map<std::string, SealedHall> m_halls;  ///< By engine.
    soak::HallClock m_clock;
    std::mt19937_64 m_random;
};

void TestSoakJournal::work(const std::string& uri, const std::string& name) {
    const auto actions = static_cast<std::size_t>(support::soakCount(90, 140));
    const std::string log = m_folder.filePath(QStringLiteral("work.log")).toStdString();
    soak::workAtDesk({uri, log, name, actions, false, m_random(), m_clock});
}

void TestSoakJournal::initTestCase() {
    m_random.seed(support::seed("journal"));
    m_clock = soak::HallClock::startNow(60);
    for (const std::string& engine : soak::engines()) {
        open(engine);
        if (QTest::currentTestFailed()) return;
    }
}

void TestSoakJournal::open(const std::string& engine) {
    SealedHall& hall = m_halls[engine];
    hall.place = soak::JournalPlace::make(engine);
    const auto path = [&](const std::string& name) {
        return m_folder.filePath(QString::fromStdString(name + '-' + engine)).toStdString();
    };
    hall.anchors = path("anchors");
    const std::string uri = hall.place->uri();
    soak::prepareDesk(uri, path("setup"), {40, 20}, m_clock);
    auto key = gis::SealKey::openOrMake(path("key"));
    QVERIFY(key.has_value());
    gis::Anchorage anchorage(std::move(*key), hall.anchors);
    const std::int64_t entries = support::soakCount(320, 2'000);
    for (int part = 0; hall.head < entries; ++part) {
        const auto sealed = anchorage.anchor(*opened(uri));
        QVERIFY(sealed.has_value() && sealed->has_value());
        hall.sealed.push_back((*sealed)->seq.value);
        if (part % 3 == 2) {
            hall.heads.push_back(hall.sealed.back());
            hall.older.push_back(hall.place->copy(uri));
        }
        work(uri, "part" + std::to_string(part));
        hall.head = headOf(uri);
    }
    const auto id = opened(uri)->identity();
    QVERIFY(id.has_value());
    const auto anchors = gis::readAnchors(hall.anchors, *id);
    QVERIFY(anchors.has_value());
    hall.read = anchors->found;
    QCOMPARE(hall.read.size(), hall.sealed.size());
    QVERIFY(hall.head > hall.sealed.back() + 10 && hall.sealed.size() > 3 && !hall.older.empty());
    // What an attacker gets hold of.
    hall.place->keep();
    std::printf("%s: %lld entries, %zu anchors, the last at %lld\n", engine.c_str(),
                static_cast<long long>(hall.head), hall.sealed.size(),
                static_cast<long long>(hall.sealed.back()));
}

void TestSoakJournal::theWholeStoreIsProved() {
    isWhole(hall());
    verbAgrees(hall(), hall().place->uri(), true);
}

Expected TestSoakJournal::attack(const SealedHall& hall, int kind, std::string& name) {
    const std::int64_t bad = 1 + below(hall.head);
    const std::string where = " WHERE seq ";
    Expected expected{bad, bad, false};
    const auto raw = hall.place->raw();
    switch (kind) {
        case 0: {
            const std::string column = raw->flip(bad, m_random);
            name = "flip of " + column;
            // It takes the next entry to say that the chain was changed and not the entry before.
            if (column == "chain" && bad == hall.head) --expected.first;
            break;
        }
        case 1: {
            const std::int64_t to = std::min(hall.head, bad + (below(2) ? 0 : below(10)));
            name = "delete to " + number(to);
            raw->must("DELETE FROM journal" + where + "BETWEEN " + number(bad) + " AND " +
                      number(to));
            raw->coverUp();
            expected.last = 0;
            expected.hidden = to == hall.head && bad > hall.sealed.back();
            break;
        }
        case 2: {
            const std::int64_t other = 1 + (bad + below(hall.head - 1)) % hall.head;
            name = "swap with " + number(other);
            raw->must("UPDATE journal SET seq = -1" + where + "= " + number(bad));
            raw->must("UPDATE journal SET seq = " + number(bad) + where + "= " + number(other));
            raw->must("UPDATE journal SET seq = " + number(other) + where + "= -1");
            expected.first = std::min(bad, other);
            expected.last = 0;
            break;
        }
        case 3:
            name = "cut";
            raw->must("DELETE FROM journal" + where + ">= " + number(bad));
            raw->coverUp();
            expected.last = hall.sealed.back();
            expected.hidden = bad > hall.sealed.back();
            break;
        default: {
            name = "hash anew";
            auto rows = rowsOf(hall.place->uri());
            const auto at = static_cast<std::size_t>(bad - 1);
            rows[at].what += '!';
            support::hashAnew(rows, at);
            raw->rewrite(rows, at);
            raw->coverUp();
            expected.hidden = bad > hall.sealed.back();
            if (expected.hidden) break;
            expected.first = hall.anchorBefore(bad) + 1;
            expected.last = hall.anchorFrom(bad);
            break;
        }
    }
    name += " at entry " + number(bad);
    return expected;
}

void TestSoakJournal::everyAttackIsFoundWhereAnchorsReach() {
    const SealedHall& hall = this->hall();
    const int attacks = support::soakCount(48, 1'000);
    int hidden = 0, byVerb = 0;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < attacks; ++i) {
        std::string name;
        std::string uri = hall.place->uri();
        Expected expected;
        if (i % 6 == 5) {
            const auto which =
                static_cast<std::size_t>(below(static_cast<std::int64_t>(hall.older.size())));
            uri = hall.older[which];
            name = "yesterday's store, of entry " + number(hall.heads[which]);
            expected = {hall.heads[which] + 1, hall.sealed.back(), false};
        } else {
            expected = attack(hall, i % 6, name);
        }
        holdAgainst(hall, uri, expected, name);
        if (i % 20 < 6 && i < support::soakCount(6, 120)) {
            verbAgrees(hall, uri, expected.hidden);
            ++byVerb;
        }
        hidden += expected.hidden;
        if (QTest::currentTestFailed()) return;
        hall.place->putBack();
    }
    // Nothing of an attack was left to the next one.
    isWhole(hall);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf(
        "%d attacks in %.1f s: %d found and the first bad entry named, %d behind the last anchor"
        " and said to be consistent only, %d of them by the verb too\n",
        attacks, took.count(), attacks - hidden, hidden, byVerb);
}

void TestSoakJournal::anOlderCopyThatLivedOnIsFound() {
    const SealedHall& hall = this->hall();
    for (std::size_t i = 0; i < hall.older.size(); ++i) {
        const std::string uri = hall.place->copy(hall.older[i]);
        const std::int64_t anchored = hall.anchorFrom(hall.heads[i] + 1);
        while (headOf(uri) <= anchored) work(uri, "later" + std::to_string(i));
        const auto proof = proofOf(hall, uri);
        const std::string said = printed(proof);
        QVERIFY2(!proof.isWhole(), said.c_str());
        QCOMPARE(proof.findings.front().seq.value, hall.heads[i] + 1);
        QCOMPARE(proof.findings.front().last.value, anchored);
        QCOMPARE(proof.proved->seq.value, hall.heads[i]);
        QVERIFY2(proof.findings.front().fault == gis::JournalFault::OlderCopy, said.c_str());
    }
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    TestSoakJournal test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak_journal.moc"
