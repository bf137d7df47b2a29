// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/owntracks_source.h"

#include <cpl_conv.h>
#include <cpl_json.h>
#include <cpl_vsi.h>

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

class OwnTracksSource final : public RowSource {
  public:
    ~OwnTracksSource() override {
        if (m_file) VSIFCloseL(m_file);
    }
    OwnTracksSource() = default;
    OwnTracksSource(const OwnTracksSource&) = delete;
    OwnTracksSource& operator=(const OwnTracksSource&) = delete;

    Result<void> open(const SourceOptions& options) {
        GdalGuard guard;
        VSIStatBufL facts;
        if (VSIStatL(options.file.c_str(), &facts) == 0) m_bytes = double(facts.st_size);
        m_file = VSIFOpenL(gdalPath(options.file).c_str(), "rb");
        if (!m_file) return Error{ErrorCode::NotFound, "there is no file " + options.file};
        m_facts.format = "OwnTracks record";
        m_facts.columns = {"_type", "time", "lon", "lat", "accuracy", "speed", "heading", "tid"};
        m_facts.crs = "EPSG:4326";
        m_facts.crsName = "WGS 84";
        m_facts.hasShapes = true;
        return {};
    }

    const SourceFacts& facts() const override { return m_facts; }

    Result<bool> next(RawRow& row) override {
        GdalGuard guard;
        const char* text = CPLReadLine2L(m_file, 1 << 20, nullptr);
        if (!text) return false;
        row.number = row.line = ++m_row;
        row.fault.clear();
        row.faultAt.clear();
        row.shape = {};
        row.values.assign(m_facts.columns.size(), {});
        const std::string_view line = text;
        const std::size_t brace = line.find('{');
        CPLJSONDocument json;
        if (brace == std::string_view::npos || !json.LoadMemory(std::string(line.substr(brace)))) {
            row.fault = "a line without readable JSON";
            row.faultAt = shownText(line);
            return true;
        }
        const CPLJSONObject root = json.GetRoot();
        const auto value = [&](const char* name) {
            const CPLJSONObject member = root.GetObj(name);
            return member.IsValid() ? member.ToString() : std::string();
        };
        row.values[0] = value("_type");
        row.values[1] = value("tst");
        row.values[2] = value("lon");
        row.values[3] = value("lat");
        row.values[4] = value("acc");
        // -1 is the recorder's word for unknown; speed comes in km/h.
        if (const auto speed = numberOf(value("vel")); speed && *speed >= 0)
            row.values[5] = numberText(*speed / 3.6);
        if (const auto heading = numberOf(value("cog")); heading && *heading >= 0)
            row.values[6] = value("cog");
        row.values[7] = value("tid");
        return true;
    }

    Result<void> rewind() override {
        VSIFSeekL(m_file, 0, SEEK_SET);
        m_row = 0;
        return {};
    }

    double share() const override { return m_bytes > 0 ? double(VSIFTellL(m_file)) / m_bytes : 0; }

  private:
    SourceFacts m_facts;
    VSILFILE* m_file = nullptr;
    double m_bytes = 0;
    std::int64_t m_row = 0;
};

}  // namespace

Result<std::unique_ptr<RowSource>> openOwnTracks(const SourceOptions& options) {
    auto source = std::make_unique<OwnTracksSource>();
    if (auto opened = source->open(options); !opened) return opened.error();
    return std::unique_ptr<RowSource>(std::move(source));
}

}  // namespace gis
