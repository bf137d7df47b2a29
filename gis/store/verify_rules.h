// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/store.h"

namespace gis {

/// A question both engines understand; each row of its answer is the sentence of one finding.
struct VerifyRule {
    const char* code;
    std::string sql;
};

/// Codes given twice, references that lead nowhere, entries missing in the journal.
std::vector<VerifyRule> verifyRules();

/// Collects findings: of each rule the first hundred by name, the rest as a number.
class Findings {
  public:
    void add(const char* code, const std::string& sentence);
    /// Ends a rule: the next one may name a hundred again.
    void endRule(const char* code);
    std::vector<dispatch::Finding> take() { return std::move(m_findings); }

  private:
    std::vector<dispatch::Finding> m_findings;
    std::size_t m_ofThisRule = 0;
};

}  // namespace gis
