// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/csv_source.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <array>

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/row_source.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

CsvRecord takeCsvRecord(std::string_view text, char delimiter, bool atEnd,
                        std::vector<std::string>& values) {
    values.clear();
    CsvRecord record;
    std::string field;
    std::size_t i = 0;
    const auto unclosed = [&] {
        record.state = atEnd || text.size() >= kMaxCsvRecordBytes ? CsvRecord::State::Unclosed
                                                                  : CsvRecord::State::NeedsMore;
        return record;
    };
    for (;;) {
        field.clear();
        if (i < text.size() && text[i] == '"') {
            ++i;
            for (;;) {
                const std::size_t stop = text.find_first_of("\"\n", i);
                if (stop == std::string_view::npos || stop > kMaxCsvRecordBytes) return unclosed();
                field.append(text.substr(i, stop - i));
                i = stop + 1;
                if (text[stop] == '\n') {
                    field += '\n';
                    ++record.breaks;
                } else if (i >= text.size() && !atEnd) {
                    return unclosed();
                } else if (i < text.size() && text[i] == '"') {
                    field += '"';
                    ++i;
                } else {
                    break;
                }
            }
        }
        std::size_t stop = i;
        while (stop < text.size() && text[stop] != delimiter && text[stop] != '\n') ++stop;
        if (stop == text.size() && !atEnd) {
            record.state = text.size() >= kMaxCsvRecordBytes ? CsvRecord::State::Unclosed
                                                             : CsvRecord::State::NeedsMore;
            return record;
        }
        field.append(text.substr(i, stop - i));
        i = stop;
        const bool ends = i >= text.size() || text[i] == '\n';
        if (ends && !field.empty() && field.back() == '\r') field.pop_back();
        values.push_back(field);
        if (!ends) {
            ++i;
            continue;
        }
        if (i < text.size()) {
            ++i;
            ++record.breaks;
        }
        record.bytes = i;
        return record;
    }
}

char csvDelimiter(std::string_view header) {
    constexpr std::array<char, 4> kKnown = {',', ';', '\t', '|'};
    std::array<int, 4> counts{};
    bool inQuotes = false;
    for (char c : header) {
        if (c == '"') inQuotes = !inQuotes;
        if (c == '\n' && !inQuotes) break;
        for (std::size_t k = 0; k < kKnown.size() && !inQuotes; ++k) counts[k] += c == kKnown[k];
    }
    const auto best = std::max_element(counts.begin(), counts.end());
    return *best ? kKnown[static_cast<std::size_t>(best - counts.begin())] : ',';
}

namespace {

class CsvSource final : public RowSource {
  public:
    explicit CsvSource(const SourceOptions& options) : m_options(options) {}
    ~CsvSource() override {
        if (m_file) VSIFCloseL(m_file);
    }
    CsvSource(const CsvSource&) = delete;
    CsvSource& operator=(const CsvSource&) = delete;

    Result<void> open() {
        GdalGuard guard;
        VSIStatBufL facts;
        if (VSIStatL(m_options.file.c_str(), &facts) == 0) m_fileBytes = double(facts.st_size);
        m_file = VSIFOpenL(gdalPath(m_options.file).c_str(), "rb");
        if (!m_file)
            return Error{ErrorCode::NotFound,
                         m_options.file + " cannot be opened" +
                             (guard.failure().empty() ? ", it is empty or damaged"
                                                      : ": " + guard.failure())};
        if (auto known = knowsEncoding(); !known) return known;
        return readHeader();
    }

    const SourceFacts& facts() const override { return m_facts; }

    Result<bool> next(RawRow& row) override {
        for (;;) {
            auto taken = take(row);
            if (!taken || !*taken) return taken;
            const bool blank = row.fault.empty() && row.values.size() == 1 && row.values[0].empty();
            if (!blank) break;
        }
        check(row);
        return true;
    }

    Result<void> rewind() override {
        GdalGuard guard;
        VSIFSeekL(m_file, 0, SEEK_SET);
        m_buffer.clear();
        m_start = 0;
        m_end = false;
        m_damage.clear();
        m_read = 0;
        m_row = 0;
        m_line = 1;
        return readHeader();
    }

    double share() const override {
        // What the compressed part of a gzipped file is cannot be asked for; eight to one is usual.
        const bool packed = gdalPath(m_options.file) != m_options.file;
        const double whole = m_fileBytes * (packed ? 6.0 : 1.0);
        return whole > 0 ? std::min(0.99, m_read / whole) : 0;
    }

  private:
    Result<void> knowsEncoding() const {
        if (m_options.encoding.empty()) return {};
        const std::string known = lowered(m_options.encoding);
        const std::string probe = "\xC3\xA4";
        if (known == "utf-8" || known == "utf8" || recoded(probe) != probe) return {};
        return Error{ErrorCode::BadInput, "there is no encoding \"" + m_options.encoding +
                                              "\"; examples are GB18030, ISO-8859-1 and CP1252"};
    }

    /// A compressed file cut short must not pass for a whole one.
    Error damaged() const {
        return {ErrorCode::BadInput, m_options.file + ": reading stopped after row " +
                                         std::to_string(m_row) + ", the file is damaged or cut " +
                                         "short: " + m_damage};
    }

