// SPDX-License-Identifier: GPL-3.0-or-later
#include <gdal_priv.h>
#include <ogr_api.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <optional>

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/row_source.h"
#include "gis/exchange/shape.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

class VectorSource final : public RowSource {
  public:
    Result<void> open(const SourceOptions& options) {
        GdalGuard guard;
        m_file = options.file;
        read(options.encoding.empty() ? std::optional<std::string>() : options.encoding);
        if (m_data && options.encoding.empty() && encodingIsUnknown()) read("");
        if (!m_data)
            return Error{ErrorCode::BadInput,
                         options.file + " cannot be read as a vector file" +
                             (guard.failure().empty() ? "" : ": " + guard.failure())};
        // GDAL goes on with WGS 84 where a GeoJSON names a CRS that it does not know.
        if (guard.failure().find("PROJ") != std::string::npos) m_facts.crsFault = guard.failure();
        if (auto chosen = choose(options); !chosen) return chosen;
        describe();
        return {};
    }

    const SourceFacts& facts() const override { return m_facts; }

    Result<bool> next(RawRow& row) override {
        GdalGuard guard;
        row.fault.clear();
        row.faultAt.clear();
        row.shape = {};
        const std::unique_ptr<OGRFeature> feature(m_layer->GetNextFeature());
        if (!feature) {
            if (guard.failure().empty()) return false;
            return Error{ErrorCode::BadInput, m_file + ": reading stopped after row " +
                                                  std::to_string(m_row) + ": " + guard.failure()};
        }
        row.number = ++m_row;
        row.line = 0;
        row.values.resize(m_facts.columns.size());
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            row.values[i] = valueOf(*feature, static_cast<int>(i));
            if (row.fault.empty() && !isUtf8(row.values[i])) {
                row.fault = "not UTF-8 (name the file's encoding with --encoding)";
                row.faultAt = "column " + m_facts.columns[i] + ": " + shownText(row.values[i]);
            }
        }
        if (const OGRGeometry* geometry = feature->GetGeometryRef()) addShape(*geometry, row.shape);
        return true;
    }

    Result<void> rewind() override {
        GdalGuard guard;
        m_layer->ResetReading();
        m_row = 0;
        return {};
    }

    double share() const override {
        return m_total > 0 ? std::min(1.0, double(m_row) / double(m_total)) : 0;
    }

  private:
    /// @param encoding What the text is recoded from; "" leaves the bytes as they are.
    void read(const std::optional<std::string>& encoding) {
        const std::string told = "ENCODING=" + encoding.value_or("");
        const char* const openOptions[] = {told.c_str(), nullptr};
        m_data.reset();
        m_data.reset(GDALDataset::Open(gdalPath(m_file).c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY,
                                       nullptr, encoding ? openOptions : nullptr, nullptr));
    }

    /// A shapefile that names no encoding would be read as Latin-1 in silence, whatever it is:
    /// read raw, its rows are told apart by whether they are UTF-8.
    bool encodingIsUnknown() {
        if (std::string_view(m_data->GetDriverName()) != "ESRI Shapefile") return false;
        OGRLayer* layer = m_data->GetLayer(0);
        if (!layer || layer->GetMetadataItem("ENCODING_FROM_CPG", "SHAPEFILE")) return false;
        const char* language = layer->GetMetadataItem("LDID_VALUE", "SHAPEFILE");
        return !language || std::string_view(language) == "0" || std::string_view(language) == "87";
    }

    Result<void> choose(const SourceOptions& options) {
        std::string names;
        OGRLayer* filled = nullptr;
        int withRows = 0;
        for (int i = 0; i < m_data->GetLayerCount(); ++i) {
            OGRLayer* layer = m_data->GetLayer(i);
            names += (i ? ", " : "") + std::string(layer->GetName());
            if (!options.layer.empty() && options.layer == layer->GetName()) m_layer = layer;
            if (options.layer.empty() && options.wantedLayer == layer->GetName()) m_layer = layer;
            if (layer->GetFeatureCount(TRUE) > 0) {
                filled = layer;
                ++withRows;
            }
        }
        if (m_layer) return {};
        if (!options.layer.empty())
            return Error{ErrorCode::BadInput, options.file + " has no layer \"" + options.layer +
                                                  "\"; it has: " + names};
        if (m_data->GetLayerCount() == 1)
            m_layer = m_data->GetLayer(0);
        else if (withRows == 1)
            m_layer = filled;
        if (m_layer) return {};
        return Error{ErrorCode::BadInput,
                     options.file + " has several layers, name one with --layer: " + names};
    }

    void describe() {
        m_facts.format = m_data->GetDriverName();
        m_facts.layer = m_layer->GetName();
        const OGRFeatureDefn* fields = m_layer->GetLayerDefn();
        for (int i = 0; i < fields->GetFieldCount(); ++i)
            m_facts.columns.emplace_back(fields->GetFieldDefn(i)->GetNameRef());
        m_facts.hasShapes = fields->GetGeomFieldCount() > 0 && fields->GetGeomType() != wkbNone;
        m_total = m_layer->GetFeatureCount(TRUE);
        const OGRSpatialReference* crs = m_layer->GetSpatialRef();
        if (!crs) return;
        m_facts.crsName = crs->GetName() ? crs->GetName() : "";
        const char* authority = crs->GetAuthorityName(nullptr);
        const char* code = crs->GetAuthorityCode(nullptr);
        if (authority && code) {
            m_facts.crs = std::string(authority) + ":" + code;
            m_facts.crsName += " (" + m_facts.crs + ")";
            return;
        }
        char* wkt = nullptr;
        const char* const wkt2[] = {"FORMAT=WKT2_2019", nullptr};
        if (crs->exportToWkt(&wkt, wkt2) == OGRERR_NONE) m_facts.crs = wkt;
        CPLFree(wkt);
    }

    static std::string valueOf(const OGRFeature& feature, int field) {
        if (!feature.IsFieldSetAndNotNull(field)) return {};
        if (feature.GetFieldDefnRef(field)->GetType() == OFTReal)
            return numberText(feature.GetFieldAsDouble(field));
        return feature.GetFieldAsString(field);
    }

    struct Close {
        void operator()(GDALDataset* data) const {
            GdalGuard guard;
            GDALClose(data);
        }
    };
    std::unique_ptr<GDALDataset, Close> m_data;
    OGRLayer* m_layer = nullptr;
    SourceFacts m_facts;
    std::string m_file;
    std::int64_t m_row = 0;
    std::int64_t m_total = 0;
};

}  // namespace

Result<std::unique_ptr<RowSource>> openVector(const SourceOptions& options) {
    auto source = std::make_unique<VectorSource>();
    if (auto opened = source->open(options); !opened) return opened.error();
    return std::unique_ptr<RowSource>(std::move(source));
}

}  // namespace gis
