// SPDX-License-Identifier: GPL-3.0-or-later
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>

#include "gis/exchange/export_rows.h"
#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/shape.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

struct Format {
    const char* ending;
    const char* driver;
    const char* option;  ///< Of the layer, or empty.
};
constexpr std::array kFormats = {
    Format{"geojson", "GeoJSON", "SIGNIFICANT_FIGURES=17"},
    Format{"json", "GeoJSON", "SIGNIFICANT_FIGURES=17"},
    Format{"gpkg", "GPKG", ""},
    Format{"shp", "ESRI Shapefile", "ENCODING=UTF-8"},
    Format{"csv", "CSV", "STRING_QUOTING=IF_NEEDED"},
    Format{"kml", "KML", ""},
    Format{"fgb", "FlatGeobuf", ""},
    Format{"gpx", "GPX", ""},
};

std::string endingOf(const std::string& file) {
    const std::size_t dot = file.find_last_of("./");
    return dot == std::string::npos || file[dot] == '/' ? std::string()
                                                        : lowered(file.substr(dot + 1));
}

/// Whether a driver of GDAL writes files of this ending.
bool writes(GDALDriver& driver, const std::string& ending) {
    if (!driver.GetMetadataItem(GDAL_DCAP_VECTOR) || !driver.GetMetadataItem(GDAL_DCAP_CREATE))
        return false;
    const char* endings = driver.GetMetadataItem(GDAL_DMD_EXTENSIONS);
    const std::string known = std::string(" ") + (endings ? endings : "") + " ";
    return known.find(" " + ending + " ") != std::string::npos;
}

// OGR's own WKT keeps 15 digits; these read back as the same numbers.

std::string wktPlaces(const dispatch::Line& line) {
    std::string text = "(";
    for (dispatch::LonLat p : line)
        text += (text.size() > 1 ? "," : "") + numberText(p.lon) + " " + numberText(p.lat);
    return text + ")";
}

std::string wktOf(const dispatch::Line& line) {
    return line.empty() ? std::string() : "LINESTRING " + wktPlaces(line);
}

std::string wktOf(const dispatch::Area& area) {
    std::string text;
    for (const dispatch::PolygonRings& polygon : area) {
        text += (text.empty() ? "MULTIPOLYGON ((" : ",(") + wktPlaces(polygon.shell);
        for (const dispatch::Ring& hole : polygon.holes) text += "," + wktPlaces(hole);
        text += ")";
    }
    return text.empty() ? text : text + ")";
}

