// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "dispatch/store.h"

namespace gis {

/// Keeps a store tidy while a program runs: deletes tracks past their time, trims the change log
/// and sweeps what dead imports left, on a thread and a connection of its own. Several may run on
/// one store. A store that cannot be reached is tried again at the next turn.
class Caretaker {
  public:
    using Open = std::function<dispatch::Result<std::unique_ptr<dispatch::Store>>()>;

    /// @param open  Called on the caretaker's thread.
    /// @param first When it first looks: not while a program starts.
    /// @param every How often from then on.
    explicit Caretaker(Open open, std::chrono::milliseconds first = std::chrono::seconds(20),
                       std::chrono::milliseconds every = std::chrono::minutes(10));
    /// Waits for the slice in hand at most.
    ~Caretaker();

  private:
    std::jthread m_thread;
};

}  // namespace gis
