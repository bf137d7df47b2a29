// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/view_sources.h"

#include <libpq-fe.h>

#include <array>
#include <memory>

#include "gis/store/open_store.h"
#include "gis/store/postgis_setup.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

/// What both libpq and QGIS know; a password is not among it.
constexpr std::array<std::string_view, 6> kConnectionWords{"service", "dbname", "host",
                                                           "port",    "user",   "sslmode"};

std::string quoted(std::string_view words, char quote) {
    std::string text(1, quote);
    for (const char letter : words) {
        if (letter == '\\' || letter == quote) text += '\\';
        text += letter;
    }
    return text + quote;
}

}  // namespace

Result<ViewPlace> viewPlace(const std::string& uri) {
    ViewPlace place;
    if (!isPostgresUri(uri)) {
        auto path = storePath(uri);
        if (!path) return path.error();
        place.provider = "spatialite";
        place.file = std::move(*path);
        return place;
    }
    char* fault = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> words(
        PQconninfoParse(uri.c_str(), &fault), &PQconninfoFree);
    if (!words) {
        Error error{ErrorCode::BadInput, fault ? fault : "the address cannot be read"};
        PQfreemem(fault);
        return error;
    }
    place.provider = "postgres";
    for (const std::string_view wanted : kConnectionWords)
        for (const PQconninfoOption* word = words.get(); word->keyword; ++word)
            if (word->keyword == wanted && word->val)
                place.connection += (place.connection.empty() ? "" : " ") + std::string(wanted) +
                                    '=' + quoted(word->val, '\'');
    return place;
}

std::string viewSource(const ViewPlace& place, const std::string& file, std::string_view view,
                       std::string_view geometry, std::string_view type) {
    const bool isFile = place.provider == "spatialite";
    std::string source = isFile ? "dbname=" + quoted(file, '\'') : place.connection;
    source += " key='id'";
    if (!isFile) source += " srid=4490 type=" + std::string(type) + " checkPrimaryKeyUnicity='0'";
    source += " table=";
    if (!isFile) source += "\"gridhall\".";
    return source + quoted(view, '"') + " (" + std::string(geometry) + ')';
}

}  // namespace gis
