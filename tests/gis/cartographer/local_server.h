// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QStringList>
#include <QTcpServer>

namespace support {

/// A server of this machine that counts who comes; answers as WMS, as tiles, with what a test puts
/// under a path, or not at all.
class LocalServer : public QObject {
    Q_OBJECT
  public:
    enum class Manner {
        Good,     ///< Green pictures and what was put.
        Silent,   ///< Takes the question and never answers.
        Failing,  ///< Code 500.
        Garbage,  ///< Bytes that are nothing, with code 200.
        Closing,  ///< Hangs up at once.
    };
    explicit LocalServer(Manner manner = Manner::Good);

    /// http://127.0.0.1:port
    QString address() const;
    quint16 port() const { return m_server.serverPort(); }
    void put(const QString& path, const QByteArray& body) { m_put[path] = body; }
    int connections() const { return m_connections; }
    const QStringList& asked() const { return m_asked; }
    void forget();

  private:
    void take(QTcpSocket* socket);
    QByteArray answer(const QString& target) const;
    QTcpServer m_server;
    Manner m_manner;
    QHash<QString, QByteArray> m_put;
    int m_connections = 0;
    QStringList m_asked;
};

}  // namespace support
