// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "gis/exchange/category_map.h"
#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"
#include "gis/exchange/text_check.h"
#include "gis/exchange/time_text.h"
#include "gis/exchange/words.h"
#include "gis/geometry/grid_lookup.h"

namespace gis {

using dispatch::Case;
using dispatch::CaseNote;
using dispatch::Kind;
using dispatch::Record;
using dispatch::Result;
using dispatch::Seconds;
using dispatch::TimePrecision;

std::span<const FieldSpec> caseFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "the case's code; rows of one code are one case; a row without gets one",
                  false, "unique_key call_number case_number Service_Request_Number 事项编号 编号"},
        FieldSpec{"category", "what it is about: our code or name, or what --categories maps",
                  false, "category_code call_type type 事项类别 类别"},
        FieldSpec{"category_text", "what the source called it; else the text of category", false,
                  ""},
        FieldSpec{"title", "one line", false, "标题 事项名称"},
        FieldSpec{"text", "what was reported", false, "description 内容 描述"},
        FieldSpec{"risk", "low, medium or high; else the category's", false, "风险等级"},
        FieldSpec{"stage",
                  "accepted, routed, handling, reported, rated, archived; else told by closed",
                  false, "环节"},
        FieldSpec{"level", "city, district, township, community", false, "层级"},
        FieldSpec{"lon", "longitude, or x", false, "lng long longitude x 经度"},
        FieldSpec{"lat", "latitude, or y", false, "latitude y 纬度"},
        FieldSpec{"place_text", "the place in words", false, "address incident_address 地址 地点"},
        FieldSpec{"source", "who reported it; else \"import: FILE\"", false, "来源"},
        FieldSpec{"lead_unit", "code of the leading unit", false, "牵头单位"},
        FieldSpec{
            "reported", "when it was reported", true,
            "created_date received_timestamp Creation_Date timestamp Month 上报时间 受理时间"},
        FieldSpec{"precision", "second, minute, day or month; else told by how the time is written",
                  false, ""},
        FieldSpec{"stage_entered", "when it entered its stage; else closed, else reported", false,
                  ""},
        FieldSpec{"due", "first second that counts as late", false, "期限 办理时限"},
        FieldSpec{"closed", "when it needed no more work", false,
                  "closed_date Completion_Date 办结时间"},
        FieldSpec{"note", "kept as a note of the case, one a row; several columns: note=a+b", false,
                  ""},
        FieldSpec{"note_at", "when the note was made; else reported", false, ""},
        FieldSpec{"note_author", "whose note it is", false, ""},
    };
    return kFields;
}

