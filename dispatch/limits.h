// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/work_calendar.h"

namespace dispatch {

/// The part of a limit at which the holder is warned.
inline constexpr double kWarnShare = 0.8;

/// One row of the table of limits. The most particular row that fits counts: category before level
/// before risk, and a longer category code, "0102", before the shorter one it begins with, "01".
struct LimitRow {
    std::string category;  ///< "*" for all.
    std::optional<Risk> risk;
    std::string level;  ///< Level::code, "*" for all.
    std::string stage;  ///< StageRow::code, or "note", "whistle", "matter" of supervision.
    Allowed allowed;
};

/// Allowed time by category, risk, level and stage (时限).
class LimitPolicy {
  public:
    /// Reads `category,risk,level,stage,limit` rows under that heading, '#' begins a comment; risk
    /// "*" or empty and level "*" or empty stand for all. The older heading
    /// `category,risk,stage,minutes` is read too.
    /// @error BadInput names the row and the field.
    static Result<LimitPolicy> read(std::string_view table);
    /// @return Empty where the stage has no limit.
    std::optional<Allowed> allowed(const std::string& category, Risk risk, const std::string& level,
                                   const std::string& stage) const;
    const std::vector<LimitRow>& rows() const { return m_rows; }

  private:
    std::vector<LimitRow> m_rows;  ///< The most particular first.
};

/// When a case is warned and when it is late.
struct Deadline {
    std::optional<Seconds> warnAt;  ///< 80 % of the limit.
    std::optional<Seconds> due;     ///< First second that counts as late.
    friend bool operator==(const Deadline&, const Deadline&) = default;
};

/// Tells when something with this limit must be over.
///
/// @param from  When the limit began.
/// @param spent Time of the unit used up before `from`.
/// @return Both empty where there is no limit, or the calendar never has that much time.
Deadline deadline(const std::optional<Allowed>& allowed, const WorkCalendar& calendar, Seconds from,
                  std::chrono::seconds spent = {});

/// Tells when a case in its present stage and level must have moved on.
///
/// @param from  When the limit began: entering the stage, a climb, or the end of a suspension.
/// @param spent Of the limit, used up before `from`, in its unit's own time.
Deadline deadline(const LimitPolicy& policy, const WorkCalendar& calendar, const Case& record,
                  Seconds from, std::chrono::seconds spent = {});

}  // namespace dispatch
