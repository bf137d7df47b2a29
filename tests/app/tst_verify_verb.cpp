// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "gis/seal/digest.h"
#include "gis/store/open_store.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"

/// `gridhall verify` on a real store: whole, signed, attacked, and the sheet of one case.
class TestVerifyVerb : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void aWholeJournalIsProvedOnceItsHeadIsSigned();
    void aChangeInTheFileIsNamed();
    void yesterdaysFileIsNoticed();
    void aSpoiledAnchorIsAFault();
    void anchorsOfOtherKeysDoNotCount();
    void theSheetTellsTheCaseAndNoContact();
    void aLongSheetNumbersItsPages();
    void aServersJournalIsProvedToo();
    void whatIsNotThereIsAnError();

  private:
    std::string path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    std::string hall(const char* name, int notes);
    support::Ran verify(std::vector<std::string> words) {
        words.insert(words.begin(), {GRIDHALL_PROGRAM, "verify"});
        words.insert(words.end(), {"--anchors", path("anchors")});
        return support::run(words);
    }
    QTemporaryDir m_folder;
};

using namespace dispatch;

namespace {

QJsonObject jsonOf(const support::Ran& ran) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(ran.out)).object();
}

bool commit(Store& store, std::vector<Write> writes, JournalEntry entry) {
    Transaction transaction;
    transaction.key = gis::randomHex(16);
    transaction.by = {"officer-7", "seat-3"};
    transaction.writes = std::move(writes);
    transaction.entries.push_back(std::move(entry));
    const auto done = store.commit(transaction);
    if (!done) qWarning("%s", done.error().detail.c_str());
    return done && std::holds_alternative<Receipt>(*done);
}

/// What somebody does who can write the file: no rule of ours holds then.
void attack(const std::string& path, const char* sql) {
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    std::vector<std::string> triggers;
    sqlite3_exec(
        database, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'",
        [](void* list, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(list)->push_back(values[0]);
            return 0;
        },
        &triggers, nullptr);
    for (const std::string& trigger : triggers)
        sqlite3_exec(database, ("DROP TRIGGER " + trigger).c_str(), nullptr, nullptr, nullptr);
    QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    QVERIFY(sqlite3_changes(database) > 0);
    sqlite3_close(database);
}

}  // namespace

#define RUNS(ran, wanted)                                                     \
    do {                                                                      \
        const support::Ran r = (ran);                                         \
        QVERIFY2(r.exitCode == (wanted),                                      \
                 (std::to_string(r.exitCode) + " " + r.out + r.err).c_str()); \
    } while (false)

void TestVerifyVerb::initTestCase() {
    qputenv("XDG_STATE_HOME", m_folder.filePath(QStringLiteral("state")).toUtf8());
}

/// A store with one case, its contact, and so many entries of that case.
std::string TestVerifyVerb::hall(const char* name, int notes) {
    const std::string file = path(name);
    if (support::run({GRIDHALL_PROGRAM, "init", file, "--without-users"}).exitCode != 0) return {};
    auto store = gis::openStore(file);
    if (!store) return {};
    Case record;
    record.code = "T-1001";
    record.title = "路灯不亮";
    record.category = "99";
    record.reported = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
    record.stageEntered = record.reported;
    JournalEntry entry;
    entry.ofWrite = 0;
    entry.action = "accept";
    entry.what = "stage accepted";
    if (!commit(**store, {Write{record, {}, false}}, entry)) return {};
    Contact contact;
    contact.record = CaseId{1};
    contact.name = "李四";
    contact.phone = "13800001234";
    contact.salt = gis::randomHex(16);
    contact.made = record.reported;
    entry = {};
    entry.record = CaseId{1};
    entry.action = "amend";
    entry.contact =
        gis::sha256Hex(contactBytes(contact.salt, contact.name, contact.phone, contact.address));
    if (!commit(**store, {Write{contact, {}, false}}, entry)) return {};
    for (int i = 0; i < notes; ++i) {
        entry = {};
        entry.record = CaseId{1};
        entry.action = "route";
        entry.what = "unit lamp-" + std::to_string(i);
        entry.why = "就近处置";
        if (!commit(**store, {}, entry)) return {};
    }
    return file;
}