namespace {

constexpr std::size_t kMaxCodeBytes = 64;
constexpr std::size_t kMaxTextBytes = 16384;

/// What all rows of one code say together.
struct Joined {
    std::int32_t rows = 0;
    bool taken = false;
    std::int64_t caseId = 0;
    Seconds reported{};
    std::optional<Seconds> closed;
};

struct Times {
    Seconds reported{};
    TimePrecision precision = TimePrecision::Second;
    std::optional<Seconds> closed;
};

Seconds whole(dispatch::Millis time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

class CaseReader {
  public:
    explicit CaseReader(ImportRun& run) : m_run(run) {}

    Result<void> read() {
        auto categories = CategoryMap::make(m_run.picture(), m_run.plan().categories);
        if (!categories) return categories.error();
        m_categories = std::move(*categories);
        m_run.replaces({Kind::Case, Kind::CaseNote});
        if (auto opened = m_run.open(); !opened) return opened;
        const std::filesystem::path path(m_run.plan().file);
        m_fileName = path.filename().string();
        m_prefix = "i-" + m_fileName.substr(0, m_fileName.find('.'));
        m_prefix = cutText(m_prefix, 40) + "-";
        loadAround();
        if (auto loaded = loadStoredCodes(); !loaded) return loaded;
        if (auto joined = joinRows(); !joined) return joined;
        if (auto second = m_run.rewind(); !second) return second;
        return takeRows();
    }

  private:
    void loadAround() {
        m_run.picture().units.forEach(
            [&](const dispatch::Unit& unit) { m_units.insert(unit.code); });
        if (!m_run.picture().grids.empty()) m_grids.emplace(m_run.picture().grids);
    }

    Result<void> loadStoredCodes() {
        if (m_run.plan().replace) return {};
        dispatch::Query query;
        query.kind = Kind::Case;
        return m_run.store().read(query, [&](Record&& record) {
            m_stored.insert(std::hash<std::string>{}(std::get<Case>(record).code));
            return true;
        });
    }

    std::size_t keyOf(const RawRow& row) const {
        const std::string_view code = m_run.text(row, "code");
        return code.empty() ? 0 : std::hash<std::string_view>{}(code);
    }

    /// The first pass: which codes come more than once, and what their rows say together.
    Result<void> joinRows() {
        m_run.passes(2);
        if (!m_run.has("code")) return {};
        RawRow row;
        for (;;) {
            auto more = m_run.next(row);
            if (!more) return more.error();
            if (!*more) break;
            const std::size_t key = keyOf(row);
            if (!key) continue;
            const auto times = timesOf(row, false);
            if (!times) continue;
            Joined& joined = m_joined[key];
            joined.reported =
                joined.rows ? std::min(joined.reported, times->reported) : times->reported;
            if (times->closed)
                joined.closed = std::max(joined.closed.value_or(Seconds{}), *times->closed);
            ++joined.rows;
        }
        std::erase_if(m_joined, [](const auto& entry) { return entry.second.rows < 2; });
        return {};
    }

    Result<void> takeRows() {
        RawRow row;
        for (;;) {
            auto more = m_run.next(row);
            if (!more) return more.error();
            if (!*more) break;
            if (auto taken = takeRow(row); !taken) return taken;
            if (m_cases.size() + m_notes.size() < 1000) continue;
            if (auto handed = handOn(); !handed) return handed;
        }
        finishReport();
        return handOn();
    }

    Result<void> takeRow(const RawRow& row) {
        const auto times = timesOf(row, true);
        if (!times) return {};
        const std::size_t key = keyOf(row);
        const auto joined = key ? m_joined.find(key) : m_joined.end();
        if (joined != m_joined.end() && joined->second.taken) {
            addNote(row, *times, key);
            ++m_furtherRows;
            return {};
        }
        Case record;
        record.code = std::string(m_run.text(row, "code"));
        if (record.code.size() > kMaxCodeBytes) {
            m_run.refuse(row, "over-long code", shownText(record.code));
            return {};
        }
        if (record.code.empty()) {
            record.code = m_prefix + std::to_string(row.number);
            ++m_codesGiven;
        }
        if (m_stored.contains(std::hash<std::string>{}(record.code))) {
            m_run.refuse(row, "code already taken in the store", shownText(record.code));
            return {};
        }
        fill(record, row, *times, joined == m_joined.end() ? nullptr : &joined->second);
        ++m_run.report().classes[record.category];
        m_cases.emplace_back(std::move(record));
        m_caseKeys.push_back(joined == m_joined.end() ? 0 : key);
        if (joined != m_joined.end()) joined->second.taken = true;
        if (m_run.has("note")) addNote(row, *times, key, m_cases.size());
        return {};
    }

    void fill(Case& record, const RawRow& row, const Times& times, const Joined* joined) {
        record.reported = joined ? joined->reported : times.reported;
        record.precision = times.precision;
        record.closed = joined ? joined->closed : times.closed;
        const std::string foreign(m_run.text(row, "category"));
        const CategoryMap::Found& found = m_categories.find(foreign);
        record.category = found.code;
        record.categoryText = m_run.shortText(row, "category_text");
        if (!found.known) {
            if (record.categoryText.empty()) record.categoryText = cutText(foreign, 200);
            ++m_unmapped[foreign.empty() ? "(empty)" : cutText(foreign, 60)];
        }
        record.risk = riskOf(m_run.text(row, "risk")).value_or(found.risk);
        record.text = m_run.shortText(row, "text", kMaxTextBytes);
        record.title = m_run.shortText(row, "title");
        if (record.title.empty()) record.title = cutText(foreign, 200);
        record.placeText = m_run.shortText(row, "place_text", 400);
        record.source = m_run.shortText(row, "source");
        if (record.source.empty()) record.source = "import: " + m_fileName;
        record.leadUnit = m_run.shortText(row, "lead_unit", 64);
        if (!record.leadUnit.empty() && !m_units.contains(record.leadUnit)) {
            m_run.repair(row, "there is no such unit: its code was left out",
                         shownText(record.leadUnit));
            record.leadUnit.clear();
        }
        if (const auto level = m_run.text(row, "level"); !level.empty()) record.level = level;
        placeIt(record, row);
        stageIt(record, row);
    }

    void placeIt(Case& record, const RawRow& row) {
        PlaceFault fault = PlaceFault::None;
        record.place = m_run.place(row, fault);
        if (fault == PlaceFault::None) {
            if (!record.place && (m_run.has("lon") || m_run.facts().hasShapes))
                m_run.repair(row, "empty coordinates: taken without a place");
        } else {
            m_run.repair(row, std::string(faultText(fault)) + ": taken without a place",
                         shownText(std::string(m_run.text(row, "lon")) + "," +
                                   std::string(m_run.text(row, "lat"))));
        }
        if (!record.place || !m_grids) return;
        record.grid = m_grids->geographicCode(*record.place);
    }

    void stageIt(Case& record, const RawRow& row) {
        static constexpr std::array kStages = {"accepted", "routed", "handling",
                                               "reported", "rated",  "archived"};
        const std::string told = lowered(m_run.text(row, "stage"));
        const bool known = std::find(kStages.begin(), kStages.end(), told) != kStages.end();
        if (!record.closed && (m_run.plan().past || told == "archived")) {
            record.closed = record.reported;
            ++m_closedByUs;
        }
        record.stage = known ? told : record.closed ? "archived" : "accepted";
        if (!known && !told.empty())
            m_run.repair(row, "a stage we do not have was told by the closing time",
                         shownText(told));
        record.stageEntered = record.closed.value_or(record.reported);
        if (const auto entered = timeOf(row, "stage_entered", true))
            record.stageEntered = whole(entered->time);
        if (const auto due = timeOf(row, "due", true)) record.due = whole(due->time);
    }

    std::optional<ReadTime> timeOf(const RawRow& row, const char* field, bool tell) {
        const std::string_view told = m_run.text(row, field);
        if (told.empty()) return {};
        const auto read = readTime(told, m_run.plan().utcOffset);
        if (!read && tell)
            m_run.repair("a time that cannot be read was left out",
                         m_run.where(row, field) + ": " + shownText(told));
        if (read && !read->hadZone) m_zoneless = true;
        return read;
    }

    /// The row's times; refuses it where they are broken and `tell`.
    std::optional<Times> timesOf(const RawRow& row, bool tell) {
        const std::string_view told = m_run.text(row, "reported");
        const auto reported = readTime(told, m_run.plan().utcOffset);
        if (!reported) {
            if (tell)
                m_run.refuse(
                    row,
                    told.empty() ? "no time of report" : "a time of report that cannot be read",
                    shownText(told));
            return {};
        }
        if (reported->time > m_run.picture().storeTime + std::chrono::hours(24)) {
            if (tell) m_run.refuse(row, "reported in the future", shownText(told));
            return {};
        }
        if (!reported->hadZone) m_zoneless = true;
        Times times;
        times.reported = whole(reported->time);
        times.precision = precisionOf(m_run.text(row, "precision")).value_or(reported->precision);
        if (tell) ++m_precisions[static_cast<std::size_t>(times.precision)];
        if (const auto closed = timeOf(row, "closed", tell)) times.closed = whole(closed->time);
        if (times.closed && *times.closed < times.reported) {
            if (tell)
                m_run.refuse(
                    row, "end before start",
                    "closed " + timeText(*times.closed) + ", reported " + timeText(times.reported));
            return {};
        }
        return times;
    }

    /// @param atCase Place of its case in this slice plus one; 0 where only the key is known.
    void addNote(const RawRow& row, const Times& times, std::size_t key, std::size_t atCase = 0) {
        CaseNote note;
        note.text = cutText(m_run.joinedText(row, "note"), kMaxTextBytes);
        if (note.text.empty() && atCase) return;
        if (note.text.empty()) {
            note.text = "further " + row.where() + ":";
            for (const char* field : {"title", "category", "text", "place_text", "stage"})
                if (const auto told = m_run.text(row, field); !told.empty())
                    note.text += " " + cutText(told, 2000) + ";";
        }
        const auto at = timeOf(row, "note_at", false);
        note.at = at ? whole(at->time) : times.reported;
        note.author = m_run.shortText(row, "note_author");
        m_notes.push_back({std::move(note), key, atCase});
    }

    Result<void> handOn() {
        if (auto done = m_run.append(m_cases); !done) return done;
        for (std::size_t i = 0; i < m_cases.size(); ++i)
            if (m_caseKeys[i]) m_joined[m_caseKeys[i]].caseId = idOf(m_cases[i]);
        std::vector<Record> notes;
        notes.reserve(m_notes.size());
        for (PendingNote& pending : m_notes) {
            pending.note.record.value = pending.atCase ? idOf(m_cases[pending.atCase - 1])
                                                       : m_joined.at(pending.key).caseId;
            notes.emplace_back(std::move(pending.note));
        }
        m_cases.clear();
        m_caseKeys.clear();
        m_notes.clear();
        return m_run.append(notes);
    }

    void finishReport() {
        ImportReport& report = m_run.report();
        if (m_furtherRows)
            report.notes.push_back(std::to_string(m_furtherRows) +
                                   " further rows of a code were kept as notes of its case");
        if (m_codesGiven)
            report.notes.push_back(std::to_string(m_codesGiven) +
                                   " rows without a code were given one: " + m_prefix + "ROW");
        if (m_closedByUs)
            report.notes.push_back(std::to_string(m_closedByUs) +
                                   " cases without an end were closed at the time of report");
        for (const auto& [foreign, count] : m_unmapped)
            report.repaired["category not mapped, taken as other: " + foreign].count = count;
        static constexpr std::array kNames = {"second", "minute", "day", "month"};
        std::string precision;
        for (std::size_t i = 0; i < kNames.size(); ++i)
            if (m_precisions[i])
                precision += std::string(precision.empty() ? "" : ", ") + kNames[i] + " " +
                             std::to_string(m_precisions[i]);
        if (!precision.empty()) report.notes.push_back("times known to the " + precision);
        if (!m_zoneless) return;
        const auto offset = m_run.plan().utcOffset.count();
        char zone[64];
        std::snprintf(zone, sizeof zone, "those without a zone were read as UTC%c%02d:%02d",
                      offset < 0 ? '-' : '+', int(std::abs(offset) / 60),
                      int(std::abs(offset) % 60));
        report.timeZone = zone;
    }

    struct PendingNote {
        CaseNote note;
        std::size_t key = 0;
        std::size_t atCase = 0;
    };

    ImportRun& m_run;
    CategoryMap m_categories;
    std::optional<GridLookup> m_grids;
    std::unordered_set<std::string> m_units;
    std::unordered_set<std::size_t> m_stored;
    std::unordered_map<std::size_t, Joined> m_joined;
    std::vector<Record> m_cases;
    std::vector<std::size_t> m_caseKeys;
    std::vector<PendingNote> m_notes;
    std::map<std::string, std::int64_t> m_unmapped;
    std::array<std::int64_t, 4> m_precisions{};
    std::string m_fileName;
    std::string m_prefix;
    std::int64_t m_furtherRows = 0;
    std::int64_t m_codesGiven = 0;
    std::int64_t m_closedByUs = 0;
    bool m_zoneless = false;
};

}  // namespace

Result<void> readCases(ImportRun& run) {
    return CaseReader(run).read();
}

}  // namespace gis
