// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/sheet_job.h"

#include <cstdio>

#include "gis/cartographer/style_json.h"

namespace gis {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SheetSource, style, data)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SheetFact, name, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Sheet, title, subtitle, page, scale, x, y,
                                                denominator, north, focus, facts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SheetColours, text, softText, line, frame, paper)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SheetJob, paper, landscape, dpi, format, sources,
                                                colours, legend, north, metres, kilometres, sheets,
                                                first, last, file)

std::string sheetFile(const std::string& file, int number, const std::string& format) {
    char tail[16];
    std::snprintf(tail, sizeof(tail), "-%04d.", number + 1);
    return file + tail + format;
}

std::string toJson(const SheetJob& job) {
    return jsonText(job);
}
std::optional<SheetJob> sheetJobFrom(std::string_view words) {
    return jsonRead<SheetJob>(words);
}

}  // namespace gis
