// SPDX-License-Identifier: GPL-3.0-or-later
#include <QEventLoop>
#include <QTimer>
#include <functional>
#include <thread>

#include "app/console.h"
#include "app/watchful_application.h"
#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/case_years.h"
#include "tests/bench/desk_bench.h"
#include "tests/bench/must.h"
#include "tests/bench/pixel_watch.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"

namespace bench {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMoving = 3400;

/// Runs the event loop as the program does (QTest::qWaitFor() sleeps 10 ms between two looks, which
/// every step of an action would wait for) until something holds.
bool runUntil(const std::function<bool()>& holds, std::chrono::milliseconds patience) {
    QEventLoop loop;
    QTimer look, end;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (holds()) loop.quit();
    });
    QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
    look.start(5ms);
    end.setSingleShot(true);
    end.start(patience);
    loop.exec();
    return holds();
}

void rest(std::chrono::milliseconds time) {
    runUntil([] { return false; }, time);
}

/// When sounds began.
struct Heard {
    qint64 newCase = 0;
    qint64 any = 0;
};

class RecordingPort final : public app::SoundPort {
  public:
    explicit RecordingPort(std::shared_ptr<Heard> heard) : m_heard(std::move(heard)) {}
    void play(dispatch::AlarmSound sound) override {
        m_heard->any = steadyNow();
        if (sound.kind == dispatch::AlarmKind::NewCase) m_heard->newCase = m_heard->any;
    }
    void stop() override {}
    QString trouble() const override { return {}; }

  private:
    std::shared_ptr<Heard> m_heard;
};

/// Notes when the queue shows a case in another stage than before, and when all of the map does.
class StageWatch : public QObject {
  public:
    explicit StageWatch(app::Console& console) : m_console(console) {
        console.window().canvas().installEventFilter(this);
        console.window().queue().list().viewport()->installEventFilter(this);
    }
    void begin(dispatch::CaseId record, std::string stage) {
        m_record = record;
        m_stage = std::move(stage);
        m_queueAt = m_mapAt = 0;
    }
    bool isShown() const { return m_queueAt > 0 && m_mapAt > 0; }
    qint64 queueAt() const { return m_queueAt; }
    qint64 mapAt() const { return m_mapAt; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(
                this,
                [this, isMap = watched == &m_console.window().canvas(), record = m_record,
                 was = stage()] {
                    // Painted before the change came: not yet.
                    if (record != m_record || was == m_stage) return;
                    if (!isMap && m_queueAt == 0) m_queueAt = steadyNow();
                    if (isMap && m_mapAt == 0 && m_console.window().canvas().isSettled())
                        m_mapAt = steadyNow();
                },
                Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }

  private:
    std::string stage() const {
        const auto* row = m_console.window().cases().picture().cases.find(m_record);
        return row ? row->stage : m_stage;
    }
    app::Console& m_console;
    dispatch::CaseId m_record;
    std::string m_stage;
    qint64 m_queueAt = 0;
    qint64 m_mapAt = 0;
};

/// The rows of one engine.
class ActionBench {
  public:
    ActionBench(std::string self, std::string engine)
        : m_self(std::move(self)),
          m_engine(std::move(engine)),
          m_cases(full() ? 600'000 : 60'000),
          m_place(soak::StorePlace::make(m_engine, soak::StorePlace::Begin::Nothing)) {}

    void run() {
        gis::DemoOptions city;
        city.history = 1000;
        must(gis::makeDemoCity(m_place->uri(), city));
        Row written{name("cases of years written, by batch"),
                    static_cast<double>(m_cases) /
                        seconds([&] { addCaseYears(*m_place->open(), m_cases); }),
                    "cases/s"};
        written.better = Better::Higher;
        written.size = static_cast<double>(m_cases);
        emit(written);

        auto heard = std::make_shared<Heard>();
        app::ConsoleOptions options;
        options.store = QString::fromStdString(m_place->uri());
        options.by = {"bench", "seat"};
        options.actor = dispatch::Actor{{}, "seat", false};
        options.remember = false;
        options.sound = [heard] { return std::make_unique<RecordingPort>(heard); };
        app::Console console(options);
        console.window().resize(1920, 1080);
        console.start();
        if (!runUntil([&] { return console.hasGround() && console.window().canvas().isSettled(); },
                      120s))
            return skip(name("action to picture"), "the map was not there after 120 s");
        const support::Program moving({m_self, "--move", m_place->uri()});
        rest(5s);
        actions(console);
        sounds(*heard);
    }

  private:
    std::string name(const char* what) const { return m_engine + ": " + what; }

