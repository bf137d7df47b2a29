// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "dispatch/store.h"

namespace contract {

/// What a caller over a bad line does: tries again, up to five times, while the store says
/// Unavailable. Commits are safe to repeat by their key.
///
/// @param before Called before every call; null for nothing.
std::unique_ptr<dispatch::Store> makePatientStore(std::unique_ptr<dispatch::Store> inside,
                                                  std::function<void()> before = {});

}  // namespace contract
