// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/gdal_guard.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>

namespace gis {

namespace {

void CPL_STDCALL keepMessage(CPLErr kind, CPLErrorNum, const char* message) {
    if (kind != CE_Failure && kind != CE_Fatal) return;
    auto* guard = static_cast<GdalGuard*>(CPLGetErrorHandlerUserData());
    std::string line = message;
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (guard) guard->note(std::move(line));
}

bool endsWith(const std::string& text, const char* tail) {
    const std::string wanted = tail;
    if (text.size() < wanted.size()) return false;
    return std::equal(wanted.rbegin(), wanted.rend(), text.rbegin(), [](char a, char b) {
        return a == std::tolower(static_cast<unsigned char>(b));
    });
}

}  // namespace

GdalGuard::GdalGuard() {
    static std::once_flag once;
    std::call_once(once, [] {
        CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");
        CPLSetConfigOption("OGR_XLSX_HEADERS", "FORCE");
        CPLSetConfigOption("OGR_ODS_HEADERS", "FORCE");
        GDALAllRegister();
    });
    CPLPushErrorHandlerEx(keepMessage, this);
}

GdalGuard::~GdalGuard() {
    CPLPopErrorHandler();
}

std::string gdalPath(const std::string& file) {
    if (file.rfind("/vsi", 0) == 0) return file;
    if (endsWith(file, ".gz")) return "/vsigzip/" + file;
    if (endsWith(file, ".zip")) return "/vsizip/" + file;
    return file;
}

bool fileIsThere(const std::string& file) {
    VSIStatBufL facts;
    return VSIStatL(file.c_str(), &facts) == 0;
}

std::string whyUnreadable(const std::string& file) {
    VSIStatBufL facts;
    if (VSIStatL(file.c_str(), &facts) != 0) return "there is no file " + file;
    if (file.rfind("/vsi", 0) == 0) return {};
    if (VSI_ISDIR(facts.st_mode)) return file + " is a folder, not a file";
    if (access(file.c_str(), R_OK) != 0) return file + " may not be read by this user";
    return {};
}

}  // namespace gis
