// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "dispatch/store.h"

namespace contract {

/// What a caller over a bad line does: tries again, up to five times, while the store says
/// Unavailable. Commits are safe to repeat by their key.
std::unique_ptr<dispatch::Store> makePatientStore(std::unique_ptr<dispatch::Store> inside);

}  // namespace contract
