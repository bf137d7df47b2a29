// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/desk_runner.h"

#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTimer>
#include <algorithm>
#include <array>

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr auto kPoll = 250ms;
constexpr auto kHeartbeat = 5s;
constexpr auto kSlowAnswer = 200ms;
constexpr auto kFirstBackOff = 250ms;
constexpr auto kLongestBackOff = 10s;
constexpr std::array<std::chrono::milliseconds, 4> kLooksAgain{4ms, 10ms, 25ms, 60ms};
constexpr int kFailuresUntilLost = 4;

dispatch::Changes everything() {
    dispatch::Changes all;
    all.kinds.set();
    all.reloaded.set();
    return all;
}

}  // namespace

class DeskRunner::Worker : public QObject {
  public:
    Worker(DeskRunner& runner, OpenStore open, dispatch::Author by)
        : m_runner(runner), m_open(std::move(open)), m_by(std::move(by)) {}

    void connectStore() {
        m_waiting = false;
        auto opened = m_open();
        if (!opened) return lose(opened.error());
        m_store = std::move(*opened);
        if (const int hint = m_store->hintDescriptor(); hint >= 0) {
            m_hint = std::make_unique<QSocketNotifier>(hint, QSocketNotifier::Read);
            QObject::connect(m_hint.get(), &QSocketNotifier::activated, this, [this] {
                look();
                // The log is written before its commit can be seen: the first look is often too
                // early, and no second hint comes.
                m_looksAgain = 0;
                m_again->start(kLooksAgain[0]);
            });
        }
        if (!m_poll) {
            m_poll = timer(kPoll, [this] { look(); });
            m_beat = timer(kHeartbeat, [this] { beat(); });
            m_again = timer(kLooksAgain[0], [this] {
                look();
                if (++m_looksAgain < kLooksAgain.size() && !m_waiting)
                    m_again->start(kLooksAgain[m_looksAgain]);
            });
            m_again->setSingleShot(true);
            m_again->setTimerType(Qt::PreciseTimer);
        }
        m_failures = 0;
        m_owed = true;
        m_reload = true;
        look();
        beat();
        if (m_waiting) return;
        m_poll->start();
        m_beat->start();
    }

    void look() {
        if (!m_store || m_waiting) return;
        // Asked even where an answer is owed: it empties the hint, which would call again at once.
        const auto hint = m_store->mayHaveChanged();
        if (!hint || *hint) m_owed = true;
        if (!m_owed) return;
        QElapsedTimer took;
        took.start();
        const bool done = m_reload ? loadAll() : follow();
        if (!done) return;
        m_owed = false;
        m_failures = 0;
        const auto spent = std::chrono::milliseconds(took.elapsed());
        m_link.state = spent > kSlowAnswer && m_calls > 1 ? LinkState::Slow : LinkState::Live;
        m_link.roundTrip = spent;
        m_link.storeTime = m_picture->storeTime;
        m_link.failure.reset();
        m_link.detail.clear();
        m_backOff = kFirstBackOff;
        tell();
    }

    void read(quint64 number, const dispatch::Query& query) {
        auto answer = std::make_shared<Rows>();
        answer->number = number;
        answer->result =
            m_store ? m_store->read(query,
                                    [&](dispatch::Record&& row) {
                                        answer->rows.push_back(std::move(row));
                                        return true;
                                    })
                    : dispatch::Error{dispatch::ErrorCode::Unavailable, "the store is not open"};
        Q_EMIT m_runner.answered(std::move(answer));
    }

    void retire(std::shared_ptr<const dispatch::Picture> picture) {
        m_retired.push_back(std::move(picture));
        std::erase_if(m_retired, [](const auto& old) { return old.use_count() == 1; });
    }

  private:
    template <class Duration, class Slot>
    std::unique_ptr<QTimer> timer(Duration every, Slot slot) {
        auto made = std::make_unique<QTimer>();
        made->setInterval(every);
        QObject::connect(made.get(), &QTimer::timeout, this, slot);
        return made;
    }

    bool loadAll() {
        auto loaded = m_store->load();
        if (!loaded) return fail(loaded.error()), false;
        m_picture = std::move(*loaded);
        m_reload = false;
        ++m_calls;
        Q_EMIT m_runner.pictureReady(m_picture, everything());
        return true;
    }

