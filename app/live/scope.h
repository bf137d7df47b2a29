// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "dispatch/picture.h"

namespace app {

/// What a centre sees: the cases of its own area, and those that were escalated to it from
/// anywhere, that it is asked to take over or that a unit of its own is called in to. The whole
/// city sees all.
///
/// @thread the store's.
class Scope {
  public:
    /// @param centre Centre::code; empty: everything is seen.
    void setCentre(std::string centre);
    /// The picture as the centre sees it. Only its cases differ from the whole one's; made from the
    /// last one and what changed.
    /// @param changes What changed; all cases are marked where others may be seen than before.
    std::shared_ptr<const dispatch::Picture> narrow(
        const std::shared_ptr<const dispatch::Picture>& whole, dispatch::Changes& changes);
    /// Whether the centre sees a case, closed ones too.
    bool sees(const dispatch::Picture& picture, const dispatch::Case& record) const;
    bool isWhole() const { return m_centre.empty(); }

  private:
    bool owns(const dispatch::Picture& picture, const std::string& unit) const;
    std::vector<dispatch::CaseId> m_calledIn;  ///< Cases a unit of the centre is called in to.
    std::string m_centre;
    dispatch::Table<dispatch::Case> m_cases;
    bool m_isFresh = true;  ///< Nothing was narrowed yet for this centre.
};

}  // namespace app
