// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"
#include "gis/exchange/time_text.h"
#include "gis/exchange/words.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> responderFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "short code, typed on the command line", true,
                  "responder_code id 编码 编号 工号"},
        FieldSpec{"name", "name", false, "姓名 名称"},
        FieldSpec{"kind", "gridworker, part-time, grid-head, police, patrol, volunteer, department",
                  false, "type 类型"},
        FieldSpec{"vehicle", "foot, bicycle or car", false, "交通工具"},
        FieldSpec{"state", "free, resting, sent, en-route or on-scene", false, ""},
        FieldSpec{"on_duty", "yes or no; yes begins a duty", false, ""},
        FieldSpec{"grid", "code of the home grid", false, "grid_code 网格编码 网格"},
        FieldSpec{"unit", "code of the unit", false, "unit_code 单位"},
        FieldSpec{"post", "code of the post it starts from", false, "post_code 驻点"},
        FieldSpec{"report_seconds", "interval of its position reports, 1 to 3600", false, ""},
    };
    return kFields;
}

namespace {

void readWords(ImportRun& run, const RawRow& row, dispatch::Responder& who) {
    const auto unknown = [&](const char* field, std::string_view word, const char* takenAs) {
        run.repair(row, std::string("an unknown ") + field + " was taken as " + takenAs,
                   shownText(word));
    };
    if (const auto word = run.text(row, "kind"); !word.empty()) {
        if (const auto kind = responderKindOf(word))
            who.kind = *kind;
        else
            unknown("kind", word, wordOf(who.kind));
    }
    if (const auto word = run.text(row, "vehicle"); !word.empty()) {
        if (const auto vehicle = vehicleOf(word))
            who.vehicle = *vehicle;
        else
            unknown("vehicle", word, wordOf(who.vehicle));
    }
    if (const auto word = run.text(row, "state"); !word.empty()) {
        if (const auto state = workStateOf(word))
            who.state = *state;
        else
            unknown("state", word, wordOf(who.state));
    }
}

/// A code of another record, left out where there is none such.
template <class Rows>
std::string knownCode(ImportRun& run, const RawRow& row, const char* field, const Rows& rows) {
    std::string code(run.text(row, field));
    if (code.empty()) return code;
    bool known = false;
    rows.forEach([&](const auto& record) { known = known || record.code == code; });
    if (known) return code;
    run.repair(row, std::string("there is no such ") + field + ": its code was left out",
               shownText(code));
    return {};
}

}  // namespace

Result<void> readResponders(ImportRun& run) {
    run.replaces({dispatch::Kind::Responder});
    if (auto opened = run.open(); !opened) return opened;
    const auto now = std::chrono::floor<std::chrono::seconds>(run.picture().storeTime);
    std::vector<dispatch::Record> rows;
    const auto handOn = [&]() -> Result<void> {
        if (auto done = run.append(rows); !done) return done;
        for (const dispatch::Record& record : rows) {
            const auto& who = std::get<dispatch::Responder>(record);
            if (!who.onDuty) continue;
            dispatch::Duty duty;
            duty.responder = who.id;
            duty.from = who.stateSince;
            if (auto taken = run.take(duty); !taken) return taken;
        }
        rows.clear();
        return {};
    };
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return handOn();
        auto code = run.needCode(row, dispatch::Kind::Responder);
        if (!code) continue;
        dispatch::Responder who;
        who.code = std::move(*code);
        who.name = run.shortText(row, "name");
        readWords(run, row, who);
        who.onDuty = run.yes(row, "on_duty").value_or(false);
        who.stateSince = now;
        who.grid = knownCode(run, row, "grid", run.picture().grids);
        who.unit = knownCode(run, row, "unit", run.picture().units);
        who.post = knownCode(run, row, "post", run.picture().posts);
        who.reportSeconds = static_cast<int>(
            std::clamp(run.number(row, "report_seconds").value_or(30), 1.0, 3600.0));
        ++run.report().classes[wordOf(who.kind)];
        rows.emplace_back(std::move(who));
        if (rows.size() < 1000) continue;
        if (auto done = handOn(); !done) return done;
    }
}

}  // namespace gis
