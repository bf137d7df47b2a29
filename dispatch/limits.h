// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/work_calendar.h"

namespace dispatch {

/// One row of the table of limits; "*" or an empty risk stands for all. The most particular row
/// counts: category before level before risk, a full category code before its first level.
struct LimitRow {
    std::string category;
    std::optional<Risk> risk;
    std::string level;
    std::string stage;
    Allowed allowed;
};

/// Allowed time by category, risk, level and stage (时限).
class LimitPolicy {
  public:
    /// Reads `category,risk,level,stage,limit` rows under that heading; the older
    /// `category,risk,stage,minutes` too.
    /// @error BadInput names the row and the field.
    static Result<LimitPolicy> read(std::string_view table);
    /// @return Empty where the stage has no limit.
    std::optional<Allowed> allowed(const std::string& category, Risk risk, const std::string& level,
                                   const std::string& stage) const;
    const std::vector<LimitRow>& rows() const { return m_rows; }

  private:
    std::vector<LimitRow> m_rows;
};

/// When a case is warned and when it is late.
struct Deadline {
    std::optional<Seconds> warnAt;  ///< 80 % of the limit.
    std::optional<Seconds> due;     ///< First second that counts as late.
    friend bool operator==(const Deadline&, const Deadline&) = default;
};

/// Tells when a case in its present stage and level must have moved on.
///
/// @param from  When the limit began: entering the stage, a climb, or the end of a suspension.
/// @param spent Of the limit, used up before `from`.
/// @return Both empty where there is no limit.
Deadline deadline(const LimitPolicy& policy, const WorkCalendar& calendar, const Case& record,
                  Seconds from, std::chrono::seconds spent = {});

}  // namespace dispatch
