// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "gis/exchange/import_run.h"
#include "gis/exchange/readers.h"

namespace gis {

using dispatch::Result;

std::span<const FieldSpec> postFields() {
    static constexpr std::array kFields = {
        FieldSpec{"code", "code of the post", true, "post_code id 编码 编号"},
        FieldSpec{"name", "name of the post", false, "post_name 名称"},
        FieldSpec{"kind", "police, street, fire, service", false, "type 类型"},
        FieldSpec{"lon", "longitude, or x", false, "lng long longitude x 经度"},
        FieldSpec{"lat", "latitude, or y", false, "latitude y 纬度"},
    };
    return kFields;
}

Result<void> readPosts(ImportRun& run) {
    run.replaces({dispatch::Kind::Post});
    if (auto opened = run.open(); !opened) return opened;
    RawRow row;
    for (;;) {
        auto more = run.next(row);
        if (!more) return more.error();
        if (!*more) return {};
        const auto at = run.needPlace(row);
        if (!at) continue;
        auto code = run.needCode(row, dispatch::Kind::Post);
        if (!code) continue;
        dispatch::Post post;
        post.code = std::move(*code);
        post.name = run.shortText(row, "name");
        post.kind = run.shortText(row, "kind", 40);
        post.place = *at;
        ++run.report().classes[post.kind.empty() ? "(no kind)" : post.kind];
        if (auto taken = run.take(std::move(post)); !taken) return taken;
    }
}

}  // namespace gis
