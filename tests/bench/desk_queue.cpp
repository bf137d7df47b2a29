// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QTest>

#include "app/look/look.h"
#include "app/panels/queue_panel.h"
#include "dispatch/search_text.h"
#include "tests/bench/bench.h"
#include "tests/bench/desk_bench.h"

namespace bench {

using namespace std::chrono_literals;

namespace {

constexpr int kOpen = 50'000;
constexpr dispatch::Seconds kNow{1'790'000'000s};

std::shared_ptr<const dispatch::Picture> openCases() {
    static const char* const kTitles[] = {"沿街商铺冒烟，有焦味", "路灯不亮", "井盖松动",
                                          "邻里噪音纠纷",         "占道经营", "积水没过脚面"};
    std::vector<dispatch::Case> cases(kOpen);
    for (int i = 0; i < kOpen; ++i) {
        dispatch::Case& record = cases[static_cast<std::size_t>(i)];
        record.id.value = i + 1;
        record.revision.value = 1;
        record.code = "20260920-" + std::to_string(10'000 + i);
        record.title = kTitles[i % 6];
        record.text =
            "报告人称已持续" + std::to_string(i % 50) + "分钟，请尽快派人到场查看并反馈处理结果。";
        record.placeText = "清渠路" + std::to_string(i % 400) + "号";
        record.risk = static_cast<dispatch::Risk>(i % 3);
        record.reported = kNow - std::chrono::seconds(i * 7919 % 90'000);
        record.stageEntered = record.reported;
        record.due = record.reported + 1h * (1 + i % 24);
        record.warnAt = record.reported + 48min * (1 + i % 24);
    }
    auto picture = std::make_shared<dispatch::Picture>();
    picture->cases = dispatch::Table<dispatch::Case>(std::move(cases));
    return picture;
}

dispatch::Changes everything() {
    dispatch::Changes all;
    all.kinds.set();
    all.reloaded.set();
    return all;
}

/// Qt's own way to the same rows in the same order.
class Proxy final : public QSortFilterProxyModel {
  public:
    explicit Proxy(app::CaseTableModel& cases) : m_cases(cases) {
        setSourceModel(&cases);
        sort(0);
    }
    void setWords(const QString& words) {
        m_words = dispatch::searchWords(words.toStdString());
        invalidateFilter();
    }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex&) const override {
        return dispatch::holdsWords(dispatch::searchedText(*m_cases.rowAt(row)), m_words);
    }
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
        return dispatch::urgencyOf(*m_cases.rowAt(left.row())) <
               dispatch::urgencyOf(*m_cases.rowAt(right.row()));
    }

  private:
    app::CaseTableModel& m_cases;
    std::vector<std::u32string> m_words;
};

const QStringList& typed() {
    static const QStringList lines{QStringLiteral("沿"), QStringLiteral("沿街"),
                                   QStringLiteral("沿街商"), QStringLiteral("沿街商铺")};
    return lines;
}

/// Milliseconds of each keystroke, the line typed and deleted again some times.
template <class Take>
std::vector<double> keystrokes(Take take) {
    std::vector<double> ms;
    for (int round = 0; round < 5; ++round) {
        for (const QString& line : typed()) ms.push_back(1e3 * seconds([&] { take(line); }));
        for (qsizetype i = typed().size() - 1; i-- > 0;)
            ms.push_back(1e3 * seconds([&] { take(typed()[i]); }));
        ms.push_back(1e3 * seconds([&] { take(QString()); }));
    }
    return ms;
}

std::string medianNote(const std::vector<double>& ms) {
    char note[80];
    std::snprintf(note, sizeof note, "median %.1f ms, worst %.1f ms", percentile(ms, 0.5),
                  percentile(ms, 1));
    return note;
}

void scroll(QListView& list) {
    QScrollBar& bar = *list.verticalScrollBar();
    QImage frame(list.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
    std::vector<double> ms;
    const auto step = [&](int to) {
        ms.push_back(1e3 * seconds([&] {
                         bar.setValue(to);
                         list.viewport()->render(&frame);
                     }));
    };
    // A wheel's steps, then a thumb dragged through all of it.
    for (int i = 1; i <= 600; ++i) step(i * 53);
    for (int i = 0; i <= 600; ++i) step(static_cast<int>(std::int64_t{bar.maximum()} * i / 600));
    Row row{"queue of 50,000, a frame while scrolling, p99", percentile(ms, 0.99), "ms", 16.7};
    row.note = medianNote(ms);
    emit(row);
}

}  // namespace

void benchQueue() {
    app::dress(layers::Theme::hall());
    app::CaseTableModel cases;
    cases.setNow(kNow);
    cases.apply(openCases(), everything());
    app::QueuePanel panel(cases, layers::Theme::hall());
    panel.resize(420, 1000);
    panel.show();
    if (!QTest::qWaitForWindowExposed(&panel))
        return skip("queue of 50,000", "the panel was not shown");
    scroll(panel.list());

    Proxy proxy(cases);
    QTest::qWait(500);  // Nobody types sooner.
    const double first = 1e3 * seconds([&] { panel.setWords(typed().front()); });
    panel.setWords({});
    QImage frame(panel.size(), QImage::Format_ARGB32_Premultiplied);
    const auto mine = keystrokes([&](const QString& line) {
        panel.setWords(line);
        panel.render(&frame);
    });
    const auto peer = keystrokes([&](const QString& line) { proxy.setWords(line); });
    Row row{"queue of 50,000, filter a keystroke, p95", percentile(mine, 0.95), "ms", 50.0};
    row.peer = "QSortFilterProxyModel";
    row.peerValue = percentile(peer, 0.95);
    row.note = medianNote(mine) + ", drawn too";
    emit(row);
    emit({"queue of 50,000, filter the first keystroke", first, "ms", 50.0});
    const auto second = seconds([&] {
        cases.setNow(kNow + 1s);
        panel.refresh();
    });
    emit({"queue of 50,000, a second passes", 1e3 * second, "ms", 50.0});
}

}  // namespace bench
