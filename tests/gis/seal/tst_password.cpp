// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cstdio>
#include <set>

#include "gis/seal/common_passwords.h"
#include "gis/seal/password.h"

/// Passwords and tokens: what may be chosen, what is kept, what fits.
class TestPassword : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void onlyTheRightPasswordFits();
    void theKeptTextIsArgon2idAndNeverTheSame();
    void weakerHashesAreMadeAnew();
    void textThatIsNoHashFitsNothing();
    void weakPasswordsAreRefused_data();
    void weakPasswordsAreRefused();
    void oneTimePasswordsAreReadableAndGood();
    void tokensFitWithoutASlowHash();
    void aPasswordFileOthersMayReadIsRefused();
    void theFirstLineOfAFileIsThePassword();
};

using namespace dispatch;
using namespace gis;

namespace {

Secret secret(const char* text) {
    return Secret(std::string(text));
}

}  // namespace

void TestPassword::onlyTheRightPasswordFits() {
    const auto start = std::chrono::steady_clock::now();
    const auto kept = hashPassword(secret("\xE6\xB6\x88\xE9\x98\xB2 is nearer"));
    std::printf("hashed in %.3f s\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    QVERIFY(kept);
    QVERIFY(passwordFits(*kept, secret("\xE6\xB6\x88\xE9\x98\xB2 is nearer")));
    QVERIFY(!passwordFits(*kept, secret("\xE6\xB6\x88\xE9\x98\xB2 is neareR")));
    QVERIFY(!passwordFits(*kept, Secret()));
    QVERIFY(!passwordFits(*kept, Secret(*kept)));
}

void TestPassword::theKeptTextIsArgon2idAndNeverTheSame() {
    const auto first = hashPassword(secret("correct horse"));
    const auto second = hashPassword(secret("correct horse"));
    QVERIFY(first->starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    QVERIFY(*first != *second);
}

void TestPassword::weakerHashesAreMadeAnew() {
    QVERIFY(!needsRehash(*hashPassword(secret("correct horse"))));
    QVERIFY(
        needsRehash("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                    "c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHQ"));
    QVERIFY(needsRehash(""));
    QVERIFY(!needsRehash(keepToken(deviceToken())));
}

void TestPassword::textThatIsNoHashFitsNothing() {
    for (const std::string kept : {"", "plain", "sha256:", "$argon2id$", "$argon2id$v=19$m=1"}) {
        QVERIFY(!passwordFits(kept, Secret()));
        QVERIFY(!passwordFits(kept, Secret(kept)));
    }
    QVERIFY(!passwordFits(std::string(500, '$'), secret("x")));
}

void TestPassword::weakPasswordsAreRefused_data() {
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("short") << QByteArray("abc-123") << QByteArray("has fewer than 8 characters");
    QTest::newRow("seven characters in 21 bytes")
        << QByteArray("\xE6\xB6\x88").repeated(7) << QByteArray("has fewer than 8 characters");
    QTest::newRow("eight characters in 24 bytes")
        << QByteArray("\xE6\xB6\x88").repeated(8) << QByteArray();
    QTest::newRow("common") << QByteArray("12345678") << QByteArray("is one of the most common");
    QTest::newRow("common in capitals")
        << QByteArray("PassWord123") << QByteArray("is one of the most common");
    QTest::newRow("the name") << QByteArray("Zhang.Wei.7") << QByteArray("is the user's name");
    QTest::newRow("no text") << QByteArray("\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7")
                             << QByteArray("is no UTF-8 text");
    QTest::newRow("endless") << QByteArray(1025, 'x') << QByteArray("has more than 1024 bytes");
    QTest::newRow("long") << QByteArray(1024, 'x') << QByteArray();
    QTest::newRow("good") << QByteArray("four quiet lanterns") << QByteArray();
}

void TestPassword::weakPasswordsAreRefused() {
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, reason);
    const auto checked = checkPassword(Secret(password.toStdString()), "zhang.wei.7");
    QCOMPARE(bool(checked), reason.isEmpty());
    if (checked) return;
    QCOMPARE(checked.error().code, ErrorCode::BadInput);
    QVERIFY2(checked.error().detail.find(reason.toStdString()) != std::string::npos,
             checked.error().detail.c_str());
    QVERIFY(checked.error().detail.find(password.toStdString()) == std::string::npos);
}

void TestPassword::oneTimePasswordsAreReadableAndGood() {
    std::set<std::string> seen;
    for (int i = 0; i < 500; ++i) {
        const Secret made = oneTimePassword();
        QCOMPARE(made.text().size(), std::size_t(19));
        QVERIFY(made.text().find_first_of("ilo01ILO") == std::string_view::npos);
        QVERIFY(checkPassword(made, "admin"));
        QVERIFY(seen.insert(std::string(made.text())).second);
    }
    for (const std::string_view common : commonPasswords())
        QVERIFY2(common.size() >= kLeastPasswordCharacters, std::string(common).c_str());
    QVERIFY(commonPasswords().size() >= 400);
}

void TestPassword::tokensFitWithoutASlowHash() {
    const Secret token = deviceToken();
    QCOMPARE(token.text().size(), std::size_t(64));
    const std::string kept = keepToken(token);
    QVERIFY(kept.find(token.text()) == std::string::npos);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 3400; ++i) QVERIFY(passwordFits(kept, token));
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
    QVERIFY(!passwordFits(kept, deviceToken()));
}

void TestPassword::aPasswordFileOthersMayReadIsRefused() {
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("deep/password")).toStdString();
    QCOMPARE(readSecret(file).error().code, ErrorCode::NotFound);
    QVERIFY(keepSecret(file, secret("correct horse")));
    struct stat facts {};
    QCOMPARE(::stat(file.c_str(), &facts), 0);
    QCOMPARE(facts.st_mode & 0777, mode_t(0600));
    QCOMPARE(std::string(readSecret(file)->text()), std::string("correct horse"));
    QVERIFY(keepSecret(file, secret("another horse")));
    QCOMPARE(std::string(readSecret(file)->text()), std::string("another horse"));
    QCOMPARE(::chmod(file.c_str(), 0644), 0);
    QCOMPARE(readSecret(file).error().code, ErrorCode::NotAllowed);
}

void TestPassword::theFirstLineOfAFileIsThePassword() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("password"));
    const std::vector<std::pair<QByteArray, std::string>> cases = {
        {"one\ntwo\n", "one"},
        {"one\r\n", "one"},
        {" one two ", " one two "},
        {QByteArray(1024, 'x') + "\n", std::string(1024, 'x')},
    };
    for (const auto& [bytes, password] : cases) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write(bytes);
        file.close();
        const auto read = readSecret(path.toStdString());
        QVERIFY(read);
        QCOMPARE(std::string(read->text()), password);
    }
    for (const QByteArray& bytes : {QByteArray(), QByteArray("\n"), QByteArray(1025, 'x')}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QCOMPARE(readSecret(path.toStdString()).error().code, ErrorCode::BadInput);
    }
}

QTEST_APPLESS_MAIN(TestPassword)
#include "tst_password.moc"
