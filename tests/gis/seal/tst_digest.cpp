// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gis/seal/digest.h"

/// Digests against the published vectors.
class TestDigest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void agreesWithThePublishedVectors_data();
    void agreesWithThePublishedVectors();
    void hexGoesThereAndBack();
    void randomTextIsLongEnoughAndNeverTheSame();
};

using namespace gis;

void TestDigest::agreesWithThePublishedVectors_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("hex");
    // FIPS 180-4 examples.
    QTest::newRow("empty") << ""
                           << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    QTest::newRow("abc") << "abc"
                         << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QTest::newRow("two blocks") << "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
                                << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c"
                                   "1";
    QTest::newRow("a million times a")
        << QString(1000000, QLatin1Char('a'))
        << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
}

void TestDigest::agreesWithThePublishedVectors() {
    QFETCH(QString, text);
    QFETCH(QString, hex);
    QCOMPARE(QString::fromStdString(sha256Hex(text.toStdString())), hex);
}

void TestDigest::hexGoesThereAndBack() {
    const Digest digest = sha256("abc");
    Digest back{};
    QVERIFY(bytesOf(hexOf(digest), back));
    QCOMPARE(back, digest);
    QVERIFY(!bytesOf(hexOf(digest).substr(1), back));
    QVERIFY(!bytesOf("g" + hexOf(digest).substr(1), back));
}

void TestDigest::randomTextIsLongEnoughAndNeverTheSame() {
    QCOMPARE(randomHex(16).size(), std::size_t(32));
    QVERIFY(randomHex(16) != randomHex(16));
}

QTEST_APPLESS_MAIN(TestDigest)
#include "tst_digest.moc"
