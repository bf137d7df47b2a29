# Removes the results of the run before.
file(GLOB old ${RESULTS}/*.txt)
if(old)
    file(REMOVE ${old})
endif()
