// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "gis/seal/password.h"
#include "gis/store/open_store.h"
#include "tests/support/program.h"

/// Users of a store, as a script makes them and signs them in.
class TestUserVerb : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void initMakesOneAdministratorWithAOneTimePassword();
    void aOneTimePasswordOnlyLetsItselfBeReplaced();
    void withoutUsersEverybodyMayAndTheFirstIsAnAdministrator();
    void verbsThatWriteWantAUserOnceThereIsOne();
    void aWrongPasswordIsRefusedSlowlyAndJournalled();
    void theRefusalTellsNobodyWhichNamesThereAre();
    void aDisabledUserIsNotLetIn();
    void theLastAdministratorStays();
    void aDeviceGetsATokenOnce();
    void rolesDecide();
    void badNamesAndReferencesAreRefused_data();
    void badNamesAndReferencesAreRefused();
    void noPasswordLiesInTheStore();

  private:
    std::string path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    /// Makes a store whose administrator has a password of its own.
    std::string hall(const char* name);
    /// Adds a user and lets it choose a password.
    void addWithPassword(const std::string& store, const char* name, const char* role);
    support::Ran user(const std::string& store, std::vector<std::string> words) {
        words.insert(words.begin(), {GRIDHALL_PROGRAM, "user"});
        words.insert(words.end(), {"--store", store});
        return support::run(words);
    }
    void use(const char* name, const std::string& password);

    QTemporaryDir m_folder;
};

using namespace dispatch;

namespace {

constexpr const char* kPassword = "four quiet lanterns";

std::string keyOf(const support::Ran& ran, const char* key) {
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(ran.out)).object();
    return object.value(QString::fromUtf8(key)).toString().toStdString();
}

std::vector<std::string> actionsIn(const std::string& path) {
    std::vector<std::string> actions;
    const auto store = gis::openStore(path);
    if (!store) return actions;
    const auto read = (*store)->readJournal({}, [&](JournalRow&& row) {
        actions.push_back(row.officer + ' ' + row.action + ' ' + row.what);
        return true;
    });
    if (!read) actions.push_back(read.error().detail);
    return actions;
}

}  // namespace

#define RUNS(ran, wanted)                                                     \
    do {                                                                      \
        const support::Ran r = (ran);                                         \
        QVERIFY2(r.exitCode == (wanted),                                      \
                 (std::to_string(r.exitCode) + " " + r.out + r.err).c_str()); \
    } while (false)

void TestUserVerb::initTestCase() {
    qputenv("XDG_STATE_HOME", m_folder.filePath(QStringLiteral("state")).toUtf8());
    qputenv("USER", "somebody");
    qputenv("GRIDHALL_SEAT", "seat-1");
}

void TestUserVerb::cleanup() {
    qunsetenv("GRIDHALL_USER");
    qunsetenv("GRIDHALL_PASSWORD_FILE");
}

void TestUserVerb::use(const char* name, const std::string& password) {
    const std::string file = path("password-in-use");
    QVERIFY(gis::keepSecret(file, gis::Secret(password)));
    qputenv("GRIDHALL_USER", name);
    qputenv("GRIDHALL_PASSWORD_FILE", QByteArray::fromStdString(file));
}

std::string TestUserVerb::hall(const char* name) {
    const std::string store = path(name);
    const auto made = support::run({GRIDHALL_PROGRAM, "init", store, "--json"});
    use("admin", keyOf(made, "password"));
    if (!gis::keepSecret(path("new"), gis::Secret(std::string(kPassword)))) return {};
    const auto changed = user(store, {"password", "admin", "--new", path("new")});
    use("admin", kPassword);
    return changed.exitCode == 0 ? store : std::string();
}

void TestUserVerb::addWithPassword(const std::string& store, const char* name, const char* role) {
    use("admin", kPassword);
    const auto added = user(store, {"add", name, "--role", role, "--json"});
    QVERIFY2(added.exitCode == 0, added.err.c_str());
    use(name, keyOf(added, "password"));
    RUNS(user(store, {"password", name, "--new", path("new")}), 0);
    use(name, kPassword);
}

void TestUserVerb::initMakesOneAdministratorWithAOneTimePassword() {
    const auto made = support::run({GRIDHALL_PROGRAM, "init", path("one"), "--json"});
    QCOMPARE(made.exitCode, 0);
    QCOMPARE(keyOf(made, "administrator"), std::string("admin"));
    QCOMPARE(keyOf(made, "password").size(), std::size_t(19));
    const auto spoken = support::run({GRIDHALL_PROGRAM, "init", path("two")});
    QVERIFY(spoken.out.find("administrator admin, one-time password (shown once): ") !=
            std::string::npos);
    const auto list = user(path("one"), {"list", "--json"});
    const auto rows = QJsonDocument::fromJson(QByteArray::fromStdString(list.out)).array();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].toObject().value(QLatin1String("state")).toString(),
             QStringLiteral("one-time"));
}

