// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/protocol.h"

#include "gis/cartographer/json.h"

namespace gis {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MapSource, name, provider, uri, datum, mayReachOut)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LayerProblem, layer, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DrawRequest, number, source, extent, width, height,
                                                ratio, crs, time, layers, labels, saturation,
                                                brightness)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DrawReply, number, width, height, milliseconds,
                                                cancelled, why, problems, drawnAt, half)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DescribeRequest, number, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DescribeReply, number, why, title, attribution, crs,
                                                extent, layers, problems)

bool isWeb(const MapSource& source) {
    return source.mayReachOut || (source.provider != "project" && source.provider != "ogr" &&
                                  source.provider != "gdal" && source.provider != "mbtiles");
}

std::string toJson(const DrawRequest& request) {
    return jsonText(request);
}
std::string toJson(const DrawReply& reply) {
    return jsonText(reply);
}
std::string toJson(const DescribeRequest& request) {
    return jsonText(request);
}
std::string toJson(const DescribeReply& reply) {
    return jsonText(reply);
}
std::string numberToJson(std::uint64_t number) {
    return jsonText(number);
}

template <>
std::optional<DrawRequest> fromJson(std::string_view words) {
    return jsonRead<DrawRequest>(words);
}
template <>
std::optional<DrawReply> fromJson(std::string_view words) {
    return jsonRead<DrawReply>(words);
}
template <>
std::optional<DescribeRequest> fromJson(std::string_view words) {
    return jsonRead<DescribeRequest>(words);
}
template <>
std::optional<DescribeReply> fromJson(std::string_view words) {
    return jsonRead<DescribeReply>(words);
}
template <>
std::optional<std::uint64_t> fromJson(std::string_view words) {
    return jsonRead<std::uint64_t>(words);
}

}  // namespace gis
