# Removes the results of the run before.
cmake_minimum_required(VERSION 3.25)
file(GLOB old ${RESULTS}/*.txt)
if(old)
    file(REMOVE ${old})
endif()
