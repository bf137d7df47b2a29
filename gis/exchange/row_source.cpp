// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/row_source.h"

#include "gis/exchange/gdal_guard.h"
#include "gis/exchange/owntracks_source.h"
#include "gis/exchange/text_check.h"

namespace gis {

std::string RawRow::where() const {
    std::string text = "row " + std::to_string(number);
    if (line && line != number) text += " (line " + std::to_string(line) + ")";
    return text;
}

dispatch::Result<std::unique_ptr<RowSource>> openRows(const SourceOptions& options) {
    const std::string why = whyUnreadable(options.file);
    std::string name = lowered(options.file);
    const bool folderFormat = name.ends_with(".gdb") || name.ends_with(".gdb/");
    if (!why.empty() && !(folderFormat && fileIsThere(options.file)))
        return dispatch::Error{dispatch::ErrorCode::NotFound, why};
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt"))
        return openCsv(options);
    if (name.ends_with(".rec")) return openOwnTracks(options);
    return openVector(options);
}

}  // namespace gis
