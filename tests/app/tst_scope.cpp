// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "app/live/scope.h"
#include "tests/support/seed.h"

using namespace dispatch;

namespace {

Case made(int id, const char* grid, const char* centre = "", const char* asked = "") {
    Case record;
    record.id.value = id;
    record.code = "C" + std::to_string(id);
    record.grid = grid;
    record.centre = centre;
    record.askedUnit = asked;
    return record;
}

QString idsOf(const Picture& picture) {
    QString ids;
    picture.cases.forEach([&](const Case& row) { ids += QString::number(row.id.value) + u' '; });
    return ids.trimmed();
}

std::shared_ptr<Picture> hall() {
    auto picture = std::make_shared<Picture>();
    Unit unit;
    unit.id.value = 1;
    unit.code = "fire-1";
    unit.centre = "990302003";
    picture->units = Table<Unit>({unit});
    picture->cases =
        Table<Case>(std::vector<Case>{made(1, "990302003004012"), made(2, "990302004001001"),
                                      made(3, "990302004001002", "990302003"),
                                      made(4, "990302005001001", "", "fire-1"), made(5, "")});
    return picture;
}

QString seenBy(const char* centre) {
    app::Scope scope;
    scope.setCentre(centre);
    Changes none;
    return idsOf(*scope.narrow(hall(), none));
}

}  // namespace

class TestScope : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aCentreSeesItsAreaWhatClimbedToItAndWhatItIsAskedFor() {
        QCOMPARE(seenBy("990302003"), QStringLiteral("1 3 4"));
        QCOMPARE(seenBy("990302"), QStringLiteral("1 2 3 4"));
    }

    void aUnitThatIsCalledInBringsItsCentreAlong() {
        auto picture = hall();
        Supervision whistle;
        whistle.id.value = 1;
        whistle.kind = SupervisionKind::Whistle;
        whistle.record.value = 2;
        whistle.unit = "fire-1";
        picture->supervisions = Table<Supervision>({whistle});
        app::Scope scope;
        scope.setCentre("990302003");
        Changes none;
        QCOMPARE(idsOf(*scope.narrow(picture, none)), QStringLiteral("1 2 3 4"));
        QVERIFY(none.reloaded.test(static_cast<std::size_t>(Kind::Case)));
    }

    void theCitySeesTheVeryPicture() {
        app::Scope scope;
        const std::shared_ptr<const Picture> whole = hall();
        Changes none;
        QCOMPARE(scope.narrow(whole, none).get(), whole.get());
    }

    void changesLeaveWhatNarrowingAfreshWouldGive() {
        std::mt19937 random(static_cast<unsigned>(support::seed("scope")));
        app::Scope scope;
        scope.setCentre("990302003");
        std::shared_ptr<const Picture> whole = hall();
        Changes none;
        (void)scope.narrow(whole, none);
        for (int round = 0; round < 200; ++round) {
            Delta delta;
            for (unsigned long n = 1 + random() % 4; n > 0; --n) {
                Case record = made(1 + static_cast<int>(random() % 20),
                                   random() % 2 ? "990302003001001" : "990302004001001",
                                   random() % 3 ? "" : "990302003");
                if (random() % 4 == 0) record.closed = Seconds{};
                delta.upserts.push_back(record);
            }
            auto [next, changes] = nextPicture(*whole, std::move(delta));
            whole = next;
            app::Scope afresh;
            afresh.setCentre("990302003");
            QCOMPARE(idsOf(*scope.narrow(whole, changes)), idsOf(*afresh.narrow(whole, none)));
        }
    }
};

QTEST_APPLESS_MAIN(TestScope)
#include "tst_scope.moc"
