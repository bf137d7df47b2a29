# The build's own words: one function a library, one a test.

# Warnings and standard for every target of ours, in one place.
add_library(gridhall_warnings INTERFACE)
target_compile_features(gridhall_warnings INTERFACE cxx_std_20)
target_compile_options(gridhall_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(GRIDHALL_SANITIZE)
    target_compile_options(gridhall_warnings INTERFACE
        -fsanitize=${GRIDHALL_SANITIZE} -fno-omit-frame-pointer -g1)
    target_link_options(gridhall_warnings INTERFACE -fsanitize=${GRIDHALL_SANITIZE})
endif()
find_program(GRIDHALL_LLD ld.lld)
if(GRIDHALL_LLD)
    target_link_options(gridhall_warnings INTERFACE -fuse-ld=lld)
endif()

# The same and Qt's stricter ways, which QGIS's headers do not bear.
add_library(gridhall_options INTERFACE)
target_link_libraries(gridhall_options INTERFACE gridhall_warnings)
target_compile_definitions(gridhall_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH)

# gridhall_library(NAME HEADERS ... SOURCES ... LINKS ... [PRIVATE_LINKS ...])
# Headers are a file set, so that each is compiled alone (all_verify_interface_header_sets).
function(gridhall_library name)
    cmake_parse_arguments(ARG "" "" "HEADERS;SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    if(ARG_HEADERS)
        target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}
            FILES ${ARG_HEADERS})
    endif()
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE gridhall_options ${ARG_PRIVATE_LINKS})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# gridhall_test(NAME [SOURCES ...] [LINKS ...] [LABELS ...] [SERIAL] [SOAK WORD])
# Qt Test program tests/<folder>/NAME.cpp; offscreen, one packaged font, no user profile. Its result
# is also kept as text, from which skips are counted (cmake/CountSkips.cmake). SOAK lists it for
# `./dev soak WORD`, which runs it in full.
function(gridhall_test name)
    cmake_parse_arguments(ARG "SERIAL" "SOAK" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT ARG_SOURCES)
        set(ARG_SOURCES ${name}.cpp)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE gridhall_options test_support Qt6::Test ${ARG_LINKS})
    target_compile_definitions(${name} PRIVATE
        GRIDHALL_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        GRIDHALL_PROGRAM="$<TARGET_FILE_DIR:gridhall>/gridhall")
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    add_test(NAME ${name} COMMAND ${name} -o ${GRIDHALL_TEST_RESULTS}/${name}.txt,txt -o -,txt)
    set_tests_properties(${name} PROPERTIES
        TIMEOUT 600
        FIXTURES_REQUIRED results
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;QT_SCALE_FACTOR=1;XDG_STATE_HOME=${CMAKE_BINARY_DIR}/test-state;XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/test-cache")
    if(ARG_LABELS)
        set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
    endif()
    if(ARG_SERIAL)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
    endif()
    if(ARG_SOAK)
        set_property(GLOBAL APPEND_STRING PROPERTY GRIDHALL_SOAKS
            "${ARG_SOAK} ${name} $<TARGET_FILE:${name}>\n")
    endif()
endfunction()

# gridhall_bench(NAME [SOURCES ...] [LINKS ...])
# A program that prints rows with bench::emit (tests/bench/bench.h); `./dev bench` finds and runs it.
function(gridhall_bench name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    if(NOT ARG_SOURCES)
        set(ARG_SOURCES ${name}.cpp)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE gridhall_options bench_support ${ARG_LINKS})
    target_compile_definitions(${name} PRIVATE
        GRIDHALL_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        GRIDHALL_PROGRAM="$<TARGET_FILE_DIR:gridhall>/gridhall")
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bench)
    add_dependencies(benches ${name})
endfunction()
