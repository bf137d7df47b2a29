// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/map_style.h"

#include "gis/cartographer/style_json.h"

namespace gis {

std::string toJson(const MapStyle& style) {
    return jsonText(style);
}
std::string toJson(const ProjectJob& job) {
    return jsonText(job);
}
std::optional<MapStyle> mapStyleFrom(std::string_view words) {
    return jsonRead<MapStyle>(words);
}
std::optional<ProjectJob> projectJobFrom(std::string_view words) {
    return jsonRead<ProjectJob>(words);
}

}  // namespace gis