    Result<void> readHeader() {
        fill();
        if (!m_damage.empty() && m_buffer.empty()) return damaged();
        const std::string_view start = std::string_view(m_buffer).substr(m_start);
        if (start.substr(0, 2) == "\xFF\xFE" || start.substr(0, 2) == "\xFE\xFF")
            return Error{ErrorCode::BadInput, m_options.file + " is UTF-16; save it as UTF-8"};
        if (start.substr(0, 3) == "\xEF\xBB\xBF") m_start += 3;
        if (m_start >= m_buffer.size())
            return Error{ErrorCode::BadInput, m_options.file + " is empty"};
        m_delimiter = csvDelimiter(std::string_view(m_buffer).substr(m_start));
        RawRow header;
        auto taken = take(header);
        if (!taken) return taken.error();
        if (!header.fault.empty())
            return Error{ErrorCode::BadInput,
                         m_options.file + ": the header cannot be read: " + header.fault};
        m_facts.columns.clear();
        for (std::string& name : header.values) {
            std::string column(trimmed(name));
            if (!m_options.encoding.empty()) column = recoded(column);
            if (column.find('\0') != std::string::npos || !isUtf8(column))
                return Error{
                    ErrorCode::BadInput,
                    m_options.file +
                        ": the header is not UTF-8 text; name its encoding with --encoding, "
                        "for example GB18030 or ISO-8859-1"};
            m_facts.columns.push_back(std::move(column));
        }
        m_facts.format = "CSV";
        return {};
    }

    bool fill() {
        if (m_end) return false;
        m_buffer.erase(0, m_start);
        m_start = 0;
        const std::size_t had = m_buffer.size();
        m_buffer.resize(had + kChunk);
        GdalGuard guard;
        const std::size_t got = VSIFReadL(m_buffer.data() + had, 1, kChunk, m_file);
        if (got < kChunk) m_damage = guard.failure();
        m_buffer.resize(had + got);
        m_read += double(got);
        m_end = got < kChunk;
        return got > 0;
    }

    Result<bool> take(RawRow& row) {
        row.fault.clear();
        row.faultAt.clear();
        row.shape = {};
        for (;;) {
            const std::string_view text = std::string_view(m_buffer).substr(m_start);
            if (text.empty() && m_end && m_damage.empty()) return false;
            if (text.empty() && m_end) return damaged();
            const CsvRecord record = takeCsvRecord(text, m_delimiter, m_end, row.values);
            if (record.state == CsvRecord::State::NeedsMore) {
                fill();
                continue;
            }
            row.number = ++m_row;
            row.line = m_line;
            if (record.state == CsvRecord::State::Unclosed) {
                const std::size_t stop = text.find('\n');
                const bool hasBreak = stop != std::string_view::npos;
                m_start = hasBreak ? m_start + stop + 1 : m_buffer.size();
                m_line += hasBreak ? 1 : 0;
                row.values.clear();
                row.fault = "an opening quote is never closed, or the row is longer than 1 MiB";
                return true;
            }
            m_start += record.bytes;
            m_line += static_cast<std::int64_t>(record.breaks);
            return true;
        }
    }

    void check(RawRow& row) {
        if (!row.fault.empty()) return;
        const std::size_t wanted = m_facts.columns.size();
        if (row.values.size() != wanted) {
            const bool onlyBlanks =
                row.values.size() > wanted &&
                std::all_of(row.values.begin() + static_cast<std::ptrdiff_t>(wanted),
                            row.values.end(), [](const std::string& v) { return v.empty(); });
            if (!onlyBlanks) {
                row.fault = "the number of columns differs from the header's";
                row.faultAt = std::to_string(row.values.size()) + " columns, the header has " +
                              std::to_string(wanted);
                return;
            }
            row.values.resize(wanted);
        }
        for (std::size_t i = 0; i < wanted; ++i) {
            std::string& value = row.values[i];
            if (value.find('\0') != std::string::npos) {
                row.fault = "a NUL byte";
                row.faultAt = "column " + m_facts.columns[i];
                return;
            }
            if (!m_options.encoding.empty()) value = recoded(value);
            if (!isUtf8(value)) {
                row.fault = "not UTF-8 (name the file's encoding with --encoding)";
                row.faultAt = "column " + m_facts.columns[i] + ": " + shownText(value);
                return;
            }
        }
    }

    std::string recoded(const std::string& text) const {
        if (std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; })) return text;
        GdalGuard guard;
        char* made = CPLRecode(text.c_str(), m_options.encoding.c_str(), CPL_ENC_UTF8);
        const bool failed = !guard.failure().empty();
        std::string out = made && !failed ? std::string(made) : text;
        CPLFree(made);
        return out;
    }

    static constexpr std::size_t kChunk = 1 << 18;
    SourceOptions m_options;
    SourceFacts m_facts;
    VSILFILE* m_file = nullptr;
    std::string m_buffer;
    std::size_t m_start = 0;
    bool m_end = false;
    std::string m_damage;  ///< Why reading stopped before the end.
    char m_delimiter = ',';
    double m_fileBytes = 0;
    double m_read = 0;
    std::int64_t m_row = 0;
    std::int64_t m_line = 1;
};

}  // namespace

Result<std::unique_ptr<RowSource>> openCsv(const SourceOptions& options) {
    auto source = std::make_unique<CsvSource>(options);
    if (auto opened = source->open(); !opened) return opened.error();
    return std::unique_ptr<RowSource>(std::move(source));
}

}  // namespace gis
