// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLocalSocket>
#include <deque>

#include "gis/cartographer/worker/map_drawer.h"

namespace cartographer {

/// Answers the console over the socket it was started with; ends with it.
class Service : public QObject {
    Q_OBJECT
  public:
    /// @param shared Descriptor of the memory that pictures are left in, -1 for none.
    Service(qintptr socket, int shared);
    ~Service() override;

  private:
    void read();
    void take(gis::MessageKind kind, const QByteArray& words);
    void next();
    void send(gis::MessageKind kind, const std::string& words, const QImage& picture = {});
    void describe(const gis::DescribeRequest& request);
    void sendPicture(gis::DrawReply reply, const QImage& picture);

    QLocalSocket m_socket;
    QByteArray m_buffer;
    SourceOpener m_sources;
    MapDrawer m_drawer;
    std::deque<gis::DrawRequest> m_waiting;
    bool m_drawing = false;
    char* m_shared = nullptr;
    int m_half = 0;
};

}  // namespace cartographer
