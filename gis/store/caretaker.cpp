// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/caretaker.h"

#include <condition_variable>
#include <mutex>

namespace gis {

Caretaker::Caretaker(Open open, std::chrono::milliseconds first, std::chrono::milliseconds every)
    : m_thread([open = std::move(open), first, every](std::stop_token stop) {
          std::mutex mutex;
          std::condition_variable_any sleep;
          auto pause = first;
          while (!stop.stop_requested()) {
              std::unique_lock lock(mutex);
              sleep.wait_for(lock, stop, pause, [] { return false; });
              if (stop.stop_requested()) return;
              pause = every;
              // What goes wrong here goes wrong for the window's own connection too, which says so.
              if (auto store = open()) (void)(*store)->retain(stop);
          }
      }) {}

Caretaker::~Caretaker() = default;

}  // namespace gis
