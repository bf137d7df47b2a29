// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"
#include "gis/exchange/time_text.h"
#include "gis/geometry/locate_fixes.h"

namespace gis {

using dispatch::Duty;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Fix;
using dispatch::Record;
using dispatch::Responder;
using dispatch::ResponderId;
using dispatch::Result;

std::span<const FieldSpec> fixFields() {
    static constexpr std::array kFields = {
        FieldSpec{"responder", "code of the responder; else --responder", false,
                  "responder_code tid 处置力量"},
        FieldSpec{"time", "when it was measured", true, "timestamp tst fix_time 时间 定位时间"},
        FieldSpec{"lon", "longitude, or x", false, "lng long longitude x 经度"},
        FieldSpec{"lat", "latitude, or y", false, "latitude y 纬度"},
        FieldSpec{"heading", "degrees, 0 north, 90 east", false, "course bearing 方向"},
        FieldSpec{"speed", "metres per second", false, "速度"},
        FieldSpec{"accuracy", "metres", false, "acc 精度"},
        FieldSpec{"message", "kind of message; only \"location\" is a position", false, "_type"},
    };
    return kFields;
}

namespace {

/// Live fixes go into the store in one short write, so there is a bound.
constexpr std::size_t kMostLiveFixes = 20'000;

class FixReader {
  public:
    explicit FixReader(ImportRun& run) : m_run(run) {}

    Result<void> read() {
        if (auto known = loadResponders(); !known) return known;
        if (auto opened = m_run.open("track_points"); !opened) return opened;
        RawRow row;
        for (;;) {
            auto more = m_run.next(row);
            if (!more) return more.error();
            if (!*more) break;
            if (auto taken = takeRow(row); !taken) return taken;
        }
        if (!m_run.plan().past) {
            locateFixes(GridLookup(m_run.picture().grids), m_live);
            if (auto done = m_run.takeLiveFixes(m_live, "import"); !done) return done;
        }
        ImportReport& report = m_run.report();
        if (m_outOfOrder)
            report.notes.push_back(std::to_string(m_outOfOrder) +
                                   " positions were out of order; all are kept by their own time");
        if (m_zoneless) report.timeZone = "those without a zone were read in the given UTC offset";
        if (m_run.plan().past)
            report.notes.push_back("history: exempt from retention, no latest position");
        return {};
    }

  private:
    Result<void> loadResponders() {
        m_run.picture().responders.forEach(
            [&](const Responder& who) { m_ids.emplace(who.code, who.id); });
        const ImportPlan& plan = m_run.plan();
        if (!plan.responder.empty() && !m_ids.contains(plan.responder))
            return Error{ErrorCode::BadInput, "there is no responder \"" + plan.responder + "\""};
        dispatch::Query query;
        query.kind = dispatch::Kind::Duty;
        auto read = m_run.store().read(query, [&](Record&& record) {
            const auto& duty = std::get<Duty>(record);
            m_duties[duty.responder].push_back(duty);
            return true;
        });
        if (!read || !plan.duty) return read;
        if (plan.responder.empty() || !plan.past)
            return Error{ErrorCode::BadInput, "--duty needs --responder CODE and --past"};
        Duty duty;
        duty.responder = m_ids.at(plan.responder);
        duty.from = plan.duty->from;
        duty.until = plan.duty->until;
        for (const Duty& known : m_duties[duty.responder]) {
            const bool apart =
                (known.until && *known.until <= duty.from) || known.from >= *duty.until;
            if (!apart)
                return Error{ErrorCode::BadInput, "--duty overlaps a duty of " + plan.responder +
                                                      " that the store has, from " +
                                                      timeText(known.from)};
        }
        m_duties[duty.responder].push_back(duty);
        m_declared = duty;
        return {};
    }

    bool onDuty(ResponderId who, dispatch::Millis at) const {
        const auto duties = m_duties.find(who);
        if (duties == m_duties.end()) return false;
        return std::any_of(duties->second.begin(), duties->second.end(), [&](const Duty& duty) {
            return at >= duty.from && (!duty.until || at < *duty.until);
        });
    }

    Result<void> takeRow(const RawRow& row) {
        if (const auto type = m_run.text(row, "message"); !type.empty() && type != "location") {
            ++m_run.report().left["message " + cutText(type, 30)];
            return {};
        }
        std::string code(m_run.text(row, "responder"));
        if (!m_run.plan().responder.empty() && !m_ids.contains(code)) code = m_run.plan().responder;
        const auto who = m_ids.find(code);
        if (who == m_ids.end()) {
            m_run.refuse(
                row,
                code.empty() ? "no responder named (give --responder CODE)" : "unknown responder",
                code.empty() ? "" : shownText(code));
            return {};
        }
        const std::string_view told = m_run.text(row, "time");
        const auto time = readTime(told, m_run.plan().utcOffset);
        if (!time || time->precision == dispatch::TimePrecision::Day ||
            time->precision == dispatch::TimePrecision::Month) {
            m_run.refuse(row, "no readable time", shownText(told));
            return {};
        }
        if (!time->hadZone) m_zoneless = true;
        if (time->time > m_run.picture().storeTime + std::chrono::minutes(5)) {
            m_run.refuse(row, "a time in the future", shownText(told));
            return {};
        }
        const auto at = m_run.needPlace(row);
        if (!at) return {};
        if (!onDuty(who->second, time->time)) {
            m_run.refuse(row, "outside the responder's duty", code + " at " + timeText(time->time));
            return {};
        }
        if (m_declared) {
            const Duty duty = *std::exchange(m_declared, std::nullopt);
            if (auto taken = m_run.take(duty); !taken) return taken;
        }
        const Fix fix = fixOf(row, who->second, time->time, *at);
        if (m_run.plan().past) return m_run.take(fix);
        m_live.push_back(fix);
        if (m_live.size() <= kMostLiveFixes) return {};
        return Error{ErrorCode::BadInput,
                     m_run.plan().file + " has more than " + std::to_string(kMostLiveFixes) +
                         " positions, too many to be live; import it as history with --past"};
    }

    Fix fixOf(const RawRow& row, ResponderId who, dispatch::Millis time, dispatch::LonLat at) {
        auto& newest = m_newest.try_emplace(who, time).first->second;
        if (time < newest) ++m_outOfOrder;
        newest = std::max(newest, time);
        Fix fix;
        fix.responder = who;
        fix.time = time;
        fix.place = at;
        if (const auto heading = m_run.number(row, "heading"))
            fix.headingDegrees = static_cast<float>(std::fmod(std::fmod(*heading, 360) + 360, 360));
        if (const auto speed = m_run.number(row, "speed"); speed && *speed >= 0)
            fix.speedMetresPerSecond = static_cast<float>(*speed);
        if (const auto accuracy = m_run.number(row, "accuracy"); accuracy && *accuracy >= 0)
            fix.accuracyMetres = static_cast<float>(*accuracy);
        return fix;
    }

    ImportRun& m_run;
    std::unordered_map<std::string, ResponderId> m_ids;
    std::unordered_map<ResponderId, std::vector<Duty>> m_duties;
    std::unordered_map<ResponderId, dispatch::Millis> m_newest;
    std::optional<Duty> m_declared;
    std::vector<Fix> m_live;
    std::int64_t m_outOfOrder = 0;
    bool m_zoneless = false;
};

}  // namespace

Result<void> readFixes(ImportRun& run) {
    return FixReader(run).read();
}

}  // namespace gis