void TestUserVerb::aOneTimePasswordOnlyLetsItselfBeReplaced() {
    const std::string store = path("once");
    const auto made = support::run({GRIDHALL_PROGRAM, "init", store, "--json"});
    const std::string once = keyOf(made, "password");
    use("admin", once);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 5);
    for (const char* weak : {"short", "12345678", "ADMIN"}) {
        QVERIFY(gis::keepSecret(path("weak"), gis::Secret(std::string(weak))));
        RUNS(user(store, {"password", "admin", "--new", path("weak")}), 4);
    }
    QVERIFY(gis::keepSecret(path("weak"), gis::Secret(once)));
    RUNS(user(store, {"password", "admin", "--new", path("weak")}), 4);
    RUNS(user(store, {"password", "admin"}), 2);
    QVERIFY(gis::keepSecret(path("new"), gis::Secret(std::string(kPassword))));
    RUNS(user(store, {"password", "admin", "--new", path("new")}), 0);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 5);  // the old one holds no more
    use("admin", kPassword);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 0);
}

void TestUserVerb::withoutUsersEverybodyMayAndTheFirstIsAnAdministrator() {
    const std::string store = path("free");
    RUNS(support::run({GRIDHALL_PROGRAM, "init", store, "--without-users"}), 0);
    RUNS(support::run({GRIDHALL_PROGRAM, "clock", "confirm", "--store", store}), 0);
    RUNS(support::run({GRIDHALL_PROGRAM, "clock", "confirm", "--store", store, "--user", "x"}), 5);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 4);
    RUNS(user(store, {"add", "zhang", "--role", "administrator"}), 0);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 5);
    QCOMPARE(actionsIn(store).back(),
             std::string("somebody user-add user zhang role administrator"));
}

void TestUserVerb::verbsThatWriteWantAUserOnceThereIsOne() {
    const std::string store = hall("writes");
    QFile csv(QString::fromStdString(path("cases.csv")));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("code,title,category,reported\nT-1,Lamp,other,2026-11-22T08:00:00Z\n");
    csv.close();
    const std::vector<std::vector<std::string>> verbs = {{"import", "cases", path("cases.csv")},
                                                         {"clock", "confirm"},
                                                         {"simulate", "--seconds", "1"}};
    cleanup();
    for (std::vector<std::string> words : verbs) {
        words.insert(words.begin(), GRIDHALL_PROGRAM);
        words.insert(words.end(), {"--store", store});
        RUNS(support::run(words), 5);
        words.insert(words.end(), {"--user", "admin"});
        RUNS(support::run(words), 5);  // no password is named
    }
    RUNS(support::run({GRIDHALL_PROGRAM, "check", "--store", store}), 0);
    RUNS(support::run({GRIDHALL_PROGRAM, "import", "cases", path("cases.csv"), "--dry-run",
                       "--store", store}),
         0);
    use("admin", kPassword);
    RUNS(support::run({GRIDHALL_PROGRAM, "import", "cases", path("cases.csv"), "--store", store}),
         0);
    const auto actions = actionsIn(store);
    const auto told = std::find_if(actions.begin(), actions.end(), [](const std::string& action) {
        return action.find(" import ") != std::string::npos;
    });
    QVERIFY2(told != actions.end() && told->starts_with("admin "), actions.back().c_str());
}

void TestUserVerb::aWrongPasswordIsRefusedSlowlyAndJournalled() {
    const std::string store = hall("wrong");
    use("admin", "three quiet lanterns");
    const auto refused = user(store, {"add", "li", "--role", "officer"});
    QCOMPARE(refused.exitCode, 5);
    QVERIFY(refused.seconds >= 1);
    QCOMPARE(actionsIn(store).back(), std::string("admin sign-in-failed user admin"));
    use("li\nadmin\x1b[2J", kPassword);
    QCOMPARE(user(store, {"add", "li", "--role", "officer"}).exitCode, 5);
    QVERIFY(actionsIn(store).back().find('\x1b') == std::string::npos);
}

void TestUserVerb::theRefusalTellsNobodyWhichNamesThereAre() {
    const std::string store = hall("names");
    use("admin", "three quiet lanterns");
    const std::string known = user(store, {"add", "li", "--role", "officer"}).err;
    use("nobody", "three quiet lanterns");
    std::string unknown = user(store, {"add", "li", "--role", "officer"}).err;
    unknown.replace(unknown.find("nobody"), 6, "admin");
    QCOMPARE(unknown, known);
}

