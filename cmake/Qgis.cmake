# QGIS and the Qt it was built with, for the directory that includes this and no other: all else is
# Qt 6. Gives the variable QGIS_LINKS and the function gridhall_uses_qgis(TARGET).
find_package(Qt5 5.15 REQUIRED COMPONENTS Widgets Network Xml Svg PrintSupport WebKitWidgets)
find_path(QGIS_INCLUDE_DIR qgsapplication.h PATH_SUFFIXES qgis REQUIRED)
find_library(QGIS_CORE qgis_core REQUIRED)

# Debian lays QGIS's headers flat, but some of them name folders.
set(qgis_compat ${CMAKE_BINARY_DIR}/qgis-compat)
file(MAKE_DIRECTORY ${qgis_compat})
foreach(folder scalebar geometry)
    file(CREATE_LINK ${QGIS_INCLUDE_DIR} ${qgis_compat}/${folder} SYMBOLIC)
endforeach()

function(gridhall_uses_qgis target)
    target_include_directories(${target} SYSTEM PRIVATE ${QGIS_INCLUDE_DIR} ${qgis_compat})
    target_compile_definitions(${target} PRIVATE QT_DISABLE_DEPRECATED_BEFORE=0x050F00
        WITH_QTWEBKIT)  # as QGIS was built: the header of layout labels asks
    # QGIS's headers name GDAL's.
    target_link_libraries(${target} PRIVATE gridhall_warnings ${QGIS_CORE} Qt5::Widgets
        Qt5::Network Qt5::Xml Qt5::Svg Qt5::PrintSupport Qt5::WebKitWidgets GDAL::GDAL)
endfunction()