    bool follow() {
        auto delta = m_store->changesSince(m_picture->seq, m_picture->fixSeq);
        if (!delta) return fail(delta.error()), false;
        ++m_calls;
        if (delta->tooOld) return loadAll();
        if (delta->isEmpty()) return true;
        auto [next, changes] = dispatch::nextPicture(*m_picture, std::move(*delta));
        m_picture = std::move(next);
        Q_EMIT m_runner.pictureReady(m_picture, changes);
        return true;
    }

    void beat() {
        if (!m_store || m_waiting) return;
        const auto report = m_store->heartbeat(m_by);
        if (!report) {
            // A reader without the right to write still follows the hall: only failures to reach
            // the store count against the link.
            if (report.error().code == dispatch::ErrorCode::NotAllowed) {
                m_link.mayStamp = false;
                m_link.clockWhy = QString::fromStdString(report.error().detail);
                tell();
            } else {
                fail(report.error());
            }
            return;
        }
        m_link.storeTime = report->storeTime;
        m_link.mayStamp = report->mayStamp;
        m_link.clockWhy = QString::fromStdString(report->why);
        tell();
    }

    void fail(const dispatch::Error& error) {
        if (++m_failures >= kFailuresUntilLost || (!m_picture && m_failures > 2))
            return lose(error);
        m_link.state = m_picture ? LinkState::Slow : LinkState::Connecting;
        m_link.failure = error.code;
        m_link.detail = QString::fromStdString(error.detail);
        tell();
    }

    void lose(const dispatch::Error& error) {
        m_link.state = LinkState::Lost;
        m_link.failure = error.code;
        m_link.detail = QString::fromStdString(error.detail);
        tell();
        m_waiting = true;
        // Not now: the call that failed may have come from the notifier that would be destroyed.
        QTimer::singleShot(m_backOff, this, [this] {
            m_hint.reset();
            m_store.reset();
            connectStore();
        });
        if (m_poll) m_poll->stop();
        if (m_beat) m_beat->stop();
        if (m_again) m_again->stop();
        if (m_hint) m_hint->setEnabled(false);
        m_backOff = std::min<std::chrono::milliseconds>(m_backOff * 2, kLongestBackOff);
    }

    void tell() {
        if (m_told == m_link) return;
        m_told = m_link;
        Q_EMIT m_runner.linkChanged(m_link);
    }

    DeskRunner& m_runner;
    OpenStore m_open;
    dispatch::Author m_by;
    std::unique_ptr<dispatch::Store> m_store;
    std::unique_ptr<QSocketNotifier> m_hint;
    std::unique_ptr<QTimer> m_poll;
    std::unique_ptr<QTimer> m_beat;
    std::unique_ptr<QTimer> m_again;
    std::size_t m_looksAgain = 0;
    std::shared_ptr<const dispatch::Picture> m_picture;
    std::vector<std::shared_ptr<const dispatch::Picture>> m_retired;
    std::chrono::milliseconds m_backOff = kFirstBackOff;
    Link m_link;
    Link m_told;
    int m_failures = 0;
    int m_calls = 0;
    bool m_owed = true;
    bool m_reload = true;
    bool m_waiting = false;  ///< Lost; the next attempt is scheduled.
};

DeskRunner::DeskRunner(OpenStore open, dispatch::Author by, QObject* parent)
    : QObject(parent), m_worker(new Worker(*this, std::move(open), std::move(by))) {
    m_thread.setObjectName(QStringLiteral("store"));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
}

DeskRunner::~DeskRunner() {
    if (m_thread.isRunning()) {
        m_thread.quit();
        m_thread.wait();
    } else {
        delete m_worker;
    }
}

void DeskRunner::start() {
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->connectStore(); });
}

quint64 DeskRunner::read(const dispatch::Query& query) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(m_worker,
                              [worker = m_worker, number, query] { worker->read(number, query); });
    return number;
}

void DeskRunner::retire(std::shared_ptr<const dispatch::Picture> picture) {
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, old = std::move(picture)]() mutable {
        worker->retire(std::move(old));
    });
}

}  // namespace app
