// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include "dispatch/rules.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

std::string fileText(const char* name) {
    QFile file(QStringLiteral(GRIDHALL_SOURCE_DIR "/resources/defaults/") +
               QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

ZoneTable zone(const std::string& name) {
    if (name == "Asia/Shanghai") return {{Seconds{}, 8h}};
    if (name == "Europe/Lisbon") return {{Seconds{}, 0h}};
    return {};
}

Result<Rules> read(const std::vector<std::pair<std::string, std::string>>& settings) {
    std::vector<Setting> rows;
    for (const auto& [key, value] : settings) {
        Setting row;
        row.id.value = std::int64_t(rows.size()) + 1;
        row.key = key;
        row.value = value;
        rows.push_back(row);
    }
    const RuleTexts defaults{fileText("workflow.csv"), fileText("limits.csv"),
                             fileText("calendar.csv")};
    return readRules(Table<Setting>(rows), defaults, &zone);
}

}  // namespace

class TestRules : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aCityWithoutTablesHasTheDefaultOnes();
    void aBadTableNamesItsSetting_data();
    void aBadTableNamesItsSetting();
    void anOlderStoresLimitsAreRead();
    void aCentreMayHaveItsOwnZoneAndCalendar();
    void numbersAreReadOrTheFallbackCounts();
};

void TestRules::aCityWithoutTablesHasTheDefaultOnes() {
    const auto rules = read({});
    QVERIFY2(rules, rules ? "" : rules.error().detail.c_str());
    QCOMPARE(rules->workflow.firstStage(), std::string("accepted"));
    QVERIFY(rules->limits.allowed("0302", Risk::High, "community", "accepted"));
    QCOMPARE(rules->calendar.zone.front().offset, std::chrono::seconds(8h));
}

void TestRules::aBadTableNamesItsSetting_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("workflow") << "rules.workflow"
                              << "stage,one"
                              << "setting rules.workflow: ";
    QTest::newRow("limits") << "rules.limits"
                            << "nonsense"
                            << "setting rules.limits: ";
    QTest::newRow("calendar") << "rules.calendar"
                              << "nonsense"
                              << "setting rules.calendar: ";
    QTest::newRow("zone") << "zone"
                          << "Atlantis"
                          << "setting zone: unknown time zone \"Atlantis\"";
    QTest::newRow("a centre's zone") << "centre.zone.9903"
                                     << "Atlantis"
                                     << "setting centre.zone.9903: ";
    QTest::newRow("a centre's calendar") << "centre.calendar.9903"
                                         << "nonsense"
                                         << "setting centre.calendar.9903: ";
}

void TestRules::aBadTableNamesItsSetting() {
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, says);
    const auto rules = read({{key.toStdString(), value.toStdString()}});
    QVERIFY(!rules);
    QCOMPARE(rules.error().code, ErrorCode::BadInput);
    QVERIFY2(rules.error().detail.starts_with(says.toStdString()), rules.error().detail.c_str());
}

void TestRules::anOlderStoresLimitsAreRead() {
    const auto rules = read({{"limits", "category,risk,stage,minutes\n*,low,accepted,7\n"}});
    QVERIFY2(rules, rules ? "" : rules.error().detail.c_str());
    const auto allowed = rules->limits.allowed("01", Risk::Low, "city", "accepted");
    QVERIFY(allowed);
    QCOMPARE(allowed->amount, 7);
}

void TestRules::aCentreMayHaveItsOwnZoneAndCalendar() {
    const auto rules = read({{"centre.zone.990301", "Europe/Lisbon"},
                             {"centre.calendar.990302", "hours,1-7,00:00-24:00"}});
    QVERIFY2(rules, rules ? "" : rules.error().detail.c_str());
    const auto offset = [&](const char* centre) {
        return rules->calendarOf(centre).zone.front().offset;
    };
    QCOMPARE(offset("990301"), 0s);
    // Those below it follow it, others keep the city's.
    QCOMPARE(offset("990301001001"), 0s);
    QCOMPARE(offset("990302"), std::chrono::seconds(8h));
    QCOMPARE(offset(""), std::chrono::seconds(8h));
    QVERIFY(!rules->calendarOf("990302001").hours[6].empty());
    QVERIFY(rules->calendarOf("9903").hours[6].empty());
}

void TestRules::numbersAreReadOrTheFallbackCounts() {
    const auto rules = read({{"desk.check_seconds", "120"}, {"desk.note_seconds", "soon"}});
    QVERIFY(rules);
    QCOMPARE(rules->number("desk.check_seconds", 5), std::int64_t(120));
    QCOMPARE(rules->number("desk.note_seconds", 5), std::int64_t(5));
    QCOMPARE(rules->number("desk.unheard_of", 5), std::int64_t(5));
}

QTEST_APPLESS_MAIN(TestRules)
#include "tst_rules.moc"
