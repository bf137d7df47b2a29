// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/gdal_gate.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <qgsapplication.h>

#include <QSet>
#include <QStringList>
#include <algorithm>

namespace cartographer {

namespace {

/// Formats of files. What GDAL learns later stays out until it is added here.
const QSet<QString>& fileDrivers() {
    static const QSet<QString> names{
        // Rasters.
        "GTiff", "COG", "VRT", "MEM", "PNG", "JPEG", "BMP", "GIF", "WEBP", "JP2OpenJPEG", "HFA",
        "AAIGrid", "AIG", "SRTMHGT", "netCDF", "ENVI", "EHdr", "ERS", "XYZ", "SAGA", "GRIB", "RST",
        "USGSDEM", "DTED", "PCRaster", "MBTiles",
        // Shapes.
        "ESRI Shapefile", "GeoJSON", "GeoJSONSeq", "TopoJSON", "GPKG", "FlatGeobuf", "KML",
        "LIBKML", "GML", "GPX", "CSV", "DXF", "MapInfo File", "OpenFileGDB", "SQLite", "Memory",
        "MVT", "OSM", "XLSX", "ODS", "S57"};
    return names;
}

void* nothing(void*, const char*, const char*) {
    errno = ENOENT;
    return nullptr;
}

/// File systems that read a file, a part of one or one that is packed.
bool isLocal(const QString& prefix) {
    static const QSet<QString> local{"/vsimem/", "/vsizip/",     "/vsigzip/",   "/vsitar/",
                                     "/vsi7z/",  "/vsisubfile/", "/vsisparse/", "/vsicached/"};
    return local.contains(prefix);
}

}  // namespace

void keepGdalToFiles() {
    QStringList out;
    // QGIS remembers from the last time what was left out, and brings back what is not named again.
    QgsApplication::setSkippedGdalDrivers({}, {});
    for (int i = GDALGetDriverCount() - 1; i >= 0; --i) {
        const GDALDriverH driver = GDALGetDriver(i);
        const QString name = QString::fromUtf8(GDALGetDriverShortName(driver));
        if (fileDrivers().contains(name)) continue;
        out << name;
        GDALDeregisterDriver(driver);
    }
    // QGIS registers all again whenever it likes, but for those that are named here.
    QgsApplication::setSkippedGdalDrivers(out, {});
    CPLSetConfigOption("GDAL_VRT_ENABLE_PYTHON", "NO");
    VSIFilesystemPluginCallbacksStruct* gate = VSIAllocFilesystemPluginCallbacksStruct();
    gate->open = nothing;
    char** prefixes = VSIGetFileSystemsPrefixes();
    for (int i = 0; prefixes && prefixes[i]; ++i) {
        const QString prefix = QString::fromUtf8(prefixes[i]);
        if (prefix.size() > 1 && prefix.endsWith('/') && !isLocal(prefix))
            VSIInstallPluginHandler(prefixes[i], gate);
    }
    CSLDestroy(prefixes);
    VSIFreeFilesystemPluginCallbacksStruct(gate);
}

void limitGdalWaiting(int milliseconds) {
    const QByteArray seconds = QByteArray::number(std::max(1, milliseconds / 1000));
    qputenv("GDAL_HTTP_TIMEOUT", seconds);
    qputenv("GDAL_HTTP_CONNECTTIMEOUT", seconds);
    qputenv("PGCONNECT_TIMEOUT", QByteArray::number(std::max(2, milliseconds / 1000)));
}

}  // namespace cartographer