void TestUserVerb::aDisabledUserIsNotLetIn() {
    const std::string store = hall("disabled");
    addWithPassword(store, "chen", "administrator");
    use("admin", kPassword);
    RUNS(user(store, {"disable", "chen"}), 0);
    use("chen", kPassword);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 5);
    use("admin", kPassword);
    RUNS(user(store, {"enable", "chen"}), 0);
    use("chen", kPassword);
    RUNS(user(store, {"add", "li", "--role", "officer"}), 0);
}

void TestUserVerb::theLastAdministratorStays() {
    const std::string store = hall("last");
    RUNS(user(store, {"disable", "admin"}), 5);
    RUNS(user(store, {"role", "admin", "officer"}), 5);
    RUNS(user(store, {"add", "chen", "--role", "administrator"}), 0);
    RUNS(user(store, {"role", "admin", "officer"}), 0);
    RUNS(user(store, {"role", "chen", "officer"}), 5);  // admin may no more
}

void TestUserVerb::aDeviceGetsATokenOnce() {
    const std::string store = hall("device");
    const auto made = user(store, {"add", "handset-1", "--role", "device", "--json"});
    QCOMPARE(made.exitCode, 0);
    QCOMPARE(keyOf(made, "token").size(), std::size_t(64));
    RUNS(user(store, {"role", "handset-1", "officer"}), 4);
    use("handset-1", keyOf(made, "token"));
    RUNS(user(store, {"add", "li", "--role", "officer"}), 5);
    RUNS(support::run({GRIDHALL_PROGRAM, "simulate", "--seconds", "1", "--store", store}), 4);
    use("admin", kPassword);
    const auto again = user(store, {"password", "handset-1", "--json"});
    QCOMPARE(again.exitCode, 0);
    QVERIFY(keyOf(again, "token") != keyOf(made, "token"));
}

void TestUserVerb::rolesDecide() {
    const std::string store = hall("roles");
    addWithPassword(store, "li", "officer");
    RUNS(support::run({GRIDHALL_PROGRAM, "clock", "confirm", "--store", store}), 5);
    RUNS(user(store, {"add", "chen", "--role", "officer"}), 5);
    RUNS(user(store, {"password", "admin"}), 5);
    addWithPassword(store, "su", "supervisor");
    RUNS(support::run({GRIDHALL_PROGRAM, "clock", "confirm", "--store", store}), 0);
    RUNS(user(store, {"disable", "li"}), 5);
}

void TestUserVerb::badNamesAndReferencesAreRefused_data() {
    QTest::addColumn<QString>("words");
    QTest::newRow("blank") << "add|li si|--role|officer";
    QTest::newRow("control character") << "add|li\x01|--role|officer";
    QTest::newRow("right-to-left mark and newline") << "add|li\nsi|--role|officer";
    QTest::newRow("too long") << QStringLiteral("add|") + QString(65, QLatin1Char('x')) +
                                     QStringLiteral("|--role|officer");
    QTest::newRow("empty") << "add||--role|officer";
    QTest::newRow("no such role") << "add|li|--role|king";
    QTest::newRow("no such centre") << "add|li|--role|officer|--centre|nowhere";
    QTest::newRow("no such responder") << "add|h1|--role|device|--responder|nobody";
    QTest::newRow("an officer answers for nobody") << "add|li|--role|officer|--responder|w1";
    QTest::newRow("unknown user") << "disable|nobody";
}

void TestUserVerb::badNamesAndReferencesAreRefused() {
    QFETCH(QString, words);
    static const std::string store = hall("bad");
    use("admin", kPassword);
    std::vector<std::string> list;
    for (const QString& word : words.split(QLatin1Char('|'))) list.push_back(word.toStdString());
    RUNS(user(store, list), 4);
    const auto rows = user(store, {"list", "--json"});
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(rows.out)).array().size(), 1);
}

void TestUserVerb::noPasswordLiesInTheStore() {
    const std::string store = hall("secret");
    for (const char* part : {"", "-wal"}) {
        QFile file(QString::fromStdString(store) + QString::fromUtf8(part));
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains(kPassword));
        QVERIFY(*part || bytes.contains("$argon2id$"));
    }
    const auto check = support::run({GRIDHALL_PROGRAM, "user", "list", "--store", store});
    QVERIFY(check.out.find("argon2") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestUserVerb)
#include "tst_user_verb.moc"