    /// Orders to responders who are free, a case each.
    void actions(app::Console& console) {
        const int rounds = full() ? 200 : 100;
        std::vector<dispatch::Case> cases;
        std::vector<std::string> responders;
        const auto picture = console.state().picture();
        picture->cases.forEach([&](const dispatch::Case& row) {
            if (row.stage == "accepted" && row.code.starts_with("Y-")) cases.push_back(row);
        });
        picture->responders.forEach([&](const dispatch::Responder& row) {
            if (row.onDuty && row.state == dispatch::WorkState::Free)
                responders.push_back(row.code);
        });
        StageWatch watch(console);
        std::vector<double> shown, mapped;
        qint64 answeredAt = 0;
        QString words;
        const auto hears = QObject::connect(&console.window().desk(), &app::DutyDesk::said, &watch,
                                            [&](const QString&, const QString& what, bool) {
                                                answeredAt = steadyNow();
                                                words = what;
                                            });
        static_cast<app::WatchfulApplication*>(qApp)->resetWatch();
        const std::size_t count =
            std::min({static_cast<std::size_t>(rounds), cases.size(), responders.size()});
        for (std::size_t i = 0; i < count; ++i) {
            console.window().select(dispatch::RecordRef{dispatch::Kind::Case, cases[i].id.value});
            rest(std::chrono::milliseconds(400 + i * 137 % 300));
            dispatch::Command command;
            command.record = cases[i].id;
            command.seen = cases[i].revision;
            command.action = "dispatch";
            command.responder = responders[i];
            watch.begin(cases[i].id, cases[i].stage);
            answeredAt = 0;
            const qint64 start = steadyNow();
            console.window().desk().perform(command);
            if (!runUntil([&] { return watch.isShown() && answeredAt > 0; }, 5s)) {
                std::fprintf(stderr, "%s: %s\n", cases[i].code.c_str(), qPrintable(words));
                continue;
            }
            const auto since = [&](qint64 at) { return static_cast<double>(at - start) / 1e6; };
            shown.push_back(since(std::max(watch.queueAt(), answeredAt)));
            mapped.push_back(since(watch.mapAt()));
        }
        QObject::disconnect(hears);
        tell("action to its answer and row in the queue, p95", shown, 0.95, 50, count);
        tell("action to its answer and row in the queue, p99", shown, 0.99, 100, count);
        tell("action to the whole map anew, p99", mapped, 0.99, 250, count);
        const auto& handlers = static_cast<app::WatchfulApplication*>(qApp)->watch();
        Row longest{name("longest handler of the window meanwhile"), handlers.longestMs, "ms",
                    50.0};
        longest.note = handlers.longest.toStdString();
        emit(longest);
    }

    void tell(const char* what, const std::vector<double>& ms, double share,
              std::optional<double> target, std::size_t tried) {
        Row row{name(what), percentile(ms, share), "ms", target};
        double load = 0;
        getloadavg(&load, 1);
        char note[120];
        std::snprintf(note, sizeof note,
                      "median %.1f ms, %zu of %zu seen, %lld cases, the machine's load %.1f",
                      percentile(ms, 0.5), ms.size(), tried, static_cast<long long>(m_cases), load);
        row.note = note;
        emit(row);
    }

    /// Another seat takes cases in; a kind sounds every two seconds at most.
    void sounds(const Heard& heard) {
        const std::size_t rounds = full() ? 50 : 12;
        const auto other = m_place->open();
        std::vector<double> ms;
        for (std::size_t i = 0; i < rounds; ++i) {
            rest(2300ms);
            dispatch::Case record;
            record.code = "S-" + std::to_string(i);
            record.title = "smoke from a shop";
            record.risk = dispatch::Risk::High;
            record.source = "hotline";
            record.place = dispatch::LonLat{106.805, 39.665};
            const qint64 before = steadyNow();
            qint64 committed = 0;
            std::thread seat([&] {
                record.reported =
                    std::chrono::floor<std::chrono::seconds>(must(other->clock()).storeTime);
                record.stageEntered = record.reported;
                dispatch::Transaction made;
                made.key = "sound-" + std::to_string(before);
                made.by = {"bench", "other"};
                made.writes.push_back({record, {}, false});
                must(other->commit(made));
                committed = steadyNow();
            });
            const bool sounding = before - heard.any < 2'000'000'000;
            const bool loud = runUntil([&] { return heard.newCase > before; }, 3s);
            seat.join();
            // Behind the sound of another kind it waits its turn: it is not the first.
            if (loud && !sounding)
                ms.push_back(std::max(0.0, static_cast<double>(heard.newCase - committed) / 1e6));
        }
        tell("commit elsewhere to its first sound, p99", ms, 0.99, 250, rounds);
    }

    std::string m_self;
    std::string m_engine;
    std::int64_t m_cases;
    std::unique_ptr<soak::StorePlace> m_place;
};

}  // namespace

int moveEverybody(const std::string& uri) {
    const auto store = must(gis::openStore(uri));
    std::vector<dispatch::Fix> everybody = *must(store->load())->fixes;
    everybody.resize(std::min(everybody.size(), kMoving));
    auto next = std::chrono::steady_clock::now();
    for (std::size_t turn = 0;; ++turn) {
        next += 200ms;
        std::vector<dispatch::Fix> some;
        const auto clock = must(store->clock());
        for (std::size_t i = turn % 5; i < everybody.size(); i += 5) {
            everybody[i].time = clock.storeTime;
            everybody[i].place.lon += turn / 5 % 2 ? 0.00001 : -0.00001;
            some.push_back(everybody[i]);
        }
        must(store->addFixes(some, "handset"));
        std::this_thread::sleep_until(next);
    }
}

void benchActions(const std::string& self, const std::string& engine) {
    ActionBench(self, engine).run();
}

}  // namespace bench
