// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "gis/store/open_store.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/paper_hall.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"

using namespace dispatch;
using namespace contract;
using namespace std::chrono_literals;
using support::Ran;

namespace {

constexpr const char* kFakeTime = "/usr/bin/faketime";
constexpr const char* kGrid = "990301001001001";

/// A seat on this machine; where its clock is set wrong, the time since boot stays what it is.
struct Seat {
    std::string name;
    std::string wrongBy;  ///< "-7m", "+7m"; empty: it is right.

    std::vector<std::string> command(std::vector<std::string> words,
                                     const std::string& store) const {
        std::vector<std::string> all = {"/usr/bin/env", "GRIDHALL_SEAT=" + name};
        if (!wrongBy.empty())
            all.insert(all.end(), {"FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1",
                                   "NO_FAKE_STAT=1", kFakeTime, "-f", wrongBy});
        all.push_back(GRIDHALL_PROGRAM);
        all.insert(all.end(), words.begin(), words.end());
        all.insert(all.end(), {"--store", store});
        return all;
    }
};
const Seat kRight{"right", ""};
const Seat kLate{"late", "-7m"};
const Seat kAhead{"ahead", "+7m"};

Millis now() {
    return SystemClock().now();
}

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

int climbs(const Ran& tick) {
    if (tick.exitCode != 0) qFatal("%s", tick.err.c_str());
    return QJsonDocument::fromJson(QByteArray::fromStdString(tick.out))
        .object()[QStringLiteral("climbed")]
        .toInt(-1);
}

}  // namespace

#define DONE(ran) QVERIFY2((ran).exitCode == 0, ((ran).out + (ran).err).c_str())
#define SAYS(text, words) QVERIFY2(has(text, words), (text).c_str())

/// A hall in which one seat's clock is seven minutes off, through the real program: on a server it
/// does not matter, in a file that seat may read but not write.
class TestSeatClock : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void onAServerALateSeatsLimitsCountFromTheStoresTime();
    void onAServerWhatIsDueClimbsOnceWhoeverTicks();
    void inAFileAWrongSeatReadsButDoesNotWrite_data();
    void inAFileAWrongSeatReadsButDoesNotWrite();

  private:
    void makeHall(const std::string& uri);
    Ran at(const Seat& seat, std::vector<std::string> words) const {
        return support::run(seat.command(std::move(words), m_uri));
    }
    std::unique_ptr<Store> open() const {
        auto store = gis::openStore(m_uri);
        if (!store) qFatal("%s", store.error().detail.c_str());
        return std::move(*store);
    }
    Case caseOf(const std::string& code) const {
        const auto picture = open()->load();
        if (!picture) qFatal("%s", picture.error().detail.c_str());
        const Case* record = (*picture)->caseByCode(code);
        if (!record) qFatal("%s is not open", code.c_str());
        return *record;
    }
    std::string taken(const Seat& seat) const;
    void putCase(const char* code, Millis due) const;
    std::vector<JournalRow> journal() const;
    void isWholeAndInOrder(const Seat& signer) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_uri;
    Millis m_began{};
};

void TestSeatClock::init() {
    QVERIFY2(QFile::exists(QLatin1String(kFakeTime)), "the package faketime is not installed");
    m_folder = std::make_unique<QTemporaryDir>();
    m_began = now();
}

void TestSeatClock::makeHall(const std::string& uri) {
    m_uri = uri;
    MUST(gis::createStore(uri, {}));
    Transaction city;
    for (Record& row : support::paperCity()) city.writes.push_back({std::move(row), {}, false});
    city.writes.push_back(put(someResponder("w1")));
    committed(*open(), transaction(city.writes));
}

/// The code of a case a seat takes in.
std::string TestSeatClock::taken(const Seat& seat) const {
    const Ran ran = at(seat, {"case", "new", "Smoke over the market", "--grid", kGrid, "--category",
                              "0302", "--risk", "high"});
    if (ran.exitCode != 0) qFatal("%s", ran.err.c_str());
    return ran.out.substr(0, ran.out.find('\n'));
}

void TestSeatClock::putCase(const char* code, Millis due) const {
    Case record = someCase(code);
    record.stage = "handling";
    record.level = "community";
    record.due = std::chrono::floor<std::chrono::seconds>(due);
    record.reported = record.stageEntered = *record.due - 2h;
    committed(*open(), transaction({put(record)}));
}

