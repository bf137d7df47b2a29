// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "dispatch/rules.h"

namespace app {

/// The rules of a city as its picture has them, read again only where a setting has changed. A
/// table that does not pass its check is left aside for the shipped ones, and said.
class RuleBook {
  public:
    std::shared_ptr<const dispatch::Rules> of(const dispatch::Picture& picture);
    /// Why the city's own tables are not in use; empty where they are.
    const std::string& problem() const { return m_problem; }

  private:
    std::shared_ptr<const dispatch::Rules> m_rules;
    std::string m_read;  ///< Which settings, at which revisions, the rules were read from.
    std::string m_problem;
};

/// The tables every store starts from.
const dispatch::Rules& defaultRules();

}  // namespace app
