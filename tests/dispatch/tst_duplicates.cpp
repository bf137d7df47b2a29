// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <random>

#include "dispatch/distance.h"
#include "dispatch/duplicates.h"
#include "dispatch/proposal.h"
#include "gis/geometry/geodesic.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr Seconds kNow{1764122400s};
constexpr LonLat kHere{106.80, 39.67};

Picture withCategories() {
    Picture city;
    city.categories =
        Table<Category>({{CategoryId{1}, "03", "", "安全隐患", "Safety", Risk::High, 1, {}},
                         {CategoryId{2}, "0301", "03", "消防通道堵塞", "Lane", Risk::High, 1, {}},
                         {CategoryId{3}, "0302", "03", "火情烟雾", "Fire", Risk::High, 1, {}},
                         {CategoryId{4}, "0404", "04", "噪声扰民", "Noise", Risk::Low, 1, {}}});
    return city;
}

Case caseAt(int id, LonLat place, const char* category, std::chrono::seconds ago) {
    Case record;
    record.id = CaseId{id};
    record.code = "C" + std::to_string(id);
    record.category = category;
    record.place = place;
    record.reported = kNow - ago;
    return record;
}

Case draftAt(LonLat place) {
    return caseAt(0, place, "0302", 0s);
}

QString told(const std::vector<NearCase>& hits) {
    QStringList words;
    for (const NearCase& hit : hits)
        words << QStringLiteral("%1%2")
                     .arg(hit.record.value)
                     .arg(hit.isDuplicate ? QLatin1String("!") : QLatin1String());
    return words.join(QLatin1Char(' '));
}

/// Every pair by the exact geodesic, in plain words; what `nearCases` must find.
std::vector<NearCase> plainScan(const Picture& city, const Case& draft,
                                const DuplicateRules& rules) {
    std::vector<NearCase> hits;
    city.cases.forEach([&](const Case& other) {
        if (other.id == draft.id || other.mergedInto) return;
        NearCase hit;
        hit.record = other.id;
        hit.age = kNow - other.reported;
        const bool bothPlaced = draft.place && other.place;
        if (bothPlaced) hit.distance = gis::distance(*draft.place, *other.place);
        const bool near = bothPlaced
                              ? hit.distance->value <= rules.near.value
                              : !draft.placeText.empty() && draft.placeText == other.placeText;
        if (!near) return;
        const bool kind = !draft.category.empty() && !other.category.empty() &&
                          draft.category.substr(0, 2) == other.category.substr(0, 2);
        const bool close = !bothPlaced || hit.distance->value <= rules.duplicate.value;
        hit.isDuplicate =
            kind && close && std::chrono::abs(draft.reported - other.reported) <= rules.within;
        hits.push_back(hit);
    });
    std::stable_sort(hits.begin(), hits.end(), [](const NearCase& a, const NearCase& b) {
        const double da = a.distance ? a.distance->value : 0;
        const double db = b.distance ? b.distance->value : 0;
        return std::tuple(!a.isDuplicate, da, a.age, a.record) <
               std::tuple(!b.isDuplicate, db, b.age, b.record);
    });
    if (hits.size() > rules.most) hits.resize(rules.most);
    return hits;
}

Picture randomCity(std::mt19937_64& random, int cases, double spread) {
    Picture city = withCategories();
    const char* const codes[] = {"0301", "0302", "03", "0404", "", "7777"};
    std::uniform_real_distribution<double> shift(-spread, spread);
    std::vector<Case> open;
    for (int i = 1; i <= cases; ++i) {
        Case record = caseAt(i, {kHere.lon + shift(random), kHere.lat + shift(random)},
                             codes[random() % 6], std::chrono::seconds(int(random() % 2400) - 600));
        if (random() % 5 == 0) record.place.reset();
        if (random() % 3 == 0) record.placeText = "人民路 41 号";
        if (random() % 17 == 0) record.mergedInto = CaseId{1};
        open.push_back(record);
    }
    city.cases = Table<Case>(open);
    return city;
}

}  // namespace

