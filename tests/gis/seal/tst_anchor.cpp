// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "gis/seal/anchor.h"
#include "tests/gis/seal/made_journal.h"

/// Signed heads in a second place: written once, read back, whatever happened to the file.
class TestAnchor : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theKeyIsMadeOnceForItsOwnerOnly();
    void aKeyThatOthersMayReadIsRefused();
    void aFileThatHoldsNoKeyIsRefused();
    void seatsThatComeAtOnceShareOneKey();
    void anchorsComeBackAsTheyWereWritten();
    void aTornLineTakesNoOtherWithIt();
    void aSpoiledLineIsNamed();
    void aFolderThatCannotBeWrittenIsAnError();
    void anotherStoresAnchorsAreNotRead();
};

using namespace dispatch;
using namespace gis;

namespace {

std::string in(const QTemporaryDir& folder, const char* name) {
    return folder.filePath(QString::fromUtf8(name)).toStdString();
}

QByteArray bytesOfFile(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const std::string& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

void TestAnchor::theKeyIsMadeOnceForItsOwnerOnly() {
    const QTemporaryDir folder;
    const std::string file = in(folder, "deep/down/seal.key");
    const auto made = SealKey::openOrMake(file);
    QVERIFY2(made, made ? "" : made.error().detail.c_str());
    struct stat facts {};
    QCOMPARE(::stat(file.c_str(), &facts), 0);
    QCOMPARE(facts.st_mode & 0777, mode_t(0600));
    const auto again = SealKey::openOrMake(file);
    QCOMPARE(again->publicHex(), made->publicHex());
    QVERIFY(!bytesOfFile(file).contains(made->publicHex().c_str()));
}

void TestAnchor::aKeyThatOthersMayReadIsRefused() {
    const QTemporaryDir folder;
    const std::string file = in(folder, "seal.key");
    QVERIFY(SealKey::openOrMake(file));
    QCOMPARE(::chmod(file.c_str(), 0640), 0);
    const auto opened = SealKey::openOrMake(file);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::NotAllowed);
}

void TestAnchor::aFileThatHoldsNoKeyIsRefused() {
    const QTemporaryDir folder;
    const std::string file = in(folder, "seal.key");
    QVERIFY(SealKey::openOrMake(file));
    const QByteArray whole = bytesOfFile(file);
    for (const QByteArray& bytes :
         {QByteArray(), whole.chopped(1), whole + "x", QByteArray(whole).replace(30, 1, "g")}) {
        put(file, bytes);
        const auto opened = SealKey::openOrMake(file);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    }
}

void TestAnchor::seatsThatComeAtOnceShareOneKey() {
    const QTemporaryDir folder;
    const std::string file = in(folder, "seal.key");
    std::vector<std::string> keys(8);
    std::vector<std::thread> seats;
    for (std::string& key : keys)
        seats.emplace_back([&key, &file] {
            if (const auto made = SealKey::openOrMake(file)) key = made->publicHex();
        });
    for (std::thread& seat : seats) seat.join();
    QVERIFY(!keys[0].empty());
    for (const std::string& key : keys) QCOMPARE(key, keys[0]);
}

void TestAnchor::anchorsComeBackAsTheyWereWritten() {
    const QTemporaryDir folder;
    const auto key = SealKey::openOrMake(in(folder, "seal.key"));
    const auto rows = support::madeJournal(20, 3, 1);
    std::vector<Anchor> written;
    for (std::size_t i = 0; i < rows.size(); i += 5) {
        written.push_back(support::anchorOf(*key, rows, i));
        QVERIFY(appendAnchor(in(folder, "anchors"), written.back()));
    }
    const auto read = readAnchors(in(folder, "anchors"), "hall");
    QVERIFY(read);
    QCOMPARE(read->found, written);
    for (const Anchor& anchor : read->found) QVERIFY(signatureFits(anchor));
    QCOMPARE(read->torn, 0);
}

void TestAnchor::aTornLineTakesNoOtherWithIt() {
    const QTemporaryDir folder;
    const auto key = SealKey::openOrMake(in(folder, "seal.key"));
    const auto rows = support::madeJournal(3, 1, 1);
    const std::string file = anchorFile(folder.path().toStdString(), "hall").string();
    QVERIFY(appendAnchor(folder.path().toStdString(), support::anchorOf(*key, rows, 0)));
    const QByteArray first = bytesOfFile(file);
    QVERIFY(appendAnchor(folder.path().toStdString(), support::anchorOf(*key, rows, 1)));
    const QByteArray both = bytesOfFile(file);
    for (qsizetype length = first.size() + 1; length < both.size() - 1; length += 7) {
        put(file, both.left(length));
        auto read = readAnchors(folder.path().toStdString(), "hall");
        QVERIFY(read);
        QCOMPARE(read->found.size(), std::size_t(1));
        QCOMPARE(read->torn, 1);
        QVERIFY(read->unreadable.empty());
        QVERIFY(appendAnchor(folder.path().toStdString(), support::anchorOf(*key, rows, 2)));
        read = readAnchors(folder.path().toStdString(), "hall");
        QCOMPARE(read->found.size(), std::size_t(2));
        QCOMPARE(read->found[1].seq.value, 3);
    }
}

void TestAnchor::aSpoiledLineIsNamed() {
    const QTemporaryDir folder;
    const auto key = SealKey::openOrMake(in(folder, "seal.key"));
    const auto rows = support::madeJournal(3, 1, 1);
    const std::string file = anchorFile(folder.path().toStdString(), "hall").string();
    for (std::size_t i = 0; i < 3; ++i)
        QVERIFY(appendAnchor(folder.path().toStdString(), support::anchorOf(*key, rows, i)));
    QByteArray bytes = bytesOfFile(file);
    const qsizetype second = bytes.indexOf('\n') + 1;
    put(file, bytes.replace(second + 30, 1, "\xff"));
    const auto read = readAnchors(folder.path().toStdString(), "hall");
    QVERIFY(read);
    QCOMPARE(read->unreadable, std::vector<std::int64_t>{2});
    QCOMPARE(read->found.size(), std::size_t(2));
}

void TestAnchor::aFolderThatCannotBeWrittenIsAnError() {
    const QTemporaryDir folder;
    put(in(folder, "file"), "no folder");
    const auto key = SealKey::openOrMake(in(folder, "seal.key"));
    const auto rows = support::madeJournal(1, 1, 1);
    const auto written = appendAnchor(in(folder, "file"), support::anchorOf(*key, rows, 0));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Unavailable);
    QVERIFY(written.error().detail.find("file") != std::string::npos);
}

void TestAnchor::anotherStoresAnchorsAreNotRead() {
    const QTemporaryDir folder;
    const auto key = SealKey::openOrMake(in(folder, "seal.key"));
    const auto rows = support::madeJournal(1, 1, 1);
    QVERIFY(appendAnchor(folder.path().toStdString(), support::anchorOf(*key, rows, 0)));
    const auto other = readAnchors(folder.path().toStdString(), "another");
    QVERIFY(other && other->found.empty());
    put(anchorFile(folder.path().toStdString(), "another").string(),
        bytesOfFile(anchorFile(folder.path().toStdString(), "hall").string()));
    QCOMPARE(readAnchors(folder.path().toStdString(), "another")->unreadable.size(),
             std::size_t(1));
}

QTEST_APPLESS_MAIN(TestAnchor)
#include "tst_anchor.moc"
