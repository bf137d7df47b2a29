// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/change_hint.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>

namespace gis {

ChangeHint::ChangeHint(const std::string& path) {
    if (path.empty()) return;
    m_log = path + "-wal";
    m_descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (m_descriptor < 0) return;
    const std::string folder = std::filesystem::absolute(path).parent_path().string();
    inotify_add_watch(m_descriptor, folder.c_str(), IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
    watchLog();
}

ChangeHint::~ChangeHint() {
    if (m_descriptor >= 0) close(m_descriptor);
}

void ChangeHint::watchLog() {
    m_logWatch = inotify_add_watch(m_descriptor, m_log.c_str(), IN_MODIFY | IN_DELETE_SELF);
}

void ChangeHint::drain() {
    if (m_descriptor < 0) return;
    const std::string name = std::filesystem::path(m_log).filename().string();
    alignas(inotify_event) std::array<char, 4096> buffer;
    bool again = m_logWatch < 0;
    for (;;) {
        const ssize_t size = ::read(m_descriptor, buffer.data(), buffer.size());
        if (size <= 0) break;
        for (ssize_t at = 0; at < size;) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* what = buffer.data() + at + sizeof event;
            if (event.wd == m_logWatch && (event.mask & (IN_DELETE_SELF | IN_IGNORED)))
                again = true;
            if (event.len > 0 && name == what) again = true;
            at += static_cast<ssize_t>(sizeof event + event.len);
        }
    }
    if (again) watchLog();
}

}  // namespace gis
