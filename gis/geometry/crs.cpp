// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/crs.h"

#include <proj.h>

#include <algorithm>
#include <cmath>

#include "gis/geometry/offset.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::LonLat;
using dispatch::Result;

namespace {

struct Free {
    void operator()(PJ* p) const { proj_destroy(p); }
    void operator()(PJ_CONTEXT* c) const { proj_context_destroy(c); }
};
using Pj = std::unique_ptr<PJ, Free>;
using Context = std::unique_ptr<PJ_CONTEXT, Free>;

enum class Way { Same, Gcj02, Bd09, Proj };

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
    return text;
}

bool isGeographic(const PJ* crs) {
    const PJ_TYPE type = proj_get_type(crs);
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

}  // namespace

struct CrsTransform::State {
    Way way = Way::Same;
    std::string name;
    double accuracy = 0;
    Context context;
    Pj pj;

    Result<void> run(std::span<LonLat> places, PJ_DIRECTION direction) {
        if (places.empty()) return {};
        double* lon = &places.front().lon;
        double* lat = &places.front().lat;
        proj_trans_generic(pj.get(), direction, lon, sizeof(LonLat), places.size(), lat,
                           sizeof(LonLat), places.size(), nullptr, 0, 0, nullptr, 0, 0);
        for (std::size_t i = 0; i < places.size(); ++i)
            if (!std::isfinite(places[i].lon) || !std::isfinite(places[i].lat))
                return Error{ErrorCode::BadInput, "position " + std::to_string(i + 1) +
                                                      " lies where " + name + " is not defined"};
        return {};
    }
};

CrsTransform::CrsTransform(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CrsTransform::CrsTransform(CrsTransform&&) noexcept = default;
CrsTransform& CrsTransform::operator=(CrsTransform&&) noexcept = default;
CrsTransform::~CrsTransform() = default;

const std::string& CrsTransform::name() const {
    return m_state->name;
}
bool CrsTransform::isIdentity() const {
    return m_state->way == Way::Same;
}
double CrsTransform::accuracyMetres() const {
    return m_state->accuracy;
}

Result<CrsTransform> CrsTransform::make(const std::string& crs) {
    auto state = std::make_unique<State>();
    const std::string word = lower(crs);
    if (word == "gcj02" || word == "bd09") {
        state->way = word == "gcj02" ? Way::Gcj02 : Way::Bd09;
        state->name = word == "gcj02" ? "GCJ-02" : "BD-09";
        state->accuracy = 0.1;
        return CrsTransform(std::move(state));
    }
    if (word == "epsg:4490" || word == "cgcs2000") {
        state->name = "CGCS2000";
        return CrsTransform(std::move(state));
    }
    state->context.reset(proj_context_create());
    PJ_CONTEXT* context = state->context.get();
    proj_log_func(context, nullptr, [](void*, int, const char*) {});
    proj_context_set_enable_network(context, 0);

    const Pj source(proj_create(context, crs.c_str()));
    if (!source || !proj_is_crs(source.get()))
        return Error{ErrorCode::BadInput, "PROJ does not know the CRS \"" + crs + "\""};
    const char* title = proj_get_name(source.get());
    state->name = title != nullptr && *title != '\0' ? title : crs;
    const Pj target(proj_create(context, "EPSG:4490"));
    if (!target) return Error{ErrorCode::Unavailable, "PROJ's database (proj.db) is not installed"};
    if (isGeographic(source.get()) &&
        proj_is_equivalent_to(source.get(), target.get(),
                              PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0) {
        state->way = Way::Same;
        return CrsTransform(std::move(state));
    }
    const Pj raw(
        proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, nullptr));
    if (raw) state->pj.reset(proj_normalize_for_visualization(context, raw.get()));
    if (!state->pj)
        return Error{ErrorCode::BadInput, "positions of the CRS \"" + crs + "\" (" + state->name +
                                              ") cannot be turned into CGCS2000"};
    state->way = Way::Proj;
    state->accuracy = proj_pj_info(state->pj.get()).accuracy;
    return CrsTransform(std::move(state));
}

Result<void> CrsTransform::toCgcs2000(std::span<LonLat> places) {
    switch (m_state->way) {
        case Way::Same:
            return {};
        case Way::Gcj02:
            for (LonLat& p : places) p = cgcs2000FromGcj02(p);
            return {};
        case Way::Bd09:
            for (LonLat& p : places) p = cgcs2000FromBd09(p);
            return {};
        case Way::Proj:
            return m_state->run(places, PJ_FWD);
    }
    return {};
}

Result<void> CrsTransform::fromCgcs2000(std::span<LonLat> places) {
    switch (m_state->way) {
        case Way::Same:
            return {};
        case Way::Gcj02:
            for (LonLat& p : places) p = gcj02FromCgcs2000(p);
            return {};
        case Way::Bd09:
            for (LonLat& p : places) p = bd09FromCgcs2000(p);
            return {};
        case Way::Proj:
            return m_state->run(places, PJ_INV);
    }
    return {};
}

Result<void> CrsTransform::toCgcs2000(dispatch::Area& area) {
    for (dispatch::PolygonRings& polygon : area) {
        if (auto done = toCgcs2000(std::span(polygon.shell)); !done) return done;
        for (dispatch::Ring& hole : polygon.holes)
            if (auto done = toCgcs2000(std::span(hole)); !done) return done;
    }
    return {};
}

}  // namespace gis