void TestVerifyVerb::aWholeJournalIsProvedOnceItsHeadIsSigned() {
    const std::string file = hall("whole", 3);
    const auto before = verify({"--store", file, "--json", "--sign"});
    QCOMPARE(before.exitCode, 0);
    QVERIFY(jsonOf(before).value(QLatin1String("proved")).isNull());
    const auto after = verify({"--store", file, "--json"});
    QCOMPARE(after.exitCode, 0);
    const QJsonObject said = jsonOf(after);
    QCOMPARE(said.value(QLatin1String("faults")).toInt(), 0);
    QCOMPARE(said.value(QLatin1String("proved")).toObject().value(QLatin1String("entry")),
             said.value(QLatin1String("head")));
    QVERIFY(said.value(QLatin1String("head")).toInt() >= 6);
    QVERIFY(verify({"--store", file}).out.find("proved      up to entry ") != std::string::npos);
}

void TestVerifyVerb::aChangeInTheFileIsNamed() {
    const std::string file = hall("changed", 3);
    RUNS(verify({"--store", file, "--sign"}), 0);
    attack(file, "UPDATE journal SET why = 'another reason' WHERE seq = 4");
    const auto found = verify({"--store", file, "--json", "--sign"});
    QCOMPARE(found.exitCode, 1);
    const auto finding = jsonOf(found).value(QLatin1String("findings")).toArray()[0].toObject();
    QCOMPARE(finding.value(QLatin1String("fault")).toString(), QStringLiteral("changed"));
    QCOMPARE(finding.value(QLatin1String("first")).toInt(), 4);
    QCOMPARE(finding.value(QLatin1String("last")).toInt(), 4);
    QCOMPARE(jsonOf(found).value(QLatin1String("anchors")).toInt(), 1);
    QVERIFY(found.err.find("signed") == std::string::npos);
}

void TestVerifyVerb::yesterdaysFileIsNoticed() {
    const std::string file = hall("yesterday", 2);
    const std::string copy = path("kept");
    RUNS(verify({"--store", file, "--sign"}), 0);
    QVERIFY(QFile::copy(QString::fromStdString(file), QString::fromStdString(copy)));
    {
        auto store = gis::openStore(file);
        JournalEntry entry;
        entry.record = CaseId{1};
        entry.action = "archive";
        QVERIFY(commit(**store, {}, entry));
    }
    RUNS(verify({"--store", file, "--sign"}), 0);
    for (const char* part : {"", "-wal", "-shm"})
        QFile::remove(QString::fromStdString(file) + QString::fromUtf8(part));
    QVERIFY(QFile::rename(QString::fromStdString(copy), QString::fromStdString(file)));
    const auto found = verify({"--store", file});
    QCOMPARE(found.exitCode, 1);
    QVERIFY2(found.out.find("fault       tail-cut") != std::string::npos, found.out.c_str());
}

void TestVerifyVerb::aSpoiledAnchorIsAFault() {
    const std::string file = hall("spoiled", 1);
    RUNS(verify({"--store", file, "--sign"}), 0);
    const QString id =
        jsonOf(verify({"--store", file, "--json"})).value(QLatin1String("store")).toString();
    QFile anchors(QString::fromStdString(path("anchors")) + QLatin1Char('/') + id +
                  QStringLiteral(".anchors"));
    QVERIFY(anchors.open(QIODevice::ReadWrite));
    QByteArray bytes = anchors.readAll();
    const qsizetype digit = bytes.size() - 10;
    bytes[digit] = bytes[digit] == 'a' ? 'b' : 'a';
    anchors.seek(0);
    anchors.write(bytes);
    anchors.close();
    const auto found = verify({"--store", file});
    QCOMPARE(found.exitCode, 1);
    QVERIFY2(found.out.find("fault       signature") != std::string::npos, found.out.c_str());
    QVERIFY(found.out.find("proved      nothing") != std::string::npos);
}

void TestVerifyVerb::anchorsOfOtherKeysDoNotCount() {
    const std::string file = hall("keys", 1);
    RUNS(verify({"--store", file, "--sign"}), 0);
    const auto said = jsonOf(verify({"--store", file, "--json"}));
    const std::string own = said.value(QLatin1String("keys")).toArray()[0].toString().toStdString();
    QVERIFY(verify({"--store", file, "--key", own}).out.find("proved      up to") !=
            std::string::npos);
    const auto other = verify({"--store", file, "--key", std::string(64, '0')});
    QCOMPARE(other.exitCode, 0);
    QVERIFY(other.out.find("proved      nothing") != std::string::npos);
}

