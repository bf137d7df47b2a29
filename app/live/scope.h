// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "dispatch/picture.h"

namespace app {

/// What a centre sees: the cases of its own area, and those that were escalated to it from anywhere
/// or that it is asked to take over. The whole city sees all.
///
/// @thread the store's.
class Scope {
  public:
    /// @param centre Centre::code; empty: everything is seen.
    void setCentre(std::string centre);
    /// The picture as the centre sees it. Only its cases differ from the whole one's; made from the
    /// last one and what changed.
    std::shared_ptr<const dispatch::Picture> narrow(
        const std::shared_ptr<const dispatch::Picture>& whole, const dispatch::Changes& changes);

  private:
    bool sees(const dispatch::Picture& picture, const dispatch::Case& record) const;
    std::string m_centre;
    dispatch::Table<dispatch::Case> m_cases;
    bool m_isFresh = true;  ///< Nothing was narrowed yet for this centre.
};

}  // namespace app
