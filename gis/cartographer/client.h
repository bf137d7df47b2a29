// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <deque>
#include <memory>

#include "gis/cartographer/launch.h"
#include "gis/cartographer/protocol.h"

namespace gis {

/// A picture as it came over: premultiplied ARGB, rows from the top, width * 4 bytes each.
struct Drawn {
    DrawReply reply;
    QByteArray pixels;
};

/// How patient the console is with its worker.
struct Patience {
    std::chrono::milliseconds request{30000};  ///< For one picture, then the worker is killed.
    std::chrono::milliseconds silence{10000};  ///< Without any sign of life.
    std::chrono::milliseconds start{20000};    ///< Until it is ready.
    /// For one answer of a service on the network; less than `silence`, since a source that opens
    /// waits for it.
    std::chrono::milliseconds service{8000};
    std::chrono::milliseconds firstBackOff{100};
    std::chrono::milliseconds longestBackOff{30000};
    std::chrono::milliseconds again{60000};  ///< Before a picture that lacked something is retried.
};

/// Owns, watches and restarts one worker. What was asked and not answered is asked again of the
/// next one; a request that two workers died of is dropped and named.
///
/// @thread GUI; never waits.
class CartographerClient : public QObject {
    Q_OBJECT
  public:
    enum class State {
        None,      ///< There is no such program, or it was not started.
        Starting,  ///< Under way; requests wait.
        Ready,
        Down,  ///< Died; it comes back after a while.
    };

    explicit CartographerClient(WorkerPlace place, Patience patience = {},
                                QObject* parent = nullptr);
    ~CartographerClient() override;

    void start();
    /// Ends the worker and forgets what was asked.
    void stop();
    State state() const { return m_state; }
    const WorkerPlace& place() const { return m_place; }
    /// Of the running worker, 0 where none runs.
    qint64 processId() const;
    /// Requests without an answer.
    std::size_t inFlight() const { return m_asked.size(); }
    /// How often a worker died.
    int deaths() const { return m_deaths; }

    /// Asks for a picture. @return Its number, which its answer carries.
    quint64 draw(DrawRequest request);
    quint64 describe(const MapSource& source);
    /// Nobody waits for this answer any more; none is told.
    void cancel(quint64 number);

  Q_SIGNALS:
    void stateChanged();
    /// @param picture Kept and let go on this thread only.
    void drawn(std::shared_ptr<const gis::Drawn> picture);
    void described(const gis::DescribeReply& reply);
    /// A worker ended when it should not have; the next one is on its way.
    void died(const QString& why);
    /// Two workers died of this request; it is not asked again.
    void dropped(quint64 number, const QString& why);

  private:
    struct Asked {
        quint64 number = 0;
        MessageKind kind = MessageKind::Draw;
        std::string words;
        std::string name;  ///< Of the source.
        int deaths = 0;
        bool sent = false;
        bool cancelled = false;
        std::chrono::steady_clock::time_point since;
    };
    void setState(State state);
    void launch();
    void read();
    void take(const Frame& frame, const QByteArray& words, QByteArray bytes);
    void sendWaiting();
    void send(MessageKind kind, const std::string& words);
    void watch();
    void end(const QString& why);
    void ended();
    void forget(quint64 number);
    bool makeShared();
    QByteArray pixelsOf(const DrawReply& reply, QByteArray bytes);
    void answered();

    WorkerPlace m_place;
    Patience m_patience;
    State m_state = State::None;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<QLocalSocket> m_socket;
    int m_sharedFile = -1;
    /// Buffers of pictures nobody looks at any more: fresh memory costs more than filling it.
    std::shared_ptr<std::vector<QByteArray>> m_spares = std::make_shared<std::vector<QByteArray>>();
    const char* m_shared = nullptr;  ///< Two halves of kSharedHalf bytes; null: not to be had.
    std::deque<Asked> m_asked;
    quint64 m_number = 0;
    int m_deaths = 0;
    QString m_why;  ///< Why the worker was killed by us.
    std::chrono::milliseconds m_backOff;
    std::chrono::steady_clock::time_point m_heard;
    std::chrono::steady_clock::time_point m_pinged;
    QTimer m_again;
    QTimer m_watch;
    // What is being read.
    Frame m_frame;
    qint64 m_have = 0;
    QByteArray m_words;
    QByteArray m_bytes;
};

}  // namespace gis