class TestDuplicates : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void edgesOfDistanceTimeAndCategoryCount() {
        Picture city = withCategories();
        const auto east = [](double metres) { return gis::destination(kHere, 90, Metres{metres}); };
        Case merged = caseAt(9, kHere, "0302", 1min);
        merged.mergedInto = CaseId{1};
        city.cases = Table<Case>(
            {caseAt(1, east(199.9), "0302", 10min), caseAt(2, east(200.1), "0302", 1min),
             caseAt(3, east(50), "0301", 1min),  // the same first level
             caseAt(4, east(10), "0404", 1min),  // another matter
             caseAt(5, east(20), "0302", 601s),  // too long ago
             caseAt(6, east(500.1), "0302", 1min), caseAt(7, east(499.9), "0404", 99h),
             caseAt(8, kHere, "0302", 0s), merged});
        QCOMPARE(told(nearCases(city, draftAt(kHere), kNow)), QStringLiteral("8! 3! 1! 4 5 2 7"));
        Case saved = draftAt(kHere);
        saved.id = CaseId{8};
        QCOMPARE(told(nearCases(city, saved, kNow)), QStringLiteral("3! 1! 4 5 2 7"));
        Case unsorted = draftAt(kHere);
        unsorted.category.clear();
        QCOMPARE(told(nearCases(city, unsorted, kNow)), QStringLiteral("8 4 5 3 1 2 7"));
    }

    void aTypedPlaceAloneIsComparedAsText() {
        Picture city = withCategories();
        Case typed = caseAt(1, kHere, "0302", 1min);
        typed.place.reset();
        typed.placeText = "人民路 41 号对面";
        Case unknown = typed;
        unknown.id = CaseId{2};
        unknown.placeText.clear();
        city.cases = Table<Case>({typed, unknown});
        Case draft = draftAt(kHere);
        QCOMPARE(told(nearCases(city, draft, kNow)), QString());
        draft.placeText = typed.placeText;
        const auto hits = nearCases(city, draft, kNow);
        QCOMPARE(told(hits), QStringLiteral("1!"));
        QVERIFY(!hits[0].distance);
    }

    void settingsAreTheCitysRules() {
        Picture city;
        city.settings = Table<Setting>({{SettingId{1}, "desk.duplicate_metres", "350", {}},
                                        {SettingId{2}, "desk.duplicate_minutes", "2.5", {}},
                                        {SettingId{3}, "desk.near_metres", "many", {}}});
        const DuplicateRules rules = duplicateRules(city);
        QCOMPARE(rules.duplicate.value, 350.0);
        QCOMPARE(rules.within, 150s);
        QCOMPARE(rules.near.value, 500.0);
        city.settings = Table<Setting>({{SettingId{1}, "desk.duplicate_metres", "-1", {}},
                                        {SettingId{2}, "desk.duplicate_minutes", "nan", {}}});
        QCOMPARE(duplicateRules(city).duplicate.value, 200.0);
        QCOMPARE(duplicateRules(city).within, 600s);
    }

    void aPlainScanFindsTheSame() {
        std::mt19937_64 random(support::seed("duplicates"));
        for (int round = 0; round < 60; ++round) {
            const Picture city = randomCity(random, 120, 0.006);
            Case draft = draftAt(kHere);
            draft.id = CaseId{std::int64_t(random() % 40)};
            if (round % 4 == 0) draft.category = "03";
            if (round % 5 == 0) draft.category.clear();
            if (round % 6 == 0) draft.place.reset();
            if (round % 2 == 0) draft.placeText = "人民路 41 号";
            DuplicateRules rules;
            rules.most = round % 3 == 0 ? 7 : 500;
            QCOMPARE(told(nearCases(city, draft, kNow, rules)),
                     told(plainScan(city, draft, rules)));
        }
    }

    void theDistanceIsTheGeodesicOne() {
        std::mt19937_64 random(support::seed("ground distance"));
        std::uniform_real_distribution<double> lon(-180, 180);
        std::uniform_real_distribution<double> lat(-70, 70);
        std::uniform_real_distribution<double> azimuth(0, 360);
        for (int i = 0; i < 2000; ++i) {
            const LonLat from{lon(random), lat(random)};
            for (const double metres : {0.5, 200.0, 1000.0}) {
                const LonLat to = gis::destination(from, azimuth(random), Metres{metres});
                QVERIFY(std::abs(groundDistance(from, to).value - metres) < 0.001);
            }
            const LonLat far = gis::destination(from, azimuth(random), Metres{100000});
            if (std::abs(far.lat) < 70)
                QVERIFY(std::abs(groundDistance(from, far).value - 100000) < 100);
        }
    }

    void thousandsOfOpenCasesTakeLittleTime() {
        std::mt19937_64 random(1);
        const Picture city = randomCity(random, 3400, 0.05);
        QElapsedTimer timer;
        qint64 best = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 5; ++i) {
            timer.start();
            QVERIFY(!nearCases(city, draftAt(kHere), kNow).empty());
            best = std::min(best, timer.nsecsElapsed());
        }
        QVERIFY2(best < 5000000, qPrintable(QStringLiteral("%1 us").arg(best / 1000)));
    }

    void aCategoryProposesRiskAndLeadUnit() {
        Picture city = withCategories();
        Unit fire;
        fire.id = UnitId{1};
        fire.code = "U-FIRE";
        Unit street = fire;
        street.id = UnitId{2};
        street.code = "U-STREET";
        city.units = Table<Unit>({fire, street});
        QVERIFY(!proposalOf(city, "8888"));
        QCOMPARE(proposalOf(city, "0302"), std::optional(Proposal{Risk::High, "", false}));
        Case led = caseAt(1, kHere, "0302", 1h);
        led.leadUnit = "U-STREET";
        Case gone = caseAt(2, kHere, "0302", 1h);
        gone.leadUnit = "U-NO-MORE";
        city.cases = Table<Case>({led, gone});
        QCOMPARE(proposalOf(city, "0302"), std::optional(Proposal{Risk::High, "U-STREET", true}));
        city.settings = Table<Setting>({{SettingId{1}, "desk.lead.03", "U-FIRE", {}}});
        QCOMPARE(proposalOf(city, "0302"), std::optional(Proposal{Risk::High, "U-FIRE", false}));
        QCOMPARE(proposalOf(city, "0404"), std::optional(Proposal{Risk::Low, "", false}));
    }
};

QTEST_APPLESS_MAIN(TestDuplicates)
#include "tst_duplicates.moc"
