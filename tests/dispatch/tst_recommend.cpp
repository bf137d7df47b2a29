// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "dispatch/recommend.h"
#include "tests/support/seed.h"

using namespace dispatch;

namespace {

constexpr Millis kNow{std::chrono::milliseconds(1'700'000'000'000)};
constexpr LonLat kHere{106.82, 39.67};

struct Hall {
    std::vector<Responder> people;
    std::vector<Fix> fixes;
    Picture picture;

    Responder& add(const char* code, double metresEast, int secondsOld = 5) {
        Responder who;
        who.id.value = static_cast<std::int64_t>(people.size()) + 1;
        who.code = code;
        who.onDuty = true;
        who.reportSeconds = 10;
        people.push_back(who);
        Fix fix;
        fix.responder = who.id;
        fix.time = kNow - std::chrono::seconds(secondsOld);
        fix.place = {kHere.lon + metresEast / 85'700.0, kHere.lat};
        fixes.push_back(fix);
        return people.back();
    }
    const Picture& make() {
        picture.responders = Table<Responder>(people);
        picture.fixes = std::make_shared<const std::vector<Fix>>(fixes);
        return picture;
    }
    QString order(const Case& record, std::size_t count = 10) {
        const Picture& all = make();
        QStringList codes;
        for (const Candidate& one :
             recommend(all, record, kNow, StraightTravelTime(all), count).candidates)
            codes << QString::fromStdString(all.responders.find(one.responder)->code);
        return codes.join(QLatin1Char(' '));
    }
};

Case fire() {
    Case record;
    record.place = kHere;
    record.grid = "G1";
    return record;
}

}  // namespace

class TestRecommend : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theNearestFreeOneComesFirst() {
        Hall hall;
        hall.add("far", 3000);
        hall.add("near", 200);
        hall.add("middle", 900);
        QCOMPARE(hall.order(fire()), QStringLiteral("near middle far"));
        QCOMPARE(hall.order(fire(), 2), QStringLiteral("near middle"));
    }

    void aCarFromFartherAwayMayBeSooner() {
        Hall hall;
        hall.add("walks", 600);
        hall.add("drives", 2000).vehicle = Vehicle::Car;
        QCOMPARE(hall.order(fire()), QStringLiteral("drives walks"));
    }

    void whoKnowsTheGridIsAheadByAMinuteOnly() {
        Hall hall;
        hall.add("stranger", 300);
        hall.add("local", 330).grid = "G1";
        hall.add("farLocal", 900).grid = "G1";
        QCOMPARE(hall.order(fire()), QStringLiteral("local stranger farLocal"));
    }

    void busyOnesComeAfterAllFreeOnes() {
        Hall hall;
        hall.add("busy", 50).state = WorkState::EnRoute;
        hall.add("free", 4000);
        QCOMPARE(hall.order(fire()), QStringLiteral("free busy"));
    }

    void staleRestingAndUnlocatedAreCountedAndNeverRanked() {
        Hall hall;
        hall.add("stale", 10, 61);
        hall.add("resting", 10).state = WorkState::Resting;
        hall.add("offDuty", 10).onDuty = false;
        hall.add("ageing", 500, 45);
        Responder lost = hall.people.back();
        lost.id.value = 99;
        hall.people.push_back(lost);
        const Picture& all = hall.make();
        const auto result = recommend(all, fire(), kNow, StraightTravelTime(all), 10);
        QCOMPARE(result.candidates.size(), std::size_t(1));
        QCOMPARE(result.candidates[0].responder.value, 4);
        QVERIFY(result.candidates[0].age == FixAge::Ageing);
        QCOMPARE(result.stale, 1);
        QCOMPARE(result.resting, 1);
        QCOMPARE(result.unlocated, 1);
        QVERIFY(!result.byRoad);
    }

    void aCaseWithoutAPositionRanksNobody() {
        Hall hall;
        hall.add("near", 200);
        QCOMPARE(hall.order(Case{}), QString());
    }

    void theShortListIsTheHeadOfTheLongOne() {
        std::mt19937 random(static_cast<unsigned>(support::seed("recommend")));
        for (int round = 0; round < 20; ++round) {
            Hall hall;
            const int people = 1 + static_cast<int>(random() % 200);
            for (int i = 0; i < people; ++i) {
                Responder& who = hall.add("r", static_cast<double>(random() % 5000));
                who.code = std::to_string(i);
                who.state = static_cast<WorkState>(random() % 5);
                who.vehicle = static_cast<Vehicle>(random() % 3);
                if (random() % 3 == 0) who.grid = "G1";
            }
            const QString all = hall.order(fire(), 1000);
            const QString few = hall.order(fire(), 5);
            QVERIFY2(all.startsWith(few), qPrintable(all + QStringLiteral(" / ") + few));
        }
    }
};

QTEST_APPLESS_MAIN(TestRecommend)
#include "tst_recommend.moc"
