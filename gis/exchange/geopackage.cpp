// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/geopackage.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <unistd.h>

#include <filesystem>

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/shape.h"
#include "gis/exchange/time_text.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

OGRFieldType fieldType(CellType type) {
    switch (type) {
        case CellType::Text:
            return OFTString;
        case CellType::Integer:
            return OFTInteger64;
        case CellType::Real:
            return OFTReal;
        case CellType::Time:
            return OFTDateTime;
    }
    return OFTString;
}

std::unique_ptr<OGRGeometry> geometryOf(const ExportRow& row) {
    if (row.point) return ogrPoint(*row.point);
    if (row.line) return ogrLine(*row.line);
    if (row.area) return ogrArea(*row.area);
    return {};
}

}  // namespace

struct GeoPackage::State {
    std::string file;
    std::string temporary;
    GDALDataset* data = nullptr;
    OGRLayer* layer = nullptr;
    ExportTable table;

    Error failed(const GdalGuard& guard, const char* what) const {
        return {ErrorCode::Unavailable,
                file + " " + what + (guard.failure().empty() ? "" : ": " + guard.failure())};
    }
    void close() {
        if (!data) return;
        data->CommitTransaction();
        GDALClose(data);
        data = nullptr;
    }
    ~State() {
        close();
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
    }
};

GeoPackage::GeoPackage(std::unique_ptr<State> state) : m_state(std::move(state)) {}
GeoPackage::GeoPackage(GeoPackage&&) noexcept = default;
GeoPackage& GeoPackage::operator=(GeoPackage&&) noexcept = default;
GeoPackage::~GeoPackage() = default;

Result<GeoPackage> GeoPackage::make(const std::string& file) {
    GdalGuard guard;
    auto state = std::make_unique<State>();
    state->file = file;
    state->temporary = file + ".part-" + std::to_string(::getpid()) + ".gpkg";
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    if (driver)
        state->data = driver->Create(state->temporary.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    if (!state->data) return state->failed(guard, "cannot be made");
    state->data->StartTransaction();
    return GeoPackage(std::move(state));
}

Result<void> GeoPackage::beginTable(const ExportTable& table) {
    GdalGuard guard;
    OGRSpatialReference crs;
    crs.importFromEPSG(4490);
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    m_state->table = table;
    m_state->layer =
        m_state->data->CreateLayer(table.kind.c_str(), &crs, geometryType(table.shape), nullptr);
    if (!m_state->layer) return m_state->failed(guard, "cannot be written");
    for (const ExportColumn& column : table.columns) {
        OGRFieldDefn field(column.name, fieldType(column.type));
        if (m_state->layer->CreateField(&field) != OGRERR_NONE)
            return m_state->failed(guard, "cannot be written");
    }
    return {};
}

Result<void> GeoPackage::write(const ExportRow& row) {
    GdalGuard guard;
    OGRFeature feature(m_state->layer->GetLayerDefn());
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const Cell& cell = row.cells[i];
        const int field = static_cast<int>(i);
        if (cell.empty) continue;
        switch (m_state->table.columns[i].type) {
            case CellType::Text:
                feature.SetField(field, cell.text.c_str());
                break;
            case CellType::Integer:
                feature.SetField(field, static_cast<GIntBig>(cell.number));
                break;
            case CellType::Real:
                feature.SetField(field, cell.number);
                break;
            case CellType::Time:
                feature.SetField(field, timeText(cell.time).c_str());
                break;
        }
    }
    if (auto geometry = geometryOf(row)) feature.SetGeometryDirectly(geometry.release());
    if (m_state->layer->CreateFeature(&feature) == OGRERR_NONE) return {};
    return m_state->failed(guard, "cannot be written");
}

Result<void> GeoPackage::finish() {
    m_state->close();
    std::error_code error;
    std::filesystem::rename(m_state->temporary, m_state->file, error);
    if (!error) return {};
    return Error{ErrorCode::Unavailable, m_state->file + " cannot be written: " + error.message()};
}

}  // namespace gis
