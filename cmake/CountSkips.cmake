# Counts skipped test functions in the results of this run, leaves the count in skips.txt, and fails on
# one that is not listed or whose reason is not absent data.
#   cmake -DRESULTS=folder -DLISTED=needs_test_data.txt -P CountSkips.cmake

file(STRINGS ${LISTED} listed REGEX "^tst_[a-z0-9_]+")
set(known "")
foreach(line IN LISTS listed)
    string(REGEX MATCH "^tst_[a-z0-9_]+" name "${line}")
    list(APPEND known ${name})
endforeach()

set(count 0)
set(wrong 0)
file(GLOB results ${RESULTS}/tst_*.txt)
foreach(file IN LISTS results)
    get_filename_component(test ${file} NAME_WE)
    file(STRINGS ${file} skips REGEX "^SKIP +:" ENCODING UTF-8)
    foreach(skip IN LISTS skips)
        math(EXPR count "${count} + 1")
        if(NOT test IN_LIST known)
            math(EXPR wrong "${wrong} + 1")
            message("${test} is not in tests/needs_test_data.txt: ${skip}")
        elseif(NOT skip MATCHES "real test data is absent")
            math(EXPR wrong "${wrong} + 1")
            message("${test} was skipped for another reason than absent data: ${skip}")
        endif()
    endforeach()
endforeach()

file(WRITE ${RESULTS}/skips.txt "skipped test functions: ${count}, not allowed: ${wrong}")
message("skipped test functions: ${count}, not allowed: ${wrong}")
if(wrong GREATER 0)
    message(FATAL_ERROR "tests were skipped that may not be")
endif()
