# Fails where clang-format would change a source of ours.
#   cmake -DSOURCE=checkout -DTOOL=clang-format-14 -P CheckFormat.cmake
cmake_minimum_required(VERSION 3.25)

set(files "")
foreach(folder app layers gis dispatch tests)
    file(GLOB_RECURSE found ${SOURCE}/${folder}/*.h ${SOURCE}/${folder}/*.cpp)
    list(APPEND files ${found})
endforeach()
execute_process(COMMAND ${TOOL} --dry-run -Werror ${files} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "clang-format-14 -i on the files above puts this right")
endif()
