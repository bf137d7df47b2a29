// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/store/patient_store.h"

#include "gis/store/wrapped_store.h"

namespace contract {
namespace {

using namespace dispatch;

/// Prepares every call, and repeats those that fail on the way.
struct Caller {
    std::function<void()> before;

    template <class Call>
    auto operator()(Call call) -> decltype(call()) {
        for (int tries = 1;; ++tries) {
            if (before) before();
            auto done = call();
            if (done.has_value() || !isLinkFailure(done.error().code) || tries == 5) return done;
        }
    }
};

}  // namespace

std::unique_ptr<Store> makePatientStore(std::unique_ptr<Store> inside,
                                        std::function<void()> before) {
    return std::make_unique<gis::WrappedStore<Caller>>(std::move(inside),
                                                       Caller{std::move(before)});
}

}  // namespace contract