class VectorWriter final : public RowWriter {
  public:
    Result<void> open(const std::string& file, const ExportTable& table) {
        GdalGuard guard;
        m_file = file;
        m_table = table;
        const std::string ending = endingOf(file);
        GDALDriverManager* drivers = GetGDALDriverManager();
        GDALDriver* driver = nullptr;
        std::string option;
        for (const Format& format : kFormats)
            if (ending == format.ending) {
                driver = drivers->GetDriverByName(format.driver);
                option = format.option;
            }
        for (int i = 0; !driver && !ending.empty() && i < drivers->GetDriverCount(); ++i)
            if (writes(*drivers->GetDriver(i), ending)) driver = drivers->GetDriver(i);
        if (!driver)
            return Error{ErrorCode::BadInput,
                         file + ": no format with the ending \"" + ending +
                             "\" can be written; geojson, gpkg, shp, csv, kml, "
                             "fgb, gpx and xlsx can"};
        m_format = driver->GetDescription();
        const char* const gpx[] = {"GPX_USE_EXTENSIONS=YES", nullptr};
        m_data.reset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown,
                                    m_format == "GPX" ? const_cast<char**>(gpx) : nullptr));
        if (!m_data) return failed(guard, "cannot be made");
        return makeLayer(guard, option);
    }

    const std::string& format() const override { return m_format; }
    std::int64_t left() const override { return m_left; }
    std::vector<std::string> lost() const override {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < m_fields.size(); ++i)
            if (m_fields[i] < 0) names.emplace_back(m_table.columns[i].name);
        return names;
    }

    Result<void> write(const ExportRow& row) override {
        GdalGuard guard;
        OGRFeature feature(m_layer->GetLayerDefn());
        for (std::size_t i = 0; i < m_fields.size(); ++i)
            if (m_fields[i] >= 0 && !row.cells[i].empty) setField(feature, i, row.cells[i]);
        if (m_wkt >= 0) {
            feature.SetField(m_wkt, row.line ? wktOf(*row.line).c_str() : wktOf(*row.area).c_str());
        } else if (m_table.shape != ShapeType::None) {
            auto geometry = geometryOf(row);
            if (!geometry && m_format == "GPX") {
                ++m_left;
                return {};
            }
            feature.SetGeometryDirectly(geometry.release());
        }
        if (m_layer->CreateFeature(&feature) == OGRERR_NONE) return {};
        return failed(guard, "cannot be written");
    }

    Result<void> finish() override {
        GdalGuard guard;
        m_data.reset();
        if (guard.failure().empty()) return {};
        return failed(guard, "cannot be completed");
    }

  private:
    Error failed(const GdalGuard& guard, const char* what) const {
        return {ErrorCode::BadInput, m_file + " " + what + " as " + m_format +
                                         (guard.failure().empty() ? "" : ": " + guard.failure())};
    }

    bool isText() const { return m_format == "CSV" || m_format == "ODS" || m_format == "XLSX"; }
    bool hasTimes() const {
        return m_format == "GPKG" || m_format == "SQLite" || m_format == "GPX" ||
               m_format == "FlatGeobuf";
    }

    Result<void> makeLayer(const GdalGuard& guard, const std::string& option) {
        OGRSpatialReference crs;
        // KML and GPX are WGS 84 by their definition, which counts as the same.
        crs.importFromEPSG(m_format == "KML" || m_format == "LIBKML" || m_format == "GPX" ? 4326
                                                                                          : 4490);
        crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const bool plain = isText();
        const char* options[] = {option.empty() ? nullptr : option.c_str(), nullptr};
        const bool places = m_table.shape != ShapeType::None && !plain;
        m_layer = m_data->CreateLayer(m_table.kind.c_str(), places ? &crs : nullptr,
                                      plain ? wkbNone : geometryType(m_table.shape),
                                      const_cast<char**>(options));
        if (!m_layer) return failed(guard, "cannot be made");
        if (m_data->TestCapability(ODsCTransactions)) m_data->StartTransaction();
        for (const ExportColumn& column : m_table.columns) m_fields.push_back(addField(column));
        if (plain && (m_table.shape == ShapeType::Line || m_table.shape == ShapeType::Area))
            m_wkt = addField({"wkt"});
        return {};
    }

    int addField(const ExportColumn& column) {
        OGRFieldType type = OFTString;
        if (!isText()) {
            if (column.type == CellType::Integer) type = OFTInteger64;
            if (column.type == CellType::Real) type = OFTReal;
            if (column.type == CellType::Time && hasTimes()) type = OFTDateTime;
        }
        OGRFieldDefn field(column.name, type);
        if (m_layer->CreateField(&field) != OGRERR_NONE) return -1;
        return m_layer->GetLayerDefn()->GetFieldCount() - 1;
    }

    void setField(OGRFeature& feature, std::size_t i, const Cell& cell) const {
        const int field = m_fields[i];
        const CellType type = m_table.columns[i].type;
        switch (feature.GetFieldDefnRef(field)->GetType()) {
            case OFTInteger64:
                feature.SetField(field, static_cast<GIntBig>(cell.number));
                return;
            case OFTReal:
                feature.SetField(field, cell.number);
                return;
            case OFTDateTime:
                setTime(feature, field, cell.time);
                return;
            default:
                break;
        }
        const bool number = type == CellType::Integer || type == CellType::Real;
        feature.SetField(field, number ? numberText(cell.number).c_str() : cell.text.c_str());
    }

    static void setTime(OGRFeature& feature, int field, dispatch::Millis time) {
        const auto day = std::chrono::floor<std::chrono::days>(time);
        const std::chrono::year_month_day date{day};
        const std::chrono::hh_mm_ss clock{time - day};
        const double second = static_cast<double>(clock.seconds().count()) +
                              static_cast<double>(clock.subseconds().count()) / 1000;
        feature.SetField(field, static_cast<int>(date.year()),
                         static_cast<int>(static_cast<unsigned>(date.month())),
                         static_cast<int>(static_cast<unsigned>(date.day())),
                         static_cast<int>(clock.hours().count()),
                         static_cast<int>(clock.minutes().count()), static_cast<float>(second),
                         100);
    }

    std::unique_ptr<OGRGeometry> geometryOf(const ExportRow& row) const {
        switch (m_table.shape) {
            case ShapeType::None:
                return {};
            case ShapeType::Point:
                return row.point ? ogrPoint(*row.point) : nullptr;
            case ShapeType::Line:
                return row.line ? ogrLine(*row.line) : nullptr;
            case ShapeType::Area:
                return row.area ? ogrArea(*row.area) : nullptr;
        }
        return {};
    }

    struct Close {
        void operator()(GDALDataset* data) const {
            if (data->TestCapability(ODsCTransactions)) data->CommitTransaction();
            GDALClose(data);
        }
    };
    std::unique_ptr<GDALDataset, Close> m_data;
    OGRLayer* m_layer = nullptr;
    ExportTable m_table;
    std::vector<int> m_fields;
    int m_wkt = -1;
    std::int64_t m_left = 0;
    std::string m_file;
    std::string m_format;
};

}  // namespace

Result<std::unique_ptr<RowWriter>> vectorWriter(const std::string& file, const ExportTable& table) {
    auto writer = std::make_unique<VectorWriter>();
    if (auto opened = writer->open(file, table); !opened) return opened.error();
    return std::unique_ptr<RowWriter>(std::move(writer));
}

}  // namespace gis