void TestVerifyVerb::theSheetTellsTheCaseAndNoContact() {
    const std::string file = hall("sheet", 2);
    RUNS(verify({"--store", file, "--sign"}), 0);
    RUNS(verify({"T-1001", "--store", file, "--sheet", path("sheet.pdf")}), 0);
    const auto read = support::run({"/usr/bin/pdftotext", "-layout", path("sheet.pdf"), "-"});
    QCOMPARE(read.exitCode, 0);
    const std::string store = jsonOf(verify({"--store", file, "--json"}))
                                  .value(QLatin1String("store"))
                                  .toString()
                                  .toStdString();
    for (const std::string& wanted :
         {std::string("事项留痕证明单"), std::string("T-1001"), std::string("路灯不亮"),
          std::string("受理"), std::string("officer-7"), std::string("seat-3"),
          std::string("stage accepted"), std::string("unit lamp-1"), std::string("就近处置"),
          std::string("本事项的每一条留痕均已证明"), std::string("第 1 页，共 1 页"), store})
        QVERIFY2(read.out.find(wanted) != std::string::npos, (wanted + "\n" + read.out).c_str());
    for (const char* secret : {"李四", "13800001234"})
        QVERIFY2(read.out.find(secret) == std::string::npos, secret);
    const auto facts = support::run({"/usr/bin/pdfinfo", path("sheet.pdf")});
    QVERIFY2(facts.out.find("(A4)") != std::string::npos, facts.out.c_str());
    RUNS(verify({"T-1001", "--store", file, "--sheet", path("en.pdf"), "--lang", "en"}), 0);
    const auto english = support::run({"/usr/bin/pdftotext", path("en.pdf"), "-"});
    QVERIFY(english.out.find("Proof sheet of a case") != std::string::npos);
}

void TestVerifyVerb::aLongSheetNumbersItsPages() {
    const std::string file = hall("long", 60);
    RUNS(verify({"T-1001", "--store", file, "--sheet", path("long.pdf")}), 0);
    const auto read = support::run({"/usr/bin/pdftotext", "-layout", path("long.pdf"), "-"});
    QVERIFY2(read.out.find("第 2 页，共 ") != std::string::npos, read.out.c_str());
    QVERIFY(read.out.find("没有相符的锚点") != std::string::npos);
    for (const char* page : {"第 1 页", "第 2 页", "第 3 页"})
        QVERIFY2(read.out.find(page) != std::string::npos, page);
    int headings = 0;
    for (auto at = read.out.find("人员、席位"); at != std::string::npos;
         at = read.out.find("人员、席位", at + 1))
        ++headings;
    QVERIFY2(headings >= 3, std::to_string(headings).c_str());
    for (int i = 0; i < 60; ++i)
        QVERIFY2(read.out.find("unit lamp-" + std::to_string(i)) != std::string::npos,
                 std::to_string(i).c_str());
}

void TestVerifyVerb::aServersJournalIsProvedToo() {
    auto& server = support::PgServer::shared();
    const std::string database = server.makeDatabase();
    const auto made = support::run({GRIDHALL_PROGRAM, "init", server.uri(database), "--json"});
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    QCOMPARE(jsonOf(made).value(QLatin1String("administrator")).toString(),
             QStringLiteral("admin"));
    const std::string desk = server.uri(database, "gridhall_app");
    {
        // Signing in at a console's role: a failed attempt is journalled there, too.
        const std::string file = path("wrong");
        QFile wrong(QString::fromStdString(file));
        QVERIFY(wrong.open(QIODevice::WriteOnly));
        QVERIFY(wrong.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        wrong.write("three quiet lanterns\n");
        wrong.close();
        qputenv("GRIDHALL_PASSWORD_FILE", QByteArray::fromStdString(file));
        RUNS(support::run(
                 {GRIDHALL_PROGRAM, "clock", "confirm", "--user", "admin", "--store", desk}),
             5);
        qunsetenv("GRIDHALL_PASSWORD_FILE");
    }
    RUNS(verify({"--store", desk, "--sign"}), 0);
    const auto said = verify({"--store", desk, "--json"});
    QVERIFY2(said.exitCode == 0, (said.out + said.err).c_str());
    QVERIFY(jsonOf(said).value(QLatin1String("head")).toInt() >= 3);
    QCOMPARE(jsonOf(said).value(QLatin1String("proved")).toObject().value(QLatin1String("entry")),
             jsonOf(said).value(QLatin1String("head")));
}

void TestVerifyVerb::whatIsNotThereIsAnError() {
    const std::string file = hall("errors", 0);
    RUNS(verify({"--store", path("nowhere")}), 3);
    RUNS(verify({"T-9", "--store", file}), 4);
    RUNS(verify({"--store", file, "--sheet", path("x.pdf")}), 2);
    RUNS(verify({"T-1001", "--store", file, "--sheet", path("no/where.pdf")}), 3);
}

QTEST_GUILESS_MAIN(TestVerifyVerb)
#include "tst_verify_verb.moc"
