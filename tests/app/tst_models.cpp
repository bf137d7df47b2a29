// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <random>

#include "app/models/case_queue_filter.h"
#include "app/models/responder_table_model.h"
#include "tests/support/seed.h"
#include "tests/support/small_city.h"

using namespace std::chrono_literals;
using app::CaseQueueFilter;
using app::CaseTableModel;
using dispatch::Case;
using dispatch::CaseId;
using dispatch::Changes;
using dispatch::Delta;
using dispatch::Picture;

namespace {

const dispatch::Millis kNow{1764000000000ms};

Changes everything() {
    Changes all;
    all.kinds.set();
    all.reloaded.set();
    return all;
}

std::shared_ptr<const Picture> city(int responders = 6, int cases = 5) {
    return std::make_shared<const Picture>(support::smallCity(kNow, responders, cases));
}

QStringList codes(const CaseQueueFilter& queue) {
    QStringList list;
    for (int row = 0; row < queue.rowCount(); ++row)
        list << QString::fromStdString(queue.caseAt(queue.index(row, 0))->code).right(4);
    return list;
}

}  // namespace

class TestModels : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void bothModelsKeepTheModelContract() {
        CaseTableModel cases;
        app::ResponderTableModel responders;
        QAbstractItemModelTester a(&cases, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester b(&responders,
                                   QAbstractItemModelTester::FailureReportingMode::QtTest);
        responders.setNow(kNow);
        cases.apply(city(), everything());
        responders.apply(city(), everything());
        QCOMPARE(cases.rowCount(), 5);
        QCOMPARE(responders.rowCount(), 6);
        QCOMPARE(responders.index(0, app::ResponderTableModel::Age).data().toString(),
                 QStringLiteral("5 s"));
        QCOMPARE(responders.index(5, app::ResponderTableModel::Age).data().toString(), QString());
        QCOMPARE(responders.index(5, app::ResponderTableModel::State).data().toString(),
                 QStringLiteral("Off duty"));
    }

    void randomChangesLeaveTheSameRowsAsThePicture() {
        std::mt19937_64 random(support::seed("models"));
        CaseTableModel cases;
        QAbstractItemModelTester tester(&cases,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        CaseQueueFilter queue(cases);
        QAbstractItemModelTester second(&queue,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto picture = city(6, 40);
        cases.apply(picture, everything());
        for (int round = 0; round < support::soakCount(60, 2000); ++round) {
            Delta delta;
            const auto changes =
                std::uniform_int_distribution(1, round % 10 == 9 ? 150 : 6)(random);
            for (int i = 0; i < changes; ++i) {
                Case record;
                record.id = CaseId{std::uniform_int_distribution(1, 300)(random)};
                record.code = "C" + std::to_string(record.id.value);
                record.due = std::chrono::floor<std::chrono::seconds>(kNow) +
                             std::chrono::seconds(std::uniform_int_distribution(-500, 500)(random));
                if (random() % 3 == 0) record.closed = record.due;
                delta.upserts.push_back(record);
            }
            auto [next, differs] = dispatch::nextPicture(*picture, std::move(delta));
            picture = next;
            cases.apply(picture, differs);
            QCOMPARE(cases.rowCount(), static_cast<int>(picture->cases.size()));
            int row = 0;
            picture->cases.forEach([&](const Case& record) {
                QCOMPARE(cases.rowAt(row)->id, record.id);
                QCOMPARE(cases.rowOf({dispatch::Kind::Case, record.id.value}), row);
                ++row;
            });
            QCOMPARE(queue.rowCount(), cases.rowCount());
        }
    }

    void theMostUrgentCaseStandsFirst() {
        CaseTableModel cases;
        cases.setNow(std::chrono::floor<std::chrono::seconds>(kNow));
        CaseQueueFilter queue(cases);
        auto picture = support::smallCity(kNow);
        auto some = *picture.cases.find(CaseId{1});
        some.due.reset();
        picture.cases = picture.cases.with({some}, {});
        cases.apply(std::make_shared<const Picture>(picture), everything());
        const QStringList expected{QStringLiteral("1002"), QStringLiteral("1003"),
                                   QStringLiteral("1004"), QStringLiteral("1005"),
                                   QStringLiteral("1001")};
        QCOMPARE(codes(queue), expected);
    }

    void aChangedLimitMovesARowAtOnce() {
        CaseTableModel cases;
        CaseQueueFilter queue(cases);
        auto picture = city();
        cases.apply(picture, everything());
        Case record = *picture->cases.find(CaseId{5});
        record.due = std::chrono::floor<std::chrono::seconds>(kNow) - 1h;
        Delta delta;
        delta.upserts.push_back(record);
        auto [next, changes] = dispatch::nextPicture(*picture, std::move(delta));
        cases.apply(next, changes);
        QCOMPARE(codes(queue).first(), QStringLiteral("1005"));
    }

    void chipsAndWordsFilter() {
        CaseTableModel cases;
        CaseQueueFilter queue(cases);
        cases.setNow(std::chrono::floor<std::chrono::seconds>(kNow));
        cases.apply(city(), everything());
        QCOMPARE(queue.countOf(CaseQueueFilter::Chip::All), 5);
        QCOMPARE(queue.countOf(CaseQueueFilter::Chip::Overdue), 1);
        QCOMPARE(queue.countOf(CaseQueueFilter::Chip::HighRisk), 2);
        queue.setChip(CaseQueueFilter::Chip::Overdue);
        QCOMPARE(queue.rowCount(), 1);
        cases.setNow(std::chrono::floor<std::chrono::seconds>(kNow) + 2min);
        queue.refreshOverdue();
        QCOMPARE(queue.rowCount(), 2);
        queue.setChip(CaseQueueFilter::Chip::All);
        queue.setWords(QStringLiteral("冒烟"));
        QCOMPARE(queue.rowCount(), 1);
        queue.setWords(QStringLiteral("清渠社区"));
        QCOMPARE(queue.rowCount(), 5);
        queue.setWords(QStringLiteral("nowhere"));
        QCOMPARE(queue.rowCount(), 0);
    }

    void positionsTouchOnlyTheAgeColumn() {
        app::ResponderTableModel responders;
        auto picture = city();
        responders.apply(picture, everything());
        QSignalSpy changed(&responders, &QAbstractItemModel::dataChanged);
        Delta delta;
        dispatch::Fix fix;
        fix.responder = dispatch::ResponderId{1};
        fix.time = kNow;
        delta.fixes.push_back(fix);
        auto [next, changes] = dispatch::nextPicture(*picture, std::move(delta));
        responders.apply(next, changes);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toModelIndex().column(), int(app::ResponderTableModel::Age));
        QCOMPARE(changed[0][1].toModelIndex().column(), int(app::ResponderTableModel::Age));
    }
};

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