std::vector<JournalRow> TestSeatClock::journal() const {
    std::vector<JournalRow> rows;
    const auto read = open()->readJournal({}, [&](JournalRow&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    if (!read) qFatal("%s", read.error().detail.c_str());
    return rows;
}

void TestSeatClock::isWholeAndInOrder(const Seat& signer) const {
    const std::string anchors = m_folder->filePath(QStringLiteral("anchors")).toStdString();
    DONE(at(signer, {"verify", "--anchors", anchors, "--sign"}));
    DONE(at(kRight, {"case", "new", "After it was signed", "--grid", kGrid}));
    const Ran verified = at(signer, {"verify", "--anchors", anchors, "--json"});
    DONE(verified);
    const QJsonObject said =
        QJsonDocument::fromJson(QByteArray::fromStdString(verified.out)).object();
    QVERIFY2(said[QStringLiteral("proved")].isObject(), verified.out.c_str());
    Millis before = m_began;
    for (const JournalRow& row : journal()) {
        QVERIFY2(row.at >= before && row.at <= now(),
                 ("entry " + std::to_string(row.seq.value)).c_str());
        before = row.at;
    }
}

void TestSeatClock::onAServerALateSeatsLimitsCountFromTheStoresTime() {
    auto& server = support::PgServer::shared();
    makeHall(server.uri(server.makeDatabase()));
    const auto before = std::chrono::floor<std::chrono::seconds>(now());
    for (const Seat& seat : {kLate, kAhead}) {
        const Ran clock = at(seat, {"clock", "--json"});
        DONE(clock);
        const double off = QJsonDocument::fromJson(QByteArray::fromStdString(clock.out))
                               .object()[QStringLiteral("offset_seconds")]
                               .toDouble();
        QVERIFY2(std::abs(off - (seat.wrongBy == "-7m" ? -420 : 420)) < 5, clock.out.c_str());
    }
    std::vector<Case> accepted;
    for (const Seat& seat : {kRight, kLate, kAhead}) {
        const std::string code = taken(seat);
        DONE(at(seat, {"case", "do", code, "accept"}));
        accepted.push_back(caseOf(code));
        DONE(at(kLate, {"case", "do", code, "note", "--text", "seen"}));
    }
    for (const Case& record : accepted) {
        QVERIFY(record.reported >= before && record.reported <= now());
        QVERIFY(record.stageEntered >= record.reported && record.stageEntered <= now());
        QVERIFY(record.due.has_value());
        QCOMPARE((*record.due - record.stageEntered).count(),
                 (*accepted[0].due - accepted[0].stageEntered).count());
    }
    isWholeAndInOrder(kLate);
}

void TestSeatClock::onAServerWhatIsDueClimbsOnceWhoeverTicks() {
    auto& server = support::PgServer::shared();
    makeHall(server.uri(server.makeDatabase()));
    putCase("K1", now() - 1min);
    putCase("K2", now() + 3min);
    // By its own clock nothing is due at the late seat yet.
    QCOMPARE(climbs(at(kLate, {"tick", "--json"})), 1);
    QCOMPARE(caseOf("K1").level, std::string("township"));
    putCase("K3", now() - 1min);
    support::Program late(kLate.command({"tick", "--json"}, m_uri));
    support::Program right(kRight.command({"tick", "--json"}, m_uri));
    QCOMPARE(climbs(late.finish()) + climbs(right.finish()), 1);
    // By its own clock the second has long been due at the seat that is ahead.
    for (const Seat& seat : {kAhead, kLate, kRight})
        QCOMPARE(climbs(at(seat, {"tick", "--json"})), 0);
    QCOMPARE(caseOf("K2").level, std::string("community"));
    for (const char* code : {"K1", "K3"}) {
        const Case record = caseOf(code);
        QCOMPARE(record.level, std::string("township"));
        QVERIFY(record.due && *record.due > now());
        const auto rows = journal();
        QCOMPARE(std::count_if(rows.begin(), rows.end(),
                               [&](const JournalRow& row) {
                                   return row.record == record.id && row.action == "climb";
                               }),
                 1);
    }
    isWholeAndInOrder(kAhead);
}

void TestSeatClock::inAFileAWrongSeatReadsButDoesNotWrite_data() {
    QTest::addColumn<QString>("wrongBy");
    QTest::addColumn<QString>("said");
    QTest::newRow("late") << QStringLiteral("-7m") << QStringLiteral("behind");
    QTest::newRow("ahead") << QStringLiteral("+7m") << QStringLiteral("ahead of");
}

void TestSeatClock::inAFileAWrongSeatReadsButDoesNotWrite() {
    QFETCH(const QString, wrongBy);
    QFETCH(const QString, said);
    makeHall(m_folder->filePath(QStringLiteral("hall.gridhall")).toStdString());
    // What the hall's console writes every few seconds.
    MUST(open()->heartbeat({"li", "hall"}));
    const Seat wrong{"desk-2", wrongBy.toStdString()};
    const std::string code = taken(kRight);
    DONE(at(kRight, {"case", "do", code, "accept"}));
    putCase("K1", now() - 1min);

    const std::int64_t head = journal().back().seq.value;
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"case", "new", "Noise", "--grid", kGrid},
                                               {"case", "do", code, "note", "--text", "seen"},
                                               {"duty", "off", "w1"},
                                               {"tick"}}) {
        const Ran ran = at(wrong, words);
        QVERIFY2(ran.exitCode == 5, (words[0] + ": " + ran.out + ran.err).c_str());
        SAYS(ran.err, said.toStdString() + " the last heartbeat, of seat hall");
        SAYS(ran.err, "nothing is written until its owner confirms it (gridhall clock confirm)");
        SAYS(ran.err, "this machine's clock is 4");
    }
    QCOMPARE(journal().back().seq.value, head);
    QCOMPARE(caseOf("K1").level, std::string("community"));

    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"case", "list"}, {"case", "show", code}, {"duty", "list"}, {"verify"}})
        DONE(at(wrong, words));
    SAYS(at(wrong, {"case", "list"}).out, code);
    const Ran clock = at(wrong, {"clock"});
    QCOMPARE(clock.exitCode, 1);
    SAYS(clock.out, "may write   no");

    // Others go on, and so does this seat once its clock is right.
    QCOMPARE(climbs(at(kRight, {"tick", "--json"})), 1);
    DONE(at({wrong.name, ""}, {"case", "do", code, "note", "--text", "seen"}));
    QCOMPARE(journal().back().seat, wrong.name);
    isWholeAndInOrder(wrong);
}

QTEST_GUILESS_MAIN(TestSeatClock)
#include "tst_seat_clock.moc"
