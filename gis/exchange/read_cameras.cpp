// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> cameraFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "code of the camera", true, "camera_code id 编码 编号 国标编码"},
        FieldSpec{"name", "name of the point", false, "camera_name 名称"},
        FieldSpec{"lon", "longitude, or x", false, "lng long longitude x 经度"},
        FieldSpec{"lat", "latitude, or y", false, "latitude y 纬度"},
    };
    return kFields;
}

Result<void> readCameras(ImportRun& run) {
    run.replaces({dispatch::Kind::Camera});
    if (auto opened = run.open(); !opened) return opened;
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return {};
        const auto at = run.needPlace(row);
        if (!at) continue;
        auto code = run.needCode(row, dispatch::Kind::Camera);
        if (!code) continue;
        dispatch::Camera camera;
        camera.code = std::move(*code);
        camera.name = run.shortText(row, "name");
        camera.place = *at;
        if (auto taken = run.take(std::move(camera)); !taken) return taken;
    }
}

}  // namespace gis
