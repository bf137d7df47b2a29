// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/slow_store.h"

#include <memory>
#include <thread>

#include "gis/store/wrapped_store.h"

namespace gis {
namespace {

using namespace dispatch;

/// Counts the calls of a store and of its batches together.
struct Line {
    Slowness slowness;
    int calls = 0;

    template <class Call>
    auto through(Call call, bool mayLose) -> decltype(call()) {
        std::this_thread::sleep_for(slowness.delay);
        ++calls;
        const bool fails = slowness.failEvery > 0 && calls % slowness.failEvery == 0;
        const Error broken{ErrorCode::Unavailable, "the line to the store broke"};
        if (!fails) return call();
        if (mayLose && slowness.loseAnswers && calls / slowness.failEvery % 2 == 0) (void)call();
        return broken;
    }
};

struct ThroughLine {
    std::shared_ptr<Line> line;

    template <class Call>
    auto operator()(Call call, bool mayLose = false) -> decltype(call()) {
        return line->through(call, mayLose);
    }
};

class SlowStore final : public WrappedStore<ThroughLine> {
  public:
    using WrappedStore::WrappedStore;
    Result<Commit> commit(const Transaction& transaction) override {
        return m_around([&] { return m_inside->commit(transaction); }, true);
    }
};

}  // namespace

std::unique_ptr<Store> makeSlowStore(std::unique_ptr<Store> inside, Slowness slowness) {
    return std::make_unique<SlowStore>(std::move(inside),
                                       ThroughLine{std::make_shared<Line>(Line{slowness, 0})});
}

}  // namespace gis
