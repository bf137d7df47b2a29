// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/slow_line.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <list>
#include <vector>

namespace support {
namespace {

using Steady = std::chrono::steady_clock;

constexpr const char* kSocket = "/.s.PGSQL.5432";

sockaddr_un addressOf(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof address.sun_path, "%s%s", folder.c_str(), kSocket);
    return address;
}

/// One client and its way to the server.
struct Pair {
    int client = -1;
    int server = -1;
    std::vector<char> held;
    Steady::time_point due{};
};

/// @return False at the end of the line.
bool pass(int from, int to) {
    char bytes[65536];
    const ssize_t size = read(from, bytes, sizeof bytes);
    for (ssize_t sent = 0; sent < size;) {
        const ssize_t some = write(to, bytes + sent, static_cast<std::size_t>(size - sent));
        if (some <= 0) return false;
        sent += some;
    }
    return size > 0;
}

}  // namespace

SlowLine::SlowLine(const std::string& folder, std::chrono::milliseconds delay)
    : m_server(folder), m_delay(delay) {
    char path[] = "/tmp/gridhall-line-XXXXXX";
    m_folder = mkdtemp(path);
    m_listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = addressOf(m_folder);
    if (bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(m_listener, 16) != 0)
        std::abort();
    m_thread = std::thread([this] { serve(); });
}

SlowLine::~SlowLine() {
    m_over = true;
    m_thread.join();
    close(m_listener);
    unlink((m_folder + kSocket).c_str());
    rmdir(m_folder.c_str());
}

void SlowLine::serve() {
    std::list<Pair> pairs;
    while (!m_over) {
        std::vector<pollfd> waiting{{m_listener, POLLIN, 0}};
        for (const Pair& pair : pairs) {
            // While something is on its way, the next waits behind it.
            const short wanted = static_cast<short>(pair.held.empty() ? POLLIN : 0);
            waiting.push_back({pair.client, wanted, 0});
            waiting.push_back({pair.server, POLLIN, 0});
        }
        poll(waiting.data(), waiting.size(), 2);
        std::size_t at = 1;
        for (auto pair = pairs.begin(); pair != pairs.end(); at += 2) {
            bool open = true;
            if (waiting[at].revents & (POLLIN | POLLHUP)) {
                char bytes[65536];
                const ssize_t size = read(pair->client, bytes, sizeof bytes);
                open = size > 0;
                if (open) pair->held.assign(bytes, bytes + size);
                pair->due = Steady::now() + m_delay;
            }
            if (open && !pair->held.empty() && Steady::now() >= pair->due) {
                open = write(pair->server, pair->held.data(), pair->held.size()) ==
                       static_cast<ssize_t>(pair->held.size());
                pair->held.clear();
            }
            if (open && waiting[at + 1].revents) open = pass(pair->server, pair->client);
            if (open) {
                ++pair;
            } else {
                close(pair->client);
                close(pair->server);
                pair = pairs.erase(pair);
            }
        }
        if (!(waiting.front().revents & POLLIN)) continue;
        Pair fresh;
        fresh.client = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        fresh.server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_un address = addressOf(m_server);
        if (connect(fresh.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
            0) {
            pairs.push_back(std::move(fresh));
        } else {
            close(fresh.client);
            close(fresh.server);
        }
    }
    for (const Pair& pair : pairs) {
        close(pair.client);
        close(pair.server);
    }
}

}  // namespace support
