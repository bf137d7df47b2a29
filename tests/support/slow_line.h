// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

namespace support {

/// A long line to a server on a Unix socket: what a client sends arrives after a delay, so that
/// every call takes at least that long. Ends with this object.
class SlowLine {
  public:
    /// @param folder Of the server's socket, as in "host=FOLDER".
    SlowLine(const std::string& folder, std::chrono::milliseconds delay);
    ~SlowLine();
    SlowLine(const SlowLine&) = delete;
    SlowLine& operator=(const SlowLine&) = delete;

    /// The folder clients name instead.
    const std::string& folder() const { return m_folder; }

  private:
    void serve();

    std::string m_server;
    std::string m_folder;
    std::chrono::milliseconds m_delay;
    int m_listener = -1;
    std::atomic<bool> m_over = false;
    std::thread m_thread;
};

}  // namespace support
